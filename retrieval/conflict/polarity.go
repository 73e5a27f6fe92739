// Package conflict tells of two sentences whether both can be so: what each says of a proposition, yes or no, what value each gives, and
// whether they speak of one occasion and one thing. It knows words and their places; whether a sentence answers a question is another's
// to tell.
package conflict

import (
	"regexp"
	"slices"
	"strings"

	"readout/corpus"
	"readout/corpus/english"
	"readout/corpus/prose"
	"readout/retrieval"
	"readout/retrieval/dates"
)

// Polarity is whether a sentence says that something is so.
type Polarity int

const (
	Unsaid   Polarity = iota // it does not speak of it, or leaves it open
	Asserted                 // it is so
	Denied                   // it is not so
)

// PolarityOf tells what a sentence says of the predicate, which stands in it by its stem: denied where a word in the same clause before it
// denies it, Asserted where nothing there weakens it.
func PolarityOf(sentence, predicate string) Polarity {
	text := prose.Without(sentence, prose.Quotations(sentence))
	ws := prose.Words(text)
	out := Unsaid
	for i, w := range ws {
		if retrieval.Stem(w) != predicate || strings.HasSuffix(w.Folded, "ing") && (i == 0 || !english.BeforeVerbs.Has(ws[i-1].Folded)) {
			continue // "a meeting" is none that has been
		}
		p, once := polarityBefore(text, ws, i)
		if !once {
			return Unsaid
		}
		p = polarityBehind(text, ws, i, p)
		if out != Unsaid && p != Unsaid && p != out {
			return Unsaid // it says both
		}
		if p != Unsaid {
			out = p
		}
	}
	return out
}

// polarityBefore is what the words of the clause before one say of it; once is not set when it is denied twice.
func polarityBefore(text string, ws []prose.Word, i int) (p Polarity, once bool) {
	p = Asserted
	for j := i - 1; j >= 0; j-- {
		word := ws[j].Folded
		if strings.ContainsAny(text[ws[j].Span.End:ws[j+1].Span.Start], ",;:—–") ||
			english.ClauseEnds.Has(word) && !(word == "and" && prose.IsCapital(ws[j+1].Text)) {
			break
		}
		switch {
		case english.DenyingWords.Has(word) || strings.HasSuffix(word, "n't"):
			if p == Denied {
				return Unsaid, false
			}
			p = Denied
		case english.HedgingWords.Has(word) && p == Asserted:
			p = Unsaid
		}
	}
	return p, true
}

// polarityBehind is what is left of what the words before one say of it, by those behind it.
func polarityBehind(text string, ws []prose.Word, i int, p Polarity) Polarity {
	for j := i + 1; j < len(ws); j++ {
		word := ws[j].Folded
		if strings.ContainsAny(text[ws[j-1].Span.End:ws[j].Span.Start], ";:—–") {
			break
		}
		if p == Denied && english.LimitingWords.Has(word) || p == Asserted &&
			(word == "unless" || word == "if" || j <= i+8 && english.DenyingObjects.Has(word)) {
			return Unsaid
		}
	}
	return p
}

// open are words by which a matter is said to be undecided.
var open = regexp.MustCompile(`(?i)\b(?:no (?:[\p{L}-]+ ){0,2}(?:invitation|decision|agreement|date|plans?|arrangements?|` +
	`commitment)\b(?: (?:has|have|had) (?:been \p{L}+|come|arrived)| (?:was|were|is) \p{L}+)?(?: (?:so far|yet))?` +
	`|nothing (?:has|had|is|was) (?:yet )?(?:been )?(?:decided|agreed|settled|fixed|arranged|planned|scheduled)(?: (?:so far|yet))?)`)

// LeftOpen are the words of a sentence that say so of something; "" when there are none.
func LeftOpen(sentence string) string {
	m := open.FindString(prose.Without(corpus.Plain(sentence), prose.Quotations(corpus.Plain(sentence))))
	if m == "" {
		return ""
	}
	m = prose.OneLine(m)
	return strings.ToLower(m[:1]) + m[1:]
}

// AgreedTo are the words of a sentence that say yes, where they are short: "agreed to meet"; "" for the sentence.
func AgreedTo(sentence, predicate string) string {
	ws := prose.Words(sentence)
	for i, w := range ws {
		if i > 1 && retrieval.Stem(w) == predicate && ws[i-1].Folded == "to" && strings.HasSuffix(ws[i-2].Folded, "ed") {
			return prose.OneLine(sentence[ws[i-2].Span.Start:w.Span.End])
		}
	}
	return ""
}

