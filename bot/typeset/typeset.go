// Package typeset sets text in columns for a terminal: wrapped, styled where that is wanted, and unable to steer the terminal.
package typeset

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// Page is what text is set on. The zero Page wraps and styles nothing.
type Page struct {
	Width  int  // columns to wrap at; 0 wraps nothing
	Colour bool // with ANSI escapes
}

// Style is an ANSI graphic rendition, "" for none. Meaning never rests on it.
type Style string

// The styles in use.
const (
	Plain  Style = ""
	Bold   Style = "1"
	Dim    Style = "2"
	Quoted Style = "36" // words that somebody said
)

// Styled is a text in a style.
func (p Page) Styled(s Style, text string) string {
	if !p.Colour || s == Plain || text == "" {
		return text
	}
	return "\x1b[" + string(s) + "m" + text + "\x1b[0m"
}

// Span is a stretch of text in one style.
type Span struct {
	Style Style
	Text  string
}

// word is what a line is never broken in: its spans have no white space at their ends.
type word struct {
	spans   []Span
	columns int
}

func (w word) text() string {
	text := ""
	for _, s := range w.spans {
		text += s.Text
	}
	return text
}

// Paragraph wraps a text in one style, with an indent for the first line and one for those after it; see Spans.
func (p Page) Paragraph(s Style, first, then, text string) string {
	return p.Spans(first, then, Span{s, text})
}

// Spans wraps spans that follow each other. White space is folded; a citation marker stays on the line of the word before it; a word
// that is wider than the page stands on a line of its own. The text ends in a line end, also when there are no words.
func (p Page) Spans(first, then string, spans ...Span) string {
	var b strings.Builder
	indent := first
	var line []word
	used := 0
	flush := func() {
		b.WriteString(indent + p.line(line) + "\n")
		indent, line, used = then, nil, 0
	}
	for _, w := range unbreakable(words(spans)) {
		if len(line) > 0 && p.Width > 0 && columns(indent)+used+1+w.columns > p.Width {
			flush()
		}
		if len(line) > 0 {
			used++
		}
		line = append(line, w)
		used += w.columns
	}
	flush()
	return b.String()
}

// line sets words beside each other. A space between two words of one style has that style.
func (p Page) line(words []word) string {
	var joined []Span
	add := func(s Span) {
		if n := len(joined); n > 0 && joined[n-1].Style == s.Style {
			joined[n-1].Text += s.Text
			return
		}
		joined = append(joined, s)
	}
	for i, w := range words {
		if i > 0 {
			before := words[i-1].spans
			space := Span{Plain, " "}
			if last := before[len(before)-1].Style; last == w.spans[0].Style {
				space.Style = last
			}
			add(space)
		}
		for _, s := range w.spans {
			add(s)
		}
	}
	var b strings.Builder
	for _, s := range joined {
		b.WriteString(p.Styled(s.Style, s.Text))
	}
	return b.String()
}

// words parts spans at white space.
func words(spans []Span) []word {
	var out []word
	open := false // the last word goes on in the next span
	for _, s := range spans {
		text := Harmless(s.Text)
		for text != "" {
			space := len(text) - len(strings.TrimLeftFunc(text, unicode.IsSpace))
			if space > 0 {
				open = false
				text = text[space:]
				continue
			}
			end := strings.IndexFunc(text, unicode.IsSpace)
			if end < 0 {
				end = len(text)
			}
			if !open {
				out = append(out, word{})
			}
			last := &out[len(out)-1]
			last.spans = append(last.spans, Span{s.Style, text[:end]})
			last.columns += columns(text[:end])
			open, text = true, text[end:]
		}
	}
	return out
}

// unbreakable joins markers ("[1][2]") to the words before them.
func unbreakable(words []word) []word {
	var out []word
	for _, w := range words {
		if len(out) == 0 || !isMarker(w.text()) {
			out = append(out, w)
			continue
		}
		last := &out[len(out)-1]
		space := Span{Plain, " "}
		if before := last.spans[len(last.spans)-1].Style; before == w.spans[0].Style {
			space.Style = before
		}
		last.spans = append(append(last.spans[:len(last.spans):len(last.spans)], space), w.spans...)
		last.columns += 1 + w.columns
	}
	return out
}

// isMarker reports whether a word is the marker of a citation, with or without more behind it.
func isMarker(word string) bool {
	return len(word) > 2 && word[0] == '[' && unicode.IsDigit(rune(word[1])) && strings.Contains(word, "]")
}

// Link sets a link on a line of its own, never broken; "" for none.
func (p Page) Link(indent, url string) string {
	if url == "" {
		return ""
	}
	return indent + p.Styled(Dim, strings.Join(strings.Fields(Harmless(url)), "")) + "\n"
}

// columns is how wide a terminal shows a text: marks on other characters take no room, East Asian characters two columns.
func columns(text string) int {
	n := 0
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Me, r) || r == '\u200d':
		case isWide(r):
			n += 2
		default:
			n++
		}
	}
	return n
}

func isWide(r rune) bool {
	if r < 0x1100 {
		return false
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return true
	}
	return false
}

// Harmless takes out of a text what could steer a terminal or turn its writing round: control characters but for line ends and
// tabs, and marks of direction.
func Harmless(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r < ' ' || 0x7f <= r && r <= 0x9f, // control characters, the escape among them
			r == 0x61c, 0x200e <= r && r <= 0x200f, 0x202a <= r && r <= 0x202e, 0x2066 <= r && r <= 0x2069:
			return -1
		}
		return r
	}, text)
}

// Quotations parts a text into what stands in quotation marks, with the marks, in the style Quoted, and what does not. A mark that is
// never closed quotes the rest; an apostrophe is none.
func Quotations(text string) []Span {
	var out []Span
	begin, closing := 0, rune(0)
	take := func(end int, s Style) {
		if end > begin {
			out = append(out, Span{s, text[begin:end]})
		}
		begin = end
	}
	for i, r := range text {
		if closing != 0 {
			if r == closing {
				take(i+len(string(r)), Quoted)
				closing = 0
			}
			continue
		}
		if closing = closingMark(r); closing != 0 {
			take(i, Plain)
		}
	}
	if closing != 0 {
		take(len(text), Quoted)
	}
	take(len(text), Plain)
	return out
}

// closingMark is what closes a quotation that the mark opens; 0 for what opens none.
func closingMark(r rune) rune {
	switch r {
	case '"':
		return '"'
	case '“':
		return '”'
	case '„':
		return '“'
	case '«':
		return '»'
	}
	return 0
}
