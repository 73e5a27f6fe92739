package about

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"readout/corpus"
	"readout/corpus/prose"
)

const monthName = `(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|` +
	`nov(?:ember)?|dec(?:ember)?)`

var (
	isMonth = regexp.MustCompile(`(?i)^` + monthName + `\.?$`)
	AnyDate = regexp.MustCompile(`(?i)\b(?:` + strings.Join([]string{
		monthName + `\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}`,
		`\d{1,2}(?:st|nd|rd|th)? (?:of )?` + monthName + `\.?,? \d{4}`,
		`\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?`,
		`\d{4}/\d{1,2}/\d{1,2}`,
		`\d{1,2}[/.]\d{1,2}[/.]\d{4}`,
		`\d{1,2}/\d{1,2}/\d{2}`,
		monthName + `\.?,? \d{4}`,
	}, "|") + `)\b`)
	dateNoise = regexp.MustCompile(`(?i)\b(?:` + strings.Join([]string{
		`(?:first |originally |last )?(?:published|posted|created|updated|modified|changed|edited|revised|issued|released|printed|` +
			`aired|broadcast|recorded)`,
		`date|at|on|the|local time|o['’]clock`,
		`(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?`,
		`\d{1,2}[:.]\d{2}(?::\d{2})?(?: ?[ap]m)?|\d{1,2} ?[ap]m|[ap]\.?m`,
		`(?:[a-z]{1,4}t|gmt|utc)(?:[+-]\d{1,2}(?::?\d{2})?)?`,
		`\d{1,3} min(?:ute)?s? read|\d+ \w+ ago`,
	}, "|") + `)\b`)
	timeOfDay   = regexp.MustCompile(`(?i)\b\d{1,2}[:.]\d{2} ?(?:[ap]\.?m|[a-z]{1,4}t|gmt|utc)\b`)
	updatedDate = regexp.MustCompile(`(?i)\b(?:updated|modified|changed|edited|revised)\b[^0-9]{0,20}$`)
	ordinal     = regexp.MustCompile(`(?i)(\d)(?:st|nd|rd|th)\b`)
)

// dateLine reads a line that is a date, with the labels, weekdays and times that go with it.
func dateLine(text string) *Facts {
	const longest = 140 // bytes
	if len(text) > longest || !strings.ContainsAny(text, "0123456789") || EndsComplete(text) && len(text) > longest/2 {
		return nil
	}
	found := AnyDate.FindAllStringIndex(text, -1)
	rest := dateNoise.ReplaceAllString(AnyDate.ReplaceAllString(text, " "), " ")
	if found == nil && !timeOfDay.MatchString(text) || strings.ContainsFunc(rest, prose.IsWordRune) {
		return nil
	}
	f := &Facts{Role: corpus.RoleDate}
	for _, at := range found {
		updated := updatedDate.MatchString(text[:at[0]])
		if f.Published.Precision() == corpus.Unknown || f.Updated && !updated {
			stated := text[at[0]:at[1]]
			f.Published, f.Updated = ReadDate(stated), updated
			if _, _, _, numeric := numericDate(stated); numeric && f.Published.Precision() == corpus.Unknown && !updated {
				f.TwoWays = stated
			}
		}
	}
	f.Anywhere = f.Updated && len(found) == 1 // says nothing of what is reported, wherever it stands
	return f
}

// outletEnds is what parts a publication from the date beside it.
var outletEnds = regexp.MustCompile(`\s*[,|•·–—(]\s*|\s-\s`)

// outletLine reads a line that is a publication and a date, either before the other: "The Bay Courier, 13 March 2024."
func outletLine(text string) *Facts {
	const longest = 100 // bytes
	text = strings.Trim(StripLinks(text), "*_ ")
	parts := outletEnds.FindAllStringIndex(text, -1)
	if len(text) > longest || len(parts) == 0 {
		return nil
	}
	first, last := parts[0], parts[len(parts)-1]
	for _, cut := range []struct{ name, date string }{{text[:first[0]], text[first[1]:]}, {text[last[1]:], text[:last[0]]}} {
		name := strings.TrimRight(cut.name, ".) ")
		if !OutletWord.MatchString(name) || !IsTitleCase(name) || AgencyOf(name) != "" || roleOfStaff.MatchString(name) {
			continue
		}
		if f := dateLine(cut.date); f != nil && (f.TwoWays != "" || f.Published.Precision() != corpus.Unknown) {
			f.Publisher = name
			return f
		}
	}
	return nil
}

// DateByCountry reads a date of which either number may be the month, as the country of an article's host writes it; unknown where the
// host does not tell.
func DateByCountry(stated, host string) corpus.Date {
	a, b, year, ok := numericDate(stated)
	if !ok {
		return corpus.Date{}
	}
	dot := strings.LastIndexByte(host, '.')
	switch top := host[dot+1:]; {
	case dot < 0:
		return corpus.Date{}
	case top == "us" || top == "gov" || top == "mil":
		a, b = b, a
	case len(top) != len("uk"):
		return corpus.Date{}
	}
	return ReadDate(fmt.Sprintf("%d-%02d-%02d", year, b, a))
}

// ReadDate reads what anyDate matches. A date that could be read in two ways (05/06/2019), and one that is in no calendar, is unknown.
func ReadDate(s string) corpus.Date {
	if a, b, year, ok := numericDate(s); ok {
		switch {
		case a > 12 && b <= 12:
			a, b = b, a
		case a == b || b > 12:
		default:
			return corpus.Date{}
		}
		s = fmt.Sprintf("%d-%02d-%02d", year, a, b)
	}
	if len(s) >= len(time.DateOnly) && s[4] == '-' {
		s = s[:len(time.DateOnly)]
	}
	s = strings.NewReplacer(",", " ", ".", " ", " of ", " ", " Of ", " ").Replace(ordinal.ReplaceAllString(s, "$1"))
	s = prose.OneLine(s)
	s = sept.ReplaceAllString(s, "Sep ")
	for _, layout := range []string{time.DateOnly, "2006/1/2", "January 2 2006", "Jan 2 2006", "2 January 2006", "2 Jan 2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			return corpus.NewDay(t.Date())
		}
	}
	for _, layout := range []string{"January 2006", "Jan 2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			return corpus.NewMonth(t.Year(), t.Month())
		}
	}
	return corpus.Date{}
}

// sept is a short form of September that Go's layouts lack.
var sept = regexp.MustCompile(`(?i)\bsept `)

// numericDate reads "15/05/2019", "15.05.2019" and "15/05/19", whichever of a and b is the month.
func numericDate(s string) (a, b, year int, ok bool) {
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == '/' || r == '.' })
	if len(parts) != 3 || len(parts[0]) > 2 || len(parts[2]) != 4 && len(parts[2]) != 2 {
		return 0, 0, 0, false
	}
	var n [3]int
	for i, p := range parts {
		var err error
		if n[i], err = strconv.Atoi(p); err != nil {
			return 0, 0, 0, false
		}
	}
	if n[2] < 100 { // "18": of the century that is nearer
		n[2] += 2000
	}
	return n[0], n[1], n[2], true
}
