package answer

import "testing"

func TestTellsDuration(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"The talks lasted three hours.":               true,
		"Brenk spoke for over an hour.":               true,
		"The quay was shut for several weeks.":        true,
		"The quay stays shut until May.":              true,
		"It took 90 minutes.":                         true,
		"Brenk left one day before the talks.":        false,
		"The quay is 1.4 kilometres long.":            true,
		"The quay was shut two years ago.":            false,
		"The last day of the talks was a Tuesday.":    false,
		"Three ministers came to the talks.":          false,
		"":                                            false,
		"hours":                                       false,
		"They talked for two days, then three hours.": true,
	} {
		if got := tellsDuration(text); got != want {
			t.Errorf("tellsDuration(%q) = %v", text, got)
		}
	}
}

// TestHowLong: beside a length of time, nothing is shown that tells none.
func TestHowLong(t *testing.T) {
	t.Parallel()
	s := testSnapshot(t, map[string]string{"one": `---
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
