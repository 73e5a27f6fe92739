package shown_test

import (
	"slices"
	"strings"
	"testing"

	"readout/corpus"
	"readout/retrieval/shown"
)

// TestWithoutDays: days that the article doesn't bear out are words like any other.
func TestWithoutDays(t *testing.T) {
	t.Parallel()
	report := &corpus.Article{Published: corpus.NewDay(2021, 10, 6)}
	for _, tt := range []struct {
		a          *corpus.Article
		text, want string
		days       int
	}{
		{report, "It sank on Tuesday [5 October 2021].", "It sank on Tuesday.", 1},
		{report, "Monday's [4 October 2021] talks ended on Tuesday [5 October 2021].", "Monday's talks ended on Tuesday.", 2},
		{report, "It sank on Tuesday [6 October 2021].", "", 0},
		{report, "It sank on Tuesday [5 October 2021] and on Monday.", "", 0},
		{report, "It sank on Tuesday.", "", 0},
		{&corpus.Article{}, "It sank on Tuesday [5 October 2021].", "", 0},
		{nil, "It sank on Tuesday [5 October 2021].", "", 0},
	} {
		plain, days := shown.WithoutDays(tt.a, tt.text)
		if want := strings.TrimSpace(tt.want); want == "" && (plain != tt.text || days != nil) || want != "" && (plain != want || len(days) != tt.days) {
			t.Errorf("%q: %q without %q", tt.text, plain, days)
		}
	}
}

func FuzzWithoutDays(f *testing.F) {
	for _, s := range []string{"on Tuesday [5 October 2021].", "Monday’s [4 October 2021]", "day [1 A 0000]", "\xff[", ""} {
		f.Add(s)
	}
	a := &corpus.Article{Published: corpus.NewDay(2021, 10, 6)}
	f.Fuzz(func(t *testing.T, text string) {
		plain, days := shown.WithoutDays(a, text)
		if again, added := shown.WithDays(a, plain); len(days) > 0 && (again != text || !slices.Equal(added, days)) {
			t.Errorf("%q without %q, and with them again %q", text, days, again)
		}
	})
}
