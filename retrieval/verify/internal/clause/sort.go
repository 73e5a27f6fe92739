package clause

import (
	"strings"

	"readout/corpus/english"
	"readout/retrieval/thesaurus"
	"readout/retrieval/verify/internal/tagger"
)

// IsTime reports whether the phrase is a time.
func (p *Phrase) IsTime() bool {
	if p == nil {
		return false
	}
	if p.Head.Date != "" || english.TimeWords.Has(strings.TrimSuffix(p.Head.Folded, "s")) {
		return true
	}
	for _, t := range p.Mods {
		if t.Date != "" {
			return true
		}
	}
	return thesaurus.English().Class(p.Head.Folded) == thesaurus.Time && p.Head.Tag == tagger.Noun
}

// IsPlace reports whether the phrase names a place.
func (p *Phrase) IsPlace() bool {
	return p.Head.Tag == tagger.Name && p.Head.Person == nil && p.Head.Date == "" ||
		thesaurus.English().Class(p.Head.Folded) == thesaurus.Place
}

// IsPerson reports whether the phrase names somebody.
func (p *Phrase) IsPerson() bool {
	if p.Head.Tag == tagger.Name {
		if p.Head.Date != "" {
			return false
		}
		if p.Head.Person != nil {
			return true
		}
		for _, m := range p.Mods {
			if english.MenWords.Has(m.Folded) || english.WomenWords.Has(m.Folded) ||
				m.Tag != tagger.Name && thesaurus.English().Class(m.Folded) == thesaurus.Person {
				return true
			}
		}
		for _, a := range p.Apps {
			if a.Head.Tag != tagger.Name && a.IsPerson() {
				return true
			}
		}
		return false
	}
	w := p.Head.Folded
	return english.MenWords.Has(w) || english.WomenWords.Has(w) || p.Head.Tag == tagger.Noun &&
		thesaurus.English().Class(w) == thesaurus.Person
}

// IsPlural reports whether the phrase names several.
func (p *Phrase) IsPlural() bool {
	if len(p.And) > 0 {
		return true
	}
	w := p.Head.Folded
	return p.Head.Tag == tagger.Noun &&
		(strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") || w == "people" || w == "men" || w == "women" || w == "children" ||
			w == "police")
}
