package answer

import (
	"readout/retrieval/snapshottest"
	"testing"
)

// TestHowLong: beside a length of time, nothing is shown that tells none.
func TestHowLong(t *testing.T) {
	t.Parallel()
	s := snapshottest.Parsed(t, map[string]string{"one": `---
title: Ministers meet on the river
published: 2021-09-15
kind: report
---

The talks in Port Elva lasted six hours. The talks in Port Elva were about the gates of the dam.
`, "two": `---
title: A long day in Port Elva
published: 2021-09-16
kind: report
---

Before the talks in Port Elva the ministers walked on the quay. The talks were long, said the harbour master of Port Elva.
`})
	holds(t, ask(t, s, "How long did the talks in Port Elva last?"), []string{"six hours"}, []string{"gates of the dam", "walked", "harbour master"})
}
