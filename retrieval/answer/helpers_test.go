package answer

import (
	"strings"
	"testing"

	"readout/corpus"
	"readout/retrieval"
	"readout/retrieval/retrievaltest"
	"readout/retrieval/snapshottest"
)

func riverSnapshot(t testing.TB) *retrieval.Snapshot {
	return snapshottest.Parsed(t, retrievaltest.River(t))
}

func ask(t testing.TB, s *retrieval.Snapshot, question string, prior ...Turn) *Answer {
	t.Helper()
	a, err := New(func() *retrieval.Snapshot { return s }).Answer(t.Context(), Question{Text: question, Prior: prior})
	if err != nil {
		t.Fatalf("Answer(%q): %v", question, err)
	}
	return a
}

// passageWith is the passage that holds the words.
func passageWith(t testing.TB, s *retrieval.Snapshot, words string) *corpus.Passage {
	t.Helper()
	for _, a := range s.Corpus.Articles {
		for i := range a.Passages {
			if strings.Contains(a.Passages[i].Text, words) {
				return &a.Passages[i]
			}
		}
	}
	t.Fatalf("no passage holds %q", words)
	return nil
}
