package choose

import (
	"regexp"
	"slices"
	"strings"

	"readout/corpus"
	"readout/corpus/prose"
	"readout/retrieval/alone"
	"readout/retrieval/dates"
	"readout/retrieval/shown"
	"readout/retrieval/verify"
)

// farthestBack is how many sentences before one may be shown so that it is understood.
const farthestBack = 2

// needs are the sentences before one that must be shown with it, so that it hangs on nothing; ok is false where it can't be shown: it is
// no sentence, or what it hangs on stands too far back.
func (s *Search) needs(p *corpus.Passage, sentence int) (before []leaning, ok bool) {
	if isFragment(p, sentence) {
		return nil, false
	}
	if s.standsAlone(p, sentence) {
		return nil, true
	}
	at := leaning{p, sentence}
	for range farthestBack {
		if at, ok = s.previous(at); !ok || isFragment(at.Passage, at.Sentence) {
			return nil, false
		}
		before = append(before, at)
		if s.standsAlone(at.Passage, at.Sentence) {
			return before, true
		}
	}
	return nil, false
}

// standsAlone reports whether a sentence, as it is shown, hangs on nothing.
func (s *Search) standsAlone(p *corpus.Passage, sentence int) bool {
	return p.Role != corpus.RoleBody || alone.HangsOn(shown.Unstopped(p, sentence, "").Text) == "" && !isFragment(p, sentence)
}

// isFragment reports whether a sentence says nothing, whatever stands before it.
func isFragment(p *corpus.Passage, sentence int) bool {
	if p.Role != corpus.RoleBody {
		return false
	}
	if p.Turn.Number > 0 && asksInTurn.MatchString(p.Text) {
		return true
	}
	span := p.Sentences[sentence].Span
	begins, ends := span.Start-p.Span.Start, span.End-p.Span.Start
	text := strings.Trim(corpus.Plain(p.Text[min(ends, max(begins, p.Turn.Words)):ends]), " .")
	if dateLine.MatchString(text) || p.Turn.Number > 0 && text == p.Turn.Speaker { // who speaks says only their name
		return true
	}
	why := alone.HangsOn(shown.Unstopped(p, sentence, "").Text)
	return strings.HasPrefix(why, "a ")
}

// dateLine is where and when an article was written, and nothing else: "OSLO, 6 March".
var dateLine = regexp.MustCompile(`^\p{Lu}[\p{L}.'’-]*(?:[ ,]+\p{Lu}[\p{L}.'’-]*){0,3},? (?:\d{1,2} (?:` + dates.Months + `)|` +
	`(?:` + dates.Months + `)\.? \d{1,2})(?:,? \d{4})?$`)

// previous is the sentence before one: in its passage, or the last of the passage before where the passage goes on with that.
func (s *Search) previous(at leaning) (leaning, bool) {
	if i := at.Sentence - 1; i >= 0 {
		return leaning{at.Passage, i}, !at.Passage.Sentences[i].Order
	}
	before := s.before(at.Passage)
	if before == nil || len(before.Sentences) == 0 || before.Turn.Number != at.Passage.Turn.Number ||
		!slices.Equal(before.Headings, at.Passage.Headings) {
		return leaning{}, false
	}
	last := len(before.Sentences) - 1
	return leaning{before, last}, !before.Sentences[last].Order
}

// asksInTurn finds a question of a transcript: whose words it would be if its label went unread.
var asksInTurn = regexp.MustCompile(`^Q[\s\x{a0}:]`)

// ShownAfter is what is shown of a sentence that is said after others, of which the last is shown as after.
func ShownAfter(before []verify.Supported, after string, k verify.Supported) shown.Sentence {
	out := shown.Sentence{Text: shown.Visible(k.Text)}
	if at, ok := sentenceOf(k); ok {
		if len(before) > 0 {
			if last, ok := sentenceOf(before[len(before)-1]); !ok || !last.goesBefore(at) {
				after = ""
			}
		}
		out = shown.Of(at.Passage, at.Sentence, after)
	}
	if note := shown.PlanNote(k.Citation.Article, k.Citation.Passage, k.Text); note != "" {
		out = shown.Sentence{Text: out.Text + " " + note, Added: append(out.Added, note)}
	}
	return out
}

// sentenceOf is the sentence of its passage that a supported one repeats; ok is false where it has words of its own.
func sentenceOf(k verify.Supported) (leaning, bool) {
	p := k.Citation.Passage
	for i, t := range p.Sentences {
		if t.Span == k.Citation.Quote && corpus.Plain(prose.EndStopped(k.Text)) == corpus.Plain(prose.EndStopped(prose.OneLine(t.Text))) {
			return leaning{p, i}, true
		}
	}
	return leaning{}, false
}

// goesBefore reports whether a sentence stands right before another of its passage, or in the same turn of a transcript.
func (l leaning) goesBefore(next leaning) bool {
	if l.Passage == next.Passage {
		return l.Sentence+1 == next.Sentence || l.Passage.Turn.Number > 0
	}
	return l.Passage.Article == next.Passage.Article && l.Passage.Turn.Number > 0 && l.Passage.Turn.Number == next.Passage.Turn.Number
}

var continuing = regexp.MustCompile(`^["“'‘]?(?i:but|and|yet|he|she|they|it|this|that|these|those|` +
	`in turn|also|however|still|instead|asked|the two|both|such|so|then|nor|mr|mrs|ms)\b`)

// continues reports whether a passage goes on with the matter of the one before: it opens with a word that leans back, or is nothing
// but a quotation.
func continues(before, p *corpus.Passage) bool {
	return continuing.MatchString(p.Text) || bareQuotation(p) || isQuestion(before.Text)
}

// isQuestion reports whether a text ends in a question of its author's: no answer, whatever words it has.
func isQuestion(text string) bool { return strings.HasSuffix(strings.TrimSpace(text), "?") }

// bareQuotation reports whether a passage is a quotation and nothing else, or but "he said": the one before tells whose it is.
func bareQuotation(p *corpus.Passage) bool {
	spans := prose.Quotations(p.Text)
	if len(spans) == 0 {
		return false
	}
	rest := len(p.Text)
	for _, s := range spans {
		rest -= s.Len()
	}
	return rest <= 12 || rest <= longestCredit && creditsPronoun.MatchString(strings.Join(prose.Folded(prose.Without(p.Text, spans)), " "))
}

// longestCredit is how many bytes "he told reporters" and the like may have with the marks around them.
const longestCredit = 48

var creditsPronoun = regexp.MustCompile(`^(?:he|she|they) \w+(?: \w+)?$|^\w+ (?:he|she|they)$`)
