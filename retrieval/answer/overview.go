package answer

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"readout/corpus"
	"readout/corpus/prose"
	"readout/corpus/reading"
	"readout/retrieval"
	"readout/retrieval/alone"
	"readout/retrieval/conflict"
	"readout/retrieval/dates"
	"readout/retrieval/evidence"
	"readout/retrieval/occasions"
	"readout/retrieval/question"
	"readout/retrieval/summary"
	"readout/retrieval/verify"
)

// Overview is what a summary is asked of.
type Overview struct {
	Topic    string             // a topic or a person; "" for all that the articles report
	Articles []corpus.ArticleID // only these; empty means all
	Long     bool               // more sentences
	Language string             // as in Question
}

// How many sentences a summary has.
const (
	shortOverview = 5
	longOverview  = 10
)

// Overview summarises by choosing sentences, never by inventing any: the ones that say most of what the articles dwell on, from each
// report in turn, none that repeats another. Like every answer it is verified, and it abstains when the articles do not speak of the
// topic. An Answerer with a model has it word the sentences from the passages so chosen and more of the kind; each is verified, and no
// report is passed over.
func (a *Answerer) Overview(ctx context.Context, o Overview) (*Answer, error) {
	snapshot := a.current()
	topic, _ := snapshot.Words.Mend(prose.OneLine(o.Topic))
	out := &Answer{Question: o.Topic, Resolved: topic, Version: snapshot.Version, Model: Quotations}
	d := a.dialogue(ctx, snapshot.Corpus, o.Articles)
	n := shortOverview
	if o.Long {
		n = longOverview
	}
	s := &search{snapshot: snapshot}
	var err error
	if topic == "" {
		s.showAll(o.Articles)
	} else {
		asked := question.Understand(topic, snapshot.Corpus, a.settingOf(snapshot))
		if !question.AsksSomething(topic) {
			asked.Text = "What do the articles say about " + strings.TrimRight(topic, " .?!") + "?"
		}
		if s, err = newSearch(ctx, snapshot, asked, o.Articles); err != nil {
			return nil, fmt.Errorf("summarise: %w", err)
		}
	}
	s.ofTopic = topic != "" && !question.AsksSomething(topic)
	r := s.dwelt(n, topic != "")
	if err := s.differOn(ctx, a.settingOf(snapshot), &r); err != nil {
		return nil, fmt.Errorf("summarise: %w", err)
	}
	kept, err := d.summarise(ctx, s, n, s.verify(out, r), out)
	if err != nil {
		return nil, fmt.Errorf("summarise: %w", err)
	}
	s.conclude(out, r, kept)
	d.translate(ctx, out, o.Language)
	d.account(out)
	return out, nil
}

// showAll makes every reporting passage of the articles (all, when none is named) the evidence.
func (s *search) showAll(articles []corpus.ArticleID) {
	s.evidence = retrieval.Evidence{Corpus: s.snapshot.Corpus}
	for _, a := range s.snapshot.Corpus.Articles {
		if len(articles) > 0 && !slices.Contains(articles, a.ID) {
			continue
		}
		for i := range a.Passages {
			if p := &a.Passages[i]; p.Role == corpus.RoleBody {
				s.evidence.Hits = append(s.evidence.Hits, retrieval.Hit{Passage: p})
			}
		}
	}
}

// telling is a sentence that a summary may be made of.
type telling struct {
	candidate
	stems   []string
	report  corpus.ReportID
	bearing float64 // how much it bears on the topic; 1 where none is asked for
	least   float64 // what that must be; see summary.Sentence
}

// dwelt chooses n sentences of the evidence: those that say most of what the articles dwell on, or of a topic those that bear on it by
// their meaning and by the reader. Of people, what is theirs is dwelt on.
func (s *search) dwelt(n int, onTopic bool) result {
	choose, pool := summary.Dwelt, []telling(nil)
	switch {
	case onTopic && s.asksOnlyOfPeople():
		pool = s.ofPeople()
	case onTopic:
		choose, pool = summary.OnTopic, s.toTell(true)
	default:
		pool = s.toTell(false)
	}
	slices.SortStableFunc(pool, func(a, b telling) int {
		return cmp.Or(cmp.Compare(a.passage.ID, b.passage.ID), cmp.Compare(a.sentence, b.sentence))
	})
	sentences := make([]summary.Sentence, len(pool))
	for i, x := range pool {
		sentences[i] = summary.Sentence{Stems: x.stems, Report: string(x.report), Place: x.passage.Paragraph + x.sentence, Bearing: x.bearing, Least: x.least}
	}
	var out result
	choose(sentences, n, func(_ []int, i int) bool {
		again := func(c candidate) bool {
			return summary.Overlap(pool[i].stems, retrieval.ContentStems(c.text())) >= repeatsInSummary
		}
		if s.repeats(out.told, pool[i].candidate) || (s.ofTopic || !onTopic) && slices.ContainsFunc(out.told, again) {
			return true
		}
		out.told = append(out.told, pool[i].candidate)
		return false
	})
	if len(out.told) == 0 {
		return result{reason: NotCovered, missing: s.missing(nil)}
	}
	if !onTopic { // what has been comes before what was to be, and before what somebody makes of it
		slices.SortStableFunc(out.told, func(a, b candidate) int { return cmp.Compare(s.afterEvents(a), s.afterEvents(b)) })
	}
	verifier := verify.New(s.evidence)
	for _, x := range out.told {
		out.claims = append(append(out.claims, sourceClaim(x.passage, x.sentence)), s.copies(x.passage, x.sentence)...)
		out.claims = append(out.claims, s.agreeing(verifier, x)...)
	}
	out.confidence = .9
	return out
}

