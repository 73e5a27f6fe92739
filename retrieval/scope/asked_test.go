package scope

import (
	"testing"

	"readout/corpus/parse"
	"readout/retrieval/answer"
	"readout/retrieval/retrievaltest"
)

// TestWhatSomebodyAsked holds that who asks what a person asked gets the questions that a record credits to that one.
func TestWhatSomebodyAsked(t *testing.T) {
	t.Parallel()
	record, err := parse.Text("hearing.txt", "Hearing on the quay\n\nIDA BRENK, having been sworn, testified as follows:\n\nBY MR. SAND:\n\nQ. Who built the quay?\n\n"+
		"A. My father.\n\nMR. SAND: Thank you. It is late.\n\nQ. When did the ferry sink?\n\nA. In March.\n")
	if err != nil {
		t.Fatal(err)
	}
	c := retrievaltest.Read(t, record)
	said := &answer.Answer{}
	for _, p := range c.Articles[0].Passages {
		for _, r := range p.Remarks {
			if r.Person != nil && r.Person.Name == "Sand" {
				said.Citations = append(said.Citations, answer.Citation{N: len(said.Citations) + 1, Article: c.Articles[0], Passage: &p, Quote: p.Span, Speaker: "Sand"})
				said.Sentences = append(said.Sentences, answer.Sentence{Text: p.Text[p.Turn.Words:], Citations: []int{len(said.Citations)}})
			}
		}
	}
	for question, want := range map[string]string{
		"What did Sand ask?":                    "Who built the quay? [1] When did the ferry sink? [2]",
		"so what questions did Mr. Sand ask?":   "Who built the quay? [1] When did the ferry sink? [2]",
		"What did Sand ask Brenk about ferries": "When did the ferry sink? [1]",
		"What did Sand ask about the weather?":  "other",
		"What did Sand ask Brenk to do?":        "other",
		"What did Napoleon ask?":                "other",
		"What did Sand say?":                    "other",
		"Who asked about the ferry?":            "other",
	} {
		over := &scripted{answer: &answer.Answer{Sentences: []answer.Sentence{{Text: "other"}}}, said: said}
		got, err := Ask(t.Context(), over, c, answer.Question{Text: question}, Scope{}, false)
		if err != nil || got.Text() != want {
			t.Errorf("%s: %q, %v, want %q", question, got.Text(), err, want)
		}
	}
	none := &scripted{answer: &answer.Answer{Sentences: []answer.Sentence{{Text: "other"}}}, said: &answer.Answer{Abstention: &answer.Abstention{}}}
	if got, err := Ask(t.Context(), none, c, answer.Question{Text: "What did Sand ask?"}, Scope{}, false); err != nil || got.Text() != "other" {
		t.Errorf("without remarks: %q, %v", got.Text(), err)
	}
}
