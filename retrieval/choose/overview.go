package choose

import (
	"cmp"
	"slices"
	"strings"

	"readout/corpus"
	"readout/corpus/prose"
	"readout/retrieval"
	"readout/retrieval/alone"
	"readout/retrieval/conflict"
	"readout/retrieval/evidence"
	"readout/retrieval/summary"
	"readout/retrieval/verify"
)

// ShortOverview is how many sentences a summary has, if nothing else is said.
const ShortOverview = 5

// ShowAll makes every reporting passage of the articles (all, when none is named) the evidence.
func (s *Search) ShowAll(articles []corpus.ArticleID) {
	s.Evidence = retrieval.Evidence{Corpus: s.Snapshot.Corpus}
	for _, a := range s.Snapshot.Corpus.Articles {
		if len(articles) > 0 && !slices.Contains(articles, a.ID) {
			continue
		}
		for i := range a.Passages {
			if p := &a.Passages[i]; p.Role == corpus.RoleBody {
				s.Evidence.Hits = append(s.Evidence.Hits, retrieval.Hit{Passage: p})
			}
		}
	}
}

// telling is a sentence that a summary may be made of.
type telling struct {
	Candidate
	stems   []string
	report  corpus.ReportID
	bearing float64 // how much it bears on the topic; 1 where none is asked for
	least   float64 // what that must be; see summary.Sentence
}

// Dwelt chooses n sentences of the evidence: those that say most of what the articles dwell on, or of a topic those that bear on it by
// their meaning and by the reader. Of people, what is theirs is dwelt on.
func (s *Search) Dwelt(n int, onTopic bool) Result {
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
		return cmp.Or(cmp.Compare(a.Passage.ID, b.Passage.ID), cmp.Compare(a.Sentence, b.Sentence))
	})
	sentences := make([]summary.Sentence, len(pool))
	for i, x := range pool {
		sentences[i] = summary.Sentence{Stems: x.stems, Report: string(x.report), Place: x.Passage.Paragraph + x.Sentence,
			Bearing: x.bearing, Least: x.least}
	}
	var out Result
	choose(sentences, n, func(_ []int, i int) bool {
		again := func(c Candidate) bool {
			return summary.Overlap(pool[i].stems, retrieval.ContentStems(c.text())) >= repeatsInSummary
		}
		if s.repeats(out.Told, pool[i].Candidate) || (s.OfTopic || !onTopic) && slices.ContainsFunc(out.Told, again) {
			return true
		}
		out.Told = append(out.Told, pool[i].Candidate)
		return false
	})
	if len(out.Told) == 0 {
		return Result{Reason: NotCovered, Missing: s.missing(nil)}
	}
	// What has been comes before what was to be, and before what somebody makes of it.
	slices.SortStableFunc(out.Told, func(a, b Candidate) int { return cmp.Compare(s.afterEvents(a), s.afterEvents(b)) })
	verifier := verify.New(s.Evidence)
	for _, x := range out.Told {
		out.Claims = append(append(out.Claims, SourceClaim(x.Passage, x.Sentence)), s.copies(x.Passage, x.Sentence)...)
		out.Claims = append(out.Claims, s.agreeing(verifier, x)...)
	}
	out.Confidence = .9
	return out
}

