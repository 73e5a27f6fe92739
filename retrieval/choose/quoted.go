package choose

import (
	"cmp"
	"slices"
	"strings"

	"readout/corpus"
	"readout/corpus/prose"
	"readout/retrieval/named"
	"readout/retrieval/question"
	"readout/retrieval/verify"
)

// answerQuoted answers a question that quotes: the sentence with the quotation tells who said it. When the question credits the words
// to one person and the articles to another, the same sentence is the correction of its premise. ok is false when the articles do
// not hold the quoted words, or the question does not turn on them.
func (s *Search) answerQuoted() (r Result, ok bool) {
	for _, quoted := range slices.Concat(s.Asked.Quotes, named.CalledSo(s.Asked.Text, s.Evidence.Hits, len(s.Asked.Speakers))) {
		found := s.holding(quoted)
		if len(prose.Folded(quoted)) < 2 || len(found) == 0 {
			continue
		}
		out := Result{Claims: s.Claims(found[:min(len(found), 3)]), Confidence: .97}
		for _, c := range found {
			if who := s.speakerOf(c, quoted); who != nil && s.creditsOther(who) {
				out.Premises = append(out.Premises, Premise{s.Asked.Speakers, who, c.Passage})
			}
		}
		turns := s.Asked.Kind == question.WhoSaid || s.Asked.Kind == question.Who || s.Asked.Kind == question.YesNo
		if !turns && len(out.Premises) == 0 && slices.ContainsFunc(found, func(c Candidate) bool { return !c.Passage.Turn.Asks }) {
			return Result{}, false
		}
		return out, true
	}
	return Result{}, false
}

// holding finds the sentences of the evidence that hold the words, those that print them as a remark first.
func (s *Search) holding(quoted string) []Candidate {
	var out []Candidate
	for i := range s.Evidence.Hits {
		h := &s.Evidence.Hits[i]
		for j, t := range h.Passage.Sentences {
			if _, ok := verify.FindQuote(strings.ToLower(t.Text), strings.ToLower(quoted)); !ok || t.Order {
				continue
			}
			c := Candidate{h.Passage, j, h.Score}
			if s.speakerOf(c, quoted) != nil {
				c.score++
			}
			if !s.repeats(out, c) {
				out = append(out, c)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Candidate) int { return cmp.Compare(b.score, a.score) })
	return out
}

// speakerOf is whom the article credits the quoted words in the sentence to, or nil.
func (s *Search) speakerOf(c Candidate, quoted string) *corpus.Person {
	span := c.Passage.Sentences[c.Sentence].Span
	for _, r := range c.Passage.Remarks {
		if r.Person == nil || !r.Span.Overlaps(span) {
			continue
		}
		if _, ok := verify.FindQuote(strings.ToLower(r.Text), strings.ToLower(quoted)); ok {
			return r.Person
		}
	}
	return nil
}

// creditsOther reports whether the question credits its quotation to people among whom who is not.
func (s *Search) creditsOther(who *corpus.Person) bool {
	credited := s.Asked.Speakers
	return len(credited) > 0 && !slices.Contains(credited, who)
}
