package answer

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"readout/corpus"
	"readout/retrieval"
	"readout/retrieval/thesaurus"
)

const (
	monthNames  = `january|february|march|april|june|july|august|september|october|november|december|jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec`
	dayNames    = `monday|tuesday|wednesday|thursday|friday|saturday|sunday`
	smallNumber = `one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?|half|twice|several|a couple`
	currencies  = `dollars?|euros?|pounds?|yen|yuan|roubles?|rubles?|francs?|crowns?|kron[aeor]+|marks?|rupees?|pesos?|liras?|shekels?|zlotys?|dinars?|dirhams?|riyals?|hryvnias?|reals?|reais|cents?|pence`
	units       = `(?:kilo|centi|milli)?met(?:er|re)s?|miles?|f(?:ee|oo)t|inch(?:es)?|yards?|hectares?|acres?|kilograms?|kilos?|grams?|ton(?:ne)?s?|degrees?|knots?|lit(?:er|re)s?|gallons?|barrels?|(?:kilo|mega|giga)?watts?|percent|per cent|stor(?:e?ys|ies)|floors?|steps?`
	timeUnit    = `seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|centur(?:y|ies)|mornings?|evenings?|nights?|afternoons?`
)

var (
	timeExpression = regexp.MustCompile(`(?i)\b(?:` + monthNames + `|` + dayNames + `)\b|\bMay(?: \d|,|\b)|\b(?:1[5-9]|20)\d\d\b|\b\d{1,2}(?:st|nd|rd|th)? centur|\b(?:last|next|this|past|previous|following|coming|earlier|later|early|late|mid)[- ](?:the )?(?:` + timeUnit + `|summer|winter|spring|autumn|fall|` + monthNames + `|` + dayNames + `|may)\b|\b(?:yesterday|today|tomorrow|tonight|soon|recently)\b|\b(?:` + timeUnit + `) (?:ago|earlier|later|before|after)\b|\b\d{1,2}[:.]\d\d\b|\b\d+ (?:bc|ad|b\.c|a\.d)`)
	numberPattern  = regexp.MustCompile(`(?i)\d[\d,.]*|\b(?:` + smallNumber + `)\b|\b(?:percent|per cent|two-thirds|no|none|an?) (?:` + timeUnit + `|percent)\b|\ban? (?:third|quarter|fifth|tenth)\b`)
	duration       = regexp.MustCompile(`(?i)\b(?:\d[\d,.]*|` + smallNumber + `|an?|more than|over|about|nearly|almost|several|many|few|whole|entire)[- ](?:an? |of )?(?:\w+ )?(?:` + timeUnit + `)\b|\b(?:since|until|from) (?:\d{4}|` + monthNames + `)|\b(?:hours|minutes|days|weeks|months|years|decades)\b`)
	fromNow        = regexp.MustCompile(`(?i)^ (?:ago|earlier|later|before|after|hence|from now)\b`) // "a few days earlier" is when, not how long
	reasonWords    = regexp.MustCompile(`(?i)\b(?:because|since|as a result|due to|owing to|over|citing|cited|reason|reasons|blam\w+|so that|in order to|in response|in protest|after|for fear|therefore|thus|to (?:avoid|prevent|protest|protect|secure|allow|help|make|get|keep|save|give|show|ensure)|led to|caus\w+|why|can't|cannot|unwilling|irrelevant|explain\w*|explanation|accus\w+|angered|angry|fear\w*|concern\w*)\b`)
	placePhrase    = regexp.MustCompile(`\b(?:in|at|to|from|near|on|off|outside|inside|around|across|toward|towards|into|through|of) (?:the )?(?:[a-z-]+ ){0,2}(\p{Lu}[\p{L}'’.-]+(?: \p{Lu}[\p{L}'’.-]+)*)`)
	moneyAmount    = regexp.MustCompile(`(?i)[$€£¥₽₹]\s?\d|\b(?:\d[\d,.]*|` + smallNumber + `)(?: (?:hundred|thousand|million|billion|trillion))? ?(?:u\.?s\.? )?(?:` + currencies + `)\b`)
	measure        = regexp.MustCompile(`(?i)\b(?:\d[\d,.]*|` + smallNumber + `)(?: (?:hundred|thousand|million|billion))?[- ](?:square |cubic )?(?:` + units + `)\b|\b\d[\d.,]* ?(?:km|cm|mm|kg|mph|%)|\bmagnitude`)
	age            = regexp.MustCompile(`(?i)\bturn(?:ed|s) \d{1,3}\b|\b(?:is|was|are|were|aged?|of) \d{1,3}(?:[,.;)]| and| years?|$)|, \d{1,3}[,.]|\b(?:\d{1,4}|` + smallNumber + `)[- ]years?[- ]old|\bborn (?:in|on)\b`)
	origin         = regexp.MustCompile(`(?i)\b(?:since|from|of|in) (?:1[0-9]|20)\d\d`) // tells how old a thing is, and nobody's age
	frequency      = regexp.MustCompile(`(?i)\b(?:every|each|once|twice|thrice|hourly|daily|nightly|weekly|monthly|quarterly|yearly|annually|often|frequently|rarely|seldom|regularly|occasionally|always|never|repeatedly)\b|\b(?:\d+|` + smallNumber + `|many|more) times\b|\bon (?:mon|tues|wednes|thurs|fri|satur|sun)days\b`)
	properNoun     = regexp.MustCompile(`\p{Lu}[\p{L}'’-]+`)
)

