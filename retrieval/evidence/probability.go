package evidence

import (
	"math"
	"strings"

	"readout/retrieval"
)

func (f Features) answers() float64 {
	return sigmoid(.285*f.Logit + .162*f.Window + 2.43*f.Meaning - 2.32)
}

// Confidence is the probability that any of the sentences answers; they are ordered as Reading.Sentences.
func Confidence(sentences []Sentence) float64 {
	if len(sentences) == 0 {
		return 0
	}
	second := -8.0
	if len(sentences) > 1 {
		second = sentences[1].Features.Logit
	}
	f := sentences[0].Features
	return sigmoid(.026*f.Logit + .374*f.Window + .121*second - 4.87*f.Lacks + .68)
}

// lacking is the share of the terms' weight that lies on names and numbers which a text lacks.
func lacking(words *retrieval.Lexicon, terms []retrieval.Term, text string) float64 {
	_, matches := words.Match(terms, text)
	lacks, total := 0.0, 0.0
	for i, t := range terms {
		total += t.Weight
		if isName(t) {
			lacks += t.Weight * (1 - matches[i].Strength)
		}
	}
	if total == 0 {
		return 0
	}
	return lacks / total
}

// isName reports whether a term names somebody or something, or is a number: what evidence must hold and no synonym replaces.
func isName(t retrieval.Term) bool {
	return len(t.Names) > 0 || strings.ContainsAny(t.Word, "0123456789") || t.Text != strings.ToLower(t.Text)
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
