package quote

import (
	"testing"
	"unicode/utf8"
)

func TestFind(t *testing.T) {
	t.Parallel()
	const text = "The envoy said the talks were “frank\nand  useful,” and that it’s “not over’’ — yet. Cost: 1,200 crowns."
	tests := []struct{ name, quote, want string }{
		{"typographic marks and a line break", `frank and useful`, "frank\nand  useful"},
		{"marks around, where the text has them", `"frank and useful,"`, "“frank\nand  useful,”"},
		{"marks around, where the text has none", `"the talks were"`, "the talks were"},
		{"the quoting sentence's stop for the source's comma", `frank and useful.`, "frank\nand  useful"},
		{"apostrophe and dash", `it's "not over" - yet`, "it’s “not over’’ — yet"},
		{"whole words only", `ran`, ""},
		{"a word changed", `frank or useful`, ""},
		{"a digit changed", `1,300 crowns`, ""},
		{"case is not forgiven", `Frank and useful`, ""},
		{"an ellipsis is not verbatim", `The envoy ... useful`, ""},
		{"empty", `  `, ""},
		{"only marks", `""`, ""},
		{"only a stop", `.`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			span, ok := Find(text, tt.quote)
			got := ""
			if ok {
				got = text[span.Start:span.End]
			}
			if got != tt.want {
				t.Errorf("Find(%q) = %q, want %q", tt.quote, got, tt.want)
			}
		})
	}
}

func FuzzFind(f *testing.F) {
	f.Add("“It’s time,” she said.", "It's time")
	f.Add("a\u00adb  c", "ab c")
	f.Add("''x''", "\"x\"")
	f.Add("\xff\xfe broken", "broken")
	f.Fuzz(func(t *testing.T, text, quote string) {
		span, ok := Find(text, quote)
		if !ok {
			return
		}
		if span.Start < 0 || span.End > len(text) || span.Start >= span.End {
			t.Fatalf("span %v outside a text of %d bytes", span, len(text))
		}
		if utf8.ValidString(text) && !utf8.ValidString(text[span.Start:span.End]) {
			t.Fatalf("span %v cuts a rune of %q", span, text)
		}
		if again, ok := Find(text, text[span.Start:span.End]); !ok || again.Start > span.Start {
			t.Fatalf("%q was found in %q, but its own characters are not", quote, text)
		}
	})
}
