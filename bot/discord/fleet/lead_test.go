package fleet

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"readout/bot/store"
)

// oneLease is a lease in memory, which can be taken away and whose server can be cut off.
type oneLease struct {
	Store // what these tests do not come to

	mu     sync.Mutex
	holder string
	fence  int64
	away   bool
	state  []byte
}

func (l *oneLease) Take(_ context.Context, _, holder string, _ time.Duration) (int64, bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.holder != "" && l.holder != holder {
		return 0, false, nil
	}
	l.holder = holder
	l.fence++
	return l.fence, true, nil
}

func (l *oneLease) Renew(ctx context.Context, _, holder string, fence int64, _ time.Duration) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.away:
		return errors.New("no reply")
	case ctx.Err() != nil:
		return ctx.Err()
	case l.holder != holder || l.fence != fence:
		return store.ErrLost
	}
	return nil
}

func (l *oneLease) Release(_ context.Context, _, holder string, fence int64) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.holder == holder && l.fence == fence {
		l.holder = ""
	}
	return nil
}

func (l *oneLease) Leave(_ context.Context, _, holder string, fence int64, state []byte) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.holder == holder && l.fence == fence {
		l.state = state
	}
	return nil
}

func (l *oneLease) Left(context.Context, string) ([]byte, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.state, nil
}

func (l *oneLease) change(f func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	f()
}

func TestOneLeads(t *testing.T) {
	t.Parallel()
	shared := &oneLease{}
	quick := Timing{Lease: time.Hour, Renew: 3 * time.Millisecond}
	lead := func(leads chan<- *Lease, until <-chan struct{}) error {
		return New(shared, slog.New(slog.DiscardHandler), quick).Lead(t.Context(), "gateway", func(ctx context.Context, l *Lease) error {
			leads <- l
			<-until
			return l.Leave(ctx, []byte("where it stopped"))
		})
	}
	leads, done := make(chan *Lease), make(chan struct{})
	ended := make(chan error, 2)
	for range 2 {
		go func() { ended <- lead(leads, done) }()
	}
	<-leads
	select {
	case <-leads:
		t.Fatal("two lead")
	case <-time.After(20 * time.Millisecond):
	}
	done <- struct{}{}
	if state, err := (<-leads).Left(t.Context()); err != nil || string(state) != "where it stopped" {
		t.Errorf("left: %q, %v", state, err)
	}
	done <- struct{}{}
	for range 2 {
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
	// One that waits can be ended.
	shared.change(func() { shared.holder = "dead" })
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := New(shared, slog.New(slog.DiscardHandler), quick).Lead(ctx, "gateway", func(context.Context, *Lease) error { return errors.New("led") })
	if err != nil {
		t.Errorf("ended while it waited: %v", err)
	}
}

// TestLeaderThatCantBeSureEnds has the lease taken away, and the server cut off: what is led ends, and is led again when that is possible.
func TestLeaderThatCantBeSureEnds(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		timing         Timing
		happen, mended func(l *oneLease)
	}{
		"another has it": {Timing{Lease: time.Hour, Renew: time.Millisecond},
			func(l *oneLease) { l.holder = "another" }, func(l *oneLease) { l.holder = "" }},
		"no server there": {Timing{Lease: 20 * time.Millisecond, Renew: time.Millisecond},
			func(l *oneLease) { l.away = true }, func(l *oneLease) { l.away = false }},
	} {
		shared := &oneLease{}
		times := 0
		err := New(shared, slog.New(slog.DiscardHandler), test.timing).Lead(t.Context(), "gateway", func(ctx context.Context, _ *Lease) error {
			if times++; times == 2 {
				return nil
			}
			shared.change(func() { test.happen(shared) })
			<-ctx.Done()
			if !errors.Is(context.Cause(ctx), errLeaseLost) {
				t.Errorf("%s: %v", name, context.Cause(ctx))
			}
			shared.change(func() { test.mended(shared) })
			return ctx.Err()
		})
		if err != nil || times != 2 {
			t.Errorf("%s: led %d times, %v", name, times, err)
		}
	}
}

// TestAlone leads and takes up tasks without a store.
func TestAlone(t *testing.T) {
	t.Parallel()
	f := New(nil, slog.New(slog.DiscardHandler), Timing{})
	led := errors.New("led")
	err := f.Lead(t.Context(), "gateway", func(ctx context.Context, l *Lease) error {
		if state, err := l.Left(ctx); state != nil || err != nil {
			t.Errorf("left: %q, %v", state, err)
		}
		return errors.Join(led, l.Leave(ctx, nil))
	})
	if !errors.Is(err, led) {
		t.Error(err)
	}
	c, err := f.Take(t.Context(), store.Task{}, 1)
	if c != nil || err != nil || f.Working() {
		t.Errorf("%v, %v", c, err)
	}
	c.Begin(t.Context())
	c.Finish(t.Context())
	if err := c.Deliver(t.Context()); err != nil {
		t.Error(err)
	}
	f.Work(t.Context(), t.Context(), nil, nil)
}
