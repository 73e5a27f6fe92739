package conflict

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"readout/corpus"
	"readout/corpus/english"
	"readout/corpus/prose"
	"readout/retrieval"
	"readout/retrieval/dates"
	"readout/retrieval/verify"
)

// Value is what a sentence answers to a question that asks for one thing.
type Value struct {
	Kind string // "sailor", "minute", "date", "until", "place", "person"
	Text string // comparable with others of its kind
}

// Contradicts reports whether not both values can be right.
func (v Value) Contradicts(o Value) bool {
	if v.Kind != o.Kind || v.Text == o.Text {
		return false
	}
	if v.Kind == "date" || v.Kind == until || v.Kind == "place" { // the less exact one may hold the other
		return !strings.HasPrefix(v.Text, o.Text) && !strings.HasPrefix(o.Text, v.Text) &&
			strings.Contains(v.Text, "-") == strings.Contains(o.Text, "-")
	}
	return true
}

// Same reports whether both values are one.
func (v Value) Same(o Value) bool { return v.Kind == o.Kind && v.Text == o.Text }

// TimesOf reads the times that a sentence names: "month:jun", "day:tuesday", "year:2021".
func TimesOf(sentence string) []string {
	var out []string
	for name, pattern := range map[string]*regexp.Regexp{"month": dates.MonthName, "day": dates.WeekdayName, "year": dates.YearNumber} {
		for _, m := range marks(pattern, sentence, "") {
			out = append(out, name+":"+m)
		}
	}
	slices.Sort(out)
	return out
}

// DateIn reads the one date that a text gives, counted from the day of its publication; ok is false where it gives none, or several.
func DateIn(text string, published corpus.Date) (Value, bool) {
	if len(marks(dates.MonthName, text, "")) > 1 || len(marks(dates.WeekdayName, text, "")) > 1 || len(marks(dates.YearNumber, text, "")) > 1 {
		return Value{}, false
	}
	if when, ok := dates.Of(text, published); ok {
		return Value{"date", when.Key()}, true
	}
	for _, p := range []*regexp.Regexp{dates.MonthName, dates.WeekdayName, dates.YearNumber} {
		if m := marks(p, text, ""); len(m) == 1 {
			return Value{"date", "x" + m[0]}, true // neither before nor after another that is told from a day
		}
	}
	return Value{}, false
}

// until is the kind of the date up to which something lasts.
const until = "until"

// lastsUntil finds the date up to which something lasts, and atLeast what leaves open how much longer.
var (
	lastsUntil = regexp.MustCompile(`(?i)\b(?:until|till) ((?:the )?(?:(?:end|middle|beginning|start) of )?(?:(?:next|this|early|mid|` +
		`late)[ -])?` +
		`(?:(?:\d{1,2}(?:st|nd|rd|th)? )?(?:` + dates.Months + `)\b(?:\.? \d{1,2}(?:st|nd|rd|th)?\b)?(?:\.?,? \d{4}\b)?|` +
		`(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:1[5-9]|20)\d\d\b))`)
	atLeast = regexp.MustCompile(`(?i)\b(?:at least|not|no longer than|about|around|probably|perhaps|possibly|could|may|` +
		`might) (?:[\p{L}]+ ){0,3}$`)
)

// UntilIn reads the one date up to which a sentence tells that something lasts.
func UntilIn(text string, published corpus.Date) (Value, bool) {
	found := lastsUntil.FindAllStringSubmatchIndex(text, -1)
	if len(found) != 1 || atLeast.MatchString(text[:found[0][0]]) {
		return Value{}, false
	}
	v, ok := DateIn("will last until "+strings.TrimPrefix(text[found[0][2]:found[0][3]], "the end of "), published)
	v.Kind = until
	return v, ok
}

// rate finds how often something is: "twice a day", "four times each week", "every two hours".
var rate = regexp.MustCompile(`(?i)\b(?:(once|twice|([\p{L}\d]+) times) (?:a|an|per|each|every) (hour|day|week|month|year)\b)`)

// RateIn reads the one rate that a sentence gives.
func RateIn(text string) (Value, bool) {
	found := rate.FindAllStringSubmatchIndex(text, -1)
	if len(found) != 1 {
		return Value{}, false
	}
	m := rate.FindStringSubmatch(text)
	before := prose.Words(text[:found[0][0]])
	if len(before) > 0 && english.Approximates.Has(before[len(before)-1].Folded) {
		return Value{}, false
	}
	times, ok := map[string]string{"once": "1", "twice": "2"}[strings.ToLower(m[1])]
	if ns := verify.Numbers(m[2]); !ok && len(ns) == 1 {
		times, ok = ns[0], true
	}
	return Value{"times a " + strings.ToLower(m[3]), times}, ok
}

