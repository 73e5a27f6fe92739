package answer

import (
	"regexp"
	"slices"
	"strings"

	"readout/corpus"
	"readout/retrieval/alone"
	"readout/retrieval/shown"
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
	why := alone.HangsOn(shown.Unstopped(p, sentence, "").Text)
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

// asksInTurn finds a question of a transcript: whose words it would be if its label went unread.
var asksInTurn = regexp.MustCompile(`^Q[\s\x{a0}:]`)

// shownAfter is what is shown of a sentence that is said after others, of which the last is shown as after.
func shownAfter(before []Supported, after string, k Supported) shown.Sentence {
	out := shown.Sentence{Text: shown.Visible(k.Text)}
	if at, ok := sentenceOf(k); ok {
		if len(before) > 0 {
			if last, ok := sentenceOf(before[len(before)-1]); !ok || !last.goesBefore(at) {
				after = ""
			}
		}
		out = shown.Of(at.passage, at.sentence, after)
	}
	if note := shown.PlanNote(k.Citation.Article, k.Citation.Passage, k.Text); note != "" {
		out = shown.Sentence{Text: out.Text + " " + note, Added: append(out.Added, note)}
	}
	return out
}

// sentenceOf is the sentence of its passage that a supported one repeats; ok is false where it has words of its own.
func sentenceOf(k Supported) (leaning, bool) {
	p := k.Citation.Passage
	for i, t := range p.Sentences {
		if t.Span == k.Citation.Quote && corpus.Plain(k.Text) == corpus.Plain(shown.EndStopped(onOneLine(t.Text))) {
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
