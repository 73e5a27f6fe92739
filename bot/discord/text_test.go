package discord

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"readout/bot/chat/pages"
	"readout/corpus"
	"readout/corpus/prose"
	"readout/retrieval/answer"
)

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
		if got := escape(text); got != want {
			t.Errorf("escape(%q) = %q, want %q", text, got, want)
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
		if got := link("link", address); got != want {
			t.Errorf("link(%q) = %q, want %q", address, got, want)
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
		if got := clip(tc.text, tc.n); got != tc.want {
			t.Errorf("clip(%q, %d) = %q, want %q", tc.text, tc.n, got, tc.want)
		}
	}
	if got := clipFront("one two three", 6); got != "…three" {
		t.Errorf("clipFront = %q", got)
	}
}

func TestSplit(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name   string
		pieces []piece
		limits []int
		pages  []string
		left   int
	}{
		{"fits", []piece{{"", "Asked."}, {"\n\n", "It is. [1]"}, {" ", "It was. [2]"}}, []int{40}, []string{"Asked.\n\nIt is. [1] It was. [2]"}, 0},
		{"a claim moves whole", []piece{{"", "It is so. [1]"}, {" ", "It was so. [2]"}}, []int{20, 20}, []string{"It is so. [1]", "It was so. [2]"}, 0},
		{"a long claim", []piece{{"", "one two three four [1][2]"}}, []int{13, 20}, []string{"one two three", "four [1][2]"}, 0},
		{"a marker goes with its word", []piece{{"", "one two three [12]"}}, []int{13, 13}, []string{"one two", "three [12]"}, 0},
		{"a long word", []piece{{"", "abcdefghij [1]"}}, []int{6, 6, 6}, []string{"ab", "cdefgh"}, 1},
		{"a link stays whole", []piece{{"", "see [the link](<https://a.example>) now"}}, []int{34, 34}, []string{"see", "[the link](<https://a.example>) now"}, 0},
		{"no room", []piece{{"", "one."}, {" ", "two."}, {" ", "three."}}, []int{9}, []string{"one. two."}, 1},
		{"astral", []piece{{"", "😀😀😀😀"}}, []int{4, 4}, []string{"😀😀", "😀😀"}, 0},
		{"nothing", nil, []int{9}, nil, 0},
	} {
		laid, left := split(tc.pieces, tc.limits)
		if tc.name == "a link stays whole" && len(laid) == 2 && pages.Units(laid[1]) > 34 {
			t.Errorf("%s: page of %d", tc.name, pages.Units(laid[1]))
		}
		if tc.name == "a long word" || tc.name == "a link stays whole" {
			checkPages(t, tc.pieces, tc.limits, laid, left)
			continue
		}
		if !slices.Equal(laid, tc.pages) || left != tc.left {
			t.Errorf("%s: %q, %d left, want %q, %d", tc.name, laid, left, tc.pages, tc.left)
		}
	}
}

