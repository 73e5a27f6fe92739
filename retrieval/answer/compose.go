package answer

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"readout/corpus"
	"readout/retrieval"
	"readout/retrieval/verify"
)

// answer chooses the sentences that answer, or none.
func (s *search) answer() result {
	if s.asked.about != aboutNothing {
		return s.answerAbout()
	}
	if s.asked.bare && (s.asked.kind == kindSummary || s.asked.argument) {
		named := s.askable(s.asked.articles)
		if len(named) == 0 && len(s.asked.articles) > 0 {
			return result{reason: NotCovered}
		}
		if len(named) == 0 {
			named = s.filter
		}
		s.showAll(named)
		return s.dwelt(shortOverview, false)
	}
	if len(s.evidence.Hits) == 0 || len(s.evidence.Terms) == 0 {
		return result{reason: NotCovered, missing: s.missing(nil)}
	}
	if r, ok := s.answerQuoted(); ok {
		return r
	}
	if r, ok := s.answerOccasion(); ok {
		return r
	}
	if r, ok := s.answerWhoIs(); ok {
		return r
	}
	if asksForAdvice.MatchString(s.asked.text) {
		return result{confidence: ofStrangers, reason: NotCovered}
	}
	if who := s.unheard(); who != "" {
		return result{confidence: ofStrangers, reason: PartlyCovered, missing: []string{who}}
	}
	if s.asked.argument && s.mayAsk(s.asked.articles[0]) && len(s.asked.speakers) == 0 && s.asked.kind != kindYesNo {
		if r, ok := s.answerArgument(); ok {
			return r
		}
	}
	switch {
	case len(s.asked.speakers) > 0 && asksForRemarks(s.asked.kind):
		return s.answerSaid()
	case s.asked.kind == kindWhoSaid:
		if r, ok := s.answerWhoSaid(); ok {
			return r
		}
	case s.asked.kind == kindSummary || s.asked.kind == kindCompare:
		return s.overview()
	}
	return s.choose(3, .85)
}

// armsOfArgument is how many sentences an article's argument is given in.
const armsOfArgument = 4

// answerArgument answers what an article argues with its sentences nearest to the question. The gate looks for one sentence that holds
// the question; an argument is spread over its article, so here the article as a whole must hold most of it, each name included.
func (s *search) answerArgument() (result, bool) {
	a := s.snapshot.Corpus.Article(s.asked.articles[0])
	topic := s.topicTerms()
	share, matches := s.snapshot.Words.Match(topic, a.Body+"\n"+a.Title)
	ranked := s.candidates(s.readPart(s.asked.whole()))
	if share < assertsFrom || namesCovered(topic, matches) < 1 || len(ranked) == 0 {
		return result{}, false
	}
	var chosen []candidate
	for _, c := range ranked {
		if len(chosen) < armsOfArgument && c.passage.Role == corpus.RoleBody && !s.repeats(chosen, c) {
			chosen = append(chosen, c)
		}
	}
	return result{claims: s.claims(chosen), confidence: .7}, len(chosen) > 0
}

// overview gathers what the articles say on the question's topic, remarks first where it asks what was said.
func (s *search) overview() result {
	out := s.choose(6, .70)
	if len(out.claims) == 0 && s.asked.kind == kindCompare {
		// No single sentence answers a comparison: what each report says of the topic does.
		if told := s.dwelt(comparedSentences, true); len(told.claims) > 1 {
			told.confidence = max(out.confidence, openFrom)
			out = told
		}
	}
	if whatWasSaid.MatchString(s.asked.text) {
		topic := slices.DeleteFunc(s.topicTerms(), func(t retrieval.Term) bool { return everybodyNouns[t.Word] })
		if remarks := s.close(topic, s.remarksOf(func(corpus.Remark) bool { return true }, topic)); len(remarks) > 0 {
			worth := slices.DeleteFunc(slices.Clone(remarks), func(c candidate) bool { return c.score < worthTelling*remarks[0].score })
			out = result{claims: s.claims(spread(worth, 6)), confidence: .5 + remarks[0].features.words/2}
		}
	}
	return out
}

