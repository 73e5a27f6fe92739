package question

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"readout/corpus/english"
	"readout/corpus/prose"
	"readout/retrieval"
)

// Setting is what most articles of a snapshot have in common: the event they are all about.
type Setting struct {
	Snapshot *retrieval.Snapshot
	common   func() map[string]bool // stems that at least half of the articles hold
}

func NewSetting(s *retrieval.Snapshot) *Setting {
	return &Setting{s, sync.OnceValue(func() map[string]bool {
		count := map[string]int{}
		for _, a := range s.Corpus.Articles {
			seen := map[string]bool{}
			for _, w := range prose.Words(a.Body) {
				if stem := retrieval.Stem(w); !seen[stem] {
					seen[stem] = true
					count[stem]++
				}
			}
		}
		common := map[string]bool{}
		for stem, n := range count {
			common[stem] = 2*n >= len(s.Corpus.Articles)
		}
		return common
	})}
}

// eventAlone is an event named with at most a place.
var eventAlone = regexp.MustCompile(`\b(?:(?:at|in|during|on|of|from) )?(?:(?:[Tt]he|[Tt]heir|[Tt]his|[Tt]hat|[Tt]hese|` +
	`[Tt]hose) )?(?:\p{Lu}[\p{L}.-]+ ){0,3}(?i:talks|meetings?|summit|conference|visit|trip|negotiations|discussions?|event)\b`)

// covers reports whether a text names nothing beyond the event that the articles are about: "the talks in the city", "the main points".
func (s *Setting) covers(text string) bool {
	if !slices.ContainsFunc(retrieval.ContentStems(text), func(stem string) bool { return !summaryStems()[stem] }) {
		return true
	}
	return !slices.ContainsFunc(retrieval.ContentStems(s.withoutEvent(text)), func(stem string) bool { return !summaryStems()[stem] })
}

// withoutEvent is the text without the event that the articles are about.
func (s *Setting) withoutEvent(text string) string {
	rest := text
	for _, m := range eventAlone.FindAllString(text, -1) {
		if !slices.ContainsFunc(retrieval.ContentStems(m), func(stem string) bool { return !s.common()[stem] }) {
			rest = strings.Replace(rest, m, " ", 1)
		}
	}
	return Tidied(rest)
}

// summaryStems are the words that ask for a summary and name no topic.
var summaryStems = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for _, stem := range retrieval.ContentStems(strings.Join(english.SummaryTopics.Words(), " ")) {
		set[stem] = true
	}
	return set
})
