// Package judging asks judged questions of the articles of a library, and compares two of its versions by the answers. The questions are
// asked of quotations, which are free and always the same: a model's wording is verified, and not judged here.
package judging

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"sync"

	"readout/retrieval"
	"readout/retrieval/answer"
	"readout/retrieval/eval"
)

// Open is how many of the questions that wait for an answer a candidate answers.
type Open struct{ Asked, Answered int }

// String tells moderators of it, in English.
func (o Open) String() string {
	questions := "questions"
	if o.Asked == 1 {
		questions = "question"
	}
	return fmt.Sprintf("It answers %d of the %d %s that members wait for; they are told when it is published.", o.Answered, o.Asked, questions)
}

// Outcome is how well a judged question was answered.
type Outcome int

// The outcomes, from worst to best.
const (
	Wrong  Outcome = iota // what must not be said was said
	Missed                // no answer where there is one, half of one, or one where there is none
	Right
)

func (o Outcome) String() string { return [...]string{"wrong", "missed", "right"}[o] }

// Comparison is how the judged questions are answered from a candidate, against the version before it.
type Comparison struct {
	Ran    int
	Right  int     // of the candidate
	Worse  []Worse // in the order of the questions
	Better int
}

// Worse is a judged question whose answer gets worse.
type Worse struct {
	ID            string
	Question      string
	Before, After string // the answers; "" for none
	Was, Is       Outcome
	Why           string // what is wrong with After: `lacks "..."`
}

// Result is how one judged question is answered.
type Result struct {
	ID       string
	Question string
	Answer   string // "" for none
	Outcome  Outcome
	Why      string // what is wrong with the answer; "" when it is right
}

// Judge asks questions of the articles of one snapshot. A judged question is asked once. Any number of goroutines may use it.
type Judge struct {
	answerer *answer.Answerer

	mu    sync.Mutex
	known map[string]Result // by the question as JSON; guarded by mu
}

// New is a judge of the articles of a snapshot.
func New(snapshot *retrieval.Snapshot) *Judge {
	return &Judge{answerer: answer.New(func() *retrieval.Snapshot { return snapshot }), known: map[string]Result{}}
}

// Answerer is what answers by quotations.
func (j *Judge) Answerer() *answer.Answerer { return j.answerer }

// Ask asks a judged question.
func (j *Judge) Ask(ctx context.Context, q eval.Question) (Result, error) {
	key, err := json.Marshal(q)
	if err != nil {
		return Result{}, fmt.Errorf("judged question %s: %w", q.ID, err)
	}
	j.mu.Lock()
	known, ok := j.known[string(key)]
	j.mu.Unlock()
	if ok {
		return known, nil
	}
	out := Result{ID: q.ID, Question: q.Text, Outcome: Right}
	var report eval.Report
	if q.Expected != "" { // else it judges retrieval alone, and has no answer to get worse
		got, err := j.answerer.Answer(ctx, q.Ask())
		if err != nil {
			return Result{}, fmt.Errorf("judged question %s: %w", q.ID, err)
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
	j.mu.Lock()
	defer j.mu.Unlock()
	j.known[string(key)] = out
	return out, nil
}

// Count counts the questions that are answered, each surely enough.
func (j *Judge) Count(ctx context.Context, questions []answer.Question, sure func(*answer.Answer) bool) (out Open, err error) {
	for _, q := range questions {
		got, err := j.answerer.Answer(ctx, q)
		if err != nil {
			return Open{}, fmt.Errorf("open question: %w", err)
		}
		out.Asked++
		if sure(got) {
			out.Answered++
		}
	}
	return out, nil
}

// Compare asks judged questions of a version and of one that would follow it, and calls asked before the first and after each.
func Compare(
	ctx context.Context, before, after *Judge, questions []eval.Question, asked func(done, total int),
) (out Comparison, err error) {
	asked(0, len(questions))
	for i, q := range questions {
		was, err := before.Ask(ctx, q)
		if err != nil {
			return Comparison{}, err
		}
		is, err := after.Ask(ctx, q)
		if err != nil {
			return Comparison{}, err
		}
		out.Ran++
		if is.Outcome == Right {
			out.Right++
		}
		switch {
		case is.Outcome < was.Outcome:
			out.Worse = append(out.Worse, Worse{
				ID: q.ID, Question: q.Text, Before: was.Answer, After: is.Answer, Was: was.Outcome, Is: is.Outcome, Why: is.Why,
			})
		case is.Outcome > was.Outcome:
			out.Better++
		}
		asked(i+1, len(questions))
	}
	return out, nil
}

// Read reads what Write wrote.
func Read(data []byte) ([]eval.Question, error) {
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, nil
	}
	return eval.ReadQuestions(bytes.NewReader(data))
}

// Write writes a question a line. No questions are an empty line: they were removed, and others do not come in their place.
func Write(questions []eval.Question) ([]byte, error) {
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

// Of makes an answer a judged question: asked again, what its first sentence says, or the words it cites, must be said; where it
// abstained, nothing may be. The ID follows from the question, so that a question is kept once.
func Of(a *answer.Answer) eval.Question {
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
