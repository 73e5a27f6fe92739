package retrieval

import (
	"slices"
	"strings"
	"unicode/utf8"

	"readout/corpus"
	"readout/corpus/prose"
)

// Near are the names of those people whom words that mean none of them may be meant for, the likeliest first: their surname is a few slips
// of spelling from the last word, more in a long one. They are for asking back, since the name may as well be somebody else's. Words
// without a capital are no name.
func Near(people []*corpus.Person, names ...string) []string {
	type found struct {
		name  string
		slips int
	}
	var all []found
	for _, name := range names {
		words := prose.Words(name)
		if strings.ToLower(name) == name {
			continue
		}
		for _, p := range people {
			least := -1
			for _, form := range append([]string{p.Name, p.Surname}, p.Variants...) {
				if n, ok := slipsBetween(words, prose.Words(form)); ok && (least < 0 || n < least) {
					least = n
				}
			}
			if least > 0 && !slices.ContainsFunc(all, func(f found) bool { return f.name == p.Name }) {
				all = append(all, found{p.Name, least})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b found) int { return a.slips - b.slips })
	var out []string
	for _, f := range all[:min(len(all), mostNear)] {
		out = append(out, f.name)
	}
	return out
}

const (
	mostNear  = 2 // names that are asked back
	shortName = 4 // letters from which a surname may have slips
	// farFirst is how many slips a first name adds that is another, or that only the name asked for has.
	farFirst = 3
)

// slipsBetween is how far two names are apart, where their surnames are near: the slips in these, and those in the first names where both
// have one.
func slipsBetween(name, other []prose.Word) (slips int, ok bool) {
	if len(name) == 0 || len(other) == 0 {
		return 0, false
	}
	last, of := surnameIn(name), surnameIn(other)
	most := min(utf8.RuneCountInString(last), utf8.RuneCountInString(of)) / 3
	if utf8.RuneCountInString(of) < shortName || most == 0 {
		return 0, false
	}
	slips = editDistance([]rune(last), []rune(of), most)
	if slips > most {
		return 0, false
	}
	switch {
	case len(name) > 1 && len(other) > 1:
		slips += min(farFirst, editDistance([]rune(name[0].Folded), []rune(other[0].Folded), farFirst))
	case len(name) > 1:
		slips += farFirst
	}
	return slips, true
}

// surnameIn is the last word of a name, folded, without what tells that something is its bearer's.
func surnameIn(words []prose.Word) string {
	last := words[len(words)-1].Folded
	return strings.TrimSuffix(strings.TrimSuffix(last, "'s"), "’s")
}
