package eval

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"readout/corpus"
)

const squadSample = `{"version": "v2.0", "data": [
 {"title": "Bridges", "paragraphs": [{"context": "Für years nothing crossed. The arch was built in 1780. It fell in 1911.", "qas": [
   {"id": "a", "question": "When was the arch built?", "is_impossible": false, "answers": [{"text": "1780", "answer_start": 49}, {"text": "in 1780", "answer_start": 46}, {"text": "1780", "answer_start": 49}]},
   {"id": "b", "question": "Who built it?", "is_impossible": true, "answers": [], "plausible_answers": [{"text": "nothing", "answer_start": 10}]}]}]},
 {"title": "Arches", "paragraphs": [{"context": "One. Two.", "qas": [
   {"id": "c", "question": "Which comes second?", "is_impossible": false, "answers": [{"text": "Two", "answer_start": 5}]}]}]}]}`

func TestReadSQuAD(t *testing.T) {
	t.Parallel()
	questions, err := ReadSQuAD(strings.NewReader(squadSample))
	if err != nil {
		t.Fatal(err)
	}
	if len(questions) != 3 || questions[0].Title != "Bridges" || !questions[1].Impossible || len(questions[1].Answers) != 0 {
		t.Fatalf("read %+v", questions)
	}
	var answers []string
	for _, s := range questions[0].Answers {
		answers = append(answers, questions[0].Paragraph[s.Start:s.End])
	}
	if !slices.Equal(answers, []string{"in 1780", "1780"}) {
		t.Errorf("answers %q", answers)
	}
	for _, bad := range []string{
		"", "{}", strings.Replace(squadSample, `"answer_start": 49`, `"answer_start": 50`, 1),
		strings.Replace(squadSample, `"answer_start": 5}`, `"answer_start": 500}`, 1),
		strings.Replace(squadSample, `"answer_start": 5}`, `"answer_start": -1}`, 1),
		strings.Replace(squadSample, `[{"text": "Two", "answer_start": 5}]`, `[]`, 1),
	} {
		if _, err := ReadSQuAD(strings.NewReader(bad)); err == nil {
			t.Errorf("no error for %.60q", bad)
		}
	}
}

func TestSplitByTitle(t *testing.T) {
	t.Parallel()
	questions, err := ReadSQuAD(strings.NewReader(squadSample))
	if err != nil {
		t.Fatal(err)
	}
	tune, held := SplitByTitle(questions)
	if len(tune) != 1 || tune[0].Title != "Arches" || len(held) != 2 || held[0].Title != "Bridges" {
		t.Errorf("tune %+v, held %+v", tune, held)
	}
}

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
	questions, err := ReadSQuAD(strings.NewReader(squadSample))
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
	if _, err := RunSQuAD(t.Context(), lastFirst{}, []SQuADQuestion{{ID: "x"}}); err == nil {
		t.Error("a chooser's error is dropped")
	}
}

func FuzzReadSQuAD(f *testing.F) {
	f.Add(squadSample)
	f.Add(`{"data": [{"paragraphs": [{"context": "é", "qas": [{"answers": [{"text": "", "answer_start": 0}]}]}]}]}`)
	f.Fuzz(func(t *testing.T, s string) {
		questions, err := ReadSQuAD(strings.NewReader(s))
		if err != nil {
			return
		}
		for _, q := range questions {
			if q.Impossible == (len(q.Answers) > 0) {
				t.Errorf("question %q: impossible is %v with %d answers", q.ID, q.Impossible, len(q.Answers))
			}
			for _, a := range q.Answers {
				if a.Start < 0 || a.End > len(q.Paragraph) || a.Start > a.End {
					t.Errorf("question %q: the answer %v is outside its paragraph", q.ID, a)
				}
			}
		}
	})
}
