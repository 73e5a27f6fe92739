// Package gateway is the websocket side of a simulated Discord: sessions, what is dispatched to them, and the faults of the real one.
package gateway

import (
	"context"
	"iter"
	"readout/bot/discord/discordtest/wire"
	"slices"
	"sync"
	"time"
)

// Gateway is the websocket side of a server.
type Gateway struct {
	world   World
	options Options

	// Guarded by the world's lock.
	sessions    []*session
	connections map[*connection]bool
	identifies  []time.Time
	tooSoon     int
	disbelieve  int // the next identifies, as if they came too soon
	resumes     int
	heartbeats  int
	connected   int // connections ever made
	refusals    []int
	fatal       int  // the close code after which no client may come back, or 0
	closedOff   bool // fatal was a fault: whoever comes back is wrong, and not only who fails again
}

// Options are what a gateway allows a client.
type Options struct {
	Heartbeat     time.Duration
	IdentifyLimit int           // in 24 hours
	IdentifyPause time.Duration // between two identifies, 0 for none
	Privileged    wire.Intent   // the privileged intents granted to the application
}

// World is what a gateway serves. The lock guards what both hold; only Helper, Require and Stopped are called without it.
type World interface {
	sync.Locker
	Helper()
	Require(ctx context.Context, done func() bool, what func() string) // ends the test when done does not come
	Stopped() <-chan struct{}                                          // closed at the server's end
	Changed() <-chan struct{}                                          // closed by the next Notify
	Notify()                                                           // wakes every wait
	Now() time.Time
	NewID() string
	Violate(rule wire.Rule, where, format string, args ...any)
	IsToken(token string) bool
	ResetToken()
	Self() Self
	Guilds() []Guild // of which the bot is a member
}

// Self is what READY says of the bot.
type Self struct {
	Bot     wire.User
	Address string // of the server
	Flags   int    // of the application
}

// Guild is a guild as the gateway tells of it.
type Guild struct {
	ID        string
	Available bool
	Event     func() wire.Object
	Members   func() iter.Seq2[*wire.User, wire.Object]
}

// New serves a world.
func New(w World, o Options) *Gateway {
	return &Gateway{world: w, options: o, connections: map[*connection]bool{}}
}

// Dispatch sends an event to every session that serves the guild ("" for direct messages) and has the intent, with data made for the
// intents of each. The caller holds the lock.
func (g *Gateway) Dispatch(name, guild string, intent wire.Intent, data func(wire.Intent) any) {
	for _, ses := range g.sessions {
		if ses.receives(guild, intent) {
			ses.add(name, data(ses.intents))
		}
	}
}

// Serves tells whether a client is there for the guild. The caller holds the lock.
func (g *Gateway) Serves(guild string) bool {
	return slices.ContainsFunc(g.sessions, func(ses *session) bool { return ses.covers(guild) })
}

// DropToken ends every session, since their token is no longer the bot's. The caller holds the lock.
func (g *Gateway) DropToken() {
	g.closeAll(closeAuthenticationFailed)
	g.sessions = nil
	g.fatal, g.closedOff = closeAuthenticationFailed, false // for clients that keep the old token
}

// WaitReady waits until a client is connected, and has been sent READY and its guilds.
func (g *Gateway) WaitReady(ctx context.Context) {
	g.world.Helper()
	g.WaitAllReady(ctx, 1)
}

// WaitAllReady waits until n connections have each been sent READY and their guilds, as those of n shards.
func (g *Gateway) WaitAllReady(ctx context.Context, n int) {
	g.world.Helper()
	g.world.Require(ctx, func() bool {
		ready := 0
		for _, ses := range g.sessions {
			if ses.ready && ses.conn != nil && ses.conn.next >= len(ses.events) {
				ready++
			}
		}
		return ready >= n
	}, func() string { return "no client is connected to the gateway" })
}

// WaitClosed waits until no client is connected.
func (g *Gateway) WaitClosed(ctx context.Context) {
	g.world.Helper()
	g.world.Require(ctx, func() bool { return len(g.connections) == 0 }, func() string { return "a client is still connected" })
}

// WaitHeartbeats waits until clients have sent n heartbeats in all.
func (g *Gateway) WaitHeartbeats(ctx context.Context, n int) {
	g.world.Helper()
	g.world.Require(ctx, func() bool { return g.heartbeats >= n }, func() string { return "too few heartbeats" })
}