// afterEvents is 1 for what an article tells that reports no events, 0 for others.
func (s *search) afterEvents(c candidate) int {
	if a := s.snapshot.Corpus.Article(c.passage.Article); a.Kind == corpus.KindPreview || isOpinion(a) {
		return 1
	}
	return 0
}

// repeatsInSummary is the share of the shorter sentence's words from which a summary tells only one of two, whosever they are; a question
// how reports differ is answered by both.
const repeatsInSummary = .6

// likelyAgrees is the share of the shorter sentence's words from which another may say the same.
const likelyAgrees = .5

// agreeing are the claims that other reports say what a sentence says, in their own words: those that are proved, one of each report.
func (s *search) agreeing(verifier *verify.Verifier, c candidate) []Claim {
	stems := retrieval.ContentStems(c.text())
	reports := []corpus.ReportID{s.reportOf(c)}
	var out []Claim
	for _, h := range s.evidence.Hits {
		for i, t := range h.Passage.Sentences {
			other := candidate{passage: h.Passage, sentence: i}
			if t.Order || slices.Contains(reports, s.reportOf(other)) || summary.Overlap(stems, retrieval.ContentStems(t.Text)) < likelyAgrees {
				continue
			}
			claim := sourceClaim(c.passage, c.sentence)
			claim.Passage, claim.Quote = h.Passage.ID, t.Text
			if _, err := verifier.Verify(claim); err == nil {
				out, reports = append(out, claim), append(reports, s.reportOf(other))
			}
		}
	}
	return out
}

// asksOnlyOfPeople reports whether a topic consists of people's names.
func (s *search) asksOnlyOfPeople() bool {
	return len(s.asked.People) > 0 && len(s.evidence.Terms) > 0 &&
		!slices.ContainsFunc(s.evidence.Terms, func(t retrieval.Term) bool { return !isPersonal(t) })
}

// ofPeople are the sentences that name one of the people asked about before anybody else, what stands in quotation marks aside; and the
// remarks of one in which nobody else is named so.
func (s *search) ofPeople() []telling {
	s.showAll(s.filter)
	return slices.DeleteFunc(s.toTell(false), func(x telling) bool {
		named := s.snapshot.Corpus.Mentions(prose.Without(x.text(), prose.Quotations(x.text())))
		return !slices.ContainsFunc(s.asked.People, func(who *corpus.Person) bool {
			if len(named) == 0 {
				return s.saidBy(evidence.Sentence{Passage: x.passage, Index: x.sentence}, who)
			}
			return named[0].Person == who
		})
	})
}

// How much a sentence must bear on a topic that it doesn't name: more where its passage doesn't either.
const (
	unnamedBearing = .5
	farBearing     = .6
)

// toTell are the sentences of the evidence that a summary may be made of: those that stand alone and, of a topic, bear on it. None, where
// no passage names the topic.
func (s *search) toTell(onTopic bool) []telling {
	var out []telling
	named := false
	for _, h := range s.evidence.Hits {
		if h.Passage.Role != corpus.RoleBody {
			continue
		}
		near := !onTopic || s.bearsOnTopic(h.Passage.Text)
		named = named || near
		for i, t := range h.Passage.Sentences {
			stems := retrieval.ContentStems(t.Text)
			if t.Order || len(stems) < 4 || isQuestion(t.Text) || h.Passage.Turn.Asks || alone.IsForm(h.Passage.Shown(i)) ||
				!s.standsAlone(h.Passage, i) {
				continue
			}
			x := telling{candidate{passage: h.Passage, sentence: i}, stems, s.snapshot.Corpus.Article(h.Passage.Article).Report, 1, 0}
			if onTopic {
				x.bearing, x.least = s.bears(h, i, near)
			}
			out = append(out, x)
		}
	}
	if !named {
		return nil
	}
	return out
}