// Context is a sentence that gives the value without what would be taken for its occasion and is the value itself.
func (v Value) Context(sentence string) string {
	if v.Kind != until {
		return sentence
	}
	return lastsUntil.ReplaceAllString(sentence, "")
}

// AsksForValue reports whether a word of a question tells what is asked for, and nothing of the matter.
func AsksForValue(word string) bool { return english.ValueNouns.Has(word) }

var durations = map[string]int{"minut": 1, "hour": 60, "day": 24 * 60, "week": 7 * 24 * 60, "month": 30 * 24 * 60, "year": 365 * 24 * 60}

// NumberIn reads the number of what a question counts, or how long it takes where it asks how long: the noun after the number, over one
// adjective at most. lookup is the question without what only asks.
func NumberIn(text, question, lookup string, long bool) (Value, bool) {
	ws := prose.Words(text)
	asked := retrieval.ContentStems(lookup)
	unit := ""
	for _, stem := range retrieval.ContentStems(question) {
		if durations[stem] > 0 {
			unit = stem
		}
	}
	long = long || unit != ""
	var found []Value
	for i, w := range ws {
		ns := verify.Numbers(w.Text)
		if len(ns) != 1 || i+1 >= len(ws) {
			continue
		}
		if i > 0 && english.Approximates.Has(ws[i-1].Folded) {
			return Value{}, false
		}
		for _, counted := range ws[i+1 : min(i+3, len(ws))] {
			stem := retrieval.Stem(counted)
			if long && durations[stem] > 0 {
				found = append(found, Value{"duration", inMinutes(ns[0], durations[stem])})
				break
			}
			if !long && slices.Contains(asked, stem) {
				found = append(found, Value{stem, ns[0]})
				break
			}
		}
	}
	if len(found) != 1 || strings.Contains(text, " and a half") {
		return Value{}, false
	}
	return found[0], true
}

// TellsDuration reports whether a text has a unit of time or length behind a number, or a word that something lasted until or since.
func TellsDuration(text string) bool {
	ws := prose.Words(text)
	for i := range ws {
		if english.TimeBounds.Has(ws[i].Folded) {
			return true
		}
		if i == 0 || i+1 < len(ws) && english.TimeApart.Has(ws[i+1].Folded) {
			continue
		}
		if (durations[retrieval.Stem(ws[i])] > 0 || english.Lengths.Has(ws[i].Folded)) &&
			(len(verify.Numbers(ws[i-1].Text)) > 0 || english.LooseNumbers.Has(ws[i-1].Folded)) {
			return true
		}
	}
	return false
}

// TellsTime reports whether a text tells when something is: a date or a part of one, a time of day, a season, or how far from another time.
func TellsTime(text string) bool {
	if len(TimesOf(text)) > 0 || clock.MatchString(text) {
		return true
	}
	ws := prose.Words(text)
	return slices.ContainsFunc(ws, func(w prose.Word) bool { return english.TimelyWords.Has(w.Folded) || durations[retrieval.Stem(w)] > 0 })
}

var (
	clock = regexp.MustCompile(`(?i)\b\d{1,2}(?:[:.]\d\d|(?: ?[ap]\.?m\b))|\b\d{1,2}(?:st|nd|rd|th)\b`)
)

// inMinutes is a number of units as minutes; the number itself, with the unit's length, where it is no whole one.
func inMinutes(number string, unit int) string {
	n, err := strconv.Atoi(number)
	if err != nil {
		return fmt.Sprintf("%s x %d", number, unit)
	}
	return strconv.Itoa(n * unit)
}

// Corrects reports whether two sentences tell the same, but for how many there are of something: "Nine people were hurt", "Fifteen people
// were hurt on the bridge".
func Corrects(later, earlier string) bool {
	a, b := counted(later), counted(earlier)
	differ := false
	for of, number := range a {
		other, ok := b[of]
		differ = differ || ok && other != number
	}
	return differ && sameWords(later, earlier) && SameThing(later, earlier)
}

// sameWords reports whether most words of content of one of two sentences are the other's.
func sameWords(a, b string) bool {
	const share = .5 // of the shorter one's
	x, y := retrieval.ContentStems(a), retrieval.ContentStems(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	same := 0
	for _, stem := range x {
		if slices.Contains(y, stem) {
			same++
		}
	}
	return float64(same) >= share*float64(len(x))
}

// counted are the numbers in a sentence, by the stem of what they count.
func counted(text string) map[string]string {
	out := map[string]string{}
	ws := prose.Words(text)
	for i, w := range ws[:max(0, len(ws)-1)] {
		if ns := verify.Numbers(w.Text); len(ns) == 1 {
			out[retrieval.Stem(ws[i+1])] = ns[0]
		}
	}
	return out
}
