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

func TestTellsTime(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"They met on Tuesday.":                  true,
		"The gates open at 7.30.":               true,
		"The gates open at 7 p.m.":              true,
		"They meet this fall.":                  true,
		"It sank two weeks ago.":                true,
		"It sank in 2019.":                      true,
		"The union accepted when Brenk agreed.": true,
		"Brenk and Marsh later met Calder.":     false,
		"The union accepted.":                   false,
		"It carries 40 cars.":                   false,
		"":                                      false,
	} {
		if got := conflict.TellsTime(text); got != want {
			t.Errorf("TellsTime(%q) = %v", text, got)
		}
	}
}

func TestCorrects(t *testing.T) {
	t.Parallel()
	const nine = "Nine people were hurt when a ship hit the bridge at Orsk, the fire brigade said."
	for later, want := range map[string]bool{
		"Fifteen people were hurt when the ship hit the bridge, the police said.": true,
		"15 people are hurt after the ship hit the bridge.":                       true,
		"Nine people were hurt when the ship hit the bridge.":                     false,
		"Two people were seen at the harbour of Varno on Sunday morning.":         false,
		"Fifteen boats were waiting when the ship hit the bridge.":                false,
		"The bridge stays shut.":                                                  false,
		"":                                                                        false,
	} {
		if got := conflict.Corrects(later, nine); got != want {
			t.Errorf("%q corrects: %v", later, got)
		}
	}
}
