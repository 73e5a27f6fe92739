package question

import (
	"regexp"
	"slices"
	"strings"

	"readout/corpus/english"
	"readout/corpus/prose"
	"readout/corpus/reading"
)

// Kind is what sort of thing a question asks for.
type Kind int

const (
	Fact     Kind = iota // anything not told apart below
	Who                  // a person
	When                 // a date or time
	HowMany              // a number
	HowLong              // a duration
	HowOften             // how frequently
	Where                // a place
	Why                  // a reason
	YesNo                // whether something is so
	Said                 // what somebody said
	WhoSaid              // who said something
	Summary              // an overview
	Compare              // how accounts or positions differ
)

func (k Kind) String() string {
	return [...]string{"fact", "who", "when", "how many", "how long", "how often", "where", "why", "yes or no", "what was said", "who said",
		"summary", "compare"}[k]
}

// OfOneThing reports whether what a question asks for is one thing, which one sentence tells.
func (k Kind) OfOneThing() bool {
	switch k {
	case Who, When, HowMany, HowLong, HowOften, Where, YesNo, WhoSaid:
		return true
	}
	return false
}

// HasWords reports whether a question of the kind that has speakers wants their words, and not a fact that bears on them.
func (k Kind) HasWords() bool {
	switch k {
	case Said, Fact, Why, Summary, Compare:
		return true
	}
	return false
}

// preamble is what may stand before the question proper: "according to the columnist, ...", "after the talks, ...".
var preamble = regexp.MustCompile(`(?i)^(?:according to|in|for|on|after|before|during|ahead of|as for|regarding|at) [^,?]+,\s*`)

// asPolite wraps a request into a question that is not meant to be answered with yes or no.
var asPolite = regexp.MustCompile(`(?i)^(?:(?:hi|hey|hello|ok|okay|so|well|please|pls)[,! ]+)*(?:can|could|would|will) you (?:please |` +
	`kindly |maybe )?(?:tell|give|show|explain|remind|help|list|find|name|write|make|do|translate|summari[sz]e|describe|draw|sing|read|` +
	`quote)\b(?: (?:to )?(?:me|us))?[ ,:]*`)

// wording is what of a question tells its kind.
type wording struct {
	text   string   // without what is polite in it, and what stands before the question proper
	folded string   // its words behind those that lead to it, each between spaces
	words  []string // of those, from the question word on where there is one at the beginning
	quoted bool     // the question puts words in quotation marks
	corpus *reading.Corpus
}

// wordingOf is the wording of a question; ok is false where it has no words.
func wordingOf(text string, c *reading.Corpus, quoted bool) (w wording, ok bool) {
	text = asPolite.ReplaceAllString(text, "")
	if rest := preamble.ReplaceAllString(text, ""); AsksSomething(rest) {
		text = rest
	}
	words := withoutLeadIns(prose.Folded(text))
	if len(words) == 0 {
		return wording{}, false
	}
	w = wording{text: text, folded: " " + strings.Join(words, " ") + " ", words: words, quoted: quoted, corpus: c}
	if i := slices.IndexFunc(words, IsWhWord); i > 0 && i <= 3 && !auxiliaryStart.MatchString(text) {
		w.words = words[i:]
	}
	return w, true
}

// withoutLeadIns are the words of a question from its question word on, where a word leads to it; else without the words that do.
func withoutLeadIns(words []string) []string {
	for len(words) > 1 && (english.LeadIns.Has(words[0]) || words[0] == "according" || words[0] == "by") && !IsWhWord(words[0]) {
		if i := slices.IndexFunc(words, IsWhWord); i > 0 && i <= 12 {
			return words[i:]
		}
		words = words[1:]
	}
	return words
}

// begins reports whether one of some words is the first.
func (w wording) begins(with ...string) bool { return slices.Contains(with, w.words[0]) }

// has reports whether one of some phrases stands in the question.
func (w wording) has(phrases ...string) bool {
	return slices.ContainsFunc(phrases, func(p string) bool { return strings.Contains(w.folded, " "+p+" ") })
}

// signs are what a question of a kind is told by; one is enough.
type signs struct {
	kind    Kind
	first   string             // its first word
	phrases []string           // one of which stands in it
	when    func(wording) bool // anything more
}

