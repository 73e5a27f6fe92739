package discord

import (
	"context"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/time/rate"

	"readout/bot/store"
)

// gate lets questions in: one at a time for each member, so many a minute for members and servers, so many at all. It decides at
// once, before anything is promised to the member.
type gate struct {
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

func newGate(o Options) (*gate, error) {
	members, err := lru.New[store.UserID, *rate.Limiter](remembered)
	if err != nil {
		return nil, err
	}
	guilds, err := lru.New[store.GuildID, *rate.Limiter](remembered)
	if err != nil {
		return nil, err
	}
	return &gate{now: o.Clock, workers: make(chan struct{}, o.Workers), most: o.Workers + o.Queue, member: o.MemberRate, guild: o.GuildRate,
		asking: map[store.UserID]time.Time{}, members: members, guilds: guilds, typical: time.Second}, nil
}

// ticket is a question that was let in. leave must be called.
type ticket struct {
	gate   *gate
	member store.UserID
	once   sync.Once
}

// enter lets a question in, or refuses it and says until when.
func (g *gate) enter(member store.UserID, guild store.GuildID) (*ticket, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now()
	if _, ok := g.asking[member]; ok {
		return nil, &refusal{why: oneAtATime, until: now.Add(g.wait())}
	}
	if g.inside >= g.most {
		return nil, &refusal{why: busy, until: now.Add(g.wait())}
	}
	theirs := limiterOf(g.members, member, g.member)
	own := theirs.ReserveN(now, 1)
	if wait := own.DelayFrom(now); wait > 0 {
		own.CancelAt(now)
		return nil, &refusal{why: memberLimit, until: now.Add(wait)}
	}
	if guild != "" {
		shared := limiterOf(g.guilds, guild, g.guild).ReserveN(now, 1)
		if wait := shared.DelayFrom(now); wait > 0 {
			shared.CancelAt(now)
			own.CancelAt(now)
			return nil, &refusal{why: guildLimit, until: now.Add(wait)}
		}
	}
	g.inside++
	g.asking[member] = now
	return &ticket{gate: g, member: member}, nil
}

// wait estimates when those inside will be done. g.mu is held.
func (g *gate) wait() time.Duration {
	return max(5*time.Second, g.typical*time.Duration(1+g.inside/cap(g.workers)))
}

// begin waits for a worker; end must be called.
func (t *ticket) begin(ctx context.Context) (end func(), err error) {
	select {
	case t.gate.workers <- struct{}{}:
		return func() { <-t.gate.workers }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// leave ends the question. Leaving twice does nothing.
func (t *ticket) leave() {
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
