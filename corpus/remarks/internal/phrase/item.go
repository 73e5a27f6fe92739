package phrase

import (
	"strings"

	"readout/corpus/english"
	"readout/corpus/people"
)

// EndsObject reports whether the item can't stand between a verb and its noun.
func (it Item) EndsObject() bool {
	w := it.Folded
	return it.Kind != Word || it.Possessive || english.PurePrepositions.Has(w) || english.Subordinators.Has(w) ||
		english.SpeechForms[w].Finite() && !english.SpeechNouns.Has(w)
}

// LeadsAdverbial reports whether the word is a preposition or an adverb.
func (it Item) LeadsAdverbial() bool {
	return it.Kind == Word &&
		(english.PurePrepositions.Has(it.Folded) || english.IsAdverb(it.Folded) && !english.Quantifiers.Has(it.Folded))
}

// CanBeginSubject reports whether the item can begin the subject of a clause.
func (it Item) CanBeginSubject() bool {
	return it.Kind == Name && !it.Attributes || it.Kind == Word && it.Capital ||
		it.Is("he", "she", "they", "it", "the", "a", "an", "both", "his", "her", "there", "some", "many", "other", "others", "its", "their",
			"this")
}

// EndsPhraseBefore reports whether the word can't be in the description of a speaker that goes on after it.
func (it Item) EndsPhraseBefore() bool {
	w := it.Folded
	return english.Conjunctions.Has(w) && w != "both" || english.Subordinators.Has(w) || IsPronoun(it) || english.Auxiliaries.Has(w) ||
		english.SpeechForms[w].Finite() && !english.SpeechForms[w].NounLike || english.IrregularPasts.Has(w) || it.Is("than", "according")
}

// LeadsPhrase reports whether the word stands before a description without being a part of it.
func (it Item) LeadsPhrase() bool {
	return it.Kind == Word && (english.PurePrepositions.Has(it.Folded) || english.BeginsClause.Has(it.Folded) && !it.Is("both"))
}

// IsPronoun reports whether an item is a personal pronoun.
func IsPronoun(it Item) bool {
	return it.Kind == Word && !it.Initialism && english.PersonalPronouns.Has(it.Folded)
}

// Determines reports whether a noun that an item stands before is one of its kind: "the", "some", "two".
func Determines(it Item) bool {
	return it.Kind == Word && (english.Determiners.Has(it.Folded) ||
		it.Is("this", "that", "these", "those", "each", "every", "all", "most", "some", "two", "three", "several", "many", "one", "another",
			"both", "any", "no", "other"))
}

// PossessiveName reports whether the item is "X's".
func (it Item) PossessiveName() bool { return it.Kind == Name && it.Possessive }

// NoDescription reports whether the word can't begin the description of a speaker.
func (it Item) NoDescription() bool {
	if it.Kind != Word {
		return false
	}
	if IsPronoun(it) || !Determines(it) && english.FunctionWords.Has(it.Folded) {
		return true
	}
	return IsVerbLike(it) && !people.IsOffices(it.Folded) && !english.GroupNouns.Has(it.Folded) && !it.Capital
}

// MaySpeak reports whether the word can be the noun of somebody who speaks.
func (it Item) MaySpeak() bool {
	return it.Kind == Word && (people.IsOffices(it.Folded) || english.GroupNouns.Has(it.Folded) ||
		it.Capital && !english.FunctionWords.Has(it.Folded) && !english.CalendarWords.Has(it.Folded))
}

// Owns reports whether a noun has to follow: "his", "the", "X's".
func (it Item) Owns() bool {
	return it.Possessive && !IsContracted(it.Folded) || it.Is("his", "her", "its", "their", "my", "your", "our", "the", "a", "an")
}

// NamesMany reports whether the item is a plural of those who speak: "officials", "agencies".
func (it Item) NamesMany() bool {
	return it.Kind == Word && strings.HasSuffix(it.Folded, "s") && (people.IsOffices(it.Folded) || english.GroupNouns.Has(it.Folded))
}

// IsContracted reports whether what looks like a possessive ending after the word is a verb: "who's", "he's".
func IsContracted(word string) bool {
	switch word {
	case "who", "he", "she", "it", "that", "there", "what", "where", "here", "how", "let":
		return true
	}
	return false
}
