package question_test

import (
	"testing"
	"time"

	"readout/retrieval/question"
)

func TestDayAskedOf(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]question.Day{
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
		got, ok := question.DayAskedOf(text)
		if ok != (want != question.Day{}) || ok && got != want {
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
		d, ok := question.DayAskedOf(text)
		if ok && (d.Day < 1 || d.Day > 31 || d.Month < 0 || d.Month > time.December || d.Year < 0 || d.Year > 9999) {
			t.Errorf("%q asks of %v", text, d)
		}
	})
}
