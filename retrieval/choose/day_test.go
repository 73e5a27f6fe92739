package choose

import (
	"slices"
	"testing"

	"readout/retrieval/question"
	"readout/retrieval/snapshottest"
)

// TestAnswerDay: a day is answered with what happened on it, whether told with its date or as a weekday; plans, opinions and other days
// are not.
func TestAnswerDay(t *testing.T) {
	t.Parallel()
	s := snapshottest.Parsed(t, map[string]string{
		"first": "---\ntitle: The ferry\npublished: 2021-10-06\nkind: report\n---\n\nThe ferry to Port Elva sank on Tuesday.\n\n" +
			"The ferry was built on March 5, 2001 in Tolmark. Oren Calder will visit the wreck on October 9.\n",
		"second": "---\ntitle: A wreck\npublished: 2021-10-07\nkind: report\n---\n\n" +
			"Divers reached the wreck off Port Elva on October 5, 2021.\n",
		"opinion": "---\ntitle: No ferry\npublished: 2021-10-07\nkind: opinion\n---\n\nThe ferry was sunk by thrift on Tuesday.\n",
	})
	sunk, reached := "The ferry to Port Elva sank on Tuesday.", "Divers reached the wreck off Port Elva on October 5, 2021."
	for asks, want := range map[string][]string{
		"What happened on the 5th?":            {sunk, reached},
		"What happened on 5 October 2021":      {sunk, reached},
		"what happened on the 5th of October?": {sunk, reached},
		"What happened on March 5?":            {"The ferry was built on March 5, 2001 in Tolmark."},
		"What happened on October 5, 2020?":    nil,
		"What happened on the 9th?":            nil,
		"What happened on the 12th?":           nil,
	} {
		x, err := New(t.Context(), s, question.Understand(asks, s.Corpus, question.NewSetting(s)), nil)
		if err != nil {
			t.Fatal(err)
		}
		r, ok := x.answerDay()
		var got []string
		for _, c := range r.Claims {
			got = append(got, c.Text)
		}
		slices.Sort(got)
		slices.Sort(want)
		if ok != (want != nil) || !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", asks, got, want)
		}
	}
}
