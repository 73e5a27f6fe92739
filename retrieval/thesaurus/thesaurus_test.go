package thesaurus

import (
	"bytes"
	"compress/gzip"
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
	for from, e := range english.entries {
		for _, l := range e.related {
			back := None
			for _, b := range english.entries[l.to].related {
				if int(b.to) == from {
					back = max(back, b.relation)
				}
			}
			if back == None {
				t.Fatalf("lemma %d is related to %d, which is not related to it", from, l.to)
			}
		}
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
		{"hotel", Noun, Other},
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

func gzipped(t testing.TB, text string) []byte {
	var file bytes.Buffer
	z := gzip.NewWriter(&file)
	if _, err := z.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func TestRead(t *testing.T) {
	t.Parallel()
	th, err := read(gzipped(t, "big a-9 !small\nelk n-0 ^deer\ndeer n-3\nsmall a-9\nwent @go\ngo v-9 =move\nmove v-8\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		looked, found string
		want          Relation
	}{{"small", "big", Antonym}, {"deer", "elk", Narrower}, {"elk", "deer", Broader}, {"moves", "went", Synonym}, {"big", "deer", None}} {
		if got := th.Between(c.looked, c.found); got != c.want {
			t.Errorf("Between(%q, %q) = %s, want %s", c.looked, c.found, got, c.want)
		}
	}
	for name, file := range map[string][]byte{
		"no gzip":          []byte("big a-9\n"),
		"cut short":        gzipped(t, "big a-9\n")[:10],
		"no kind":          gzipped(t, "big\n"),
		"empty":            gzipped(t, ""),
		"no count":         gzipped(t, "big a-\n"),
		"unknown relative": gzipped(t, "big a-9 =vast\n"),
		"unknown relation": gzipped(t, "big a-9 ?vast\nvast a-9\n"),
		"relation alone":   gzipped(t, "big a-9 =\n"),
	} {
		if _, err := read(file); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"big a-9 !small\nsmall a-9\n", "went @go\ngo v-9\n", "x  \n", "a nq1 ^a\n", "\n\n", "go @go\n", "a @a", "0  00"} {
		f.Add(s, "a")
	}
	f.Fuzz(func(t *testing.T, text, word string) {
		th, err := read(gzipped(t, text))
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

func BenchmarkRead(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := read(data); err != nil {
			b.Fatal(err)
		}
	}
}
