package serve

import (
	"context"
	"fmt"
	"hash/fnv"
	"sync"
	"testing"

	"readout/bot/edition"
	"readout/bot/edition/editiontest"
	"readout/corpus"
	"readout/retrieval/answer"
)

// quickly is an edition of the harbour that answers what is asked with what it answered to something of the same kind before: for tests
// of the doors, whatever is asked of them.
func quickly(t testing.TB) *edition.Edition {
	e := *editiontest.Harbour(t)
	e.Answers = &quick{Answerer: e.Answers, known: map[string]any{}}
	return &e
}

type quick struct {
	edition.Answerer
	mu    sync.Mutex
	known map[string]any
}

// once is what a call of this kind gave before, or gives now. The text puts it into one of a few kinds; an empty one is a kind of its own.
func once[T any](q *quick, text, kind string, call func() (T, error)) (T, error) {
	const kinds = 3
	if text != "" {
		h := fnv.New32a()
		_, _ = h.Write([]byte(text))
		kind += fmt.Sprint(" ", h.Sum32()%kinds)
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if known, ok := q.known[kind]; ok {
		return known.(T), nil
	}
	out, err := call()
	if err == nil {
		q.known[kind] = out
	}
	return out, err
}

func (q *quick) Answer(ctx context.Context, a answer.Question) (*answer.Answer, error) {
	return once(q, a.Text, fmt.Sprint("answer", a.Articles, len(a.Prior) > 0, a.Whole), func() (*answer.Answer, error) { return q.Answerer.Answer(ctx, a) })
}

func (q *quick) Said(ctx context.Context, o answer.Said) (*answer.Answer, error) {
	return once(q, o.About, fmt.Sprint("said", o.Speaker, o.Articles), func() (*answer.Answer, error) { return q.Answerer.Said(ctx, o) })
}

func (q *quick) Overview(ctx context.Context, o answer.Overview) (*answer.Answer, error) {
	return once(q, o.Topic, fmt.Sprint("overview", o.Articles, o.Long), func() (*answer.Answer, error) { return q.Answerer.Overview(ctx, o) })
}

func (q *quick) Timeline(ctx context.Context, articles []corpus.ArticleID) (*answer.Timeline, error) {
	return once(q, "", fmt.Sprint("timeline", articles), func() (*answer.Timeline, error) { return q.Answerer.Timeline(ctx, articles) })
}
