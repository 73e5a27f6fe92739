package answer

import (
	"regexp"
	"slices"
	"strings"

	"readout/corpus"
	"readout/retrieval"
	"readout/retrieval/thesaurus"
)

// ofAnotherSort is what a thing counts that is of the kind asked for and not of the very sort: somebody, but no senator.
const ofAnotherSort = .4

// unlisted is what a place counts where a city is asked for and the gazetteer does not have it.
const unlisted = .8

// anySort are nouns that a question calls things by of which it knows nothing more.
var anySort = wordSet("person people man woman men women somebody name names place places location thing one ones two three side sides time official officials")

// ofSort is how far what a sentence holds is of the very sort that the question names, 0 to 1: a senator and not just anybody, a month
// and not just any time, a city and not its country.
func (r *reading) ofSort(s *sentenceRead) float64 {
	if r.noun == "" || anySort[r.noun] {
		return 1
	}
	is := true
	switch r.wants {
	case wantPerson:
		is = r.sort < 0 || r.isSo(s.words, r.sort) || slices.ContainsFunc(s.people, func(p *corpus.Person) bool {
			return !slices.Contains(r.people, p) && slices.ContainsFunc(p.Roles, func(role string) bool { return r.isSo(wordsRead(role), r.sort) })
		})
	case wantTime:
		if form, ok := timesOf[r.noun]; ok {
			is = slices.ContainsFunc(form.FindAllString(s.folded, -1), func(f string) bool { return !strings.Contains(r.folded, f) })
		}
	case wantPlace:
		return r.placeOfSort(s)
	case wantMeasure:
		if unit, ok := unitsOf[r.noun]; ok {
			is = unit.MatchString(s.folded)
		}
	case wantNumber:
		if shareNouns[r.noun] {
			is = shareAmount.MatchString(s.folded)
		}
	}
	if is {
		return 1
	}
	return ofAnotherSort
}

// isSo reports whether one of the words is the term, a kind of it, or what it is a kind of.
func (r *reading) isSo(words []wordRead, term int) bool {
	return slices.ContainsFunc(words, func(w wordRead) bool {
		return r.supports(w, term) >= worth[thesaurus.Broader] || sameRank(w.folded, r.noun)
	})
}

// sameRank reports whether two words are offices or occupations of one sort.
func sameRank(a, b string) bool {
	of := ranksOf(b)
	return len(of) > 0 && slices.ContainsFunc(ranksOf(a), func(s station) bool { return slices.Contains(of, s) })
}

// Forms of times, units and shares, in folded text.
var (
	dayForm     = regexp.MustCompile(`\b(?:` + dayNames + `|yesterday|today|tomorrow|tonight)\b|\b(?:` + monthNames + `|may)\.? \d{1,2}\b|\b\d{1,2}(?:st|nd|rd|th)? (?:of )?(?:` + monthNames + `|may)\b|\bday (?:before|after)\b`)
	shareAmount = regexp.MustCompile(`\d ?%|\bper ?cent\b|\b(?:half|third|quarter|fifth|tenth)s?\b|\b\w+ (?:in|out of) (?:every )?(?:` + smallNumber + `|\d+)\b`)
	timesOf     = map[string]*regexp.Regexp{
		"year":    regexp.MustCompile(`\b(?:1[0-9]|20)\d\d\b|\b(?:last|next|this|previous) year\b`),
		"month":   regexp.MustCompile(`\b(?:` + monthNames + `|may)\b|\b(?:last|next|this|previous) month\b`),
		"day":     dayForm,
		"date":    dayForm,
		"weekday": dayForm,
		"century": regexp.MustCompile(`centur`),
		"hour":    regexp.MustCompile(`\b\d{1,2}[:.]\d\d\b|\b(?:` + smallNumber + `|\d{1,2}) (?:o.clock|in the (?:morning|afternoon|evening)|a\.?m|p\.?m)\b|\b(?:noon|midnight)\b`),
	}
	heights = regexp.MustCompile(`\b(?:centi|milli)?met(?:er|re)s?\b|\bf(?:ee|oo)t\b|\binch|\byards?\b|\bstor(?:e?y|ies)|\bfloors?\b|\bsteps?\b|\bfathoms?\b|\d ?c?m\b`)
	lengths = regexp.MustCompile(`met(?:er|re)s?\b|\bf(?:ee|oo)t\b|\binch|\byards?\b|\bmiles?\b|\d ?k?m\b`)
	unitsOf = map[string]*regexp.Regexp{"deep": heights, "tall": heights, "high": heights, "thick": heights, "steep": heights, "wide": lengths,
		"far": lengths, "long": lengths, "heavy": regexp.MustCompile(`gram|\bkilos?\b|\btonn?e?s?\b|\bpounds?\b|\bkg\b`),
		"fast": regexp.MustCompile(`\bhour\b|\bmph\b|\bknots?\b|km/h`), "cold": degrees, "hot": degrees, "warm": degrees,
		"full": shareAmount}
	degrees    = regexp.MustCompile(`\bdegrees?\b|°`)
	shareNouns = wordSet("share percentage proportion fraction")
)

// Nouns for places, by what of them is known: countries and their cities stand in a gazetteer, of buildings only the words for them tell.
var (
	countryNouns = wordSet("country countries nation nations state states")
	cityNouns    = wordSet("city cities town towns capital capitals")
	builtNouns   = wordSet("building buildings hotel house hall room venue airport airbase base")
)

func (r *reading) placeOfSort(s *sentenceRead) float64 {
	asked := func(of string) bool {
		return slices.ContainsFunc(r.terms, func(t retrieval.Term) bool {
			return slices.ContainsFunc(t.Names, func(n retrieval.Naming) bool { return n.Of == of })
		})
	}
	best := ofAnotherSort
	switch {
	case countryNouns[r.noun]:
		for _, n := range s.named {
			if strings.HasPrefix(n.Of, "place:") && n.Directness >= asNation && !asked(n.Of) {
				return 1
			}
		}
	case cityNouns[r.noun]:
		ofCountry := slices.ContainsFunc(r.terms, func(t retrieval.Term) bool {
			return slices.ContainsFunc(t.Names, func(n retrieval.Naming) bool { return strings.HasPrefix(n.Of, "place:") })
		})
		listed := 0
		for _, n := range s.named {
			if !strings.HasPrefix(n.Of, "place:") {
				continue
			}
			listed++
			if n.Directness > asSeat || strings.Contains(r.folded, corpus.Fold(s.text[n.Span.Start:n.Span.End])) {
				continue
			}
			if !ofCountry || asked(n.Of) {
				return 1 // "which Japanese city": one of that country
			}
		}
		if len(s.holds.of(places)) > listed {
			best = unlisted
		}
	case builtNouns[r.noun]:
		if r.sort >= 0 && r.isSo(s.words, r.sort) {
			return 1
		}
	default:
		return 1
	}
	return best
}

// asNation is how directly the name of a country or of its people names it.
const asNation = .8
