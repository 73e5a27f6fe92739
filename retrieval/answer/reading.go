package answer

import (
	"regexp"
	"slices"
	"strings"

	"readout/corpus"
	"readout/retrieval"
	"readout/retrieval/thesaurus"
)

// reading is a part of a question, read for being compared with sentences.
type reading struct {
	part
	*lookout
	folded   string
	words    []wordRead
	people   []*corpus.Person
	wants    want
	unsaid   []int    // the terms that name the sort of thing wanted and need not stand in the answer: "city" in "which city"
	noun     string   // names the sort of thing asked for: "city" in "which city"; or ""
	sort     int      // the term that names the sort of thing asked for, whether it need be said or not; or -1
	several  int      // how many people are asked for, when more than one; else 0
	counted  int      // the term of which the number is asked ("ships" in "how many ships"); or -1
	function []string // distinct words that carry no topic
	negates  bool
}

func (s *search) readPart(p part) *reading {
	terms := s.snapshot.Words.Terms(p.text)
	r := &reading{part: p, lookout: newLookout(s.snapshot.Words, terms), folded: corpus.Fold(p.text), words: wordsRead(p.text), sort: -1, counted: -1,
		negates: negation.MatchString(p.text)}
	for _, m := range s.snapshot.Corpus.Mentions(p.text) {
		r.people = append(r.people, m.Person)
	}
	for _, w := range r.words {
		if !w.content && !slices.Contains(r.function, w.folded) {
			r.function = append(r.function, w.folded)
		}
	}
	noun := focusNoun(r.words)
	asksDimension := false
	if m := dimension.FindStringSubmatch(r.folded); m != nil {
		noun, asksDimension = m[1], true
	} else if m := nameAsked.FindString(r.folded); m != "" {
		noun, asksDimension = "name", true
	}
	r.noun = noun
	r.wants = r.wanted(noun)
	if m := severalAsked.FindStringSubmatch(r.folded); m != nil && r.wants == wantPerson {
		r.several = 1 + slices.Index(countWords, m[1])
	}
	many := countedNoun(r.words)
	for i, t := range terms {
		if t.Word == noun {
			r.sort = i
		}
		if (t.Word == noun || asksDimension && t.Stem == noun) && (sortNouns[noun] || r.wants == classWants[thesaurus.English().Class(noun)] || r.wants == wantOffice || asksDimension) {
			r.unsaid = append(r.unsaid, i)
		}
		if r.wants == wantDuration && lasting[t.Word] {
			r.unsaid = append(r.unsaid, i)
		}
		if cityNouns[noun] && r.wants == wantPlace && slices.ContainsFunc(t.Names, func(n retrieval.Naming) bool { return strings.HasPrefix(n.Of, "place:") }) {
			r.unsaid = append(r.unsaid, i) // a Japanese city need not be said to be in Japan
		}
		if r.wants == wantPerson && (anySort[t.Word] || i > 0 && isName(terms[i-1]) && thesaurus.English().Class(t.Word) == thesaurus.Group) {
			r.unsaid = append(r.unsaid, i) // "which two people from Ledger organisations": somebody of the Ledger's
		}
		if t.Word == many {
			r.counted = i
		}
	}
	r.readPhrasals(p.text)
	return r
}

// readPhrasals takes the plain verb of each phrasal one in the question for a synonym of it, also where the articles use the phrasal
// verb elsewhere.
func (r *reading) readPhrasals(text string) {
	ws := corpus.Words(text)
	for i, w := range ws {
		for _, p := range phrasals()[verbStem(w.Folded)] {
			if i+len(p.particles) >= len(ws) || !slices.EqualFunc(p.particles, ws[i+1:i+1+len(p.particles)], func(a string, b corpus.Word) bool { return a == b.Folded }) {
				continue
			}
			term := slices.IndexFunc(r.terms, func(t retrieval.Term) bool { return t.Span == w.Span })
			if term < 0 {
				break
			}
			for lemma, relation := range thesaurus.English().Related(p.plain) {
				r.byLemma[lemma] = append(r.byLemma[lemma], kin{term, min(relation, thesaurus.Synonym)})
			}
			break
		}
	}
}

var (
	countWords   = []string{"one", "two", "three", "four", "five", "six"}
	severalAsked = regexp.MustCompile(`\b(?:which|what|who are the|name|list) (?:the )?(two|three|four|five|six)\b`)
)

// lasting are the verbs with which the length of a thing is asked and not often told ("the 90-minute meeting").
var lasting = wordSet("last lasts lasted take takes took taken go goes gone went continue continued run runs ran")

// sortNouns name the sort of a thing and nothing else: "what kind of jets".
var sortNouns = wordSet("kind kinds type types sort sorts form forms name names")

// focusNoun is the noun that says what sort of thing a question asks for: the last of those right after "which" or "what", before the
// verb. It is "" when there is none.
func focusNoun(words []wordRead) string {
	i := slices.IndexFunc(words, func(w wordRead) bool { return w.folded == "which" || w.folded == "what" })
	if i < 0 {
		return ""
	}
	english := thesaurus.English()
	noun := ""
	for _, w := range words[i+1:] {
		if w.folded == "of" && sortNouns[noun] {
			noun = ""
			continue
		}
		if !w.content {
			break
		}
		if noun != "" && english.PartOfSpeech(w.folded) == thesaurus.Verb {
			break
		}
		noun = w.folded
	}
	return noun
}

