// Package question reads a question: what kind it is, the parts it has, whose words it asks for, which articles it names, whether it asks
// of the event that the articles are about or of a day. It completes what leans on the turns before it, writes out what is typed in a
// hurry, and takes out what orders whoever answers about. It knows how questions are worded, and neither a person nor a topic.
//
// Where several kinds fit a question, the first in the table kinds (kind.go) counts; in which order ways to answer are tried is package
// choose's, in ways (its choose.go). A day whose events are asked for ("what happened on the 14th?") may lack its month (day.go); no date
// is made of it: package choose keeps the sentences that are dated to such a day at most 15 days from their article's publication (its
// day.go).
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
	Country  string             // whose words are asked for, as retrieval.Naming has it; those who hold an office there are Speakers
	About    named.About        // what is asked of the articles themselves, if anything
	Articles []corpus.ArticleID // that the question names, by title, publisher, author or kind
	Named    []prose.Span       // in text: the words that name those articles
	Argument bool               // it asks what one article itself argues, by its author or as an opinion
	Occasion bool               // it asks where or when the event was that all articles are about
	Dated    bool               // it asks when something was, or what was on a day
	Anything bool               // it asks what one speaker said, of whatever matter
	Bare     bool               // beyond those articles and the event that all are about it names nothing to look for
}

var (
	whPattern      = regexp.MustCompile(`(?i)\b(who|whom|whose|what|when|where|why|which|how)\b`)
	clauseBoundary = regexp.MustCompile(`(?i)(?:[,;]\s*(?:and|or)?|\s+and)\s+(who|what|when|where|which)\b`)
	sentenceBreak  = regexp.MustCompile(`[?!.]\s+`)
	auxiliaryStart = regexp.MustCompile(`(?i)^(?:so|and|but|or|then|well|ok|okay|hey|please)?[, ]*(is|are|was|were|did|do|does|has|have|` +
		`had|will|would|can|could|should|isn't|aren't|wasn't|weren't|didn't|don't|doesn't|hasn't|won't)\b`)
)

// Understand reads a question whose follow-up references are already resolved.
func Understand(text string, c *reading.Corpus, common *Setting) Asked {
	a := Asked{Text: prose.OneLine(text)}
	a.Quotes = quotesIn(a.Text)
	if !asksWhoTheyAre(a.Text, c) { // else an author is asked about, and not an article
		a.About, a.Articles, a.Named = named.Articles(a.Text, c)
	}
	a.People = peopleIn(a.Text, a.Named, c)
	a.Lookup = lookupOf(a.Text, a.Named, a.Text)
	a.Argument = len(a.Articles) == 1 && argues.MatchString(a.Text)
	beyond := prose.Without(a.Text, a.Named)
	if a.Argument {
		beyond = argues.ReplaceAllString(beyond, " ")
	}
	a.Bare = common.covers(unframed(beyond))
	a.Parts = splitParts(a.Text)
	a.Kind = a.kindOfWhole(c)
	if a.Bare && len(a.Articles) > 0 && asksWhatAbout.MatchString(beyond) || asksForAll.MatchString(a.Text) {
		a.Kind, a.Bare = Summary, true
	}
	if a.Kind == Compare || len(a.People) > 1 && positionsDiffer.MatchString(a.Text) {
		if rest := Tidied(differing.ReplaceAllString(a.Lookup, " ")); len(retrieval.ContentStems(rest)) > 0 {
			a.Lookup = rest
		}
	}
	a.Dated = a.asksForDay(c)
	if a.Speakers = speakersOf(a, c); len(a.Speakers) == 0 {
		a.ofCountry(c, common.Snapshot.Words)
	}
	a.Anything = a.asksForAnything(c, common)
	a.Occasion = a.About == named.Nothing && a.asksOfOccasion(common)
	if a.Kind == Summary && a.Lookup != a.Text {
		a.summaryOf(common)
	}
	return a
}

// quotesIn are the words that a question puts in quotation marks.
func quotesIn(text string) (quotes []string) {
	for _, s := range prose.Quotations(text) {
		if q := strings.Trim(text[s.Start:s.End], " .,?!"); q != "" {
			quotes = append(quotes, q)
		}
	}
	return quotes
}

// peopleIn are the people whom a question mentions. The name of a publication or an author is not what the question is about.
func peopleIn(text string, named []prose.Span, c *reading.Corpus) (found []*corpus.Person) {
	for _, m := range c.Mentions(text) {
		if !inside(m.Span, named) && !slices.Contains(found, m.Person) {
			found = append(found, m.Person)
		}
	}
	return found
}

// kindOfWhole is the kind of the first part, unless all parts together ask for an overview or a comparison.
func (a *Asked) kindOfWhole(c *reading.Corpus) Kind {
	first := KindOf(a.Parts[0], c, len(a.Quotes) > 0)
	if first == Summary || first == Compare {
		return first
	}
	if whole := KindOf(a.Text, c, len(a.Quotes) > 0); whole == Summary || whole == Compare {
		return whole
	}
	return first
}

// asksForDay reports whether a question or one of its parts asks when something was, or what was on a day.
func (a *Asked) asksForDay(c *reading.Corpus) bool {
	if _, ok := DayAskedOf(a.Text); ok {
		return true
	}
	return slices.ContainsFunc(a.Parts, func(part string) bool { return KindOf(part, c, len(a.Quotes) > 0) == When })
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
	if len(prose.Folded(rest)) == 0 {
		rest = piece
	}
	return unframed(prose.OneLine(rest))
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
	return whPattern.MatchString(clause) || auxiliaryStart.MatchString(clause) || isSummaryRequest(prose.Folded(clause))
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

// summaryOf makes of a request for a summary what is looked for and what a reader takes: the question what is said of its topic. That
// all the articles are about the event tells nothing of the topic.
func (a *Asked) summaryOf(common *Setting) {
	topic := strings.TrimRight(common.withoutEvent(a.Lookup), " .?!")
	if topic == "" {
		return
	}
	if a.ToRead = topic; !IsWhWord(prose.Folded(topic)[0]) {
		a.ToRead = "What is said about " + topic
	}
	a.Lookup, a.ToRead = topic, a.ToRead+"?"
}
