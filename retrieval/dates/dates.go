// Package dates reads the dates that sentences give, counted from the day on which their article was published, and what they tell as to
// come.
package dates

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"readout/corpus"
	"readout/corpus/prose"
)

// Date is a date as a sentence gives it.
type Date struct {
	Year  int
	Month time.Month // 0 when not given
	Day   int        // 0 when not given
	Words string     // that date
}

// Key is the date as ISO 8601 has it, at its own precision: keys sort by time.
func (d Date) Key() string {
	switch {
	case d.Month == 0:
		return fmt.Sprintf("%04d", d.Year)
	case d.Day == 0:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// After reports whether the date is later than a day, as far as both are known.
func (d Date) After(day corpus.Date) bool {
	known := day.String()
	n := min(len(known), len(d.Key()))
	return n > 0 && d.Key()[:n] > known[:n]
}

var (
	monthDay   = regexp.MustCompile(`\b(` + Months + `)\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?\b`)
	dayMonth   = regexp.MustCompile(`\b(\d{1,2})(?:st|nd|rd|th)? (?:of )?(` + Months + `)\.?(?:,? (\d{4}))?\b`)
	monthYear  = regexp.MustCompile(`\b(` + Months + `)\.?,? (?:of )?(\d{4})\b`)
	monthAlone = regexp.MustCompile(`\b(last |next |this |late |early |mid-|in |since |before |until |by |of |from |through |during )` +
		`(` + Months + `)\b`)
	// A year before a noun ("in 2016 elections") or after "of" dates the thing named, not what is told of it.
	yearAlone = regexp.MustCompile(`\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y) ((?:1[6-9]|20)\d\d)(?:[.,;:)]|\s*$| (?:and|but|when|as|the|a|` +
		`an|by|to|with|on|after|before|that|which|he|she|they|it|was|were|had|has)\b)`)
	weekday = regexp.MustCompile(`\b(Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b`)
)

// isToCome reports whether a weekday after such words is the coming one and not the last: "next Monday", "will meet on Friday".
func isToCome(before string) bool {
	will := willBefore.FindString(before)
	return nextBefore.MatchString(before) || will != "" && !toldOfPast.MatchString(will)
}

var (
	nextBefore = regexp.MustCompile(`(?i)\b(?:next|coming) $`)
	willBefore = regexp.MustCompile(`(?i)\b(?:will|shall|(?:is|are) (?:due|set|scheduled|expected|to)) (?:[\p{L}'’-]+ ){1,6}$`)
	toldOfPast = regexp.MustCompile(`(?i)\b(?:was|were|had|said|told|that|which|who)\b`)
)

// tellsOn finds what was told behind which its day stands: "told reporters on Friday".
var tellsOn = regexp.MustCompile(`(?i)\b(?:said|told(?: \p{L}+){1,3}|announced|confirmed|reported|wrote|tweeted|warned|` +
	`predicted|promised)(?: on| last| late on| early on)? $`)

// OfTelling reports whether the date of a sentence is the day on which what it tells was said, and not that of which it was said.
func (d Date) OfTelling(sentence string) bool {
	before, _, ok := strings.Cut(sentence, d.Words)
	return ok && tellsOn.MatchString(before)
}

// Months are the names of months and their short forms, as a pattern.
const Months = `January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|` +
	`Sept|Sep|Oct|Nov|Dec`

// Of is the date that a sentence gives, the most exact first; published is what its relative words are counted from.
func Of(sentence string, published corpus.Date) (Date, bool) {
	for _, read := range []func(string, corpus.Date) (Date, bool){exactDay, monthOfYear, namedWeekday, namedMonth, yearOnly} {
		if d, ok := read(sentence, published); ok {
			return d, true
		}
	}
	return Date{}, false
}

func exactDay(sentence string, published corpus.Date) (Date, bool) {
	for _, m := range [][]string{monthDay.FindStringSubmatch(sentence), reorder(dayMonth.FindStringSubmatch(sentence))} {
		if m == nil {
			continue
		}
		day, _ := strconv.Atoi(m[2])
		month := MonthOf(m[1])
		before, _, _ := strings.Cut(sentence, m[0])
		year, ok := yearOf(m[3], month, published, isToCome(before))
		if ok && day >= 1 && day <= 31 {
			return Date{year, month, day, m[0]}, true
		}
	}
	return Date{}, false
}

func monthOfYear(sentence string, _ corpus.Date) (Date, bool) {
	m := monthYear.FindStringSubmatch(sentence)
	if m == nil {
		return Date{}, false
	}
	year, _ := strconv.Atoi(m[2])
	return Date{year, MonthOf(m[1]), 0, m[0]}, true
}

// namedWeekday is the day before the publication that a weekday names, or behind it where it is to come.
func namedWeekday(sentence string, published corpus.Date) (Date, bool) {
	at := weekday.FindStringIndex(sentence)
	if at == nil || published.Precision() != corpus.Day {
		return Date{}, false
	}
	name, step := sentence[at[0]:at[1]], -1
	if isToCome(sentence[:at[0]]) {
		step = 1
	}
	for days := range 8 {
		day := published.Time().AddDate(0, 0, step*days)
		if day.Weekday().String() == name && (days > 0 || step < 0) {
			return Date{day.Year(), day.Month(), day.Day(), name}, true
		}
	}
	return Date{}, false
}

// namedMonth is the month next to the publication that a month without a year names: before it, or behind it where it is to come.
func namedMonth(sentence string, published corpus.Date) (Date, bool) {
	m := monthAlone.FindStringSubmatch(sentence)
	if m == nil || published.Precision() == corpus.Unknown {
		return Date{}, false
	}
	month := MonthOf(m[2])
	year := published.Time().Year()
	switch {
	case m[1] == "last " && month >= published.Time().Month():
		year--
	case m[1] == "next " && month <= published.Time().Month():
		year++
	case isAhead(m[1], sentence) && month < published.Time().Month():
		year++
	case !isAhead(m[1], sentence) && month > published.Time().Month():
		year-- // a month that has not come yet in its year, told as past
	}
	return Date{year, month, 0, strings.TrimSpace(m[0])}, true
}

func yearOnly(sentence string, _ corpus.Date) (Date, bool) {
	m := yearAlone.FindStringSubmatch(sentence)
	if m == nil {
		return Date{}, false
	}
	year, _ := strconv.Atoi(m[1])
	return Date{year, 0, 0, m[1]}, true
}

// Weekday is a weekday that a text names, and which day it means.
type Weekday struct {
	End int // of its words in the text, in bytes
	Day time.Time
}

// Weekdays are the weekdays that a text names without a date, outside its quotations, and means the last of before its publication or the
// coming one; ahead tells that those which may be either are to come. Those of which neither is known are left out.
func Weekdays(text string, published corpus.Date, ahead bool) []Weekday {
	if published.Precision() != corpus.Day {
		return nil
	}
	quoted := prose.Quotations(text)
	var out []Weekday
	for _, at := range weekday.FindAllStringIndex(text, -1) {
		name, before, after := text[at[0]:at[1]], text[:at[0]], text[at[1]:]
		inQuotation := slices.ContainsFunc(quoted, func(q prose.Span) bool { return q.Start <= at[0] && at[0] < q.End })
		hasDate := dateBefore.MatchString(before) || dateAfter.MatchString(after)
		if inQuotation || hasDate || anyWeekday.MatchString(before) || weekApart.MatchString(after) {
			continue
		}
		step, from := -1, 0
		switch {
		case isToCome(before):
			step, from = 1, 1
		case ahead:
			step = 1
		case lookingAhead.MatchString(before), mayBeAhead.MatchString(before): // "agreed to meet on Friday", "would be back on Monday"
			continue
		case lastBefore.MatchString(before):
			from = 1
		}
		day := published.Time().AddDate(0, 0, step*from)
		for day.Weekday().String() != name {
			day = day.AddDate(0, 0, step)
		}
		out = append(out, Weekday{at[1] + len(possessive.FindString(after)), day})
	}
	return out
}

var (
	dateBefore = regexp.MustCompile(`(?:\d|\b(?:` + Months + `)\.?),? (?:an? )?\(?$`)
	dateAfter  = regexp.MustCompile(`^,? \(?(?:the )?(?:\d|(?:` + Months + `)\b)`)
	anyWeekday = regexp.MustCompile(`(?i)\b(?:every|each|previous|following|an?|the|this|another|one|most|some|of|that) $`)
	weekApart  = regexp.MustCompile(`(?i)^,? (?:(?:morning|afternoon|evening|night),? )?(?:an?|the|one|two|three|\d+) (?:weeks?|` +
		`months?|years?) ` +
		`(?:before|after|earlier|later|ago)\b`)
	mayBeAhead = regexp.MustCompile(`(?i)\b(?:(?:would|could|should|may|might|must|plan\w*|hop(?:e|es|ed|ing)|due|set|scheduled|expect\w*|` +
		`upcoming|coming|starting)\b[^,;:–—]*|(?:by|until|till|for) )$`)
	lastBefore = regexp.MustCompile(`(?i)\blast $`)
	possessive = regexp.MustCompile(`^['’]s\b`)
)

// isAhead reports whether a month is told as one to come, by the word before it or by the sentence.
func isAhead(before, sentence string) bool {
	return before == "by " || before == "until " || before == "next " || Ahead(sentence) || nearAhead.MatchString(sentence)
}

var nearAhead = regexp.MustCompile(`(?i)\b(?:set for|due|planned for|scheduled|upcoming|coming|expires?|could|would|must|` +
	`(?:has|have|needs?) to)\b`)

// reorder puts "14 May 2019" into the order of "May 14, 2019".
func reorder(m []string) []string {
	if m == nil {
		return nil
	}
	return []string{m[0], m[2], m[1], m[3]}
}

// MonthOf is the month with this name, in whatever case, or with one that is shortened to three letters or more.
func MonthOf(name string) time.Month {
	for m := time.January; m <= time.December; m++ {
		if strings.EqualFold(m.String()[:3], name[:3]) {
			return m
		}
	}
	return 0
}

// yearOf is the year stated, or the one of the publication: the year before it when the month has not come yet, and the one after it when
// what is to come is told of a month that has passed.
func yearOf(stated string, month time.Month, published corpus.Date, toCome bool) (int, bool) {
	if stated != "" {
		year, err := strconv.Atoi(stated)
		return year, err == nil
	}
	if published.Precision() == corpus.Unknown {
		return 0, false
	}
	year := published.Time().Year()
	switch {
	case toCome && month < published.Time().Month():
		year++
	case !toCome && month > published.Time().Month()+6:
		year--
	}
	return year, true
}

const dayNames = `monday|tuesday|wednesday|thursday|friday|saturday|sunday`

// What of a date stands in a text: "May" only with its capital.
var (
	MonthName   = regexp.MustCompile(`\b(?i:` + strings.Replace(Months, "|May|", "|", 1) + `)\b|\bMay\b`)
	WeekdayName = regexp.MustCompile(`(?i)\b(?:` + dayNames + `)\b`)
	YearNumber  = regexp.MustCompile(`\b(?:1[5-9]|20)\d\d\b`)
)

// lookingAhead finds words for what is to come, in whatever article.
var lookingAhead = regexp.MustCompile(`(?i)\b(?:will|shall|(?:is|are|was|were) (?:due|set|scheduled|expected|to)\b|plans? to|` +
	`planned to|agreed to|agrees to|intends? to|hopes? to|aims? to|promised to|going to)\b`)

// Ahead reports whether a text tells of what is to come.
func Ahead(text string) bool { return lookingAhead.MatchString(text) }

// Common is the first day on which one of the articles was published, when all that state one were within a week: those that state none
// are of the same days. Otherwise it is unknown.
func Common(articles []*corpus.Article) corpus.Date {
	var first, last corpus.Date
	for _, a := range articles {
		if a.Published.Precision() != corpus.Day {
			continue
		}
		if first.Precision() == corpus.Unknown || a.Published.Time().Before(first.Time()) {
			first = a.Published
		}
		if last.Precision() == corpus.Unknown || a.Published.Time().After(last.Time()) {
			last = a.Published
		}
	}
	if first.Precision() == corpus.Unknown || last.Time().Sub(first.Time()) > 7*24*time.Hour {
		return corpus.Date{}
	}
	return first
}

// Without is a text without the words of dates.
func Without(text string) string {
	for _, p := range []*regexp.Regexp{MonthName, WeekdayName, YearNumber, dayNumber} {
		text = p.ReplaceAllString(text, " ")
	}
	return text
}

var dayNumber = regexp.MustCompile(`(?i)\b(?:on|the|of|\d{1,2}(?:st|nd|rd|th)?)\b`)
