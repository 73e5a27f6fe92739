package libraries

import (
	"context"
	"fmt"
	"slices"

	"readout/bot/libraries/judging"
	"readout/bot/store"
	"readout/corpus"
	"readout/corpus/library"
	"readout/corpus/reading"
	"readout/retrieval"
	"readout/retrieval/answer"
	"readout/retrieval/eval"
)

// judge asks questions of the articles by quotations, each once.
func (x *index) judge() *judging.Judge {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.judging == nil {
		x.judging = judging.New(&retrieval.Snapshot{
			Version: x.content, Corpus: x.corpus, Index: x.index, Words: x.words, Embedder: x.embedder, Reader: x.reader,
		})
	}
	return x.judging
}

// applying are the questions that are about some articles: those of which an article that they are judged by is there, and of the shipped
// ones that no article answers, those beside which a shipped article is there.
func (s *Libraries) applying(questions []eval.Question, articles func(corpus.ArticleID) bool) (out []eval.Question) {
	shipped := map[string]string{}
	for _, q := range s.o.Checks {
		shipped[q.ID] = q.Text
	}
	begun := slices.ContainsFunc(s.o.Shipped.Corpus.Articles, func(a *corpus.Article) bool { return articles(a.ID) })
	for _, q := range questions {
		applies := slices.ContainsFunc(q.GoldArticles, func(id string) bool { return articles(corpus.ArticleID(id)) })
		if len(q.GoldArticles) == 0 {
			text, ok := shipped[q.ID]
			applies = begun || !ok || text != q.Text
		}
		if applies {
			out = append(out, q)
		}
	}
	return out
}

// anyOf reports of an article whether one of the corpora holds it.
func anyOf(all ...*reading.Corpus) func(corpus.ArticleID) bool {
	return func(id corpus.ArticleID) bool {
		return slices.ContainsFunc(all, func(c *reading.Corpus) bool { return c.Article(id) != nil })
	}
}

// questions are the judged questions of a library, whether or not their articles are there. c may be nil.
func (s *Libraries) questions(c *community) ([]eval.Question, error) {
	if c == nil {
		return s.o.Checks, nil
	}
	data, err := c.library.Checks()
	if err != nil {
		return nil, err
	}
	if data == nil {
		return s.o.Checks, nil
	}
	questions, err := judging.Read(data)
	if err != nil {
		return nil, fmt.Errorf("checks: %w", err)
	}
	return questions, nil
}

// Checks are the judged questions of a server on its present articles: those on the shipped ones until it changes them.
func (s *Libraries) Checks(ctx context.Context, g store.GuildID) (out []eval.Question, err error) {
	if g == "" {
		return slices.Clone(s.o.Checks), nil
	}
	err = s.with(ctx, g, false, func(c *community) error {
		questions, err := s.questions(c)
		m := s.present(c)
		out = s.applying(questions, func(id corpus.ArticleID) bool {
			return slices.ContainsFunc(m.Articles, func(e library.Entry) bool { return e.ID == id })
		})
		return err
	})
	return out, err
}

// AddCheck adds a judged question; ErrExists when its ID is taken, ErrInput when it judges nothing.
func (s *Libraries) AddCheck(ctx context.Context, g store.GuildID, q eval.Question) error {
	line, err := judging.Write([]eval.Question{q})
	if err == nil {
		_, err = judging.Read(line)
	}
	if err != nil {
		return fmt.Errorf("add a check: %w: %w", ErrInput, err)
	}
	return s.changeChecks(ctx, g, func(all []eval.Question) ([]eval.Question, error) {
		if slices.ContainsFunc(all, func(o eval.Question) bool { return o.ID == q.ID }) {
			return nil, fmt.Errorf("check %q: %w", q.ID, ErrExists)
		}
		return append(all, q), nil
	})
}

// RemoveCheck removes the judged question with the ID; ErrNotFound.
func (s *Libraries) RemoveCheck(ctx context.Context, g store.GuildID, id string) error {
	return s.changeChecks(ctx, g, func(all []eval.Question) ([]eval.Question, error) {
		rest := slices.DeleteFunc(all, func(o eval.Question) bool { return o.ID == id })
		if len(rest) == len(all) {
			return nil, fmt.Errorf("check %q: %w", id, ErrNotFound)
		}
		return rest, nil
	})
}

func (s *Libraries) changeChecks(ctx context.Context, g store.GuildID, change func([]eval.Question) ([]eval.Question, error)) error {
	return s.with(ctx, g, true, func(c *community) error {
		done, err := c.changingChecks(ctx)
		if err != nil {
			return err
		}
		defer done()
		all, err := s.questions(c)
		if err != nil {
			return err
		}
		if all, err = change(slices.Clone(all)); err != nil {
			return err
		}
		data, err := judging.Write(all)
		if err != nil {
			return err
		}
		return c.library.SetChecks(ctx, data)
	})
}

// RunChecks asks the judged questions of the present version, in their order.
func (s *Libraries) RunChecks(ctx context.Context, g store.GuildID, progress func(Progress)) (out []CheckResult, err error) {
	report := newReporter(progress)
	defer report.close()
	err = s.with(ctx, g, false, func(c *community) error {
		_, x, err := s.presentIndex(ctx, c)
		if err != nil {
			return err
		}
		questions, err := s.questions(c)
		if err != nil {
			return err
		}
		questions = s.applying(questions, anyOf(x.corpus))
		report.say(Checking, 0, len(questions))
		for i, q := range questions {
			result, err := x.judge().Ask(ctx, q)
			if err != nil {
				return err
			}
			out = append(out, result)
			report.say(Checking, i+1, len(questions))
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("run the checks: %w", err)
	}
	return out, nil
}

// CheckOf makes an answer a judged question, which AddCheck takes.
func CheckOf(a *answer.Answer) eval.Question { return judging.Of(a) }

// mostOwn is of how many of a server's articles questions are made for the gate.
const mostOwn = 5

// ownChecks are judged questions of a server's own articles that a change leaves as they are: what they answer before it they are to answer
// after it. So a server is warned of what its change makes worse though it has kept no question, and though no shipped article is left.
func (m *maker) ownChecks(ctx context.Context, before, after *index) (out []eval.Question, err error) {
	own := slices.DeleteFunc(slices.Clone(before.corpus.Articles), func(a *corpus.Article) bool {
		left := after.corpus.Article(a.ID)
		return m.s.o.Suggest == nil || m.s.o.Shipped.Corpus.Article(a.ID) != nil || left == nil || left.Body != a.Body
	})
	for _, a := range own[:min(len(own), mostOwn)] {
		for _, text := range m.s.o.Suggest(ctx, before.judge().Answerer(), before.corpus, []corpus.ArticleID{a.ID}) {
			got, err := before.judge().Answerer().Answer(ctx, answer.Question{Text: text})
			if err != nil {
				return nil, fmt.Errorf("question of %s: %w", a.ID, err)
			}
			if got.Abstention == nil {
				out = append(out, judging.Of(got))
			}
		}
	}
	return out, nil
}
