package postgres_test

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"readout/bot/postgres"
	"readout/bot/store"
)

func TestLease(t *testing.T) {
	t.Parallel()
	if !installed(t) {
		return
	}
	s, err := postgres.Open(t.Context(), server.Database(t), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ctx := t.Context()
	take := func(holder string, d time.Duration) (int64, bool) {
		t.Helper()
		fence, ok, err := s.Take(ctx, "gateway", holder, d)
		if err != nil {
			t.Fatal(err)
		}
		return fence, ok
	}
	first, ok := take("a", time.Hour)
	if !ok {
		t.Fatal("nobody had it, and it was not given")
	}
	if _, ok := take("b", time.Hour); ok {
		t.Error("two have it")
	}
	if again, ok := take("a", time.Hour); !ok || again != first {
		t.Errorf("its holder's again: %d, %v, was %d", again, ok, first)
	}
	if err := s.Renew(ctx, "gateway", "a", first, time.Hour); err != nil {
		t.Error(err)
	}
	if err := s.Release(ctx, "gateway", "a", first); err != nil {
		t.Error(err)
	}
	if err := s.Renew(ctx, "gateway", "a", first, time.Hour); !errors.Is(err, postgres.ErrLost) {
		t.Errorf("renewed what was given back: %v", err)
	}
	second, ok := take("b", time.Hour)
	if !ok || second <= first {
		t.Errorf("the next has fence %d, %v, after %d", second, ok, first)
	}
	// Who had it before changes nothing of it any more.
	if err := errors.Join(s.Release(ctx, "gateway", "a", first), s.Release(ctx, "gateway", "b", first)); err != nil {
		t.Error(err)
	}
	if err := s.Renew(ctx, "gateway", "b", second, time.Hour); err != nil {
		t.Errorf("lost by another's doing: %v", err)
	}
	if _, ok, err := s.Take(ctx, "another", "c", time.Hour); !ok || err != nil {
		t.Errorf("a lease of another name: %v, %v", ok, err)
	}
}

// Of many who want a lease that has run out, one gets it.
func TestLeaseGoesToOne(t *testing.T) {
	t.Parallel()
	if !installed(t) {
		return
	}
	s, err := postgres.Open(t.Context(), server.Database(t), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for round := range 5 {
		name := fmt.Sprint("lease ", round)
		if _, ok, err := s.Take(t.Context(), name, "dead", 0); !ok || err != nil {
			t.Fatal(ok, err)
		}
		var got atomic.Int64
		var wg sync.WaitGroup
		for i := range 20 {
			wg.Go(func() {
				fence, ok, err := s.Take(t.Context(), name, fmt.Sprint(i), time.Hour)
				if err != nil || ok && fence != 2 {
					t.Error(fence, err)
				}
				if ok {
					got.Add(1)
				}
			})
		}
		wg.Wait()
		if got.Load() != 1 {
			t.Errorf("%d got it", got.Load())
		}
	}
}
