package fragment

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// How many words make a term.
const (
	wholeUpTo = 10 // longer quotations are found by their first and last words
	mostWhole = 100
)

var (
	endWords     = []int{4, 6, 9, 3} // of the beginning and of the end of a long quotation
	contextWords = []int{0, 2, 4, 7} // beside the words, where they stand more than once
)

// directiveFor is ":~:text=" with what finds a stretch of one of a page's blocks; start and end are byte offsets in it. Each block is a
// paragraph or another element that text does not run out of. Marks at the ends of the stretch are left to what is around it. It is ""
// where nothing finds the stretch, and no other before it.
func directiveFor(blocks []string, block, start, end int) string {
	page := newPage(blocks)
	text := blocks[block]
	if !utf8.ValidString(text) {
		return ""
	}
	words := wordsOf(text, start, end)
	if len(words) == 0 {
		return ""
	}
	from, to := words[0].start, words[len(words)-1].end
	want := stretch{page.at(block, from), page.at(block, to)}
	before, after := wordsOf(text, 0, from), wordsOf(text, to, len(text))
	for _, t := range ways(text, words) {
		for _, n := range contextWords {
			for _, sides := range [][2]bool{{true, false}, {false, true}, {true, true}} {
				try := t
				if n > 0 && sides[0] && len(before) > 0 {
					try.prefix = text[before[max(0, len(before)-n)].start:from]
				}
				if n > 0 && sides[1] && len(after) > 0 {
					try.suffix = text[to:after[min(n, len(after))-1].end]
				}
				if encoded := try.encode(); len(encoded) <= longestDirective && !try.unsure() {
					if got, ok := page.find(try); ok && got == want {
						return encoded
					}
				}
				if n == 0 {
					break
				}
			}
		}
	}
	return ""
}

// ways are the ways to name a stretch of words, the best first: in full when it is short, else by its ends.
func ways(text string, words []stretch) []term {
	part := func(from, to int) string { return text[words[from].start:words[to-1].end] }
	n := len(words)
	whole := term{start: part(0, n)}
	short := n <= wholeUpTo && len(whole.start) <= mostWhole
	var out []term
	if short {
		out = append(out, whole)
	}
	for _, k := range endWords {
		if 2*k <= n {
			out = append(out, term{start: part(0, k), end: part(n-k, n)})
		}
	}
	if !short {
		out = append(out, whole)
	}
	return out
}

// term is a text directive: what stands before, the first words or all, the last words, what stands behind. All but start may be "".
type term struct{ prefix, start, end, suffix string }

// markup are characters of markup languages: a text may hold them where the page it is of has formatting.
const markup = "*_`[]<>|\\"

// unsure reports whether a term holds what a page may have otherwise: markup, or characters that show nothing.
func (t term) unsure() bool {
	return strings.ContainsFunc(t.prefix+t.start+t.end+t.suffix, func(r rune) bool {
		return strings.ContainsRune(markup, r) || unicode.Is(unicode.Cf, r)
	})
}

// encode is the directive as a fragment has it.
func (t term) encode() string {
	text := directive + "text="
	if t.prefix != "" {
		text += encoded(t.prefix) + "-,"
	}
	text += encoded(t.start)
	if t.end != "" {
		text += "," + encoded(t.end)
	}
	if t.suffix != "" {
		text += ",-" + encoded(t.suffix)
	}
	return text
}

