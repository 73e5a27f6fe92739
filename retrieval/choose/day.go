package choose

import (
	"cmp"
	"slices"
	"time"

	"readout/corpus"
	"readout/corpus/prose"
	"readout/retrieval/dates"
	"readout/retrieval/question"
)

// nearPublished is how far from its article's publication a day is that is named without its month.
const nearPublished = 15 * 24 * time.Hour

// answerDay answers what happened on a day with the sentences that date what they tell to it, by date or by a weekday before the day of
// publication; the first of each report, then the second of each. ok is false for other questions, and where no sentence does.
func (s *Search) answerDay() (out Result, ok bool) {
	asked, ok := question.DayAskedOf(s.Asked.Text)
	if !ok {
		return Result{}, false
	}
	var told []Candidate
	of := map[corpus.ReportID][]Candidate{}
	common := dates.Common(s.Snapshot.Corpus.Articles)
	for _, a := range s.Snapshot.Corpus.Articles {
		if !s.mayAsk(a.ID) || a.Kind.Judges() {
			continue
		}
		for _, c := range s.datedTo(asked, a, common) {
			if by := s.reportOf(c); !s.repeats(of[by], c) {
				of[by], told = append(of[by], c), append(told, c)
			}
		}
	}
	slices.SortStableFunc(told, func(x, y Candidate) int {
		return cmp.Compare(slices.Index(of[s.reportOf(x)], x), slices.Index(of[s.reportOf(y)], y))
	})
	told = told[:min(len(told), mostOverview)]
	for _, c := range told {
		s.Show(c.Passage)
	}
	return Result{Claims: s.Claims(told), Confidence: answersFrom}, len(told) > 0
}

// datedTo are the sentences of an article that date what has been to a day; common dates an article without a date of its own.
func (s *Search) datedTo(day question.Day, a *corpus.Article, common corpus.Date) (out []Candidate) {
	published := a.Published
	if published.Precision() == corpus.Unknown {
		published = common
	}
	for _, p := range bodyOf(a) {
		for i, t := range p.Sentences {
			when, ok := dates.Of(prose.Without(t.Text, prose.Quotations(t.Text)), published)
			if !ok || !day.Is(when) || day.Month == 0 && farFrom(when, published) {
				continue
			}
			if c := (Candidate{Passage: p, Sentence: i}); !t.Order && s.standsAlone(p, i) && !s.isPlan(c) {
				out = append(out, c)
			}
		}
	}
	return out
}

func farFrom(when dates.Date, published corpus.Date) bool {
	if published.Precision() != corpus.Day {
		return false
	}
	apart := published.Time().Sub(time.Date(when.Year, when.Month, when.Day, 0, 0, 0, 0, time.UTC))
	return apart.Abs() > nearPublished
}
