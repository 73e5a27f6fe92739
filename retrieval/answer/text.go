package answer

import (
	"strconv"
	"strings"
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
	var b strings.Builder
	b.WriteString(s.Text)
	for i, n := range s.Citations {
		if i == 0 {
			b.WriteByte(' ')
		}
		b.WriteString("[" + strconv.Itoa(n) + "]")
	}
	return b.String()
}
