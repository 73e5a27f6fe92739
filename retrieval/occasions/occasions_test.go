package occasions_test

import (
	"slices"
	"testing"

	"readout/retrieval/occasions"
)

func TestAsked(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]occasions.Occasion{
		"the joint news conference": "news conference",
		"press briefing":            "news conference",
		"on Twitter":                "tweet",
		"their phone call":          "call",
		"the quay":                  "",
		"the meeting in Halm":       "",
		"the":                       "",
		"":                          "",
	} {
		if got, ok := occasions.Asked(words); got != want || ok != (want != "") {
			t.Errorf("Asked(%q) = %q, %v", words, got, ok)
		}
	}
}

func TestTold(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]occasions.Occasion{
		`"We have a draft," Brenk said at a news conference after the meeting.`: {"news conference"},
		"During a long telephone call on Monday, Brenk agreed.":                 {"call"},
		"Brenk tweeted that the quay is shut.":                                  {"tweet"},
		"In an interview with the Ledger, Brenk was blunt.":                     {"interview"},
		"Brenk said after the meeting that the quay is shut.":                   nil,
		"Brenk wants a summit.":                                                 nil,
		"":                                                                      nil,
	} {
		if got := occasions.Told(text); !slices.Equal(got, want) {
			t.Errorf("Told(%q) = %q, want %q", text, got, want)
		}
	}
}

func FuzzTold(f *testing.F) {
	for _, s := range []string{"", "at", "at the news conference", "\xff on \xff call", "in a a a a a a a call"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if a, b := occasions.Told(text), occasions.Told(text); !slices.Equal(a, b) {
			t.Fatalf("%q and %q for one text", a, b)
		}
		occasions.Asked(text)
	})
}
