package answer_test

import (
	"slices"
	"testing"

	"readout/retrieval/answer"
	"readout/retrieval/retrievaltest"
	"readout/retrieval/snapshottest"
	"readout/retrieval/written/writtentest"
)

var quayReports = map[string]string{
	"courier": `---
title: Quay at Halm shut
publisher: The Bay Courier
published: 2022-03-04
kind: report
---

Halm is without its quay. For the repairs of the quay Ida Brenk has set aside six weeks.

Brenk has approved the plan for the quay. The boats lie at Vik meanwhile.
`,
	"gazette": `---
title: Boats leave Halm
publisher: Northern Gazette
published: 2022-03-05
kind: report
---

The pilots of Halm are angry. What Ida Brenk has in mind for the repairs of the quay takes nine weeks.

The plan for the quay has not been approved by Brenk, the pilots say.
`,
}

// TestProposedDifferences: a model that says what two reports say of one matter proposes a difference; it is shown where code proves it.
func TestProposedDifferences(t *testing.T) {
	t.Parallel()
	s := snapshottest.Parsed(t, quayReports)
	s.Reader = retrievaltest.EvenReader(-9) // whatever is proposed comes from the model
	six := [3]string{"For the repairs of the quay Ida Brenk has set aside six weeks.", "For the repairs of the quay Ida Brenk has set aside six weeks.", ""}
	nine := [3]string{"What Ida Brenk has in mind for the repairs of the quay takes nine weeks.", "What Ida Brenk has in mind for the repairs of the quay takes nine weeks.", ""}
	approved := [3]string{"Brenk has approved the plan for the quay.", "Brenk has approved the plan for the quay.", ""}
	denied := [3]string{"The plan for the quay has not been approved by Brenk, the pilots say.", "The plan for the quay has not been approved by Brenk, the pilots say.", ""}
	for name, tt := range map[string]struct {
		question string
		claims   [][3]string
		sides    []string
	}{
		"two lengths":    {"How many weeks will the repairs of the quay take Ida Brenk?", [][3]string{six, nine}, []string{six[0], nine[0]}},
		"one length":     {"How many weeks will the repairs of the quay take Ida Brenk?", [][3]string{six}, nil},
		"yes and no":     {"Has Brenk approved the plan for the quay?", [][3]string{approved, denied}, []string{approved[0], denied[0]}},
		"two matters":    {"How many weeks will the repairs of the quay take Ida Brenk?", [][3]string{six, denied}, nil},
		"no such matter": {"What did the pilots say?", [][3]string{six, nine}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			model := &writtentest.Script{Lines: []writtentest.Line{{Reply: saying(tt.claims...)}}}
			a := askWritten(t, s, model, answer.WrittenOptions{NoRepair: true}, tt.question)
			var sides []string
			for _, d := range a.Disagreements {
				for _, side := range d.Sides {
					sides = append(sides, side.Text)
				}
			}
			if !slices.Equal(sides, tt.sides) {
				t.Errorf("sides %q, want %q (answer %q, removed %v)", sides, tt.sides, a.Text(), a.Removed)
			}
		})
	}
}
