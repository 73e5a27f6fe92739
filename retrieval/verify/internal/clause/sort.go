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

// Words that tell whether somebody is a man or a woman.
var (
	MaleWords   = set("mr sir lord king prince emperor man men boy father brother son husband uncle widower gentleman he him his")
	FemaleWords = set("mrs ms miss lady queen princess woman women girl mother sister daughter wife aunt widow she her hers")
)

// IsPerson reports whether the phrase names somebody.
func (p *Phrase) IsPerson() bool {
	if p.Head.Tag == Name {
		if p.Head.Date != "" {
			return false
		}
		if p.Head.Person != nil {
			return true
		}
		for _, m := range p.Mods {
			if MaleWords[m.Folded] || FemaleWords[m.Folded] || m.Tag != Name && thesaurus.English().Class(m.Folded) == thesaurus.Person {
				return true
			}
		}
		for _, a := range p.Apps {
			if a.Head.Tag != Name && a.IsPerson() {
				return true
			}
		}
		return false
	}
	w := p.Head.Folded
	return MaleWords[w] || FemaleWords[w] || p.Head.Tag == Noun && thesaurus.English().Class(w) == thesaurus.Person
}

// IsPlural reports whether the phrase names several.
func (p *Phrase) IsPlural() bool {
	if len(p.And) > 0 {
		return true
	}
	w := p.Head.Folded
	return p.Head.Tag == Noun && (strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") || w == "people" || w == "men" || w == "women" || w == "children" || w == "police")
}
