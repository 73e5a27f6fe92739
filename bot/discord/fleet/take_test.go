package fleet

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"readout/bot/store"
)

// slowTasks is a store of tasks in memory that takes its time, and whose replies can be lost.
type slowTasks struct {
	Store // what these tests do not come to

	mu       sync.Mutex
	takes    time.Duration
	lost     int // replies, from now on
	steps    int
	holder   map[string]string
	finished []string
}

func (s *slowTasks) TakeTasks(ctx context.Context, tasks []store.Task, holder string, _ time.Duration, most int) ([]store.Taken, error) {
	s.mu.Lock()
	takes := s.takes
	s.steps++
	s.mu.Unlock()
	select {
	case <-time.After(takes):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []store.Taken
	for _, t := range tasks {
		taken := store.Taken{Claim: store.Claim{Task: t, Fence: 1}}
		switch by, ok := s.holder[t.ID]; {
		case ok && by != holder:
			taken.Err = store.ErrTaken
		case !ok && len(s.holder) >= most:
			taken.Err = store.ErrFull
		default:
			s.holder[t.ID] = holder
		}
		out = append(out, taken)
	}
	if s.lost > 0 {
		s.lost--
		return nil, errors.New("no reply")
	}
	return out, nil
}

func (s *slowTasks) FinishTask(_ context.Context, f store.Fenced) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.finished = append(s.finished, f.ID)
	return nil
}

func slowly(takes time.Duration) (*slowTasks, *Fleet) {
	s := &slowTasks{takes: takes, holder: map[string]string{}}
	return s, New(s, slog.New(slog.DiscardHandler), Timing{})
}

// TestCrowdIsTakenTogether has a hundred tasks come while one is noted, which lasts longer than Discord waits: none waits longer than it
// may, and all are noted in a second step.
func TestCrowdIsTakenTogether(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, f := slowly(1500 * time.Millisecond)
		began := time.Now()
		var all sync.WaitGroup
		for i := range 101 {
			all.Go(func() {
				c, err := f.Take(t.Context(), store.Task{ID: fmt.Sprint(i)}, 1000)
				if took := time.Since(began); c == nil || err != nil || took != f.timing.Ask {
					t.Errorf("%v, %v after %s", c, err, took)
					return
				}
				if c, err = c.Settle(); err != nil || c.Fence != 1 {
					t.Errorf("%+v, %v", c, err)
				}
				c.Finish(t.Context())
			})
			if i == 0 {
				synctest.Wait() // until it is being noted
			}
		}
		all.Wait()
		if took := time.Since(began); took > 3*time.Second || s.steps != 2 || len(s.finished) != 101 || f.held.Load() != 0 {
			t.Errorf("%d steps in %s, %d finished, %d held", s.steps, took, len(s.finished), f.held.Load())
		}
	})
}

// TestTake tells of each task what became of it, also where a reply was lost or the store is away.
func TestTake(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		store  func(*slowTasks)
		claims bool
		err    error
		takes  time.Duration // until it is known
	}{
		"taken":                  {func(*slowTasks) {}, true, nil, 0},
		"of another":             {func(s *slowTasks) { s.holder["1"] = "another" }, false, ErrTaken, 0},
		"full":                   {func(s *slowTasks) { s.holder["8"], s.holder["9"] = "another", "another" }, false, store.ErrFull, 0},
		"its reply was lost":     {func(s *slowTasks) { s.lost = 2 }, true, nil, 600 * time.Millisecond},
		"known late":             {func(s *slowTasks) { s.takes = 2 * time.Second }, true, nil, 2 * time.Second},
		"of another, known late": {func(s *slowTasks) { s.holder["1"], s.takes = "another", 2*time.Second }, false, ErrTaken, 2 * time.Second},
		"the store is away":      {func(s *slowTasks) { s.takes = time.Hour }, false, nil, 5 * time.Second},
		"no reply at all":        {func(s *slowTasks) { s.lost = 1000 }, false, nil, 5100 * time.Millisecond},
	} {
		synctest.Test(t, func(t *testing.T) {
			s, f := slowly(0)
			test.store(s)
			began := time.Now()
			c, err := f.Take(t.Context(), store.Task{ID: "1"}, 2)
			if took := time.Since(began); took > f.timing.Ask {
				t.Errorf("%s: waited %s", name, took)
			}
			if err == nil {
				c, err = c.Settle()
			}
			if took := time.Since(began); (c != nil) != test.claims || !errors.Is(err, test.err) || took > test.takes {
				t.Errorf("%s: %v, %v after %s", name, c, err, took)
			}
			c.Finish(t.Context())
			if finished := len(s.finished); (finished == 1) != test.claims || f.held.Load() != 0 {
				t.Errorf("%s: %d finished, %d held", name, finished, f.held.Load())
			}
		})
	}
}

// TestFinishedBeforeItIsNoted ends a task that nobody has waited for: it is ended once it is noted.
func TestFinishedBeforeItIsNoted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, f := slowly(2 * time.Second)
		c, err := f.Take(t.Context(), store.Task{ID: "1"}, 2)
		if err != nil {
			t.Fatal(err)
		}
		c.Finish(t.Context())
		if len(s.finished) != 1 || f.held.Load() != 0 {
			t.Errorf("%d finished, %d held", len(s.finished), f.held.Load())
		}
	})
}
