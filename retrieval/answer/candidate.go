package answer

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strings"

	"readout/corpus"
	"readout/retrieval"
)

// candidate is a sentence of the evidence that may answer.
type candidate struct {
	hit      *retrieval.Hit
	passage  *corpus.Passage
	sentence int // in passage.Sentences
	matches  []retrieval.TermMatch
	support  support
	read     *sentenceRead
	features features
	score    float64
}

func (c candidate) text() string { return c.passage.Sentences[c.sentence].Text }

// features tell how well a sentence answers a question, each about 0 to 1.
type features struct {
	words    float64 // share of the question's weight that the sentence supports, by the same words or related ones
	exact    float64 // the same, by the same words alone
	context  float64 // the same as words, with the sentence before
	alone    float64 // weight of the terms that it supports better than any other sentence of the evidence
	rarity   float64 // share of the question's weight, each term shared out among all sentences that support it
	meaning  float64 // cosine of the sentence and the question
	passage  float64 // fused score of the passage among those found
	answers  float64 // the sentence holds a thing of the kind asked for that the question does not
	form     float64 // the same for questions that want a person or a time
	amount   float64 // the same for those that want a number, a length of time, a sum, a measure or an age, which show best
	names    float64 // share of the question's names and numbers that stand in the sentence or before it; 1 when it has none
	function float64 // share of the question's words without topic ("before", "not", "first") that the sentence has
	pairs    float64 // share of the question's neighbouring words that are neighbours in the sentence
	triples  float64 // the same of three in a row
	leans    float64 // it opens with a pronoun: it goes on about what was named before
	length   float64 // logarithm of the content words, 1 for 50
}

// featureNames names the features in the order of list, for the file of coefficients.
var featureNames = []string{"words", "exact", "context", "alone", "rarity", "meaning", "passage", "answers", "form", "amount", "names", "function",
	"pairs", "triples", "leans", "length"}

func (f features) list() []float64 {
	return []float64{f.words, f.exact, f.context, f.alone, f.rarity, f.meaning, f.passage, f.answers, f.form, f.amount, f.names, f.function, f.pairs,
		f.triples, f.leans, f.length}
}

// candidates scores every reporting sentence of the evidence for a part of the question, best first.
func (s *search) candidates(r *reading) []candidate {
	var out []candidate
	for i := range s.evidence.Hits {
		h := &s.evidence.Hits[i]
		read := s.reader.read(h.Passage)
		before := s.endOf(read, r)
		for j, sentence := range read.sentences {
			met := r.met(sentence)
			own := r.fulfilled(r.in(sentence), met)
			if j > 0 && isQuestion(h.Passage.Sentences[j-1].Text) || j == 0 && read.continues && isQuestion(read.before.Text) {
				own = own.with(before) // what answers a question need not repeat it
			}
			context := own.with(before)
			before = own
			if h.Passage.Sentences[j].Order || isQuestion(h.Passage.Sentences[j].Text) {
				continue
			}
			c := candidate{hit: h, passage: h.Passage, sentence: j, support: own, read: sentence}
			for _, strength := range own.terms {
				c.matches = append(c.matches, retrieval.TermMatch{Strength: strength})
			}
			f := &c.features
			f.words, f.exact, f.context = r.share(own), r.exact(own), r.share(context)
			f.names = r.namesIn(context)
			if j < len(h.Sentences) {
				f.meaning = max(0, h.Sentences[j].Meaning)
			}
			f.passage = h.Score
			f.answers = met
			switch {
			case r.wants.counts():
				f.amount = met
			case r.wants == wantPerson || r.wants == wantTime:
				f.form = met
			}
			f.function = r.functionIn(sentence)
			f.pairs, f.triples = r.runsIn(sentence)
			f.leans = yes(sentence.leans)
			f.length = math.Log1p(float64(len(sentence.stems))) / math.Log1p(50)
			out = append(out, c)
		}
	}
	r.compare(out)
	for i := range out {
		out[i].score = chooserModel().dot(featureNames, out[i].features.list())
		switch met := out[i].features.answers; {
		case r.wants.counts() && met < .5:
			out[i].score *= withoutAmount
		case met <= ofAnotherSort && r.wants != wantAnything && r.wants != wantReason:
			out[i].score *= withoutForm
		}
		if !r.inOrder(out[i].read) {
			out[i].score *= withoutForm
		}
	}
	slices.SortFunc(out, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.passage.ID, b.passage.ID), cmp.Compare(a.sentence, b.sentence))
	})
	return out
}

// withoutAmount is what a sentence without an amount of the thing keeps of its score when a question asks for one. SQuAD has too few such questions
// to tell: there, anything from .85 to 1 is the same.
const withoutAmount = .9

// withoutForm is the same for a sentence without anything of the kind asked for, where that does not show as surely as an amount does.
const withoutForm = .95

// Words that set one event before or after another.
var orders = []map[string]bool{wordSet("before ahead prior earlier previously previous preceding until"),
	wordSet("after following afterwards later once since when subsequently upon then")}

// inOrder reports whether a sentence sets events in the order that the question does, if that sets any.
func (r *reading) inOrder(s *sentenceRead) bool {
	for _, words := range orders {
		asked := slices.ContainsFunc(r.words, func(w wordRead) bool { return (w.folded == "before" || w.folded == "after") && words[w.folded] })
		if asked && !slices.ContainsFunc(s.words, func(w wordRead) bool { return words[w.folded] }) {
			return false
		}
	}
	return true
}

