package answer

import (
	"slices"
	"testing"
	"time"

	"readout/corpus/articles"
	"readout/retrieval"
	"readout/retrieval/retrievaltest"
	"readout/retrieval/snapshottest"
)

// BenchmarkAnswer answers questions of each kind over the shipped articles, as a running program does: models open, passages read.
func BenchmarkAnswer(b *testing.B) {
	shipped, err := articles.Load()
	if err != nil {
		b.Fatal(err)
	}
	snapshot := snapshottest.Of(b, retrievaltest.Read(b, shipped...))
	a := New(func() *retrieval.Snapshot { return snapshot })
	questions := []string{
		"How many Ukrainian sailors were detained?",
		"When is the Group of 20 gathering in Japan?",
		"Who said \"In Trump he trusts\"?",
		"What did Pompeo say about war with Iran?",
		"Which analyst said that for Russia nothing has really changed?",
		"Did Mueller establish a conspiracy?",
		"Summarise what was said about Venezuela.",
		"What was served at dinner?",
		"whats lavrov sayin bout the meddling",
		"Who painted the Mona Lisa?",
	}
	for _, q := range questions {
		if _, err := a.Answer(b.Context(), Question{Text: q}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
	var took []time.Duration
	for b.Loop() {
		start := time.Now()
		if _, err := a.Answer(b.Context(), Question{Text: questions[len(took)%len(questions)]}); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms-p50")
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "ms-p95")
}
