// Package choose chooses what answers a question: sentences of the articles, or nothing and why.
//
//	Asked (package question) -> evidence retrieved and read (package evidence) -> a way to answer, of those in ways, or what the
//	reader finds most probable -> sentences, with those they lean on -> claims, differences, wrong credits: a Result
//
// Of the ways, each is a method of Search in the file of its name. Nothing chosen here is said before package verify has shown that it
// holds; that, and how it is shown, is package answer's.
package choose

import (
	"regexp"
	"slices"

	"readout/corpus"
	"readout/retrieval"
	"readout/retrieval/evidence"
	"readout/retrieval/named"
	"readout/retrieval/question"
)

// Candidate is a sentence of the evidence that may answer.
type Candidate struct {
	Passage  *corpus.Passage
	Sentence int     // in Passage.Sentences
	score    float64 // the higher, the better; comparable within one list
}

func (c Candidate) text() string { return c.Passage.Sentences[c.Sentence].Text }

// When the articles answer, and with how much. The least confidence is even: evidence.Confidence is fitted to be right there.
const (
	answersFrom  = .5  // confidence
	shownFrom    = .07 // probability of a sentence beside the best one
	shownShare   = .18 // and its share of the best one's probability
	shownOfOne   = .4  // the same where one thing is asked for, as a person, a time, a number, yes or no, or one after another
	leastLogit   = -3  // of the reader, for such a sentence: nearness in meaning alone shows none
	longSentence = 150 // bytes; the longer beyond them, the more probable such a sentence must be
	mostShown    = 5
	mostOverview = 6 // of what asks for an overview or a comparison
)

// ways are the ways to answer other than with what the reader finds, in their order; ok is false where a question is none of theirs. What
// the articles themselves are asked of comes first: the reader knows nothing of it, and its words ("who wrote it?") are other questions'
// as well. What has no topic, or asks for a day, is not searched for; all else is, and without a word that is known nothing can be found.
// A quotation decides by exact characters. Then comes what the articles can't tell, before whatever only resembles an answer to it; and
// at last what is made of several sentences rather than of the best ones.
var ways = []func(*Search) (r Result, ok bool){
	(*Search).aboutArticles,
	(*Search).withoutTopic,
	(*Search).answerDay,
	(*Search).answerSaid,
	(*Search).nothingFound,
	(*Search).answerQuoted,
	(*Search).asksAdvice,
	(*Search).asksWhomNobodyHears,
	(*Search).ofOccasion,
	(*Search).ofOverview,
}

// answer chooses the sentences that answer, or none. Code answers what asks of the articles themselves and what turns on a quotation;
// all else is answered with what the reader finds, but for what code knows to be another's words.
func (s *Search) answer() Result {
	for _, way := range ways {
		if r, ok := way(s); ok {
			return r
		}
	}
	return s.choose(mostShown)
}

func (s *Search) aboutArticles() (Result, bool) {
	if s.Asked.About == named.Nothing {
		return Result{}, false
	}
	return s.answerAbout(), true
}

func (s *Search) withoutTopic() (Result, bool) {
	if !s.Asked.Bare || s.Asked.Kind != question.Summary && !s.Asked.Argument {
		return Result{}, false
	}
	return s.answerBare(), true
}

func (s *Search) nothingFound() (Result, bool) {
	return Result{Reason: NotCovered}, len(s.Evidence.Hits) == 0 || !s.Asked.Occasion && !s.knowsAnyTerm()
}

func (s *Search) asksAdvice() (Result, bool) {
	return Result{Reason: NotCovered, Confidence: unlikely}, asksForAdvice.MatchString(s.Asked.Text)
}

func (s *Search) asksWhomNobodyHears() (Result, bool) {
	who := s.unheard()
	return Result{Reason: PartlyCovered, Confidence: unlikely, Missing: []string{who}}, who != ""
}

func (s *Search) ofOccasion() (Result, bool) {
	if !s.Asked.Occasion {
		return Result{}, false
	}
	return s.answerOccasion()
}

// ofOverview answers a request for an overview where no single sentence does with what each report says of the topic.
func (s *Search) ofOverview() (Result, bool) {
	if s.Asked.Kind != question.Summary && s.Asked.Kind != question.Compare {
		return Result{}, false
	}
	out := s.choose(mostOverview)
	if len(out.Claims) > 0 {
		return out, true
	}
	if told := s.Dwelt(mostShown, true); len(told.Claims) > 1 {
		told.Confidence, told.Read = answersFrom, out.Read
		return told, true
	}
	return Result{}, false
}

// knowsAnyTerm reports whether any term of the question is a word of the articles or of the language.
func (s *Search) knowsAnyTerm() bool {
	return slices.ContainsFunc(s.Evidence.Terms, func(t retrieval.Term) bool {
		return t.Near || t.Weight < s.Snapshot.Words.Unseen() || len(t.Names) > 0
	})
}

