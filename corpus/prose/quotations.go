package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Quotations returns the spans of the direct quotations in a text, in order and without overlap: what stands inside the
// outermost quotation marks, white space at its ends left out. A quotation inside a quotation is part of it. Marks may be
// curly, straight, low, angled or single; an apostrophe is not a mark. A quotation that its paragraph does not close ends with
// the paragraph.
func Quotations(text string) []Span {
	var out []Span
	for _, q := range FindQuotations(text) {
		out = append(out, q.Inner)
	}
	return out
}

// Quotation is a direct quotation with what is around it.
type Quotation struct {
	Outer  Span // marks included
	Inner  Span
	Closed bool // false: the paragraph ends before the quotation does
}

func FindQuotations(text string) []Quotation {
	var out []Quotation
	for start := 0; start < len(text); {
		end := paragraphEnd(text, start)
		s := quoteScanner{text: text[:end], pos: start}
		s.openers, s.closers = strings.Count(text[start:end], "“"), strings.Count(text[start:end], "”")
		out = s.scan(out)
		start = end
	}
	return out
}

// paragraphEnd returns the end of the paragraph at start: the next blank line, or the next line that opens with a curly mark, as
// a paragraph that continues a quotation does.
func paragraphEnd(text string, start int) int {
	for i := start; i < len(text); {
		n := strings.IndexByte(text[i:], '\n')
		if n < 0 {
			break
		}
		i += n + 1
		rest := strings.TrimLeft(text[i:], " \t\r")
		if strings.HasPrefix(rest, "\n") || strings.HasPrefix(rest, "“") {
			return i
		}
	}
	return len(text)
}

// quoteScanner finds the quotations of one paragraph, which ends where text does.
type quoteScanner struct {
	text string
	pos  int
	// how many curly marks are still to come: one that opens inside a quotation is nested only if enough marks close
	openers, closers int
}

func (s *quoteScanner) scan(out []Quotation) []Quotation {
	for s.pos < len(s.text) {
		at := s.pos
		mark, n := s.opener()
		if mark == 0 {
			_, n = utf8.DecodeRuneInString(s.text[at:])
			s.pass(at, at+n)
			continue
		}
		s.pass(at, at+n)
		var q Quotation
		var ok bool
		if mark == '\'' {
			q, ok = s.single(at, at+n)
		} else {
			q, ok = s.double(mark, at, at+n)
		}
		if !ok {
			continue
		}
		if q.Inner = TrimSpan(s.text, q.Inner); q.Inner.Len() > 0 {
			out = append(out, q)
		}
	}
	return out
}

// pass moves over text[from:to], keeping count of the curly marks ahead.
func (s *quoteScanner) pass(from, to int) {
	switch s.text[from:to] {
	case "“":
		s.openers--
	case "”":
		s.closers--
	}
	s.pos = to
}

func (s *quoteScanner) around(at, n int) (before, after rune) {
	before, after = ' ', ' '
	if at > 0 {
		before, _ = utf8.DecodeLastRuneInString(s.text[:at])
	}
	if at+n < len(s.text) {
		after, _ = utf8.DecodeRuneInString(s.text[at+n:])
	}
	return before, after
}

// opener returns the kind of the mark that opens a quotation at the position, and its length in bytes: the mark itself for
// double ones, an apostrophe for every single one, 0 when none opens here.
func (s *quoteScanner) opener() (mark rune, n int) {
	r, n := utf8.DecodeRuneInString(s.text[s.pos:])
	if n := s.pairOpens(); n > 0 {
		return '“', n
	}
	before, after := s.around(s.pos, n)
	switch r {
	case '“', '„', '«':
		return r, n
	case '”':
		if opensAfter(before) && unicode.IsLetter(after) {
			return '“', n
		}
	case '"':
		if opensAfter(before) && !unicode.IsSpace(after) && !strings.ContainsRune(".,;:!?)]", after) {
			return '"', n
		}
	case '‘':
		if opensAfter(before) && !unicode.IsSpace(after) && !unicode.IsDigit(after) {
			return '\'', n
		}
	case '\'':
		if opensAfter(before) && unicode.IsLetter(after) && !elided(s.text[s.pos+n:]) {
			return '\'', n
		}
	}
	return 0, n
}

