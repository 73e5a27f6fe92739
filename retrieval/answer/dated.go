package answer

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"readout/corpus"
	"readout/retrieval/dates"
)

// dayWritten is a day as it is added to a weekday.
const dayWritten = "2 January 2006"

// dated is a sentence of an article with the day behind each weekday that means one, counted from the article's publication:
// "on Tuesday [14 May 2019]".
func dated(a *corpus.Article, sentence string) (text string, days []string) {
	end := 0
	var b strings.Builder
	for _, w := range dates.Weekdays(sentence, a.Published, a.Kind == corpus.KindPreview && isPlanned(a, sentence)) {
		day := bracketed(w.Day.Format(dayWritten))
		b.WriteString(sentence[end:w.End] + " " + day)
		end = w.End
		days = append(days, day)
	}
	return b.String() + sentence[end:], days
}

// dayAdded finds a weekday with its day in brackets.
var dayAdded = regexp.MustCompile(`(day(?:['’]s)?) \[\d{1,2} [A-Z][a-z]+ \d{4}\]`)

// WithoutDays is a sentence shown of an article without the days that are added to its weekdays, and those days; none where the article,
// which may be nil, does not bear all of them out.
func WithoutDays(a *corpus.Article, shown string) (text string, days []string) {
	text = dayAdded.ReplaceAllString(shown, "$1")
	if a == nil || text == shown {
		return shown, nil
	}
	again, days := dated(a, text)
	if again != shown {
		return shown, nil
	}
	return text, days
}

// date adds to the weekdays of the answer the days that they mean, where all articles that a sentence cites mean the same.
func (out *Answer) date() {
	for i := range out.Sentences {
		s := &out.Sentences[i]
		of := map[string][]string{}
		for _, n := range s.Citations {
			text, days := dated(out.Citations[n-1].Article, s.Text)
			of[text] = days
		}
		for text, days := range of {
			if len(of) == 1 && len(days) > 0 {
				s.Text, s.Added = text, slices.Concat(s.Added, days)
			}
		}
		slices.SortStableFunc(s.Added, func(a, b string) int { return cmp.Compare(strings.Index(s.Text, a), strings.Index(s.Text, b)) })
	}
}