// kinds are the signs of the kinds. Where several fit a question, the first counts: "how many times did they say" asks how often.
var kinds = []signs{
	{kind: Summary, when: func(w wording) bool { return isSummaryRequest(prose.Folded(w.text)) }},
	{kind: Compare, when: wording.compares},
	{kind: HowOften, phrases: []string{"how often", "how frequently", "how many times"}},
	{kind: HowMany, phrases: []string{"how many", "how much", "what number", "what share", "what percentage", "what proportion",
		"what fraction", "number of"}},
	{kind: HowLong, phrases: []string{"how long", "until when", "till when"}},
	{kind: When, first: "when", phrases: []string{"what date", "which date", "what day", "which day", "what year", "which year",
		"what month", "which month", "what time", "which century", "what century", "how soon", "since when", "by when"}},
	{kind: Where, first: "where", phrases: []string{"what location", "what place"}, when: wording.namesPlace},
	{kind: Why, first: "why", phrases: []string{"what reason", "which reason", "for what reason", "how come", "what is the reason",
		"what was the reason"}, when: wording.asksForCause},
	{kind: WhoSaid, when: wording.asksWhoSaid},
	{kind: Who, when: wording.asksForPerson},
	{kind: YesNo, when: func(w wording) bool { return auxiliaryStart.MatchString(w.text) }},
	{kind: Said, when: wording.asksForWords},
}

// KindOf is the kind of a question; quoted says that it puts words in quotation marks.
func KindOf(text string, c *reading.Corpus, quoted bool) Kind {
	w, ok := wordingOf(text, c, quoted)
	if !ok {
		return Fact
	}
	for _, k := range kinds {
		if k.first != "" && w.begins(k.first) || w.has(k.phrases...) || k.when != nil && k.when(w) {
			return k.kind
		}
	}
	return Fact
}

// compares reports whether a question asks how accounts differ.
func (w wording) compares() bool {
	return w.has("differ", "differs", "disagree", "disagreement", "disagreements", "compare", "compared", "comparison", "conflicting",
		"contradict", "contradictory", "differently") &&
		w.begins("how", "where", "what", "on", "do", "compare") &&
		w.has("articles", "reports", "sources", "accounts", "publications", "outlets", "papers")
}

// namesPlace reports whether a question asks for a place by its kind: "which city", "what small town".
func (w wording) namesPlace() bool {
	return w.begins("which", "what") &&
		slices.ContainsFunc(w.words[1:min(len(w.words), 3)], func(word string) bool { return english.AskedPlaces.Has(word) })
}

// asksForCause reports whether a question asks what caused something.
func (w wording) asksForCause() bool {
	return w.begins("what") && len(w.words) > 1 && english.CausingVerbs.Has(w.words[1])
}

// asksForPerson reports whether a question asks who: "whose", "which of the two ministers".
func (w wording) asksForPerson() bool {
	return w.begins("who", "whom", "whose") || w.begins("which") && len(w.words) > 1 && isPersonNoun(w.words[1:])
}

// asksWhoSaid reports whether a question asks who uttered something, or of whom words in quotation marks are.
func (w wording) asksWhoSaid() bool {
	return w.asksForPerson() && (w.quoted ||
		slices.ContainsFunc(w.words[1:min(len(w.words), 6)], func(word string) bool { return english.AskedUtterances.Has(word) }))
}

// asksForWords reports whether a question wants what somebody said: a speech verb with a person, or with nobody in particular.
func (w wording) asksForWords() bool {
	if !w.begins("what", "whats", "how", "which") {
		return false
	}
	speaks := func(word string) bool {
		return english.AskedSpeech.Has(word) && !(english.CallForms.Has(word) && strings.Contains(w.text, "phone"))
	}
	if !slices.ContainsFunc(w.words, speaks) && !makeOf.MatchString(w.text) {
		return false
	}
	return len(w.corpus.Mentions(w.text)) > 0 || slices.ContainsFunc(w.words, func(word string) bool { return english.AskedPeople.Has(word) })
}

func IsWhWord(w string) bool {
	switch w {
	case "who", "whom", "whose", "what", "when", "where", "why", "which", "how", "whats", "whos":
		return true
	}
	return false
}

func isPersonNoun(ws []string) bool {
	return slices.ContainsFunc(ws[:min(len(ws), 4)], func(w string) bool { return english.AskedPeople.Has(w) })
}

func isSummaryRequest(ws []string) bool {
	if slices.ContainsFunc(ws, func(w string) bool { return english.SummaryWords.Has(w) }) {
		return true
	}
	joined := " " + strings.Join(ws, " ") + " "
	for _, p := range []string{"put together", "what do the articles say", "main points", "key points", "what was said about",
		"what was discussed",
		"tell me everything", "everything about", "what happened at", "main takeaways", "key takeaways", "in short"} {
		if strings.Contains(joined, " "+p+" ") {
			return true
		}
	}
	return ofEverybody.MatchString(joined)
}

// ofEverybody asks what anybody said of a thing, whoever it is.
var ofEverybody = regexp.MustCompile(` (?:how (?:did|do|have|has) (?:people|everybody|everyone|others|the public|politicians|` +
	`commentators|observers) (?:react|reacted|respond|responded|feel)|what (?:did|do|are|were|have) (?:people|everybody|everyone|others|` +
	`commentators|observers|critics) (?:say|saying|said|think|thinking)|(?:what|which|any) (?:were the |are the |was the |` +
	`is the )?(?:reactions?|responses?) to) `)