// afterEvents is 1 for what an article tells that reports no events, 0 for others.
func (s *Search) afterEvents(c Candidate) int {
	if a := s.Snapshot.Corpus.Article(c.Passage.Article); a.Kind == corpus.KindPreview || a.Kind.Judges() {
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
func (s *Search) agreeing(verifier *verify.Verifier, c Candidate) []Claim {
	stems := retrieval.ContentStems(c.text())
	reports := []corpus.ReportID{s.reportOf(c)}
	var out []Claim
	for _, h := range s.Evidence.Hits {
		for i, t := range h.Passage.Sentences {
			other := Candidate{Passage: h.Passage, Sentence: i}
			if t.Order || slices.Contains(reports, s.reportOf(other)) || summary.Overlap(stems, retrieval.ContentStems(t.Text)) < likelyAgrees {
				continue
			}
			claim := SourceClaim(c.Passage, c.Sentence)
			claim.Passage, claim.Quote = h.Passage.ID, t.Text
			if _, err := verifier.Verify(claim); err == nil {
				out, reports = append(out, claim), append(reports, s.reportOf(other))
			}
		}
	}
	return out
}

// asksOnlyOfPeople reports whether a topic consists of people's names.
func (s *Search) asksOnlyOfPeople() bool {
	return len(s.Asked.People) > 0 && len(s.Evidence.Terms) > 0 &&
		!slices.ContainsFunc(s.Evidence.Terms, func(t retrieval.Term) bool { return !isPersonal(t) })
}

// ofPeople are the sentences that name one of the people asked about before anybody else, what stands in quotation marks aside; and the
// remarks of one in which nobody else is named so.
func (s *Search) ofPeople() []telling {
	s.ShowAll(s.filter)
	return slices.DeleteFunc(s.toTell(false), func(x telling) bool {
		named := s.Snapshot.Corpus.Mentions(prose.Without(x.text(), prose.Quotations(x.text())))
		return !slices.ContainsFunc(s.Asked.People, func(who *corpus.Person) bool {
			if len(named) == 0 {
				return s.saidBy(evidence.Sentence{Passage: x.Passage, Index: x.Sentence}, who)
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
func (s *Search) toTell(onTopic bool) []telling {
	var out []telling
	named := false
	for _, h := range s.Evidence.Hits {
		if h.Passage.Role != corpus.RoleBody {
			continue
		}
		near := !onTopic || s.BearsOnTopic(strings.Join(slices.Concat(h.Passage.Headings, []string{h.Passage.Text}), "\n"))
		named = named || near
		for i, t := range h.Passage.Sentences {
			stems := retrieval.ContentStems(t.Text)
			if t.Order || len(stems) < 4 || isQuestion(t.Text) || h.Passage.Turn.Asks || alone.IsForm(h.Passage.Shown(i)) ||
				!s.standsAlone(h.Passage, i) {
				continue
			}
			x := telling{Candidate{Passage: h.Passage, Sentence: i}, stems, s.Snapshot.Corpus.Article(h.Passage.Article).Report, 1, 0}
			if onTopic {
				x.bearing, x.least = s.bears(h, i, near)
				if !s.OfTopic && x.bearing < x.least { // a question asks more than its topic: what is of the same matter may not answer it
					continue
				}
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
func (s *Search) bears(h retrieval.Hit, sentence int, near bool) (bearing, least float64) {
	text := strings.Join(slices.Concat(h.Passage.Headings, []string{h.Passage.Sentences[sentence].Text}), "\n")
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
func (s *Search) bearing(h retrieval.Hit, sentence int) float64 {
	meaning, logit := 0.0, leastRead
	if sentence < len(h.Sentences) {
		meaning = h.Sentences[sentence].Meaning
	}
	if s.Read != nil {
		for _, r := range s.Read.Sentences {
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
func (s *Search) namesTopic(text string) bool {
	if !s.OfTopic {
		return s.BearsOnTopic(text)
	}
	share, matches := s.Snapshot.Words.Match(s.Evidence.Terms, text)
	for i, t := range s.Evidence.Terms {
		if t.IsName() && matches[i].Strength < namesFrom {
			return false
		}
	}
	return share >= namesFrom
}

// namesFrom is the least strength of what names a topic: that of "Ukrainian" for Ukraine.
const namesFrom = .75

// BearsOnTopic reports whether a text holds the question's names and half of its words' weight.
func (s *Search) BearsOnTopic(text string) bool {
	share, matches := s.Snapshot.Words.Match(s.Evidence.Terms, text)
	if share < onTopicFrom {
		return false
	}
	names, held := 0.0, 0.0
	for i, t := range s.Evidence.Terms {
		if t.IsName() {
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
