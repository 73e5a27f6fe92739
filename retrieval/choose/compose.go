package choose

import (
	"cmp"
	"slices"
	"strings"

	"readout/corpus"
	"readout/corpus/people"
	"readout/corpus/prose"
	"readout/retrieval"
	"readout/retrieval/summary"
	"readout/retrieval/together"
)

// A sentence repeats another of its own report when it shares this much of the shorter one's stems. Another report's wording of a
// remark is worth showing unless it shares nearly all of the longer one's.
const (
	repeatsOwnReport   = .75
	repeatsOtherReport = .9
)

// repeats reports whether a sentence says nothing that the chosen ones don't.
func (s *Search) repeats(chosen []Candidate, c Candidate) bool {
	stems := retrieval.ContentStems(c.text())
	return slices.ContainsFunc(chosen, func(k Candidate) bool {
		others := retrieval.ContentStems(k.text())
		shared := summary.Overlap(stems, others)
		if s.reportOf(k) == s.reportOf(c) {
			return shared >= repeatsOwnReport
		}
		shorter, longer := min(len(stems), len(others)), max(len(stems), len(others))
		return shared*float64(shorter) >= repeatsOtherReport*float64(longer)
	})
}

func (s *Search) reportOf(c Candidate) corpus.ReportID {
	return s.Snapshot.Corpus.Article(c.Passage.Article).Report
}

// Repeats reports whether one of two sentences says little that the other doesn't: it shares most of the shorter one's stems.
func Repeats(a, b string) bool {
	return summary.Overlap(retrieval.ContentStems(a), retrieval.ContentStems(b)) >= repeatsOwnReport
}

// Claims puts the chosen sentences in a readable order, each with the sentences before it that it cannot be understood without (where
// those stand too far from it, it is left out): articles in the order of their best sentence and so the paragraphs of an article, but for
// those that follow or lean on each other. These, and the sentences of a paragraph, stand in the order of the article.
func (s *Search) Claims(chosen []Candidate) []Claim {
	var places []leaning
	order := together.NewOrder(s.before)
	add := func(p *corpus.Passage, i int) {
		if pl := (leaning{p, i}); !slices.Contains(places, pl) && !p.Sentences[i].Order {
			places = append(places, pl)
		}
	}
	for i, c := range chosen {
		before, ok := s.needs(c.Passage, c.Sentence)
		if !ok {
			continue
		}
		order.Put(i, c.Passage)
		for _, l := range before {
			s.Show(l.Passage)
			add(l.Passage, l.Sentence)
			order.Put(i, l.Passage)
		}
		add(c.Passage, c.Sentence)
		for _, i := range s.rest(c.Passage, c.Sentence) {
			add(c.Passage, i)
		}
	}
	slices.SortStableFunc(places, func(a, b leaning) int {
		return cmp.Or(order.Compare(a.Passage, b.Passage), cmp.Compare(a.Sentence, b.Sentence))
	})
	var out []Claim
	for _, p := range places {
		out = append(out, SourceClaim(p.Passage, p.Sentence))
		out = append(out, s.copies(p.Passage, p.Sentence)...)
	}
	return out
}

// copies are the claims that other articles print the very same sentence.
func (s *Search) copies(p *corpus.Passage, sentence int) []Claim {
	same := prose.Fold(prose.OneLine(p.Sentences[sentence].Text))
	var out []Claim
	for _, h := range s.Evidence.Hits {
		if h.Passage.ID == p.ID || h.Passage.Article == p.Article {
			continue
		}
		for i, t := range h.Passage.Sentences {
			if !t.Order && prose.Fold(prose.OneLine(t.Text)) == same {
				out = append(out, SourceClaim(h.Passage, i))
			}
		}
	}
	return out
}

// longestRest is how many sentences of quotations are shown besides the one that answers.
const longestRest = 3

