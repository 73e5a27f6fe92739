package answer

import (
	"readout/retrieval/snapshottest"
	"testing"
)

// TestPlansOfOtherThings: a plan answers what is asked about as past only where it names what is asked.
func TestPlansOfOtherThings(t *testing.T) {
	t.Parallel()
	s := snapshottest.Parsed(t, map[string]string{"preview": `---
title: Calder to visit the dam
publisher: The Daily Ledger
published: 2021-09-10
kind: preview
---

On Monday Calder is due to see engineers at the observatory in Kestov, and he is then to go on to Port Elva, where he is to hold talks with Lida Marsh.

Calder departs for Kestov on Sunday with a delegation of nine lawyers and one interpreter.
`})
	for _, tt := range []struct {
		question string
		answered bool
	}{
		{"Where did Calder stay in Port Elva?", false},
		{"Where did Calder sleep in Port Elva?", false},
		{"When did Calder leave for Kestov?", true},
		{"Where was Calder to hold talks with Marsh?", true},
		{"Where will Calder see the engineers?", true},
	} {
		if a := ask(t, s, tt.question); (a.Abstention == nil) != tt.answered {
			t.Errorf("%q: answered is %v, not %v: %q", tt.question, a.Abstention == nil, tt.answered, a.Text())
		}
	}
}
