// Package gate decides which questions are taken: one at a time of each member, so many a minute, so many at all.
// How many a member and a server asked is counted by the store: over all processes in a database (postgres/usage.go), in memory where there
// is one process. The other two hold for this process.
package gate

import (
	"context"
	"errors"
	"sync"
	"time"

	"readout/bot/store"
)

// Why a question is refused.
const (
	OneAtATime  = "one at a time"
	MemberLimit = "member limit"
	GuildLimit  = "server limit"
	Busy        = "busy"
)

// Refusal is a question that was not let in, and when it may be.
type Refusal struct {
	Why   string
	Until time.Time
}

func (r *Refusal) Error() string { return r.Why }

// Rates holds members and servers to the rates at which they may ask. *bolt.Store does, and *postgres.Store over all processes; they say
// what its method does.
type Rates interface {
	Admit(ctx context.Context, member store.UserID, guild store.GuildID, p store.Pace) error
}

// Gate lets questions in: one at a time for each member, so many a minute for members and servers, so many at all. It decides at
// once, before anything is promised to the member.
type Gate struct {
	now     func() time.Time
	workers chan struct{}
	most    int // questions let in at a time
	rates   Rates
	pace    store.Pace

	mu      sync.Mutex
	inside  int
	asking  map[store.UserID]time.Time // when the member's question was let in
	typical time.Duration              // what a question takes, smoothed
}

// New makes a gate for so many workers and as many more as may wait; now is the clock.
func New(now func() time.Time, workers, queue int, rates Rates, pace store.Pace) *Gate {
	return &Gate{now: now, workers: make(chan struct{}, workers), most: workers + queue, rates: rates, pace: pace,
		asking: map[store.UserID]time.Time{}, typical: time.Second}
}

// Ticket is a question that was let in. Leave must be called.
type Ticket struct {
	gate   *Gate
	member store.UserID
	once   sync.Once
}

// Enter lets a question in, or refuses it with a *Refusal that says until when. Other errors are those of Rates.
func (g *Gate) Enter(ctx context.Context, member store.UserID, guild store.GuildID) (*Ticket, error) {
	t, err := g.enter(member)
	if err != nil {
		return nil, err
	}
	err = g.rates.Admit(ctx, member, guild, g.pace)
	if err == nil {
		return t, nil
	}
	t.once.Do(func() { g.leave(member) })
	if over := (*store.PaceError)(nil); errors.As(err, &over) {
		why := MemberLimit
		if over.Scope == store.ScopeGuild {
			why = GuildLimit
		}
		return nil, &Refusal{Why: why, Until: over.Until}
	}
	return nil, err
}

// enter is Enter without the rates.
func (g *Gate) enter(member store.UserID) (*Ticket, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now()
	if _, ok := g.asking[member]; ok {
		return nil, &Refusal{Why: OneAtATime, Until: now.Add(g.wait())}
	}
	if g.inside >= g.most {
		return nil, &Refusal{Why: Busy, Until: now.Add(g.wait())}
	}
	g.inside++
	g.asking[member] = now
	return &Ticket{gate: g, member: member}, nil
}

// leave takes a member's question out, and returns since when it was in.
func (g *Gate) leave(member store.UserID) (since time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	since = g.asking[member]
	g.inside--
	delete(g.asking, member)
	return since
}

// Pass lets a question in that was let in elsewhere.
func (g *Gate) Pass(member store.UserID) *Ticket {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.inside++
	g.asking[member] = g.now()
	return &Ticket{gate: g, member: member}
}

// Free is how many workers have nothing to do.
func (g *Gate) Free() int { return cap(g.workers) - len(g.workers) }

// Waits estimates when those inside will be done.
func (g *Gate) Waits() time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.wait()
}

// Most is how many questions there may be at a time.
func (g *Gate) Most() int { return g.most }

// wait estimates when those inside will be done. g.mu is held.
func (g *Gate) wait() time.Duration {
	return max(5*time.Second, g.typical*time.Duration(1+g.inside/cap(g.workers)))
}

// Begin waits for a worker; end must be called then.
func (t *Ticket) Begin(ctx context.Context) (end func(), err error) {
	select {
	case t.gate.workers <- struct{}{}:
		return func() { <-t.gate.workers }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Leave ends the question. Leaving twice does nothing.
func (t *Ticket) Leave() {
	t.once.Do(func() {
		took := t.gate.now().Sub(t.gate.leave(t.member))
		t.gate.mu.Lock()
		defer t.gate.mu.Unlock()
		t.gate.typical += (took - t.gate.typical) / 8
	})
}