// rest are the sentences after (and, of a quotation, before) one that belong to it: the others of the quotation that it is part of, the
// quotation that it announces ("he told her one thing.  “Never ...”"), and the one that its speaker goes on with (“We can,” she
// said. “What we cannot ...”). Words that are printed as one are said as one.
func (s *Search) rest(p *corpus.Passage, sentence int) []int {
	out := quotedWith(p, sentence)
	last := max(sentence, slices.Max(append(out, sentence)))
	next := last + 1
	if next < len(p.Sentences) && opensQuoted(p.Sentences[next].Text) && len(out) < longestRest &&
		(saysSomething(p, sentence) && !holdsQuotation(p, sentence) || goesOn(p, last)) {
		out = append(out, next)
		for _, i := range quotedWith(p, next) {
			if !slices.Contains(out, i) && i != sentence {
				out = append(out, i)
			}
		}
	}
	return out[:min(len(out), longestRest)]
}

// quotedWith are the other sentences of the quotations that stand in a sentence.
func quotedWith(p *corpus.Passage, sentence int) []int {
	var out []int
	span := p.Sentences[sentence].Span
	for _, q := range quotationsOf(p) {
		for i := range p.Sentences {
			if q.Overlaps(span) && i != sentence && q.Overlaps(p.Sentences[i].Span) {
				out = append(out, i)
			}
		}
	}
	return out
}

// quotationsOf are the passage's quotations, as spans of its article.
func quotationsOf(p *corpus.Passage) []prose.Span {
	out := prose.Quotations(p.Text)
	for i := range out {
		out[i].Start += p.Span.Start
		out[i].End += p.Span.Start
	}
	return out
}

func holdsQuotation(p *corpus.Passage, sentence int) bool {
	return slices.ContainsFunc(quotationsOf(p), func(q prose.Span) bool { return q.Overlaps(p.Sentences[sentence].Span) })
}

// goesOn reports whether the sentence after one is a quotation that nobody is named for, since the speaker of the one goes on.
func goesOn(p *corpus.Passage, sentence int) bool {
	here, after := p.Sentences[sentence].Span, p.Sentences[sentence+1].Span
	for _, r := range p.Remarks {
		for _, o := range p.Remarks {
			goesOn := r.Span.Overlaps(here) && o.Span.Overlaps(after) && o.Attribution.Len() == 0
			if goesOn && r.Direct && o.Direct && r.Speaker != "" && r.Speaker == o.Speaker {
				return true
			}
		}
	}
	return false
}

// saysSomething reports whether a remark stands in the sentence, or its last verb is one of speech.
func saysSomething(p *corpus.Passage, sentence int) bool {
	span := p.Sentences[sentence].Span
	return slices.ContainsFunc(p.Remarks, func(r corpus.Remark) bool {
		return r.Speaker != "" && (r.Span.Overlaps(span) || r.Attribution.Overlaps(span))
	})
}

func opensQuoted(sentence string) bool {
	return strings.HasPrefix(sentence, "“") || strings.HasPrefix(sentence, `"`)
}

type leaning struct {
	Passage  *corpus.Passage
	Sentence int
}

// before is the reporting passage before one in its article, or nil.
func (s *Search) before(p *corpus.Passage) *corpus.Passage {
	a := s.Snapshot.Corpus.Article(p.Article)
	if a == nil {
		return nil
	}
	var before *corpus.Passage
	for i := range a.Passages {
		q := &a.Passages[i]
		if q.ID == p.ID {
			break
		}
		if q.Role == corpus.RoleBody {
			before = q
		}
	}
	return before
}

// holds reports whether a passage is part of the evidence, so that it may be cited.
func (s *Search) holds(p *corpus.Passage) bool {
	return slices.ContainsFunc(s.Evidence.Hits, func(h retrieval.Hit) bool { return h.Passage.ID == p.ID })
}

// Names reports whether a text names a person.
func (s *Search) Names(text string, who *corpus.Person) bool {
	return slices.ContainsFunc(s.Snapshot.Corpus.Mentions(text), func(m people.Mention) bool { return m.Person == who })
}
