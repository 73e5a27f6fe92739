// Package pause waits, as what talks to another machine does between two attempts.
package pause

import (
	"context"
	"math/rand/v2"
	"time"
)

// For waits, but no longer than the context lets it: when its deadline comes first, it returns at once.
func For(ctx context.Context, d time.Duration) error {
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < d {
		return context.DeadlineExceeded
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Jitter spreads waits, so that many clients don't come back at one moment.
func Jitter(d time.Duration) time.Duration { return d/2 + rand.N(d/2+1) }
