package retrieval

import (
	"strings"

	"readout/corpus/english"
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
		case (w.Folded == "which" || w.Folded == "what") && english.TimeSpans.Has(next):
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
	for i, w := range words {
		number, year := hasDigit(w.Folded) || english.CountWords.Has(w.Folded), isYear(w.Folded)
		switch {
		case year:
			e |= ExpectTime
		case number:
			e |= ExpectNumber
		case english.CalendarForms.Has(w.Folded) && w.Text != w.Folded:
			e |= ExpectTime
		case english.TimeSpans.Has(w.Folded) && i > 0:
			before := words[i-1].Folded
			if before == "last" || before == "next" || before == "this" {
				e |= ExpectTime
			}
			if hasDigit(before) || english.CountWords.Has(before) || english.LooseCounts.Has(before) {
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
