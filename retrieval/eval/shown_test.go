package eval_test

import (
	"fmt"
	"strings"
	"testing"

	"readout/corpus/articles"
	"readout/corpus/corpustest"
	"readout/retrieval/answer"
)

// TestGoldenShown keeps what is shown for questions on which much hangs: where sources differ and where they don't, what was planned, and
// what the articles don't say, with what comes closest.
func TestGoldenShown(t *testing.T) {
	t.Parallel()
	model, ok := openModel(t)
	if !ok {
		return
	}
	loaded, err := articles.Load()
	if err != nil {
		t.Fatal(err)
	}
	s, err := newSystem(t.Context(), model, loaded)
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for _, question := range []string{
		"Will Trump and Putin meet in Japan?",
		"How long did the talks last?",
		"Did Pompeo meet Putin?",
		"Did Pompeo go to Moscow?",
		"When does Pompeo leave for Moscow?",
		"Who will attend the Osaka summit?",
		"Did Trump and Putin shake hands?",
		"What colour was Pompeo's tie?",
		"what did Lavrov say about Venezuela?",
		"Who wrote the opinion piece?",
		"Which articles do you have?",
		"Why did Pompeo call the accusations of interference \"complete fiction\"?",
	} {
		a, err := s.answerer().Answer(t.Context(), answer.Question{Text: question})
		if err != nil {
			t.Fatal(err)
		}
		writeShown(&got, question, a)
	}
	prior := []answer.Turn{{Role: answer.User, Content: "what did Lavrov say about Venezuela?"}}
	after, err := s.answerer().Answer(t.Context(), answer.Question{Text: "What did he say about Iran?", Prior: prior})
	if err != nil {
		t.Fatal(err)
	}
	writeShown(&got, "What did he say about Iran? (asked as: "+after.Resolved+")", after)
	for _, of := range []answer.Overview{{}, {Topic: "the meeting in Japan"}, {Topic: "Iran"}, {Topic: "Lavrov"}} {
		a, err := s.answerer().Overview(t.Context(), of)
		if err != nil {
			t.Fatal(err)
		}
		writeShown(&got, "Summary: "+of.Topic, a)
	}
	for _, of := range []answer.Said{{Speaker: "Lavrov", About: "Venezuela", Most: 8}, {Speaker: "Pompeo", About: "the news conference", Most: 8}} {
		a, err := s.answerer().Said(t.Context(), of)
		if err != nil {
			t.Fatal(err)
		}
		writeShown(&got, "Said by "+of.Speaker+": "+of.About, a)
	}
	line, err := s.answerer().Timeline(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	got.WriteString("## Timeline\n")
	for _, e := range line.Events {
		planned := ""
		if e.Planned {
			planned = " (planned)"
		}
		fmt.Fprintf(&got, "- %s%s: %s\n", e.Date, planned, e.Sentence.Marked())
	}
	corpustest.Golden(t, *update, "golden/shown.md", got.String())
}

// writeShown writes what is shown for a question: the sentences with their markers, where sources differ and which, whom the question
// credits wrongly, or what is missing and what comes closest.
func writeShown(got *strings.Builder, question string, a *answer.Answer) {
	fmt.Fprintf(got, "## %s\n", question)
	for _, p := range a.Premises {
		fmt.Fprintf(got, "Not %s but %s %s\n", p.Asked, p.Credited, answer.Markers([]int{p.Citation}))
	}
	for _, sentence := range a.Sentences {
		fmt.Fprintf(got, "- %s\n", sentence.Marked())
	}
	for _, d := range a.Disagreements {
		fmt.Fprintf(got, "Sources differ: %s\n", d.Point)
		for _, side := range d.Sides {
			fmt.Fprintf(got, "* %s %s", side.Text, answer.Markers(side.Citations))
			for _, n := range side.Citations {
				fmt.Fprintf(got, " (%s)", a.Citations[n-1].Article.ID)
			}
			got.WriteByte('\n')
		}
	}
	if a.Abstention != nil {
		fmt.Fprintf(got, "Not answered: %s, missing %q\n", a.Abstention.Reason, a.Abstention.Missing)
		for _, c := range a.Abstention.Closest {
			fmt.Fprintf(got, "closest: %s\n", c.Passage.Text)
		}
	}
	got.WriteByte('\n')
}
