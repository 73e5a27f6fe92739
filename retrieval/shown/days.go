package shown

import (
	"regexp"
	"strings"

	"readout/corpus"
	"readout/retrieval/dates"
)

// dayWritten is a day as it is added to a weekday.
const dayWritten = "2 January 2006"

// WithDays is a sentence of an article with the day behind each weekday that means one, counted from the article's publication:
// "on Tuesday [14 May 2019]".
func WithDays(a *corpus.Article, sentence string) (text string, days []string) {
	end := 0
	var b strings.Builder
	for _, w := range dates.Weekdays(sentence, a.Published, a.Kind == corpus.KindPreview && IsPlanned(a, sentence)) {
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
	again, days := WithDays(a, text)
	if again != shown {
		return shown, nil
	}
	return text, days
}
