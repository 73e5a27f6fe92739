// Package question reads a question: what kind it is, the parts it has, whose words it asks for, which articles it names, whether it asks
// of the event that the articles are about or of a day. It completes what leans on the turns before it, writes out what is typed in a
// hurry, and takes out what orders whoever answers about. It knows how questions are worded, and neither a person nor a topic.
package question

import (
	"regexp"
	"slices"
	"strings"

	"readout/corpus"
	"readout/corpus/prose"
	"readout/corpus/reading"
	"readout/retrieval"
	"readout/retrieval/named"
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

// Asked is a question understood.
type Asked struct {
	Text     string   // the question that is answered, orders to the bot removed
	Lookup   string   // what of it is looked for: without its frames and the names of articles
	ToRead   string   // as a reader takes it; "" for text
	Kind     Kind     // of the whole
	Parts    []string // the questions it consists of, at least one
	Quotes   []string // words that the question itself puts in quotation marks
	People   []*corpus.Person
	Speakers []*corpus.Person   // whose words are asked for
	About    named.About        // what is asked of the articles themselves, if anything
	Articles []corpus.ArticleID // that the question names, by title, publisher, author or kind
	Named    []prose.Span       // in text: the words that name those articles
	Argument bool               // it asks what one article itself argues, by its author or as an opinion
	Occasion bool               // it asks where or when the event was that all articles are about
	Dated    bool               // it asks when something was, or what was on a day
	Bare     bool               // beyond those articles and the event that all are about it names nothing to look for
}

var (
	whPattern      = regexp.MustCompile(`(?i)\b(who|whom|whose|what|when|where|why|which|how)\b`)
	clauseBoundary = regexp.MustCompile(`(?i)(?:[,;]\s*(?:and|or)?|\s+and)\s+(who|what|when|where|which)\b`)
	sentenceBreak  = regexp.MustCompile(`[?!.]\s+`)
	auxiliaryStart = regexp.MustCompile(`(?i)^(?:so|and|but|or|then|well|ok|okay|hey|please)?[, ]*(is|are|was|were|did|do|does|has|have|` +
		`had|will|would|can|could|should|isn't|aren't|wasn't|weren't|didn't|don't|doesn't|hasn't|won't)\b`)
)

// speechVerbs are the verbs that ask for somebody's words ("what did X say").
var speechVerbs = WordSet(`say says said saying sayin sez tell tells told telling state states stated claim claims claimed argue
	argues argued
 think thinks thought believe believes believed feel mention mentioned mentions remark remarked comment comments commented warn
 warned warns deny denied denies
 describe described describes characterise characterised characterize characterized call called calls respond responded reply replied
 react reacted explain explained insist insisted promise promised propose proposed suggest suggested announce announced admit admitted
 criticise criticised criticize criticized condemn condemned reject rejected dismiss dismissed blame blamed accuse accused want wants
 express expressed write wrote writes written tweet tweeted note noted predict predicted acknowledge acknowledged quote quoted quotes
 cite cited
 stress stressed hope hoped hopes demand demanded urge urged ask asked boast boasted complain complained praise praised view views
 opinion position stance reaction response message words statement remarks comments answer answered answers`)

// utteranceVerbs are those of them that take a quotation ("who said ...").
var utteranceVerbs = WordSet(`say said says saying tell told state stated claim claimed describe described describes characterise
	characterised
 characterize characterized call called calls respond responded reply replied insist insisted admit admitted reject rejected dismiss
 dismissed deny denied write wrote tweet tweeted warn warned label labelled labeled term termed brand branded remark remarked
 argue argued quip quipped joke joked declare declared announce announced suggest suggested use used refer referred predict predicted
 accuse accused blame blamed urge urged promise promised`)

func WordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

// Understand reads a question whose follow-up references are already resolved.
func Understand(text string, c *reading.Corpus, common *Setting) Asked {
	a := Asked{Text: prose.OneLine(text)}
	for _, s := range prose.Quotations(a.Text) {
		if q := strings.Trim(a.Text[s.Start:s.End], " .,?!"); q != "" {
			a.Quotes = append(a.Quotes, q)
		}
	}
	if !asksWhoTheyAre(a.Text, c) { // else an author is asked about, and not an article
		a.About, a.Articles, a.Named = named.Articles(a.Text, c)
	}
	for _, m := range c.Mentions(a.Text) {
		if inside(m.Span, a.Named) {
			continue // the name of a publication or an author is not what the question is about
		}
		if !slices.Contains(a.People, m.Person) {
			a.People = append(a.People, m.Person)
		}
	}
	a.Lookup = lookupOf(a.Text, a.Named, a.Text)
	a.Argument = len(a.Articles) == 1 && argues.MatchString(a.Text)
	beyond := prose.Without(a.Text, a.Named)
	if a.Argument {
		beyond = argues.ReplaceAllString(beyond, " ")
	}
	a.Bare = common.covers(Unframed(beyond))
	a.Parts = splitParts(a.Text)
	a.Kind = KindOf(a.Parts[0], c, len(a.Quotes) > 0)
	if a.Kind != Summary && a.Kind != Compare {
		if k := KindOf(a.Text, c, len(a.Quotes) > 0); k == Summary || k == Compare {
			a.Kind = k
		}
	}
	if a.Bare && len(a.Articles) > 0 && asksWhatAbout.MatchString(beyond) || asksForAll.MatchString(a.Text) {
		a.Kind, a.Bare = Summary, true
	}
	if a.Kind == Compare || len(a.People) > 1 && positionsDiffer.MatchString(a.Text) {
		if rest := Tidied(differing.ReplaceAllString(a.Lookup, " ")); len(retrieval.ContentStems(rest)) > 0 {
			a.Lookup = rest
		}
	}
	_, a.Dated = DayAskedOf(a.Text)
	for _, part := range a.Parts {
		a.Dated = a.Dated || KindOf(part, c, len(a.Quotes) > 0) == When
	}
	a.Speakers = speakersOf(a, c)
	a.Occasion = a.About == named.Nothing && a.asksOfOccasion(common)
	if a.Kind == Summary && a.Lookup != a.Text {
		a.summaryOf(common)
	}
	return a
}

// whoIs asks who people are, and nothing else of them.
var whoIs = regexp.MustCompile(`(?i)^(?:\W|so|and|hey|ok|but|just|exactly|then)*who(?:'s|’s|s| is| are| was| were)?\b`)

// asksWhoTheyAre reports whether a question has nothing but people's names besides "who is".
func asksWhoTheyAre(text string, c *reading.Corpus) bool {
	if !whoIs.MatchString(text) {
		return false
	}
	var names []prose.Span
	for _, m := range c.Mentions(text) {
		names = append(names, m.Span)
	}
	return len(names) > 0 && len(retrieval.ContentStems(whoIs.ReplaceAllString(prose.Without(text, names), ""))) == 0
}

// asksWhatAbout asks what an article is about, when its name is taken out.
var asksWhatAbout = regexp.MustCompile(`(?i)^\W*what(?:'s|’s)?(?: (?:is|was|are|were))?\s+about\W*$`)

// asksForAll asks what all the articles are about, or what happened.
var asksForAll = regexp.MustCompile(`(?i)^(?:\W|so|and|ok|okay|hey|hi|hello)*what(?:'s|’s|s| is| are| was| were)? (?:(?:this|it|that|` +
	`all this|the (?:articles?|news|stor(?:y|ies)|reports?|meeting|talks|corpus|sources?)) (?:all )?about|happened|going on|the news)\W*$`)

// differing are the words by which a question asks for a comparison: no account says of itself that it differs.
var differing = regexp.MustCompile(`(?i)\b(?:how )?(?:do|does|did)?\s*(?:the |these |your |both )?(?:articles|reports|sources|` +
	`accounts|publications|outlets|papers)?\s*(?:differ\w*|disagree\w*|compar\w+|conflicting|contradict\w*)\b(?:\s+(?:on|about|over|in|` +
	`from each other|with each other|as to|regarding))*`)

// argues is what an author does in an article.
var argues = regexp.MustCompile(`(?i)\b(?:argu|think|believ|claim|suggest|propos|conclud|recommend|call for|contend|maintain|write|` +
	`say|view|see|explain|criticiz|criticis|warn|predict|expect|want)\w*\b`)

// lookupOf is what is looked for of a piece of the text: without the words that name articles, which are searched alone already, and
// without frames.
func lookupOf(text string, named []prose.Span, piece string) string {
	rest := piece
	for _, s := range named {
		if m := auxiliaryStart.FindStringSubmatchIndex(text); m != nil &&
			strings.TrimSpace(strings.ToLower(strings.TrimSuffix(text[m[3]:s.Start], "The "))) == "" {
			continue // "Does the Ledger endorse ...": it is asked about the outlet
		}
		rest = strings.Replace(rest, text[s.Start:s.End], " ", 1)
	}
	if len(Words(rest)) == 0 {
		rest = piece
	}
	return Unframed(prose.OneLine(rest))
}

func inside(s prose.Span, spans []prose.Span) bool {
	return slices.ContainsFunc(spans, func(t prose.Span) bool { return t.Contains(s) })
}

// splitParts cuts a text into the questions it consists of, one a sentence; what a sentence that asks nothing tells goes with the first.
func splitParts(text string) []string {
	var parts []string
	for _, sentence := range splitKeeping(text, sentenceBreak) {
		if sentence = strings.TrimSpace(sentence); AsksSomething(sentence) {
			parts = append(parts, sentence)
		}
	}
	if len(parts) < 2 {
		return ofEach(text)
	}
	return parts
}

// ofTwo finds a question that asks the same of two, each for itself.
var ofTwo = regexp.MustCompile(`(?i)^(.*\b(?:do|does|did|have|has|are|were)) ((?:the )?[^,?]+?) and ((?:the )?[^,?]+?) each (.+)$`)

// ofEach are the questions after each of two things or people that a question asks the same of.
func ofEach(text string) []string {
	m := ofTwo.FindStringSubmatch(text)
	if m == nil {
		return []string{text}
	}
	return []string{m[1] + " " + m[2] + " " + m[4], m[1] + " " + m[3] + " " + m[4]}
}

// Clauses are the questions that a question about articles consists of, each of which another line of an article answers: where a
// further question word begins a clause ("who wrote it, and when was it published?").
func Clauses(text string) []string {
	var out []string
	start := 0
	for _, m := range clauseBoundary.FindAllStringSubmatchIndex(text, -1) {
		if head := text[start:m[0]]; AsksSomething(head) {
			out = append(out, strings.TrimSpace(head))
			start = m[2]
		}
	}
	return append(out, strings.TrimSpace(text[start:]))
}

// Completed is a later part of a question with what it takes from the first: pronouns resolved, and the topic when it names little.
func Completed(later, first string, c *reading.Corpus) string {
	resolved := resolveOne(later, []Turn{{Role: User, Content: first}}, c)
	if resolved == later && len(c.Mentions(later)) == 0 && len(retrieval.ContentStems(later)) <= 2 {
		resolved = strings.TrimRight(later, " ?.!") + " (" + topicOf(first, later) + ")?"
	}
	return resolved
}

func AsksSomething(clause string) bool {
	return whPattern.MatchString(clause) || auxiliaryStart.MatchString(clause) || isSummaryRequest(Words(clause))
}

// splitKeeping cuts the text after each match of the boundary, whose punctuation stays with the piece before it.
func splitKeeping(text string, boundary *regexp.Regexp) []string {
	var out []string
	start := 0
	for _, m := range boundary.FindAllStringIndex(text, -1) {
		if text[m[0]] == '.' && !sentenceEnds(text, m[0]) {
			continue
		}
		out = append(out, text[start:m[0]+1])
		start = m[1]
	}
	if start < len(text) {
		out = append(out, text[start:])
	}
	return out
}

// sentenceEnds reports whether the dot at i ends a sentence of the text, and is not that of an abbreviation.
func sentenceEnds(text string, i int) bool {
	for _, s := range prose.Sentences(text) {
		if s.End == i+1 {
			return true
		}
	}
	return false
}

// Words are the folded words of a text.
func Words(text string) []string {
	ws := prose.Words(text)
	out := make([]string, len(ws))
	for i, w := range ws {
		out[i] = w.Folded
	}
	return out
}

// preamble is what may stand before the question proper: "according to the columnist, ...", "after the talks, ...".
var preamble = regexp.MustCompile(`(?i)^(?:according to|in|for|on|after|before|during|ahead of|as for|regarding|at) [^,?]+,\s*`)

// asPolite wraps a request into a question that is not meant to be answered with yes or no.
var asPolite = regexp.MustCompile(`(?i)^(?:(?:hi|hey|hello|ok|okay|so|well|please|pls)[,! ]+)*(?:can|could|would|will) you (?:please |` +
	`kindly |maybe )?(?:tell|give|show|explain|remind|help|list|find|name|write|make|do|translate|summari[sz]e|describe|draw|sing|read|` +
	`quote)\b(?: (?:to )?(?:me|us))?[ ,:]*`)

func KindOf(text string, c *reading.Corpus, quoted bool) Kind {
	text = asPolite.ReplaceAllString(text, "")
	if rest := preamble.ReplaceAllString(text, ""); AsksSomething(rest) {
		text = rest
	}
	ws := Words(text)
	if len(ws) == 0 {
		return Fact
	}
	for len(ws) > 1 && (leadIns[ws[0]] || ws[0] == "according" || ws[0] == "by") && !IsWhWord(ws[0]) {
		if i := slices.IndexFunc(ws, IsWhWord); i > 0 && i <= 12 {
			ws = ws[i:]
			break
		}
		ws = ws[1:]
	}
	joined := " " + strings.Join(ws, " ") + " "
	has := func(phrases ...string) bool {
		return slices.ContainsFunc(phrases, func(p string) bool { return strings.Contains(joined, " "+p+" ") })
	}
	first := ws[0]
	if i := slices.IndexFunc(ws, IsWhWord); i > 0 && i <= 3 && !auxiliaryStart.MatchString(text) {
		first, ws = ws[i], ws[i:]
	}
	switch {
	case isSummaryRequest(Words(text)):
		return Summary
	case has("differ", "differs", "disagree", "disagreement", "disagreements", "compare", "compared", "comparison", "conflicting",
		"contradict", "contradictory", "differently") &&
		(first == "how" || first == "where" || first == "what" || first == "on" || first == "do" || first == "compare") &&
		has("articles", "reports", "sources", "accounts", "publications", "outlets", "papers"):
		return Compare
	case has("how often", "how frequently", "how many times"):
		return HowOften
	case has("how many", "how much", "what number", "what share", "what percentage", "what proportion", "what fraction", "number of"):
		return HowMany
	case has("how long", "until when", "till when"):
		return HowLong
	case first == "when" || has("what date", "which date", "what day", "which day", "what year", "which year", "what month", "which month",
		"what time", "which century", "what century", "how soon", "since when", "by when"):
		return When
	case first == "where" || has("what location", "what place") ||
		(first == "which" || first == "what") && len(ws) > 2 && placeNouns[ws[2]] ||
		(first == "which" || first == "what") && len(ws) > 1 && placeNouns[ws[1]]:
		return Where
	case first == "why" || has("what reason", "which reason", "for what reason", "how come", "what is the reason", "what was the reason") ||
		first == "what" && len(ws) > 1 && causing[ws[1]]:
		return Why
	case first == "who" || first == "whom" || first == "whose" || first == "which" && len(ws) > 1 && isPersonNoun(ws[1:]):
		if quoted || (len(ws) > 1 && slices.ContainsFunc(ws[1:min(len(ws), 6)], func(w string) bool { return utteranceVerbs[w] })) {
			return WhoSaid
		}
		return Who
	case auxiliaryStart.MatchString(text):
		return YesNo
	case (first == "what" || first == "whats" || first == "how" || first == "which") && asksForWords(text, ws, c):
		return Said
	}
	return Fact
}

// causing are the verbs with which "what" asks for a reason.
var causing = WordSet("caused causes prompted triggered provoked sparked")

// leadIns are words before the question proper ("so what ...", "hey, who ...").
var leadIns = WordSet(`so and but or then well ok okay hey please tell me us also now just hi hello actually lol in on at for to from
	with of about the can could would you do know explain`)

func IsWhWord(w string) bool {
	switch w {
	case "who", "whom", "whose", "what", "when", "where", "why", "which", "how", "whats", "whos":
		return true
	}
	return false
}

var placeNouns = WordSet(`city cities country countries place places town towns village villages region regions state states province
	island resort
 port building buildings hotel house hall room venue airport airbase base street square river sea capital location district harbour harbor`)

var personNouns = WordSet(`person people man woman leader leaders minister ministers official officials diplomat diplomats president
	spokesman
 spokeswoman spokesperson analyst analysts expert experts politician politicians lawmaker lawmakers legislator senator envoy ambassador
 secretary director commentator columnist journalist author reporter writer general officer businessman businesswoman entrepreneur
 executive delegate negotiator adviser advisor aide chief head scientist lawyer two three speaker speakers`)

func isPersonNoun(ws []string) bool {
	return slices.ContainsFunc(ws[:min(len(ws), 4)], func(w string) bool { return personNouns[w] })
}

// asksForWords reports whether the question wants what somebody said: a speech verb with a person, or with nobody in particular.
func asksForWords(text string, ws []string, c *reading.Corpus) bool {
	if !slices.ContainsFunc(ws, func(w string) bool { return speechVerbs[w] && !(calls[w] && strings.Contains(text, "phone")) }) &&
		!makeOf.MatchString(text) {
		return false
	}
	if len(c.Mentions(text)) > 0 {
		return true
	}
	return slices.ContainsFunc(ws, func(w string) bool { return personNouns[w] })
}

var summaryVerbs = WordSet(`summarise summarize summarised summarized summary overview recap tldr outline gist briefing digest
	timeline chronology`)

func isSummaryRequest(ws []string) bool {
	if slices.ContainsFunc(ws, func(w string) bool { return summaryVerbs[w] }) {
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

// speakersOf are the people whose words the question asks for: the subjects of its verbs of speech, and those after "according to".
func speakersOf(a Asked, c *reading.Corpus) []*corpus.Person {
	var out []*corpus.Person
	add := func(p *corpus.Person) {
		if !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	ws := prose.Words(a.Text)
	mentions := c.Mentions(a.Text)
	if len(mentions) > 1 && a.Kind != YesNo && positionsDiffer.MatchString(a.Text) {
		for _, m := range mentions {
			add(m.Person)
		}
		return out
	}
	for i, m := range mentions {
		if inside(m.Span, a.Named) {
			continue
		}
		before, after := a.Text[:m.Span.Start], a.Text[m.Span.End:]
		// "How did X reply to Y's claim?" asks for the words of X.
		if len(out) > 0 && hasSpeechVerb(a.Text[mentions[i-1].Span.End:m.Span.Start]) {
			break
		}
		if accordingTo.MatchString(before) || viewOf.MatchString(before) || accountOf.MatchString(before) ||
			possessiveView.MatchString(after) || makeOf.MatchString(after) {
			add(m.Person)
			continue
		}
		if strings.HasPrefix(after, "'s ") || strings.HasPrefix(after, "’s ") {
			continue // somebody's praise is no praise by a subject
		}
		// A subject stands before its verb: look at the words up to the next person, over people joined by "and".
		end := len(a.Text)
		for _, n := range mentions[i+1:] {
			if between := strings.TrimSpace(strings.ToLower(a.Text[m.Span.End:n.Span.Start])); between != "and" && between != "or" &&
				between != "," && between != ", and" {
				end = n.Span.Start
				break
			}
		}
		seen := 0
		for j, w := range ws {
			if w.Span.Start < m.Span.End || w.Span.Start >= end {
				continue
			}
			if seen++; seen > 5 {
				break
			}
			if speechVerbs[w.Folded] && !(j > 0 && calls[w.Folded] && ofTelephones[ws[j-1].Folded]) {
				add(m.Person)
				break
			}
		}
	}
	return out
}

// positionsDiffer asks how people's accounts or views part.
var positionsDiffer = regexp.MustCompile(`(?i)^(?:\w+ )?(?:how|where|what|on what|over what|compare|in what)\b.*\b(?:differ|differs|` +
	`differed|disagree|disagrees|disagreed|contradict|contradicts|contradicted|clash|clashed|diverge|diverged|compare)\b|^compare\b`)

// A "phone call" is no word for speech; nothing is called so in it.
var (
	calls        = WordSet("call calls")
	ofTelephones = WordSet("phone telephone video conference the a this that their his her last first")
)

func hasSpeechVerb(text string) bool {
	return slices.ContainsFunc(Words(text), func(w string) bool { return speechVerbs[w] })
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

// summaryOf makes of a request for a summary what is looked for and what a reader takes: the question what is said of its topic. That
// all the articles are about the event tells nothing of the topic.
func (a *Asked) summaryOf(common *Setting) {
	topic := strings.TrimRight(common.withoutEvent(a.Lookup), " .?!")
	if topic == "" {
		return
	}
	if a.ToRead = topic; !IsWhWord(Words(topic)[0]) {
		a.ToRead = "What is said about " + topic
	}
	a.Lookup, a.ToRead = topic, a.ToRead+"?"
}
