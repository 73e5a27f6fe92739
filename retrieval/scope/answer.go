package scope

import (
	"context"
	"slices"
	"time"

	"readout/corpus"
	"readout/corpus/people"
	"readout/corpus/reading"
	"readout/retrieval"
	"readout/retrieval/answer"
	"readout/retrieval/evidence"
)

// Answerer answers from one version of the articles; *answer.Answerer is one.
type Answerer interface {
	Answer(ctx context.Context, q answer.Question) (*answer.Answer, error)
	Said(ctx context.Context, o answer.Said) (*answer.Answer, error)
}

// Answer is an answer with what it was asked of.
type Answer struct {
	*answer.Answer
	Scope    Scope              // that was asked for
	Title    string             // of the scope's article; "" where it names none, or several fit
	Inferred []string           // words of the question that narrow it further; none when they were not heeded
	Articles []corpus.ArticleID // that were asked; nil for all
}

// mostSaid is how many remarks answer a question within a speaker's words.
const mostSaid = 4

// Ask answers a question within a scope. What the question's own words narrow it to ("articles published in May") is taken as well,
// unless whole asks for the scope and nothing else. Articles of q count where the scope names none. c is what over answers from. The error
// is an *EmptyError when nothing is in the scope, or one of over's.
func Ask(ctx context.Context, over Answerer, c *reading.Corpus, q answer.Question, s Scope, whole bool) (*Answer, error) {
	articles, err := s.Articles(c)
	if err != nil {
		return nil, err
	}
	if articles == nil {
		articles = q.Articles
	}
	var speaker *corpus.Person
	if s.Speaker != "" {
		if speaker = Person(c, s.Speaker); speaker == nil {
			return nil, &EmptyError{"speaker", s.Speaker}
		}
		s.Speaker = speaker.Name
	}
	out := &Answer{Scope: s, Articles: articles}
	if s.Article != "" && len(articles) == 1 {
		out.Title = c.Article(articles[0]).Title
	}
	q.Articles, q.Whole = articles, whole
	if words, dated := published(q.Text, c, articles); len(words) > 0 && !whole {
		q.Articles, out.Inferred = dated, words
	}
	if out.Answer, err = over.Answer(ctx, q); err != nil {
		return nil, err
	}
	if n := out.Narrowed; n != nil {
		out.Inferred = append(out.Inferred, n.Words...)
		q.Articles = n.Articles
	}
	out.Articles = q.Articles
	if speaker == nil {
		asked, err := questionsAsked(ctx, over, c, q, out.Answer)
		if asked != nil {
			out.Answer = asked
		}
		return out, err
	}
	if a := out.Answer; a.Abstention == nil || a.Abstention.Reason == answer.NotCovered || a.Abstention.Reason == answer.PartlyCovered {
		out.Answer, err = said(ctx, over, q, a, speaker)
	}
	return out, err
}

// said leaves of an answer what a speaker is credited with; where that is nothing, the speaker's remarks on what was asked answer.
func said(ctx context.Context, over Answerer, q answer.Question, a *answer.Answer, speaker *corpus.Person) (*answer.Answer, error) {
	if kept := of(a, speaker); kept != nil {
		return kept, nil
	}
	b, err := over.Said(ctx, answer.Said{Speaker: speaker.Name, About: a.Resolved, Articles: q.Articles, Most: mostSaid, Language: q.Language})
	if err != nil {
		return nil, err
	}
	b.Question, b.Resolved = a.Question, a.Resolved
	return b, nil
}

// Person is who is called so: one person of the corpus, or nil.
func Person(c *reading.Corpus, name string) *corpus.Person {
	folded := plain(name)
	for _, p := range c.People {
		if slices.ContainsFunc(p.Variants, func(v string) bool { return plain(v) == folded }) {
			return p
		}
	}
	found := c.Mentions(name)
	if len(found) == 0 || slices.ContainsFunc(found, func(m people.Mention) bool { return m.Person != found[0].Person }) {
		return nil
	}
	return found[0].Person
}

// Speakers are the names of the people whom the articles credit with remarks, in order.
func Speakers(c *reading.Corpus) []string {
	var out []string
	for _, a := range c.Articles {
		for i := range a.Passages {
			for _, r := range a.Passages[i].Remarks {
				if r.Person != nil {
					out = append(out, r.Person.Name)
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Publishers are the names of publishers and agencies, in order.
func Publishers(c *reading.Corpus) []string {
	var out []string
	for _, a := range c.Articles {
		out = append(out, a.Publisher, a.Agency)
	}
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(name string) bool { return name == "" })
}

// Search finds the passages within a scope, as evidence.Searcher does; those that hold no remark of the scope's speaker are
// left out. The error is an *EmptyError when nothing is in the scope.
func Search(ctx context.Context, over *retrieval.Snapshot, query string, s Scope, k int) (retrieval.Evidence, error) {
	articles, err := s.Articles(over.Corpus)
	if err != nil {
		return retrieval.Evidence{}, err
	}
	if s.Speaker == "" {
		return evidence.Searcher{Snapshot: over}.Retrieve(ctx, query, articles, k)
	}
	speaker := Person(over.Corpus, s.Speaker)
	if speaker == nil {
		return retrieval.Evidence{}, &EmptyError{"speaker", s.Speaker}
	}
	const all = 1 << 20
	found, err := over.Retrieve(ctx, query, articles, all)
	if err != nil {
		return retrieval.Evidence{}, err
	}
	found.Hits = slices.DeleteFunc(found.Hits, func(h retrieval.Hit) bool {
		return !slices.ContainsFunc(h.Passage.Remarks, func(r corpus.Remark) bool { return r.Person == speaker })
	})
	if err := evidence.Rank(ctx, over, found); err != nil {
		return retrieval.Evidence{}, err
	}
	found.Hits = found.Hits[:min(k, len(found.Hits))]
	return found, nil
}

func known(d corpus.Date) bool { return d.Precision() != corpus.Unknown }

// end is the last day of a date.
func end(d corpus.Date) time.Time {
	if d.Precision() == corpus.Month {
		return d.Time().AddDate(0, 1, -1)
	}
	return d.Time()
}