// comparedSentences is how many sentences a comparison has when no sentence answers it by itself.
const comparedSentences = 4

var whatWasSaid = regexp.MustCompile(`(?i)\b(?:said|say|says|remarks?|statements?|comments?|discussed|views?|positions?|saying|think|thinking|feel|react(?:ed|ions?)?|respon(?:d|ded|ses?))\b`)

// worthTelling is the share of the best remark's score from which another is told beside it.
const worthTelling = .6

// everybodyNouns stand for anybody who says something.
var everybodyNouns = wordSet("people everybody everyone others public politicians commentators observers critics")

// spread takes up to n remarks, in turn from each speaker, so that one voice does not drown the others.
func spread(remarks []candidate, n int) []candidate {
	var out []candidate
	taken := map[string]int{}
	for round := 1; len(out) < n && round <= n; round++ {
		for _, c := range remarks {
			who := verify.SpeakerWithin(c.passage, c.passage.Sentences[c.sentence].Span)
			if len(out) < n && taken[who] < round && !slices.ContainsFunc(out, func(o candidate) bool { return o.passage == c.passage && o.sentence == c.sentence }) {
				taken[who]++
				out = append(out, c)
			}
		}
	}
	return out
}

// asksForAdvice asks how the asker should do a thing; articles tell what others did.
var asksForAdvice = regexp.MustCompile(`(?i)^(?:(?:hi|hey|hello|ok|okay|so|well|please|pls)[,! ]+)*(?:how (?:do|can|could|should|would|might) (?:i|one|you)\b|how to\b|(?:what|where|when|which \w+) should i\b|(?:should|can|may) i\b)`)

// asksForRemarks reports whether a question of the kind that has speakers wants their words, and not a fact that bears on them.
func asksForRemarks(k kind) bool {
	switch k {
	case kindSaid, kindFact, kindWhy, kindSummary, kindCompare:
		return true
	}
	return false
}

// whole is the question as one part.
func (a asked) whole() part { return part{a.lookup, a.kind} }

// asGood is the share of the best sentence's score from which another may answer in its place, when the best one does not answer.
const asGood = .97

// choose takes the best sentence for the question, and those that add to it: another report on the same point, or a term of
// the question that nothing chosen holds. At most most sentences, each with at least share of the best one's score.
func (s *search) choose(most int, share float64) result {
	r := s.readPart(s.asked.whole())
	ranked := s.candidates(r)
	if len(ranked) == 0 {
		return result{reason: NotCovered}
	}
	g := s.gate(r, ranked)
	for i := 1; !g.open && i < len(ranked) && ranked[i].score >= asGood*ranked[0].score; i++ {
		if another := s.gate(r, ranked[i:]); another.open {
			g = another
			ranked = append([]candidate{ranked[i]}, slices.Delete(slices.Clone(ranked), i, i+1)...)
		}
	}
	if !g.open {
		return result{confidence: g.confidence, reason: g.reason, missing: g.missing}
	}
	if people := ofDifferentPeople(r, ranked); len(people) > 0 {
		return result{claims: s.claims(people), confidence: g.confidence}
	}
	chosen := []candidate{ranked[0]}
	out := result{confidence: g.confidence}
	if d, ok := s.difference(r.part, ranked); ok {
		chosen = slices.Concat(d.sides...)
		out.differences = []difference{d}
	}
	for _, c := range ranked[1:] {
		if len(chosen) >= most || c.score < share*ranked[0].score {
			break
		}
		if s.repeats(chosen, c) || c.passage.Role != corpus.RoleBody {
			continue
		}
		chosen = append(chosen, c)
	}
	out.claims = s.claims(chosen)
	return out
}

// oneOfSeveral is the share of the best sentence's score that another must have to name one more of the people asked for.
const oneOfSeveral = .6

