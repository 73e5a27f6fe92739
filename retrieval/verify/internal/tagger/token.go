// Package tagger parts a sentence into its words and gives each its part of speech, by the lists of package english, the dictionary and
// what stands beside it.
package tagger

import (
	"slices"

	"readout/corpus"
	"readout/corpus/prose"
	"readout/retrieval/thesaurus"
)

// Tag is a part of speech.
type Tag byte

// The tags.
const (
	None   Tag = 0
	Det    Tag = 'd' // an article, a demonstrative, a possessive pronoun, a quantifier
	Noun   Tag = 'n'
	Name   Tag = 'N'
	Pron   Tag = 'p'
	Num    Tag = '1'
	Adj    Tag = 'a'
	Adv    Tag = 'r'
	Verb   Tag = 'v' // finite, or after a modal, or an infinitive
	Past   Tag = 'e' // a past form or a past participle
	Ing    Tag = 'g'
	Aux    Tag = 'x' // be, have, do, a modal
	Prep   Tag = 'i'
	Conj   Tag = 'c'
	Sub    Tag = 's' // if, because, that, whether ...
	Wh     Tag = 'w' // who, which
	To     Tag = 't' // before an infinitive
	Not    Tag = '!'
	Letter Tag = 'l' // anything else
	Quoted Tag = 'q' // a whole quotation, of whatever words
)

// In reports whether the tag is one of some.
func (t Tag) In(tags ...Tag) bool { return slices.Contains(tags, t) }

// Token is a word of a text.
type Token struct {
	Text   string
	Folded string
	Stem   string
	Tag    Tag
	Span   prose.Span
	Mark   string  // the marks between the word before and this one, without spaces and quotation marks
	Opens  bool    // a quotation mark stands before it
	Quote  int     // the number of the quotation it stands in, from 1; 0 for none
	Owns   bool    // has a possessive ending
	Value  float64 // of a number
	Date   string  // a part of a date: "month:5", "day:14", "year:2019", "weekday:tue"
	Person *corpus.Person
	Lemmas []thesaurus.Lemma
	Money  bool // a currency sign stands before it
}

// Word is a token that stands in no text.
func Word(w string, tag Tag) Token {
	return Token{Text: w, Folded: w, Stem: w, Tag: tag}
}

// Is reports whether the token is one of the words.
func (t Token) Is(words ...string) bool { return slices.Contains(words, t.Folded) }

// SameWord reports whether two words are forms of one.
func SameWord(a, b Token) bool {
	if a.Folded == b.Folded || a.Stem == b.Stem && a.Stem != "" {
		return true
	}
	if a.Tag == Name || b.Tag == Name {
		return false
	}
	theirs := lemmasOf(b)
	return slices.ContainsFunc(lemmasOf(a), func(l thesaurus.Lemma) bool { return slices.Contains(theirs, l) })
}

// lemmasOf are the dictionary forms of a token, which those that were read from a text know.
func lemmasOf(t Token) []thesaurus.Lemma {
	if t.Lemmas != nil {
		return t.Lemmas
	}
	return thesaurus.English().Lemmas(t.Folded)
}

// SameVerb reports whether one word is the other's verb, or noun: "comment", "answer" and "answered".
func SameVerb(a, b Token) bool {
	if SameWord(a, b) {
		return true
	}
	return (a.Tag == Noun || b.Tag == Noun) && thesaurus.English().Between(a.Folded, b.Folded) == thesaurus.Derived
}
