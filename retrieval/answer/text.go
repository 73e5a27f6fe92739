package answer

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// Text is the answer's sentences as one text, each followed by the markers of its citations: "It was. [1] It is. [1][2]". It is
// empty on abstention.
func (a *Answer) Text() string {
	var b strings.Builder
	for i, s := range a.Sentences {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(s.Marked())
	}
	return b.String()
}

// Marked is the sentence followed by the markers of its citations.
func (s Sentence) Marked() string {
	if len(s.Citations) == 0 {
		return s.Text
	}
	return s.Text + " " + Markers(s.Citations)
}

// Markers are the numbers of citations as a text shows them: "[1][3]".
func Markers(citations []int) string {
	var b strings.Builder
	for _, n := range citations {
		b.WriteString("[" + strconv.Itoa(n) + "]")
	}
	return b.String()
}

func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}

var spaceBeforeMark = regexp.MustCompile(`\s+([,.?!;:])`)

// tidied is a text from which words were taken, as it would have been written without them.
func tidied(s string) string { return spaceBeforeMark.ReplaceAllString(onOneLine(s), "$1") }

// onOneLine folds white space, for showing: a sentence may be broken over lines in its file.
func onOneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

var negation = regexp.MustCompile(`(?i)\b(?:not|no|never|nor|neither|nobody|nothing|none|nowhere|without|cannot|hardly|scarcely|barely|\p{L}+n['’]t)\b`)
