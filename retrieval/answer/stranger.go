package answer

import (
	"slices"
	"strings"

	"readout/corpus"
	"readout/retrieval"
	"readout/retrieval/thesaurus"
)

// strangers are the words of a question, as it has them, for which the articles would have to have a word and have none: whatever they
// say, it is not of that, however well all else fits.
//
// They are names, told by their capital where the question does not capitalise everything, or as words that are in use and that the
// dictionary lacks; slips of spelling are mended before, and what is left of them is not in use. In a question to be answered with yes or
// no they are also the things that it speaks of: other questions may call what they are after by a word of their own, these ask whether
// the articles tell of that very thing.
func (s *search) strangers(r *reading, ranked []candidate) []string {
	var out []string
	shouted := capitalised(r.text)
	for i, t := range r.terms {
		if t.Weight < s.snapshot.Words.Unseen() || r.hasNumber(i) || slices.Contains(r.unsaid, i) || i == r.counted {
			continue
		}
		speech := thesaurus.English().PartOfSpeech(t.Word)
		known := speech != thesaurus.Unknown
		inside := t.Span.Start > 0 && !sentenceBreak.MatchString(r.text[max(0, t.Span.Start-2):t.Span.Start])
		switch {
		case len([]rune(t.Word)) < shortestStranger:
			continue
		case t.Text == strings.ToUpper(t.Text):
			continue // initials may stand for words that the articles spell out
		case t.Text != strings.ToLower(t.Text) && !shouted && (inside || !known):
		case !known && s.snapshot.Words.Known(t.Word):
		case r.kind == kindYesNo && speech == thesaurus.Noun && ofNoClass(t.Word):
		default:
			continue
		}
		if !s.borne(r, i, ranked) {
			out = append(out, t.Text)
		}
	}
	return out
}

// ofNoClass reports whether a noun names neither people nor a place, a time or a quantity.
func ofNoClass(noun string) bool {
	class := thesaurus.English().Class(noun)
	return class == thesaurus.Other || class == thesaurus.Thing
}

// shortestStranger is how many letters a name has at least; shorter ones are shorthand as often.
const shortestStranger = 4

// borne reports whether some sentence or title of the evidence bears what a term names, under any name.
func (s *search) borne(r *reading, term int, ranked []candidate) bool {
	titles := map[corpus.ArticleID]bool{}
	for _, c := range ranked {
		if c.support.terms[term] >= .5 {
			return true
		}
		if id := c.passage.Article; !titles[id] {
			titles[id] = true
			a := s.snapshot.Corpus.Article(id)
			if t := s.reader.title(a); t != nil && r.in(t).terms[term] >= .5 {
				return true
			}
			if holdsWord(a, r.terms[term]) {
				return true
			}
		}
	}
	return false
}

// holdsWord reports whether the matter of an article has the term: its publisher, agency or author.
func holdsWord(a *corpus.Article, t retrieval.Term) bool {
	for _, w := range corpus.Words(a.Publisher + " " + a.Agency + " " + a.Author) {
		if retrieval.Stem(w) == t.Stem {
			return true
		}
	}
	return false
}

// capitalised reports whether most words of a text have a capital, so that one tells nothing.
func capitalised(text string) bool {
	small, large := 0, 0
	for _, w := range corpus.Words(text) {
		if strings.ToLower(w.Text) == w.Text {
			small++
		} else {
			large++
		}
	}
	return large > small
}
