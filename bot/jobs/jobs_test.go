package jobs_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"readout/bot/bolt"
	"readout/bot/jobs"
	"readout/bot/store"
	"readout/bot/store/storetest"
)

func queue(t testing.TB) (*bolt.Store, *storetest.Clock) {
	t.Helper()
	clock := storetest.NewClock()
	s, err := bolt.Open(t.TempDir(), store.Options{Clock: clock.Now, NoSync: true})
	storetest.Must(t, err)
	t.Cleanup(func() { s.Close() })
	return s, clock
}

// TestOne: a job that fails, or panics, is tried again after a pause that grows, and forgotten once it is done.
func TestOne(t *testing.T) {
	t.Parallel()
	q, clock := queue(t)
	errFull := errors.New("the disk is full")
	tries := 0
	work := map[store.JobKind]jobs.Work{"b": func(_ context.Context, j store.Job) (time.Time, error) {
		if tries++; j.Tries != tries || j.Guild != "7" {
			t.Errorf("try %d is of %+v", tries, j)
		}
		switch tries {
		case 1:
			return time.Time{}, errFull
		case 2:
			panic("a mistake")
		}
		return time.Time{}, nil
	}}
	o := jobs.Options{Clock: clock.Now}
	storetest.Must(t, q.Enqueue(t.Context(), "b", "7", clock.Now()))
	if done, err := jobs.One(t.Context(), q, work, o); !done || !errors.Is(err, errFull) {
		t.Errorf("a job that fails: %v, %v", done, err)
	}
	if done, err := jobs.One(t.Context(), q, work, o); done || err != nil {
		t.Errorf("tried again at once: %v, %v", done, err)
	}
	if h, err := jobs.Look(t.Context(), q, clock.Now()); err != nil || h.Failing != 1 || h.Waiting != 1 || h.Fault != "b: the disk is full" {
		t.Errorf("health %+v, %v", h, err)
	}
	clock.Advance(10 * time.Second)
	if done, err := jobs.One(t.Context(), q, work, o); !done || err == nil || !strings.Contains(err.Error(), "a mistake") {
		t.Errorf("a job that panics: %v, %v", done, err)
	}
	clock.Advance(20 * time.Second)
	if h, err := jobs.Look(t.Context(), q, clock.Now()); err != nil || h.Late.IsZero() {
		t.Errorf("one that is due: %+v, %v", h, err)
	}
	if done, err := jobs.One(t.Context(), q, work, o); !done || err != nil {
		t.Errorf("the third try: %v, %v", done, err)
	}
	if all, err := q.Jobs(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("left: %+v, %v", all, err)
	}
}

// TestRunEnds: a job that is broken off by the end of the program is begun by the next one, at once.
func TestRunEnds(t *testing.T) {
	t.Parallel()
	q, clock := queue(t)
	storetest.Must(t, q.Enqueue(t.Context(), "b", "", clock.Now()))
	ctx, stop := context.WithCancel(t.Context())
	var done atomic.Bool
	jobs.Run(ctx, q, map[store.JobKind]jobs.Work{"b": func(ctx context.Context, _ store.Job) (time.Time, error) {
		stop()
		<-ctx.Done()
		return time.Time{}, ctx.Err()
	}}, jobs.Options{Clock: clock.Now, Look: time.Millisecond})
	ctx, stop = context.WithCancel(t.Context())
	jobs.Run(ctx, q, map[store.JobKind]jobs.Work{"b": func(context.Context, store.Job) (time.Time, error) {
		done.Store(true)
		stop()
		return clock.Now().Add(time.Hour), nil
	}}, jobs.Options{Clock: clock.Now, Look: time.Millisecond})
	all, err := q.Jobs(t.Context())
	if err != nil || !done.Load() || len(all) != 1 || !all[0].Due.Equal(clock.Now().Add(time.Hour)) {
		t.Errorf("done %v, waiting %+v, %v", done.Load(), all, err)
	}
}

func TestBackoff(t *testing.T) {
	t.Parallel()
	for tries, want := range map[int]time.Duration{0: 10 * time.Second, 1: 10 * time.Second, 2: 20 * time.Second, 5: 160 * time.Second,
		13: 6 * time.Hour, 1000: 6 * time.Hour} {
		for range 100 {
			if got := jobs.Backoff(tries); got < want/2 || got > want {
				t.Errorf("after %d tries: %v, want about %v", tries, got, want)
			}
		}
	}
}