// endOf is the support of the sentence before a passage's first, where the passage goes on with its matter.
func (s *search) endOf(read *passageRead, r *reading) support {
	if !read.continues {
		return r.none()
	}
	before := s.reader.read(read.before).sentences
	return r.in(before[len(before)-1])
}

// compare sets the features that tell how a sentence stands out among the others.
func (r *reading) compare(cs []candidate) {
	best, second, sum := make([]float64, len(r.terms)), make([]float64, len(r.terms)), make([]float64, len(r.terms))
	for _, c := range cs {
		for i, v := range c.support.terms {
			sum[i] += v
			if v > best[i] {
				best[i], second[i] = v, best[i]
			} else if v > second[i] {
				second[i] = v
			}
		}
	}
	const clearly = .05
	for k := range cs {
		for i, v := range cs[k].support.terms {
			if v > 0 && v == best[i] && v > second[i]+clearly {
				cs[k].features.alone += over(r.weights[i]*v, r.total)
			}
			if v > 0 {
				cs[k].features.rarity += over(r.weights[i]*v/sum[i], r.total)
			}
		}
	}
}

// namesIn is the share of the names' and numbers' weight that is supported; 1 when there are none.
func (r *reading) namesIn(s support) float64 {
	total, found := 0.0, 0.0
	for i, t := range r.terms {
		if isName(t) {
			total += r.weights[i]
			found += r.weights[i] * s.terms[i]
		}
	}
	if total == 0 {
		return 1
	}
	return found / total
}

func (r *reading) functionIn(s *sentenceRead) float64 {
	n := 0
	for _, f := range r.function {
		if slices.ContainsFunc(s.words, func(w wordRead) bool { return w.folded == f }) {
			n++
		}
	}
	return over(float64(n), float64(len(r.function)))
}

// runsIn is the share of the question's pairs of neighbouring words, and of threes, that the sentence has.
func (r *reading) runsIn(s *sentenceRead) (pairs, triples float64) {
	for i := 1; i < len(r.words); i++ {
		for j := 1; j < len(s.words); j++ {
			if r.words[i].stem == s.words[j].stem && r.words[i-1].stem == s.words[j-1].stem {
				pairs++
				break
			}
		}
		for j := 2; i > 1 && j < len(s.words); j++ {
			if r.words[i].stem == s.words[j].stem && r.words[i-1].stem == s.words[j-1].stem && r.words[i-2].stem == s.words[j-2].stem {
				triples++
				break
			}
		}
	}
	return over(pairs, float64(len(r.words)-1)), over(triples, float64(max(1, len(r.words)-2)))
}

// around matches the terms against a passage, its article's title, and the passage before it where it continues that one.
func (s *search) around(terms []retrieval.Term, p *corpus.Passage) (float64, []retrieval.TermMatch) {
	text := p.Text
	if read := s.reader.read(p); read.continues {
		text = read.before.Text + "\n" + text
	}
	if a := s.snapshot.Corpus.Article(p.Article); a != nil {
		text += "\n" + a.Title
	}
	return s.snapshot.Words.Match(terms, text)
}

var continuing = regexp.MustCompile(`^["“'‘]?(?i:but|and|yet|he|she|they|it|this|that|these|those|in turn|also|however|still|instead|asked|the two|both|such|so|then|nor|mr|mrs|ms)\b`)

// continues reports whether a passage goes on with the matter of the one before: it opens with a word that leans back, or is nothing
// but a quotation.
func continues(before, p *corpus.Passage) bool {
	return continuing.MatchString(p.Text) || bareQuotation(p) || isQuestion(before.Text)
}

// isQuestion reports whether a text ends in a question of its author's: no answer, whatever words it has.
func isQuestion(text string) bool { return strings.HasSuffix(strings.TrimSpace(text), "?") }

// bareQuotation reports whether a passage is a quotation and nothing else, or but "he said": the one before tells whose it is.
func bareQuotation(p *corpus.Passage) bool {
	spans := corpus.Quotations(p.Text)
	if len(spans) == 0 {
		return false
	}
	rest := len(p.Text)
	for _, s := range spans {
		rest -= s.Len()
	}
	return rest <= 12 || rest <= longestCredit && creditsPronoun.MatchString(strings.Join(words(without(p.Text, spans)), " "))
}

// longestCredit is how many bytes "he told reporters" and the like may have with the marks around them.
const longestCredit = 48

var creditsPronoun = regexp.MustCompile(`^(?:he|she|they) \w+(?: \w+)?$|^\w+ (?:he|she|they)$`)

func namesCovered(terms []retrieval.Term, matches []retrieval.TermMatch) float64 {
	total, found := 0.0, 0.0
	for i, t := range terms {
		if !isName(t) {
			continue
		}
		total += t.Weight
		if matches[i].Strength >= .5 {
			found += t.Weight
		}
	}
	if total == 0 {
		return 1
	}
	return found / total
}

// isName reports whether a term names somebody or something, or is a number: what evidence must hold and no synonym replaces.
func isName(t retrieval.Term) bool {
	return len(t.Names) > 0 || strings.ContainsAny(t.Word, "0123456789") || t.Text != strings.ToLower(t.Text)
}
