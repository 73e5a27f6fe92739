package prose

import (
	"strings"
	"unicode"
)

// Span is a half-open range of byte offsets in a text, on rune boundaries.
type Span struct{ Start, End int }

// Len is the number of bytes in the span.
func (s Span) Len() int { return s.End - s.Start }

// Contains reports whether the whole of t lies in s.
func (s Span) Contains(t Span) bool { return s.Start <= t.Start && t.End <= s.End }

// Overlaps reports whether s and t share at least one byte.
func (s Span) Overlaps(t Span) bool { return s.Start < t.End && t.Start < s.End }

// TrimSpan leaves the white space at both ends of a span out.
func TrimSpan(body string, s Span) Span {
	text := strings.TrimLeftFunc(body[s.Start:s.End], unicode.IsSpace)
	s.Start = s.End - len(text)
	s.End = s.Start + len(strings.TrimRightFunc(text, unicode.IsSpace))
	return s
}

// Without is a text with the spans blanked, and white space folded.
func Without(text string, spans []Span) string {
	b := []byte(text)
	for _, s := range spans {
		for i := s.Start; i < s.End && i < len(b); i++ {
			b[i] = ' '
		}
	}
	return OneLine(string(b))
}
