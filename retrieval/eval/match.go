package eval

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// What counts as "the answer holds this" is kept apart from how the product itself compares words: a measure that shares the
// measured code would agree with its mistakes.

var typographic = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "–", "-", "—", "-", "\u2011", "-", "\u00a0", " ")

// fold removes what does not count: typographic quotes and dashes, accents, case, and how much white space there is.
func fold(s string) string {
	// Next to a byte that is no UTF-8, norm leaves characters composed.
	s = norm.NFKD.String(strings.ToValidUTF8(typographic.Replace(s), "\uFFFD"))
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case norm.NFKD.PropertiesString(s[i:]).CCC() != 0:
		case unicode.IsSpace(r) || 0x1c <= r && r <= 0x1f:
			space = true
		default:
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteRune(unicode.ToLower(r))
		}
		i += n
	}
	return b.String()
}

// holds reports whether needle stands in text, folded and on word boundaries.
func holds(text, needle string) bool {
	h := fold(text)
	if strings.TrimSpace(needle) != "" {
		needle = fold(needle)
	}
	return standsIn(h, needle, func(b byte) bool { return 'a' <= b && b <= 'z' || '0' <= b && b <= '9' }, alphanumericEnds(needle))
}

// holdsExactly reports whether needle stands in text as it is, not as part of a longer word.
func holdsExactly(text, needle string) bool {
	return standsIn(text, needle, func(b byte) bool { return 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' }, bounds{true, true})
}

// bounds tells at which ends of a needle a word character next to it means that it is only part of a word.
type bounds struct{ start, end bool }

func alphanumericEnds(needle string) bounds {
	first, _ := utf8.DecodeRuneInString(needle)
	last, _ := utf8.DecodeLastRuneInString(needle)
	alphanumeric := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }
	return bounds{alphanumeric(first), alphanumeric(last)}
}

func standsIn(text, needle string, inWord func(byte) bool, at bounds) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], needle)
		if i < 0 {
			return false
		}
		i += from
		end := i + len(needle)
		if !(at.start && i > 0 && inWord(text[i-1])) && !(at.end && end < len(text) && inWord(text[end])) {
			return true
		}
		if from = i + 1; from > len(text) {
			return false
		}
	}
}

// forbidden is the first of the question's forbidden strings that the text holds, or "".
func (q *Question) forbidden(text string) string {
	for _, m := range q.MustNot {
		if q.MustNotCaseSensitive && holdsExactly(text, m) || !q.MustNotCaseSensitive && holds(text, m) {
			return m
		}
	}
	return ""
}

// missing is the answer points of which the text holds no alternative.
func (q *Question) missing(text string) [][]string { return lacking(q.AnswerPoints, text) }

// Holds is the share of the answer's points that a text holds; 0 where there are none.
func (q *Question) Holds(text string) float64 {
	if len(q.AnswerPoints) == 0 {
		return 0
	}
	return 1 - float64(len(q.missing(text)))/float64(len(q.AnswerPoints))
}

func lacking(points [][]string, text string) [][]string {
	var out [][]string
	for _, point := range points {
		if !holdsAny(text, point) {
			out = append(out, point)
		}
	}
	return out
}

func holdsAny(text string, needles []string) bool {
	for _, n := range needles {
		if holds(text, n) {
			return true
		}
	}
	return false
}

var (
	marker       = regexp.MustCompile(`[\s\p{Z}]*\[\p{Nd}+\]`)
	claimEnd     = regexp.MustCompile(`(?:[\s\p{Z}]*\[\p{Nd}+\])+\.?`)
	sentenceEnd  = regexp.MustCompile(`[.?!](["”]?[\s\p{Z}]+)|\n+`)
	abbreviation = regexp.MustCompile(
		`(?:^|[^\pL\pN_])(?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|St|Jr|Sr|No|Jan|Feb|Aug|Sept|Oct|Nov|Dec|U\.S|U\.N|U\.K|[A-Z])\.$`)
	wordCharacter = regexp.MustCompile(`[\pL\pN_]`)
	plainWord     = regexp.MustCompile(`[a-z0-9]+`)
)

// unmarked is the text without its citation markers.
func unmarked(text string) string { return marker.ReplaceAllString(text, "") }

// sentencesOf splits an answer: a citation marker ends a sentence, and so does a full stop, but for those of abbreviations.
func sentencesOf(text string) []string {
	var out []string
	for _, claim := range claimEnd.Split(text, -1) {
		var parts []string
		for _, piece := range splitSentences(claim) {
			if n := len(parts); n > 0 && abbreviation.MatchString(parts[n-1]) {
				parts[n-1] += " " + piece
			} else if wordCharacter.MatchString(piece) {
				parts = append(parts, piece)
			}
		}
		out = append(out, parts...)
	}
	return out
}

// splitSentences cuts after a full stop that white space follows, dropping that white space and a closing quotation mark before
// it, and at line ends.
func splitSentences(s string) []string {
	var out []string
	start := 0
	for _, m := range sentenceEnd.FindAllStringSubmatchIndex(s, -1) {
		cut := m[0]
		if m[2] >= 0 {
			cut = m[2]
		}
		out = append(out, s[start:cut])
		start = m[1]
	}
	return append(out, s[start:])
}

// verbatim reports whether the sentence stands word for word in one of the folded texts.
func verbatim(sentence string, folded []string) bool {
	n := strings.Trim(fold(sentence), " .,;:\"'>*-")
	if n == "" {
		return true
	}
	for _, t := range folded {
		if strings.Contains(t, n) {
			return true
		}
	}
	return false
}

// supportShare is how many of a sentence's words of three letters or more must stand in one passage for it to be supported.
const supportShare = .8

func supported(sentence string, folded []string) bool {
	var words []string
	for _, w := range plainWord.FindAllString(fold(sentence), -1) {
		if len(w) > 2 {
			words = append(words, w)
		}
	}
	if len(words) == 0 {
		return true
	}
	for _, t := range folded {
		known := wordSet(t)
		n := 0
		for _, w := range words {
			if known[w] {
				n++
			}
		}
		if float64(n)/float64(len(words)) >= supportShare {
			return true
		}
	}
	return false
}

func wordSet(folded string) map[string]bool {
	set := map[string]bool{}
	for _, w := range plainWord.FindAllString(folded, -1) {
		set[w] = true
	}
	return set
}
