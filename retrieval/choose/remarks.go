package choose

import (
	"readout/corpus"
	"readout/corpus/prose"
	"readout/retrieval"
	"readout/retrieval/dates"
	"readout/retrieval/evidence"
	"readout/retrieval/occasions"
	"slices"
)

// RemarksOn are the remarks of the people asked about: on a topic, made on an occasion or a day that it names, or all of them.
func (s *Search) RemarksOn(about string) []Candidate {
	occasion, isOccasion := occasions.Asked(about)
	when := func(published corpus.Date) (dates.Date, bool) { return dates.Of("on "+about, published) }
	_, isDay := when(corpus.NewDay(2000, 1, 1))
	switch {
	case about == "":
		return s.remarks(false)
	case !isOccasion && (!isDay || len(retrieval.ContentStems(dates.Without(about))) > 0):
		return s.remarks(true)
	}
	common := dates.Common(s.Snapshot.Corpus.Articles)
	return slices.DeleteFunc(s.remarks(false), func(c Candidate) bool {
		told := s.toldOf(c)
		if isOccasion {
			return !slices.Contains(occasions.Told(told), occasion)
		}
		published := s.Snapshot.Corpus.Article(c.Passage.Article).Published
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
func (s *Search) toldOf(c Candidate) string {
	if c.Passage.Turn.Number > 0 {
		return "at " + s.Snapshot.Corpus.Article(c.Passage.Article).Title
	}
	told := prose.Without(c.text(), prose.Quotations(c.text()))
	if at, ok := s.previous(leaning{c.Passage, c.Sentence}); ok && (continuing.MatchString(c.text()) || opensQuoted(c.text())) {
		told += "\n" + at.Passage.Sentences[at.Sentence].Text
	}
	return told
}

// answerSaid answers what somebody said, of whatever matter, with remarks of theirs: the first of each report, then the second of each.
func (s *Search) answerSaid() (Result, bool) {
	if !s.Asked.Anything {
		return Result{}, false
	}
	var reports []corpus.ReportID
	own := map[corpus.ReportID][]Candidate{}
	for _, a := range s.Snapshot.Corpus.Articles {
		if !s.mayAsk(a.ID) {
			continue
		}
		for _, c := range s.firstRemarks(a) {
			by := s.reportOf(c)
			if len(own[by]) == 0 {
				reports = append(reports, by)
			}
			own[by] = append(own[by], c)
		}
	}
	var said []Candidate
	for turn := 0; turn < mostShown && len(said) < mostShown; turn++ {
		for _, by := range reports {
			if turn < len(own[by]) && len(said) < mostShown && !s.repeats(said, own[by][turn]) {
				said = append(said, own[by][turn])
				s.Show(own[by][turn].Passage)
			}
		}
	}
	return Result{Claims: s.Claims(said), Confidence: answersFrom}, len(said) > 0
}

// firstRemarks are the first sentences of an article with remarks of the one who is asked about, as many as an answer shows at most.
func (s *Search) firstRemarks(a *corpus.Article) (out []Candidate) {
	for _, p := range bodyOf(a) {
		for i, t := range p.Sentences {
			if len(out) == mostShown {
				return out
			}
			if t.Order || !s.saidByAsked(evidence.Sentence{Passage: p, Index: i}) {
				continue
			}
			if _, tellable := s.needs(p, i); tellable {
				out = append(out, Candidate{Passage: p, Sentence: i})
			}
		}
	}
	return out
}

// saidShare is the share of the most probable remark's probability from which another is on the topic as well.
const saidShare = .3

// remarks are the sentences with remarks of the people asked about: on the topic, by the reader, or, where there is none, all of the
// evidence's, in the order of the articles.
func (s *Search) remarks(onTopic bool) []Candidate {
	var out []Candidate
	add := func(c Candidate, r evidence.Sentence) {
		if s.saidByAsked(r) && c.Passage.Role == corpus.RoleBody && !s.repeats(out, c) {
			out = append(out, c)
		}
	}
	if onTopic {
		for _, r := range s.Read.Sentences {
			if r.Probability < shownFrom {
				break
			}
			if len(out) == 0 || r.Probability >= saidShare*out[0].score && r.Features.Logit >= leastLogit {
				add(candidateOf(r), r)
			}
		}
		return out
	}
	s.ShowAll(s.filter)
	for _, h := range s.Evidence.Hits {
		for i, t := range h.Passage.Sentences {
			if !t.Order {
				add(Candidate{Passage: h.Passage, Sentence: i}, evidence.Sentence{Passage: h.Passage, Index: i})
			}
		}
	}
	return out
}
