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