// checkPages holds split to its promises.
func checkPages(t *testing.T, pieces []piece, limits []int, laid []string, left int) {
	t.Helper()
	if len(laid) > len(limits) {
		t.Fatalf("%d pages for %d limits", len(laid), len(limits))
	}
	for i, p := range laid {
		if pages.Units(p) > limits[i] || p == "" {
			t.Errorf("page %d has %d units, at most %d: %q", i, pages.Units(p), limits[i], p)
		}
		if !utf8.ValidString(p) {
			t.Errorf("page %d is cut inside a character: %q", i, p)
		}
		if strings.HasPrefix(strings.TrimSpace(p), "[1]") {
			t.Errorf("page %d begins with a marker that belongs to the claim before: %q", i, p)
		}
		trimmed := strings.TrimRight(p, `\`)
		if (len(p)-len(trimmed))%2 == 1 {
			t.Errorf("page %d ends in a backslash that escapes nothing: %q", i, p)
		}
		if strings.Count(p, "](<") != len(wholeLink.FindAllString(p, -1)) {
			t.Errorf("page %d has a part of a link: %q", i, p)
		}
	}
	if left > 0 {
		return
	}
	squeeze := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsSpace(r) {
				return -1
			}
			return r
		}, s)
	}
	var in strings.Builder
	for _, p := range pieces {
		in.WriteString(p.before + p.text)
	}
	if got, want := squeeze(strings.Join(laid, "")), squeeze(in.String()); got != want {
		t.Errorf("the pages hold\n%q\nnot\n%q", got, want)
	}
}

var wholeLink = regexp.MustCompile(`\[[^\]]*\]\(<[^ >]*>\)`)

func FuzzSplit(f *testing.F) {
	f.Add("The harbour reopened on Tuesday, *two days* later.", "https://a.example/b", uint16(30), uint8(3))
	f.Add(strings.Repeat("wordwithoutend", 40), "", uint16(12), uint8(9))
	f.Add("😀 [1] <@2> \\ `x` - # \u202e", "http://x.example/(y)", uint16(50), uint8(2))
	f.Add(strings.Repeat(`\`, 99)+" [1][2]", "", uint16(7), uint8(40))
	f.Fuzz(func(t *testing.T, text, address string, limit uint16, parts uint8) {
		size := 8 + int(limit)%2000
		if to := link("link", address); pages.Units(to)+8 > size {
			address = ""
		}
		var limits []int
		for range 1 + int(parts)%50 {
			limits = append(limits, size)
		}
		safe := escape(text)
		pieces := []piece{{"", safe}}
		for i, s := range strings.SplitAfter(safe, ".") {
			if s = strings.TrimSpace(s); s != "" && !strings.HasSuffix(s, `\`) {
				pieces = append(pieces, piece{[]string{" ", "\n", "\n\n"}[i%3], marked(s, "[1][2]")})
			}
		}
		if to := link("link", address); to != "" {
			pieces = append(pieces, piece{"\n", "[9] " + safe + " · " + to})
		}
		laid, left := split(pieces, limits)
		checkPages(t, pieces, limits, laid, left)
	})
}

// FuzzEscape reads escaped text as Discord does and finds the visible text, with nothing in it that formats.
func FuzzEscape(f *testing.F) {
	f.Add("*a* _b_ [c](d) <@1> # e\n> f")
	f.Add("\\*a\\* 12. https://x.example \u202e\x00")
	f.Fuzz(func(t *testing.T, text string) {
		got := escape(text)
		if !utf8.ValidString(got) || strings.ContainsFunc(got, unicode.IsControl) {
			t.Errorf("escape(%q) = %q", text, got)
		}
		var shown strings.Builder
		for i := 0; i < len(got); i++ {
			if got[i] == '\\' {
				if i+1 == len(got) {
					t.Fatalf("escape(%q) = %q ends in a backslash", text, got)
				}
				i++
			} else if strings.ContainsRune("*_~|`<>[]", rune(got[i])) {
				t.Fatalf("escape(%q) = %q formats at byte %d", text, got, i)
			}
			shown.WriteByte(got[i])
		}
		if got, want := strings.Fields(shown.String()), strings.Fields(visible(text)); !slices.Equal(got, want) {
			t.Errorf("escape(%q) shows %q, want %q", text, got, want)
		}
		if strings.Contains(got, "  ") || strings.TrimSpace(got) != got {
			t.Errorf("escape(%q) = %q has space to spare", text, got)
		}
	})
}

// TestOverlongAnswersKeepTheirSources leaves out sentences, not sources, when an answer has no room.
func TestOverlongAnswersKeepTheirSources(t *testing.T) {
	t.Parallel()
	l := english()
	a := &answer.Answer{Question: "?", Resolved: "?", Model: "quotations"}
	for i := range 90 {
		a.Sentences = append(a.Sentences, answer.Sentence{Text: fmt.Sprintf("Sentence %d %s.", i, strings.Repeat("goes on and ", 12)), Citations: []int{1}})
	}
	a.Citations = []answer.Citation{{N: 1, Article: &corpus.Article{ID: "a", Title: "The only source"}}}
	p := render(a, frame{title: "Everything", lead: asBullets}, &l).payload()
	all := p.Content
	for _, e := range p.Embeds {
		all += "\n" + e.Description
	}
	for _, words := range []string{"Everything", "Sentence 0 ", "more not shown", "[1] The only source", "quotations only"} {
		if !strings.Contains(all, words) {
			t.Errorf("the message lacks %q", words)
		}
	}
	if strings.Contains(all, "Sentence 89 ") || pages.Units(all) > 7900 {
		t.Errorf("%d units", pages.Units(all))
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
