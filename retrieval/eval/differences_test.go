package eval_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"readout/corpus"
	"readout/corpus/parse"
	"readout/retrieval/eval"
)

// beside is what else the two reports say, so that they are not taken for copies of one.
var beside = []string{
	"The price of bread rose by a tenth over the winter. Bakers blame the cost of flour, and shoppers have begun to bake at home.\n\n" +
		"A storm tore the roof off the old theatre; its players perform in a barn until it is mended.",
	"The library bought a van that carries novels into the hills. Children wait for it by the road.\n\n" +
		"Snow fell late, and skiers stayed longer than innkeepers had dared to hope. A choir sang in the square.",
}

// TestGoldenDifferences: where two reports answer a question differently, that is shown, and hardly ever elsewhere.
func TestGoldenDifferences(t *testing.T) {
	t.Parallel()
	model, ok := openModel(t)
	if !ok {
		return
	}
	f, err := os.Open("testdata/differences.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	pairs, err := eval.ReadPairs(f)
	if err != nil {
		t.Fatal(err)
	}
	report, err := eval.RunPairs(t.Context(), pairs, func(ctx context.Context, a, b string) (eval.Answerer, error) {
		var loaded []*corpus.Article
		for i, body := range []string{a, b} {
			article, err := parse.Markdown(corpus.ArticleID([]string{"ledger", "gazette"}[i]), fmt.Sprintf(
				"---\ntitle: %s\npublisher: %s\npublished: 2023-05-1%d\nkind: report\n---\n\n%s\n\n%s\n",
				[]string{"The river talks", "News of the valley"}[i], []string{"The Daily Ledger", "Northern Gazette"}[i], 5+i, body, beside[i]))
			if err != nil {
				return nil, err
			}
			loaded = append(loaded, article)
		}
		s, err := newSystem(ctx, model, loaded)
		if err != nil {
			return nil, err
		}
		return s.answerer(), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	compareGolden(t, "differences", map[string]eval.Report{"differences": report})
	if m, ok := report.Get(eval.MeasureDifferRight); !ok || m.Value < .95 {
		t.Errorf("%s is %.4f (n=%d), not .95", eval.MeasureDifferRight, m.Value, m.N)
	}
}

func TestReadPairsRefuses(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"{", `{"id":"x"}`, `{"id":"x","question":"q","a":"a"}`} {
		if _, err := eval.ReadPairs(strings.NewReader(bad)); err == nil || !strings.Contains(err.Error(), "line 1") {
			t.Errorf("ReadPairs(%q): %v", bad, err)
		}
	}
}
