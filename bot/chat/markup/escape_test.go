package markup

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestQuestionText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"<@1> who\n\n came?":          "who came?",
		"<@!1><#2><@&3> x":            "x",
		"so <:smile:123> <a:wave:45>": "so smile wave",
		" \u200b\u202e ":              "\u200b",
	} {
		if got := Typed(text); got != want {
			t.Errorf("Typed(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestEscape(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"plain words, 3.5 %":                 "plain words, 3.5 %",
		"*bold* _it_ ~~no~~ ||spoiler||":     `\*bold\* \_it\_ \~\~no\~\~ \|\|spoiler\|\|`,
		"`code` [a](https://b.example)":      "\\`code\\` \\[a\\](https\\://b.example)",
		"<@123> <#45> <t:1:R> </ask:6>":      `\<@123\> \<#45\> \<t:1\:R\> \</ask:6\>`,
		"# heading":                          `\# heading`,
		"-# small":                           `\-# small`,
		"> quote":                            `\> quote`,
		"12. item":                           `12\. item`,
		"in 12. of":                          "in 12. of",
		"a :smile: at 5:30":                  `a \:smile: at 5:30`,
		"two\n\n# lines\tand\x00\x1b[31m":    `two # lines and\[31m`,
		"turned \u202eround\u202c \ufeff.":   "turned round .",
		"C:\\dir":                            `C:\\dir`,
		"\u00a0# 5\u00a0% \u00a0of it\u00a0": "\\# 5\u00a0% of it",
	} {
		if got := Escape(text); got != want {
			t.Errorf("Escape(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestLink(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"https://a.example/b?c=d":  "[link](<https://a.example/b?c=d>)",
		"https://a.example/(b) c>": "[link](<https://a.example/%28b%29%20c%3E>)",
		"":                         "",
		"javascript:alert(1)":      "",
		"/etc/passwd":              "",
		"https://":                 "",
		"https://a.example/" + strings.Repeat("b", 10000): "",
		"https://a.example/\x00":                          "",
	} {
		if got := Link("link", address); got != want {
			t.Errorf("Link(%q) = %q, want %q", address, got, want)
		}
	}
}

func TestClip(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		text string
		n    int
		want string
	}{{"short", 10, "short"}, {"one two three", 9, "one two…"}, {"äöüäöüäöü", 4, "äöü…"}} {
		if got := Clip(tc.text, tc.n); got != tc.want {
			t.Errorf("Clip(%q, %d) = %q, want %q", tc.text, tc.n, got, tc.want)
		}
	}
	if got := ClipFront("one two three", 6); got != "…three" {
		t.Errorf("clipFront = %q", got)
	}
}

// FuzzEscape reads escaped text as Discord does and finds the visible text, with nothing in it that formats.
func FuzzEscape(f *testing.F) {
	f.Add("*a* _b_ [c](d) <@1> # e\n> f")
	f.Add("\\*a\\* 12. https://x.example \u202e\x00")
	f.Fuzz(func(t *testing.T, text string) {
		got := Escape(text)
		if !utf8.ValidString(got) || strings.ContainsFunc(got, unicode.IsControl) {
			t.Errorf("Escape(%q) = %q", text, got)
		}
		var shown strings.Builder
		for i := 0; i < len(got); i++ {
			if got[i] == '\\' {
				if i+1 == len(got) {
					t.Fatalf("Escape(%q) = %q ends in a backslash", text, got)
				}
				i++
			} else if strings.ContainsRune("*_~|`<>[]", rune(got[i])) {
				t.Fatalf("Escape(%q) = %q formats at byte %d", text, got, i)
			}
			shown.WriteByte(got[i])
		}
		if got, want := strings.Fields(shown.String()), strings.Fields(Visible(text)); !slices.Equal(got, want) {
			t.Errorf("Escape(%q) shows %q, want %q", text, got, want)
		}
		if strings.Contains(got, "  ") || strings.TrimSpace(got) != got {
			t.Errorf("Escape(%q) = %q has space to spare", text, got)
		}
	})
}
