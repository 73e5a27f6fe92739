package lanes

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// TestTurns has one lane come with much before others come with little: they are served in between.
func TestTurns(t *testing.T) {
	t.Parallel()
	l := New(1)
	leave, err := l.Enter(t.Context(), "first")
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var served []string
	var all sync.WaitGroup
	for n, lane := range []string{"a", "a", "a", "b", "b", "c"} {
		all.Go(func() {
			leave, err := l.Enter(t.Context(), lane)
			if err != nil {
				t.Error(err)
				return
			}
			mu.Lock()
			served = append(served, lane)
			mu.Unlock()
			leave()
			leave()
		})
		for waiting := 0; waiting != n+1; { // they come one after another
			l.mu.Lock()
			waiting = len(l.waiting)
			l.mu.Unlock()
		}
	}
	leave()
	all.Wait()
	if want := []string{"a", "b", "c", "a", "b", "a"}; !slices.Equal(served, want) {
		t.Errorf("served %q, want %q", served, want)
	}
	if l.free != 1 || len(l.busy)+len(l.last)+len(l.waiting) > 0 {
		t.Errorf("left: %+v", l)
	}
}

// TestOneLaneStandsStill has a lane that does not go on, with more behind it: the others go on.
func TestOneLaneStandsStill(t *testing.T) {
	t.Parallel()
	l := New(2)
	leave, err := l.Enter(t.Context(), "slow")
	if err != nil {
		t.Fatal(err)
	}
	defer leave()
	giving, giveUp := context.WithCancel(t.Context())
	gaveUp := make(chan error)
	go func() {
		_, err := l.Enter(giving, "slow")
		gaveUp <- err
	}()
	for i := range 3 {
		quick, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		leave, err := l.Enter(quick, fmt.Sprint(i))
		cancel()
		if err != nil {
			t.Fatal(err)
		}
		leave()
	}
	giveUp()
	if err := <-gaveUp; !errors.Is(err, context.Canceled) {
		t.Errorf("waited for a lane that stands still: %v", err)
	}
	if _, err := l.Enter(giving, "other"); !errors.Is(err, context.Canceled) {
		t.Errorf("entered though given up: %v", err)
	}
}

// TestMany enters from everywhere, giving up at times: no more are inside than may be, and one of each lane.
func TestMany(t *testing.T) {
	t.Parallel()
	l := New(3)
	var inside atomic.Int64
	var lanes [5]atomic.Int64
	var all sync.WaitGroup
	for n := range 200 {
		all.Go(func() {
			ctx, cancel := context.WithTimeout(t.Context(), time.Duration(n)*time.Millisecond)
			defer cancel()
			leave, err := l.Enter(ctx, fmt.Sprint(n%5))
			if err != nil {
				return
			}
			if inside.Add(1) > 3 || lanes[n%5].Add(1) > 1 {
				t.Error("too many inside")
			}
			time.Sleep(time.Millisecond)
			inside.Add(-1)
			lanes[n%5].Add(-1)
			leave()
		})
	}
	all.Wait()
	if l.free != 3 || len(l.busy)+len(l.last)+len(l.waiting) > 0 {
		t.Errorf("left: %+v", l)
	}
}

func TestOnce(t *testing.T) {
	t.Parallel()
	var o Once
	end, ok := o.Begin("a")
	if !ok {
		t.Fatal("nobody does it")
	}
	if _, ok := o.Begin("a"); ok {
		t.Error("two do it")
	}
	if _, ok := o.Begin("b"); !ok {
		t.Error("another is kept from it")
	}
	end()
	end()
	if _, ok := o.Begin("a"); !ok {
		t.Error("it is not done again")
	}
}
