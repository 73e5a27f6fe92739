package answer

import (
	"slices"

	"readout/corpus"
	"readout/retrieval"
	"readout/retrieval/thesaurus"
)

// verdict is whether the evidence answers a part of the question.
type verdict struct {
	open       bool
	confidence float64 // chance that it does
	reason     Reason
	missing    []string
}

// openFrom is the chance from which the gate lets an answer through. A little under even is best on the questions that it was fitted on as
// members ask them.
const openFrom = .45

// ofStrangers is the chance that the articles answer a question about somebody or something that they don't mention.
const ofStrangers = .1

// gate decides whether the best sentences answer at all. It is code, never left to a model: the names, numbers and topic of the
// question must stand in or around the sentence, and the sentence must hold a thing of the kind asked for.
func (s *search) gate(r *reading, ranked []candidate) verdict {
	v := verdict{confidence: gateModel().probability(s.signs(r, ranked))}
	if len(s.strangers(r, ranked)) > 0 || r.ofOthers(ranked[0].read) {
		v.confidence = min(v.confidence, ofStrangers)
	}
	v.open = v.confidence >= openFrom
	if !v.open {
		_, around := s.around(s.evidence.Terms, ranked[0].passage)
		v.missing = s.missing(around)
		v.reason = NotCovered
		if covered(s.evidence.Terms, around) >= .5 {
			v.reason = PartlyCovered
		}
	}
	return v
}

// ofOthers reports whether a sentence tells of other people than those that the question names, and of none of these: who did a thing is
// not who else did it, whatever the sentences beside it tell.
func (r *reading) ofOthers(s *sentenceRead) bool {
	return len(r.people) > 0 && len(s.people) > 0 && !s.leans &&
		!slices.ContainsFunc(s.people, func(p *corpus.Person) bool { return slices.Contains(r.people, p) })
}

// sign is a thing that the gate looks at, about 0 to 1. Signs say how much of the question the evidence supports, what it lacks, and
// whether the best sentence holds a thing of the kind asked for; none of them knows any word of any corpus.
type sign struct {
	name  string
	value float64
}

// orderWords tell things apart by order and degree; a text that lacks them tells of another ("first" in the question, "second" there).
var orderWords = wordSet(`most least first only best worst largest biggest smallest highest lowest greatest earliest latest oldest youngest
 main primary always all every before after since until above below second third next previous later sooner except without instead`)

// signs reads what the gate looks at. "In" is within the best sentence; "around" is also in its passage, in the one before where it
// continues that, and in the article's title.
func (s *search) signs(r *reading, ranked []candidate) []sign {
	best := ranked[0]
	met := r.met(best.read)
	passage := s.reader.read(best.passage)
	within := r.in(best.read)
	around := r.fulfilled(r.around(s.reader, passage, within), met)
	within = r.fulfilled(within, met)
	in, out := r.lacks(within), r.lacks(around)
	asks := func(w want) float64 {
		if r.wants == w {
			return 1 - met
		}
		return 0
	}
	order := 0.0
	for _, w := range r.words {
		if orderWords[w.folded] && !passage.has(w.folded) {
			order += .5
		}
	}
	return []sign{
		{"words in", r.share(within)}, {"words around", r.share(around)}, // share of the question's weight that is supported
		{"exact in", r.exact(within)}, {"exact around", r.exact(around)}, // the same, by the same words alone
		{"gap in", in.gap}, {"gap around", out.gap}, // the heaviest lack of one term
		{"verbs in", in.verbs}, {"verbs around", out.verbs}, // share of its verbs with little support
		{"lost in", in.lost / 5}, {"lost around", out.lost / 5}, // number of terms with little support
		{"contrary in", in.contrary}, {"contrary around", out.contrary}, // share of the terms' weight of which the contrary stands there instead
		{"names in", in.names}, {"names around", out.names}, // what names lack
		{"numbers", out.numbers},           // numbers of the question that do not stand there
		{"meaning", best.features.meaning}, // cosine of sentence and question
		{"pairs", best.features.pairs},     // share of neighbouring words that are neighbours in the sentence
		{"no person", asks(wantPerson)}, {"no time", asks(wantTime)}, {"no number", asks(wantNumber)}, {"no place", asks(wantPlace)},
		{"no duration", asks(wantDuration) + asks(wantFrequency)}, {"no reason", asks(wantReason)}, {"no name", asks(wantName)}, {"no office", asks(wantOffice)},
		{"no money", asks(wantMoney)}, {"no measure", asks(wantMeasure)}, {"no age", asks(wantAge)},
		{"terms", min(1, float64(len(r.terms))/10)}, {"length", min(1, float64(len(r.words))/20)}, // longer ones are no better supported
		{"denies", yes(r.negates && !best.read.negates)}, // the question negates and the sentence does not
		{"denied", yes(!r.negates && best.read.negates)},
		{"yes or no", yes(r.kind == kindYesNo)}, // it names its own answer: nothing has to be found in the sentence
		{"order", order},                        // words of order and degree in the question that stand nowhere in the passage
	}
}

// around adds to what a sentence supports what stands around it.
func (r *reading) around(reader *reader, p *passageRead, s support) support {
	for _, o := range p.sentences {
		s = s.with(r.in(o))
	}
	if p.continues {
		for _, o := range reader.read(p.before).sentences {
			s = s.with(r.in(o))
		}
	}
	if title := reader.title(reader.snapshot.Corpus.Article(p.passage.Article)); title != nil {
		s = s.with(r.in(title))
	}
	return s
}

// lack is what a text does not support of a question.
type lack struct {
	gap      float64 // the heaviest term's weight less its support
	names    float64 // the same, summed over names and numbers
	numbers  float64 // how many numbers do not stand there
	verbs    float64 // share of the verbs that have little support
	lost     float64 // how many terms have little support
	contrary float64 // share of the weight of which the contrary stands there instead
}

func (r *reading) lacks(s support) lack {
	var l lack
	verbs := 0.0
	for i, t := range r.terms {
		gap := r.weights[i] * (1 - s.terms[i])
		l.gap = max(l.gap, gap)
		if s.terms[i] < .5 {
			l.lost++
		}
		if s.contrary[i] && s.terms[i] < .7 {
			l.contrary += over(r.weights[i], r.total)
		}
		if !isName(t) && thesaurus.English().PartOfSpeech(t.Word) == thesaurus.Verb {
			verbs++
			l.verbs += yes(s.terms[i] < .5)
		}
		if isName(t) {
			l.names += gap
			if r.hasNumber(i) && s.terms[i] < 1 {
				l.numbers++
			}
		}
	}
	l.verbs = over(l.verbs, verbs)
	return l
}

// has reports whether a folded word stands in the passage.
func (p *passageRead) has(word string) bool {
	return slices.ContainsFunc(p.sentences, func(s *sentenceRead) bool {
		return slices.ContainsFunc(s.words, func(w wordRead) bool { return w.folded == word })
	})
}

// covered is the share of the terms' weight that is matched. A word of the evidence stands for one term only, the one it matches best:
// "attacks" may not be both the attacks and the killing that were asked about.
func covered(terms []retrieval.Term, matches []retrieval.TermMatch) float64 {
	strongest := map[string]float64{}
	for _, m := range matches {
		if m.Word != "" {
			strongest[m.Word] = max(strongest[m.Word], m.Strength)
		}
	}
	total, found := 0.0, 0.0
	for i, t := range terms {
		strength := matches[i].Strength
		if strength < strongest[matches[i].Word] {
			strength = 0
		}
		total += t.Weight
		found += t.Weight * strength
	}
	return over(found, total)
}
