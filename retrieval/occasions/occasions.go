// Package occasions tells on what occasion something is said to be said: at a news conference, in an interview, on the phone. It knows the
// words for such occasions and the words before them.
package occasions

import (
	"regexp"
	"slices"
	"strings"

	"readout/corpus/english"
	"readout/corpus/prose"
)

// Occasion is a kind of occasion: words for one kind are one.
type Occasion string

// kinds are the words for occasions, by what they are.
var kinds = map[Occasion]string{
	"news conference": "conference conferences newser briefing briefings presser",
	"call":            "call calls phone telephone phoned telephoned",
	"tweet":           "twitter tweet tweets tweeted tweeting",
	"interview":       "interview interviews",
	"meeting":         "meeting meetings talks",
	"summit":          "summit summits",
	"speech":          "speech speeches address lecture rally sermon",
	"statement":       "statement statements communique",
	"hearing":         "hearing hearings testimony testified court trial",
	"meal":            "dinner lunch breakfast banquet",
	"session":         "session sessions debate debates parliament assembly floor",
	"letter":          "letter letters email emails essay op-ed column",
	"visit":           "visit visits trip trips tour stop stopover",
}

var byWord = func() map[string]Occasion {
	out := map[string]Occasion{}
	for kind, words := range kinds {
		for _, w := range strings.Fields(words) {
			out[w] = kind
		}
	}
	return out
}()

// Asked is the occasion that words name, and nothing besides: "the joint news conference". ok is false where they name a topic, or none.
func Asked(words string) (of Occasion, ok bool) {
	for _, w := range prose.Words(words) {
		kind, isOccasion := byWord[w.Folded]
		switch {
		case isOccasion && (of == "" || of == kind):
			of = kind
		case !english.OccasionQualifiers.Has(w.Folded):
			return "", false
		}
	}
	return of, of != ""
}

// saidAt finds words that something was said at, in or on, up to the noun.
var saidAt = regexp.MustCompile(`(?i)\b(?:at|in|during|on|by|via|over|through) (?:(?:the|a|an|his|her|their|its|this|that|another) )?` +
	`((?:[\p{L}\p{N}.’'-]+ ){0,4}?[\p{L}-]+)\b`)

// verbal are words that name the occasion by themselves.
var verbal = regexp.MustCompile(`(?i)\b(?:tweeted|phoned|telephoned|testified)\b`)

// Told are the occasions on which a text says that something was said or done.
func Told(text string) []Occasion {
	var out []Occasion
	add := func(word string) {
		if kind, ok := byWord[word]; ok && !slices.Contains(out, kind) {
			out = append(out, kind)
		}
	}
	for _, at := range saidAt.FindAllStringIndex(text, -1) {
		words := prose.Words(text[at[0]:min(len(text), at[0]+longest)])
		for _, w := range words[min(1, len(words)):min(len(words), farthest)] {
			if english.OccasionStops.Has(w.Folded) {
				break
			}
			add(w.Folded)
		}
	}
	for _, m := range verbal.FindAllString(text, -1) {
		add(prose.Fold(m))
	}
	return out
}

// How far behind the preposition an occasion may stand, in words and bytes.
const (
	farthest = 7
	longest  = 90
)
