package answer

import (
	"slices"
	"testing"

	"readout/retrieval"
	"readout/retrieval/retrievaltest"
	"readout/retrieval/snapshottest"
)

// TestSaidOn: remarks are found by their topic, by the occasion that their article tells, and by the day.
func TestSaidOn(t *testing.T) {
	t.Parallel()
	s := snapshottest.Parsed(t, map[string]string{"courier": `---
title: The quay at Halm
publisher: The Bay Courier
published: 2022-03-04
kind: report
---

Ida Brenk, the mayor of Halm, met the pilots on Thursday. Mayor Ida Brenk spoke of the quay for an hour.

"The quay is not safe," Brenk said at a news conference after the meeting. "We will not wait for the summer."

In an interview with the Courier, Brenk said that the ferry had cost too much.

On Wednesday, Brenk told the council that the lamps would be mended.
`})
	for _, tt := range []struct {
		speaker, about string
		want, not      []string
	}{
		{"Brenk", "the news conference", []string{"not safe", "will not wait"}, []string{"ferry", "lamps"}},
		{"Brenk", "an interview", []string{"ferry"}, []string{"not safe", "lamps"}},
		{"Brenk", "Wednesday", []string{"lamps"}, []string{"not safe", "ferry"}},
		{"Brenk", "2 March 2022", []string{"lamps"}, []string{"not safe", "ferry"}},
		{"Brenk", "the ferry", []string{"ferry"}, []string{"not safe", "lamps"}},
		{"Brenk the ferry", "", []string{"ferry"}, []string{"not safe", "lamps"}},
		{"Brenk", "", []string{"not safe", "ferry", "lamps"}, nil},
	} {
		a, err := New(func() *retrieval.Snapshot { return s }).Said(t.Context(), Said{Speaker: tt.speaker, About: tt.about, Most: 8})
		if err != nil {
			t.Fatal(err)
		}
		holds(t, a, tt.want, tt.not)
	}
}

// TestSaidByAWord: whose name is a word as well is found by it.
func TestSaidByAWord(t *testing.T) {
	t.Parallel()
	s := snapshottest.Parsed(t, map[string]string{"release": `"We will keep the lamps lit," said Ivo Marsh, chief executive of Halm Light.`})
	for _, name := range []string{"Marsh", "Ivo Marsh"} {
		a, err := New(func() *retrieval.Snapshot { return s }).Said(t.Context(), Said{Speaker: name, Most: 8})
		if err != nil {
			t.Fatal(err)
		}
		holds(t, a, []string{"lamps lit"}, nil)
	}
}

// TestSaidOfIt: what somebody said of a matter is answered by their remark that names it, though the reader is unsure.
func TestSaidOfIt(t *testing.T) {
	t.Parallel()
	s := riverSnapshot(t)
	s.Reader = retrievaltest.EvenReader(-2.5)
	holds(t, ask(t, s, "What did Calder say about the delay?"), []string{"criticized the delay"}, []string{"bargaining chip", "six hours"})
	if a := ask(t, s, "What did Calder say about the harbour?"); a.Abstention == nil {
		t.Errorf("answered: %s", a.Text())
	}
}

// TestNearNames: a name that the articles lack is asked back where somebody's is a few slips from it, in remarks and in questions; a topic
// is looked up under the name that a slip was mended to.
func TestNearNames(t *testing.T) {
	t.Parallel()
	s := riverSnapshot(t)
	for name, want := range map[string][]string{"Oren Calter": {"Oren Calder"}, "Ana Mersh": {"Lida Marsh"}, "Ivo Roe": nil} {
		a, err := New(func() *retrieval.Snapshot { return s }).Said(t.Context(), Said{Speaker: name, About: "the delay", Most: 8})
		if err != nil {
			t.Fatal(err)
		}
		if a.Abstention == nil || !slices.Equal(a.Abstention.Near, want) {
			t.Errorf("said by %q: %+v, near %q wanted", name, a.Abstention, want)
		}
		if a = ask(t, s, "What did "+name+" say about the delay?"); a.Abstention == nil || !slices.Equal(a.Abstention.Near, want) {
			t.Errorf("asked of %q: %+v, near %q wanted", name, a.Abstention, want)
		}
	}
}
