// Package news tells what became new between two versions of a library: which articles were added, with a sentence of each, and how the
// answers to the questions that are asked most have changed. Every sentence is one of an answer from the later version, with its citations;
// nothing is said of the earlier one but that it answered, or did not.
package news

import (
	"context"
	"fmt"
	"slices"
	"time"

	"readout/corpus"
	"readout/corpus/reading"
	"readout/retrieval"
	"readout/retrieval/answer"
)

// Week is how far what is new goes back where nobody says otherwise.
const Week = 7 * 24 * time.Hour

// How much is told of: articles with a sentence each, questions that are asked of both versions, and sentences of a changed answer.
const (
	MostArticles  = 8
	MostQuestions = 6
	mostFresh     = 2
)

// Report is what became new between two versions.
type Report struct {
	Since, Now string            // the versions, as answers state them
	Added      []Addition        // the one published last first
	Changed    []*corpus.Article // whose text is another
	Removed    []*corpus.Article // as they were
	Answers    []Change          // in the order of the questions
	Citations  []answer.Citation // of all sentences, numbered from 1
}

// Addition is an article that was added.
type Addition struct {
	Article *corpus.Article
	Copy    *corpus.Article  // an article that it is one report with, and that was there or is told of before; nil for none
	Says    *answer.Sentence // what it dwells on; nil where that is told of a copy, or there are too many
}

// Change is how the answer to a question has changed.
type Change struct {
	Question    Asked
	Before, Now *answer.Answer
	Fresh       []answer.Sentence // that were no part of the answer before; none where the articles answer no more
}

// Answered reports whether the question was not answered before.
func (c Change) Answered() bool { return c.Before.Abstention != nil && c.Now.Abstention == nil }

// Lost reports whether the question is answered no more.
func (c Change) Lost() bool { return c.Now.Abstention != nil }

// Empty reports whether nothing is new.
func (r *Report) Empty() bool {
	return len(r.Added)+len(r.Changed)+len(r.Removed)+len(r.Answers) == 0
}

// Between tells what is new in the later of two versions of a library; asked are the questions to compare the answers to.
func Between(ctx context.Context, before, after *retrieval.Snapshot, asked []Asked) (*Report, error) {
	r := &Report{Since: before.Version, Now: after.Version}
	if before.Version == after.Version {
		return r, nil
	}
	then, now := answererOf(before), answererOf(after)
	r.articles(before.Corpus, after.Corpus)
	if err := r.dwellOn(ctx, now); err != nil {
		return nil, fmt.Errorf("what is new since %s: %w", before.Version, err)
	}
	for _, q := range asked[:min(len(asked), MostQuestions)] {
		if err := r.compare(ctx, then, now, q); err != nil {
			return nil, fmt.Errorf("what is new since %s: %w", before.Version, err)
		}
	}
	return r, nil
}

func answererOf(s *retrieval.Snapshot) *answer.Answerer {
	return answer.New(func() *retrieval.Snapshot { return s })
}

// articles finds which articles came, changed and went.
func (r *Report) articles(before, after *reading.Corpus) {
	for _, a := range after.Articles {
		was := before.Article(a.ID)
		switch {
		case was == nil:
			r.Added = append(r.Added, Addition{Article: a, Copy: copyOf(a, before, after)})
		case !slices.Equal(textOf(was), textOf(a)):
			r.Changed = append(r.Changed, a)
		}
	}
	for _, a := range before.Articles {
		if after.Article(a.ID) == nil {
			r.Removed = append(r.Removed, a)
		}
	}
	slices.SortStableFunc(r.Added, func(a, b Addition) int { return b.Article.Published.Time().Compare(a.Article.Published.Time()) })
	for i := range r.Added {
		for j := range i {
			if sameReport(r.Added[i].Article, r.Added[j].Article) && r.Added[i].Copy == nil {
				r.Added[i].Copy = r.Added[j].Article
			}
		}
	}
}

// copyOf is an article that was there before and is one report with the new one; nil for none.
func copyOf(added *corpus.Article, before, after *reading.Corpus) *corpus.Article {
	at := slices.IndexFunc(after.Articles, func(a *corpus.Article) bool { return sameReport(a, added) && before.Article(a.ID) != nil })
	if at < 0 {
		return nil
	}
	return after.Articles[at]
}

func sameReport(a, b *corpus.Article) bool { return a.Report != "" && a.Report == b.Report }

// textOf is what an article reports, without the facts at its head.
func textOf(a *corpus.Article) (out []string) {
	for _, p := range a.Passages {
		if p.Paragraph > 0 {
			out = append(out, p.Text)
		}
	}
	return out
}

// dwellOn finds what each of the first articles dwells on: the first sentence of its summary.
func (r *Report) dwellOn(ctx context.Context, now *answer.Answerer) error {
	told := 0
	for i := range r.Added {
		if r.Added[i].Copy != nil || told == MostArticles {
			continue
		}
		told++
		a, err := now.Overview(ctx, answer.Overview{Articles: []corpus.ArticleID{r.Added[i].Article.ID}})
		if err != nil {
			return err
		}
		says := slices.DeleteFunc(slices.Clone(a.Sentences), func(s answer.Sentence) bool { return s.Introduces })
		if len(says) > 0 {
			r.Added[i].Says = new(r.cite(says[0], a.Citations))
		}
	}
	return nil
}

// compare asks a question of both versions.
func (r *Report) compare(ctx context.Context, then, now *answer.Answerer, q Asked) error {
	c := Change{Question: q}
	var err error
	if c.Before, err = then.Answer(ctx, answer.Question{Text: q.Text}); err != nil {
		return err
	}
	if c.Now, err = now.Answer(ctx, answer.Question{Text: q.Text}); err != nil {
		return err
	}
	if c.Now.Abstention != nil {
		if c.Before.Abstention == nil {
			r.Answers = append(r.Answers, c)
		}
		return nil
	}
	said := map[string]bool{}
	for _, s := range c.Before.Sentences {
		said[s.Text] = true
	}
	for _, s := range c.Now.Sentences {
		if !said[s.Text] && !s.Introduces && len(c.Fresh) < mostFresh {
			c.Fresh = append(c.Fresh, r.cite(s, c.Now.Citations))
		}
	}
	if len(c.Fresh) > 0 { // another order, or a sentence less, is no news
		r.Answers = append(r.Answers, c)
	}
	return nil
}

// cite is a sentence with its citations numbered as those of the report.
func (r *Report) cite(s answer.Sentence, from []answer.Citation) answer.Sentence {
	var numbers []int
	for _, n := range s.Citations {
		at := slices.IndexFunc(from, func(c answer.Citation) bool { return c.N == n })
		if at < 0 {
			continue
		}
		c := from[at]
		known := slices.IndexFunc(r.Citations, func(k answer.Citation) bool { return k.Passage.ID == c.Passage.ID && k.Quote == c.Quote })
		if known < 0 {
			c.N = len(r.Citations) + 1
			r.Citations = append(r.Citations, c)
			known = len(r.Citations) - 1
		}
		numbers = append(numbers, r.Citations[known].N)
	}
	s.Citations = numbers
	return s
}
