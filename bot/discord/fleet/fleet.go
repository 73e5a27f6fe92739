// Package fleet has several processes be one bot: one at a time keeps the connection of each shard to Discord (connect.go), as the holder
// of a lease (lead.go), and all answer. There is one shard, unless an operator sets more.
//
// What Discord tells of is a task, which is taken up once: who takes it acknowledges it, and any process goes on with it. A task is held
// for seconds and renewed; that of a process that died is another's. What all processes know is in the store that they share.
//
// All methods work on a nil *Fleet, which is one process alone: it holds everything, and nobody else takes it.
package fleet

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"readout/bot/pause"
	"readout/bot/store"
)

// Store is what the processes share; *postgres.Store is one, and says what its methods do.
type Store interface {
	Take(ctx context.Context, name, holder string, d time.Duration) (fence int64, ok bool, err error)
	Renew(ctx context.Context, name, holder string, fence int64, d time.Duration) error
	Release(ctx context.Context, name, holder string, fence int64) error
	Leave(ctx context.Context, name, holder string, fence int64, state []byte) error
	Left(ctx context.Context, name string) ([]byte, error)

	TakeTasks(ctx context.Context, tasks []store.Task, holder string, d time.Duration, most int) ([]store.Taken, error)
	OfferTask(ctx context.Context, f store.Fenced) error
	BeginTask(ctx context.Context, f store.Fenced) error
	HoldTask(ctx context.Context, f store.Fenced, d time.Duration) error
	FinishTask(ctx context.Context, f store.Fenced) error
	ClaimTasks(ctx context.Context, holder string, most int, d time.Duration) ([]store.Claim, error)
	HoldTasks(ctx context.Context, holder string, first, rest time.Duration) error
	WatchTasks(ctx context.Context, every time.Duration, changed func(context.Context))

	Refused(ctx context.Context, n int, within time.Duration) (int, error)
	NotBefore(ctx context.Context, wait time.Duration) (time.Duration, error)
}

// Timing is how long things are held.
type Timing struct {
	Lease time.Duration // after which another process may lead; 0 is 6 s
	Renew time.Duration // between two renewals of a lease; 0 is 1.5 s
	First time.Duration // a task without a first response, which Discord takes for 3 s only; 0 is 1.5 s
	Rest  time.Duration // a task with one; 0 is 5 s
	Look  time.Duration // between two looks for tasks of processes that died; 0 is 300 ms
	Ask   time.Duration // the most that is waited for a task to be taken up before Discord is given a first response; 0 is 800 ms
}

func (t Timing) withDefaults() Timing {
	return Timing{
		Lease: cmp.Or(t.Lease, 6*time.Second), Renew: cmp.Or(t.Renew, 1500*time.Millisecond), First: cmp.Or(t.First, 1500*time.Millisecond),
		Rest: cmp.Or(t.Rest, 5*time.Second), Look: cmp.Or(t.Look, 300*time.Millisecond), Ask: cmp.Or(t.Ask, 800*time.Millisecond),
	}
}

// Fleet is this process among those that share a store.
type Fleet struct {
	store  Store
	log    *slog.Logger
	timing Timing
	holder string

	taking  takings
	held    atomic.Int64 // tasks
	wake    chan struct{}
	working atomic.Bool // tasks were got, or there were none
}

// New is a process among those that share the store; nil when there is none.
func New(s Store, log *slog.Logger, t Timing) *Fleet {
	if s == nil {
		return nil
	}
	return &Fleet{store: s, log: log, timing: t.withDefaults(), holder: rand.Text(), wake: make(chan struct{}, 1)}
}

// Working reports whether this process takes part.
func (f *Fleet) Working() bool { return f != nil && f.working.Load() }

// ErrTaken says that a task was taken up before.
var ErrTaken = store.ErrTaken

// Claim is a task that this process works on; Finish must be called. A nil *Claim is one that no other process knows of: nobody else takes
// it, and its methods do nothing.
type Claim struct {
	fleet *Fleet
	store.Claim
	taking *taking // nil once it is known that the task is this process's
	ended  sync.Once
}

