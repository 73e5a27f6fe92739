package eval

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"

	"readout/retrieval/answer"
)

// Pair is two reports' answers to one question, and whether a reader would say that they differ.
type Pair struct {
	ID       string `json:"id"`
	Kind     string `json:"kind"` // of what the question asks for
	Question string `json:"question"`
	A        string `json:"a"` // what one report says
	B        string `json:"b"`
	Differ   bool   `json:"differ"` // not both can be so
}

// ReadPairs reads pairs, one a line.
func ReadPairs(r io.Reader) ([]Pair, error) {
	var out []Pair
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		if lines.Text() == "" {
			continue
		}
		var p Pair
		if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
			return nil, fmt.Errorf("pairs: line %d: %w", n, err)
		}
		if p.ID == "" || p.Question == "" || p.A == "" || p.B == "" {
			return nil, fmt.Errorf("pairs: line %d: id, question, a and b are needed", n)
		}
		out = append(out, p)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("pairs: %w", err)
	}
	return out, nil
}

// The measures of RunPairs.
const (
	MeasureDifferRight = "shown differences that are ones" // precision
	MeasureDifferFound = "differences that are shown"      // recall
)

// RunPairs asks each question of an answerer that open makes of the two reports, and measures whether a difference is shown where there
// is one.
func RunPairs(ctx context.Context, pairs []Pair, open func(ctx context.Context, a, b string) (Answerer, error)) (Report, error) {
	t := newTally()
	for _, p := range pairs {
		answerer, err := open(ctx, p.A, p.B)
		if err != nil {
			return Report{}, fmt.Errorf("pair %s: %w", p.ID, err)
		}
		a, err := answerer.Answer(ctx, answer.Question{Text: p.Question})
		if err != nil {
			return Report{}, fmt.Errorf("pair %s: %w", p.ID, err)
		}
		shown := len(a.Disagreements) > 0
		if shown {
			t.add(MeasureDifferRight, p.Kind, share(p.Differ))
		}
		if p.Differ {
			t.add(MeasureDifferFound, p.Kind, share(shown))
		}
		switch {
		case shown && !p.Differ:
			t.miss(Miss{ID: p.ID, Question: p.Question, Why: "a difference is shown that is none"})
		case p.Differ && !shown:
			t.miss(Miss{ID: p.ID, Question: p.Question, Why: "a difference is not shown"})
		}
	}
	return t.report(len(pairs), []string{MeasureDifferRight, MeasureDifferFound}), nil
}
