package retrieval

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"readout/corpus"
	"readout/corpus/parse"
	"readout/corpus/reading"
)

// known are word vectors in which some words are.
type known struct{}

func (known) Known(word string) bool                    { return len(word)%2 == 0 }
func (known) Cosine(a, b string) (cos float64, ok bool) { return 0, false }

// TestUnpackLexicon packs and unpacks the lexicons of articles that are made up.
func TestUnpackLexicon(t *testing.T) {
	t.Parallel()
	for seed := range uint64(6) {
		r := rand.New(rand.NewPCG(seed, 3))
		one := func(of ...string) string { return of[r.IntN(len(of))] }
		article := func() string {
			var b strings.Builder
			fmt.Fprintf(&b, "---\ntitle: %s in %s\npublisher: %s\npublished: 2020-%02d-03\n---\n", one("Talks", "Storm", "talks"), one("Oslo", "Peru"), one("Post", "Wire"), 1+r.IntN(12))
			for range 1 + r.IntN(5) {
				fmt.Fprintf(&b, "The %s of %s, %s %s, said that 1,%d00 %s of %s were %s. %s went on.\n\n", one("minister", "director"), one("Peru", "Norway", "the port"),
					one("Anna", "Ivan", "Ines", "Max"), one("Roe", "Storm", "Vasquez", "Doe", "Port"), r.IntN(9), one("ships", "tons", "Ships"),
					one("wheat", "storms", "ports", "talks"), one("lost", "late", "organised", "seen in three weeks"), one("Storms", "Talks", "Roe", "Doe"))
			}
			return b.String()
		}
		var articles []*corpus.Article
		for n := range 3 + r.IntN(8) {
			a, err := parse.Markdown(corpus.ArticleID(fmt.Sprintf("a%d.md", n)), article())
			if err != nil {
				t.Fatal(err)
			}
			articles = append(articles, a)
		}
		c, err := reading.New(articles)
		if err != nil {
			t.Fatal(err)
		}
		l := NewLexicon(c, known{})
		unpacked, err := UnpackLexicon(string(l.Pack()), c, known{})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(dumpOf(l), dumpOf(unpacked)); diff != "" {
			t.Fatalf("seed %d: packed (-) and unpacked (+) differ:\n%s", seed, diff)
		}
	}
}

// dumpOf is all that a lexicon knows, its words in no order.
func dumpOf(l *Lexicon) []string {
	var out []string
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	texts := func(ids []int32) []string {
		var all []string
		for _, id := range ids {
			all = append(all, fmt.Sprint(l.words[id].token))
		}
		slices.Sort(all)
		return all
	}
	for _, w := range l.words {
		add("word %v in %v, about %v", w.token, w.passages, w.articles)
	}
	for _, s := range slices.Sorted(maps.Keys(l.byStem)) {
		add("stem %s: %v", s, texts(l.byStem[s]))
	}
	for _, s := range slices.Sorted(maps.Keys(l.byName)) {
		add("name %s: %v", s, texts(l.byName[s]))
	}
	add("known %v", texts(l.known))
	for i, p := range l.passages {
		add("passage %d is %s, and offers %v", i, p.ID, l.offers[i])
		if l.corpus.Passage(p.ID) != p {
			add("passage %d is not of the corpus", i)
		}
	}
	add("%v %v", l.articles, l.spelt)
	slices.Sort(out)
	return out
}

func FuzzUnpackLexicon(f *testing.F) {
	a, err := parse.Markdown("a.md", "---\ntitle: Talks in Oslo\n---\nForeign Minister Ines Vasquez of Peru said that 1,500 ships were lost in May.\n\nShe left.\n")
	if err != nil {
		f.Fatal(err)
	}
	c, err := reading.New([]*corpus.Article{a})
	if err != nil {
		f.Fatal(err)
	}
	good := NewLexicon(c, known{}).Pack()
	f.Add(good)
	f.Add(good[:len(good)-3])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := UnpackLexicon(string(data), c, known{})
		if (l == nil) == (err == nil) {
			t.Fatalf("%v and %v", l, err)
		}
		if err != nil {
			return
		}
		own, ranked := l.Scores(l.Terms("How many ships did Peru lose?"))
		if len(own) != len(l.Passages()) || len(ranked) != len(own) {
			t.Fatalf("%d and %d scores of %d passages", len(own), len(ranked), len(l.Passages()))
		}
	})
}
