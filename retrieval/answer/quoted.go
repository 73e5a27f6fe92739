package answer

import (
	"cmp"
	"slices"
	"strings"

	"readout/corpus"
	"readout/retrieval/named"
	"readout/retrieval/question"
	"readout/retrieval/verify"
)

// answerQuoted answers a question that quotes: the sentence with the quotation tells who said it. When the question credits the words
// to one person and the articles to another, the same sentence is the correction of its premise. ok is false when the articles do
// not hold the quoted words, or the question does not turn on them.
func (s *search) answerQuoted() (r result, ok bool) {
	for _, quoted := range slices.Concat(s.asked.Quotes, named.CalledSo(s.asked.Text, s.evidence.Hits, len(s.asked.Speakers))) {
		found := s.holding(quoted)
		if len(question.Words(quoted)) < 2 || len(found) == 0 {
			continue
		}
		out := result{claims: s.claims(found[:min(len(found), 3)]), confidence: .97}
		for _, c := range found {
			if who := s.speakerOf(c, quoted); who != nil && s.creditsOther(who) {
				out.premises = append(out.premises, premise{s.asked.Speakers, who, c.passage})
			}
		}
		turns := s.asked.Kind == question.WhoSaid || s.asked.Kind == question.Who || s.asked.Kind == question.YesNo
		if !turns && len(out.premises) == 0 && slices.ContainsFunc(found, func(c candidate) bool { return !c.passage.Turn.Asks }) {
			return result{}, false
		}
		return out, true
	}
	return result{}, false
}

// holding finds the sentences of the evidence that hold the words, those that print them as a remark first.
func (s *search) holding(quoted string) []candidate {
	var out []candidate
	for i := range s.evidence.Hits {
		h := &s.evidence.Hits[i]
		for j, t := range h.Passage.Sentences {
			if _, ok := verify.FindQuote(strings.ToLower(t.Text), strings.ToLower(quoted)); !ok || t.Order {
				continue
			}
			c := candidate{h.Passage, j, h.Score}
			if s.speakerOf(c, quoted) != nil {
				c.score++
			}
			if !s.repeats(out, c) {
				out = append(out, c)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	return out
}

// speakerOf is whom the article credits the quoted words in the sentence to, or nil.
func (s *search) speakerOf(c candidate, quoted string) *corpus.Person {
	span := c.passage.Sentences[c.sentence].Span
	for _, r := range c.passage.Remarks {
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
func (s *search) creditsOther(who *corpus.Person) bool {
	credited := s.asked.Speakers
	return len(credited) > 0 && !slices.Contains(credited, who)
}
