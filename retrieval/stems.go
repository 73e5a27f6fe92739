package retrieval

import (
	"readout/corpus/prose"
)

// ContentStems are the stems (Porter2) of the words of a text that carry its topic, in order, repeats included: what two texts must
// share to speak of the same things. Function words, and the words that questions are wrapped in, are left out.
func ContentStems(text string) []string {
	words := contentWords(text)
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = Stem(w)
	}
	return out
}

// Stem is the Porter2 stem of a word, folded; initials keep their letters.
func Stem(w prose.Word) string { return stem(normal(w.Folded)) }
