package fleet

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"readout/bot/discord/gateway"
	"readout/bot/pause"
)

// Connections are a bot's to the gateway, one for each shard, each kept by one process of the fleet. All fields but Fleet and Shards must
// be set.
type Connections struct {
	Fleet   *Fleet
	Shards  int // in how many parts the servers are told of; 0 is one
	Gateway func() *gateway.Gateway
	Limit   func(context.Context) (gateway.Limit, error) // how often the bot may still identify
	Event   func(e gateway.Event, shard, shards int)
	Up      func(bool)              // whether this process has a connection
	Beside  []func(context.Context) // what one process does for all servers, beside the first shard

	up          atomic.Int64
	identifying Local
}

// Run keeps the connections that no other process keeps until the context ends, which is no error, or Discord lets the bot in no longer;
// what is done beside them ends with background already.
func (c *Connections) Run(ctx, background context.Context) error {
	shards := max(c.Shards, 1)
	ended := make(chan error, shards)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	for shard := range shards {
		go func() {
			ended <- c.Fleet.Lead(ctx, fmt.Sprintf("gateway %d of %d", shard, shards), func(ctx context.Context, l *Lease) error {
				return c.keep(ctx, background, l, shard, shards)
			})
		}()
	}
	var errs []error
	for range shards {
		if err := <-ended; err != nil {
			stop() // what ends one ends all: the token, or the intents
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// keep is connected as one of so many shards, until the context ends. It goes on with what another process left.
func (c *Connections) keep(ctx, background context.Context, l *Lease, shard, shards int) error {
	g := c.Gateway()
	g.Shard, g.Shards, g.Lasting = shard, shards, l != nil
	g.Limit = func(ctx context.Context) (gateway.Limit, error) { return c.mayIdentify(ctx, shards, g.Timing.Identify) }
	g.Connected = c.connected()
	g.Event = func(e gateway.Event) { c.Event(e, shard, shards) }
	left, err := l.Left(ctx)
	if err == nil && left != nil {
		err = json.Unmarshal(left, &g.Resume)
	}
	if err != nil {
		g.Resume = gateway.Session{}
		g.Log.Warn("what another process left of its connection is not read", "error", err)
	}
	beside, stop := context.WithCancel(ctx)
	defer stop()
	defer context.AfterFunc(background, stop)()
	var all sync.WaitGroup
	if l != nil {
		defer leave(context.WithoutCancel(ctx), l, g)
		all.Go(func() {
			known, last := "", time.Time{}
			for pause.For(ctx, leaveEvery/8) == nil {
				if id := g.Session().ID; id != known || time.Since(last) >= leaveEvery {
					known, last = id, time.Now()
					leave(ctx, l, g)
				}
			}
		})
	}
	if shard == 0 {
		for _, do := range c.Beside {
			all.Go(func() { do(beside) })
		}
	}
	err = g.Run(ctx)
	stop()
	if err != nil {
		return err // with which the other shards end, and their contexts
	}
	all.Wait()
	return nil
}

// connected counts the connections of this process.
func (c *Connections) connected() func(bool) {
	var up atomic.Bool
	return func(now bool) {
		if up.Swap(now) == now {
			return
		}
		if now {
			c.up.Add(1)
		} else {
			c.up.Add(-1)
		}
		c.Up(c.up.Load() > 0)
	}
}

// mayIdentify says how often the bot may still identify; of several shards one does at a time, and a little later than Discord asks for,
// since connecting takes its time.
func (c *Connections) mayIdentify(ctx context.Context, shards int, between time.Duration) (gateway.Limit, error) {
	limit, err := c.Limit(ctx)
	if err == nil && shards > 1 {
		err = c.Fleet.Turn(ctx, &c.identifying, "identify", between+between/2)
	}
	return limit, err
}

// leaveEvery is how often a session is left to the next process: it is told again of what was taken since. A new one is left at
// once.
const leaveEvery = time.Second

// leave leaves the session to the next process that leads.
func leave(ctx context.Context, l *Lease, g *gateway.Gateway) {
	session := g.Session()
	if session.ID == "" {
		return
	}
	state, err := json.Marshal(session)
	if err == nil {
		ctx, cancel := context.WithTimeout(ctx, 2*leaveEvery)
		defer cancel()
		err = l.Leave(ctx, state)
	}
	if err != nil && ctx.Err() == nil {
		g.Log.Warn("another process could not resume the connection", "error", err)
	}
}
