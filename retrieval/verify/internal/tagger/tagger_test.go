package tagger

import (
	"strings"
	"testing"
)

// tags is a sentence with each word's tag behind it.
func tags(text string) string {
	var out []string
	for _, t := range (&Reader{}).Tokens(text) {
		out = append(out, t.Folded+"/"+string(rune(t.Tag)))
	}
	return strings.Join(out, " ")
}

func TestTokens(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"The mayor didn't sign it.":        "the/d mayor/n did/x not/! sign/v it/p",
		"She left at 1.40 p.m. on 14 May.": "she/p left/e at/i 13.40/1 on/i 14/1 may/N",
		"The general said that it rose.":   "the/d general/n said/e that/s it/p rose/e",
		"Up to 3% wanted to vote.":         "up to/r 3/1 percent/n wanted/e to/t vote/v",
		"No. 2 is the upper one.":          "no 2/N is/x the/d upper/n one/n",
		"":                                 "",
	} {
		if got := tags(text); got != want {
			t.Errorf("%q is read as\n\t%s\nwant\t%s", text, got, want)
		}
	}
}

// FuzzTokens: every word stands in the text, behind the one before.
func FuzzTokens(f *testing.F) {
	for _, s := range []string{"The mayor said that the law might pass if “half” of the towns agreed.",
		"1.40 p.m. to 3½, 14 May 2031 — not only", "\xff“”’"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		from := 0
		for _, k := range (&Reader{}).Tokens(text) {
			if k.Span.Start < from || k.Span.End > len(text) || k.Span.Start > k.Span.End {
				t.Fatalf("the word %q stands at %v of %d bytes, behind %d", k.Text, k.Span, len(text), from)
			}
			from = k.Span.Start
		}
	})
}