// WaitIdentifies waits until clients have identified n times in the last 24 hours.
func (g *Gateway) WaitIdentifies(ctx context.Context, n int) {
	g.world.Helper()
	g.world.Require(ctx, func() bool { return len(g.RecentIdentifies()) >= n }, func() string { return "too few identifies" })
}

// WaitResumes waits until sessions have been resumed n times.
func (g *Gateway) WaitResumes(ctx context.Context, n int) {
	g.world.Helper()
	g.world.Require(ctx, func() bool { return g.resumes >= n }, func() string { return "too few resumes" })
}

// RecentIdentifies are when clients identified in the last 24 hours. The caller holds the world's lock.
func (g *Gateway) RecentIdentifies() []time.Time {
	g.identifies = wire.Within(g.identifies, g.world.Now(), 24*time.Hour)
	return g.identifies
}

// Stats are the gateway's counters.
type Stats struct {
	Connections int // ever made
	Open        int // connections now
	Identifies  int // in the last 24 hours of the server's clock
	TooSoon     int // of all identifies, those that came too soon after another, and began no session
	Resumes     int // that succeeded
	Heartbeats  int
}

// Stats returns the counters.
func (g *Gateway) Stats() Stats {
	g.world.Lock()
	defer g.world.Unlock()
	return Stats{
		Connections: g.connected, Open: len(g.connections), Identifies: len(g.RecentIdentifies()), TooSoon: g.tooSoon, Resumes: g.resumes,
		Heartbeats: g.heartbeats,
	}
}

// Drop breaks every connection without a close frame. The sessions can be resumed.
func (g *Gateway) Drop() {
	g.world.Lock()
	defer g.world.Unlock()
	for c := range g.connections {
		c.cut()
	}
}

// Reconnect asks every client to reconnect and resume (op 7).
func (g *Gateway) Reconnect() { g.tell(payload{Op: opReconnect}) }

// AskHeartbeat asks every client for a heartbeat at once (op 1).
func (g *Gateway) AskHeartbeat() { g.tell(payload{Op: opHeartbeat}) }

// Invalidate tells every client that its session is invalid (op 9). When resumable it may resume, otherwise its session is
// gone and it must identify, after a pause of one to five seconds.
func (g *Gateway) Invalidate(resumable bool) {
	g.world.Lock()
	for c := range g.connections {
		if c.session == nil {
			continue
		}
		if !resumable {
			g.forget(c.session)
		}
		c.session.conn, c.session = nil, nil // the connection may identify, or resume, anew
	}
	g.world.Unlock()
	g.tell(payload{Op: opInvalidSession, Data: wire.Marshal(resumable)})
}

func (g *Gateway) tell(p payload) {
	g.world.Lock()
	var open []*connection
	for c := range g.connections {
		open = append(open, c)
	}
	g.world.Unlock()
	for _, c := range open {
		c.write(p)
	}
}

// CloseAll closes every connection with a close code, such as 4000 (unknown error) or 4009 (session timed out, which also
// ends the session). After 4004 and 4010–4014 a client must not come back: one that does breaks the rule FatalReconnect.
func (g *Gateway) CloseAll(code int) {
	g.world.Lock()
	defer g.world.Unlock()
	g.closeAll(code)
	if isFatal(code) {
		g.fatal, g.closedOff = code, true
	}
}

// Disbelieve answers the next n identifies as if they came too soon: with op 9.
func (g *Gateway) Disbelieve(n int) {
	g.world.Lock()
	defer g.world.Unlock()
	g.disbelieve = n
}

// Refuse answers the next identifies and resumes with these close codes, one each.
func (g *Gateway) Refuse(codes ...int) {
	g.world.Lock()
	defer g.world.Unlock()
	g.refusals = append(g.refusals, codes...)
}

// Silence makes every present connection a zombie: it stays open, but heartbeats are not acknowledged and nothing is sent.
// New connections are not affected, and get by a resume what was missed.
func (g *Gateway) Silence() {
	g.world.Lock()
	defer g.world.Unlock()
	for c := range g.connections {
		c.silent = true
	}
}

// Duplicate sends each of the next n dispatches twice, under two sequence numbers.
func (g *Gateway) Duplicate(n int) {
	g.world.Lock()
	defer g.world.Unlock()
	for _, ses := range g.sessions {
		ses.duplicate += n
	}
}

// Reorder holds the next dispatch back until after the one that follows it, n times.
func (g *Gateway) Reorder(n int) {
	g.world.Lock()
	defer g.world.Unlock()
	for _, ses := range g.sessions {
		ses.reorder += n
	}
}
