package answer

import "readout/retrieval"

// verdict is whether the evidence answers a part of the question.
type verdict struct {
	open       bool
	confidence float64 // chance that it does
	reason     Reason
	missing    []string
}

// signs are what the gate looks at, each about 0 to 1. They say how much of the question the evidence holds and whether the best
// sentence holds a thing of the kind asked for; none of them knows any word of any corpus.
type signs []float64

// signNames names the signs in their order, for the file of coefficients.
var signNames = []string{
	"coverage",   // share of the question's weight matched in and around the best sentence, each word of the evidence counting once
	"within",     // the same within the sentence alone
	"exact",      // the same, matched by stem or name and not by meaning
	"gap",        // weight of the heaviest word unmatched, as a share of the heaviest
	"unmatched",  // share of the words that nothing matches
	"meaning",    // cosine of sentence and question
	"names",      // share of the names' and numbers' weight that stands around
	"strangers",  // 1 when a name or number of the question stands nowhere around
	"kind",       // the sentence holds a thing of the kind asked for
	"adjacent",   // share of neighbouring words that are neighbours in the sentence
	"margin",     // lead of the best sentence over the second
	"negation",   // 1 when one of question and sentence negates and the other does not
	"short",      // 1 over the number of the question's words
	"who",        // the question's kind, one of these at most
	"when",       //
	"number",     //
	"where",      //
	"why",        //
	"yes or no",  //
	"kind x gap", // nothing of the kind asked for, and something unmatched
}

// openFrom is the chance from which the gate lets an answer through.
const openFrom = .5

// gate decides whether the best sentences answer at all. It is code, never left to a model: the names, numbers and topic of the
// question must stand in or around the sentence, and the sentence must hold a thing of the kind asked for.
func (s *search) gate(p part, ranked []candidate) verdict {
	terms := s.evidence.Terms
	_, around := s.around(terms, ranked[0].passage)
	v := verdict{confidence: gateModel().probability(s.signs(p, ranked))}
	v.open = v.confidence >= openFrom
	if !v.open {
		v.missing = s.missing(around)
		v.reason = NotCovered
		if share, _ := covered(terms, around); share >= .5 {
			v.reason = PartlyCovered
		}
	}
	return v
}

func (s *search) signs(p part, ranked []candidate) signs {
	best := ranked[0]
	terms := s.evidence.Terms
	_, around := s.around(terms, best.passage)
	_, within := s.snapshot.Words.Match(terms, best.text())
	for i := range within {
		if within[i].Strength > around[i].Strength {
			around[i] = within[i]
		}
	}
	coverage, gap := covered(terms, around)
	inside, _ := covered(terms, within)
	unmatched, exact, total, strangers := 0.0, 0.0, 0.0, 0.0
	for i, t := range terms {
		total += t.Weight
		switch {
		case around[i].Strength == 0:
			unmatched++
			if isName(t) {
				strangers = 1
			}
		case around[i].Strength >= .85:
			exact += t.Weight
		}
	}
	if total > 0 {
		exact /= total
		unmatched /= float64(len(terms))
	}
	margin := 1.0
	if len(ranked) > 1 {
		margin = ranked[0].score - ranked[1].score
	}
	kinds := func(ks ...kind) float64 {
		for _, k := range ks {
			if p.kind == k {
				return 1
			}
		}
		return 0
	}
	return signs{coverage, inside, exact, gap, unmatched, best.features.meaning, namesCovered(terms, around), strangers,
		best.features.answers, best.features.adjacent, margin,
		yes(negation.MatchString(p.text) != negation.MatchString(best.text())), 1 / float64(max(1, len(terms))),
		kinds(kindWho, kindWhoSaid), kinds(kindWhen), kinds(kindHowMany, kindHowLong), kinds(kindWhere), kinds(kindWhy), kinds(kindYesNo),
		(1 - best.features.answers) * gap}
}

// covered is the share of the terms' weight that is matched, and the weight of the heaviest unmatched term as a share of the
// heaviest. A word of the evidence stands for one term only, the one it matches best: "attacks" may not be both the attacks and the
// killing that were asked about.
func covered(terms []retrieval.Term, matches []retrieval.TermMatch) (share, gap float64) {
	strongest := map[string]float64{}
	for _, m := range matches {
		if m.Word != "" {
			strongest[m.Word] = max(strongest[m.Word], m.Strength)
		}
	}
	total, found, heaviest, lost := 0.0, 0.0, 0.0, 0.0
	for i, t := range terms {
		strength := matches[i].Strength
		if strength < strongest[matches[i].Word] {
			strength = 0
		}
		total += t.Weight
		found += t.Weight * strength
		heaviest = max(heaviest, t.Weight)
		lost = max(lost, t.Weight*(1-strength))
	}
	if total == 0 {
		return 0, 1
	}
	return found / total, lost / heaviest
}
