package prose

import (
	"strings"
	"testing"
)

func TestWords(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`He didn't say "no".`:        "he didn't say no",
		"the U.S. envoy's 1,000.5":   "the us envoy 1,000.5",
		"G-20 and G20, an F-16":      "g20 and g20 an f16",
		"mid-2019, a 20-year treaty": "mid 2019 a 20 year treaty",
		"Article-20; X-rays; B-2b":   "article 20 x rays b 2b",
		"twenty-two":                 "twenty two",
	} {
		var folded []string
		for _, w := range Words(text) {
			folded = append(folded, w.Folded)
			if text[w.Span.Start:w.Span.End] != w.Text {
				t.Errorf("Words(%q): %q stands not at %v", text, w.Text, w.Span)
			}
		}
		if got := strings.Join(folded, " "); got != want {
			t.Errorf("Words(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestFolded(t *testing.T) {
	t.Parallel()
	if got := strings.Join(Folded("“Ida’s quay”, said MS. O'Brien: ÉTÉ!"), "|"); got != "ida|quay|said|ms|o'brien|ete" {
		t.Errorf("%s", got)
	}
	for word, want := range map[string]bool{"Ida": true, "Été": true, "iPhone": false, "4th": false, "“Ida": false, "": false} {
		if IsCapital(word) != want {
			t.Errorf("IsCapital(%q) is %t", word, !want)
		}
	}
}

// FuzzEndStopped: a text is kept and ends in a stop, which is not doubled.
func FuzzEndStopped(f *testing.F) {
	for _, s := range []string{"", "The quay is shut", "It is shut.”", "Is it (shut?)", "\xff…"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := EndStopped(s)
		if rest, ok := strings.CutPrefix(got, s); !ok || rest != "" && rest != "." || EndStopped(got) != got {
			t.Errorf("EndStopped(%q) = %q", s, got)
		}
	})
}