// countedNoun is the noun after "how many", or "".
func countedNoun(words []wordRead) string {
	for i := 2; i < len(words); i++ {
		if words[i-2].folded == "how" && words[i-1].folded == "many" {
			english := thesaurus.English()
			noun := ""
			for _, w := range words[i:] {
				if !w.content || noun != "" && english.PartOfSpeech(w.folded) == thesaurus.Verb {
					break
				}
				noun = w.folded
			}
			return noun
		}
	}
	return ""
}

var kindWants = map[kind]want{kindWho: wantPerson, kindWhoSaid: wantPerson, kindWhen: wantTime, kindHowMany: wantNumber,
	kindHowLong: wantDuration, kindHowOften: wantFrequency, kindWhere: wantPlace, kindWhy: wantReason}

// classWants is what answers "which ..." with a noun of the class.
var classWants = map[thesaurus.Class]want{thesaurus.Person: wantPerson, thesaurus.Time: wantTime, thesaurus.Place: wantPlace,
	thesaurus.Quantity: wantNumber, thesaurus.Group: wantName}

// officeNouns ask what somebody is.
var officeNouns = wordSet("post position job role office title occupation profession rank function")

var (
	ageAsked     = regexp.MustCompile(`\bhow (?:old|young)\b|\bwhat age\b`)
	moneyAsked   = regexp.MustCompile(`\bhow much (?:money|does|do|did|will|would|is|was|are|were|must|has|have|had)\b.*\b(?:costs?|pay|pays|paid|earns?|earned|spends?|spent|charges?|worth|lose|lost|money)\b|\bhow much money\b|\bwhat (?:does|do|did|will|would) .* (?:cost|earn|charge)\b|\b(?:price|cost|salary|wage|wages|fee|fine|budget) of\b`)
	amountAsked  = regexp.MustCompile(`\bhow (?:high|low|large|big|great|heavy)\b`) // of a thing that may be a sum or a number as well: "how high is the fine"
	measureAsked = regexp.MustCompile(`\bhow (?:deep|wide|tall|high|low|great|far|large|big|heavy|fast|cold|hot|warm|strong|steep|thick|full)\b`)
	lengthAsked  = regexp.MustCompile(`\bhow long (?:is|are|was|were)\b`)
	nameAsked    = regexp.MustCompile(`\bwhat (?:is|are|was|were) the (?:full |real |first |last )?names? of\b|\bwhat (?:is|are|was|were) (?:it|he|she|they) called\b`)
	dimension    = regexp.MustCompile(`\bhow (old|young|deep|wide|tall|high|far|large|big|heavy|fast|cold|hot|warm|strong|steep|thick|full|long)\b`)
)

func (r *reading) wanted(focus string) want {
	if len(r.people) > 0 && (r.kind == kindWho && len(r.terms) <= 2 || slices.ContainsFunc(r.words, func(w wordRead) bool { return officeNouns[w.folded] })) {
		return wantOffice
	}
	switch {
	case ageAsked.MatchString(r.folded):
		return wantAge
	case moneyAsked.MatchString(r.folded):
		return wantMoney
	case measureAsked.MatchString(r.folded), lengthOfThing(r.words):
		return wantMeasure
	case nameAsked.MatchString(r.folded):
		return wantName
	}
	if w, ok := kindWants[r.kind]; ok {
		return w
	}
	if r.kind == kindFact || r.kind == kindSaid {
		return classWants[thesaurus.English().Class(focus)]
	}
	return wantAnything
}

// lengthOfThing reports whether it is asked how long a thing is ("how long is the bridge"), and not how long something took.
func lengthOfThing(words []wordRead) bool {
	at := slices.IndexFunc(words, func(w wordRead) bool { return w.folded == "long" })
	if at < 1 || at+2 > len(words) || words[at-1].folded != "how" || !copulas[words[at+1].folded] {
		return false
	}
	english := thesaurus.English()
	noun := ""
	for _, w := range words[at+2:] {
		if isPreposition(w.folded) || noun != "" && english.PartOfSpeech(w.folded) == thesaurus.Verb && english.Class(w.folded) == thesaurus.Other {
			break
		}
		noun = w.folded
	}
	return english.Class(noun) == thesaurus.Thing
}

var copulas = wordSet("is are was were")

// fulfilled is the support with what need not be said supported by what a sentence holds: no sentence that gives a date need call it a
// date.
func (r *reading) fulfilled(s support, met float64) support {
	if len(r.unsaid) == 0 {
		return s
	}
	out := support{slices.Clone(s.terms), s.contrary}
	for _, i := range r.unsaid {
		out.terms[i] = max(out.terms[i], met)
	}
	return out
}

func (r *reading) hasNumber(i int) bool { return strings.ContainsAny(r.terms[i].Word, "0123456789") }