// release lets go of a claim, once.
func (c *Claim) release() {
	c.ended.Do(func() {
		c.fleet.held.Add(-1)
		c.fleet.poke()
	})
}

// Offer has any process go on with the task, now that it was acknowledged.
func (c *Claim) Offer(ctx context.Context) {
	c.end(ctx, "a question was not offered to all processes", c.fleet.store.OfferTask)
}

// Finish ends the task. Nothing is done for a claim that was offered or lost.
func (c *Claim) Finish(ctx context.Context) {
	if c != nil {
		c.end(ctx, "that a task is done was not noted", c.fleet.store.FinishTask)
	}
}

func (c *Claim) end(ctx context.Context, failed string, do func(context.Context, store.Fenced) error) {
	c.ended.Do(func() {
		if c, err := c.Settle(); c == nil || err != nil {
			return
		}
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), c.fleet.timing.Rest)
		defer cancel()
		if err := do(ctx, c.Fenced()); err != nil && !errors.Is(err, store.ErrLost) {
			c.fleet.log.Warn(failed, "error", err)
		}
		c.fleet.held.Add(-1)
		c.fleet.poke()
	})
}

// Begin notes that Discord was given a first response: there is no hurry any more.
func (c *Claim) Begin(ctx context.Context) {
	if c == nil {
		return
	}
	if err := c.fleet.store.BeginTask(ctx, c.Fenced()); err != nil && !errors.Is(err, store.ErrLost) {
		c.fleet.log.Warn("that a task was begun was not noted", "error", err)
	}
	c.Begun = true
}

// Deliver is called before what the task is about is delivered. store.ErrLost: another process delivers it. A store that can't be reached
// is no error.
func (c *Claim) Deliver(ctx context.Context) error {
	if c == nil {
		return nil
	}
	asking, cancel := context.WithTimeout(ctx, c.fleet.timing.First)
	defer cancel()
	err := c.fleet.store.HoldTask(asking, c.Fenced(), c.fleet.timing.Rest)
	if errors.Is(err, store.ErrLost) {
		c.release()
		return err
	}
	if err != nil {
		c.fleet.log.Warn("a task is delivered unheld", "error", err)
	}
	return nil
}

// poke has the tasks looked for again.
func (f *Fleet) poke() {
	select {
	case f.wake <- struct{}{}:
	default:
	}
}

// Work claims tasks while there are workers free for them, until the context ends, and hands each to do, which must not block. What is held
// stays held until hold ends, too.
func (f *Fleet) Work(ctx, hold context.Context, free func() int, do func(*Claim)) {
	if f == nil {
		return
	}
	var all sync.WaitGroup
	defer all.Wait()
	all.Go(func() { f.hold(hold) })
	all.Go(func() { f.store.WatchTasks(ctx, f.timing.Look, func(context.Context) { f.poke() }) })
	defer f.working.Store(false)
	for {
		select {
		case <-ctx.Done():
			return
		case <-f.wake:
		}
		n := free()
		if n <= 0 {
			continue // whoever ends wakes this
		}
		claims, err := f.store.ClaimTasks(ctx, f.holder, n, f.timing.Rest)
		f.working.Store(err == nil)
		if err != nil && ctx.Err() == nil {
			f.log.Warn("no tasks are got from the other processes", "error", err)
		}
		for _, c := range claims {
			f.held.Add(1)
			do(&Claim{fleet: f, Claim: c})
		}
		if len(claims) == n {
			f.poke()
		}
	}
}

// hold renews what this process works on.
func (f *Fleet) hold(ctx context.Context) {
	for pause.For(ctx, min(f.timing.First, f.timing.Rest)/3) == nil {
		if f.held.Load() == 0 {
			continue
		}
		if err := f.store.HoldTasks(ctx, f.holder, f.timing.First, f.timing.Rest); err != nil && ctx.Err() == nil {
			f.log.Warn("what is worked on is not held", "error", err)
		}
	}
}
