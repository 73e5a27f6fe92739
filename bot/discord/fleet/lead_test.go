package fleet

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"readout/bot/store"
)

// oneLease is a lease in memory, which can be taken away and whose server can be cut off.
type oneLease struct {
	Store // what these tests do not come to

	mu     sync.Mutex
	holder string
	until  time.Time
	fence  int64
	away   bool
	state  []byte
}

func (l *oneLease) Take(_ context.Context, _, holder string, d time.Duration) (int64, bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.holder != "" && l.holder != holder && time.Now().Before(l.until) {
		return 0, false, nil
	}
	l.holder, l.until = holder, time.Now().Add(d)
	l.fence++
	return l.fence, true, nil
}

func (l *oneLease) Renew(ctx context.Context, _, holder string, fence int64, d time.Duration) error {
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
	l.until = time.Now().Add(d)
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

// In these tests time is the bubble's, which passes only while all wait: that a machine is slow changes nothing.

func TestOneLeads(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		shared := &oneLease{}
		lead := func(leads chan<- *Lease, until <-chan struct{}) error {
			return New(shared, slog.New(slog.DiscardHandler), Timing{}).Lead(t.Context(), "gateway", func(ctx context.Context, l *Lease) error {
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
		case <-time.After(time.Hour):
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
		shared.change(func() { shared.holder, shared.until = "dead", time.Now().Add(time.Hour) })
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		fleet := New(shared, slog.New(slog.DiscardHandler), Timing{})
		if err := fleet.Lead(ctx, "gateway", func(context.Context, *Lease) error { return errors.New("led") }); err != nil {
			t.Errorf("ended while it waited: %v", err)
		}
	})
}

// TestTheNextLeads has one that leads die, and another be told to end: of the dead, whoever waits takes the place once the lease has run
// out and no later than it looks again; of the one that ends, as soon as it looks.
func TestTheNextLeads(t *testing.T) {
	t.Parallel()
	timing := Timing{}.withDefaults()
	look := timing.Renew / 3
	for name, test := range map[string]struct {
		dies        bool
		least, most time.Duration
	}{
		"dies": {true, timing.Lease - timing.Renew, timing.Lease + look}, "ends": {false, 0, look},
	} {
		synctest.Test(t, func(t *testing.T) {
			shared := &oneLease{}
			leads := make(chan struct{})
			first, end := context.WithCancel(t.Context())
			if test.dies {
				// What has died renews nothing, and releases nothing.
				shared.change(func() { shared.holder, shared.until = "dead", time.Now().Add(timing.Lease) })
			} else {
				go func() {
					_ = New(shared, slog.New(slog.DiscardHandler), timing).Lead(first, "gateway", func(ctx context.Context, _ *Lease) error {
						<-ctx.Done()
						return nil
					})
				}()
			}
			synctest.Wait()
			go func() {
				_ = New(shared, slog.New(slog.DiscardHandler), timing).Lead(t.Context(), "gateway", func(context.Context, *Lease) error {
					close(leads)
					return nil
				})
			}()
			if !test.dies {
				time.Sleep(10 * timing.Lease)
			}
			began := time.Now()
			end()
			<-leads
			if took := time.Since(began); took < test.least || took > test.most {
				t.Errorf("%s: replaced after %s, want between %s and %s", name, took, test.least, test.most)
			}
		})
	}
}

// TestLeaderThatCantBeSureEnds has the lease taken away, and the server cut off: what is led ends before another can lead, and is led again
// when that is possible.
func TestLeaderThatCantBeSureEnds(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ happen, mended func(l *oneLease) }{
		"another has it": {
			func(l *oneLease) { l.holder, l.until = "another", time.Now().Add(time.Hour) }, func(l *oneLease) { l.holder = "" }},
		"no server there": {func(l *oneLease) { l.away = true }, func(l *oneLease) { l.away = false }},
	} {
		synctest.Test(t, func(t *testing.T) {
			shared := &oneLease{}
			times := 0
			err := New(shared, slog.New(slog.DiscardHandler), Timing{}).Lead(t.Context(), "gateway", func(ctx context.Context, _ *Lease) error {
				if times++; times == 2 {
					return nil
				}
				shared.change(func() { test.happen(shared) })
				<-ctx.Done()
				if !errors.Is(context.Cause(ctx), errLeaseLost) {
					t.Errorf("%s: %v", name, context.Cause(ctx))
				}
				shared.change(func() {
					if !time.Now().Before(shared.until) {
						t.Errorf("%s: it goes on when another may lead", name)
					}
					test.mended(shared)
				})
				return ctx.Err()
			})
			if err != nil || times != 2 {
				t.Errorf("%s: led %d times, %v", name, times, err)
			}
		})
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
