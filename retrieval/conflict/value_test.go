package conflict_test

import (
	"testing"

	"readout/corpus"
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

func TestRateIn(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]conflict.Value{
		"The ferry sails twice a day.":                         {Kind: "times a day", Text: "2"},
		"The ferry sails Three times each week, Roe said.":     {Kind: "times a week", Text: "3"},
		"The ferry sails 4 times per day.":                     {Kind: "times a day", Text: "4"},
		"The ferry sails about four times a day.":              {},
		"The ferry sails many times a day.":                    {},
		"It sailed once a week, and now it sails twice a day.": {},
		"The ferry sails daily.":                               {},
		"":                                                     {},
	} {
		if got, ok := conflict.RateIn(text); ok != (want.Kind != "") || ok && got != want {
			t.Errorf("RateIn(%q) = %+v, %t, want %+v", text, got, ok, want)
		}
	}
}

func TestUntilIn(t *testing.T) {
	t.Parallel()
	published := corpus.NewDay(2021, 9, 15)
	for text, want := range map[string]string{
		"The quay stays shut until December, an aide said.":          "2021-12",
		"The quay stays shut until the end of March.":                "2022-03",
		"The quay stays shut till 3 October.":                        "2021-10-03",
		"The quay stays shut until October 3, 2022.":                 "2022-10-03",
		"The mandate runs until 2024.":                               "2024",
		"It stays shut until Friday.":                                "2021-09-17",
		"The quay stays shut at least until December.":               "",
		"The quay could stay shut until December.":                   "",
		"It was to be shut until May, and is shut until June.":       "",
		"The quay stays shut until the council decides in December.": "",
		"The quay was shut in December.":                             "",
		"":                                                           "",
	} {
		got, ok := conflict.UntilIn(text, published)
		if ok != (want != "") || ok && got.Text != want {
			t.Errorf("UntilIn(%q) = %+v, %t, want %q", text, got, ok, want)
		}
	}
	june, december := conflict.Value{Kind: "until", Text: "2021-06"}, conflict.Value{Kind: "until", Text: "2021-12"}
	if !june.Contradicts(december) || june.Contradicts(conflict.Value{Kind: "until", Text: "2021-06-03"}) {
		t.Error("months are compared otherwise")
	}
	const shut = "In 2018 it was shut until June."
	if got, other := june.Context(shut), (conflict.Value{Kind: "date", Text: "2018"}).Context(shut); got != "In 2018 it was shut ." || other != shut {
		t.Errorf("the context is %q, of a date %q", got, other)
	}
}
