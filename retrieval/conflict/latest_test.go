package conflict_test

import (
	"testing"

	"readout/corpus"
	"readout/retrieval/conflict"
	"readout/retrieval/evidence"
)

// TestLatest holds that of the entries of a live page the latest counts, where both can't be so, and that other articles are left alone.
func TestLatest(t *testing.T) {
	t.Parallel()
	entry := func(article, clock string, number int, text string) evidence.Sentence {
		p := &corpus.Passage{Article: corpus.ArticleID(article), Text: text, Turn: corpus.Turn{Time: clock, Paragraph: number}, Sentences: []corpus.Sentence{{Text: text}}}
		return evidence.Sentence{Passage: p}
	}
	const nine, fifteen = "Nine people were hurt when a ship hit the bridge.", "Fifteen people were hurt when a ship hit the bridge."
	friday, sunday := "The bridge reopens on Friday.", "The bridge reopens on Sunday."
	days := func(r evidence.Sentence) (conflict.Value, bool) {
		switch r.Passage.Text {
		case friday:
			return conflict.Value{Kind: "day", Text: "5"}, true
		case sunday:
			return conflict.Value{Kind: "day", Text: "7"}, true
		}
		return conflict.Value{}, false
	}
	for name, tt := range map[string]struct {
		read []evidence.Sentence
		want int
	}{
		"a later number":    {[]evidence.Sentence{entry("a", "17.31", 2, nine), entry("a", "18.40", 3, fifteen)}, 1},
		"another page":      {[]evidence.Sentence{entry("a", "17.31", 2, nine), entry("b", "18.40", 3, fifteen)}, 2},
		"no entries":        {[]evidence.Sentence{entry("a", "", 0, nine), entry("a", "", 0, fifteen)}, 2},
		"a later day":       {[]evidence.Sentence{entry("a", "17.31", 2, friday), entry("a", "18.40", 3, sunday)}, 1},
		"nothing in common": {[]evidence.Sentence{entry("a", "17.31", 2, friday), entry("a", "18.40", 3, fifteen)}, 2},
	} {
		got := conflict.Latest(append([]evidence.Sentence(nil), tt.read...), tt.read, days)
		if len(got) != tt.want || tt.want == 1 && got[0].Passage.Turn.Time != "18.40" {
			t.Errorf("%s: %d sentences are left, want %d", name, len(got), tt.want)
		}
	}
}
