package people

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"readout/corpus/english"
	"readout/corpus/prose"
)

type tokenKind uint8

const (
	WordToken  tokenKind = iota
	CommaToken           // also a semicolon's weaker kin
	ColonToken
	BreakToken // a semicolon, full stop, question or exclamation mark, bullet: clauses do not reach over it
	DashToken
	OpenToken  // an opening bracket
	CloseToken // a closing bracket
	markToken  // a quotation mark
)

// Token is a word or a punctuation mark of a passage. Dots of abbreviations and initials are no tokens.
type Token struct {
	Kind       tokenKind
	text       string
	Folded     string
	Span       prose.Span // in the text
	Capital    bool       // begins with an upper-case letter
	Initialism bool
	Joined     bool // a hyphen or a slash ties it to the word before
	Possessive bool
	Opens      bool // first word of a sentence
	dotted     bool // an initial or an abbreviation: a dot follows that ends no sentence
}

// tokenize reads the words and marks of a text. The sentences, in order, tell which words open one.
func tokenize(text string, sentences []prose.Span) []Token {
	words := prose.Words(text)
	out := make([]Token, 0, len(words)+len(words)/4)
	pos, next := 0, 0
	for _, w := range words {
		out = appendMarks(out, text, pos, w.Span.Start)
		r, _ := utf8.DecodeRuneInString(w.Text)
		t := Token{Kind: WordToken, text: w.Text, Folded: w.Folded, Span: w.Span, Capital: unicode.IsUpper(r), Initialism: w.Initialism}
		if n := len(out); n > 0 && out[n-1].Kind == WordToken && !out[n-1].Possessive {
			gap := text[out[n-1].Span.End:w.Span.Start]
			t.Joined = gap == "-" || gap == "‑" || gap == "‐" || gap == "/" || gap == "–"
		}
		for next < len(sentences) && sentences[next].Start <= w.Span.Start {
			t.Opens = true
			next++
		}
		pos = w.Span.End
		if n := possessiveEnd(text, w); n > 0 {
			t.Possessive = true
			pos += n
		}
		out = append(out, t)
	}
	return appendMarks(out, text, pos, len(text))
}

// link is a link of Markdown: its words, and its address with the marks before and behind it.
var link = regexp.MustCompile(`\[([^\[\]\n]+)(\]\([^()\s]+(?:\([^()\s]+\)[^()\s]*)?(?: "[^"\n]*")?\))`)

// withoutLinks leaves out the tokens of links that are not their words.
func withoutLinks(text string, tokens []Token) []Token {
	if !strings.Contains(text, "](") {
		return tokens
	}
	found := link.FindAllStringSubmatchIndex(text, -1)
	return slices.DeleteFunc(tokens, func(t Token) bool {
		for len(found) > 0 && found[0][1] <= t.Span.Start {
			found = found[1:]
		}
		return len(found) > 0 && (t.Span.Start == found[0][0] || t.Span.Start >= found[0][4])
	})
}

// possessiveEnd returns the length of the possessive ending after the word, or 0: 's, or the apostrophe alone after an s.
func possessiveEnd(text string, w prose.Word) int {
	rest := text[w.Span.End:]
	if n := prose.Possessive(rest); n > 0 {
		return n
	}
	r, n := utf8.DecodeRuneInString(rest)
	if (r == '’' || r == '\'') && strings.HasSuffix(w.Folded, "s") && strings.HasPrefix(rest[n:], " ") {
		return n
	}
	return 0
}

// appendMarks appends the punctuation in text[from:to], a gap between words.
func appendMarks(out []Token, text string, from, to int) []Token {
	for i := from; i < to; {
		r, n := utf8.DecodeRuneInString(text[i:to])
		spaced := i == from || i+n == to || unicode.IsSpace(rune(text[i-1]))
		kind, ok := markKind(r, spaced && prose.IsSpaced(text, i, n) || r == '-' && strings.HasPrefix(text[i+n:], "-"))
		switch {
		case ok && r == '.' && isAbbreviated(out, i):
			out[len(out)-1].dotted = true
		case ok:
			out = append(out, Token{Kind: kind, text: text[i : i+n], Span: prose.Span{Start: i, End: i + n}})
		}
		i += n
	}
	return out
}

func markKind(r rune, spaced bool) (tokenKind, bool) {
	switch r {
	case ',':
		return CommaToken, true
	case ':':
		return ColonToken, true
	case ';', '.', '?', '!', '…', '•', '|':
		return BreakToken, true
	case '—', '―':
		return DashToken, true
	case '-', '–', '‒', '−':
		return DashToken, spaced
	case '(', '[', '{':
		return OpenToken, true
	case ')', ']', '}':
		return CloseToken, true
	case '“', '”', '"', '„', '«', '»', '‘', '’', '\'', '`':
		return markToken, true
	}
	return 0, false
}

// isAbbreviated reports whether a dot at the position ends an initial or an abbreviated title rather than a sentence.
func isAbbreviated(out []Token, at int) bool {
	if len(out) == 0 {
		return false
	}
	t := out[len(out)-1]
	if t.Kind != WordToken || t.Span.End != at || t.Possessive {
		return false
	}
	return t.Capital && len(t.text) == 1 || prose.Abbreviations[t.text] != prose.Plain ||
		english.Honorifics.Has(t.Folded) || english.NameSuffixes.Has(t.Folded)
}
