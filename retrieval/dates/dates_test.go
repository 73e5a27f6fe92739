package dates_test

import (
	"fmt"
	"strings"
	"testing"

	"readout/corpus"
	"readout/retrieval/dates"
)

func TestOf(t *testing.T) {
	t.Parallel()
	published := corpus.NewDay(2021, 9, 15) // a Wednesday
	tests := []struct{ sentence, want string }{
		{"They met on May 3.", "2021-05-03"},
		{"They met on 3 May 2019.", "2019-05-03"},
		{"It was signed on Nov. 11, 2018.", "2018-11-11"},
		{"In November, 2018 they met.", "2018-11"},
		{"The ministers met on Tuesday.", "2021-09-14"},
		{"The article appeared on Wednesday.", "2021-09-15"},
		{"They will meet again in Port Elva on Friday.", "2021-09-17"},
		{"The court is due to rule on Wednesday.", "2021-09-22"},
		{"The talks begin next Monday.", "2021-09-20"},
		{"The dam that will be closed was opened on Friday.", "2021-09-10"},
		{"It will rain, he said on Friday.", "2021-09-10"},
		{"He said on Friday that it will rain.", "2021-09-10"},
		{"Last July they met.", ""},
		{"They met last July.", "2021-07"},
		{"They met last November.", "2020-11"},
		{"They will meet in late December.", "2021-12"},
		{"It expires in 2026.", "2026"},
		{"It was agreed that the ferry will sail from 1 March to 30 April.", "2022-03-01"},
		{"It was agreed that the ferry will sail from 1 November to 31 March.", "2021-11-01"},
		{"The ferry is to sail daily from October until March.", "2021-10"},
		{"It must be signed before the ferry sails in October.", "2021-10"},
		{"He said on 3 March that it will rain.", "2021-03-03"},
		{"The clerk is to report on Friday.", "2021-09-17"},
		{"They may meet.", ""},
		{"It was long ago.", ""},
		{"On May 45 nothing happened.", ""},
	}
	for _, tt := range tests {
		d, ok := dates.Of(tt.sentence, published)
		got := ""
		if ok {
			got = d.Key()
		}
		if got != tt.want {
			t.Errorf("Of(%q) = %q, want %q", tt.sentence, got, tt.want)
		}
	}
	if d, ok := dates.Of("They met on Tuesday.", corpus.Date{}); ok {
		t.Errorf("a weekday without a day of publication became %s", d.Key())
	}
}

func TestWeekdays(t *testing.T) {
	t.Parallel()
	published := corpus.NewDay(2021, 9, 15) // a Wednesday
	for text, want := range map[string]string{
		"They met on Tuesday in Halm.":                               "They met on Tuesday<14> in Halm.",
		"They met on Wednesday.":                                     "They met on Wednesday<15>.",
		"Tuesday's talks ended; Monday’s did not.":                   "Tuesday's<14> talks ended; Monday’s<13> did not.",
		"They met last Wednesday.":                                   "They met last Wednesday<8>.",
		"They will meet again on Friday.":                            "They will meet again on Friday<17>.",
		"The talks begin next Wednesday.":                            "The talks begin next Wednesday<22>.",
		"They met on Tuesday, 14 September.":                         "They met on Tuesday, 14 September.",
		"They met on Tuesday (September 14).":                        "They met on Tuesday (September 14).",
		"On 14 September, a Tuesday, they met.":                      "On 14 September, a Tuesday, they met.",
		"They meet every Tuesday, and most on Tuesdays.":             "They meet every Tuesday, and most on Tuesdays.",
		"They met on Tuesday two weeks earlier.":                     "They met on Tuesday two weeks earlier.",
		"They agreed to meet on Friday.":                             "They agreed to meet on Friday.",
		"He said that he would be back on Monday.":                   "He said that he would be back on Monday.",
		"The gates stay open until Friday.":                          "The gates stay open until Friday.",
		`"We meet on Friday," he said on Tuesday.`:                   `"We meet on Friday," he said on Tuesday<14>.`,
		"The ministers said on Tuesday that they would open a gate.": "The ministers said on Tuesday<14> that they would open a gate.",
		"":          "",
		"Tuesdayly": "Tuesdayly",
	} {
		got := ""
		end := 0
		for _, w := range dates.Weekdays(text, published, false) {
			got += fmt.Sprintf("%s<%d>", text[end:w.End], w.Day.Day())
			end = w.End
		}
		if got += text[end:]; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if ahead := dates.Weekdays("He leaves on Friday.", published, true); len(ahead) != 1 || ahead[0].Day.Day() != 17 {
		t.Errorf("what is ahead is on %v", ahead)
	}
	for _, unknown := range []corpus.Date{{}, corpus.NewMonth(2021, 9)} {
		if got := dates.Weekdays("They met on Tuesday.", unknown, false); len(got) > 0 {
			t.Errorf("published %s: %v", unknown, got)
		}
	}
}

// FuzzWeekdays: whatever the text, a weekday's words end within it, one after another, and its day has its name.
func FuzzWeekdays(f *testing.F) {
	for _, s := range []string{"on Tuesday", "Monday’s and Tuesday", "\xffFriday", `"Sunday" by Monday`, "Thursday, 3"} {
		f.Add(s, true)
		f.Add(s, false)
	}
	f.Fuzz(func(t *testing.T, text string, ahead bool) {
		last := 0
		for _, w := range dates.Weekdays(text, corpus.NewDay(2021, 9, 15), ahead) {
			if w.End <= last || w.End > len(text) || !strings.Contains(text[last:w.End], w.Day.Weekday().String()) {
				t.Fatalf("%q: %v behind %d", text, w, last)
			}
			last = w.End
		}
	})
}

// TestOfTelling: "told reporters on Friday" dates the telling, whatever was told.
func TestOfTelling(t *testing.T) {
	t.Parallel()
	for sentence, want := range map[string]bool{
		"An official told reporters on Friday what Calder would raise.": true,
		"The mayor announced last Monday that the gates would open.":    true,
		"Calder said that they would meet on Friday.":                   false,
		"The gates open on Friday.":                                     false,
		"Nobody told the ministers who would come to Elva on Friday.":   false,
	} {
		d, ok := dates.Of(sentence, corpus.NewDay(2021, 9, 15))
		if !ok || d.OfTelling(sentence) != want {
			t.Errorf("%q: %+v, of the telling %t", sentence, d, !want)
		}
	}
}
