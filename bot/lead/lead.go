// Package lead has one process of all that share a database do what one alone may: be connected to Discord.
package lead

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"time"

	"readout/bot/postgres"
)

// releaseTime is how long giving the right back may take.
const releaseTime = 5 * time.Second

// leases are where processes agree which of them does what one alone may do; *postgres.Store is one, and says what the methods do.
type leases interface {
	Take(ctx context.Context, name, holder string, d time.Duration) (fence int64, ok bool, err error)
	Renew(ctx context.Context, name, holder string, fence int64, d time.Duration) error
	Release(ctx context.Context, name, holder string, fence int64) error
}

// errLeaseLost ends a process that can't be sure any more that no other one is connected to Discord.
var errLeaseLost = errors.New("another process may have taken over the connection to Discord: " +
	"the database was not reached in time, or this process stood still")

// gatewayLease is the right to be connected to Discord.
const gatewayLease = "gateway"

// leadership is how a process keeps the lease: it is renewed so often that it survives two failures, and given up before another one
// can have it.
type leadership struct {
	lasts, renew time.Duration // zero is 9 s and 2 s
}

// lead waits until this process may connect to Discord, which of all that share a database one may at a time. The context that it
// returns ends, with errLeaseLost as its cause, when that can't be kept up; done gives the right back.
func (l leadership) lead(ctx context.Context, shared leases, log *slog.Logger) (_ context.Context, done func(), err error) {
	lasts, every := cmp.Or(l.lasts, 9*time.Second), cmp.Or(l.renew, 2*time.Second)
	holder := rand.Text()
	var fence int64
	for waiting := false; ; waiting = true {
		var ok bool
		fence, ok, err = shared.Take(ctx, gatewayLease, holder, lasts)
		if ok {
			break
		}
		if !waiting && err == nil {
			log.Info("another process is connected to Discord: waiting to take its place")
		}
		if err != nil {
			log.Warn("the right to connect to Discord was not got", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil, nil, ctx.Err()
		case <-time.After(every / 2):
		}
	}
	leading, end := context.WithCancelCause(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		keep(leading, shared, holder, fence, lasts, every, end)
	}()
	return leading, func() {
		end(nil)
		<-ended
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), releaseTime)
		defer cancel()
		if err := shared.Release(ctx, gatewayLease, holder, fence); err != nil {
			log.Warn("the right to connect to Discord is given back only when it runs out", "error", err)
		}
	}, nil
}

// keep renews the lease until the context ends, which it ends itself when the lease was last renewed too long ago.
func keep(ctx context.Context, shared leases, holder string, fence int64, lasts, every time.Duration, end context.CancelCauseFunc) {
	safe := time.Now().Add(lasts - every)
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(every):
		}
		asked := time.Now()
		trying, cancel := context.WithDeadline(ctx, safe)
		err := shared.Renew(trying, gatewayLease, holder, fence, lasts)
		cancel()
		if err == nil {
			safe = asked.Add(lasts - every)
		} else if ctx.Err() == nil && (errors.Is(err, postgres.ErrLost) || time.Now().Add(every).After(safe)) {
			end(errLeaseLost)
			return
		}
	}
}

// While runs what one process at a time may, at once where what is kept is no other process's.
func While(ctx context.Context, kept any, log *slog.Logger, run func(context.Context) error) error {
	shared, ok := kept.(leases)
	if !ok {
		return run(ctx)
	}
	leading, done, err := leadership{}.lead(ctx, shared, log)
	if err != nil {
		return nil // it was ended while it waited
	}
	defer done()
	err = run(leading)
	if cause := context.Cause(leading); errors.Is(cause, errLeaseLost) {
		err = errors.Join(err, cause)
	}
	return err
}
