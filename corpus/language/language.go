// Package language is the language that a text is written in, found by a library. It alone imports that for articles.
package language

import (
	"strings"
	"unicode"

	"github.com/abadojack/whatlanggo"
)

const (
	fewest = 200  // letters; of less text the library is not sure, unless its script tells
	few    = 80   // letters of a script that English has not
	sample = 1000 // bytes that the library is shown at once
	surely = .9   // confidence of the library, from 0 to 1
)

// Of is the language of a text by ISO 639-1, "es", or "" where the text is too short, mixed, or not told for sure: of a long text the
// beginning and the end are looked at and may not disagree, since the library is at times sure of what is wrong.
func Of(text string) string {
	if len(text) < 2*sample {
		return ofSample(text)
	}
	begins, ends := ofSample(strings.ToValidUTF8(text[:sample], "")), ofSample(strings.ToValidUTF8(text[len(text)-sample:], ""))
	switch {
	case begins == "":
		return ends
	case ends == "", begins == ends:
		return begins
	}
	return ""
}

// ofSample is Of for a text that is looked at whole.
func ofSample(text string) string {
	letters := 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	if letters < few {
		return ""
	}
	found := whatlanggo.Detect(text)
	if letters < fewest && found.Script == unicode.Latin {
		return ""
	}
	// other scripts tell by themselves that it is no English
	if found.Confidence < surely && found.Script == unicode.Latin || found.Script == nil {
		return ""
	}
	return found.Lang.Iso6391()
}
