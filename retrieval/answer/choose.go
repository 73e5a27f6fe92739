package answer

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"readout/corpus"
	"readout/retrieval"
	"readout/retrieval/evidence"
	"readout/retrieval/named"
	"readout/retrieval/question"
)

// candidate is a sentence of the evidence that may answer.
type candidate struct {
	passage  *corpus.Passage
	sentence int     // in passage.Sentences
	score    float64 // the higher, the better; comparable within one list
}

func (c candidate) text() string { return c.passage.Sentences[c.sentence].Text }

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
var ways = []func(*search) (r result, ok bool){
	(*search).aboutArticles,
	(*search).withoutTopic,
	(*search).answerDay,
	(*search).nothingFound,
	(*search).answerQuoted,
	(*search).asksAdvice,
	(*search).asksWhomNobodyHears,
	(*search).ofOccasion,
	(*search).ofOverview,
}

// answer chooses the sentences that answer, or none. Code answers what asks of the articles themselves and what turns on a quotation;
// all else is answered with what the reader finds, but for what code knows to be another's words.
func (s *search) answer() result {
	for _, way := range ways {
		if r, ok := way(s); ok {
			return r
		}
	}
	return s.choose(mostShown)
}

func (s *search) aboutArticles() (result, bool) {
	if s.asked.About == named.Nothing {
		return result{}, false
	}
	return s.answerAbout(), true
}

func (s *search) withoutTopic() (result, bool) {
	if !s.asked.Bare || s.asked.Kind != question.Summary && !s.asked.Argument {
		return result{}, false
	}
	return s.answerBare(), true
}

func (s *search) nothingFound() (result, bool) {
	return result{reason: NotCovered}, len(s.evidence.Hits) == 0 || !s.asked.Occasion && !s.knowsAnyTerm()
}

func (s *search) asksAdvice() (result, bool) {
	return result{reason: NotCovered, confidence: unlikely}, asksForAdvice.MatchString(s.asked.Text)
}

func (s *search) asksWhomNobodyHears() (result, bool) {
	who := s.unheard()
	return result{reason: PartlyCovered, confidence: unlikely, missing: []string{who}}, who != ""
}

func (s *search) ofOccasion() (result, bool) {
	if !s.asked.Occasion {
		return result{}, false
	}
	return s.answerOccasion()
}

// ofOverview answers a request for an overview where no single sentence does with what each report says of the topic.
func (s *search) ofOverview() (result, bool) {
	if s.asked.Kind != question.Summary && s.asked.Kind != question.Compare {
		return result{}, false
	}
	out := s.choose(mostOverview)
	if len(out.claims) > 0 {
		return out, true
	}
	if told := s.dwelt(mostShown, true); len(told.claims) > 1 {
		told.confidence, told.read = answersFrom, out.read
		return told, true
	}
	return result{}, false
}

// knowsAnyTerm reports whether any term of the question is a word of the articles or of the language.
func (s *search) knowsAnyTerm() bool {
	return slices.ContainsFunc(s.evidence.Terms, func(t retrieval.Term) bool { return t.Near || t.Weight < s.snapshot.Words.Unseen() || len(t.Names) > 0 })
}

// unsure is the most confidence of what is not answered.
const unsure = .45

// unlikely is the confidence where code knows that the articles can't answer.
const unlikely = .1

// asksForAdvice asks how the asker should do a thing; articles tell what others did.
var asksForAdvice = regexp.MustCompile(`(?i)^(?:(?:hi|hey|hello|ok|okay|so|well|please|pls)[,! ]+)*(?:how (?:do|can|could|should|would|might) (?:i|one|you)\b|how to\b|(?:what|where|when|which \w+) should i\b|(?:should|can|may) i\b)`)

// answerBare answers what names nothing to look for beyond the articles, or the event that all of them are about.
func (s *search) answerBare() result {
	named := s.askable(s.asked.Articles)
	if len(named) == 0 && len(s.asked.Articles) > 0 {
		return result{reason: NotCovered}
	}
	if len(named) == 0 {
		named = s.filter
	}
	s.showAll(named)
	return s.dwelt(shortOverview, false)
}

// choose takes the sentences that the reader finds most probable to answer, at most most.
func (s *search) choose(most int) result {
	own, others := s.credited()
	own = s.withoutOtherPlans(own)
	out := result{confidence: evidence.Confidence(own), read: own}
	if p, ok := s.creditedToAnother(own, others); ok {
		return result{claims: s.claims([]candidate{candidateOf(others[0])}), premises: []premise{p}, confidence: evidence.Confidence(others)}
	}
	if plans := s.onlyPlanned(own); len(plans) > 0 && (out.confidence >= answersFrom || out.confidence >= plansFrom && plans[0] == candidateOf(own[0])) {
		out.confidence = max(out.confidence, answersFrom)
		out.claims, out.onlyPlanned = s.claims(plans), true
		return out
	}
	if out.confidence < answersFrom {
		if said := s.saidOfIt(own); len(said) > 0 {
			own, out.confidence = said, answersFrom
		}
	}
	if len(own) == 0 || out.confidence < answersFrom {
		out.confidence = min(out.confidence, unsure)
		out.reason = s.reasonOf(own)
		return out
	}
	var chosen []candidate
	if d, ok := s.difference(own, s.read.Sentences); ok {
		chosen, out.differences = d.shown(), []difference{d}
	}
	if out.claims = s.claims(s.best(chosen, own, most)); len(out.claims) == 0 { // what answers can't be told by itself
		out.confidence, out.reason = unsure, PartlyCovered
	}
	return out
}

