package retrieval

import (
	"strings"
	"sync"

	"readout/corpus/prose"
)

// Expectation is the form that an answer must take, as the question's first words tell. Several may hold.
type Expectation uint8

const (
	ExpectNumber   Expectation = 1 << iota // "how many", "how much"
	ExpectDuration                         // "how long"
	ExpectTime                             // "when", "which year"
)

// Expected is the form that a question's answer must take; zero when any will do.
func Expected(question string) Expectation {
	words := prose.Words(question)
	var e Expectation
	for i, w := range words {
		var next string
		if i+1 < len(words) {
			next = words[i+1].Folded
		}
		switch {
		case w.Folded == "how" && (next == "many" || next == "much"):
			e |= ExpectNumber
		case w.Folded == "how" && next == "long":
			e |= ExpectDuration
		case w.Folded == "when" && i == 0, w.Folded == "since" && next == "when":
			e |= ExpectTime
		case (w.Folded == "which" || w.Folded == "what") && timeWords().units[next]:
			e |= ExpectTime
		}
	}
	return e
}

// Meets reports whether the passage with this index in Passages holds all that is expected: any number, any length of time, any day,
// month or year.
func (l *Lexicon) Meets(passage int, e Expectation) bool { return l.offers[passage]&e == e }

// offered is the forms of answer that a text of these words holds.
func offered(words []prose.Word) Expectation {
	var e Expectation
	lists := timeWords()
	for i, w := range words {
		number, year := hasDigit(w.Folded) || lists.numbers[w.Folded], isYear(w.Folded)
		switch {
		case year:
			e |= ExpectTime
		case number:
			e |= ExpectNumber
		case lists.moments[w.Folded] && w.Text != w.Folded:
			e |= ExpectTime
		case lists.units[w.Folded] && i > 0:
			before := words[i-1].Folded
			if before == "last" || before == "next" || before == "this" {
				e |= ExpectTime
			}
			if hasDigit(before) || lists.numbers[before] || lists.some[before] {
				e |= ExpectDuration
			}
		}
		if w.Folded == "yesterday" || w.Folded == "tomorrow" || w.Folded == "today" {
			e |= ExpectTime
		}
	}
	return e
}

func isYear(word string) bool {
	return len(word) == 4 && (word[0] == '1' || word[0] == '2' && word[1] == '0') &&
		!strings.ContainsFunc(word, func(r rune) bool { return r < '0' || r > '9' })
}

type timeLists struct{ numbers, some, units, moments map[string]bool }

var timeWords = sync.OnceValue(func() timeLists {
	return timeLists{
		numbers: prose.WordSet(`two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
			nineteen twenty thirty forty fifty sixty seventy eighty ninety dozen dozens hundred hundreds thousand thousands million
			millions billion billions trillion half`),
		some: prose.WordSet("a an one few several many couple"),
		units: prose.WordSet(`second seconds minute minutes hour hours day days week weeks weekend month months year years decade decades century
			centuries date`),
		moments: prose.WordSet(`january february march april may june july august september october november december jan feb mar apr jun jul aug
			sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday`),
	}
})
