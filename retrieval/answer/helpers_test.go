package answer

import (
	"strings"
	"testing"

	"readout/corpus"
	"readout/retrieval"
	"readout/retrieval/snapshottest"
)

// The invented articles of the tests: a report, another outlet's report that differs on two points, and an opinion.
const (
	reportText = `---
title: Ministers meet on the river treaty
publisher: The Daily Ledger
agency: Continental Press
author: Ada Norn
published: 2021-09-15
kind: report
---

Foreign Minister Oren Calder of Vessia met Water Minister Lida Marsh of Tolmark in Port Elva on Tuesday. The talks lasted six hours.

"We have a draft, and it is a good one," Calder said at a news conference after the meeting. He warned that the drought would not wait for the lawyers.

On the dam, Marsh said Tolmark would not open the gates before March. "Water is not a bargaining chip," she said.

But Calder criticized the delay, saying that farmers had lost a third of their crop.

The two ministers agreed to meet again in December. No date has been fixed for a signing.
`
	otherText = `---
title: No deal at Port Elva
publisher: Northern Gazette
published: 2021-09-16
kind: report
---

Talks between Vessia and Tolmark ended without an agreement. The meeting lasted four hours, officials said.

Marsh told Calder that "water is not a bargaining chip and never was." Calder called the meeting "useful but tiring".

The ministers agreed to meet again in January, a spokesman said. Tolmark has not agreed to open the gates.
`
	opinionText = `---
title: The river will not read the treaty
publisher: The Daily Ledger
author: Brun Tavish
published: 2021-09-20
kind: opinion
---

Neither minister can sell a compromise at home. Calder needs the votes of the valley, and Marsh needs the dam to pay for itself.

A treaty that both could sign would please nobody, and that is why it may yet be signed.
`
)

func riverSnapshot(t testing.TB) *retrieval.Snapshot {
	return snapshottest.Parsed(t, map[string]string{"ledger": reportText, "gazette": otherText, "opinion": opinionText})
}

func ask(t testing.TB, s *retrieval.Snapshot, question string, prior ...Turn) *Answer {
	t.Helper()
	a, err := New(func() *retrieval.Snapshot { return s }).Answer(t.Context(), Question{Text: question, Prior: prior})
	if err != nil {
		t.Fatalf("Answer(%q): %v", question, err)
	}
	return a
}

// passageWith is the passage that holds the words.
func passageWith(t testing.TB, s *retrieval.Snapshot, words string) *corpus.Passage {
	t.Helper()
	for _, a := range s.Corpus.Articles {
		for i := range a.Passages {
			if strings.Contains(a.Passages[i].Text, words) {
				return &a.Passages[i]
			}
		}
	}
	t.Fatalf("no passage holds %q", words)
	return nil
}