// bears tells how much a sentence says about the topic, and how much that must be: nothing where it names the topic, or leaves open what
// the one before names and is told of.
func (s *search) bears(h retrieval.Hit, sentence int, near bool) (bearing, least float64) {
	text := h.Passage.Sentences[sentence].Text
	bearing = s.bearing(h, sentence)
	switch {
	case s.namesTopic(text):
		return bearing, 0
	case sentence > 0 && conflict.LeftOpen(text) != "" && s.namesTopic(h.Passage.Sentences[sentence-1].Text):
		return max(bearing, s.bearing(h, sentence-1)), 0
	case near:
		return bearing, unnamedBearing
	}
	return bearing, farBearing
}

// bearing tells how much a sentence says about the topic: the nearness of its meaning, and what the reader makes of it as an answer to what
// the articles say about the topic.
func (s *search) bearing(h retrieval.Hit, sentence int) float64 {
	meaning, logit := 0.0, leastRead
	if sentence < len(h.Sentences) {
		meaning = h.Sentences[sentence].Meaning
	}
	if s.read != nil {
		for _, r := range s.read.Sentences {
			if r.Passage == h.Passage && r.Index == sentence {
				logit = max(logit, r.Features.Logit)
			}
		}
	}
	return max(meaning, 0) + readWeight*(logit-leastRead)
}

// The reader's part in bearing: the logit of what says nothing of the topic, and what one more is worth.
const (
	leastRead  = -7.0
	readWeight = .04
)

// namesTopic reports whether a text holds nearly all that the topic is called, and its names by themselves: a country is none of its
// neighbours, nor one that it has to do with. A question has other words besides.
func (s *search) namesTopic(text string) bool {
	if !s.ofTopic {
		return s.bearsOnTopic(text)
	}
	share, matches := s.snapshot.Words.Match(s.evidence.Terms, text)
	for i, t := range s.evidence.Terms {
		if isName(t) && matches[i].Strength < namesFrom {
			return false
		}
	}
	return share >= namesFrom
}

// namesFrom is the least strength of what names a topic: that of "Ukrainian" for Ukraine.
const namesFrom = .75

// bearsOnTopic reports whether a text holds the question's names and half of its words' weight.
func (s *search) bearsOnTopic(text string) bool {
	share, matches := s.snapshot.Words.Match(s.evidence.Terms, text)
	if share < onTopicFrom {
		return false
	}
	names, held := 0.0, 0.0
	for i, t := range s.evidence.Terms {
		if isName(t) {
			names += t.Weight
			held += t.Weight * matches[i].Strength
		}
	}
	return held >= onTopicNames*names
}

// What a text must hold to be on a topic: shares of the weight of all the topic's words, and of its names.
const (
	onTopicFrom  = .45
	onTopicNames = .6
)

// Said is whose remarks are asked for.
type Said struct {
	Speaker  string
	About    string             // a topic, an occasion ("the news conference") or a day; "" for anything
	Articles []corpus.ArticleID // only these; empty means all
	Most     int                // remarks, at most
	Language string             // as in Question
}

// Said gives a person's remarks, each in its own sentence as its article prints it: variants of one remark in several reports stand side
// by side. Nobody of that name, and no remark, is an abstention. A model, where there is one, words at most the sentence that introduces
// them, which is verified; the remarks stay as they are.
func (a *Answerer) Said(ctx context.Context, o Said) (*Answer, error) {
	snapshot := a.current()
	if o.About == "" {
		o.Speaker, o.About = speakerFirst(snapshot.Corpus, o.Speaker)
	}
	asks := prose.OneLine(o.Speaker + " " + o.About)
	mended, _ := snapshot.Words.Mend(asks)
	out := &Answer{Question: asks, Resolved: mended, Version: snapshot.Version, Model: Quotations}
	d := a.dialogue(ctx, snapshot.Corpus, o.Articles)
	asked := question.Asked{Text: "What did " + mended + "?", Lookup: mended, Kind: question.Said}
	who, _ := snapshot.Words.Mend(o.Speaker)
	if o.About != "" {
		about, _ := snapshot.Words.Mend(prose.OneLine(o.About))
		asked.Text, asked.Lookup = "What did "+prose.OneLine(who)+" say about "+about+"?", about
	}
	for _, m := range snapshot.Corpus.Mentions(beforeName + who) {
		if !slices.Contains(asked.Speakers, m.Person) {
			asked.Speakers = append(asked.Speakers, m.Person)
		}
	}
	if len(asked.Speakers) == 0 {
		out.Abstention = &Abstention{Reason: NotCovered, Missing: []string{o.Speaker}, Near: retrieval.Near(snapshot.Corpus.People, who)}
		return out, nil
	}
	s, err := newSearch(ctx, snapshot, asked, o.Articles)
	if err != nil {
		return nil, fmt.Errorf("said: %w", err)
	}
	found := s.remarksOn(o.About)
	r := result{reason: NotCovered, confidence: .1}
	if len(found) > 0 {
		r = result{claims: s.claims(found[:min(len(found), o.Most)]), confidence: .9}
	}
	remarks := s.verify(out, r)
	introduction, err := d.introduceRemarks(ctx, s, remarks, out)
	if err != nil {
		return nil, fmt.Errorf("said: %w", err)
	}
	s.conclude(out, r, append(introduction, remarks...))
	for i := range introduction {
		out.Sentences[i].Introduces = true
	}
	d.translate(ctx, out, o.Language)
	d.account(out)
	return out, nil
}