// pairOpens is the length of the two single marks that open a quotation at the position, 0 when none do.
func (s *quoteScanner) pairOpens() int {
	for _, pair := range []string{"``", "‘‘", "''"} {
		if strings.HasPrefix(s.text[s.pos:], pair) {
			before, after := s.around(s.pos, len(pair))
			if opensAfter(before) && !unicode.IsSpace(after) {
				return len(pair)
			}
		}
	}
	return 0
}

func opensAfter(before rune) bool {
	return unicode.IsSpace(before) || unicode.In(before, unicode.Ps, unicode.Pd, unicode.Pi) || before == '/' || before == ':' ||
		before == '"' || before == '*' || before == '_'
}

// elided reports whether the text begins with a word whose start an apostrophe stands for: 'em, 'twas.
func elided(text string) bool {
	word, _ := NextWord(text, 0)
	switch strings.ToLower(word) {
	case "em", "til", "tis", "twas", "cause", "n", "bout", "round", "til's":
		return true
	}
	return false
}

// pairCloses is the length of the two single marks that close a quotation, 0 when none do.
func (s *quoteScanner) pairCloses(at int) int {
	pair := pairedSingles(s.text, at)
	if pair == 0 {
		return 0
	}
	if before, after := s.around(at, pair); unicode.IsSpace(before) || IsWordRune(after) {
		return 0
	}
	return pair
}

// double reads the quotation whose double mark stands at outer and whose words begin at inner.
func (s *quoteScanner) double(mark rune, outer, inner int) (Quotation, bool) {
	depth := 0
	for s.pos < len(s.text) {
		at := s.pos
		r, n := utf8.DecodeRuneInString(s.text[at:])
		if pair := s.pairCloses(at); pair > 0 && mark != '„' && mark != '«' {
			s.pass(at, at+pair)
			return Quotation{Span{outer, s.pos}, Span{inner, at}, true}, true
		}
		s.pass(at, at+n)
		before, after := s.around(at, n)
		switch {
		case r == '“' && mark == '“':
			if s.closers <= s.openers+depth+1 {
				s.pos = at // the quotation before was never closed
				s.openers++
				return Quotation{Span{outer, at}, Span{inner, at}, true}, true
			}
			depth++
		case closes(mark, r) && depth > 0:
			depth--
		case closes(mark, r):
			return Quotation{Span{outer, s.pos}, Span{inner, at}, true}, true
		case r == '"' && mark == '"' && opensAfter(before) && !unicode.IsSpace(after):
			s.pos = at // two marks open in a row: the first was none
			return Quotation{}, false
		case r == '"' && (mark == '"' || mark == '“' && !opensAfter(before)):
			return Quotation{Span{outer, s.pos}, Span{inner, at}, true}, true
		}
	}
	return Quotation{Span{outer, len(s.text)}, Span{inner, len(s.text)}, false}, true
}

func closes(mark, r rune) bool {
	switch mark {
	case '“', '"':
		return r == '”'
	case '„':
		return r == '“' || r == '”'
	case '«':
		return r == '»'
	}
	return false
}

// pairedSingles returns the length of two single marks that stand for a double one at the position, or 0.
func pairedSingles(text string, at int) int {
	for _, pair := range []string{"’’", "''", "’'", "'’"} {
		if strings.HasPrefix(text[at:], pair) {
			return len(pair)
		}
	}
	return 0
}

// single reads the quotation whose single mark stands at outer. An apostrophe after a plural looks just like a closing mark; where
// a later one follows a comma or a full stop, that one closes.
func (s *quoteScanner) single(outer, inner int) (Quotation, bool) {
	first := Span{-1, -1}
	for i := inner; i < len(s.text); {
		r, n := utf8.DecodeRuneInString(s.text[i:])
		before, after := s.around(i, n)
		if r == '‘' || r == '\'' && i > inner && opensAfter(before) && unicode.IsLetter(after) {
			break
		}
		if (r == '’' || r == '\'') && i > inner && !unicode.IsSpace(before) && !IsWordRune(after) {
			punctuated := unicode.IsPunct(before)
			if punctuated && first.Start >= 0 || first.Start < 0 {
				first = Span{i, i + n}
			}
			if punctuated || before != 's' {
				break
			}
		}
		i += n
	}
	if first.Start < 0 {
		return Quotation{}, false
	}
	s.openers -= strings.Count(s.text[s.pos:first.End], "“")
	s.closers -= strings.Count(s.text[s.pos:first.End], "”")
	s.pos = first.End
	return Quotation{Span{outer, first.End}, Span{inner, first.Start}, true}, true
}
