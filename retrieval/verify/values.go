package verify

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"readout/corpus"
)

// checkNumbers checks that every number stands in the basis with what it counts.
func (g *ground) checkNumbers(units []unit) error {
	for i, u := range units {
		if u.number == "" {
			continue
		}
		there, same := false, false
		for j, b := range g.units {
			if b.number == u.number {
				there, same = true, same || sameCount(units, i, g.units, j)
			}
		}
		switch {
		case !there:
			return fmt.Errorf("the number %s does not stand in the sentence quoted", u.number)
		case !same:
			return fmt.Errorf("the number %s counts something else in the sentence quoted", u.number)
		}
	}
	return nil
}

// aboutNumber are the words before a number that make it more, less or about as much.
var aboutNumber = wordSet("about nearly almost around roughly approximately over under more less fewer least most than up some only")

// sameCount reports whether two occurrences of a number count the same: the next word that carries meaning is the same, or, at the end,
// the one before; and both are as exact.
func sameCount(a []unit, i int, b []unit, j int) bool {
	if exactness(a, i) != exactness(b, j) {
		return false
	}
	if next := counted(a, i, 1); len(next) > 0 {
		return slices.Contains(counted(b, j, 3), next[0])
	}
	if len(counted(b, j, 1)) == 0 {
		return true
	}
	before := meaningBefore(a, i)
	return before == "" || before == meaningBefore(b, j)
}

func exactness(us []unit, i int) string {
	var out []string
	for j := i - 1; j >= 0 && j >= i-3 && aboutNumber[us[j].folded]; j-- {
		out = append(out, us[j].folded)
	}
	return strings.Join(out, " ")
}

// counted are the meanings of up to n units after a number in its clause: what it counts stands first or, behind adjectives, soon.
func counted(us []unit, i, n int) []string {
	var out []string
	for j := i + 1; j < len(us) && len(out) < n && us[j].clause == us[i].clause; j++ {
		if m := meaning(us[j]); m != "" {
			out = append(out, m)
		}
	}
	return out
}

func meaningBefore(us []unit, i int) string {
	for j := i - 1; j >= 0; j-- {
		if m := meaning(us[j]); m != "" {
			return m
		}
	}
	return ""
}

// meaning is what a unit stands for: a name, a number, a date or a stem.
func meaning(u unit) string {
	switch {
	case u.name != "":
		return u.name
	case u.number != "":
		return "number:" + u.number
	case u.date != "":
		return u.date
	}
	return u.stem
}

const (
	monthNames = `january|february|march|april|june|july|august|september|october|november|december|jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec`
	dayNames   = `monday|tuesday|wednesday|thursday|friday|saturday|sunday`
)

// monthOf is the month with this name, in whatever case, or with one that is shortened to three letters or more.
func monthOf(name string) time.Month {
	for m := time.January; m <= time.December; m++ {
		if len(name) >= 3 && strings.EqualFold(m.String()[:3], name[:3]) {
			return m
		}
	}
	return 0
}

var (
	fullDate = regexp.MustCompile(`^(?:` + monthNames + `|may)$`)
	fullDay  = regexp.MustCompile(`^(?:` + dayNames + `)$`)
	year     = regexp.MustCompile(`^(?:1[5-9]|20)\d\d$`)
	dayOf    = regexp.MustCompile(`^([12]?\d|3[01])(?:st|nd|rd|th)?$`)
)

// datesIn tells which words are parts of dates, and which part.
func datesIn(text string, ws []corpus.Word) []string {
	out := make([]string, len(ws))
	word := func(i int) string {
		if i < 0 || i >= len(ws) {
			return ""
		}
		return ws[i].Folded
	}
	month := func(i int) time.Month {
		if !fullDate.MatchString(word(i)) || !capital(ws[i]) {
			return 0
		}
		before, after := word(i-1), word(i+1)
		if word(i) == "may" && (i == 0 || !dayOf.MatchString(before) && !beforeDate[before] && before != "last" && before != "this" && before != "next") &&
			!dayOf.MatchString(after) && !year.MatchString(after) {
			return 0
		}
		return monthOf(word(i))
	}
	for i, w := range ws {
		switch {
		case month(i) > 0:
			out[i] = "month:" + strconv.Itoa(int(month(i)))
		case fullDay.MatchString(w.Folded) && capital(w):
			out[i] = "weekday:" + w.Folded[:3]
		case year.MatchString(w.Text) && !strings.HasPrefix(text[w.Span.End:], "%"):
			out[i] = "year:" + w.Text
			// 2019-05-14
			if i+2 < len(ws) && text[w.Span.End:ws[i+1].Span.Start] == "-" && text[ws[i+1].Span.End:ws[i+2].Span.Start] == "-" {
				m, _ := strconv.Atoi(ws[i+1].Text)
				d, _ := strconv.Atoi(ws[i+2].Text)
				if 1 <= m && m <= 12 && 1 <= d && d <= 31 {
					out[i+1], out[i+2] = "month:"+strconv.Itoa(m), "day:"+strconv.Itoa(d)
				}
			}
		case out[i] == "" && (month(i-1) > 0 || month(i+1) > 0 || i+2 < len(ws) && word(i+1) == "of" && month(i+2) > 0):
			if m := dayOf.FindStringSubmatch(w.Folded); m != nil {
				out[i] = "day:" + m[1]
			}
		}
	}
	return out
}

// dateRuns are the dates of a text, each the parts that stand together: "Tuesday, 14 May 2019" is one of four.
func dateRuns(us []unit) [][]string {
	var out [][]string
	last := -3
	for i, u := range us {
		if u.date == "" {
			continue
		}
		joined := i-last == 1 || i-last == 2 && (us[i-1].folded == "the" || us[i-1].folded == "of")
		if kind, _, _ := strings.Cut(u.date, ":"); joined && !slices.ContainsFunc(out[len(out)-1], func(d string) bool { return strings.HasPrefix(d, kind+":") }) {
			out[len(out)-1] = append(out[len(out)-1], u.date)
		} else {
			out = append(out, []string{u.date})
		}
		last = i
	}
	return out
}

// checkDates checks that every date is a date of the basis, or a part of one.
func (g *ground) checkDates(units []unit) error {
	there := dateRuns(g.units)
	for _, d := range dateRuns(units) {
		if !slices.ContainsFunc(there, func(t []string) bool {
			return !slices.ContainsFunc(d, func(part string) bool { return !slices.Contains(t, part) })
		}) {
			return fmt.Errorf("the date %s does not stand in the sentence quoted", strings.Join(d, " "))
		}
	}
	return nil
}

// beforeDate are the prepositions that make "May" after them a month.
var beforeDate = wordSet("about on regarding concerning over in at for with from to of by after before during")
