package pdftext

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// joinLines puts lines together to paragraphs. A paragraph ends where the distance to the next line is wider than usual, the letters
// change their size, the next line is indented, or a line that ends a sentence stops short of the margin.
func joinLines(lines []setLine) []string {
	usual, full := usualDistance(lines), fullLine(lines)
	words := wholeWords(lines)
	var out []string
	var paragraph strings.Builder
	var before *setLine
	for i := range lines {
		l := &lines[i]
		if l.text == "" {
			continue
		}
		if before != nil && startsParagraph(*before, *l, usual, full) {
			out = append(out, paragraph.String())
			paragraph.Reset()
			before = nil
		}
		if before != nil {
			paragraph.WriteString(between(before.text, l.text))
		}
		text := l.text
		if i+1 < len(lines) && words.mends(l.text, lines[i+1].text) && !startsParagraph(*l, lines[i+1], usual, full) {
			text = strings.TrimSuffix(text, "-")
		}
		paragraph.WriteString(text)
		before = l
	}
	if paragraph.Len() > 0 {
		out = append(out, paragraph.String())
	}
	return out
}

// startsParagraph reports whether the line l, which follows last, begins a paragraph.
func startsParagraph(last, l setLine, usual float64, full int) bool {
	const (
		wider  = 1.3  // of the usual distance
		indent = 0.8  // of the size
		column = 8    // sizes: what stands farther right is another column
		other  = 0.12 // of the size: letters that differ more are of another size
	)
	size := max(last.size, l.size)
	down := last.y - l.y
	ended := endsSentence(last.text)
	first, _ := utf8.DecodeRuneInString(l.text)
	// Files may not state how wide letters are, so lines are measured by counting these.
	short := utf8.RuneCountInString(last.text)*100 < full*85
	switch {
	case math.Abs(last.size-l.size) > other*size:
		return true
	case last.page != l.page || down <= 0: // a paragraph that has not ended goes on in the next column
		return ended || short && unicode.IsUpper(first)
	case usual > 0 && down > wider*usual:
		return true
	case l.left > last.left+indent*size && l.left < last.left+column*size:
		return ended
	}
	return ended && short && !unicode.IsLower(first)
}

// fullLine is how many letters a full line has: nine of ten lines have no more.
func fullLine(lines []setLine) int {
	var letters []int
	for _, l := range lines {
		letters = append(letters, utf8.RuneCountInString(l.text))
	}
	if len(letters) == 0 {
		return 0
	}
	slices.Sort(letters)
	return letters[(len(letters)-1)*9/10]
}

// usualDistance is the distance between most lines that follow each other; 0 when none do.
func usualDistance(lines []setLine) float64 {
	const step = 0.5 // points
	count := map[int]int{}
	best := 0
	for i := 1; i < len(lines); i++ {
		down := lines[i-1].y - lines[i].y
		if lines[i-1].page != lines[i].page || down <= 0 || down > 1000 {
			continue
		}
		at := int(down/step + 0.5)
		count[at]++
		if count[at] > count[best] || count[at] == count[best] && at < best {
			best = at
		}
	}
	return float64(best) * step
}

// endsSentence reports whether a text ends as a sentence does.
func endsSentence(text string) bool {
	text = strings.TrimRight(text, " \"'”’»)]")
	last, _ := utf8.DecodeLastRuneInString(text)
	return strings.ContainsRune(".!?…:", last) && text != ""
}

// vocabulary is the words of a document as they stand inside of its lines, in lower case.
type vocabulary map[string]bool

func wholeWords(lines []setLine) vocabulary {
	out := vocabulary{}
	for _, l := range lines {
		for w := range strings.FieldsFuncSeq(strings.ToLower(l.text), func(r rune) bool { return !unicode.IsLetter(r) && r != '-' }) {
			if w = strings.Trim(w, "-"); w != "" {
				out[w] = true
			}
		}
	}
	return out
}

// between is what stands between two lines of a paragraph: a space, or nothing when the first ends in the middle of a word.
func between(text, line string) string {
	if isBroken(text, line, unicode.IsLetter) || isBroken(text, line, unicode.IsDigit) {
		return ""
	}
	return " "
}

// isBroken reports whether a word goes on from one line to the next: behind a hyphen, with characters of the same kind on both sides.
func isBroken(text, line string, kind func(rune) bool) bool {
	before, hyphen := strings.CutSuffix(text, "-")
	first, _ := utf8.DecodeRuneInString(line)
	last, _ := utf8.DecodeLastRuneInString(before)
	return hyphen && kind(last) && kind(first)
}

// mends reports whether the word that is broken between two lines is written without the hyphen at the first one's end: all are that
// do not go on with a capital letter, unless the document writes the word with a hyphen elsewhere.
func (v vocabulary) mends(text, line string) bool {
	first, _ := utf8.DecodeRuneInString(line)
	if !isBroken(text, line, unicode.IsLetter) || unicode.IsUpper(first) {
		return false
	}
	before := strings.TrimSuffix(text, "-")
	head, tail := strings.ToLower(before[lastWord(before):]), line
	if end := strings.IndexFunc(line, func(r rune) bool { return !unicode.IsLetter(r) }); end >= 0 {
		tail = line[:end]
	}
	tail = strings.ToLower(tail)
	return v[head+tail] || !v[head+"-"+tail]
}

// lastWord is where the letters at the end of a text begin.
func lastWord(text string) int {
	at := strings.LastIndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
	if at < 0 {
		return 0
	}
	_, n := utf8.DecodeRuneInString(text[at:])
	return at + n
}
