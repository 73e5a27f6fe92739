// Package quote finds quotations in the texts that they are from. Only typography is forgiven: the shape of marks and dashes, white space,
// characters that nobody sees, and a last stop.
package quote

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"readout/corpus/prose"
)

// Find finds quote in text and returns where the text's own characters stand. Only typography is forgiven: quotation marks,
// apostrophes and dashes of another shape, runs of white space, and a last comma or stop that the quoting sentence
// needed. A word that differs, an ellipsis, or a quotation that begins or ends inside a word is not found. A quote without a word never is.
func Find(text, quote string) (prose.Span, bool) {
	q := plainForm(strings.Trim(quote, " \t\r\n\"“”«»„")).text
	if !strings.ContainsFunc(q, prose.IsWordRune) {
		return prose.Span{}, false
	}
	t := plainForm(text)
	if s, ok := t.find(plainForm(quote).text); ok {
		return s, true // its marks included, where the text has them at the same places
	}
	if s, ok := t.find(q); ok {
		return s, true
	}
	if short := strings.TrimRight(q, ".,;:"); short != q && short != "" {
		return t.find(short)
	}
	return prose.Span{}, false
}

// plain is a text with its typography made uniform, and the way back.
type plain struct {
	text string
	at   []int // at[i] is the offset in the original of the rune that gave byte i; at[len(text)] is the original's length
}

// Characters that are made uniform, or left out.
const (
	singleMarks = "‘’ʼ`'"
	doubleMarks = "“”„«»"
	unseen      = "\u00ad\u200b\u2060\ufeff"
)

func plainForm(s string) plain {
	var b strings.Builder
	b.Grow(len(s))
	at := make([]int, 0, len(s)+1)
	space := true
	emit := func(r rune, from int) {
		n := utf8.RuneLen(r)
		if n < 0 {
			r, n = utf8.RuneError, 3
		}
		b.WriteRune(r)
		for range n {
			at = append(at, from)
		}
	}
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case unicode.IsSpace(r):
			if !space {
				emit(' ', i)
			}
			space = true
			i += n
			continue
		case strings.ContainsRune(singleMarks, r):
			// Two single marks in a row are how some sites print a double one.
			if next, m := utf8.DecodeRuneInString(s[i+n:]); isSingleMark(next) {
				emit('"', i)
				n += m
			} else {
				emit('\'', i)
			}
		case strings.ContainsRune(doubleMarks, r):
			emit('"', i)
		case unicode.Is(unicode.Pd, r) || r == '−':
			emit('-', i)
		case strings.ContainsRune(unseen, r):
		default:
			emit(r, i)
		}
		space = false
		i += n
	}
	at = append(at, len(s))
	return plain{b.String(), at}
}

func isSingleMark(r rune) bool { return r == '‘' || r == '’' || r == '\'' }

// find returns the original's span of the first place where q stands on word boundaries.
func (p plain) find(q string) (prose.Span, bool) {
	q = strings.TrimRight(q, " ")
	if q == "" {
		return prose.Span{}, false
	}
	for from := 0; ; {
		i := strings.Index(p.text[from:], q)
		if i < 0 {
			return prose.Span{}, false
		}
		i += from
		if p.boundary(i) && p.boundary(i+len(q)) {
			return prose.Span{Start: p.at[i], End: p.endOf(i + len(q))}, true
		}
		_, n := utf8.DecodeRuneInString(p.text[i:])
		from = i + n
	}
}

// endOf is the offset in the original just after the rune that ends before byte i of the plain text.
func (p plain) endOf(i int) int {
	last := p.at[i-1]
	for j := i; j < len(p.at); j++ {
		if p.at[j] > last {
			return p.at[j]
		}
	}
	return p.at[len(p.at)-1]
}

// boundary reports whether no word is cut at byte i.
func (p plain) boundary(i int) bool {
	before, _ := utf8.DecodeLastRuneInString(p.text[:i])
	after, _ := utf8.DecodeRuneInString(p.text[i:])
	return i == 0 || i == len(p.text) || !prose.IsWordRune(before) || !prose.IsWordRune(after)
}

// Uniform is a text with its typography made uniform.
func Uniform(text string) string { return plainForm(text).text }
