package question

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"readout/corpus"
	"readout/corpus/english"
	"readout/corpus/people"
	"readout/corpus/prose"
	"readout/corpus/reading"
	"readout/retrieval"
)

// speakersOf are the people whose words the question asks for: the subjects of its verbs of speech, and those after "according to".
func speakersOf(a Asked, c *reading.Corpus) []*corpus.Person {
	var out []*corpus.Person
	add := func(p *corpus.Person) {
		if !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	mentions := c.Mentions(a.Text)
	ofAll := len(mentions) > 1 && a.Kind != YesNo && positionsDiffer.MatchString(a.Text)
	for i, m := range mentions {
		if ofAll {
			add(m.Person)
			continue
		}
		if inside(m.Span, a.Named) {
			continue
		}
		// "How did X reply to Y's claim?" asks for the words of X.
		if len(out) > 0 && hasSpeechVerb(a.Text[mentions[i-1].Span.End:m.Span.Start]) {
			break
		}
		if asksForWordsOf(a.Text, m.Span) || !ownsNext(a.Text, m.Span) && speaksNext(a.Text, mentions[i:]) {
			add(m.Person)
		}
	}
	return out
}

// asksForWordsOf reports whether the words around a name ask for its bearer's: "according to X", "X's view".
func asksForWordsOf(text string, name prose.Span) bool {
	before, after := text[:name.Start], text[name.End:]
	return accordingTo.MatchString(before) || viewOf.MatchString(before) || accountOf.MatchString(before) ||
		possessiveView.MatchString(after) || makeOf.MatchString(after)
}

// ownsNext reports whether a name stands in the genitive: somebody's praise is no praise by a subject.
func ownsNext(text string, name prose.Span) bool {
	return strings.HasPrefix(text[name.End:], "'s ") || strings.HasPrefix(text[name.End:], "’s ")
}

// speaksNext reports whether the first of the mentions is the subject of a verb of speech. It stands before its verb, with few words
// between them and no other person but those whom "and" joins to it.
func speaksNext(text string, mentions []people.Mention) bool {
	const most = 5 // words, the verb among them
	end := len(text)
	for _, next := range mentions[1:] {
		if !joins(text[mentions[0].Span.End:next.Span.Start]) {
			end = next.Span.Start
			break
		}
	}
	words := prose.Words(text)
	from := slices.IndexFunc(words, func(w prose.Word) bool { return w.Span.Start >= mentions[0].Span.End })
	if from < 0 {
		return false
	}
	for j := from; j < min(len(words), from+most) && words[j].Span.Start < end; j++ {
		if isSpeech(words, j) {
			return true
		}
	}
	return false
}

// joins reports whether what stands between two names joins them to one subject.
func joins(between string) bool {
	switch strings.TrimSpace(strings.ToLower(between)) {
	case "and", "or", ",", ", and":
		return true
	}
	return false
}

// isSpeech reports whether the word at i is a verb of speech.
func isSpeech(words []prose.Word, i int) bool {
	return english.AskedSpeech.Has(words[i].Folded) &&
		!(i > 0 && english.CallForms.Has(words[i].Folded) && english.TelephoneWords.Has(words[i-1].Folded))
}

// positionsDiffer asks how people's accounts or views part.
var positionsDiffer = regexp.MustCompile(`(?i)^(?:\w+ )?(?:how|where|what|on what|over what|compare|in what)\b.*\b(?:differ|differs|` +
	`differed|disagree|disagrees|disagreed|contradict|contradicts|contradicted|clash|clashed|diverge|diverged|compare)\b|^compare\b`)

func hasSpeechVerb(text string) bool {
	return slices.ContainsFunc(prose.Folded(text), func(w string) bool { return english.AskedSpeech.Has(w) })
}

var (
	accordingTo = regexp.MustCompile(`(?i)\b(according to|in the (?:words|view|opinion) of|as told by|words of|by|` +
		`^(?:please )?(?:quote|cite|quoting|citing))\s+(?:mr\.?|mrs\.?|ms\.?|dr\.?|the|president|minister|secretary)?\s*$`)
	accountOf = regexp.MustCompile(`(?i)\b(?:what|which) (?:\w+ )?(?:reasons?|explanations?|excuses?|accounts?|answers?|arguments?|` +
		`assessments?|examples?|replies|reply) (?:did|does|do|has|have|had)\s+(?:mr\.?|mrs\.?|ms\.?|dr\.?|the|president|minister|secretary)?\s*$`)
	makeOf = regexp.MustCompile(`(?i)\bmakes? of\b`)
	viewOf = regexp.MustCompile(`(?i)\b(views?|opinions?|positions?|stance|remarks?|comments?|statements?|reactions?|responses?|` +
		`words?|message|messages|quotes?|quotation|quotations|accusations?) (?:of|by|from)\s+(?:mr\.?|mrs\.?|ms\.?|dr\.?|the|president|` +
		`minister|secretary)?\s*$`)
	possessiveView = regexp.MustCompile(`(?i)^['’]s?\s+(?:\w+\s+){0,2}(views?|opinions?|positions?|stance|remarks?|comments?|statements?|` +
		`reactions?|responses?|reply|words?|message|messages|quotes?|take|warning|warnings|denial|explanation|accusation|accusations|` +
		`argument|criticism|assessment)\b`)
)

// countrySays asks what somebody said who is named by one to three words.
var countrySays = regexp.MustCompile(`(?i)\bwhat(?:[’']?s)? (?:(?:did|does|do|has|have) )?((?:the )?[\p{L}.]+(?: [\p{L}.]+){0,2}?) ` +
	`(?:say|says|said|tell|tells|told|think|thinks|claim|claims)\b`)

// speaksForACountry is the office of one whose words may be taken for a country's: a lawmaker's or an analyst's are not. No such office has
// who held one, or leads others than the country; and what an office is for or to is another's: "U.S. envoy for Iran".
var speaksForACountry = regexp.MustCompile(`\b(?:president|premier|minister|chancellor|` +
	`secretary of \p{L}+|spokes(?:man|woman|person)|ambassador|envoy|leader|king|queen|emir|(?:crown )?prince)\b`)

var (
	holdsNone    = regexp.MustCompile(`\b(?:former|ex|opposition|rebel|party|union|business|bank|company|protest|would-be|self-proclaimed)\b`)
	officeBeyond = regexp.MustCompile(` (?:to|for|on|in|at|with) .*`)
)

// ofCountry has a question ask for the words of those who hold an office of a country where that is who it asks for: "what did Russia
// say?", "what does the Kremlin think of it?". Where nobody there holds one, it asks for those that are credited to the country itself.
func (a *Asked) ofCountry(c *reading.Corpus, words *retrieval.Lexicon) {
	m := countrySays.FindStringSubmatchIndex(a.Text)
	if m == nil || a.Kind != Fact && a.Kind != Said || len(c.Mentions(a.Text[m[2]:m[3]])) > 0 {
		return
	}
	country := func(text string) string {
		for _, n := range words.References(text) {
			if strings.HasPrefix(n.Of, retrieval.PlacePrefix) {
				return n.Of
			}
		}
		return ""
	}
	of := country(a.Text[m[2]:m[3]])
	if of == "" {
		return
	}
	a.Kind, a.Country = Said, of
	for _, p := range c.People {
		if slices.ContainsFunc(p.Roles, func(role string) bool {
			return speaksForACountry.MatchString(role) && !holdsNone.MatchString(role) &&
				country(capitalised(officeBeyond.ReplaceAllString(role, ""))) == of
		}) {
			a.Speakers = append(a.Speakers, p)
		}
	}
}

// capitalised has each word begin with a capital, as the name of a country does: roles are kept in lower case.
func capitalised(role string) string {
	begins := true
	return strings.Map(func(r rune) rune {
		if begins {
			r = unicode.ToUpper(r)
		}
		begins = r == ' '
		return r
	}, role)
}

// saidAnything asks what somebody, whose name is taken out, said: to whom and when may stand with it, of what may not.
var saidAnything = regexp.MustCompile(`(?i)^(?:\W|so|and|ok|okay|hey|well)*what(?:[’']?s| else| exactly| all)* ` +
	`(?:(?:did|does|do|has|had) *)?(?:(?:have|has|had) to )?(?:say|says|said|tell|tells|told)` +
	`(?: (?:to )?(?:them|us|everyone|everybody|people|(?:the )?(?:reporters?|` +
	`journalists?|press|media|audience|room|public)))?(?: (?:about|on|of) (?:it|this|that|it all|all (?:this|that)))?` +
	`(?: (?:after(?:wards?| (?:it|that))?|later(?: on)?|then|there|today))?\W*$`)

// beforeOrAfter is said of the event that all articles are about, and asks for what was said at another time.
var beforeOrAfter = regexp.MustCompile(`(?i)\b(?:before|after|ahead of|prior to|since) (?:the|his|her|their|its|this|that)\b`)

// asksForAnything reports whether a question asks what one speaker said, and of nothing in particular, or of what all articles are about.
func (a *Asked) asksForAnything(c *reading.Corpus, common *Setting) bool {
	if a.Kind != Said || len(a.Speakers) != 1 && a.Country == "" || len(a.Parts) != 1 || len(a.Quotes) > 0 {
		return false
	}
	names := slices.Clone(a.Named)
	for _, m := range c.Mentions(a.Text) {
		names = append(names, m.Span)
	}
	if a.Country != "" {
		m := countrySays.FindStringSubmatchIndex(a.Text)
		names = append(names, prose.Span{Start: m[2], End: m[3]})
	}
	rest := unframed(prose.Without(a.Text, names))
	if !beforeOrAfter.MatchString(rest) {
		rest = common.withoutEvent(rest)
	}
	return saidAnything.MatchString(rest)
}
