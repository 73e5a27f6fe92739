package choose

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"readout/corpus"
	"readout/retrieval"
)

// Reason tells why there is no answer.
type Reason string

const (
	NotCovered    Reason = "not_covered"    // the articles don't say
	PartlyCovered Reason = "partly_covered" // they speak of it, but not of what was asked
	FalsePremise  Reason = "false_premise"  // the question takes for granted what the articles do not say
	NotAQuestion  Reason = "not_a_question" // nothing to look up
	Refused       Reason = "refused"        // an order to say something, not a question to the articles
)

// Abstention says that the articles do not answer.
type Abstention struct {
	Reason  Reason
	Missing []string   // what the question asks about and no evidence holds, in its own words
	Near    []string   // people of the articles whose names are a few slips from one that is missing, the likeliest first
	Closest []Citation // the nearest passages, best first
}

// Abstain says what the articles lack and what comes closest.
func (s *Search) Abstain(r Result) *Abstention {
	out := &Abstention{Reason: cmp.Or(r.Reason, NotCovered), Missing: r.Missing}
	defer func() { out.Near = retrieval.Near(s.Snapshot.Corpus.People, out.Missing...) }()
	if s.Read == nil {
		return out
	}
	near := map[corpus.PassageID]bool{}
	for _, h := range s.Evidence.Hits {
		near[h.Passage.ID] = h.Meaning >= nearMeaning || h.Words >= nearWords
	}
	var shown []Candidate
	for _, read := range s.Read.Sentences {
		c := candidateOf(read)
		if len(shown) == mostClosest {
			break
		}
		again := slices.ContainsFunc(shown, func(k Candidate) bool { return k.Passage == c.Passage }) || s.repeats(shown, c)
		if !near[c.Passage.ID] || again || isFragment(c.Passage, c.Sentence) {
			continue
		}
		shown = append(shown, c)
		out.Closest = append(out.Closest, Citation{N: len(shown), Article: s.Snapshot.Corpus.Article(c.Passage.Article), Passage: c.Passage,
			Quote: c.Passage.Sentences[c.Sentence].Span})
	}
	if len(out.Missing) == 0 {
		out.Missing = s.missing(shown)
	}
	return out
}

// The nearest passages that an abstention shows: how many at most, and how near by meaning or by words one must be to be worth it.
const (
	mostClosest = 3
	nearMeaning = .4
	nearWords   = .4
)

// missing are the words of the question that neither the sentences' passages nor the titles above them hold, in its own words and order:
// names and numbers first. A name of several words is missing whole when one of them is. A number by itself, or a piece of an address,
// tells nobody what is missing.
func (s *Search) missing(shown []Candidate) []string {
	matched := make([]float64, len(s.Evidence.Terms))
	for _, c := range shown {
		a := s.Snapshot.Corpus.Article(c.Passage.Article)
		around := append(c.Passage.Context(), c.Passage.Text, a.Title, a.Author)
		_, matches := s.Snapshot.Words.Match(s.Evidence.Terms, strings.Join(around, "\n"))
		for i, m := range matches {
			matched[i] = max(matched[i], m.Strength)
		}
	}
	return missingNames(s.Evidence.Query, s.Evidence.Terms, func(term int) bool { return matched[term] == 0 })
}

// missingNames are the terms that are lacked, in the question's own words and order: names and numbers first, whole.
func missingNames(query string, terms []retrieval.Term, lacks func(term int) bool) []string {
	var names, rest []string
	for i := 0; i < len(terms); {
		if strings.Contains(terms[i].Text, "http") || strings.Contains(terms[i].Text, "www.") {
			i++
			continue
		}
		if !terms[i].IsName() {
			if lacks(i) {
				rest = append(rest, terms[i].Text)
			}
			i++
			continue
		}
		name, missing := terms[i].Text, lacks(i)
		for i++; i < len(terms) && terms[i].IsName() && onlySpace(query, terms[i-1].Span.End, terms[i].Span.Start); i++ {
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
