package chromem_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"readout/corpus"
	"readout/corpus/parse"
	"readout/corpus/reading"
	"readout/retrieval"
	"readout/retrieval/answer"
	"readout/retrieval/builtin"
	"readout/retrieval/chromem"
	"readout/retrieval/eval"
	"readout/retrieval/evidence"
)

// TestJudgedQuestions measures the ranking on the judged questions, where they are at hand.
func TestJudgedQuestions(t *testing.T) {
	t.Parallel()
	shared, ok := sharedFolder(t)
	if !ok || testing.Short() {
		t.Log("short, or no judged questions beside the repository")
		return
	}
	model, err := builtin.Open()
	if err != nil {
		t.Fatal(err)
	}
	var articles []*corpus.Article
	files, err := filepath.Glob(filepath.Join(shared, "seeds", "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		a, err := parse.Text(corpus.ArticleID(filepath.Base(f)), string(data))
		if err != nil {
			t.Fatal(err)
		}
		articles = append(articles, a)
	}
	c, err := reading.New(articles)
	if err != nil {
		t.Fatal(err)
	}
	index, err := chromem.Build(t.Context(), chromem.Input{Corpus: c, Version: "judged", Embedder: model, WordVectors: model})
	if err != nil {
		t.Fatal(err)
	}
	snapshot := &retrieval.Snapshot{Version: "judged", Corpus: c, Index: index, Words: index.Words(), Embedder: model, Reader: model.Reader()}

	questions, err := eval.ReadQuestionsFile(filepath.Join(shared, "eval", "retrieval-dev.jsonl"))
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

// sharedFolder is where the judged questions lie: beside the repository.
func sharedFolder(t *testing.T) (string, bool) {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			shared := filepath.Join(dir, "..", "shared")
			_, err := os.Stat(filepath.Join(shared, "eval", "retrieval-dev.jsonl"))
			return shared, err == nil
		}
		if dir == filepath.Dir(dir) {
			return "", false
		}
		dir = filepath.Dir(dir)
	}
}
