package parse

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"readout/corpus/parse/about"
	"readout/corpus/prose"
	"readout/corpus/transcript"
)

// line is a line of a text without the white space around it; empty for a blank line.
type line struct{ prose.Span }

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
		out = append(out, line{prose.TrimSpan(body, prose.Span{Start: start, End: end})})
		start = next
	}
	return out
}

// textBlocks finds the paragraphs of plain text from start on. A blank line always ends one. Of lines that follow each other
// without a blank one, each is a paragraph, unless their shape shows that one text was wrapped over them.
func textBlocks(body string, start int) []block {
	var out []block
	var run []line
	group := 0
	flush := func() {
		for part := range turnsOf(body, run) {
			for _, s := range paragraphsOf(body, part) {
				out = append(out, block{span: s, text: body[s.Start:s.End], group: group})
			}
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
	ragged        = 4 // runes; programs differ in how they count what stands at a line's end
)

// turnsOf cuts a run of lines before those that begin a turn of a transcript, and around those that tell what happened meanwhile.
func turnsOf(body string, run []line) iter.Seq[[]line] {
	return func(yield func([]line) bool) {
		from := 0
		alone := false // the line before is a part by itself
		for i, l := range run {
			text := body[l.Start:l.End]
			direction := isDirection(text)
			if i > from && (alone || direction || opensTurn(text)) {
				if !yield(run[from:i]) {
					return
				}
				from = i
			}
			alone = direction
		}
		if from < len(run) {
			yield(run[from:])
		}
	}
}

// isDirection reports whether a line is a remark of a transcript on what happened: "(Applause.)", "(CROSSTALK)".
func isDirection(text string) bool {
	return text[0] == '(' && transcript.StageDirection(text) || text[0] == '[' && transcript.StageDirection(text)
}

// paragraphsOf turns the lines of one run into paragraphs.
func paragraphsOf(body string, run []line) []prose.Span {
	var out []prose.Span
	wrapped, width := isWrapped(body, run)
	fresh := true
	for _, l := range run {
		if fresh || !wrapped {
			out = append(out, l.Span)
		} else {
			out[len(out)-1].End = l.End
		}
		text := body[l.Start:l.End]
		fresh = about.EndsComplete(text) && utf8.RuneCountInString(text) < width*3/4
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
	inside, breaks, full := 0, 0, 0
	for i, l := range run[:len(run)-1] {
		text := body[l.Start:l.End]
		if about.EndsComplete(text) {
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
		next, _, _ := strings.Cut(body[run[i+1].Start:run[i+1].End], " ")
		if utf8.RuneCountInString(text)+1+utf8.RuneCountInString(next) > width-ragged {
			full++ // the next word would not have fitted
		}
	}
	return breaks > 0 && inside*2 >= breaks || full > 1 && full == breaks, width
}
