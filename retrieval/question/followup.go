package question

import (
	"regexp"
	"slices"
	"strings"

	"readout/corpus"
	"readout/corpus/english"
	"readout/corpus/people"
	"readout/corpus/prose"
	"readout/corpus/reading"
)

// Role is who spoke a turn.
type Role string

const (
	User      Role = "user"
	Assistant Role = "assistant"
)

// Turn is an earlier message of a conversation.
type Turn struct {
	Role    Role
	Content string
}

// Resolve completes a question that leans on the turns before it: pronouns take the people spoken of, "And X?" takes the
// question that X is put into, and a bare "it" or "there" takes the topic. A question that stands alone comes back unchanged.
func Resolve(text string, prior []Turn, c *reading.Corpus) string {
	// Earlier questions may have leant on still earlier ones: resolve them in order.
	var history []Turn
	for _, t := range prior {
		if t.Role == User {
			t.Content = resolveOne(prose.OneLine(t.Content), history, c)
		}
		history = append(history, t)
	}
	return resolveOne(prose.OneLine(text), history, c)
}

var (
	ellipsis = regexp.MustCompile(`(?i)^(?:(?:and|but|ok|okay|so|also|or)[, ]+)?(?:(?:what|how) about|and|but|or|same for|` +
		`what of)\s+(.+?)\s*[?.!]*$`)
	bareWh = regexp.MustCompile(`(?i)^(?:(?:and|but|so|ok|okay)[, ]+)?(why|when|where|who|how|how many|how much|how long|since when|` +
		`with whom|to whom|by whom|says who|who said (?:so|that|it|this)|why not|how so|which ones?)\s*[?.!]*$`)
	aboutTopic  = regexp.MustCompile(`(?i)\b(about|on|regarding|concerning|over|towards?|of|in|for|with|from)\s+([^?.!,;]+?)\s*[?.!]*$`)
	singular    = regexp.MustCompile(`(?i)\b(he|him|his|she|her|hers)\b`)
	plural      = regexp.MustCompile(`(?i)\b(both of them|the two of them|the two men|the two|both men|both|they|them|their|theirs)\b`)
	neuter      = regexp.MustCompile(`(?i)\b(it|its|that|this|these|those|there|then|such)\b`)
	clauseStart = regexp.MustCompile(`(?i)^(?:who|whom|whose|what|whats|when|where|why|which|how|is|are|was|were|did|do|does|has|have|` +
		`had|will|would|can|could|should|tell|summari[sz]e|give|list|explain)\b`)
)

func resolveOne(text string, history []Turn, c *reading.Corpus) string {
	previous := LastAsked(history)
	if previous == "" {
		return text
	}
	if m := bareWh.FindStringSubmatch(text); m != nil {
		return bareQuestion(m[1], previous)
	}
	if m := ellipsis.FindStringSubmatchIndex(text); m != nil && !clauseStart.MatchString(text[m[2]:m[3]]) {
		return fillIn(text, prose.Span{Start: m[2], End: m[3]}, previous, c)
	}
	resolved := replacePronouns(text, history, c)
	if LeansOnThing.MatchString(resolved) || resolved == text && LeansOnTopic(text, c) {
		if topic := topicOf(previous, resolved); topic != "" {
			return strings.TrimRight(resolved, " ?.!") + " (" + topic + ")?"
		}
	}
	return resolved
}

// LeansOnThing finds what points back at something other than a person: "there", "about it", "that country".
var LeansOnThing = regexp.MustCompile(`(?i)\b(?:go|went|gone|going|be|been|were|was|is|are|do|doing|happen(?:ed)?|stay(?:ed)?|meet|` +
	`met) there\b|\b(?:about|on|of|to|for|with|by|over) (?:it|this|that|those|these)(?:\s*$|\s*[?.!,])|\b(?:that|this|those|these|` +
	`the same) (?:country|countries|place|city|issue|topic|question|subject|matter|meeting|talks|summit|treaty|deal|agreement|visit|trip|` +
	`call|conversation|remark|statement|claim|charge|accusation|decision|event|report|article|piece|point|group|party|company|law|vote|` +
	`plan)\b`)

func LastAsked(history []Turn) string {
	for i := len(history) - 1; i >= 0; i-- {
		if history[i].Role == User {
			return history[i].Content
		}
	}
	return ""
}

// bareQuestion asks the previous question again for another thing: "why?" after "Did X cancel the talks?".
func bareQuestion(wh, previous string) string {
	rest := strings.TrimRight(previous, " ?.!")
	if m := whPattern.FindStringIndex(rest); m != nil && m[0] == 0 {
		rest = strings.TrimSpace(rest[m[1]:])
	}
	wh = strings.ToUpper(wh[:1]) + strings.ToLower(wh[1:])
	return wh + " " + lowerFirst(rest) + "?"
}

