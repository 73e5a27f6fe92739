// Package pages lays a text that is longer than a message of Discord's out in several.
package pages

import (
	"regexp"
	"strings"
)

// Piece is a part of a message that stays in one page where it fits one: a claim with its markers, a line of sources.
type Piece struct {
	Before string // what parts it from the piece before; left out at the beginning of a page
	Text   string // escaped
}

// Part is a piece.
func Part(before, text string) Piece { return Piece{before, text} }

// Markers are the citation markers at the end of a claim, with the space before them.
var Markers = regexp.MustCompile(` ?(\[\d+\])+$`)

// Split lays pieces out in pages. A page holds at most as many UTF-16 units as limits says, which no way of counting characters
// exceeds. A piece too long for any page is broken between words; a word too long, between characters. Markers stay with the word
// before them, and a masked link is never broken. left is how many pieces had no room, even in part.
func Split(pieces []Piece, limits []int) (pages []string, left int) {
	var page strings.Builder
	room := func() int { return limits[len(pages)] - Units(page.String()) }
	turn := func() bool {
		if page.Len() > 0 {
			pages = append(pages, page.String())
			page.Reset()
		}
		return len(pages) < len(limits)
	}
	for i, p := range pieces {
		before := p.Before
		if page.Len() == 0 {
			before = ""
		}
		if Units(before+p.Text) <= room() {
			page.WriteString(before + p.Text)
			continue
		}
		if next := len(pages) + 1; page.Len() > 0 && next < len(limits) && Units(p.Text) <= limits[next] {
			turn()
			page.WriteString(p.Text)
			continue
		}
		longest := limits[len(limits)-1]
		for _, w := range cutWords(p.Text, longest) {
			if Units(before+w) > room() {
				if !turn() {
					return pages, len(pieces) - i
				}
				before = ""
				if Units(w) > room() {
					return pages, len(pieces) - i
				}
			}
			page.WriteString(before + w)
			before = " "
		}
	}
	turn()
	return pages, 0
}

// cutWords cuts a text at its spaces into words of at most limit units, but leaves masked links and the markers after a word whole.
func cutWords(text string, limit int) []string {
	var out []string
	for text != "" {
		end := wordEnd(text)
		if m := Markers.FindString(text[:end]); m == "" {
			if next, ok := strings.CutPrefix(text[end:], " "); ok {
				if after := wordEnd(next); isMarkers(next[:after]) {
					end += 1 + after
				}
			}
		}
		out = append(out, chop(text[:end], limit)...)
		text = strings.TrimPrefix(text[end:], " ")
	}
	return out
}

func isMarkers(word string) bool { return word != "" && Markers.FindString(word) == word }

// wordEnd is where the first word of the text ends: at a space that is not within a masked link.
func wordEnd(text string) int {
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++ // what is escaped is text
		case ' ':
			return i
		case '[':
			if end := linkEnd(text[i:]); end > 0 {
				i += end - 1
			}
		}
	}
	return len(text)
}

var maskedLink = regexp.MustCompile(`^\[[^\]\\]*\]\(<[^ >]*>\)`)

// linkEnd is where the masked link ends that the text begins with, 0 when it begins with none.
func linkEnd(text string) int { return len(maskedLink.FindString(text)) }

// chop cuts a word into parts of at most limit units, never after a backslash that escapes what follows, and not in its markers.
func chop(word string, limit int) []string {
	if Units(word) <= limit || strings.Contains(word, "](<") {
		return []string{word}
	}
	tail := Markers.FindString(word)
	body := strings.TrimSuffix(word, tail)
	room := max(limit-Units(tail), 2)
	var out []string
	start, n := 0, 0
	for i := 0; i < len(body); {
		step := runeEnd(body[i:])
		size := Units(body[i : i+step])
		if n+size > room && i > start {
			out = append(out, body[start:i])
			start, n = i, 0
		}
		n += size
		i += step
	}
	return append(out, body[start:]+tail)
}

// runeEnd is the length of the first character, its backslash included, in bytes.
func runeEnd(text string) int {
	escaped := text[0] == '\\'
	seen := false
	for i := range text {
		if i == 0 {
			continue
		}
		if escaped && !seen {
			seen = true
			continue
		}
		return i
	}
	return len(text)
}

// Units is the length of a text in UTF-16 units.
func Units(text string) int {
	n := 0
	for _, r := range text {
		if n++; r > 0xffff {
			n++
		}
	}
	return n
}
