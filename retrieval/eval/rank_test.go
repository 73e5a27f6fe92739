package eval

import (
	"context"
	"errors"
	"math"
	"testing"

	"readout/corpus"
	"readout/retrieval/answer"
)

func TestScoreRanks(t *testing.T) {
	t.Parallel()
	one := "The council voted nine to two on Monday to close the bridge."
	two := "A ferry carries foot passengers until the spring floods end."
	none := "Rain is expected over the hills at the weekend."
	questions := []Question{
		{ID: "first", Gold: []Cited{{"a", one}}},
		{ID: "third", Gold: []Cited{{"a", one}}, Reworded: true},
		{ID: "none", Gold: []Cited{{"a", one}}},
		{ID: "two of two", Gold: []Cited{{"a", one}, {"a", two}}},
		{ID: "span", Type: "quantity", Expected: Answer, GoldSpans: []string{"nine to two", "FOOT passengers"},
			GoldSpanArticles: [][]string{{"a"}, {"elsewhere"}}},
		{ID: "not judged", Expected: Abstain},
	}
	hit := func(texts ...string) (out []Cited) {
		for _, text := range texts {
			out = append(out, Cited{"a", text})
		}
		return out
	}
	report := scoreRanks(questions, map[string][]Cited{
		"first":      hit(one, one), // found twice gains once
		"third":      hit(none, none, one),
		"two of two": hit(two, none, one),
		"span":       hit(one, two),
	})
	if report.Questions != 5 {
		t.Errorf("%d questions judged, want 5", report.Questions)
	}
	span := 1 / (1 + 1/math.Log2(3)) // one of two found, in the first place
	pair := (1 + .5) / (1 + 1/math.Log2(3))
	for name, want := range map[string]float64{
		MeasureHit1: 3. / 5, MeasureHit3: 4. / 5, MeasureHit5: 4. / 5, MeasureRecall: (1 + 1 + 0 + 1 + .5) / 5,
		MeasureMRR: (1 + 1./3 + 0 + 1 + 1) / 5, MeasureNDCG: (1 + .5 + 0 + pair + span) / 5,
	} {
		if m, ok := report.Get(name); !ok || math.Abs(m.Value-want) > 1e-12 || m.N != 5 {
			t.Errorf("%s = %+v, want %v", name, m, want)
		}
	}
	if len(report.Types) != 3 || report.Types[0].Type != "keyword" || report.Types[1].Type != "reworded" || report.Types[2].Type != "quantity" {
		t.Errorf("types %+v", report.Types)
	}
	if len(report.Misses) != 2 || report.Misses[0].Why != "rank 3" || report.Misses[1].Why != "not found" {
		t.Errorf("misses %+v", report.Misses)
	}
}

func TestScoreRanksJudgesTenOnly(t *testing.T) {
	t.Parallel()
	hits := make([]Cited, RankDepth+1)
	hits[RankDepth] = Cited{"a", "the gold words"}
	report := scoreRanks([]Question{{ID: "q", Gold: []Cited{{"a", "the gold words"}}}}, map[string][]Cited{"q": hits})
	if m, _ := report.Get(MeasureMRR); m.Value != 0 {
		t.Errorf("the eleventh hit counts: MRR %v", m.Value)
	}
}

func TestRank(t *testing.T) {
	t.Parallel()
	gold := "The council voted nine to two."
	search := func(_ context.Context, q answer.Question, k int) ([]*corpus.Passage, error) {
		if q.Text == "fails" {
			return nil, errors.New("index closed")
		}
		return []*corpus.Passage{{Article: "a", Text: q.Text}}, nil
	}
	report, err := Rank(t.Context(), search, []Question{{ID: "x", Text: gold, Gold: []Cited{{"a", gold}}}, {ID: "y", Text: "fails"}})
	if err != nil {
		t.Fatal(err)
	}
	if m, _ := report.Get(MeasureHit1); m.Value != 1 || m.N != 1 {
		t.Errorf("hit@1 %+v", m)
	}
	_, err = Rank(t.Context(), search, []Question{{ID: "x", Text: "fails", Gold: []Cited{{"a", gold}}}})
	if err == nil || err.Error() != "eval: search for x: index closed" {
		t.Errorf("a failed search gives %v", err)
	}
}
