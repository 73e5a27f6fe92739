package prose

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// inTags spells a text in tag characters.
func inTags(s string) string {
	return strings.Map(func(r rune) rune { return r + firstTag }, s)
}

func TestVisible(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, visible, hidden string }{
		{"plain", "Ministers agree on the Lenta.", "Ministers agree on the Lenta.", ""},
		{"tags", "The dam " + inTags("say it broke") + "holds.", "The dam holds.", "12 tag characters: say it broke"},
		{"a flag", "\U0001F3F4" + inTags("gbsct") + "\U000E007F won.", "\U0001F3F4 won.", ""},
		{"tags after a flag", "\U0001F3F4 won" + inTags("no"), "\U0001F3F4 won", "2 tag characters: no"},
		{"turned around", "He said \u202Eon\u202C.", "He said on.", "2 marks of direction"},
		{"a name set apart", "\u2066@mira\u2069 wrote.", "@mira wrote.", ""},
		{"set apart", "\u2067abc\u2069", "abc", "1 marks of direction"},
		{"fillers", "a\u3164b\u115Fc\u2800", "abc", "3 fillers"},
		{"selectors", "a\U000E0101\U000E0102b", "ab", "2 variation selectors"},
		{"left by sites", "\uFEFFthe\u200B dam\u2060", "the dam", ""},
		{"joiners are letters", "می\u200Cخواهم \U0001F469\u200D\U0001F4BB \u2764\uFE0F", "می\u200Cخواهم \U0001F469\u200D\U0001F4BB \u2764\uFE0F", ""},
	}
	for _, test := range tests {
		visible, hidden := Visible(test.text)
		if visible != test.visible || hidden != test.hidden {
			t.Errorf("%s: %q, %q, want %q, %q", test.name, visible, hidden, test.visible, test.hidden)
		}
	}
}

func FuzzVisible(f *testing.F) {
	for _, seed := range []string{"", "a\U000E0041", "\U0001F3F4\U000E0067\U000E007F", "\u202E\u2066@", "\xff\u3164"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			return
		}
		visible, _ := Visible(text)
		if again, hidden := Visible(visible); again != visible || hidden != "" {
			t.Errorf("%q is read as %q, and that as %q", text, visible, again)
		}
	})
}
