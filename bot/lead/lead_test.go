package lead

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"readout/bot/postgres"
)

// oneLease is a lease in memory, which can be taken away and whose server can be cut off.
type oneLease struct {
	mu     sync.Mutex
	holder string
	fence  int64
	away   bool
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
		return postgres.ErrLost
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

func TestOneLeads(t *testing.T) {
	t.Parallel()
	quick := leadership{lasts: time.Hour, renew: time.Millisecond}
	log := slog.New(slog.DiscardHandler)
	shared := &oneLease{}
	first, done, err := quick.lead(t.Context(), shared, log)
	if err != nil {
		t.Fatal(err)
	}
	waited := make(chan error, 1)
	go func() {
		_, done, err := quick.lead(t.Context(), shared, log)
		if err == nil {
			done()
		}
		waited <- err
	}()
	select {
	case err := <-waited:
		t.Fatalf("two lead: %v", err)
	case <-time.After(20 * time.Millisecond):
	}
	if first.Err() != nil {
		t.Errorf("the first leads no longer: %v", context.Cause(first))
	}
	done()
	if err := <-waited; err != nil {
		t.Errorf("the second: %v", err)
	}
	// One that waits can be ended.
	shared.holder = "dead"
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := quick.lead(ctx, shared, log); !errors.Is(err, context.Canceled) {
		t.Errorf("ended while it waits: %v", err)
	}
}

func TestLeaderThatCantBeSureEnds(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		l      leadership
		happen func(l *oneLease)
	}{
		"another has it":  {leadership{lasts: time.Hour, renew: time.Millisecond}, func(l *oneLease) { l.holder = "another" }},
		"no server there": {leadership{lasts: 20 * time.Millisecond, renew: time.Millisecond}, func(l *oneLease) { l.away = true }},
	} {
		shared := &oneLease{}
		ctx, done, err := test.l.lead(t.Context(), shared, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		shared.mu.Lock()
		test.happen(shared)
		shared.mu.Unlock()
		<-ctx.Done()
		if !errors.Is(context.Cause(ctx), errLeaseLost) {
			t.Errorf("%s: %v", name, context.Cause(ctx))
		}
		done()
	}
}