func candidateOf(r evidence.Sentence) candidate { return candidate{r.Passage, r.Index, r.Probability} }

// best adds the most probable sentences, each of which tells more than those before it, up to most.
func (s *search) best(out []candidate, read []evidence.Sentence, most int) []candidate {
	add := func(r evidence.Sentence) {
		c := candidateOf(r)
		if _, tellable := s.needs(c.passage, c.sentence); !tellable || len(out) == most || s.repeats(out, c) {
			return
		}
		out = append(out, c)
		s.show(c.passage)
	}
	share := shownShare
	if len(s.asked.Parts) > 1 || s.asked.Kind.OfOneThing() {
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
func (s *search) belongsBeside(chosen []candidate, r evidence.Sentence, best float64) bool {
	if r.Features.Logit < leastLogit || r.Probability*longSentence < shownShare*best*float64(len(candidateOf(r).text())) {
		return false
	}
	if !s.asked.Kind.OfOneThing() {
		return true
	}
	before, _ := s.needs(r.Passage, r.Index)
	return !slices.ContainsFunc(before, func(l leaning) bool {
		return !slices.ContainsFunc(chosen, func(c candidate) bool { return c.passage == l.passage && c.sentence == l.sentence })
	})
}

// reasonOf tells why nothing answers: the articles speak of the matter, or they don't.
func (s *search) reasonOf(read []evidence.Sentence) Reason {
	if len(read) > 0 && read[0].Features.Words >= partlyFrom && read[0].Features.Lacks == 0 {
		return PartlyCovered
	}
	return NotCovered
}

// partlyFrom is the share of the question's words from which a sentence speaks of its matter.
const partlyFrom = .5

// abstain says what the articles lack and what comes closest.
func (s *search) abstain(r result) *Abstention {
	out := &Abstention{Reason: cmp.Or(r.reason, NotCovered), Missing: r.missing}
	defer func() { out.Near = retrieval.Near(s.snapshot.Corpus.People, out.Missing...) }()
	if s.read == nil {
		return out
	}
	near := map[corpus.PassageID]bool{}
	for _, h := range s.evidence.Hits {
		near[h.Passage.ID] = h.Meaning >= nearMeaning || h.Words >= nearWords
	}
	var shown []candidate
	for _, read := range s.read.Sentences {
		c := candidateOf(read)
		if len(shown) == mostClosest {
			break
		}
		if !near[c.passage.ID] || slices.ContainsFunc(shown, func(k candidate) bool { return k.passage == c.passage }) || s.repeats(shown, c) {
			continue
		}
		shown = append(shown, c)
		out.Closest = append(out.Closest, Citation{N: len(shown), Article: s.snapshot.Corpus.Article(c.passage.Article), Passage: c.passage,
			Quote: c.passage.Sentences[c.sentence].Span})
	}
	if len(out.Missing) == 0 {
		out.Missing = s.missing(shown)
	}
	return out
}

// The nearest passages that an abstention shows: how many at most, and how near by meaning or by words one must be to be worth it.
const (
	mostClosest = 3
	nearMeaning = .4
	nearWords   = .4
)

// missing are the words of the question that neither the sentences' passages nor the titles above them hold, in its own words and order:
// names and numbers first. A name of several words is missing whole when one of them is. A number by itself, or a piece of an address,
// tells nobody what is missing.
func (s *search) missing(shown []candidate) []string {
	matched := make([]float64, len(s.evidence.Terms))
	for _, c := range shown {
		around := append(c.passage.Context(), c.passage.Text, s.snapshot.Corpus.Article(c.passage.Article).Title)
		_, matches := s.snapshot.Words.Match(s.evidence.Terms, strings.Join(around, "\n"))
		for i, m := range matches {
			matched[i] = max(matched[i], m.Strength)
		}
	}
	return missingNames(s.evidence.Query, s.evidence.Terms, func(term int) bool { return matched[term] == 0 })
}

// isName reports whether a term names somebody or something, or is a number: what evidence must hold and no synonym replaces.
func isName(t retrieval.Term) bool {
	return len(t.Names) > 0 || strings.ContainsAny(t.Word, "0123456789") || t.Text != strings.ToLower(t.Text)
}
