package answer

import (
	"regexp"

	"readout/corpus"
	"readout/retrieval"
)

// setting is what most articles of a snapshot have in common: the event they are all about. It is found once for each snapshot.
type setting struct {
	snapshot *retrieval.Snapshot
	common   map[string]bool // stems that at least half of the articles hold
}

func newSetting(s *retrieval.Snapshot) *setting {
	count := map[string]int{}
	for _, a := range s.Corpus.Articles {
		seen := map[string]bool{}
		for _, w := range corpus.Words(a.Body) {
			if stem := retrieval.Stem(w); !seen[stem] {
				seen[stem] = true
				count[stem]++
			}
		}
	}
	common := map[string]bool{}
	for stem, n := range count {
		if 2*n >= len(s.Corpus.Articles) {
			common[stem] = true
		}
	}
	return &setting{s, common}
}

var settingPhrase = regexp.MustCompile(`(?i)\b(?:at the time of|at|during|in the course of|while at) (?:the|their|his|her|this|that|these|those)? ?(?:[\p{L}.-]+ ){0,3}(?:talks|meetings?|summit|conference|visit|trip|negotiations|discussions?)\b`)

// removed is the question without the phrases that only name the event that the articles are about ("at the talks in the city"): they
// tell nothing apart, and a sentence that answers need not repeat them. A phrase with a name or word that is not common to the
// articles stays, and so does one without which nothing is left to look for.
func (s *setting) removed(text string) string {
	var spans []corpus.Span
	for _, m := range settingPhrase.FindAllStringIndex(text, -1) {
		known := true
		for _, w := range corpus.Words(text[m[0]:m[1]]) {
			known = known && s.common[retrieval.Stem(w)]
		}
		if known {
			spans = append(spans, corpus.Span{Start: m[0], End: m[1]})
		}
	}
	if rest := without(text, spans); len(retrieval.ContentStems(rest)) > 0 {
		return rest
	}
	return text
}
