package phrase

import (
	"testing"

	"readout/corpus"
	"readout/corpus/people"
	"readout/corpus/prose"
)

// FuzzItems holds that the items of a passage are in order and within it, and that its sentences have each of them once.
func FuzzItems(f *testing.F) {
	for _, s := range []string{
		"", "“A,” said Roe.", `Asked "why", Roe—who said "x"—told Doe, the minister, that "y".`, "MS. DOE: Yes. Mr. of the “ «", "İ said ß’s ﬁ “ǆ”",
		"[Doe](https://example.org/a) said: (no) … “a. B. c” D.", "as as and said by U.S. it's who’s",
	} {
		f.Add(s)
	}
	names := people.NewIndex(people.NewFinder(nil))
	f.Fuzz(func(t *testing.T, text string) {
		p := &corpus.Passage{Text: text, Span: prose.Span{End: len(text)}}
		for _, s := range prose.Sentences(text) {
			p.Sentences = append(p.Sentences, corpus.Sentence{Span: s, Text: text[s.Start:s.End]})
		}
		quotes := prose.FindQuotations(text)
		items := Items(people.PassageTokens(p), quotes, names.Find(text, prose.Words(text), "a"))
		end := 0
		for _, it := range items {
			if it.Span.Start < end || it.Span.End <= it.Span.Start || it.Span.End > len(text) {
				t.Fatalf("item %+v after %d of %q", it, end, text)
			}
			end = it.Span.End
			IsPronoun(it)
			IsVerbLike(it)
			Determines(it)
		}
		n := 0
		for _, sentence := range Sentences(items, p.SentenceSpans(), quotes) {
			for _, it := range sentence {
				if it != items[n] {
					t.Fatalf("item %d is %+v in its sentence of %q", n, it, text)
				}
				n++
			}
		}
		if n != len(items) {
			t.Fatalf("%d items of %d are in sentences of %q", n, len(items), text)
		}
	})
}
