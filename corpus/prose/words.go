// Package prose takes text apart without understanding it: spans, words as they are compared, sentences, quotations, and characters that
// nobody sees. It is called prose, since a variable that holds a text is called text.
package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Word is a word of a text.
type Word struct {
	Text       string // as it stands
	Folded     string // for comparing: see Fold; dots of initials left out ("u.s." is "us")
	Span       Span   // in the text
	Initialism bool   // "U.S.", "UN": not the pronoun that it may look like when folded
}

// Fold makes texts comparable: compatibility forms and accents removed, case lowered, typographic quotes and dashes made plain.
// It keeps no way back to the original; find with it, never show it.
func Fold(s string) string {
	plain := true
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r), isInvisible(r):
		case r == '‘' || r == '’' || r == 'ʼ' || r == '′':
			b.WriteByte('\'')
		case r == '“' || r == '”' || r == '„' || r == '«' || r == '»':
			b.WriteByte('"')
		case unicode.Is(unicode.Pd, r) || r == '−':
			b.WriteByte('-')
		case unicode.Is(unicode.Zs, r):
			b.WriteByte(' ')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// isInvisible reports whether a rune shows nothing and stands for nothing: a place where a word may be broken, or a join between two
// letters.
func isInvisible(r rune) bool {
	switch r {
	case '\u00AD', '\u200B', '\u200C', '\u200D', '\u2060', '\uFEFF', '\u034F', '\u180E':
		return true
	}
	return false
}

// Shown is a text without runes that show nothing, and with plain spaces for those of other widths.
func Shown(s string) string {
	if isASCII(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case isInvisible(r):
			return -1
		case unicode.Is(unicode.Zs, r):
			return ' '
		}
		return r
	}, s)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Words splits a text into words: runs of letters and digits, with apostrophes between letters ("didn't"), dots between single
// letters ("U.S.") and dots or commas between digits ("1,000.5"). A possessive ending and hyphens are not part of a word, but for the
// hyphen of a designation: "G-20" is the one word that "G20" is. A day's ordinal is its number: "7th" folds to "7". Runes that show nothing
// are no part of Folded.
func Words(text string) []Word {
	const short = 5 // bytes of a word and what stands before the next, in most texts at least
	out := make([]Word, 0, len(text)/short+1)
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if !IsWordRune(r) {
			i += n
			continue
		}
		end, initials := wordEnd(text, i)
		w := Word{Text: text[i:end], Span: Span{i, end}}
		w.Folded = Fold(w.Text)
		if n := ordinalEnd(w.Folded); n > 0 {
			w.Folded = w.Folded[:n]
		}
		if isDesignation(w.Text) {
			w.Folded = strings.ReplaceAll(w.Folded, "-", "")
		}
		switch {
		case initials:
			w.Folded, w.Initialism = strings.ReplaceAll(w.Folded, ".", ""), true
		case len(w.Text) <= 4 && len(w.Text) > 1 && !HasSmallLetter(w.Text) && strings.ToUpper(w.Text) == w.Text &&
			!strings.ContainsFunc(w.Text, unicode.IsDigit):
			w.Initialism = true
		}
		out = append(out, w)
		i = end
		if p := Possessive(text[i:]); p > 0 {
			i += p
		}
	}
	return out
}

// ordinalEnd is where the figures of "7th" end, which is the day that "7" is; 0 for what is no such word.
func ordinalEnd(folded string) int {
	n := len(folded) - 2
	if n < 1 || n > 2 || folded[0] < '0' || folded[0] > '9' || folded[n-1] < '0' || folded[n-1] > '9' {
		return 0
	}
	switch folded[n:] {
	case "st", "nd", "rd", "th":
		return n
	}
	return 0
}

// Folded are the words of a text, folded.
func Folded(text string) []string {
	words := Words(text)
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = w.Folded
	}
	return out
}

// IsCapital reports whether a text begins with a capital.
func IsCapital(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsUpper(r)
}

// HasSmallLetter reports whether there is a small letter of the English alphabet: a quick way to know that a word is no initialism.
func HasSmallLetter(word string) bool {
	for i := range len(word) {
		if 'a' <= word[i] && word[i] <= 'z' {
			return true
		}
	}
	return false
}

// IsWordRune reports whether a rune is part of a word.
func IsWordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}

// wordEnd returns where the word that starts at i ends, and whether it is dotted initials.
func wordEnd(text string, i int) (end int, initials bool) {
	if e := dottedInitials(text, i); e > 0 {
		return e, true
	}
	if e := designation(text, i); e > 0 {
		return e, false
	}
	prev := rune(0)
	for i < len(text) {
		r, n := utf8.DecodeRuneInString(text[i:])
		if !IsWordRune(r) {
			next, _ := utf8.DecodeRuneInString(text[i+n:])
			switch {
			case isInvisible(r) && IsWordRune(prev) && IsWordRune(next):
				i += n
				continue
			case (r == '\'' || r == '’' || r == 'ʼ') && unicode.IsLetter(prev) && unicode.IsLetter(next) && Possessive(text[i:]) == 0:
			case (r == '.' || r == ',') && unicode.IsDigit(prev) && unicode.IsDigit(next):
			default:
				return i, false
			}
		}
		prev = r
		i += n
	}
	return i, false
}

// dottedInitials returns the end of "U.S." or "J.R.R." at i (two letters at least, the last dot included), or 0.
func dottedInitials(text string, i int) int {
	count := 0
	for {
		r, n := utf8.DecodeRuneInString(text[i:])
		if !unicode.IsLetter(r) || i+n >= len(text) || text[i+n] != '.' {
			break
		}
		i += n + 1
		count++
	}
	if count < 2 {
		return 0
	}
	if r, _ := utf8.DecodeRuneInString(text[i:]); IsWordRune(r) {
		return 0 // "e.g.word", "a.b.com"
	}
	return i
}

// longestDesignation is how many letters a designation has before its hyphen, at most; what has more is a word ("Mid-2019").
const longestDesignation = 2

// designation returns the end of one or two capitals, a hyphen and digits at i ("G-20", "SU-57"), or 0.
func designation(text string, i int) int {
	start := i
	for i < len(text) && 'A' <= text[i] && text[i] <= 'Z' {
		i++
	}
	if n := i - start; n == 0 || n > longestDesignation || i == len(text) || text[i] != '-' {
		return 0
	}
	i++
	digits := i
	for i < len(text) && '0' <= text[i] && text[i] <= '9' {
		i++
	}
	if r, _ := utf8.DecodeRuneInString(text[i:]); i == digits || IsWordRune(r) {
		return 0
	}
	return i
}

func isDesignation(word string) bool { return word != "" && designation(word, 0) == len(word) }

// Possessive returns the length of a possessive ending ('s) at the start of the text, or 0.
func Possessive(text string) int {
	r, n := utf8.DecodeRuneInString(text)
	if r != '\'' && r != '’' && r != 'ʼ' || len(text) <= n || text[n] != 's' && text[n] != 'S' {
		return 0
	}
	if next, _ := utf8.DecodeRuneInString(text[n+1:]); IsWordRune(next) {
		return 0
	}
	return n + 1
}

// OneLine is a text with one space between its words.
func OneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
