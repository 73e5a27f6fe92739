package answer

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"readout/corpus"
	"readout/corpus/prose"
	"readout/retrieval"
	"readout/retrieval/evidence"
	"readout/retrieval/verify"
)

// value is what a sentence answers to a question that asks for one thing.
type value struct {
	kind string // "sailor", "minute", "date", "place", "person"
	text string // comparable with others of its kind
}

// contradicts reports whether not both values can be right.
func (v value) contradicts(o value) bool {
	if v.kind != o.kind || v.text == o.text {
		return false
	}
	if v.kind == "date" || v.kind == "place" { // the less exact one may hold the other
		return !strings.HasPrefix(v.text, o.text) && !strings.HasPrefix(o.text, v.text) && strings.Contains(v.text, "-") == strings.Contains(o.text, "-")
	}
	return true
}

func (v value) same(o value) bool { return v.kind == o.kind && v.text == o.text }

const (
	monthNames = `january|february|march|april|june|july|august|september|october|november|december|jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec`
	dayNames   = `monday|tuesday|wednesday|thursday|friday|saturday|sunday`
)

var (
	monthPattern = regexp.MustCompile(`(?i)\b(?:` + monthNames + `)\b|\bMay\b`)
	dayPattern   = regexp.MustCompile(`(?i)\b(?:` + dayNames + `)\b`)
	yearPattern  = regexp.MustCompile(`\b(?:1[5-9]|20)\d\d\b`)
)

// timesOf reads the times that a sentence names: "month:jun", "day:tuesday", "year:2021".
func timesOf(sentence string) []string {
	var out []string
	for name, pattern := range map[string]*regexp.Regexp{"month": monthPattern, "day": dayPattern, "year": yearPattern} {
		for _, m := range marks(pattern, sentence, "") {
			out = append(out, name+":"+m)
		}
	}
	slices.Sort(out)
	return out
}

// valueOf reads the one value of the kind that the question asks for; ok is false where a sentence gives none, several, or no exact one.
func (s *search) valueOf(c candidate) (value, bool) {
	text := corpus.Plain(c.text())
	switch s.asked.kind {
	case kindWhen:
		return dateValue(text, s.snapshot.Corpus.Article(c.passage.Article).Published)
	case kindHowMany, kindHowLong:
		return s.numberValue(text)
	case kindWhere:
		return s.placeValue(text)
	case kindWho, kindWhoSaid:
		return s.personValue(text)
	}
	return value{}, false
}

var dateWords = regexp.MustCompile(`(?i)\b(?:` + monthNames + `|` + dayNames + `)\b|\bMay\b|\b(?:1[5-9]|20)\d\d\b`)

func dateValue(text string, published corpus.Date) (value, bool) {
	if len(marks(monthPattern, text, "")) > 1 || len(marks(dayPattern, text, "")) > 1 || len(marks(yearPattern, text, "")) > 1 {
		return value{}, false
	}
	if when, ok := dateOf(text, published); ok {
		return value{"date", when.key()}, true
	}
	for _, p := range []*regexp.Regexp{monthPattern, dayPattern, yearPattern} {
		if m := marks(p, text, ""); len(m) == 1 && dateWords.MatchString(text) {
			return value{"date", "x" + m[0]}, true // neither before nor after another that is told from a day
		}
	}
	return value{}, false
}

// approximates are words before a number that make it less exact than it looks.
var approximates = wordSet("about around some nearly almost roughly approximately over than least most up under between some dozens hundreds another further")

var durations = map[string]int{"minut": 1, "hour": 60, "day": 24 * 60, "week": 7 * 24 * 60, "month": 30 * 24 * 60, "year": 365 * 24 * 60}

// numberValue reads the number of what the question counts: the noun after the number, over one adjective at most.
func (s *search) numberValue(text string) (value, bool) {
	ws := prose.Words(text)
	asked := retrieval.ContentStems(s.asked.lookup)
	unit := ""
	for _, stem := range retrieval.ContentStems(s.asked.text) {
		if durations[stem] > 0 {
			unit = stem
		}
	}
	long := s.asked.kind == kindHowLong || unit != ""
	var found []value
	for i, w := range ws {
		ns := verify.Numbers(w.Text)
		if len(ns) != 1 || i+1 >= len(ws) {
			continue
		}
		if i > 0 && approximates[ws[i-1].Folded] {
			return value{}, false
		}
		for _, counted := range ws[i+1 : min(i+3, len(ws))] {
			stem := retrieval.Stem(counted)
			if long && durations[stem] > 0 {
				found = append(found, value{"duration", inMinutes(ns[0], durations[stem])})
				break
			}
			if !long && slices.Contains(asked, stem) {
				found = append(found, value{stem, ns[0]})
				break
			}
		}
	}
	if len(found) != 1 || strings.Contains(text, " and a half") {
		return value{}, false
	}
	return found[0], true
}

