package fleet

import (
	"context"
	"crypto/rand"
	"errors"
	"sync"
	"time"

	"readout/bot/pause"
	"readout/bot/store"
)

// errLeaseLost ends what a process can't be sure any more to be the only one to do.
var errLeaseLost = errors.New("another process may have taken over: the database was not reached in time, or this process stood still")

// Lease is what this process alone may do, for as long as the context that it came with.
type Lease struct {
	fleet *Fleet
	name  string
	fence int64
}

// Lead has run done by one process at a time, at once where there is no other: again when it ended because the lease was lost, until the
// context ends, which is no error, or run returns otherwise.
func (f *Fleet) Lead(ctx context.Context, name string, run func(context.Context, *Lease) error) error {
	if f == nil {
		return run(ctx, nil)
	}
	for {
		l, err := f.lease(ctx, name)
		if err != nil {
			return nil // it was ended while it waited
		}
		f.log.Info("this process does what one alone may", "what", name)
		leading, end := context.WithCancelCause(ctx)
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			l.keep(leading, end)
		}()
		err = run(leading, l)
		lost := errors.Is(context.Cause(leading), errLeaseLost)
		end(nil)
		<-ended
		if !lost {
			l.release(ctx)
			return err
		}
		f.log.Warn("what one process does is left to another", "what", name, "error", errLeaseLost)
	}
}

// lease waits until this process has the lease.
func (f *Fleet) lease(ctx context.Context, name string) (*Lease, error) {
	for waiting := false; ; waiting = true {
		fence, ok, err := f.store.Take(ctx, name, f.holder, f.timing.Lease)
		if ok {
			return &Lease{f, name, fence}, nil
		}
		if err != nil && ctx.Err() == nil {
			f.log.Warn("the lease was not got", "what", name, "error", err)
		} else if !waiting {
			f.log.Info("another process does what one alone may: waiting to take its place", "what", name)
		}
		if err := pause.For(ctx, f.timing.Renew/3); err != nil {
			return nil, err
		}
	}
}

// keep renews the lease until the context ends, which it ends itself when the lease was last renewed too long ago.
func (l *Lease) keep(ctx context.Context, end context.CancelCauseFunc) {
	every := l.fleet.timing.Renew
	safe := time.Now().Add(l.fleet.timing.Lease - every)
	for pause.For(ctx, every) == nil {
		asked := time.Now()
		trying, cancel := context.WithDeadline(ctx, safe)
		err := l.fleet.store.Renew(trying, l.name, l.fleet.holder, l.fence, l.fleet.timing.Lease)
		cancel()
		if err == nil {
			safe = asked.Add(l.fleet.timing.Lease - every)
		} else if ctx.Err() == nil && (errors.Is(err, store.ErrLost) || time.Now().Add(every).After(safe)) {
			end(errLeaseLost)
			return
		}
	}
}

// release gives the lease back before it runs out.
func (l *Lease) release(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), l.fleet.timing.Lease)
	defer cancel()
	if err := l.fleet.store.Release(ctx, l.name, l.fleet.holder, l.fence); err != nil {
		l.fleet.log.Warn("what one process does is free for another only when the lease runs out", "what", l.name, "error", err)
	}
}

// Left is what the last holder left for the next, nil for nothing.
func (l *Lease) Left(ctx context.Context) ([]byte, error) {
	if l == nil {
		return nil, nil
	}
	return l.fleet.store.Left(ctx, l.name)
}

// Leave leaves something for the next holder, unless the lease is lost.
func (l *Lease) Leave(ctx context.Context, state []byte) error {
	if l == nil {
		return nil
	}
	return l.fleet.store.Leave(ctx, l.name, l.fleet.holder, l.fence, state)
}

// Local are the turns of a process alone. The zero value is ready to use.
type Local struct {
	mu   sync.Mutex
	next time.Time
}

// Turn waits until nobody, of any process, has had this turn for as long as it lasts.
func (f *Fleet) Turn(ctx context.Context, alone *Local, name string, lasts time.Duration) error {
	for {
		var ok bool
		var err error
		if f == nil {
			ok = alone.take(lasts)
		} else {
			_, ok, err = f.store.Take(ctx, name, rand.Text(), lasts)
		}
		if ok || err != nil {
			return err
		}
		if err := pause.For(ctx, lasts/10); err != nil {
			return err
		}
	}
}

// take takes the turn if it is free.
func (l *Local) take(lasts time.Duration) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if time.Now().Before(l.next) {
		return false
	}
	l.next = time.Now().Add(lasts)
	return true
}
