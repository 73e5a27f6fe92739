// Package gate decides which questions are taken: one at a time of each member, so many a minute, so many at all.
package gate

import (
	"context"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/time/rate"

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

// Rate is how many may be asked within a time; they may be asked at once.
type Rate struct {
	Questions int
	Within    time.Duration
}

// Gate lets questions in: one at a time for each member, so many a minute for members and servers, so many at all. It decides at
// once, before anything is promised to the member.
type Gate struct {
	now     func() time.Time
	workers chan struct{}
	most    int // questions let in at a time
	member  Rate
	guild   Rate

	mu      sync.Mutex
	inside  int
	asking  map[store.UserID]time.Time // when the member's question was let in
	members *lru.Cache[store.UserID, *rate.Limiter]
	guilds  *lru.Cache[store.GuildID, *rate.Limiter]
	typical time.Duration // what a question takes, smoothed
}

// remembered is how many members' and servers' rates are kept: the others have not asked for long, and start anew.
const remembered = 10_000

// New makes a gate for so many workers and as many more as may wait; now is the clock.
func New(now func() time.Time, workers, queue int, member, guild Rate) (*Gate, error) {
	members, err := lru.New[store.UserID, *rate.Limiter](remembered)
	if err != nil {
		return nil, err
	}
	guilds, err := lru.New[store.GuildID, *rate.Limiter](remembered)
	if err != nil {
		return nil, err
	}
	return &Gate{now: now, workers: make(chan struct{}, workers), most: workers + queue, member: member, guild: guild,
		asking: map[store.UserID]time.Time{}, members: members, guilds: guilds, typical: time.Second}, nil
}

// Ticket is a question that was let in. Leave must be called.
type Ticket struct {
	gate   *Gate
	member store.UserID
	once   sync.Once
}

// Enter lets a question in, or refuses it and says until when.
func (g *Gate) Enter(member store.UserID, guild store.GuildID) (*Ticket, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now()
	if _, ok := g.asking[member]; ok {
		return nil, &Refusal{Why: OneAtATime, Until: now.Add(g.wait())}
	}
	if g.inside >= g.most {
		return nil, &Refusal{Why: Busy, Until: now.Add(g.wait())}
	}
	theirs := limiterOf(g.members, member, g.member)
	own := theirs.ReserveN(now, 1)
	if wait := own.DelayFrom(now); wait > 0 {
		own.CancelAt(now)
		return nil, &Refusal{Why: MemberLimit, Until: now.Add(wait)}
	}
	if guild != "" {
		shared := limiterOf(g.guilds, guild, g.guild).ReserveN(now, 1)
		if wait := shared.DelayFrom(now); wait > 0 {
			shared.CancelAt(now)
			own.CancelAt(now)
			return nil, &Refusal{Why: GuildLimit, Until: now.Add(wait)}
		}
	}
	g.inside++
	g.asking[member] = now
	return &Ticket{gate: g, member: member}, nil
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
		g := t.gate
		g.mu.Lock()
		defer g.mu.Unlock()
		g.inside--
		g.typical += (g.now().Sub(g.asking[t.member]) - g.typical) / 8
		delete(g.asking, t.member)
	})
}

func limiterOf[K comparable](cache *lru.Cache[K, *rate.Limiter], key K, r Rate) *rate.Limiter {
	l, ok := cache.Get(key)
	if !ok {
		l = rate.NewLimiter(rate.Every(r.Within/time.Duration(r.Questions)), r.Questions)
		cache.Add(key, l)
	}
	return l
}
