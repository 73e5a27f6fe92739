package answer

import (
	"strings"
	"testing"

	"readout/retrieval/snapshottest"
)

// TestNoLooseEnds: what a sentence hangs on is shown before it, or the name stands in brackets; a label is nobody's answer.
func TestNoLooseEnds(t *testing.T) {
	t.Parallel()
	s := snapshottest.Parsed(t, map[string]string{"quay": `---
title: The quay at Halm
publisher: The Bay Courier
published: 2022-03-04
kind: report
---

PORT ELVA — Mayor Ida Brenk of Halm closed the old quay on Thursday. It had been unsafe since the flood.

"The wood is rotten," she said. Engineer Tomas Vell had measured the piles. He found that half of them were hollow.
`})
	a := ask(t, s, "Why was the quay closed?")
	for i, sentence := range a.Sentences {
		if strings.HasPrefix(sentence.Text, "It ") && (i == 0 || !strings.HasPrefix(a.Sentences[i-1].Text, "Mayor Ida Brenk")) {
			t.Errorf("%q hangs on what is not shown: %s", sentence.Text, a.Text())
		}
		if strings.Contains(sentence.Text, "PORT ELVA") {
			t.Errorf("a dateline is shown: %q", sentence.Text)
		}
	}
	holds(t, ask(t, s, "What did Ida Brenk say about the wood?"), []string{`"The wood is rotten," she [Ida Brenk] said.`}, nil)
}

// TestSpokenNames: the words of a transcript are shown with whose they are.
func TestSpokenNames(t *testing.T) {
	t.Parallel()
	s := snapshottest.Parsed(t, map[string]string{"talks": `# Press conference of Calder and Marsh

MINISTER CALDER: (Smiles.) Thank you for coming. The gates of the dam will open in March.

MINISTER MARSH: We have a draft of the treaty, and the farmers of the valley have read it.

Q   Is there a date for the signing of the treaty?

MINISTER MARSH: The signing of the treaty is planned for the second of June.
`})
	p := passageWith(t, s, "gates of the dam")
	if p.Turn.Number == 0 {
		t.Fatal("the transcript is not read as one")
	}
	a := ask(t, s, "When will the gates of the dam open?")
	if len(a.Sentences) == 0 || !strings.HasPrefix(a.Sentences[0].Text, "[") || strings.Contains(a.Text(), "CALDER:") {
		t.Errorf("not said whose words they are: %s", a.Text())
	}
}

// TestPlanned: what a preview announces is not told as done, and whether it came about is left open where no report tells.
func TestPlanned(t *testing.T) {
	t.Parallel()
	s := snapshottest.Parsed(t, map[string]string{
		"preview": `---
title: Calder to visit the valley before the talks
publisher: The Daily Ledger
published: 2021-09-10
kind: preview
---

Oren Calder leaves for Kestov on Sunday to see the farmers of the valley. He will then travel to Port Elva for talks with Lida Marsh.
`,
		"report": `---
title: Ministers meet on the river
publisher: Northern Gazette
published: 2021-09-15
kind: report
---

Oren Calder met Lida Marsh in Port Elva on Tuesday. They talked about the gates of the dam for six hours.
`})
	a := ask(t, s, "Did Calder see the farmers of the valley in Kestov?")
	holds(t, a, []string{"[planned (preview of 10 September); the articles don't say whether it happened]"}, nil)
	a = ask(t, s, "Did Calder meet Marsh in Port Elva?")
	holds(t, a, []string{"Oren Calder met Lida Marsh in Port Elva on Tuesday."}, []string{"don't say whether"})
}
