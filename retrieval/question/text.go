package question

import (
	"regexp"
	"unicode"

	"readout/corpus/prose"
)

// IsWordRune reports whether a rune is part of a word.
func IsWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}

var spaceBeforeMark = regexp.MustCompile(`\s+([,.?!;:])`)

// Tidied is a text from which words were taken, as it would have been written without them.
func Tidied(s string) string { return spaceBeforeMark.ReplaceAllString(prose.OneLine(s), "$1") }

// Negation finds a word that denies.
var Negation = regexp.MustCompile(`(?i)\b(?:not|no|never|nor|neither|nobody|nothing|none|nowhere|without|cannot|hardly|scarcely|` +
	`barely|\p{L}+n['’]t)\b`)
