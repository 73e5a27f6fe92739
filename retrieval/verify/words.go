package verify

import (
	"readout/corpus/english"
	"readout/retrieval/verify/internal/tagger"
)

// CarriesNothing reports whether a folded word carries no meaning by itself: an article, a pronoun, a form of "to be" and the like.
func CarriesNothing(folded string) bool { return english.ClosedWords.Has(folded) }

// Credits reports whether a folded word is a verb that credits words to somebody, such as "said" or "writes".
func Credits(folded string) bool { return tagger.IsSpeaking(tagger.Token{Folded: folded}) }

// ChangesSense reports whether a folded word, of no weight by itself, changes what a sentence says: "only", "before", "less".
func ChangesSense(folded string) bool { return english.WeightyWords.Has(folded) }
