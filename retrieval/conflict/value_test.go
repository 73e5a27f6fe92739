package conflict_test

import (
	"testing"

	"readout/retrieval/conflict"
)

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
		if got := conflict.TellsDuration(text); got != want {
			t.Errorf("TellsDuration(%q) = %v", text, got)
		}
	}
}