// holding is a sort of thing in a sentence that questions ask for.
type holding int

const (
	times holding = iota
	numbers
	durations
	places
	names
	amounts // of money
	measures
	ages
	origins
	frequencies
	sortsHeld
)

// holdings are the things in a sentence that questions ask for. A question asks for one sort; only that one is looked for.
type holdings struct {
	sentence *sentenceRead
	found    [sortsHeld]struct {
		once   sync.Once
		things []string
	}
}

// of are the things of a sort, folded, in the order of the sentence.
func (h *holdings) of(sort holding) []string {
	f := &h.found[sort]
	f.once.Do(func() {
		for _, thing := range h.sentence.find(sort) {
			f.things = append(f.things, corpus.Fold(thing))
		}
	})
	return f.things
}

// find are the things of a sort in a sentence.
func (s *sentenceRead) find(sort holding) []string {
	all := func(pattern *regexp.Regexp) []string { return pattern.FindAllString(s.text, -1) }
	switch sort {
	case times:
		return all(timeExpression)
	case numbers:
		return all(numberPattern)
	case durations:
		return s.findDurations()
	case places:
		return s.findPlaces()
	case names:
		return s.findNames()
	case amounts:
		return all(moneyAmount)
	case measures:
		return all(measure)
	case ages:
		return all(age)
	case origins:
		return all(origin)
	default:
		return all(frequency)
	}
}

func (s *sentenceRead) findDurations() []string {
	var out []string
	for _, m := range duration.FindAllStringIndex(s.text, -1) {
		if !fromNow.MatchString(s.text[m[1]:]) {
			out = append(out, s.text[m[0]:m[1]])
		}
	}
	return out
}

func (s *sentenceRead) findPlaces() []string {
	var out []string
	for _, m := range placePhrase.FindAllStringSubmatchIndex(s.text, -1) {
		if place := s.text[m[2]:m[3]]; isPlace(place) && !s.isNamed("person:", m[2], m[3]) {
			out = append(out, place)
		}
	}
	return out
}

func (s *sentenceRead) findNames() []string {
	var out []string
	for i, m := range properNoun.FindAllStringIndex(s.text, -1) {
		// The first word has its capital in any case.
		if (i > 0 || m[0] > 2) && !s.isNamed("place:", m[0], m[1]) && !timeExpression.MatchString(s.text[m[0]:m[1]]) {
			out = append(out, s.text[m[0]:m[1]])
		}
	}
	return out
}

// isNamed reports whether the sentence names something of a kind at these bytes.
func (s *sentenceRead) isNamed(kind string, at, end int) bool {
	return slices.ContainsFunc(s.named, func(r retrieval.Reference) bool {
		return strings.HasPrefix(r.Of, kind) && r.Span.Start < end && at < r.Span.End
	})
}

// tellsOfSomebody reports whether the sentence speaks of somebody by office or occupation.
func (s *sentenceRead) tellsOfSomebody() bool {
	return slices.ContainsFunc(s.words, func(w wordRead) bool { return thesaurus.English().Class(w.folded) == thesaurus.Person })
}

// isPlace tells the name of a place from what else stands capitalised after a preposition: times, adjectives ("Canadian"), groups and
// people ("the Committee", "the Minister"), initials.
func isPlace(name string) bool {
	ws := words(name)
	if len(ws) == 0 || len([]rune(ws[len(ws)-1])) < 3 || timeExpression.MatchString(name) {
		return false
	}
	english, last := thesaurus.English(), ws[len(ws)-1]
	class := english.Class(last)
	return english.PartOfSpeech(last) != thesaurus.Adjective && class != thesaurus.Group && class != thesaurus.Person
}

