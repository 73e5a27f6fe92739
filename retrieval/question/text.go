package question

import (
	"regexp"

	"readout/corpus/prose"
)

var spaceBeforeMark = regexp.MustCompile(`\s+([,.?!;:])`)

// Tidied is a text from which words were taken, as it would have been written without them.
func Tidied(s string) string { return spaceBeforeMark.ReplaceAllString(prose.OneLine(s), "$1") }

// Negation finds a word that denies.
var Negation = regexp.MustCompile(`(?i)\b(?:not|no|never|nor|neither|nobody|nothing|none|nowhere|without|cannot|hardly|scarcely|` +
	`barely|\p{L}+n['’]t)\b`)
