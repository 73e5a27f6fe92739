package answer

import (
	"slices"
	"testing"
	"time"
)

func TestDayAskedOf(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]askedDay{
		"what happened on the 14th":                     {0, 0, 14},
		"What happened on the 2nd of october?":          {0, time.October, 2},
		"ok, what took place on October 2nd, 2021?":     {2021, time.October, 2},
		"What went on on 2 Oct. 2021?":                  {2021, time.October, 2},
		"What happened on Tuesday?":                     {},
		"What happened on the 41st?":                    {},
		"What happened on the 0th?":                     {},
		"What happened on 14?":                          {}, // a channel, a page
		"What happened on the 14th floor?":              {},
		"What did Marsh say on the 14th?":               {},
		"What happened on the 99999999999999999999th?":  {},
		"What happened on May 14, 99999999999999999999": {},
	} {
		got, ok := dayAskedOf(text)
		if ok != (want != askedDay{}) || ok && got != want {
			t.Errorf("%q asks of %v, %v; want %v", text, got, ok, want)
		}
	}
}

func FuzzDayAskedOf(f *testing.F) {
	for _, text := range []string{"what happened on the 14th", "what happened on May 1, 2020?", "what took place on 31 Sept",
		"what happened on \xff"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, ok := dayAskedOf(text)
		if ok && (d.day < 1 || d.day > 31 || d.month < 0 || d.month > time.December || d.year < 0 || d.year > 9999) {
			t.Errorf("%q asks of %v", text, d)
		}
	})
}

// TestAnswerDay: a day is answered with what happened on it, whether told with its date or as a weekday; plans, opinions and other days
// are not.
func TestAnswerDay(t *testing.T) {
	t.Parallel()
	s := testSnapshot(t, map[string]string{
		"first": "---\ntitle: The ferry\npublished: 2021-10-06\nkind: report\n---\n\nThe ferry to Port Elva sank on Tuesday.\n\n" +
			"The ferry was built on March 5, 2001 in Tolmark. Oren Calder will visit the wreck on October 9.\n",
		"second": "---\ntitle: A wreck\npublished: 2021-10-07\nkind: report\n---\n\n" +
			"Divers reached the wreck off Port Elva on October 5, 2021.\n",
		"opinion": "---\ntitle: No ferry\npublished: 2021-10-07\nkind: opinion\n---\n\nThe ferry was sunk by thrift on Tuesday.\n",
	})
	sunk, reached := "The ferry to Port Elva sank on Tuesday.", "Divers reached the wreck off Port Elva on October 5, 2021."
	for question, want := range map[string][]string{
		"What happened on the 5th?":            {sunk, reached},
		"What happened on 5 October 2021":      {sunk, reached},
		"what happened on the 5th of October?": {sunk, reached},
		"What happened on March 5?":            {"The ferry was built on March 5, 2001 in Tolmark."},
		"What happened on October 5, 2020?":    nil,
		"What happened on the 9th?":            nil,
		"What happened on the 12th?":           nil,
	} {
		x, err := newSearch(t.Context(), s, understand(question, s.Corpus, newSetting(s)), nil)
		if err != nil {
			t.Fatal(err)
		}
		r, ok := x.answerDay()
		var got []string
		for _, c := range r.claims {
			got = append(got, c.Text)
		}
		slices.Sort(got)
		slices.Sort(want)
		if ok != (want != nil) || !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", question, got, want)
		}
	}
}
