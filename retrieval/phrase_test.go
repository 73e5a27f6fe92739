package retrieval_test

import (
	"slices"
	"testing"

	"readout/retrieval"
	"readout/retrieval/retrievaltest"
)

func TestQuoted(t *testing.T) {
	t.Parallel()
	for question, want := range map[string][]string{
		"":                               nil,
		`Who said "no comment"?`:         {"no comment"},
		`Who said “It’s over, frankly”?`: {"it over frankly"},
		`Who called it "fiction"?`:       nil,
		"Who wrote 'Signs of Spring'?":   {"signs of spring"},
		"Who wrote ‘The Miller's Tale’ in Rome?":  {"the miller tale"},
		"What did the ministers' aides say today": nil,
		"Didn't he say it's 'all over now'?":      {"all over now"},
		`"one two" and "three four"`:              {"one two", "three four"},
		`an open "quotation without end`:          nil,
	} {
		if got := retrieval.Quoted(question); !slices.Equal(got, want) {
			t.Errorf("Quoted(%q) = %q, want %q", question, got, want)
		}
	}
}

func TestHolds(t *testing.T) {
	t.Parallel()
	l := retrieval.NewLexicon(retrievaltest.Corpus(t, map[string]string{"a.txt": "“It’s over,” she said. Nobody was fooled."}), nil)
	for phrase, want := range map[string]bool{"it over": true, "over she": true, "was fool": false, "fooled nobody": false} {
		if got := l.Holds(0, []string{phrase}); got != want {
			t.Errorf("Holds(%q) = %v", phrase, got)
		}
	}
	if l.Holds(0, []string{"it over", "another thing"}) {
		t.Error("one phrase of two is enough")
	}
}
