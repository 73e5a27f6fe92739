package question

import (
	"regexp"
	"strconv"
	"time"

	"readout/retrieval/dates"
)

// Day is a day as a question names it: what it leaves out, 0, is open.
type Day struct {
	Year  int
	Month time.Month
	Day   int
}

// What happened on a day, and what asks for nothing else. Which day is meant where the month is left out, package choose tells.
var (
	happenedOn = regexp.MustCompile(`(?i)^(?:\W|so|and|ok|okay|hey|hi)*` +
		`what (?:happened|took place|occurred|went on|was going on) on (?:the )?([^?!]+?)\W*$`)
	dayAlone   = regexp.MustCompile(`(?i)^(\d{1,2})(?:st|nd|rd|th)$`)
	dayFirst   = regexp.MustCompile(`(?i)^(\d{1,2})(?:st|nd|rd|th)? (?:of )?(` + dates.Months + `)\.?(?:,? (\d{4}))?$`)
	monthFirst = regexp.MustCompile(`(?i)^(` + dates.Months + `)\.? (?:the )?(\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?$`)
)

// DayAskedOf is the day that a question asks the events of. ok is false for any other question.
func DayAskedOf(text string) (asked Day, ok bool) {
	m := happenedOn.FindStringSubmatch(text)
	if m == nil {
		return Day{}, false
	}
	day, month, year := "", "", ""
	if d := dayAlone.FindStringSubmatch(m[1]); d != nil {
		day = d[1]
	} else if d := dayFirst.FindStringSubmatch(m[1]); d != nil {
		day, month, year = d[1], d[2], d[3]
	} else if d := monthFirst.FindStringSubmatch(m[1]); d != nil {
		day, month, year = d[2], d[1], d[3]
	}
	asked.Day, _ = strconv.Atoi(day)
	asked.Year, _ = strconv.Atoi(year)
	if month != "" {
		asked.Month = dates.MonthOf(month)
	}
	return asked, asked.Day >= 1 && asked.Day <= 31
}

// Is reports whether a date is of the day.
func (d Day) Is(when dates.Date) bool {
	return d.Day == when.Day && (d.Month == 0 || d.Month == when.Month) && (d.Year == 0 || d.Year == when.Year)
}
