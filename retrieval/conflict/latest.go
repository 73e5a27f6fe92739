package conflict

import (
	"slices"

	"readout/retrieval/evidence"
)

// answersLogit is the least logit of a sentence in which the reader sees an answer.
const answersLogit = -1.5

// Latest are the sentences without those of live pages that a later entry of the same page corrects, of all that were read: one in which
// the reader sees an answer of another value, or that tells the same with another number.
func Latest(sentences, all []evidence.Sentence, valueOf func(evidence.Sentence) (Value, bool)) []evidence.Sentence {
	return slices.DeleteFunc(sentences, func(r evidence.Sentence) bool {
		entry := r.Passage.Turn
		if entry.Time == "" || entry.Number > 0 {
			return false
		}
		was := r.Passage.Sentences[r.Index].Text
		value, ok := valueOf(r)
		return slices.ContainsFunc(all, func(o evidence.Sentence) bool {
			if o.Passage.Article != r.Passage.Article || o.Passage.Turn.Paragraph <= entry.Paragraph {
				return false
			}
			now := o.Passage.Sentences[o.Index].Text
			if Corrects(now, was) {
				return true
			}
			if !ok || o.Features.Logit < answersLogit || !sameWords(was, now) {
				return false
			}
			other, known := valueOf(o)
			return known && value.Contradicts(other)
		})
	})
}
