package eval_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"readout/corpus/articles"
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
	} {
		a, err := s.answerer().Answer(t.Context(), answer.Question{Text: question})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&got, "## %s\n", question)
		for _, sentence := range a.Sentences {
			fmt.Fprintf(&got, "- %s\n", sentence.Marked())
		}
		for _, d := range a.Disagreements {
			fmt.Fprintf(&got, "Sources differ: %s\n", d.Point)
			for _, side := range d.Sides {
				fmt.Fprintf(&got, "* %s %s", side.Text, answer.Markers(side.Citations))
				for _, n := range side.Citations {
					fmt.Fprintf(&got, " (%s)", a.Citations[n-1].Article.ID)
				}
				got.WriteByte('\n')
			}
		}
		if a.Abstention != nil {
			fmt.Fprintf(&got, "Not answered: %s, missing %q\n", a.Abstention.Reason, a.Abstention.Missing)
			for _, c := range a.Abstention.Closest {
				fmt.Fprintf(&got, "closest: %s\n", c.Passage.Text)
			}
		}
		got.WriteByte('\n')
	}
	const file = "testdata/golden/shown.md"
	if *update {
		if err := os.WriteFile(file, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("%s has changed; if for the better, write it anew with: go test ./retrieval/eval -update\n(-golden +shown)\n%s", file, diff)
	}
}