// lowerFirst lowers the first letter of an auxiliary that no longer begins the sentence; a name keeps its capital.
func lowerFirst(s string) string {
	if auxiliaryStart.MatchString(s) {
		return strings.ToLower(s[:1]) + s[1:]
	}
	return s
}

// fillIn puts what the new question names into the previous one: a person for its person, anything else for its topic.
func fillIn(text string, named prose.Span, previous string, c *reading.Corpus) string {
	x := strings.TrimSpace(text[named.Start:named.End])
	newPeople, oldPeople := c.Mentions(text), c.Mentions(previous)
	if len(newPeople) > 0 && len(oldPeople) > 0 && newPeople[0].Span.Len() >= len(x)-4 {
		old := oldPeople[0].Span
		return previous[:old.Start] + x + previous[old.End:]
	}
	if m := aboutTopic.FindStringSubmatchIndex(previous); m != nil {
		prep := previous[m[2]:m[3]]
		if i := strings.IndexByte(x, ' '); i > 0 && isPreposition(x[:i]) {
			prep, x = x[:i], strings.TrimSpace(x[i:])
		}
		return previous[:m[2]] + prep + " " + x + "?"
	}
	return strings.TrimRight(previous, " ?.!") + ", " + x + "?"
}

func isPreposition(w string) bool {
	switch strings.ToLower(w) {
	case "about", "on", "regarding", "concerning", "over", "in", "at", "for", "with", "from", "to", "of", "by", "after", "before", "during":
		return true
	}
	return false
}

// replacePronouns puts the people spoken of in the place of pronouns that have nobody in the question itself to refer to.
func replacePronouns(text string, history []Turn, c *reading.Corpus) string {
	if m := plural.FindStringIndex(text); m != nil && !anyMentionBefore(c, text, m[0]) {
		if people := peopleSpokenOf(history, c, 2); len(people) >= 2 {
			return replacePronoun(text, m, joinNames(people))
		}
	}
	m := singular.FindStringIndex(text)
	if m == nil || anyMentionBefore(c, text, m[0]) {
		return text
	}
	people := peopleSpokenOf(history, c, 1)
	if len(people) == 0 {
		return text
	}
	return replacePronoun(text, m, people[0])
}

func anyMentionBefore(c *reading.Corpus, text string, at int) bool {
	return slices.ContainsFunc(c.Mentions(text), func(m people.Mention) bool { return m.Span.Start < at })
}

func replacePronoun(text string, m []int, name string) string {
	switch strings.ToLower(text[m[0]:m[1]]) {
	case "his", "hers", "their", "theirs":
		name += "'s"
	case "her": // possessive when a word follows that is neither an article nor a preposition
		if next := prose.Folded(text[m[1]:]); len(next) > 0 && !isPreposition(next[0]) && next[0] != "the" && next[0] != "a" {
			name += "'s"
		}
	}
	return text[:m[0]] + name + text[m[1]:]
}

func joinNames(names []string) string {
	if len(names) == 1 {
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// peopleSpokenOf are the people of the latest turn that names at least n, named as it names them. The last question comes before the
// answer to it: whoever was asked about stays the subject, whoever else the answer mentions.
func peopleSpokenOf(history []Turn, c *reading.Corpus, n int) []string {
	for i := len(history) - 1; i >= 0; i-- {
		turns := history[i : i+1]
		if history[i].Role == Assistant && i > 0 && history[i-1].Role == User {
			turns = []Turn{history[i-1], history[i]}
			i--
		}
		for _, t := range turns {
			if people := namesIn(t.Content, c); len(people) >= n {
				return people
			}
		}
	}
	return nil
}

func namesIn(text string, c *reading.Corpus) []string {
	var persons []*corpus.Person
	var names []string
	for _, m := range c.Mentions(text) {
		i := slices.Index(persons, m.Person)
		name := text[m.Span.Start:m.Span.End]
		if m.Form == people.ByRole {
			name = m.Person.Name
		}
		if i < 0 {
			persons, names = append(persons, m.Person), append(names, name)
		}
	}
	return names
}

// LeansOnTopic reports whether the question cannot be looked up without the one before it: a bare pronoun for a thing, and nothing
// or little else to look for.
func LeansOnTopic(text string, c *reading.Corpus) bool {
	return pointsBack(text) && len(c.Mentions(text)) == 0 && len(prose.Folded(text)) <= 12
}

// pointsBack reports whether a text has a pronoun.
func pointsBack(text string) bool {
	return neuter.MatchString(text) || plural.MatchString(text) || singular.MatchString(text)
}

// topicOf is what the previous question was about: its content words, in order, but for those that the new question repeats.
func topicOf(previous, text string) string {
	repeated := prose.Folded(text)
	var out []string
	for _, w := range prose.Words(previous) {
		if !english.TopicFillers.Has(w.Folded) && !slices.Contains(repeated, w.Folded) {
			out = append(out, w.Text)
		}
	}
	return strings.Join(out, " ")
}
