package prompt

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// longestName is how many words back a completion looks for the beginning of a name.
const longestName = 4

// Names completes the end of a text with one of the names that begin with it, whatever their case: with the most words of the text that
// begin a name. A name that is already there in full is not offered.
func Names(names []string, before string) []Completion {
	if before == "" || unicode.IsSpace(lastRune(before)) {
		return nil
	}
	starts := wordStarts(before)
	for _, at := range starts[max(0, len(starts)-longestName):] {
		begun := before[at:]
		var found []Completion
		for _, name := range names {
			if n := utf8.RuneCountInString(begun); utf8.RuneCountInString(name) > n && beginsWith(name, begun) {
				if c := (Completion{name, n}); !slices.Contains(found, c) {
					found = append(found, c)
				}
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// wordStarts are where the words of a text begin, which white space and opening marks part.
func wordStarts(text string) []int {
	var out []int
	inside := false
	for i, r := range text {
		switch {
		case unicode.IsSpace(r) || strings.ContainsRune(`"“„«(`, r):
			inside = false
		case !inside:
			out = append(out, i)
			inside = true
		}
	}
	return out
}

func lastRune(text string) rune {
	r, _ := utf8.DecodeLastRuneInString(text)
	return r
}

// beginsWith reports whether a name begins with a text, whatever the case of either.
func beginsWith(name, text string) bool {
	of := []rune(name)
	for i, r := range []rune(text) {
		if i >= len(of) || unicode.ToLower(of[i]) != unicode.ToLower(r) {
			return false
		}
	}
	return true
}
