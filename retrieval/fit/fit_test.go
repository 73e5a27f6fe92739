package main

import (
	"math"
	"strings"
	"testing"
)

// TestRegression: a regression finds the weights by which its data were made, in their proportions.
func TestRegression(t *testing.T) {
	t.Parallel()
	r := regression{penalties: []float64{steady, steady}}
	for i := range 2000 {
		a, b := math.Sin(float64(i)*1.7)*2, math.Cos(float64(i)*2.3)*2
		chance := math.Mod(float64(i)*.6180339887, 1)
		r.add([]float64{a, b}, chance < 1/(1+math.Exp(b-2*a)))
	}
	w := r.solve()
	if ratio := w[0] / w[1]; ratio > -1.5 || ratio < -2.6 || w[0] <= 0 {
		t.Errorf("weights %v, want about 2 to -1", w)
	}
}

// TestPenalty: a feature that is doubted more weighs less.
func TestPenalty(t *testing.T) {
	t.Parallel()
	solved := func(penalty float64) float64 {
		r := regression{penalties: []float64{penalty}}
		for i := range 100 {
			r.add([]float64{float64(i)}, i > 50)
		}
		r.balance()
		return r.solve()[0]
	}
	if light, heavy := solved(steady), solved(doubted); heavy >= light || heavy <= 0 {
		t.Errorf("weights %v and, doubted, %v", light, heavy)
	}
}

func TestRunRefuses(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{nil, {"questions.jsonl"}, {"a", "b", "c"}} {
		if err := run(t.Context(), args); err == nil || !strings.Contains(err.Error(), "pairs") {
			t.Errorf("run(%q) = %v", args, err)
		}
	}
	if err := run(t.Context(), []string{"testdata/none.jsonl", "testdata"}); err == nil || !strings.Contains(err.Error(), "none.jsonl") {
		t.Errorf("a file that is not there: %v", err)
	}
}
