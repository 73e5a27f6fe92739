// Package language is the language that a text is written in, found by a library. It alone imports that for articles.
package language

import (
	"unicode"

	"github.com/abadojack/whatlanggo"
)

const (
	fewest   = 200  // letters; of less text the library is not sure
	mostRead = 1500 // bytes of the text that are looked at
	surely   = .9   // confidence of the library, from 0 to 1
)

// Of is the language of a text by ISO 639-1, "es", or "" where the text is too short, mixed, or not told for sure.
func Of(text string) string {
	text = text[:min(len(text), mostRead)]
	letters := 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	if letters < fewest {
		return ""
	}
	found := whatlanggo.Detect(text)
	if found.Confidence < surely && found.Script == unicode.Latin || found.Script == nil { // other scripts tell by themselves that it is no English
		return ""
	}
	return found.Lang.Iso6391()
}