// want is what sort of thing answers a question.
type want int

const (
	wantAnything want = iota
	wantPerson
	wantTime
	wantNumber
	wantDuration
	wantFrequency
	wantPlace
	wantReason
	wantName   // of a group: something with a proper name
	wantOffice // what somebody is
	wantMoney
	wantMeasure
	wantAge
)

// counts reports whether what is wanted is given in numbers.
func (w want) counts() bool {
	switch w {
	case wantNumber, wantDuration, wantFrequency, wantMoney, wantMeasure, wantAge:
		return true
	}
	return false
}

// met is 1 when the sentence holds a thing wanted that the question does not itself name, less when it may or the thing is of another
// sort, and .5 when any sentence may.
func (r *reading) met(s *sentenceRead) float64 {
	if of := r.holds(s); of > 0 {
		return of * r.ofSort(s)
	}
	return 0
}

// holds is met for things of any sort.
func (r *reading) holds(s *sentenceRead) float64 {
	fresh := func(sort holding) bool {
		return slices.ContainsFunc(s.holds.of(sort), r.isNew)
	}
	switch r.wants {
	case wantTime:
		return yes(fresh(times))
	case wantNumber:
		if !fresh(numbers) {
			return 0
		}
		if r.counted >= 0 {
			return .3 + .7*yes(r.counts(s))
		}
		return 1
	case wantDuration:
		return yes(fresh(durations) || fresh(measures) && lengthAsked.MatchString(r.folded))
	case wantFrequency:
		return yes(fresh(frequencies))
	case wantPlace:
		return yes(fresh(places) || builtNouns[r.noun] && r.sort >= 0 && r.isSo(s.words, r.sort))
	case wantName:
		if nameAsked.MatchString(r.folded) {
			return r.namesIt(s)
		}
		return yes(fresh(names))
	case wantMoney:
		return max(yes(fresh(amounts)), .3*yes(fresh(numbers)))
	case wantMeasure:
		if amountAsked.MatchString(r.folded) {
			return max(yes(fresh(measures)), yes(fresh(amounts)), .6*yes(fresh(numbers)))
		}
		return max(yes(fresh(measures)), .3*yes(fresh(numbers)))
	case wantAge:
		return yes(fresh(ages) || len(r.people) == 0 && fresh(origins))
	case wantReason:
		return max(.3, yes(reasonWords.MatchString(s.text)))
	case wantOffice:
		return yes(slices.ContainsFunc(s.people, func(p *corpus.Person) bool { return slices.Contains(r.people, p) }) && s.tellsOfSomebody())
	case wantPerson:
		if slices.ContainsFunc(s.people, func(p *corpus.Person) bool { return !slices.Contains(r.people, p) }) {
			return 1
		}
		if fresh(names) {
			return .6
		}
		return .3 * yes(s.tellsOfSomebody())
	}
	return .5
}

// isNew reports whether the question does not itself have a folded text.
func (r *reading) isNew(folded string) bool { return !strings.Contains(r.folded, folded) }

// namesIt is 1 when the sentence has a name right beside what the question asks the name of, less when only elsewhere: "the tanker
// Aldebaran", and not "the captain of the tanker said in Oslo".
func (r *reading) namesIt(s *sentenceRead) float64 {
	held := s.holds.of(names)
	if !slices.ContainsFunc(held, r.isNew) {
		return 0
	}
	const beside = 4
	for i, w := range s.words {
		for term := range r.terms {
			if isName(r.terms[term]) || r.supports(w, term) < .75 {
				continue
			}
			for _, o := range s.words[max(0, i-beside):min(len(s.words), i+1+beside)] {
				if slices.Contains(held, o.folded) && r.isNew(o.folded) {
					return 1
				}
			}
		}
	}
	return ofAnotherSort
}

// counts reports whether the sentence counts what the question asks the number of: a number stands close before it.
func (r *reading) counts(s *sentenceRead) bool {
	const close = 5
	for i, w := range s.words {
		if numberPattern.MatchString(w.folded) {
			for _, o := range s.words[i+1 : min(len(s.words), i+1+close)] {
				if r.supports(o, r.counted) >= .5 {
					return true
				}
			}
		}
	}
	return false
}

func yes(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
