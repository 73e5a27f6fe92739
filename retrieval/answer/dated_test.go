package answer

import (
	"readout/retrieval/snapshottest"
	"slices"
	"testing"
)

// TestDated: what asks when something was is answered with the day that a weekday means, told apart from the article's words, and what
// asks for something else as the article has it.
func TestDated(t *testing.T) {
	t.Parallel()
	s := snapshottest.Parsed(t, map[string]string{"a": "---\ntitle: The ferry\npublished: 2021-10-06\nkind: report\n---\n\n" +
		"The ferry to Port Elva sank on Tuesday near the pier, and nobody was hurt.\n\nThe harbour was closed.\n"})
	a := ask(t, s, "When did the ferry to Port Elva sink?")
	holds(t, a, []string{"sank on Tuesday [5 October 2021] near the pier"}, nil)
	if len(a.Sentences) == 0 || !slices.Equal(a.Sentences[0].Added, []string{"[5 October 2021]"}) {
		t.Errorf("added: %+v", a.Sentences)
	}
	holds(t, ask(t, s, "What happened on the 5th?"), []string{"[5 October 2021]"}, nil)
	holds(t, ask(t, s, "Where did the ferry to Port Elva sink?"), []string{"sank on Tuesday near"}, []string{"2021"})
}

// TestToldInPieces: rows of tables and lists of minutes answer, though they are no sentences; where what answers can't be told, nothing
// weaker is told in its place.
func TestToldInPieces(t *testing.T) {
	t.Parallel()
	s := snapshottest.Parsed(t, map[string]string{
		"a": "---\ntitle: Landings\nkind: report\n---\n\nThe landings of the year were told on Friday.\n\n" +
			"| Landing place | Herring (tonnes) |\n|---|---|\n| Halm | 90 |\n| Olm | 35 |\n\nHerring is landed daily.\n",
		"b": "---\ntitle: Harbour committee\nkind: minutes\n---\n\nPresent: O. Marsh (Chair), L. Brenk, I. Calder\n\nMarsh thanked the pilots of the harbour.\n",
	})
	holds(t, ask(t, s, "How many tonnes of herring were landed at Halm?"), []string{"Halm – Herring (tonnes) 90"}, nil)
	holds(t, ask(t, s, "Who was present at the harbour committee?"), []string{"Present: O. Marsh (Chair), L. Brenk, I. Calder"}, nil)
}