// ofDifferentPeople takes a sentence for each of the people asked for, where several are: each holds what the question names and tells of
// somebody whom none before it did.
func ofDifferentPeople(r *reading, ranked []candidate) []candidate {
	var chosen []candidate
	var named []*corpus.Person
	for _, c := range ranked {
		if len(chosen) == r.several || c.score < oneOfSeveral*ranked[0].score {
			break
		}
		if r.namesIn(c.support) < r.namesIn(ranked[0].support) || r.met(c.read) < 1 {
			continue
		}
		fresh := slices.DeleteFunc(slices.Clone(c.read.people), func(q *corpus.Person) bool { return slices.Contains(r.people, q) || slices.Contains(named, q) })
		if len(fresh) > 0 {
			named = append(named, fresh...)
			chosen = append(chosen, c)
		}
	}
	return chosen
}

// A sentence repeats another of its own report when it shares this much of the shorter one's stems. Another report's wording of a
// remark is worth showing unless it shares nearly all of the longer one's.
const (
	repeatsOwnReport   = .75
	repeatsOtherReport = .9
)

// repeats reports whether a sentence says nothing that the chosen ones don't.
func (s *search) repeats(chosen []candidate, c candidate) bool {
	stems := s.stems(c)
	for _, k := range chosen {
		others := s.stems(k)
		shared := overlap(stems, others)
		if s.reportOf(k) == s.reportOf(c) {
			if shared >= repeatsOwnReport {
				return true
			}
			continue
		}
		shorter, longer := min(len(stems), len(others)), max(len(stems), len(others))
		if shared*float64(shorter) >= repeatsOtherReport*float64(longer) {
			return true
		}
	}
	return false
}

func (s *search) reportOf(c candidate) corpus.ReportID {
	return s.snapshot.Corpus.Article(c.passage.Article).Report
}

// overlap is the share of the shorter list's distinct stems that the other has.
func overlap(a, b []string) float64 {
	if len(b) < len(a) {
		a, b = b, a
	}
	if len(a) == 0 {
		return 0
	}
	n := 0
	for _, x := range a {
		if slices.Contains(b, x) {
			n++
		}
	}
	return float64(n) / float64(len(a))
}

// claims puts the chosen sentences in a readable order, each with the sentences before it that it cannot be understood without:
// articles in the order of their best sentence, sentences in the order of the article.
func (s *search) claims(chosen []candidate) []Claim {
	rank := map[corpus.ArticleID]int{}
	for i, c := range chosen {
		if _, ok := rank[c.passage.Article]; !ok {
			rank[c.passage.Article] = i
		}
	}
	type place struct {
		passage  *corpus.Passage
		sentence int
	}
	var places []place
	add := func(p *corpus.Passage, i int) {
		if pl := (place{p, i}); !slices.Contains(places, pl) && !p.Sentences[i].Order {
			places = append(places, pl)
		}
	}
	for _, c := range chosen {
		for _, l := range s.leansOn(c.passage, c.sentence) {
			add(l.passage, l.sentence)
		}
		add(c.passage, c.sentence)
		for _, i := range s.rest(c.passage, c.sentence) {
			add(c.passage, i)
		}
	}
	slices.SortStableFunc(places, func(a, b place) int {
		return cmp.Or(cmp.Compare(rank[a.passage.Article], rank[b.passage.Article]),
			cmp.Compare(a.passage.Span.Start, b.passage.Span.Start), cmp.Compare(a.sentence, b.sentence))
	})
	var out []Claim
	for _, p := range places {
		out = append(out, sourceClaim(p.passage, p.sentence))
		out = append(out, s.copies(p.passage, p.sentence)...)
	}
	return out
}

// copies are the claims that other articles print the very same sentence.
func (s *search) copies(p *corpus.Passage, sentence int) []Claim {
	same := s.reader.read(p).sentences[sentence].folded
	var out []Claim
	for _, h := range s.evidence.Hits {
		if h.Passage.ID == p.ID || h.Passage.Article == p.Article {
			continue
		}
		for i, t := range h.Passage.Sentences {
			if !t.Order && s.reader.read(h.Passage).sentences[i].folded == same {
				out = append(out, sourceClaim(h.Passage, i))
			}
		}
	}
	return out
}

// longestRest is how many sentences of quotations are shown besides the one that answers.
const longestRest = 3

