package answer

import (
	"slices"
	"strings"

	"readout/retrieval"
	"readout/retrieval/thesaurus"
)

// worth is how much a word of a text supports a term that it is related to so, against 1 for the term itself. A broader word supports
// little: an attack need not be a killing. The contrary supports nothing.
var worth = map[thesaurus.Relation]float64{thesaurus.Same: 1, thesaurus.Synonym: .9, thesaurus.Derived: .9, thesaurus.Similar: .8,
	thesaurus.Narrower: .75, thesaurus.Broader: .4}

// lookout is the terms of a question, ready to be looked for in many sentences.
type lookout struct {
	terms   []retrieval.Term
	weights []float64 // of the terms: rare in the corpus, and in English; 1 at most
	total   float64
	byStem  map[string][]int
	byLemma map[thesaurus.Lemma][]kin
	byName  map[string][]named
}

// kin is a term to which a lemma is related.
type kin struct {
	term     int
	relation thesaurus.Relation
}

// named is a term that is part of naming somebody or some country.
type named struct {
	term       int
	directness float64
}

func newLookout(words *retrieval.Lexicon, terms []retrieval.Term) *lookout {
	l := &lookout{terms: terms, byStem: map[string][]int{}, byLemma: map[thesaurus.Lemma][]kin{}, byName: map[string][]named{}}
	most := words.Unseen()
	for i, t := range terms {
		w := t.Weight / most
		if !isName(t) {
			w *= thesaurus.English().Rarity(t.Word)
		}
		l.weights = append(l.weights, w)
		l.total += w
		l.byStem[t.Stem] = append(l.byStem[t.Stem], i)
		for _, n := range t.Names {
			l.byName[n.Of] = append(l.byName[n.Of], named{i, n.Directness})
		}
		if strings.ContainsAny(t.Word, "0123456789") {
			continue
		}
		for lemma, relation := range thesaurus.English().Related(t.Word) {
			l.byLemma[lemma] = append(l.byLemma[lemma], kin{i, relation})
		}
	}
	return l
}

// support is how far a text supports each term of a question, 0 to 1, and whether it holds the contrary of the term instead.
type support struct {
	terms    []float64
	contrary []bool
}

func (l *lookout) none() support {
	return support{make([]float64, len(l.terms)), make([]bool, len(l.terms))}
}

// in looks for the terms in a sentence.
func (l *lookout) in(s *sentenceRead) support {
	out := l.none()
	for _, w := range s.words {
		for _, i := range l.byStem[w.stem] {
			if w.content {
				out.terms[i] = 1
			}
		}
		for _, lemma := range w.lemmas {
			for _, k := range l.byLemma[lemma] {
				out.terms[k.term] = max(out.terms[k.term], worth[k.relation])
				out.contrary[k.term] = out.contrary[k.term] || k.relation == thesaurus.Antonym
			}
		}
	}
	for _, n := range s.named {
		for _, t := range l.byName[n.Of] {
			out.terms[t.term] = max(out.terms[t.term], min(t.directness, n.Directness))
		}
	}
	return out
}

// supports is how far one word supports a term.
func (l *lookout) supports(w wordRead, term int) float64 {
	if w.stem == l.terms[term].Stem {
		return 1
	}
	best := 0.0
	for _, lemma := range w.lemmas {
		for _, k := range l.byLemma[lemma] {
			if k.term == term {
				best = max(best, worth[k.relation])
			}
		}
	}
	return best
}

// with is the better of two supports for each term.
func (s support) with(o support) support {
	out := support{make([]float64, len(s.terms)), make([]bool, len(s.terms))}
	for i := range s.terms {
		out.terms[i] = max(s.terms[i], o.terms[i])
		out.contrary[i] = s.contrary[i] || o.contrary[i]
	}
	return out
}

// sure is the support without what only a broader word gives: who speaks of conditions need not speak of the climate.
func (s support) sure() support {
	out := support{slices.Clone(s.terms), s.contrary}
	for i, v := range out.terms {
		if v <= worth[thesaurus.Broader] {
			out.terms[i] = 0
		}
	}
	return out
}

// share is the part of the terms' weight that is supported.
func (l *lookout) share(s support) float64 {
	sum := 0.0
	for i, w := range l.weights {
		sum += w * s.terms[i]
	}
	return over(sum, l.total)
}

// exact is the part of the terms' weight that stands in the text as it is.
func (l *lookout) exact(s support) float64 {
	sum := 0.0
	for i, w := range l.weights {
		if s.terms[i] == 1 {
			sum += w
		}
	}
	return over(sum, l.total)
}

func over(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}
