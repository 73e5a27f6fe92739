package eval

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"readout/corpus"
	"readout/retrieval/eval/squad"
)

const squadSample = `{"version": "v2.0", "data": [
 {"title": "Bridges", "paragraphs": [{"context": "Für years nothing crossed. The arch was built in 1780. It fell in 1911.", "qas": [
   {"id": "a", "question": "When was the arch built?", "is_impossible": false, "answers": [{"text": "1780", "answer_start": 49}, {"text": "in 1780", "answer_start": 46}, {"text": "1780", "answer_start": 49}]},
   {"id": "b", "question": "Who built it?", "is_impossible": true, "answers": [], "plausible_answers": [{"text": "nothing", "answer_start": 10}]}]}]},
 {"title": "Arches", "paragraphs": [{"context": "One. Two.", "qas": [
   {"id": "c", "question": "Which comes second?", "is_impossible": false, "answers": [{"text": "Two", "answer_start": 5}]}]}]}]}`

// lastFirst ranks sentences from the last to the first and is sure of questions that begin with "When".
type lastFirst struct{}

func (lastFirst) Choose(_ context.Context, question, paragraph string) ([]corpus.Span, float64, error) {
	if question == "" {
		return nil, 0, errors.New("no question")
	}
	var spans []corpus.Span
	for start := 0; start < len(paragraph); {
		end := start + strings.Index(paragraph[start:], ".") + 1
		spans = append(spans, corpus.Span{Start: start, End: end})
		start = end
	}
	slices.Reverse(spans)
	return spans, share(strings.HasPrefix(question, "When")), nil
}

func TestRunSQuAD(t *testing.T) {
	t.Parallel()
	questions, err := squad.Read(strings.NewReader(squadSample))
	if err != nil {
		t.Fatal(err)
	}
	report, err := RunSQuAD(t.Context(), lastFirst{}, questions)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]Measure{
		MeasureTop1:       {MeasureTop1, .5, 2}, // "It fell" is not the arch's year; "Two." is right
		MeasureTop2:       {MeasureTop2, 1, 2},
		MeasureAbstention: {MeasureAbstention, .75, 3},
	} {
		if m, _ := report.Get(name); m != want {
			t.Errorf("%s = %+v, want %+v", name, m, want)
		}
	}
	if _, err := RunSQuAD(t.Context(), lastFirst{}, []squad.Question{{ID: "x"}}); err == nil {
		t.Error("a chooser's error is dropped")
	}
}