// lacksDuration reports whether a sentence tells no length, where the question asks how long something takes or is and another tells one
// in which the reader finds an answer about as surely.
func (s *search) lacksDuration(read []evidence.Sentence, r evidence.Sentence) bool {
	if s.asked.kind != kindHowLong || tellsDuration(candidateOf(r).text()) {
		return false
	}
	return slices.ContainsFunc(read, func(o evidence.Sentence) bool {
		return o.Features.Logit >= answersLogit && o.Probability >= r.Probability/2 && tellsDuration(candidateOf(o).text())
	})
}

// lengths are units of what is long and takes no time: "how long is the quay".
var lengths = wordSet(`kilometre kilometres kilometer kilometers km metre metres meter meters centimetre centimetres mile miles yard yards foot feet
 inch inches page pages`)

// tellsDuration reports whether a text has a unit of time or length behind a number, or a word that something lasted until or since.
func tellsDuration(text string) bool {
	ws := prose.Words(text)
	for i := range ws {
		if bounds[ws[i].Folded] {
			return true
		}
		if i == 0 || i+1 < len(ws) && apart[ws[i+1].Folded] {
			continue
		}
		if (durations[retrieval.Stem(ws[i])] > 0 || lengths[ws[i].Folded]) && (len(verify.Numbers(ws[i-1].Text)) > 0 || countless[ws[i-1].Folded]) {
			return true
		}
	}
	return false
}

// bounds are words before the time that something lasts to or from.
var bounds = wordSet("until till since throughout indefinitely")

// apart are words behind a unit that make it the distance to another time.
var apart = wordSet("before after ago later earlier")

// countless are words that stand for a number before a unit of time.
var countless = wordSet("a an half several many few some couple dozen more less")

// inMinutes is a number of units as minutes; the number itself, with the unit's length, where it is no whole one.
func inMinutes(number string, unit int) string {
	n, err := strconv.Atoi(number)
	if err != nil {
		return fmt.Sprintf("%s x %d", number, unit)
	}
	return strconv.Itoa(n * unit)
}

var placeAfter = regexp.MustCompile(`\b(?:in|at) (?:the )?((?:\p{Lu}[\p{L}’'-]+)(?: \p{Lu}[\p{L}’'-]+)*)`)

// placeValue reads the one place that a sentence gives with "in" or "at" and the question does not name; none where it names a country,
// which may hold another's town.
func (s *search) placeValue(text string) (value, bool) {
	var found []string
	for _, m := range placeAfter.FindAllStringSubmatchIndex(text, -1) {
		name := text[m[2]:m[3]]
		if monthPattern.MatchString(name) || strings.Contains(s.asked.text, name) {
			continue
		}
		if strings.HasPrefix(strings.TrimSpace(text[m[3]:]), ",") || len(s.snapshot.Words.References(name)) > 0 {
			return value{}, false
		}
		if !slices.Contains(found, name) {
			found = append(found, name)
		}
	}
	if len(found) != 1 {
		return value{}, false
	}
	return value{"place", found[0]}, true
}

// personValue reads the one person whom a sentence names and the question does not, for a question that asks for one.
func (s *search) personValue(text string) (value, bool) {
	var found []string
	for _, m := range s.snapshot.Corpus.Mentions(text) {
		if !slices.Contains(s.asked.people, m.Person) && !slices.Contains(found, m.Person.Name) {
			found = append(found, m.Person.Name)
		}
	}
	if len(found) != 1 || !asksForOne.MatchString(s.asked.text) {
		return value{}, false
	}
	return value{"person", found[0]}, true
}

// asksForOne finds a question after the one person who did what only one does.
var asksForOne = regexp.MustCompile(`(?i)\bwho (?:will |is |was |has |had )?(?:going to |to )?(?:chair|chairs|chaired|lead|leads|led|win|won|hosts?|hosted|open|opened|succeed|succeeded|replaces?|replaced|draft|drafted|wrote|write|mediated?|head|heads|headed|elected|appointed|named|the (?:chair|host|winner|mediator|leader|head)\p{L}*)\b`)