// rest are the sentences after (and, of a quotation, before) one that belong to it: the others of the quotation that it is part of, the
// quotation that it announces ("he told her one thing.  “Never ...”"), and the one that its speaker goes on with (“We can,” she said.
// “What we cannot ...”). Words that are printed as one are said as one.
func (s *search) rest(p *corpus.Passage, sentence int) []int {
	out := quotedWith(p, sentence)
	last := max(sentence, slices.Max(append(out, sentence)))
	next := last + 1
	if next < len(p.Sentences) && opensQuoted(p.Sentences[next].Text) && len(out) < longestRest &&
		(saysSomething(p, sentence) && !holdsQuotation(p, sentence) || goesOn(p, last)) {
		out = append(out, next)
		for _, i := range quotedWith(p, next) {
			if !slices.Contains(out, i) && i != sentence {
				out = append(out, i)
			}
		}
	}
	return out[:min(len(out), longestRest)]
}

// quotedWith are the other sentences of the quotations that stand in a sentence.
func quotedWith(p *corpus.Passage, sentence int) []int {
	var out []int
	span := p.Sentences[sentence].Span
	for _, q := range quotationsOf(p) {
		for i := range p.Sentences {
			if q.Overlaps(span) && i != sentence && q.Overlaps(p.Sentences[i].Span) {
				out = append(out, i)
			}
		}
	}
	return out
}

// quotationsOf are the passage's quotations, as spans of its article.
func quotationsOf(p *corpus.Passage) []corpus.Span {
	out := corpus.Quotations(p.Text)
	for i := range out {
		out[i].Start += p.Span.Start
		out[i].End += p.Span.Start
	}
	return out
}

func holdsQuotation(p *corpus.Passage, sentence int) bool {
	return slices.ContainsFunc(quotationsOf(p), func(q corpus.Span) bool { return q.Overlaps(p.Sentences[sentence].Span) })
}

// goesOn reports whether the sentence after one is a quotation that nobody is named for, since the speaker of the one goes on.
func goesOn(p *corpus.Passage, sentence int) bool {
	here, after := p.Sentences[sentence].Span, p.Sentences[sentence+1].Span
	for _, r := range p.Remarks {
		for _, o := range p.Remarks {
			if r.Direct && o.Direct && r.Speaker != "" && r.Speaker == o.Speaker && r.Span.Overlaps(here) && o.Span.Overlaps(after) && o.Attribution.Len() == 0 {
				return true
			}
		}
	}
	return false
}

// saysSomething reports whether a remark stands in the sentence, or its last verb is one of speech.
func saysSomething(p *corpus.Passage, sentence int) bool {
	span := p.Sentences[sentence].Span
	return slices.ContainsFunc(p.Remarks, func(r corpus.Remark) bool {
		return r.Speaker != "" && (r.Span.Overlaps(span) || r.Attribution.Overlaps(span))
	})
}

func opensQuoted(sentence string) bool {
	return strings.HasPrefix(sentence, "“") || strings.HasPrefix(sentence, `"`)
}

type leaning struct {
	passage  *corpus.Passage
	sentence int
}

// leansOn are the sentences before one that tell who speaks in it or whom it is about, when it does not tell itself: the last two, or the
// last one that names the speaker when it stands farther back.
func (s *search) leansOn(p *corpus.Passage, sentence int) []leaning {
	text := p.Sentences[sentence].Text
	if sentence > 0 && isQuestion(p.Sentences[sentence-1].Text) {
		return []leaning{{p, sentence - 1}}
	}
	speaker := s.unnamedSpeaker(p, sentence)
	if speaker == nil && !leansBack(text) {
		return nil
	}
	if speaker != nil {
		for i := sentence - 3; i >= 0 && !s.names(p.Sentences[sentence-1].Text, speaker) && !s.names(p.Sentences[sentence-2].Text, speaker); i-- {
			if s.names(p.Sentences[i].Text, speaker) {
				return []leaning{{p, i}}
			}
		}
	}
	var out []leaning
	for i := sentence - 1; i >= 0 && i >= sentence-2; i-- {
		out = append(out, leaning{p, i})
		if before := p.Sentences[i].Text; speaker != nil && s.names(before, speaker) || speaker == nil && !leansBack(before) {
			return out
		}
	}
	// A quotation that stands alone, or a paragraph that opens with a pronoun: the one before tells whose it is.
	if read := s.reader.read(p); read.continues && len(out) < 2 && s.holds(read.before) {
		before := read.before
		for i := len(before.Sentences) - 1; i >= 0; i-- {
			if speaker == nil || s.names(before.Sentences[i].Text, speaker) {
				return append(out, leaning{before, i})
			}
		}
	}
	return out
}

