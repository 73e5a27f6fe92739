package chromem_test

import (
	"context"
	"slices"
	"testing"

	"readout/corpus"
	"readout/corpus/corpustest"
	"readout/corpus/parse"
	"readout/retrieval"
	"readout/retrieval/answer"
	"readout/retrieval/eval"
	"readout/retrieval/evidence"
	"readout/retrieval/retrievaltest"
	"readout/retrieval/snapshottest"
)

// TestJudgedQuestions measures the ranking on the judged questions, where they are at hand.
func TestJudgedQuestions(t *testing.T) {
	t.Parallel()
	judged, ok := corpustest.Shared(t, "eval", "retrieval-dev.jsonl")
	if !ok || testing.Short() {
		return
	}
	snapshot := snapshottest.Of(t, retrievaltest.Read(t, corpustest.Seeds(t, parse.Text)...))
	questions, err := eval.ReadQuestionsFile(judged)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]struct {
		search              func(ctx context.Context, question string, articles []corpus.ArticleID, k int) (retrieval.Evidence, error)
		mrr, hit5, reworded float64
	}{
		"found":    {snapshot.Retrieve, .84, .88, .73},
		"and read": {evidence.Searcher{Snapshot: snapshot}.Retrieve, .86, .95, .8},
	} {
		report, err := eval.Rank(t.Context(), func(ctx context.Context, q answer.Question, k int) (passages []*corpus.Passage, err error) {
			found, err := want.search(ctx, q.Text, nil, k)
			for _, h := range found.Hits {
				passages = append(passages, h.Passage)
			}
			return passages, err
		}, questions)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d questions\n%s", name, report.Questions, report.Table())
		atLeast(t, report.Measures, eval.MeasureMRR, want.mrr)
		atLeast(t, report.Measures, eval.MeasureHit5, want.hit5)
		reworded := slices.IndexFunc(report.Types, func(m eval.TypeMeasures) bool { return m.Type == "reworded" })
		atLeast(t, report.Types[reworded].Measures, eval.MeasureMRR, want.reworded)
	}
}

func atLeast(t *testing.T, measures []eval.Measure, name string, least float64) {
	t.Helper()
	i := slices.IndexFunc(measures, func(m eval.Measure) bool { return m.Name == name })
	if m := measures[i]; m.Value < least {
		t.Errorf("%s is %.3f (n=%d), want %.2f at least", name, m.Value, m.N, least)
	}
}
