// Package monitor is a lock whose holders wake those who wait for what it guards to change.
package monitor

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// ErrClosed says that a wait ended because the monitor was closed.
var ErrClosed = errors.New("closed")

// Monitor is the lock.
type Monitor struct {
	sync.Mutex
	patience time.Duration
	changed  chan struct{} // closed and replaced at every change
	closed   chan struct{}
}

// New is a monitor on which a wait whose context has no deadline takes no longer than the patience.
func New(patience time.Duration) *Monitor {
	return &Monitor{patience: patience, changed: make(chan struct{}), closed: make(chan struct{})}
}

// Notify wakes every wait. The caller holds the lock.
func (m *Monitor) Notify() {
	close(m.changed)
	m.changed = make(chan struct{})
}

// Changed is closed by the next Notify. The caller holds the lock.
func (m *Monitor) Changed() <-chan struct{} { return m.changed }

// Close ends every wait, those to come among them. It is called once, without the lock.
func (m *Monitor) Close() {
	m.Lock()
	defer m.Unlock()
	close(m.closed)
}

// Closed is closed by Close.
func (m *Monitor) Closed() <-chan struct{} { return m.closed }

// Wait blocks until done, which is called with the lock held, returns true. The error is the context's, that patience ended, or ErrClosed.
func (m *Monitor) Wait(ctx context.Context, done func() bool) error {
	if _, bounded := ctx.Deadline(); !bounded {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, m.patience)
		defer cancel()
	}
	for {
		m.Lock()
		ok, changed := done(), m.changed
		m.Unlock()
		if ok {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("waited in vain: %w", ctx.Err())
		case <-m.closed:
			return fmt.Errorf("waited in vain: %w", ErrClosed)
		}
	}
}
