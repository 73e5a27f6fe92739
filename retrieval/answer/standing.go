package answer

import (
	"regexp"
	"slices"
	"strings"

	"readout/corpus"
	"readout/corpus/prose"
	"readout/retrieval/alone"
)

// farthestBack is how many sentences before one may be shown so that it is understood.
const farthestBack = 2

// needs are the sentences before one that must be shown with it, so that it hangs on nothing; ok is false where it can't be shown: it is
// no sentence, or what it hangs on stands too far back.
func (s *search) needs(p *corpus.Passage, sentence int) (before []leaning, ok bool) {
	if isFragment(p, sentence) {
		return nil, false
	}
	if s.standsAlone(p, sentence) {
		return nil, true
	}
	at := leaning{p, sentence}
	for range farthestBack {
		if at, ok = s.previous(at); !ok || isFragment(at.passage, at.sentence) {
			return nil, false
		}
		before = append(before, at)
		if s.standsAlone(at.passage, at.sentence) {
			return before, true
		}
	}
	return nil, false
}

// standsAlone reports whether a sentence, as it is shown, hangs on nothing.
func (s *search) standsAlone(p *corpus.Passage, sentence int) bool {
	return p.Role != corpus.RoleBody || alone.HangsOn(show(p, sentence, "").Text) == "" && !isFragment(p, sentence)
}

// isFragment reports whether a sentence says nothing, whatever stands before it.
func isFragment(p *corpus.Passage, sentence int) bool {
	if p.Role != corpus.RoleBody {
		return false
	}
	if p.Turn.Number > 0 && asksInTurn.MatchString(p.Text) {
		return true
	}
	why := alone.HangsOn(show(p, sentence, "").Text)
	return strings.HasPrefix(why, "a ")
}

// previous is the sentence before one: in its passage, or the last of the passage before where the passage goes on with that.
func (s *search) previous(at leaning) (leaning, bool) {
	if i := at.sentence - 1; i >= 0 {
		return leaning{at.passage, i}, !at.passage.Sentences[i].Order
	}
	before := s.before(at.passage)
	if before == nil || len(before.Sentences) == 0 || before.Turn.Number != at.passage.Turn.Number || !slices.Equal(before.Headings, at.passage.Headings) {
		return leaning{}, false
	}
	last := len(before.Sentences) - 1
	return leaning{before, last}, !before.Sentences[last].Order
}

var (
	bulletMark  = regexp.MustCompile(`^(?:[•·▪◦‣*–—-]\s+)+`)
	thirdPerson = regexp.MustCompile(`\b(?:[Hh]e|[Ss]he|[Tt]hey)\b`)
	asksInTurn  = regexp.MustCompile(`^Q[\s\x{a0}:]`) // whose words a question's would be if its label went unread
	directions  = regexp.MustCompile(`^(?:\([^()]*\)\s*)+`)
)

// Shown is a sentence of an article as an answer shows it.
type Shown struct {
	Text  string
	Added []string // what of Text is not the sentence's words, in order, as it stands there: "[Ida Brenk]", "Decisions:"
}

// Show is a sentence as an answer shows it: without the marks of its format, with whose words they are in square brackets where it does
// not tell itself. after is what is shown before it of the same passage or turn, right before where it is no transcript; "" for nothing.
func Show(p *corpus.Passage, sentence int, after string) Shown {
	out := show(p, sentence, after)
	if out.Text != "" {
		out.Text = endStopped(out.Text)
	}
	return out
}

// show is what Show gives, without a stop where the article has none.
func show(p *corpus.Passage, sentence int, after string) Shown {
	out := Shown{Text: visibleText(p.Shown(sentence))}
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
func (out Shown) credited(p *corpus.Passage, sentence int, after string) Shown {
	span := p.Sentences[sentence].Span
	for _, r := range p.Remarks {
		if r.Person == nil || !r.Span.Overlaps(span) && !r.Attribution.Overlaps(span) || strings.Contains(out.Text, r.Person.Surname) ||
			strings.Contains(after, r.Person.Surname) {
			continue
		}
		if r.Attribution.Len() > 0 && r.Attribution.Overlaps(span) {
			if named, ok := withName(out.Text, visibleText(within(p, r.Attribution)), r.Person); ok {
				return Shown{named, append(out.Added, bracketed(r.Person.Name))}
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
func (out Shown) saidBy(name string) Shown {
	return Shown{bracketed(name) + " " + out.Text, append([]string{bracketed(name)}, out.Added...)}
}

func bracketed(name string) string { return "[" + name + "]" }

// described finds "the minister" in words that credit a remark.
var described = regexp.MustCompile(`\b[Tt]he (?:\p{L}+ )?(?:minister|president|secretary|official|spokesman|spokeswoman|spokesperson|senator|mayor|director|chief|` +
	`leader|chairman|chairwoman|chair|governor|commissioner|ambassador|envoy|lawmaker|adviser|advisor|executive|chancellor|premier|author|columnist|diplomat)` +
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
func ofTurn(p *corpus.Passage, sentence int, out Shown, follows bool) Shown {
	who := p.Turn.Speaker
	if who == "" {
		who = p.Turn.Label
	}
	if sentence == 0 && p.Turn.Words > 0 {
		spoken := p.Sentences[0].Span.Start - p.Span.Start
		end := p.Sentences[0].Span.End - p.Span.Start
		out = Shown{Text: visibleText(p.Text[min(max(p.Turn.Words, spoken), end):end])}
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

// visibleText is a text as a reader sees it, without the bullet of its list.
func visibleText(text string) string {
	plain := corpus.Plain(text)
	plain = strings.TrimSpace(strings.ReplaceAll(plain, "**", ""))
	return placeLine.ReplaceAllString(bulletMark.ReplaceAllString(plain, ""), "")
}

// placeLine is the place that a report opens with: "PORT ELVA — ".
var placeLine = regexp.MustCompile(`^\p{Lu}{3,}(?:[ ,.]+\p{Lu}{2,})*(?:, \p{Lu}[\p{L}.]+)?(?: \([^()]{2,20}\))?(?: ?[—–•]| -) `)

// shownAfter is what is shown of a sentence that is said after others, of which the last is shown as after.
func shownAfter(before []Supported, after string, k Supported) Shown {
	out := Shown{Text: visibleText(k.Text)}
	if at, ok := sentenceOf(k); ok {
		if len(before) > 0 {
			if last, ok := sentenceOf(before[len(before)-1]); !ok || !last.goesBefore(at) {
				after = ""
			}
		}
		out = Show(at.passage, at.sentence, after)
	}
	if note := plannedNote(k.Citation.Article, k.Citation.Passage, k.Text); note != "" {
		out = Shown{out.Text + " " + note, append(out.Added, note)}
	}
	return out
}

// sentenceOf is the sentence of its passage that a supported one repeats; ok is false where it has words of its own.
func sentenceOf(k Supported) (leaning, bool) {
	p := k.Citation.Passage
	for i, t := range p.Sentences {
		if t.Span == k.Citation.Quote && corpus.Plain(k.Text) == corpus.Plain(endStopped(onOneLine(t.Text))) {
			return leaning{p, i}, true
		}
	}
	return leaning{}, false
}

// goesBefore reports whether a sentence stands right before another of its passage, or in the same turn of a transcript.
func (l leaning) goesBefore(next leaning) bool {
	if l.passage == next.passage {
		return l.sentence+1 == next.sentence || l.passage.Turn.Number > 0
	}
	return l.passage.Article == next.passage.Article && l.passage.Turn.Number > 0 && l.passage.Turn.Number == next.passage.Turn.Number
}
