package dates_test

import (
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
