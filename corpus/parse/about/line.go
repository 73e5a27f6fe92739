package about

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"readout/corpus/prose"
)

// FirstWord is the letters that a text begins with, in lower case; "0" when it begins with a digit, "" with anything else.
func FirstWord(text string) string {
	end := 0
	for end < len(text) && (text[end]|0x20 >= 'a' && text[end]|0x20 <= 'z') {
		end++
	}
	if end == 0 && text != "" && text[0] >= '0' && text[0] <= '9' {
		return "0"
	}
	return strings.ToLower(text[:end])
}

var speech = regexp.MustCompile(`(?i)\b(?:said|says|told|tells|according to|announced|wrote|reported|added|warned|argued|officials?|` +
	`spokes\w+|ministers?|president)\b`)

// IsReported reports whether a paragraph quotes somebody, or speaks as reporting does.
func IsReported(text string) bool {
	return strings.ContainsAny(text, "\"“”„«»") || speech.MatchString(text)
}

var MarkdownLink = regexp.MustCompile(`!?\[([^\]]*)\]\([^)]*\)`)

// StripLinks puts the words of Markdown links in the place of the links.
func StripLinks(text string) string {
	if !strings.Contains(text, "](") {
		return text
	}
	return MarkdownLink.ReplaceAllString(text, "$1")
}

// EndsComplete reports whether a text ends as a sentence does: in a stop, with what closes behind it.
func EndsComplete(text string) bool {
	text = strings.TrimRightFunc(text, func(r rune) bool { return prose.IsCloser(r) || unicode.IsSpace(r) })
	r, _ := utf8.DecodeLastRuneInString(text)
	return prose.IsStop(r)
}
