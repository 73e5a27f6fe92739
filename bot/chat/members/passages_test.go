package members

import (
	"strings"
	"testing"

	"readout/corpus"
	"readout/corpus/prose"
)

func TestQuotedPassage(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("before ", 200) + "the words" + strings.Repeat(" after", 200)
	p := &corpus.Passage{Span: prose.Span{Start: 10, End: 10 + len(long)}, Text: long}
	at := 10 + strings.Index(long, "the words")
	got := quoted(p, prose.Span{Start: at, End: at + len("the words")})
	if n := len([]rune(got)); n > passageLength+10 || !strings.Contains(got, "before **the words** after") || !strings.HasPrefix(got, "…") {
		t.Errorf("%d characters: %q", n, got)
	}
	if got := quoted(p, prose.Span{Start: 0, End: 5}); strings.Contains(got, "**") {
		t.Errorf("a quote outside the passage is marked: %q", got)
	}
}

// TestQuotedStandsOut sets the quoted words in bold where there are others to tell them from.
func TestQuotedStandsOut(t *testing.T) {
	t.Parallel()
	const text = "“It held.” So she said."
	for quote, want := range map[string]string{
		"It held.":                "“**It held.**” So she said.",
		"So she said.":            "“It held.” **So she said.**",
		text:                      text,
		"It held.” So she said":   text,
		strings.Repeat("long", 9): text,
	} {
		p := &corpus.Passage{Text: text, Span: prose.Span{Start: 7, End: 7 + len(text)}}
		at := 7 + strings.Index(text, quote)
		if got := quoted(p, prose.Span{Start: at, End: at + len(quote)}); got != want {
			t.Errorf("quoted %q: %q, want %q", quote, got, want)
		}
	}
}
