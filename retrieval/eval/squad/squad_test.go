package squad

import (
	"slices"
	"strings"
	"testing"
)

const sample = `{"version": "v2.0", "data": [
 {"title": "Bridges", "paragraphs": [{"context": "Für years nothing crossed. The arch was built in 1780. It fell in 1911.", "qas": [
   {"id": "a", "question": "When was the arch built?", "is_impossible": false, "answers": [{"text": "1780", "answer_start": 49}, {"text": "in 1780", "answer_start": 46}, {"text": "1780", "answer_start": 49}]},
   {"id": "b", "question": "Who built it?", "is_impossible": true, "answers": [], "plausible_answers": [{"text": "nothing", "answer_start": 10}]}]}]},
 {"title": "Arches", "paragraphs": [{"context": "One. Two.", "qas": [
   {"id": "c", "question": "Which comes second?", "is_impossible": false, "answers": [{"text": "Two", "answer_start": 5}]}]}]}]}`

func TestRead(t *testing.T) {
	t.Parallel()
	questions, err := Read(strings.NewReader(sample))
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
		"", "{}", strings.Replace(sample, `"answer_start": 49`, `"answer_start": 50`, 1),
		strings.Replace(sample, `"answer_start": 5}`, `"answer_start": 500}`, 1),
		strings.Replace(sample, `"answer_start": 5}`, `"answer_start": -1}`, 1),
		strings.Replace(sample, `[{"text": "Two", "answer_start": 5}]`, `[]`, 1),
	} {
		if _, err := Read(strings.NewReader(bad)); err == nil {
			t.Errorf("no error for %.60q", bad)
		}
	}
}

func TestSplitByTitle(t *testing.T) {
	t.Parallel()
	questions, err := Read(strings.NewReader(sample))
	if err != nil {
		t.Fatal(err)
	}
	tune, held := SplitByTitle(questions, func(q Question) string { return q.Title })
	if len(tune) != 1 || tune[0].Title != "Arches" || len(held) != 2 || held[0].Title != "Bridges" {
		t.Errorf("tune %+v, held %+v", tune, held)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(sample)
	f.Add(`{"data": [{"paragraphs": [{"context": "é", "qas": [{"answers": [{"text": "", "answer_start": 0}]}]}]}]}`)
	f.Fuzz(func(t *testing.T, s string) {
		questions, err := Read(strings.NewReader(s))
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

func TestMeasure(t *testing.T) {
	t.Parallel()
	at := func(answers ...bool) Asked { return Asked{Question: &Question{}, Answers: answers} }
	impossible := Asked{Question: &Question{Impossible: true}, Answers: []bool{false}}
	got := Measure([]Asked{at(true), at(false, true), at(false, false, true), at(false, false, false, true), at(false), impossible})
	want := Report{Questions: 6, Impossible: 1, Top1: .2, Top2: .4, Top3: .6, AUROC: .5} // nothing was read: all have no confidence
	if got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	for _, test := range []struct {
		all  []ranked
		want float64
	}{
		{nil, .5},
		{[]ranked{{.9, true}, {.1, false}}, 1},
		{[]ranked{{.9, false}, {.1, true}}, 0},
		{[]ranked{{.5, false}, {.5, true}, {.7, true}}, .75},
	} {
		if got := auroc(test.all); got != test.want {
			t.Errorf("auroc(%v) = %v, want %v", test.all, got, test.want)
		}
	}
}
