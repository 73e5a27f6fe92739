package answer

import (
	"strings"
	"testing"

	"readout/retrieval"
	"readout/retrieval/snapshottest"
)

// What three independent reports tell of a dam, a quay and two people; the last is a preview.
var summaryReports = map[string]string{
	"ledger": `---
title: Ministers meet in Halm
publisher: The Daily Ledger
published: 2021-09-15
kind: report
---

Present: Oren Dravic, Lida Brenk, the harbour master of Halm and two clerks.

Oren Dravic of Vessia and Lida Brenk of Tolmark met in Halm on Tuesday. The talks in Halm lasted six hours.

The gates of the dam will stay shut until March. The council of Halm closed the old quay in May.

Brenk blamed the drought for the shut gates of the dam. "The gates are no bargaining chip," Brenk told reporters.
`,
	"gazette": `---
title: No deal in Halm
publisher: Northern Gazette
published: 2021-09-16
kind: report
---

The talks in Halm lasted four hours. Farmers in the valley have sold a third of their cattle since June.

The council of Halm closed the old quay in May. The pilots of Halm, who moved to Vik, want a new harbour.

Dravic praised the pilots for their patience. He spoke with their families as well.
`,
	"preview": `---
title: What to expect in Halm
publisher: Tolmark Post
published: 2021-09-12
kind: preview
---

Oren Dravic and Lida Brenk meet in Halm on Tuesday to talk about the dam and the drought in the valley.
`,
}

func overview(t *testing.T, s *retrieval.Snapshot, o Overview) *Answer {
	t.Helper()
	a, err := New(func() *retrieval.Snapshot { return s }).Overview(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestSummaryDiffers: what reports tell otherwise than a summary is told with it, each side cited.
func TestSummaryDiffers(t *testing.T) {
	t.Parallel()
	a := overview(t, snapshottest.Parsed(t, summaryReports), Overview{Topic: "the talks in Halm"})
	if len(a.Disagreements) != 1 || !strings.Contains(a.Disagreements[0].Point, "talks in Halm") {
		t.Fatalf("disagreements %+v of %s", a.Disagreements, a.Text())
	}
	sides := a.Disagreements[0].Sides
	if len(sides) != 2 || !strings.Contains(sides[0].Text+sides[1].Text, "six hours") ||
		!strings.Contains(sides[0].Text+sides[1].Text, "four hours") {
		t.Errorf("sides %+v", sides)
	}
	for _, side := range sides {
		for _, n := range side.Citations {
			if c := a.Citations[n-1]; !strings.Contains(c.Article.Text(c.Quote), side.Text) {
				t.Errorf("%q does not stand in %q", side.Text, c.Article.Text(c.Quote))
			}
		}
	}
}

// TestSummaryAgrees: what two reports tell is told once, with both.
func TestSummaryAgrees(t *testing.T) {
	t.Parallel()
	a := overview(t, snapshottest.Parsed(t, summaryReports), Overview{Topic: "the old quay"})
	if len(a.Sentences) != 1 || len(a.Sentences[0].Citations) != 2 {
		t.Errorf("%s", a.Text())
	}
}

// TestSummaryOfPerson: a summary of a person tells what is theirs.
func TestSummaryOfPerson(t *testing.T) {
	t.Parallel()
	a := overview(t, snapshottest.Parsed(t, summaryReports), Overview{Topic: "Lida Brenk"})
	holds(t, a, []string{"Brenk blamed the drought"}, []string{"Dravic praised", "cattle", "pilots"})
}

// TestSummaryBeginsWithEvents: what has been stands before what was to be, and nobody's presence is news.
func TestSummaryBeginsWithEvents(t *testing.T) {
	t.Parallel()
	a := overview(t, snapshottest.Parsed(t, summaryReports), Overview{})
	holds(t, a, []string{"[planned (preview of 12 September)]"}, []string{"Present:"})
	if last := a.Sentences[len(a.Sentences)-1].Text; !strings.Contains(last, "[planned") {
		t.Errorf("%q stands last in %s", last, a.Text())
	}
}

// TestSummaryNamesItsTopic: a report is not heard on a topic only because it has said nothing yet.
func TestSummaryNamesItsTopic(t *testing.T) {
	t.Parallel()
	a := overview(t, snapshottest.Parsed(t, summaryReports), Overview{Topic: "the gates of the dam"})
	holds(t, a, []string{"gates of the dam"}, []string{"cattle", "pilots", "old quay"})
}

// TestSummaryLeavesOpen: that nothing has come of what a topic names yet belongs to the topic, and so does what another report tells of the
// same matter under another name.
func TestSummaryLeavesOpen(t *testing.T) {
	t.Parallel()
	s := snapshottest.Parsed(t, map[string]string{"ledger": `---
title: Ministers meet in Halm
publisher: The Daily Ledger
published: 2021-09-15
kind: report
---

Dravic and Brenk talked about a possible meeting of their presidents at the Orsk forum in October. Dravic said that the president of Vessia is willing, but that no official invitation has come so far.

The farmers of the valley have sold a third of their cattle. No decision has been made on the price of fodder.
`, "gazette": `---
title: No deal in Halm
publisher: Northern Gazette
published: 2021-09-16
kind: report
---

The papers on nets are ready to be signed at the talk of the presidents, who meet at the forum in October. The pilots of Halm want a new harbour.
`})
	a := overview(t, s, Overview{Topic: "Orsk forum"})
	holds(t, a, []string{"possible meeting of their presidents", "no official invitation has come", "papers on nets"},
		[]string{"cattle", "fodder", "pilots"})
}
