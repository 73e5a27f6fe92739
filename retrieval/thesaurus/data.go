package thesaurus

import (
	_ "embed"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sync"

	"readout/corpus/packed"
)

//go:generate go run ./convert -wordnet /usr/share/wordnet -out wordnet.packed
//go:embed wordnet.packed
var data string

// English is the thesaurus that is part of the program. It is read once, when it is first asked for.
var English = sync.OnceValue(func() *Thesaurus {
	t, err := unpack(data)
	if err != nil {
		panic("thesaurus: wordnet.packed, which is part of the program, is damaged: " + err.Error())
	}
	return t
})

// Word is a lemma as a thesaurus is made from it.
type Word struct {
	PartOfSpeech PartOfSpeech
	Class        Class // of its most frequent sense as a noun
	Count        uint8 // how often it is counted in texts: 0 for under 4 times, one more with each doubling, 9 at most
	Related      map[string]Relation
}

// mostCount is the largest Count of a word.
const mostCount = 9

// Pack writes a thesaurus of the words and their irregular forms ("spoke": speak), for Unpack. A relation need be given on one of its two
// words only. The words and the forms are in lower case; what is related and what a form is of must be among the words.
func Pack(words map[string]Word, irregular map[string][]string) ([]byte, error) {
	lemmas := slices.Sorted(maps.Keys(words))
	number := make(map[string]int, len(lemmas))
	related := make([]map[int]Relation, len(lemmas))
	for i, lemma := range lemmas {
		number[lemma], related[i] = i, map[int]Relation{}
	}
	for i, lemma := range lemmas {
		if words[lemma].Count > mostCount {
			return nil, fmt.Errorf("pack thesaurus: %q has the count %d, more than %d", lemma, words[lemma].Count, mostCount)
		}
		for other, relation := range words[lemma].Related {
			to, ok := number[other]
			if !ok || relation == None || relation >= Same {
				return nil, fmt.Errorf("pack thesaurus: %q is %s to %q", other, relation, lemma)
			}
			related[i][to] = max(related[i][to], relation)
			related[to][i] = max(related[to][i], relation.back())
		}
	}
	b := packed.AppendTexts(nil, lemmas)
	for i, lemma := range lemmas {
		w := words[lemma]
		b = append(b, byte(w.PartOfSpeech), byte(w.Class), w.Count)
		var links []byte
		last := 0
		for _, to := range slices.Sorted(maps.Keys(related[i])) {
			links = append(packed.AppendNumber(links, to-last), byte(related[i][to]))
			last = to
		}
		b = packed.AppendText(b, string(links))
	}
	b = packed.AppendNumber(b, len(irregular))
	for _, form := range slices.Sorted(maps.Keys(irregular)) {
		b = packed.AppendText(b, form)
		b = packed.AppendNumber(b, len(irregular[form]))
		for _, lemma := range irregular[form] {
			of, ok := number[lemma]
			if !ok {
				return nil, fmt.Errorf("pack thesaurus: %q is a form of %q, which is no word of it", form, lemma)
			}
			b = packed.AppendNumber(b, of)
		}
	}
	return b, nil
}

var errDamaged = errors.New("the data of the thesaurus are damaged")

// unpack reads what Pack wrote. The thesaurus keeps the data: what words are to each other is read from them when it is asked for, since
// a question asks for little of it, and what is damaged of that is left out. Other damage is an error.
func unpack(data string) (*Thesaurus, error) {
	r := packed.NewReader(data)
	lemmas := r.Texts()
	t := &Thesaurus{lemmas: make(map[string]Lemma, len(lemmas)), entries: make([]entry, len(lemmas))}
	for i, lemma := range lemmas {
		t.lemmas[lemma] = Lemma(i)
		t.entries[i] = entry{PartOfSpeech(r.Below(1 << 7)), Class(r.Below(1 << 7)), uint8(r.Below(mostCount + 1)), r.Text()}
	}
	forms := r.Count()
	t.irregular = make(map[string][]Lemma, forms)
	for range forms {
		form := r.Text()
		for range r.Count() {
			t.irregular[form] = append(t.irregular[form], Lemma(r.Below(len(lemmas))))
		}
	}
	if !r.Done() {
		return nil, errDamaged
	}
	return t, nil
}

// related are the lemmas that are something to a lemma, each once.
func (t *Thesaurus) related(l Lemma) iter.Seq2[Lemma, Relation] {
	return func(yield func(Lemma, Relation) bool) {
		r := packed.NewReader(t.entries[l].links)
		for to := 0; !r.Done(); {
			to += r.Below(len(t.entries) - to)
			relation := Relation(r.Below(int(Same)))
			if r.Failed() || !yield(Lemma(to), relation) {
				return
			}
		}
	}
}
