package pages

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"readout/bot/chat/markup"
)

func TestSplit(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name   string
		pieces []Piece
		limits []int
		pages  []string
		left   int
	}{
		{"fits", []Piece{{"", "Asked."}, {"\n\n", "It is. [1]"}, {" ", "It was. [2]"}}, []int{40}, []string{"Asked.\n\nIt is. [1] It was. [2]"}, 0},
		{"a claim moves whole", []Piece{{"", "It is so. [1]"}, {" ", "It was so. [2]"}}, []int{20, 20}, []string{"It is so. [1]", "It was so. [2]"}, 0},
		{"a long claim", []Piece{{"", "one two three four [1][2]"}}, []int{13, 20}, []string{"one two three", "four [1][2]"}, 0},
		{"a marker goes with its word", []Piece{{"", "one two three [12]"}}, []int{13, 13}, []string{"one two", "three [12]"}, 0},
		{"a long word", []Piece{{"", "abcdefghij [1]"}}, []int{6, 6, 6}, []string{"ab", "cdefgh"}, 1},
		{"a link stays whole", []Piece{{"", "see [the link](<https://a.example>) now"}}, []int{34, 34}, []string{"see", "[the link](<https://a.example>) now"}, 0},
		{"no room", []Piece{{"", "one."}, {" ", "two."}, {" ", "three."}}, []int{9}, []string{"one. two."}, 1},
		{"astral", []Piece{{"", "😀😀😀😀"}}, []int{4, 4}, []string{"😀😀", "😀😀"}, 0},
		{"nothing", nil, []int{9}, nil, 0},
	} {
		laid, left := Split(tc.pieces, tc.limits)
		if tc.name == "a link stays whole" && len(laid) == 2 && Units(laid[1]) > 34 {
			t.Errorf("%s: page of %d", tc.name, Units(laid[1]))
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
func checkPages(t *testing.T, pieces []Piece, limits []int, laid []string, left int) {
	t.Helper()
	if len(laid) > len(limits) {
		t.Fatalf("%d pages for %d limits", len(laid), len(limits))
	}
	for i, p := range laid {
		if Units(p) > limits[i] || p == "" {
			t.Errorf("page %d has %d units, at most %d: %q", i, Units(p), limits[i], p)
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
		in.WriteString(p.Before + p.Text)
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
		if to := markup.Link("link", address); Units(to)+8 > size {
			address = ""
		}
		var limits []int
		for range 1 + int(parts)%50 {
			limits = append(limits, size)
		}
		safe := markup.Escape(text)
		pieces := []Piece{{"", safe}}
		for i, s := range strings.SplitAfter(safe, ".") {
			if s = strings.TrimSpace(s); s != "" && !strings.HasSuffix(s, `\`) {
				pieces = append(pieces, Piece{[]string{" ", "\n", "\n\n"}[i%3], markup.Marked(s, "[1][2]")})
			}
		}
		if to := markup.Link("link", address); to != "" {
			pieces = append(pieces, Piece{"\n", "[9] " + safe + " · " + to})
		}
		laid, left := Split(pieces, limits)
		checkPages(t, pieces, limits, laid, left)
	})
}