// unsure is the most confidence of what is not answered.
const unsure = .45

// unlikely is the confidence where code knows that the articles can't answer.
const unlikely = .1

// asksForAdvice asks how the asker should do a thing; articles tell what others did.
var asksForAdvice = regexp.MustCompile(`(?i)^(?:(?:hi|hey|hello|ok|okay|so|well|please|pls)[,! ]+)*` +
	`(?:how (?:do|can|could|should|would|might) (?:i|one|you)\b|how to\b|` +
	`(?:what|where|when|which \w+) should i\b|(?:should|can|may) i\b)`)

// answerBare answers what names nothing to look for beyond the articles, or the event that all of them are about.
func (s *Search) answerBare() Result {
	named := s.askable(s.Asked.Articles)
	if len(named) == 0 && len(s.Asked.Articles) > 0 {
		return Result{Reason: NotCovered}
	}
	if len(named) == 0 {
		named = s.filter
	}
	s.ShowAll(named)
	return s.Dwelt(ShortOverview, false)
}

// choose takes the sentences that the reader finds most probable to answer, at most most.
func (s *Search) choose(most int) Result {
	own, others := s.credited()
	own = s.withoutOtherPlans(own)
	out := Result{Confidence: evidence.Confidence(own), Read: own}
	if p, ok := s.creditedToAnother(own, others); ok {
		return Result{Claims: s.Claims([]Candidate{candidateOf(others[0])}), Premises: []Premise{p}, Confidence: evidence.Confidence(others)}
	}
	plans := s.onlyPlanned(own)
	if len(plans) > 0 && (out.Confidence >= answersFrom || out.Confidence >= plansFrom && plans[0] == candidateOf(own[0])) {
		out.Confidence = max(out.Confidence, answersFrom)
		out.Claims, out.OnlyPlanned = s.Claims(plans), true
		return out
	}
	if out.Confidence < answersFrom {
		if said := s.saidOfIt(own); len(said) > 0 {
			own, out.Confidence = said, answersFrom
		}
	}
	if len(own) == 0 || out.Confidence < answersFrom {
		out.Confidence = min(out.Confidence, unsure)
		out.Reason = s.reasonOf(own)
		return out
	}
	own = s.theirWords(own)
	var chosen []Candidate
	if d, ok := s.difference(own, s.Read.Sentences); ok {
		chosen, out.Differences = d.Shown(), []Difference{d}
	}
	if out.Claims = s.Claims(s.best(chosen, own, most)); len(out.Claims) == 0 { // what answers can't be told by itself
		out.Confidence, out.Reason = unsure, PartlyCovered
	}
	return out
}

func candidateOf(r evidence.Sentence) Candidate { return Candidate{r.Passage, r.Index, r.Probability} }

// best adds the most probable sentences, each of which tells more than those before it, up to most.
func (s *Search) best(out []Candidate, read []evidence.Sentence, most int) []Candidate {
	add := func(r evidence.Sentence) {
		c := candidateOf(r)
		if _, tellable := s.needs(c.Passage, c.Sentence); !tellable || len(out) == most || s.repeats(out, c) {
			return
		}
		out = append(out, c)
		s.Show(c.Passage)
	}
	share := shownShare
	if len(s.Asked.Parts) > 1 || s.Asked.Kind.OfOneThing() {
		share = shownOfOne
	}
	for i, r := range read {
		if i > 0 && (r.Probability < shownFrom || r.Probability < share*read[0].Probability) { // also where the best can't be told
			break
		}
		if !s.lacksTime(read, r) && (len(out) == 0 || s.belongsBeside(out, r, read[0].Probability)) {
			add(r)
		}
	}
	return out
}

// belongsBeside reports whether a probable sentence is worth its room beside those chosen: the reader sees an answer in it, it is not long
// for what it may tell, and, where one thing is asked for, it needs no other sentence to be understood that isn't shown anyway.
func (s *Search) belongsBeside(chosen []Candidate, r evidence.Sentence, best float64) bool {
	if r.Features.Logit < leastLogit || r.Probability*longSentence < shownShare*best*float64(len(candidateOf(r).text())) {
		return false
	}
	if !s.Asked.Kind.OfOneThing() {
		return true
	}
	before, _ := s.needs(r.Passage, r.Index)
	return !slices.ContainsFunc(before, func(l leaning) bool {
		return !slices.ContainsFunc(chosen, func(c Candidate) bool { return c.Passage == l.Passage && c.Sentence == l.Sentence })
	})
}

// reasonOf tells why nothing answers: the articles speak of the matter, or they don't.
func (s *Search) reasonOf(read []evidence.Sentence) Reason {
	if len(read) > 0 && read[0].Features.Words >= partlyFrom && read[0].Features.Lacks == 0 {
		return PartlyCovered
	}
	return NotCovered
}

// partlyFrom is the share of the question's words from which a sentence speaks of its matter.
const partlyFrom = .5
