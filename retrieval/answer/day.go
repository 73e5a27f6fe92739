package answer

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"time"

	"readout/corpus"
	"readout/corpus/prose"
	"readout/retrieval/dates"
)

// askedDay is a day as a question names it: what it leaves out, 0, is open.
type askedDay struct {
	year  int
	month time.Month
	day   int
}

// What happened on a day, and what asks for nothing else. A day without its month is the one that the articles are about.
var (
	happenedOn = regexp.MustCompile(`(?i)^(?:\W|so|and|ok|okay|hey|hi)*` +
		`what (?:happened|took place|occurred|went on|was going on) on (?:the )?([^?!]+?)\W*$`)
	dayAlone   = regexp.MustCompile(`(?i)^(\d{1,2})(?:st|nd|rd|th)$`)
	dayFirst   = regexp.MustCompile(`(?i)^(\d{1,2})(?:st|nd|rd|th)? (?:of )?(` + dates.Months + `)\.?(?:,? (\d{4}))?$`)
	monthFirst = regexp.MustCompile(`(?i)^(` + dates.Months + `)\.? (?:the )?(\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?$`)
)

// dayAskedOf is the day that a question asks the events of. ok is false for any other question.
func dayAskedOf(text string) (asked askedDay, ok bool) {
	m := happenedOn.FindStringSubmatch(text)
	if m == nil {
		return askedDay{}, false
	}
	day, month, year := "", "", ""
	if d := dayAlone.FindStringSubmatch(m[1]); d != nil {
		day = d[1]
	} else if d := dayFirst.FindStringSubmatch(m[1]); d != nil {
		day, month, year = d[1], d[2], d[3]
	} else if d := monthFirst.FindStringSubmatch(m[1]); d != nil {
		day, month, year = d[2], d[1], d[3]
	}
	asked.day, _ = strconv.Atoi(day)
	asked.year, _ = strconv.Atoi(year)
	if month != "" {
		asked.month = dates.MonthOf(month)
	}
	return asked, asked.day >= 1 && asked.day <= 31
}

// is reports whether a date is of the day.
func (d askedDay) is(when dates.Date) bool {
	return d.day == when.Day && (d.month == 0 || d.month == when.Month) && (d.year == 0 || d.year == when.Year)
}

// nearPublished is how far from its article's publication a day is that is named without its month.
const nearPublished = 15 * 24 * time.Hour

// answerDay answers what happened on a day with the sentences that date what they tell to it, by date or by a weekday before the day of
// publication; the first of each report, then the second of each. ok is false for other questions, and where no sentence does.
func (s *search) answerDay() (out result, ok bool) {
	asked, ok := dayAskedOf(s.asked.text)
	if !ok {
		return result{}, false
	}
	var told []candidate
	of := map[corpus.ReportID][]candidate{}
	common := dates.Common(s.snapshot.Corpus.Articles)
	for _, a := range s.snapshot.Corpus.Articles {
		if !s.mayAsk(a.ID) || isOpinion(a) {
			continue
		}
		for _, c := range s.datedTo(asked, a, common) {
			if by := s.reportOf(c); !s.repeats(of[by], c) {
				of[by], told = append(of[by], c), append(told, c)
			}
		}
	}
	slices.SortStableFunc(told, func(x, y candidate) int {
		return cmp.Compare(slices.Index(of[s.reportOf(x)], x), slices.Index(of[s.reportOf(y)], y))
	})
	told = told[:min(len(told), mostOverview)]
	for _, c := range told {
		s.show(c.passage)
	}
	return result{claims: s.claims(told), confidence: answersFrom}, len(told) > 0
}

// datedTo are the sentences of an article that date what has been to a day; common dates an article without a date of its own.
func (s *search) datedTo(day askedDay, a *corpus.Article, common corpus.Date) (out []candidate) {
	published := a.Published
	if published.Precision() == corpus.Unknown {
		published = common
	}
	for _, p := range bodyOf(a) {
		for i, t := range p.Sentences {
			when, ok := dates.Of(prose.Without(t.Text, prose.Quotations(t.Text)), published)
			if !ok || !day.is(when) || day.month == 0 && farFrom(when, published) {
				continue
			}
			if c := (candidate{passage: p, sentence: i}); !t.Order && s.standsAlone(p, i) && !s.isPlan(c) {
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