var relativeClause = regexp.MustCompile(`,? (?:who|whom|whose|which|where)\b[^.;,]*(?:, \p{Lu}\p{L}+)*(?:, (?:but |and )?|[.;]|$)`)

// MainPart is a text without its relative clauses, which tell of other things and times.
func MainPart(text string) string { return relativeClause.ReplaceAllString(text, ", ") }

// PointOf is what a difference is about: "Whether Calder and Marsh will meet in Halm", or the question's own words.
func PointOf(question, otherwise string) string {
	ws := prose.Words(question)
	if len(ws) < 3 || !english.MovableAuxiliaries.Has(ws[0].Folded) {
		return otherwise
	}
	i := 1
	for i < len(ws)-1 && (prose.IsCapital(ws[i].Text) || ws[i].Folded == "the" || ws[i].Folded == "and" && prose.IsCapital(ws[i+1].Text)) {
		i++
	}
	if ws[i-1].Folded == "the" {
		i++
	}
	if i == 1 || i >= len(ws) {
		return otherwise
	}
	end := ws[len(ws)-1].Span.End
	return "Whether " + prose.OneLine(question[ws[1].Span.Start:ws[i-1].Span.End]) +
		" " + ws[0].Folded + " " + prose.OneLine(question[ws[i].Span.Start:end])
}

var occasionWord = regexp.MustCompile(`(?i)\b(?:(?:last|this|next|previous) (?:year|month|week|spring|summer|autumn|fall|winter)|` +
	`first|second|third|fourth|fifth|sixth|last|previous|earlier|next|former|original|old|new|current|recent|initial|final|annual|` +
	`morning|afternoon|evening|overnight)\b`)

// SameOccasion reports whether two sentences may be about one occasion: where both name years, months, days or rounds of something, they
// share one; and where only one tells of an earlier one, they don't. What the question itself names is no difference, nor, where it asks
// when, the date.
func SameOccasion(a, b, question string, asksWhen bool) bool {
	for _, p := range []*regexp.Regexp{dates.YearNumber, dates.MonthName, dates.WeekdayName} {
		x, y := marks(p, a, ""), marks(p, b, "")
		if len(x) > 0 && len(y) > 0 && !slices.ContainsFunc(x, func(m string) bool { return slices.Contains(y, m) }) &&
			len(marks(p, question, "")) == 0 &&
			!asksWhen {
			return false
		}
	}
	if x, y := marks(dates.YearNumber, a, question), marks(dates.YearNumber, b, question); len(x) != len(y) && !asksWhen {
		return false
	}
	x, y := marks(occasionWord, a, question), marks(occasionWord, b, question)
	return slices.Equal(x, y)
}

var attached = regexp.MustCompile(`(?i)\b(for|of|in|at|on|to|with|over|about) (?:(?:the|a|an|its|his|her|` +
	`their) )?((?:\p{Lu}[\p{L}’'-]* ?)+|[\p{L}’'-]+)`)

// SameThing reports whether what two sentences attach with the same preposition ("the plan for the quay") has a word in common.
func SameThing(a, b string) bool {
	attachedTo := func(text string) map[string][]string {
		out := map[string][]string{}
		for _, m := range attached.FindAllStringSubmatch(text, -1) {
			prep := strings.ToLower(m[1])
			out[prep] = append(out[prep], retrieval.ContentStems(m[2])...)
		}
		return out
	}
	x, y := attachedTo(a), attachedTo(b)
	for prep, stems := range x {
		if others := y[prep]; len(stems) > 0 && len(others) > 0 &&
			!slices.ContainsFunc(stems, func(s string) bool { return slices.Contains(others, s) }) {
			return false
		}
	}
	return true
}

// marks are the distinct words that a pattern finds in a text and not in another, sorted.
func marks(p *regexp.Regexp, text, other string) []string {
	var out []string
	known := p.FindAllString(strings.ToLower(other), -1)
	for _, m := range p.FindAllString(text, -1) {
		m = strings.ToLower(m)
		if len(m) > 3 && p == dates.MonthName {
			m = m[:3]
		}
		if !slices.Contains(known, m) && !slices.Contains(out, m) {
			out = append(out, m)
		}
	}
	slices.Sort(out)
	return out
}