// holds reports whether a passage is part of the evidence, so that it may be cited.
func (s *search) holds(p *corpus.Passage) bool {
	return slices.ContainsFunc(s.evidence.Hits, func(h retrieval.Hit) bool { return h.Passage.ID == p.ID })
}

// unnamedSpeaker is who the article credits the sentence's words to, when the sentence itself does not name them; else nil.
func (s *search) unnamedSpeaker(p *corpus.Passage, sentence int) *corpus.Person {
	span := p.Sentences[sentence].Span
	for _, r := range p.Remarks {
		if r.Person != nil && r.Span.Overlaps(span) && !s.names(p.Sentences[sentence].Text, r.Person) {
			return r.Person
		}
	}
	return nil
}

func (s *search) names(text string, who *corpus.Person) bool {
	return slices.ContainsFunc(s.snapshot.Corpus.Mentions(text), func(m corpus.Mention) bool { return m.Person == who })
}

var leaningWords = wordSet("he she they it his her their its this that these those him them such")

// leansBack reports whether a sentence opens with a pronoun whose meaning stands before it.
func leansBack(sentence string) bool {
	ws := words(sentence)
	if len(ws) == 0 {
		return false
	}
	if ws[0] == "but" || ws[0] == "and" || ws[0] == "yet" || ws[0] == "or" {
		ws = ws[1:]
	}
	// "It is clear that ..." and "There is ..." lean on nothing; inside quotation marks a pronoun is the speaker's.
	if len(ws) < 2 || strings.HasPrefix(strings.TrimSpace(sentence), "“") || strings.HasPrefix(strings.TrimSpace(sentence), `"`) {
		return false
	}
	if (ws[0] == "it" || ws[0] == "this" || ws[0] == "that") && len(ws) > 2 && (ws[1] == "is" || ws[1] == "was") && ws[0] == "it" {
		return false
	}
	return leaningWords[ws[0]] || len(ws) > 2 && isPreposition(ws[0]) && (ws[1] == "that" || ws[1] == "this" || ws[1] == "those" || ws[1] == "these") && !isTimeUnit(ws[2])
}

// isTimeUnit reports whether a word makes "this" a date and not a reference ("this week").
func isTimeUnit(w string) bool {
	switch w {
	case "week", "month", "year", "summer", "spring", "autumn", "fall", "winter", "morning", "afternoon", "evening":
		return true
	}
	return false
}

// missing are the words of the question that no evidence holds, in its own words and order: names and numbers first. A name of several
// words is missing whole when one of them is. A number by itself, or a piece of an address, tells nobody what is missing.
func (s *search) missing(matches []retrieval.TermMatch) []string {
	lacks := func(i int) bool { return i >= len(matches) || matches[i].Strength == 0 }
	var names, rest []string
	terms := s.evidence.Terms
	for i := 0; i < len(terms); {
		if strings.Contains(terms[i].Text, "http") || strings.Contains(terms[i].Text, "www.") {
			i++
			continue
		}
		if !isName(terms[i]) {
			if lacks(i) {
				rest = append(rest, terms[i].Text)
			}
			i++
			continue
		}
		name, missing := terms[i].Text, lacks(i)
		for i++; i < len(terms) && isName(terms[i]) && onlySpace(s.evidence.Query, terms[i-1].Span.End, terms[i].Span.Start); i++ {
			name += " " + terms[i].Text
			missing = missing || lacks(i)
		}
		if missing && strings.ContainsFunc(name, unicode.IsLetter) {
			names = append(names, name)
		}
	}
	return append(names, rest...)
}

// onlySpace reports whether two offsets of a text have nothing but white space between them.
func onlySpace(text string, from, to int) bool {
	return from <= to && to <= len(text) && strings.TrimSpace(text[from:to]) == ""
}
