package fleet

import (
	"context"
	"errors"
	"sync"
	"time"

	"readout/bot/pause"
	"readout/bot/store"
)

// takings are the tasks that this process is about to take up. Those that come while others are noted are noted together, so that a
// thousand cost the store little more than one.
type takings struct {
	mu      sync.Mutex
	waiting []*taking // guarded by mu
	noting  bool      // guarded by mu
}

// taking is a task that is about to be taken up.
type taking struct {
	task  store.Task
	most  int
	noted chan struct{} // closed once what follows is known
	claim store.Claim
	err   error
}

// mostTogether is how many tasks are noted in one step.
const mostTogether = 200

// Take takes a task up. most is how many questions there may be at a time. ErrTaken, store.ErrExists: its asker has a question already;
// store.ErrFull. Discord does not wait for long: what is not known by then Settle tells, once Discord was given a first response.
func (f *Fleet) Take(ctx context.Context, t store.Task, most int) (*Claim, error) {
	if f == nil {
		return nil, nil
	}
	c := &Claim{fleet: f, Claim: store.Claim{Task: t}, taking: &taking{task: t, most: most, noted: make(chan struct{})}}
	f.take(c.taking)
	wait, cancel := context.WithTimeout(ctx, f.timing.Ask)
	defer cancel()
	select {
	case <-c.taking.noted:
		return c.Settle()
	case <-wait.Done():
		return c, nil
	}
}

// Settle waits until it is known whether the task is this process's. The errors are those of Take. Where the store can't be reached for
// long the claim is nil, and so is the error: better to answer alone than not at all.
func (c *Claim) Settle() (*Claim, error) {
	if c == nil || c.taking == nil {
		return c, nil
	}
	<-c.taking.noted
	switch err := c.taking.err; {
	case errors.Is(err, store.ErrTaken), errors.Is(err, store.ErrExists), errors.Is(err, store.ErrFull):
		return nil, err
	case err != nil:
		c.fleet.log.Warn("what is answered here is not told to other processes", "error", err)
		return nil, nil
	}
	c.Claim, c.taking = c.taking.claim, nil
	return c, nil
}

// take has a task noted, together with those that wait for it.
func (f *Fleet) take(t *taking) {
	f.taking.mu.Lock()
	defer f.taking.mu.Unlock()
	f.taking.waiting = append(f.taking.waiting, t)
	if !f.taking.noting {
		f.taking.noting = true
		go f.note()
	}
}

// next are the tasks to be noted next; none ends the noting.
func (f *Fleet) next() []*taking {
	f.taking.mu.Lock()
	defer f.taking.mu.Unlock()
	n := min(len(f.taking.waiting), mostTogether)
	f.taking.noting = n > 0
	now := f.taking.waiting[:n:n]
	f.taking.waiting = f.taking.waiting[n:]
	return now
}

// note notes tasks while there are any.
func (f *Fleet) note() {
	for now := f.next(); len(now) > 0; now = f.next() {
		f.noteAll(now)
	}
}

// noteAll notes tasks, again and again when that fails, as long as one may wait for it. That it is asked again for what was done, when the
// reply was lost, does no harm.
func (f *Fleet) noteAll(all []*taking) {
	var tasks []store.Task
	for _, t := range all {
		tasks = append(tasks, t.task)
	}
	var taken []store.Taken
	err := errors.New("there is no reply")
	until := time.Now().Add(f.timing.Rest)
	for try := 0; err != nil && time.Now().Before(until) && !errors.Is(err, store.ErrClosed); try++ {
		if try > 0 {
			_ = pause.For(context.Background(), f.timing.Look) // which does not end
		}
		ctx, cancel := context.WithDeadline(context.Background(), until)
		taken, err = f.store.TakeTasks(ctx, tasks, f.holder, f.timing.First, all[0].most)
		cancel()
	}
	for i, t := range all {
		if t.err = err; err == nil {
			t.claim, t.err = taken[i].Claim, taken[i].Err
		}
		if t.err == nil {
			f.held.Add(1)
		}
		close(t.noted)
	}
}
