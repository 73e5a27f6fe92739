package clause

import (
	"strings"

	"readout/retrieval/thesaurus"
)

// IsTime reports whether the phrase is a time.
func (p *Phrase) IsTime() bool {
	if p == nil {
		return false
	}
	if p.Head.Date != "" || timeWords[strings.TrimSuffix(p.Head.Folded, "s")] {
		return true
	}
	for _, t := range p.Mods {
		if t.Date != "" {
			return true
		}
	}
	return thesaurus.English().Class(p.Head.Folded) == thesaurus.Time && p.Head.Tag == Noun
}

// IsPlace reports whether the phrase names a place.
func (p *Phrase) IsPlace() bool {
	return p.Head.Tag == Name && p.Head.Person == nil && p.Head.Date == "" || thesaurus.English().Class(p.Head.Folded) == thesaurus.Place
}

// Word is a token that stands in no text.
func Word(w string, tag Tag) Token {
	return Token{Text: w, Folded: w, Stem: w, Tag: tag}
}

// timeWords are nouns of times, in the singular.
var timeWords = set("day week weekend month quarter year decade century spring summer autumn fall winter season morning afternoon evening night time")

// NamesTime reports whether a folded word is a noun of a time, in the singular: "this" before it is no reference.
func NamesTime(folded string) bool { return timeWords[folded] }

// WordSet is a set of words that stand in a text with spaces between them.
func WordSet(words string) map[string]bool { return set(words) }