// encoded percent-encodes all but letters, digits and full stops of ASCII: what the directive's grammar uses, and what links in messages
// must not hold.
func encoded(term string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for _, c := range []byte(strings.Join(strings.Fields(term), " ")) {
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '.' {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(hex[c>>4])
		b.WriteByte(hex[c&15])
	}
	return b.String()
}

// stretch is a half-open range of byte offsets.
type stretch struct{ start, end int }

// wordsOf are the words of a text between two offsets, without the marks around them.
func wordsOf(text string, start, end int) []stretch {
	var out []stretch
	take := func(from, to int) {
		word := text[from:to]
		trimmed := strings.TrimLeftFunc(word, isMark)
		from += len(word) - len(trimmed)
		if trimmed = strings.TrimRightFunc(trimmed, isMark); trimmed != "" {
			out = append(out, stretch{from, from + len(trimmed)})
		}
	}
	from := -1
	for i, r := range text[start:end] {
		switch {
		case unicode.IsSpace(r):
			if from >= 0 {
				take(from, start+i)
			}
			from = -1
		case from < 0:
			from = start + i
		}
	}
	if from >= 0 {
		take(from, end)
	}
	return out
}

// isMark reports whether a character belongs to no word.
func isMark(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) }

// page is the text of a page as a browser searches it: white space single, case folded, a line end between two blocks.
type page struct {
	text   string
	blocks []string
	begin  []int // of each block, in text
}

func newPage(blocks []string) *page {
	p := &page{blocks: blocks}
	var b strings.Builder
	for _, block := range blocks {
		p.begin = append(p.begin, b.Len())
		b.WriteString(folded(block))
		b.WriteByte('\n')
	}
	p.text = b.String()
	return p
}

// folded is a text in lower case, with single spaces.
func folded(text string) string {
	return strings.Map(unicode.ToLower, strings.Join(strings.Fields(text), " "))
}

// at is where a character of a block is in the page. It is none of white space, nor is the one before it, unless the block begins there.
func (p *page) at(block, offset int) int {
	head := p.blocks[block][:offset]
	n := len(folded(head))
	if n > 0 && strings.TrimRightFunc(head, unicode.IsSpace) != head {
		n++ // the space before it
	}
	return p.begin[block] + n
}

// find is the stretch that a browser finds, as section 3.5 of the specification has it: the first that fits.
func (p *page) find(t term) (found stretch, ok bool) {
	prefix, start, end, suffix := folded(t.prefix), folded(t.start), folded(t.end), folded(t.suffix)
	for pos := 0; ; {
		first, ok := p.next(start, pos)
		again := first.start + 1
		if prefix != "" {
			before, ok := p.next(prefix, pos)
			if !ok {
				return stretch{}, false
			}
			again = before.start + 1
			first, ok = p.next(start, p.skip(before.end))
			if !ok {
				return stretch{}, false
			}
			if first.start != p.skip(before.end) {
				pos = again
				continue
			}
		} else if !ok {
			return stretch{}, false
		}
		found = first
		for from := first.end; ; {
			if end != "" {
				last, ok := p.next(end, from)
				if !ok {
					return stretch{}, false
				}
				found, from = stretch{first.start, last.end}, last.start+1
			}
			if suffix == "" {
				return found, true
			}
			behind := p.skip(found.end)
			if next, ok := p.next(suffix, behind); ok && next.start == behind {
				return found, true
			}
			if end == "" {
				break
			}
		}
		pos = again
	}
}

// skip is the next place from pos on that holds no white space.
func (p *page) skip(pos int) int {
	for pos < len(p.text) && (p.text[pos] == ' ' || p.text[pos] == '\n') {
		pos++
	}
	return pos
}

// next is where a term stands next, from pos on, with no word going on beyond either of its ends.
func (p *page) next(term string, pos int) (stretch, bool) {
	for pos <= len(p.text) {
		i := strings.Index(p.text[pos:], term)
		if term == "" || i < 0 {
			return stretch{}, false
		}
		s := stretch{pos + i, pos + i + len(term)}
		if p.bounded(s.start) && p.bounded(s.end) {
			return s, true
		}
		pos = s.start + 1
	}
	return stretch{}, false
}

// bounded reports whether no word goes on over a place in the page.
func (p *page) bounded(at int) bool {
	before, _ := utf8.DecodeLastRuneInString(p.text[:at])
	after, _ := utf8.DecodeRuneInString(p.text[at:])
	return at == 0 || at == len(p.text) || isMark(before) || isMark(after)
}
