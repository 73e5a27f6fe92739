package verify

import (
	"strings"
	"testing"

	"readout/corpus"
	"readout/retrieval"
	"readout/retrieval/retrievaltest"
)

// shownAll is the evidence in which every passage of the articles was shown.
func shownAll(t testing.TB, articles map[string]string) retrieval.Evidence {
	t.Helper()
	ev := retrieval.Evidence{Corpus: retrievaltest.Corpus(t, articles)}
	for _, a := range ev.Corpus.Articles {
		for i := range a.Passages {
			ev.Hits = append(ev.Hits, retrieval.Hit{Passage: &a.Passages[i]})
		}
	}
	return ev
}

func riverArticles(t testing.TB) retrieval.Evidence { return shownAll(t, retrievaltest.River(t)) }

// passageWith is the passage that holds the words.
func passageWith(t testing.TB, ev retrieval.Evidence, words string) *corpus.Passage {
	t.Helper()
	for _, h := range ev.Hits {
		if strings.Contains(h.Passage.Text, words) {
			return h.Passage
		}
	}
	t.Fatalf("no passage holds %q", words)
	return nil
}
