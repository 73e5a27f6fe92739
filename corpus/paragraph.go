package corpus

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// line is a line of a text without the white space around it; empty for a blank line.
type line struct{ Span }

// splitLines finds the lines from start on. Lines end in LF, CR LF or CR.
func splitLines(body string, start int) []line {
	var out []line
	for start <= len(body) {
		end := strings.IndexAny(body[start:], "\r\n")
		next := len(body) + 1
		if end < 0 {
			end = len(body)
		} else {
			end += start
			next = end + 1
			if strings.HasPrefix(body[end:], "\r\n") {
				next++
			}
		}
		out = append(out, line{trimSpan(body, Span{start, end})})
		start = next
	}
	return out
}

// trimSpan leaves the white space at both ends of a span out.
func trimSpan(body string, s Span) Span {
	text := strings.TrimLeftFunc(body[s.Start:s.End], unicode.IsSpace)
	s.Start = s.End - len(text)
	s.End = s.Start + len(strings.TrimRightFunc(text, unicode.IsSpace))
	return s
}

// textBlocks finds the paragraphs of plain text from start on. A blank line always ends one. Of lines that follow each other
// without a blank one, each is a paragraph, unless their shape shows that one text was wrapped over them.
func textBlocks(body string, start int) []block {
	var out []block
	var run []line
	group := 0
	flush := func() {
		for _, s := range paragraphsOf(body, run) {
			out = append(out, block{span: s, text: body[s.Start:s.End], group: group})
		}
		run = run[:0]
		group++
	}
	for _, l := range splitLines(body, start) {
		if l.Len() == 0 {
			flush()
			continue
		}
		run = append(run, l)
	}
	flush()
	return out
}

const (
	widestWrap    = 120 // runes; longer lines were not wrapped by hand or by a mail program
	narrowestWrap = 40
)

// paragraphsOf turns the lines of one run into paragraphs.
func paragraphsOf(body string, run []line) []Span {
	var out []Span
	wrapped, width := isWrapped(body, run)
	fresh := true
	for _, l := range run {
		if fresh || !wrapped {
			out = append(out, l.Span)
		} else {
			out[len(out)-1].End = l.End
		}
		text := body[l.Start:l.End]
		fresh = endsComplete(text) && utf8.RuneCountInString(text) < width*3/4
	}
	return out
}

// isWrapped tells whether the lines are one text broken at a width, and that width in runes: every line but the last of a
// paragraph is about as long, and breaks fall inside sentences.
func isWrapped(body string, run []line) (wrapped bool, width int) {
	if len(run) < 2 {
		return false, 0
	}
	for _, l := range run {
		width = max(width, utf8.RuneCountInString(body[l.Start:l.End]))
	}
	if width < narrowestWrap || width > widestWrap {
		return false, width
	}
	inside, breaks := 0, 0
	for i, l := range run[:len(run)-1] {
		text := body[l.Start:l.End]
		if endsComplete(text) {
			continue
		}
		breaks++
		first, _ := utf8.DecodeRuneInString(body[run[i+1].Start:])
		if utf8.RuneCountInString(text) < width*3/5 {
			return false, width // a short line that ends no sentence: a list, a heading, verse
		}
		if unicode.IsLower(first) {
			inside++
		}
	}
	return breaks > 0 && inside*2 >= breaks, width
}

// endsComplete reports whether a text ends as a sentence does: in a stop, with what closes behind it.
func endsComplete(text string) bool {
	text = strings.TrimRightFunc(text, func(r rune) bool { return isCloser(r) || unicode.IsSpace(r) })
	r, _ := utf8.DecodeLastRuneInString(text)
	return isStop(r)
}
