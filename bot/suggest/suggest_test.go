package suggest_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"readout/bot/edition/editiontest"
	"readout/bot/suggest"
	"readout/corpus"
	"readout/corpus/reading"
	"readout/retrieval/answer"
)

// TestAfter: what is offered is answered, surely, and asks nothing that was asked or told before.
func TestAfter(t *testing.T) {
	t.Parallel()
	e := editiontest.Harbour(t)
	c := e.Snapshot.Corpus
	for _, q := range []string{"How long did the talks last?", "What did Aksel Brandt say about the electric ferries?", "Who pays for the harbour party?", ""} {
		var before *answer.Answer
		if q != "" {
			var err error
			if before, err = e.Answers.Answer(t.Context(), answer.Question{Text: q}); err != nil {
				t.Fatal(err)
			}
		}
		turns := []answer.Turn{{Role: answer.User, Content: "What did Lindqvist say about the night route?"}}
		offered := suggest.After(t.Context(), e.Answers, c, before, turns, nil, suggest.Options{Within: time.Minute})
		if len(offered) == 0 || len(offered) > 3 {
			t.Errorf("after %q: %q", q, offered)
		}
		for _, o := range offered {
			got, err := e.Answers.Answer(t.Context(), answer.Question{Text: o})
			if err != nil || got.Abstention != nil || got.Confidence < 0.6 {
				t.Errorf("after %q, %q is offered and answered with %+v, %v", q, o, got, err)
			}
			if strings.Contains(o, "night route") || q != "" && o == q {
				t.Errorf("after %q, %q is offered, and was asked before", q, o)
			}
		}
		sorted := slices.Sorted(slices.Values(offered))
		if len(slices.Compact(sorted)) != len(offered) {
			t.Errorf("after %q, something is offered twice: %q", q, offered)
		}
	}
}

// TestAfterWithin: only the articles that may be asked are.
func TestAfterWithin(t *testing.T) {
	t.Parallel()
	e := editiontest.Harbour(t)
	only := []corpus.ArticleID{"hostile"}
	for _, o := range suggest.After(t.Context(), e.Answers, e.Snapshot.Corpus, nil, nil, only, suggest.Options{Within: time.Minute}) {
		if !strings.Contains(o, "Dahl") {
			t.Errorf("%q is not of that article", o)
		}
	}
}

// counting answers what it is told to, and counts.
type counting struct {
	asked  int
	answer func(ctx context.Context) (*answer.Answer, error)
}

func (c *counting) Answer(ctx context.Context, _ answer.Question) (*answer.Answer, error) {
	c.asked++
	return c.answer(ctx)
}

// TestNothingOffered: what is not answered, or fails, is not offered, and is not asked for ever.
func TestNothingOffered(t *testing.T) {
	t.Parallel()
	c := editiontest.Harbour(t).Snapshot.Corpus
	for name, tt := range map[string]struct {
		answer func(ctx context.Context) (*answer.Answer, error)
		most   int
		within time.Duration
	}{
		"silent": {func(context.Context) (*answer.Answer, error) {
			return &answer.Answer{Abstention: &answer.Abstention{}}, nil
		}, 2, time.Minute},
		"unsure":     {func(context.Context) (*answer.Answer, error) { return &answer.Answer{Confidence: 0.59}, nil }, 2, time.Minute},
		"elsewhere":  {func(context.Context) (*answer.Answer, error) { return &answer.Answer{Confidence: 1}, nil }, 2, time.Minute},
		"out of use": {func(context.Context) (*answer.Answer, error) { return nil, errors.New("down") }, 1, time.Minute},
		"slow":       {func(ctx context.Context) (*answer.Answer, error) { <-ctx.Done(); return nil, ctx.Err() }, 1, time.Second},
	} {
		over := &counting{answer: tt.answer}
		if got := suggest.After(t.Context(), over, c, nil, nil, nil, suggest.Options{Tried: 2, Within: tt.within}); len(got) != 0 || over.asked > tt.most || over.asked == 0 {
			t.Errorf("%s: offered %q after %d asked", name, got, over.asked)
		}
	}
	none, err := reading.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := suggest.After(t.Context(), &counting{}, none, nil, nil, nil, suggest.Options{}); got != nil {
		t.Errorf("without articles: %q", got)
	}
}
