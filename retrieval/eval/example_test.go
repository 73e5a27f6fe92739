package eval_test

import (
	"fmt"
	"strings"

	"readout/retrieval/eval"
)

func ExampleScore() {
	questions, err := eval.ReadQuestions(strings.NewReader(
		`{"id": "a", "question": "When did the harbour reopen?", "expected": "answer", "answer_points": [["Tuesday"]]}
{"id": "b", "question": "Who paid for it?", "expected": "abstain", "must_not": ["the council paid"]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	replies := map[string]eval.Reply{
		"a": {ID: "a", Answer: "The harbour reopened on Tuesday. [1]", Citations: []eval.Cited{
			{Article: "harbour.md", Text: "The harbour reopened on Tuesday."}}},
		"b": {ID: "b", Abstained: true},
	}
	report := eval.Score(questions, replies, map[string]string{"harbour.md": "The harbour reopened on Tuesday. Nobody was hurt."})
	for _, name := range []string{eval.MeasureCorrect, eval.MeasureAbstained, eval.MeasureCopied} {
		m, _ := report.Get(name)
		fmt.Printf("%s: %.2f of %d\n", m.Name, m.Value, m.N)
	}
	// Output:
	// correct: 1.00 of 1
	// abstained when it should: 1.00 of 1
	// citation verbatim in its article: 1.00 of 1
}
