package answer

import (
	"slices"
	"strings"
	"testing"

	"readout/corpus"
)

// TestDated: what asks when something was is answered with the day that a weekday means, told apart from the article's words, and what
// asks for something else as the article has it.
func TestDated(t *testing.T) {
	t.Parallel()
	s := testSnapshot(t, map[string]string{"a": "---\ntitle: The ferry\npublished: 2021-10-06\nkind: report\n---\n\n" +
		"The ferry to Port Elva sank on Tuesday near the pier, and nobody was hurt.\n\nThe harbour was closed.\n"})
	a := ask(t, s, "When did the ferry to Port Elva sink?")
	holds(t, a, []string{"sank on Tuesday [5 October 2021] near the pier"}, nil)
	if len(a.Sentences) == 0 || !slices.Equal(a.Sentences[0].Added, []string{"[5 October 2021]"}) {
		t.Errorf("added: %+v", a.Sentences)
	}
	holds(t, ask(t, s, "What happened on the 5th?"), []string{"[5 October 2021]"}, nil)
	holds(t, ask(t, s, "Where did the ferry to Port Elva sink?"), []string{"sank on Tuesday near"}, []string{"2021"})
}

// TestWithoutDays: days that the article doesn't bear out are words like any other.
func TestWithoutDays(t *testing.T) {
	t.Parallel()
	report := &corpus.Article{Published: corpus.NewDay(2021, 10, 6)}
	for _, tt := range []struct {
		a           *corpus.Article
		shown, want string
		days        int
	}{
		{report, "It sank on Tuesday [5 October 2021].", "It sank on Tuesday.", 1},
		{report, "Monday's [4 October 2021] talks ended on Tuesday [5 October 2021].", "Monday's talks ended on Tuesday.", 2},
		{report, "It sank on Tuesday [6 October 2021].", "", 0},
		{report, "It sank on Tuesday [5 October 2021] and on Monday.", "", 0},
		{report, "It sank on Tuesday.", "", 0},
		{&corpus.Article{}, "It sank on Tuesday [5 October 2021].", "", 0},
		{nil, "It sank on Tuesday [5 October 2021].", "", 0},
	} {
		text, days := WithoutDays(tt.a, tt.shown)
		if want := strings.TrimSpace(tt.want); want == "" && (text != tt.shown || days != nil) || want != "" && (text != want || len(days) != tt.days) {
			t.Errorf("%q: %q without %q", tt.shown, text, days)
		}
	}
}

func FuzzWithoutDays(f *testing.F) {
	for _, s := range []string{"on Tuesday [5 October 2021].", "Monday’s [4 October 2021]", "day [1 A 0000]", "\xff[", ""} {
		f.Add(s)
	}
	a := &corpus.Article{Published: corpus.NewDay(2021, 10, 6)}
	f.Fuzz(func(t *testing.T, shown string) {
		text, days := WithoutDays(a, shown)
		if again, added := dated(a, text); len(days) > 0 && (again != shown || !slices.Equal(added, days)) {
			t.Errorf("%q without %q, and with them again %q", shown, days, again)
		}
	})
}

// TestToldInPieces: rows of tables and lists of minutes answer, though they are no sentences; where what answers can't be told, nothing
// weaker is told in its place.
func TestToldInPieces(t *testing.T) {
	t.Parallel()
	s := testSnapshot(t, map[string]string{
		"a": "---\ntitle: Landings\nkind: report\n---\n\nThe landings of the year were told on Friday.\n\n" +
			"| Landing place | Herring (tonnes) |\n|---|---|\n| Halm | 90 |\n| Olm | 35 |\n\nHerring is landed daily.\n",
		"b": "---\ntitle: Harbour committee\nkind: minutes\n---\n\nPresent: O. Marsh (Chair), L. Brenk, I. Calder\n\nMarsh thanked the pilots of the harbour.\n",
	})
	holds(t, ask(t, s, "How many tonnes of herring were landed at Halm?"), []string{"Halm – Herring (tonnes) 90"}, nil)
	holds(t, ask(t, s, "Who was present at the harbour committee?"), []string{"Present: O. Marsh (Chair), L. Brenk, I. Calder"}, nil)
}
