package shown

import (
	"strings"
	"testing"

	"readout/corpus"
)

// TestWithName: a description is not split by the name behind it.
func TestWithName(t *testing.T) {
	t.Parallel()
	who := &corpus.Person{Name: "Ida Brenk"}
	for text, want := range map[string]string{
		"It will hold, she said.":                        "It will hold, she [Ida Brenk] said.",
		"It will hold, the secretary of state said.":     "It will hold, the secretary of state [Ida Brenk] said.",
		"It will hold, the mayor of Port Elva said.":     "It will hold, the mayor of Port Elva [Ida Brenk] said.",
		"It will hold, the prime minister said.":         "It will hold, the prime minister [Ida Brenk] said.",
		"It will hold, the secretary-general said.":      "It will hold, the secretary-general [Ida Brenk] said.",
		"It will hold, the chief of the old quays said.": "",
		"It will hold, the minister's aide said.":        "",
		"It will hold, the farmers said.":                "",
	} {
		if got, ok := withName(text, strings.TrimPrefix(text, "It will hold, "), who); got != want || ok != (want != "") {
			t.Errorf("withName(%q) = %q", text, got)
		}
	}
}

func TestIsPlanned(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"Calder will travel to Port Elva.":                      true,
		"Calder leaves for Kestov on Sunday.":                   true,
		"Calder has written to Marsh.":                          false,
		"Calder spoke with Marsh for an hour before the talks.": false,
		"The dam was built by Tolmark in late May.":             false,
		"The upcoming talks are the third.":                     true,
		"“I will sign,” Calder had said.":                       false,
		"The treaty limits how much water the valley uses.":     false,
	} {
		if got := IsPlanned(&corpus.Article{Kind: corpus.KindPreview}, text); got != want {
			t.Errorf("IsPlanned(%q) = %v", text, got)
		}
	}
}
