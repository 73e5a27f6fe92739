package answer

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"readout/corpus"
	"readout/retrieval"
)

// whoIs asks who people are, and nothing else of them.
var whoIs = regexp.MustCompile(`(?i)^(?:\W|so|and|hey|ok|but|just|exactly|then)*who(?:'s|’s|s| is| are| was| were)?\b`)

// introduction is a sentence that says who somebody is.
type introduction struct {
	article  *corpus.Article
	passage  *corpus.Passage
	sentence int
	tells    float64
}

// mostIntroductions is how many reports are cited for who somebody is.
const mostIntroductions = 2

// answerWhoIs answers who somebody is with the sentences in which the articles introduce them: the name beside an office or occupation, or
// beside words that explain it. ok is false when the question asks for more, or they introduce nobody of the name.
func (s *search) answerWhoIs() (r result, ok bool) {
	if s.asked.kind != kindWho || len(s.asked.people) == 0 || !asksWhoTheyAre(s.asked.text, s.snapshot.Corpus) {
		return result{}, false
	}
	var shown []candidate
	for _, p := range s.asked.people {
		found := s.introductions(p)
		slices.SortStableFunc(found, func(a, b introduction) int { return cmp.Compare(b.tells, a.tells) })
		n := 0
		for _, i := range found {
			c := candidate{passage: i.passage, sentence: i.sentence}
			if n < mostIntroductions && !s.repeats(shown, c) && !slices.ContainsFunc(shown, func(k candidate) bool { return n > 0 && s.reportOf(k) == i.article.Report }) {
				n++
				s.show(i.passage)
				shown = append(shown, c)
			}
		}
	}
	if len(shown) == 0 {
		return s.answerAuthor()
	}
	r.confidence = .9
	for _, c := range shown {
		r.claims = append(r.claims, sourceClaim(c.passage, c.sentence))
		r.claims = append(r.claims, s.copies(c.passage, c.sentence)...)
	}
	return r, true
}

// answerAuthor tells of people of whom nothing else is told which articles they wrote.
func (s *search) answerAuthor() (result, bool) {
	for _, a := range s.snapshot.Corpus.Articles {
		if s.mayAsk(a.ID) && slices.ContainsFunc(s.asked.people, func(p *corpus.Person) bool { return s.names(a.Author, p) }) {
			s.asked.articles = append(s.asked.articles, a.ID)
		}
	}
	if len(s.asked.articles) == 0 {
		return result{}, false
	}
	s.asked.about = aboutAuthor
	return s.answerAbout(), true
}

// asksWhoTheyAre reports whether a question has nothing but people's names besides "who is".
func asksWhoTheyAre(text string, c *corpus.Corpus) bool {
	if !whoIs.MatchString(text) {
		return false
	}
	var names []corpus.Span
	for _, m := range c.Mentions(text) {
		names = append(names, m.Span)
	}
	return len(names) > 0 && len(retrieval.ContentStems(whoIs.ReplaceAllString(without(text, names), ""))) == 0
}

// introductions are the sentences that introduce somebody, in the order of the articles.
func (s *search) introductions(who *corpus.Person) []introduction {
	var out []introduction
	for _, a := range s.snapshot.Corpus.Articles {
		if !s.mayAsk(a.ID) {
			continue
		}
		for i := range a.Passages {
			p := &a.Passages[i]
			if p.Role == corpus.RoleMatter || p.Role == corpus.RoleByline || !strings.Contains(p.Text, who.Surname) {
				continue
			}
			for j, t := range p.Sentences {
				tells := introduces(s.snapshot.Corpus, t.Text, who)
				if a.Kind.Judges() {
					tells *= ofOpinions
				}
				if tells > 0 && !t.Order {
					out = append(out, introduction{a, p, j, tells})
				}
			}
		}
	}
	return out
}

// besideName is how many bytes may stand between a name and what explains it.
const besideName = 40

// ofOpinions is what counts of what an opinion tells of who somebody is, against what a report does.
const ofOpinions = .8

// explained is what follows a name that is explained: "Ada Brill, a nurse of thirty years", "Ada Brill is the head of".
var explained = regexp.MustCompile(`^(?:, (?:an?|the|his|her|their|who|whose|himself|herself|\d)\b| (?:is|was) (?:an?|the|one of)\b)`)

// introduces is how much a sentence tells of who somebody is: more, the more exact the office is that stands beside the name, and the
// fuller the name.
func introduces(c *corpus.Corpus, text string, who *corpus.Person) float64 {
	mentions := c.Mentions(text)
	best := 0.0
	for _, m := range mentions {
		if m.Person != who || m.Form == corpus.ByRole {
			continue
		}
		around := clause(text, mentions, m)
		tells := 0.0
		for _, role := range who.Roles {
			if strings.Contains(around, role) {
				tells = max(tells, float64(len(strings.Fields(role))))
			}
		}
		tells += .5 * yes(explained.MatchString(text[m.Span.End:]))
		if tells > 0 {
			best = max(best, tells+.5*yes(m.Form == corpus.ByName))
		}
	}
	return best
}

var possessive = regexp.MustCompile(`^['’]s?\b`)

// clause is what stands close to a mention in a text, folded, up to the people named before and after it.
func clause(text string, mentions []corpus.Mention, m corpus.Mention) string {
	start, end := 0, len(text)
	for _, o := range mentions {
		switch {
		case o.Person == m.Person || possessive.MatchString(text[o.Span.End:]): // "Ada Brill, Calder's adviser"
		case o.Span.End <= m.Span.Start:
			start = max(start, o.Span.End)
		case o.Span.Start >= m.Span.End:
			end = min(end, o.Span.Start)
		}
	}
	before, after := text[start:m.Span.Start], text[m.Span.End:end]
	if len(before) > besideName {
		before = before[len(before)-besideName:]
	}
	if len(after) > besideName {
		after = after[:besideName]
	}
	return corpus.Fold(strings.ToValidUTF8(before, "")) + " … " + corpus.Fold(strings.ToValidUTF8(after, ""))
}
