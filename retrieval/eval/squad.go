package eval

import (
	"context"
	"fmt"
	"slices"

	"readout/corpus"
	"readout/retrieval/eval/squad"
)

// Chooser picks the sentence of a paragraph that answers a question.
type Chooser interface {
	// Choose gives the sentences of the paragraph, best first, as spans of it, and how sure it is that the paragraph answers at
	// all; higher is surer, no scale is assumed.
	Choose(ctx context.Context, question, paragraph string) (ranked []corpus.Span, confidence float64, err error)
}

// The measures of RunSQuAD.
const (
	MeasureTop1       = "sentence with the answer chosen first"
	MeasureTop2       = "sentence with the answer among the first two"
	MeasureAbstention = "abstention AUROC" // chance that a question the paragraph answers has more confidence than one it does not
)

// RunSQuAD measures a chooser. Top-1 and top-2 are over the answerable questions: a sentence is right when it contains one of the
// answers given. Types are the titles.
func RunSQuAD(ctx context.Context, chooser Chooser, questions []squad.Question) (Report, error) {
	t := newTally()
	var possible, impossible []float64
	for _, q := range questions {
		ranked, confidence, err := chooser.Choose(ctx, q.Text, q.Paragraph)
		if err != nil {
			return Report{}, fmt.Errorf("eval: SQuAD question %s: %w", q.ID, err)
		}
		if q.Impossible {
			impossible = append(impossible, confidence)
			continue
		}
		possible = append(possible, confidence)
		t.add(MeasureTop1, q.Title, share(containsAnswer(ranked, 1, q.Answers)))
		t.add(MeasureTop2, q.Title, share(containsAnswer(ranked, 2, q.Answers)))
	}
	report := t.report(len(questions), []string{MeasureTop1, MeasureTop2})
	if len(possible) > 0 && len(impossible) > 0 {
		report.Measures = append(report.Measures,
			Measure{MeasureAbstention, AUROC(possible, impossible), len(possible) + len(impossible)})
	}
	return report, nil
}

func containsAnswer(ranked []corpus.Span, first int, answers []corpus.Span) bool {
	for _, sentence := range ranked[:min(first, len(ranked))] {
		if slices.ContainsFunc(answers, sentence.Contains) {
			return true
		}
	}
	return false
}
