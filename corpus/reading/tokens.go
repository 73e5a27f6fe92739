package reading

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"readout/corpus/english"
	"readout/corpus/prose"
)

type tokenKind uint8

const (
	wordToken  tokenKind = iota
	commaToken           // also a semicolon's weaker kin
	colonToken
	breakToken // a semicolon, full stop, question or exclamation mark, bullet: clauses do not reach over it
	dashToken
	openToken  // an opening bracket
	closeToken // a closing bracket
	markToken  // a quotation mark
)

// token is a word or a punctuation mark of a passage. Dots of abbreviations and initials are no tokens.
type token struct {
	kind       tokenKind
	text       string
	folded     string
	span       prose.Span // in the text
	capital    bool       // begins with an upper-case letter
	initialism bool
	joined     bool // a hyphen or a slash ties it to the word before
	possessive bool
	opens      bool // first word of a sentence
	dotted     bool // an initial or an abbreviation: a dot follows that ends no sentence
}

// tokenize reads the words and marks of a text. The sentences, in order, tell which words open one.
func tokenize(text string, sentences []prose.Span) []token {
	words := prose.Words(text)
	out := make([]token, 0, len(words)+len(words)/4)
	pos, next := 0, 0
	for _, w := range words {
		out = appendMarks(out, text, pos, w.Span.Start)
		r, _ := utf8.DecodeRuneInString(w.Text)
		t := token{kind: wordToken, text: w.Text, folded: w.Folded, span: w.Span, capital: unicode.IsUpper(r), initialism: w.Initialism}
		if n := len(out); n > 0 && out[n-1].kind == wordToken && !out[n-1].possessive {
			gap := text[out[n-1].span.End:w.Span.Start]
			t.joined = gap == "-" || gap == "‑" || gap == "‐" || gap == "/" || gap == "–"
		}
		for next < len(sentences) && sentences[next].Start <= w.Span.Start {
			t.opens = true
			next++
		}
		pos = w.Span.End
		if n := possessiveEnd(text, w); n > 0 {
			t.possessive = true
			pos += n
		}
		out = append(out, t)
	}
	return appendMarks(out, text, pos, len(text))
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
func appendMarks(out []token, text string, from, to int) []token {
	for i := from; i < to; {
		r, n := utf8.DecodeRuneInString(text[i:to])
		spaced := i == from || i+n == to || unicode.IsSpace(rune(text[i-1]))
		kind, ok := markKind(r, spaced && prose.IsSpaced(text, i, n) || r == '-' && strings.HasPrefix(text[i+n:], "-"))
		switch {
		case ok && r == '.' && isAbbreviated(out, i):
			out[len(out)-1].dotted = true
		case ok:
			out = append(out, token{kind: kind, text: text[i : i+n], span: prose.Span{Start: i, End: i + n}})
		}
		i += n
	}
	return out
}

func markKind(r rune, spaced bool) (tokenKind, bool) {
	switch r {
	case ',':
		return commaToken, true
	case ':':
		return colonToken, true
	case ';', '.', '?', '!', '…', '•', '|':
		return breakToken, true
	case '—', '―':
		return dashToken, true
	case '-', '–', '‒', '−':
		return dashToken, spaced
	case '(', '[', '{':
		return openToken, true
	case ')', ']', '}':
		return closeToken, true
	case '“', '”', '"', '„', '«', '»', '‘', '’', '\'', '`':
		return markToken, true
	}
	return 0, false
}

// isAbbreviated reports whether a dot at the position ends an initial or an abbreviated title rather than a sentence.
func isAbbreviated(out []token, at int) bool {
	if len(out) == 0 {
		return false
	}
	t := out[len(out)-1]
	if t.kind != wordToken || t.span.End != at || t.possessive {
		return false
	}
	return t.capital && len(t.text) == 1 || prose.Abbreviations[t.text] != prose.Plain || english.Honorifics.Has(t.folded) || english.NameSuffixes.Has(t.folded)
}