// beforeName stands before a name, as its capital tells a name from a word only within a sentence: "Marsh" alone may be either.
const beforeName = "what did "

// speakerFirst parts the name of a person of the articles from a topic that stands behind it: "Ida Brenk the quay".
func speakerFirst(c *reading.Corpus, text string) (speaker, about string) {
	words := strings.Fields(text)
	for n := len(words); n > 0; n-- {
		asked := beforeName + strings.Join(words[:n], " ")
		if found := c.Mentions(asked); len(found) > 0 && found[len(found)-1].Span.End == len(asked) {
			return asked[len(beforeName):], strings.Join(words[n:], " ")
		}
	}
	return text, ""
}

// remarksOn are the remarks of the people asked about: on a topic, made on an occasion or a day that it names, or all of them.
func (s *search) remarksOn(about string) []candidate {
	occasion, isOccasion := occasions.Asked(about)
	when := func(published corpus.Date) (dates.Date, bool) { return dates.Of("on "+about, published) }
	_, isDay := when(corpus.NewDay(2000, 1, 1))
	switch {
	case about == "":
		return s.remarks(false)
	case !isOccasion && (!isDay || len(retrieval.ContentStems(dates.Without(about))) > 0):
		return s.remarks(true)
	}
	common := dates.Common(s.snapshot.Corpus.Articles)
	return slices.DeleteFunc(s.remarks(false), func(c candidate) bool {
		told := s.toldOf(c)
		if isOccasion {
			return !slices.Contains(occasions.Told(told), occasion)
		}
		published := s.snapshot.Corpus.Article(c.passage.Article).Published
		if published.Precision() == corpus.Unknown {
			published = common
		}
		asked, _ := when(published)
		day, ok := dates.Of(told, published)
		return !ok || day.Key() != asked.Key()
	})
}

// toldOf is where a remark's occasion stands: its sentence outside of quotation marks, and the one before, where the remark goes on with
// that; of what somebody says in a transcript, the title.
func (s *search) toldOf(c candidate) string {
	if c.passage.Turn.Number > 0 {
		return "at " + s.snapshot.Corpus.Article(c.passage.Article).Title
	}
	told := prose.Without(c.text(), prose.Quotations(c.text()))
	if at, ok := s.previous(leaning{c.passage, c.sentence}); ok && (continuing.MatchString(c.text()) || opensQuoted(c.text())) {
		told += "\n" + at.passage.Sentences[at.sentence].Text
	}
	return told
}

// saidShare is the share of the most probable remark's probability from which another is on the topic as well.
const saidShare = .3

// remarks are the sentences with remarks of the people asked about: on the topic, by the reader, or, where there is none, all of the
// evidence's, in the order of the articles.
func (s *search) remarks(onTopic bool) []candidate {
	var out []candidate
	add := func(c candidate, r evidence.Sentence) {
		said := slices.ContainsFunc(s.asked.Speakers, func(who *corpus.Person) bool { return s.saidBy(r, who) })
		if said && c.passage.Role == corpus.RoleBody && !s.repeats(out, c) {
			out = append(out, c)
		}
	}
	if onTopic {
		for _, r := range s.read.Sentences {
			if r.Probability < shownFrom {
				break
			}
			if len(out) == 0 || r.Probability >= saidShare*out[0].score && r.Features.Logit >= leastLogit {
				add(candidateOf(r), r)
			}
		}
		return out
	}
	s.showAll(s.filter)
	for _, h := range s.evidence.Hits {
		for i, t := range h.Passage.Sentences {
			if !t.Order {
				add(candidate{passage: h.Passage, sentence: i}, evidence.Sentence{Passage: h.Passage, Index: i})
			}
		}
	}
	return out
}
