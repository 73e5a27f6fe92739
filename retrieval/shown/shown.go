// Package shown makes of a sentence of an article what an answer shows of it: without the marks of its format, and with what a reader
// needs to understand it by itself, told apart from the article's words: whose words they are, which day a weekday was, and that a
// preview tells of a plan. What was added is found and taken out again.
package shown

import (
	"regexp"
	"strings"

	"readout/corpus"
	"readout/corpus/prose"
)

var (
	bulletMark  = regexp.MustCompile(`^(?:[•·▪◦‣*–—-]\s+)+`)
	thirdPerson = regexp.MustCompile(`\b(?:[Hh]e|[Ss]he|[Tt]hey)\b`)
	directions  = regexp.MustCompile(`^(?:\([^()]*\)\s*)+`)
)

// Sentence is a sentence of an article as an answer shows it.
type Sentence struct {
	Text  string
	Added []string // what of Text is not the sentence's words, in order, as it stands there: "[Ida Brenk]", "Decisions:"
}

// Of is a sentence of a passage as an answer shows it: without the marks of its format, with whose words they are in square brackets
// where it does
// not tell itself. after is what is shown before it of the same passage or turn, right before where it is no transcript; "" for nothing.
func Of(p *corpus.Passage, sentence int, after string) Sentence {
	out := Unstopped(p, sentence, after)
	if out.Text != "" {
		out.Text = prose.EndStopped(out.Text)
	}
	return out
}

// Unstopped is what Of gives, without a stop where the article has none.
func Unstopped(p *corpus.Passage, sentence int, after string) Sentence {
	out := Sentence{Text: Visible(p.Shown(sentence))}
	if label := p.Label(sentence); label != "" && strings.HasPrefix(out.Text, label) {
		out.Added = []string{label}
	}
	switch {
	case p.Role != corpus.RoleBody:
	case p.Turn.Number > 0:
		return ofTurn(p, sentence, out, after != "")
	default:
		return out.credited(p, sentence, after)
	}
	return out
}

// credited is a sentence of a report with the name of whom it credits words to.
func (out Sentence) credited(p *corpus.Passage, sentence int, after string) Sentence {
	span := p.Sentences[sentence].Span
	for _, r := range p.Remarks {
		if r.Person == nil || !r.Span.Overlaps(span) && !r.Attribution.Overlaps(span) || strings.Contains(out.Text, r.Person.Surname) ||
			strings.Contains(after, r.Person.Surname) {
			continue
		}
		if r.Attribution.Len() > 0 && r.Attribution.Overlaps(span) {
			if named, ok := withName(out.Text, Visible(within(p, r.Attribution)), r.Person); ok {
				return Sentence{named, append(out.Added, bracketed(r.Person.Name))}
			}
			continue
		}
		if r.Direct && r.Attribution.Len() == 0 && after == "" {
			return out.saidBy(r.Person.Name)
		}
	}
	return out
}

// saidBy is what is shown with a name before it.
func (out Sentence) saidBy(name string) Sentence {
	return Sentence{bracketed(name) + " " + out.Text, append([]string{bracketed(name)}, out.Added...)}
}

func bracketed(name string) string { return "[" + name + "]" }

// described finds "the minister" in words that credit a remark.
var described = regexp.MustCompile(`\b[Tt]he (?:\p{L}+ )?(?:minister|president|secretary|official|spokesman|spokeswoman|` +
	`spokesperson|senator|mayor|director|chief|` +
	`leader|chairman|chairwoman|chair|governor|commissioner|ambassador|envoy|lawmaker|adviser|advisor|executive|` +
	`chancellor|premier|author|columnist|diplomat)` +
	`(?: of (?:state|defen[cs]e|justice|health|trade|finance|police|staff)| (?:of|for)(?: the)?(?: \p{Lu}[\p{L}’'-]*)+|[ -]general)?\b`)

// goesOnWith finds the beginning of what belongs to a description before it: "the secretary of the board", "the chief-of-staff".
var goesOnWith = regexp.MustCompile(`^(?:-|['’]s\b| (?:of|for|in|at|on|to|from|and|or|general)\b| \(|/)`)

// withName puts a person's name in brackets behind the pronoun, or the description, of the words that credit a remark.
func withName(text, attribution string, who *corpus.Person) (string, bool) {
	at := strings.Index(text, attribution)
	m := thirdPerson.FindStringIndex(attribution)
	if m == nil {
		m = described.FindStringIndex(attribution)
	}
	if at < 0 || m == nil || goesOnWith.MatchString(attribution[m[1]:]) {
		return "", false
	}
	return text[:at+m[1]] + " " + bracketed(who.Name) + text[at+m[1]:], true
}

// ofTurn is a sentence of a transcript with who speaks before it.
func ofTurn(p *corpus.Passage, sentence int, out Sentence, follows bool) Sentence {
	who := p.Turn.Speaker
	if who == "" {
		who = p.Turn.Label
	}
	if sentence == 0 && p.Turn.Words > 0 {
		spoken := p.Sentences[0].Span.Start - p.Span.Start
		end := p.Sentences[0].Span.End - p.Span.Start
		out = Sentence{Text: Visible(p.Text[min(max(p.Turn.Words, spoken), end):end])}
	}
	out.Text = directions.ReplaceAllString(out.Text, "")
	if follows || who == "" || out.Text == "" {
		return out
	}
	return out.saidBy(who)
}

// within is the part of a passage's text that a span of its article covers.
func within(p *corpus.Passage, span prose.Span) string {
	start, end := max(span.Start-p.Span.Start, 0), min(span.End-p.Span.Start, len(p.Text))
	if start > end {
		return ""
	}
	return p.Text[start:end]
}

// Visible is a text as a reader sees it, without the bullet of its list.
func Visible(text string) string {
	plain := corpus.Plain(text)
	plain = strings.TrimSpace(strings.ReplaceAll(plain, "**", ""))
	return placeLine.ReplaceAllString(bulletMark.ReplaceAllString(plain, ""), "")
}

// placeLine is the place that a report opens with: "PORT ELVA — ".
var placeLine = regexp.MustCompile(`^\p{Lu}{3,}(?:[ ,.]+\p{Lu}{2,})*(?:, \p{Lu}[\p{L}.]+)?(?: \([^()]{2,20}\))?(?: ?[—–•]| -) `)
