package eval

import (
	"strings"
	"testing"

	"readout/retrieval/answer"
)

func TestReadQuestions(t *testing.T) {
	t.Parallel()
	questions, err := ReadQuestions(strings.NewReader(strings.Join([]string{
		`{"id": "a", "question": "Who came?", "expected": "answer", "answer_points": [["Ann", "Anne"]], "source": null, "note": null,` +
			` "prior_turns": [{"role": "user", "content": "Hello"}], "gold_spans": ["Ann came"], "gold_span_articles": [["x.txt"]]}`,
		``,
		`{"id": "b", "question": "And why?", "expected": "abstain", "must_not": ["because"]}`,
		`{"id": "c", "question": "Where?", "gold": [{"article": "x.txt", "text": "Ann came to the hall."}], "reworded": true}`,
	}, "\n")))
	if err != nil {
		t.Fatal(err)
	}
	if len(questions) != 3 || questions[0].ID != "a" || questions[1].MustNot[0] != "because" || !questions[2].Reworded {
		t.Fatalf("read %+v", questions)
	}
	ask := questions[0].Ask()
	if ask.Text != "Who came?" || len(ask.Prior) != 1 || ask.Prior[0] != (answer.Turn{Role: answer.User, Content: "Hello"}) {
		t.Errorf("asks %+v", ask)
	}
}

func TestReadQuestionsReportsEveryFault(t *testing.T) {
	t.Parallel()
	_, err := ReadQuestions(strings.NewReader(strings.Join([]string{
		`{"id": "ok", "question": "Who?", "expected": "refuse"}`,
		`not JSON`,
		`{"id": "ok", "question": "Who?", "expected": "refuse"}`,
		`{"question": "Who?", "expected": "refuse"}`,
		`{"id": "e", "expected": "abstain"}`,
		`{"id": "f", "question": "Who?", "expected": "guess"}`,
		`{"id": "g", "question": "Who?", "expected": "answer"}`,
		`{"id": "h", "question": "Who?"}`,
		`{"id": "i", "question": "Who?", "expected": "abstain", "anser_points": [["x"]]}`,
		`{"id": "j", "question": "Who?", "expected": "abstain", "gold_spans": ["x"]}`,
		`{"id": "k", "question": "Who?", "expected": "answer", "answer_points": [[]]}`,
		`{"id": "l", "question": "Who?", "expected": "abstain", "prior_turns": [{"role": "bot", "content": "x"}]}`,
		`{"id": "m", "question": "Who?", "expected": "abstain", "must_not": [""]}`,
		`{"id": "n", "question": "Who?", "expected": "abstain"} {}`,
	}, "\n")))
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{
		"line 2: invalid character", `line 3: the id "ok" is also on line 1`, "line 4: no id", "line 5: no question",
		`line 6: expected "guess" is not one of`, "line 7: an answer is expected, but there are no answer_points",
		"line 8: neither expected nor gold", `line 9: json: unknown field "anser_points"`, "line 10: 1 gold_spans, but 0",
		"line 11: answer point 1 is empty", `line 12: turn 1: the role "bot"`, "line 13: must_not holds an empty string",
		"line 14: more than one JSON value",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error lacks %q:\n%v", want, err)
		}
	}
	if strings.Contains(err.Error(), "line 1:") {
		t.Errorf("a good line is reported:\n%v", err)
	}
}

func TestReadQuestionsEmpty(t *testing.T) {
	t.Parallel()
	if _, err := ReadQuestions(strings.NewReader("\n \n")); err == nil {
		t.Error("a file without questions is no error")
	}
	if _, err := ReadQuestions(strings.NewReader(strings.Repeat("x", maxLine+1))); err == nil || !strings.Contains(err.Error(), "line 1") {
		t.Errorf("a line too long: %v", err)
	}
	if _, err := ReadQuestionsFile("absent.jsonl"); err == nil {
		t.Error("an absent file is no error")
	}
}

func FuzzReadQuestions(f *testing.F) {
	f.Add(`{"id": "a", "question": "Who?", "expected": "answer", "answer_points": [["x"]]}`)
	f.Add("{\"id\": \"a\"}\n\n[]\nnull")
	f.Fuzz(func(t *testing.T, s string) {
		questions, err := ReadQuestions(strings.NewReader(s))
		if err != nil && questions != nil {
			t.Error("questions beside an error")
		}
		replies := map[string]Reply{}
		for _, q := range questions {
			replies[q.ID] = Reply{ID: q.ID, Answer: s, Citations: []Cited{{"x", s}}}
		}
		report := Score(questions, replies, map[string]string{"x": s})
		for _, m := range append(report.Measures, scoreRanks(questions, map[string][]Cited{}).Measures...) {
			if !(m.Value >= 0 && m.Value <= 1) {
				t.Errorf("%s = %v", m.Name, m.Value)
			}
		}
	})
}
