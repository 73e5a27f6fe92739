package libraries

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"readout/bot/store"
	"readout/corpus"
	"readout/corpus/library"
	"readout/corpus/reading"
	"readout/retrieval"
	"readout/retrieval/answer"
	"readout/retrieval/eval"
)

// gate asks the judged questions of the version before and of the candidate.
func gate(ctx context.Context, before, after *index, questions []eval.Question, report *reporter) (GateResult, error) {
	var out GateResult
	report.say(Checking, 0, len(questions))
	for i, q := range questions {
		was, err := before.ask(ctx, q)
		if err != nil {
			return GateResult{}, err
		}
		is, err := after.ask(ctx, q)
		if err != nil {
			return GateResult{}, err
		}
		out.Ran++
		if is.Outcome == Right {
			out.Right++
		}
		switch {
		case is.Outcome < was.Outcome:
			out.Worse = append(out.Worse, WorseQuestion{
				ID: q.ID, Question: q.Text, Before: was.Answer, After: is.Answer, Was: was.Outcome, Is: is.Outcome, Why: is.Why,
			})
		case is.Outcome > was.Outcome:
			out.Better++
		}
		report.say(Checking, i+1, len(questions))
	}
	return out, nil
}

// ask asks a judged question of quotations, which are free and always the same: a model's wording is verified, and not judged here. A
// question asked before is not asked again.
func (x *index) ask(ctx context.Context, q eval.Question) (CheckResult, error) {
	key, err := json.Marshal(q)
	if err != nil {
		return CheckResult{}, fmt.Errorf("judged question %s: %w", q.ID, err)
	}
	judge := x.judging()
	x.mu.Lock()
	known, ok := x.judged[string(key)]
	x.mu.Unlock()
	if ok {
		return known, nil
	}
	out := CheckResult{ID: q.ID, Question: q.Text, Outcome: Right}
	var report eval.Report
	if q.Expected != "" { // else it judges retrieval alone, and has no answer to get worse
		got, err := judge.Answer(ctx, q.Ask())
		if err != nil {
			return CheckResult{}, fmt.Errorf("judged question %s: %w", q.ID, err)
		}
		out.Answer = got.Text()
		report = eval.Score([]eval.Question{q}, map[string]eval.Reply{q.ID: eval.ReplyOf(q.ID, got)}, nil)
	}
	if len(report.Misses) > 0 {
		out.Outcome, out.Why = Missed, report.Misses[0].Reason()
		for _, bad := range []string{eval.MeasureWrong, eval.MeasureLeaked} {
			if m, ok := report.Get(bad); ok && m.Value > 0 {
				out.Outcome = Wrong
			}
		}
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.judged[string(key)] = out
	return out, nil
}

// answers counts the questions that are answered, each surely enough, by quotations.
func (x *index) answers(ctx context.Context, questions []answer.Question, sure func(*answer.Answer) bool) (out OpenResult, err error) {
	for _, q := range questions {
		got, err := x.judging().Answer(ctx, q)
		if err != nil {
			return OpenResult{}, fmt.Errorf("open question: %w", err)
		}
		out.Asked++
		if sure(got) {
			out.Answered++
		}
	}
	return out, nil
}

// judging answers by quotations, which are free and always the same.
func (x *index) judging() *answer.Answerer {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.judge == nil {
		snapshot := &retrieval.Snapshot{Version: x.content, Corpus: x.corpus, Index: x.index, Words: x.words, Embedder: x.embedder, Reader: x.reader}
		x.judge, x.judged = answer.New(func() *retrieval.Snapshot { return snapshot }), map[string]CheckResult{}
	}
	return x.judge
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
	questions, err := readChecks(data)
	if err != nil {
		return nil, fmt.Errorf("checks: %w", err)
	}
	return questions, nil
}

// readChecks reads what writeChecks wrote.
func readChecks(data []byte) ([]eval.Question, error) {
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, nil
	}
	return eval.ReadQuestions(bytes.NewReader(data))
}

// writeChecks writes a question a line. No questions are an empty line: they were removed, the shipped ones do not come back.
func writeChecks(questions []eval.Question) ([]byte, error) {
	var b bytes.Buffer
	for i := range questions {
		line, err := json.Marshal(&questions[i])
		if err != nil {
			return nil, err
		}
		b.Write(line)
		b.WriteByte('\n')
	}
	if b.Len() == 0 {
		return []byte("\n"), nil
	}
	return b.Bytes(), nil
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
	line, err := writeChecks([]eval.Question{q})
	if err == nil {
		_, err = readChecks(line)
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
		data, err := writeChecks(all)
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
			result, err := x.ask(ctx, q)
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

// CheckOf makes an answer a judged question: asked again, what its first sentence says, or the words it cites, must be said; where it
// abstained, nothing may be. The ID follows from the question, so that a question is kept once.
func CheckOf(a *answer.Answer) eval.Question {
	sum := sha256.Sum256([]byte(a.Resolved))
	q := eval.Question{ID: "kept-" + hex.EncodeToString(sum[:6]), Text: a.Resolved, Expected: eval.Abstain}
	if a.Abstention != nil || len(a.Sentences) == 0 {
		return q
	}
	first := a.Sentences[0]
	q.Expected = eval.Answer
	point := []string{first.Text}
	for _, n := range first.Citations {
		c := a.Citations[n-1]
		quote := c.Article.Text(c.Quote)
		point = append(point, quote)
		q.GoldArticles = append(q.GoldArticles, string(c.Article.ID))
		q.GoldSpans = append(q.GoldSpans, quote)
		q.GoldSpanArticles = append(q.GoldSpanArticles, []string{string(c.Article.ID)})
	}
	q.AnswerPoints = [][]string{point}
	return q
}

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
		for _, text := range m.s.o.Suggest(ctx, before.judging(), before.corpus, []corpus.ArticleID{a.ID}) {
			got, err := before.judging().Answer(ctx, answer.Question{Text: text})
			if err != nil {
				return nil, fmt.Errorf("question of %s: %w", a.ID, err)
			}
			if got.Abstention == nil {
				out = append(out, CheckOf(got))
			}
		}
	}
	return out, nil
}
