package answer

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

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
func (s *search) repeats(chosen []candidate, c candidate) bool {
	stems := retrieval.ContentStems(c.text())
	return slices.ContainsFunc(chosen, func(k candidate) bool {
		others := retrieval.ContentStems(k.text())
		shared := summary.Overlap(stems, others)
		if s.reportOf(k) == s.reportOf(c) {
			return shared >= repeatsOwnReport
		}
		shorter, longer := min(len(stems), len(others)), max(len(stems), len(others))
		return shared*float64(shorter) >= repeatsOtherReport*float64(longer)
	})
}

func (s *search) reportOf(c candidate) corpus.ReportID {
	return s.snapshot.Corpus.Article(c.passage.Article).Report
}

// claims puts the chosen sentences in a readable order, each with the sentences before it that it cannot be understood without (where
// those stand too far from it, it is left out): articles in the order of their best sentence and so the paragraphs of an article, but for
// those that follow or lean on each other. These, and the sentences of a paragraph, stand in the order of the article.
func (s *search) claims(chosen []candidate) []Claim {
	type place struct {
		passage  *corpus.Passage
		sentence int
	}
	var places []place
	order := together.NewOrder(s.before)
	add := func(p *corpus.Passage, i int) {
		if pl := (place{p, i}); !slices.Contains(places, pl) && !p.Sentences[i].Order {
			places = append(places, pl)
		}
	}
	for i, c := range chosen {
		before, ok := s.needs(c.passage, c.sentence)
		if !ok {
			continue
		}
		order.Put(i, c.passage)
		for _, l := range before {
			s.show(l.passage)
			add(l.passage, l.sentence)
			order.Put(i, l.passage)
		}
		add(c.passage, c.sentence)
		for _, i := range s.rest(c.passage, c.sentence) {
			add(c.passage, i)
		}
	}
	slices.SortStableFunc(places, func(a, b place) int {
		return cmp.Or(order.Compare(a.passage, b.passage), cmp.Compare(a.sentence, b.sentence))
	})
	var out []Claim
	for _, p := range places {
		out = append(out, sourceClaim(p.passage, p.sentence))
		out = append(out, s.copies(p.passage, p.sentence)...)
	}
	return out
}

// copies are the claims that other articles print the very same sentence.
func (s *search) copies(p *corpus.Passage, sentence int) []Claim {
	same := prose.Fold(prose.OneLine(p.Sentences[sentence].Text))
	var out []Claim
	for _, h := range s.evidence.Hits {
		if h.Passage.ID == p.ID || h.Passage.Article == p.Article {
			continue
		}
		for i, t := range h.Passage.Sentences {
			if !t.Order && prose.Fold(prose.OneLine(t.Text)) == same {
				out = append(out, sourceClaim(h.Passage, i))
			}
		}
	}
	return out
}

// longestRest is how many sentences of quotations are shown besides the one that answers.
const longestRest = 3

// rest are the sentences after (and, of a quotation, before) one that belong to it: the others of the quotation that it is part of, the
// quotation that it announces ("he told her one thing.  “Never ...”"), and the one that its speaker goes on with (“We can,” she said.
// “What we cannot ...”). Words that are printed as one are said as one.
func (s *search) rest(p *corpus.Passage, sentence int) []int {
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
			if r.Direct && o.Direct && r.Speaker != "" && r.Speaker == o.Speaker && r.Span.Overlaps(here) && o.Span.Overlaps(after) && o.Attribution.Len() == 0 {
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
	passage  *corpus.Passage
	sentence int
}

// before is the reporting passage before one in its article, or nil.
func (s *search) before(p *corpus.Passage) *corpus.Passage {
	a := s.snapshot.Corpus.Article(p.Article)
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
func (s *search) holds(p *corpus.Passage) bool {
	return slices.ContainsFunc(s.evidence.Hits, func(h retrieval.Hit) bool { return h.Passage.ID == p.ID })
}

func (s *search) names(text string, who *corpus.Person) bool {
	return slices.ContainsFunc(s.snapshot.Corpus.Mentions(text), func(m people.Mention) bool { return m.Person == who })
}

// missingNames are the terms that are lacked, in the question's own words and order: names and numbers first, whole.
func missingNames(query string, terms []retrieval.Term, lacks func(term int) bool) []string {
	var names, rest []string
	for i := 0; i < len(terms); {
		if strings.Contains(terms[i].Text, "http") || strings.Contains(terms[i].Text, "www.") {
			i++
			continue
		}
		if !isName(terms[i]) {
			if lacks(i) {
				rest = append(rest, terms[i].Text)
			}
			i++
			continue
		}
		name, missing := terms[i].Text, lacks(i)
		for i++; i < len(terms) && isName(terms[i]) && onlySpace(query, terms[i-1].Span.End, terms[i].Span.Start); i++ {
			name += " " + terms[i].Text
			missing = missing || lacks(i)
		}
		if missing && strings.ContainsFunc(name, unicode.IsLetter) {
			names = append(names, name)
		}
	}
	return append(names, rest...)
}

// onlySpace reports whether two offsets of a text have nothing but white space between them.
func onlySpace(text string, from, to int) bool {
	return from <= to && to <= len(text) && strings.TrimSpace(text[from:to]) == ""
}
