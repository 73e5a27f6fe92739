package answer

import (
	"readout/corpus"
	"readout/retrieval"
)

// premise is a wrong credit in a question, before the answer's citations are numbered.
type premise struct {
	asked    []*corpus.Person
	credited *corpus.Person
	passage  *corpus.Passage
}

// correct tells of the premises that the kept sentences contradict.
func (out *Answer) correct(found []premise) {
	for _, p := range found {
		if n := out.citing(p.passage.ID); n > 0 && len(p.asked) > 0 {
			out.Premises = append(out.Premises, Premise{Asked: p.asked[0].Name, Credited: p.credited.Name, Citation: n})
		}
	}
}

const (
	clearlyTheirs   = .8 // share of the topic that another's remark must match for it to be what the question is after
	hardlyTheirs    = .6 // and that the person asked about must stay under
	telltaleMatches = 2  // topic words that the other's remark must hold as they are
)

// misattributed reports whether what the question asks of its speakers was clearly said by somebody else: nearly all of the topic
// stands in the other's remark and not in theirs. A topic of names alone is what both may have spoken of.
func misattributed(topic []retrieval.Term, own, others []candidate) bool {
	if len(others) == 0 || others[0].features.words < clearlyTheirs || len(own) > 0 && own[0].features.words > hardlyTheirs {
		return false
	}
	exact, words := 0, 0
	for i, m := range others[0].matches {
		if m.Strength >= .85 {
			exact++
			if !isName(topic[i]) {
				words++
			}
		}
	}
	return exact >= telltaleMatches && words > 0
}
