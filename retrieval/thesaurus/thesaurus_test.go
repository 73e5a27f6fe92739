package thesaurus

import (
	"strings"
	"testing"
)

func TestBetween(t *testing.T) {
	t.Parallel()
	english := English()
	for _, c := range []struct {
		looked, found string
		want          Relation
	}{
		{"speak", "spoke", Same},
		{"speak", "spoken", Same},
		{"cities", "city", Same},
		{"stopped", "stop", Same},
		{"unheardofword", "unheardofword", Same},
		{"topics", "subjects", Synonym},
		{"detained", "detention", Derived},
		{"japanese", "japan", Derived},
		{"rodent", "mouse", Narrower},
		{"vessel", "ships", Narrower},
		{"mouse", "rodent", Broader},
		{"rise", "fall", Antonym},
		{"large", "tiny", Antonym},
		{"killed", "attacks", None},
		{"prison", "hospital", None},
		{"unheardofword", "word", None},
		{"", "word", None},
	} {
		if got := english.Between(c.looked, c.found); got != c.want {
			t.Errorf("Between(%q, %q) = %s, want %s", c.looked, c.found, got, c.want)
		}
	}
}

// TestDirections: what is broader one way is narrower the other way, and the other relations hold both ways.
func TestDirections(t *testing.T) {
	t.Parallel()
	english := English()
	links := 0
	for from := range english.entries {
		for to := range english.related(Lemma(from)) {
			links++
			back := None
			for other, relation := range english.related(to) {
				if int(other) == from {
					back = relation
				}
			}
			if back == None {
				t.Fatalf("lemma %d is related to %d, which is not related to it", from, to)
			}
		}
	}
	if links < 10*len(english.entries) {
		t.Errorf("%d words have %d relations; some are damaged", len(english.entries), links)
	}
}

func TestClassAndPartOfSpeech(t *testing.T) {
	t.Parallel()
	english := English()
	for _, c := range []struct {
		word  string
		pos   PartOfSpeech
		class Class
	}{
		{"senators", Noun, Person},
		{"city", Noun, Place},
		{"month", Noun, Time},
		{"dozen", Noun, Quantity},
		{"committee", Noun, Group},
		{"hotel", Noun, Thing},
		{"tunnel", Verb, Thing},
		{"meeting", Noun, Group},
		{"interpreted", Verb, Other},
		{"humanitarian", Adjective, Person},
		{"unheardofword", Unknown, Other},
	} {
		if pos, class := english.PartOfSpeech(c.word), english.Class(c.word); pos != c.pos || class != c.class {
			t.Errorf("%q is %c of class %c, want %c of %c", c.word, pos, class, c.pos, c.class)
		}
	}
}

func TestRarity(t *testing.T) {
	t.Parallel()
	english := English()
	words := []string{"unheardofword", "kill", "hold", "take"}
	for i := 1; i < len(words); i++ {
		if english.Rarity(words[i-1]) <= english.Rarity(words[i]) {
			t.Errorf("%q is not rarer than %q: %.2f, %.2f", words[i-1], words[i], english.Rarity(words[i-1]), english.Rarity(words[i]))
		}
	}
	if r := english.Rarity("unheardofword"); r != 1 {
		t.Errorf("an unknown word has rarity %.2f, want 1", r)
	}
}

// few are some words with their relations, each given on one of the two.
var few = map[string]Word{
	"big":   {PartOfSpeech: Adjective, Class: Other, Count: 9, Related: map[string]Relation{"small": Antonym}},
	"elk":   {PartOfSpeech: Noun, Class: Other, Related: map[string]Relation{"deer": Broader}},
	"deer":  {PartOfSpeech: Noun, Class: Group, Count: 3},
	"small": {PartOfSpeech: Adjective, Class: Other, Count: 9},
	"go":    {PartOfSpeech: Verb, Class: Other, Count: 9, Related: map[string]Relation{"move": Synonym}},
	"move":  {PartOfSpeech: Verb, Class: Other, Count: 8},
}

func packFew(t testing.TB) string {
	t.Helper()
	data, err := Pack(few, map[string][]string{"went": {"go"}})
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestPack(t *testing.T) {
	t.Parallel()
	th, err := unpack(packFew(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		looked, found string
		want          Relation
	}{
		{"small", "big", Antonym}, {"big", "small", Antonym}, {"deer", "elk", Narrower}, {"elk", "deer", Broader}, {"moves", "went", Synonym},
		{"big", "deer", None},
	} {
		if got := th.Between(c.looked, c.found); got != c.want {
			t.Errorf("Between(%q, %q) = %s, want %s", c.looked, c.found, got, c.want)
		}
	}
	if pos, class := th.PartOfSpeech("deer"), th.Class("deer"); pos != Noun || class != Group {
		t.Errorf("deer is %c of class %c", pos, class)
	}
	if th.Rarity("deer") <= th.Rarity("move") {
		t.Error("deer is not rarer than move")
	}
}

func TestPackRefuses(t *testing.T) {
	t.Parallel()
	for name, words := range map[string]map[string]Word{
		"an unknown relative": {"big": {Related: map[string]Relation{"vast": Synonym}}},
		"no relation":         {"big": {Related: map[string]Relation{"vast": None}}, "vast": {}},
		"the same":            {"big": {Related: map[string]Relation{"vast": Same}}, "vast": {}},
		"a count too large":   {"big": {Count: mostCount + 1}},
	} {
		if _, err := Pack(words, nil); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := Pack(few, map[string][]string{"ran": {"run"}}); err == nil {
		t.Error("a form of an unknown word: no error")
	}
}

func TestUnpackRefuses(t *testing.T) {
	t.Parallel()
	data := packFew(t)
	for cut := range data {
		if _, err := unpack(data[:cut]); err == nil {
			t.Fatalf("the first %d of %d bytes: no error", cut, len(data))
		}
	}
	if _, err := unpack(data + "x"); err == nil {
		t.Error("a byte more: no error")
	}
}

func FuzzUnpack(f *testing.F) {
	f.Add(packFew(f), "went")
	f.Add("", "a")
	f.Fuzz(func(t *testing.T, data, word string) {
		th, err := unpack(data)
		if err != nil {
			return
		}
		for lemma := range th.Related(word) {
			if int(lemma) < 0 || int(lemma) >= len(th.entries) {
				t.Fatalf("%q is related to lemma %d of %d", word, lemma, len(th.entries))
			}
		}
		th.Class(word)
		th.PartOfSpeech(word)
	})
}

func FuzzLemmas(f *testing.F) {
	for _, s := range []string{"", "s", "ing", "planned", "colours", "programmes", strings.Repeat("s", 100), "naïve", "\xff"} {
		f.Add(s)
	}
	english := English()
	f.Fuzz(func(t *testing.T, word string) {
		seen := map[Lemma]bool{}
		for _, l := range english.Lemmas(word) {
			if seen[l] {
				t.Fatalf("Lemmas(%q) has one lemma twice", word)
			}
			seen[l] = true
		}
	})
}

func BenchmarkRelated(b *testing.B) {
	english := English()
	b.ReportAllocs()
	for b.Loop() {
		english.Related("meetings")
	}
}

func BenchmarkUnpack(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := unpack(data); err != nil {
			b.Fatal(err)
		}
	}
}
