// Package commit makes transactions of the writes that arrive at a time.
package commit

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"go.etcd.io/bbolt"

	"readout/bot/bolt/internal/dbfile"
	"readout/bot/store"
)

// maxGathered bounds one transaction, and with it how long those who wait can be made to wait.
const maxGathered = 1000

// Committer runs writes one transaction after another, each holding all that arrived while the one before it was being synced.
//
// It stands in for bbolt's Batch, which closes a batch after a fixed delay whether or not the disk is free: on a disk that syncs
// slower than that delay, calls that keep arriving queue up as small transactions and the queue never gets shorter.
type Committer struct {
	update func(func(*bbolt.Tx) error) error
	calls  chan *call
	quit   chan struct{}
	Ended  chan struct{} // is closed when nothing is written any more
	once   sync.Once
}

type call struct {
	fn       func(*bbolt.Tx) error
	done     chan struct{} // closed when err and panicked are set
	err      error
	panicked any
}

// refusal is an error of a write that has changed nothing, so that the writes around it need not be undone.
type refusal struct{ error }

func (r refusal) Unwrap() error { return r.error }

// Refuse is the error of a write that has changed nothing: it goes to its caller alone, and the writes around it stay.
func Refuse(err error) error { return refusal{err} }

// New starts a Committer that writes with update; Close ends it.
func New(update func(func(*bbolt.Tx) error) error) *Committer {
	c := &Committer{update: update, calls: make(chan *call), quit: make(chan struct{}), Ended: make(chan struct{})}
	go c.run()
	return c
}

// Do returns when the transaction that fn took part in is on the disk, or failed. fn may be called more than once, and its last
// call counts. Cancelling ctx takes back a write that has not begun.
func (c *Committer) Do(ctx context.Context, fn func(*bbolt.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	w := &call{done: make(chan struct{}), fn: func(tx *bbolt.Tx) error {
		if err := ctx.Err(); err != nil {
			return Refuse(err)
		}
		return fn(tx)
	}}
	select {
	case c.calls <- w:
	case <-ctx.Done():
		return ctx.Err()
	case <-c.quit:
		return store.ErrClosed
	}
	<-w.done
	switch p := w.panicked.(type) {
	case nil:
		return w.err
	case callersPanic:
		panic(p.value)
	default:
		if dbfile.IsDamage(p) {
			return fmt.Errorf("%w: %v", store.ErrDamaged, p)
		}
		panic(p)
	}
}

// callersPanic is a panic of a function that a caller of the store handed in. It goes back to the caller instead of ending the
// process, and is never taken for damage.
type callersPanic struct{ value any }

// Change is a caller's function whose panic is the caller's.
func Change[V any](change func(*V) error) func(*V) error {
	return func(v *V) error {
		defer func() {
			if p := recover(); p != nil {
				panic(callersPanic{p})
			}
		}()
		return change(v)
	}
}

// Close waits for the writes that were accepted; later ones get ErrClosed.
func (c *Committer) Close() {
	c.once.Do(func() { close(c.quit) })
	<-c.Ended
}

func (c *Committer) run() {
	defer close(c.Ended)
	for {
		select {
		case first := <-c.calls:
			c.commit(c.gather(first))
		case <-c.quit:
			return
		}
	}
}

func (c *Committer) gather(first *call) []*call {
	batch := []*call{first}
	for len(batch) < maxGathered {
		select {
		case w := <-c.calls:
			batch = append(batch, w)
		default:
			return batch
		}
	}
	return batch
}

// commit runs the batch in one transaction. A write that fails is taken out and the others start again without it.
func (c *Committer) commit(batch []*call) {
	for len(batch) > 0 {
		failed := -1
		err := dbfile.Guard(func() error {
			return c.update(func(tx *bbolt.Tx) error {
				for i, w := range batch {
					if err := w.run(tx); err != nil {
						failed = i
						return err
					}
				}
				return nil
			})
		})
		if failed < 0 {
			for _, w := range batch {
				if err != nil {
					w.err = err
				}
				close(w.done)
			}
			return
		}
		w := batch[failed]
		w.err = err
		close(w.done)
		batch = append(batch[:failed], batch[failed+1:]...)
	}
}

func (w *call) run(tx *bbolt.Tx) (err error) {
	defer func() {
		if w.panicked = recover(); w.panicked != nil {
			err = fmt.Errorf("panic: %v", w.panicked)
		}
	}()
	w.err = nil
	err = w.fn(tx)
	var r refusal
	if errors.As(err, &r) {
		w.err = r.error
		return nil
	}
	return err
}
