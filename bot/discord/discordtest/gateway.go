package discordtest

import (
	"context"
	"slices"
	"time"
)

// Intent is a set of gateway intents.
type Intent uint64

// The intents; the last three are privileged.
const (
	IntentGuilds                 Intent = 1 << 0
	IntentGuildMessages          Intent = 1 << 9
	IntentGuildMessageReactions  Intent = 1 << 10
	IntentGuildMessageTyping     Intent = 1 << 11
	IntentDirectMessages         Intent = 1 << 12
	IntentDirectMessageReactions Intent = 1 << 13
	IntentGuildMembers           Intent = 1 << 1
	IntentGuildPresences         Intent = 1 << 8
	IntentMessageContent         Intent = 1 << 15

	privilegedIntents = IntentGuildMembers | IntentGuildPresences | IntentMessageContent
	knownIntents      = 1<<17 - 1 | 1<<20 | 1<<21 | 1<<24 | 1<<25
)

// Gateway is the websocket side of a server.
type Gateway struct {
	srv *Server

	// Guarded by srv.mu.
	sessions    []*session
	connections map[*connection]bool
	identifies  []time.Time
	resumes     int
	heartbeats  int
	connected   int // connections ever made
	refusals    []int
	fatal       int  // the close code after which no client may come back, or 0
	closedOff   bool // fatal was a fault: whoever comes back is wrong, and not only who fails again
}

// WaitReady waits until a client is connected, and has been sent READY and its guilds.
func (g *Gateway) WaitReady(ctx context.Context) {
	g.srv.tb.Helper()
	g.srv.require(ctx, func() bool {
		return slices.ContainsFunc(g.sessions, func(ses *session) bool {
			return ses.ready && ses.conn != nil && ses.conn.next >= len(ses.events)
		})
	}, func() string { return "no client is connected to the gateway" })
}

// WaitClosed waits until no client is connected.
func (g *Gateway) WaitClosed(ctx context.Context) {
	g.srv.tb.Helper()
	g.srv.require(ctx, func() bool { return len(g.connections) == 0 }, func() string { return "a client is still connected" })
}

// WaitHeartbeats waits until clients have sent n heartbeats in all.
func (g *Gateway) WaitHeartbeats(ctx context.Context, n int) {
	g.srv.tb.Helper()
	g.srv.require(ctx, func() bool { return g.heartbeats >= n }, func() string { return "too few heartbeats" })
}

// WaitIdentifies waits until clients have identified n times in the last 24 hours.
func (g *Gateway) WaitIdentifies(ctx context.Context, n int) {
	g.srv.tb.Helper()
	g.srv.require(ctx, func() bool { return len(g.recentIdentifies()) >= n }, func() string { return "too few identifies" })
}

// WaitResumes waits until sessions have been resumed n times.
func (g *Gateway) WaitResumes(ctx context.Context, n int) {
	g.srv.tb.Helper()
	g.srv.require(ctx, func() bool { return g.resumes >= n }, func() string { return "too few resumes" })
}

// recentIdentifies are when clients identified in the last 24 hours. The caller holds srv.mu.
func (g *Gateway) recentIdentifies() []time.Time {
	g.identifies = within(g.identifies, g.srv.now(), 24*time.Hour)
	return g.identifies
}

// GatewayStats are the gateway's counters.
type GatewayStats struct {
	Connections int // ever made
	Open        int // connections now
	Identifies  int // in the last 24 hours of the server's clock
	Resumes     int // that succeeded
	Heartbeats  int
}

// Stats returns the counters.
func (g *Gateway) Stats() GatewayStats {
	g.srv.mu.Lock()
	defer g.srv.mu.Unlock()
	return GatewayStats{
		Connections: g.connected, Open: len(g.connections), Identifies: len(g.recentIdentifies()), Resumes: g.resumes, Heartbeats: g.heartbeats,
	}
}

// Drop breaks every connection without a close frame. The sessions can be resumed.
func (g *Gateway) Drop() {
	g.srv.mu.Lock()
	defer g.srv.mu.Unlock()
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
	g.srv.mu.Lock()
	for c := range g.connections {
		if c.session == nil {
			continue
		}
		if !resumable {
			g.forget(c.session)
		}
		c.session.conn, c.session = nil, nil // the connection may identify, or resume, anew
	}
	g.srv.mu.Unlock()
	g.tell(payload{Op: opInvalidSession, Data: marshal(resumable)})
}

func (g *Gateway) tell(p payload) {
	g.srv.mu.Lock()
	var open []*connection
	for c := range g.connections {
		open = append(open, c)
	}
	g.srv.mu.Unlock()
	for _, c := range open {
		c.write(p)
	}
}

// CloseAll closes every connection with a close code, such as 4000 (unknown error) or 4009 (session timed out, which also
// ends the session). After 4004 and 4010–4014 a client must not come back: one that does breaks the rule FatalReconnect.
func (g *Gateway) CloseAll(code int) {
	g.srv.mu.Lock()
	defer g.srv.mu.Unlock()
	g.closeAll(code)
	if isFatal(code) {
		g.fatal, g.closedOff = code, true
	}
}

// Refuse answers the next identifies and resumes with these close codes, one each.
func (g *Gateway) Refuse(codes ...int) {
	g.srv.mu.Lock()
	defer g.srv.mu.Unlock()
	g.refusals = append(g.refusals, codes...)
}

// Silence makes every present connection a zombie: it stays open, but heartbeats are not acknowledged and nothing is sent.
// New connections are not affected, and get by a resume what was missed.
func (g *Gateway) Silence() {
	g.srv.mu.Lock()
	defer g.srv.mu.Unlock()
	for c := range g.connections {
		c.silent = true
	}
}

// Duplicate sends each of the next n dispatches twice, under two sequence numbers.
func (g *Gateway) Duplicate(n int) {
	g.srv.mu.Lock()
	defer g.srv.mu.Unlock()
	for _, ses := range g.sessions {
		ses.duplicate += n
	}
}

// Reorder holds the next dispatch back until after the one that follows it, n times.
func (g *Gateway) Reorder(n int) {
	g.srv.mu.Lock()
	defer g.srv.mu.Unlock()
	for _, ses := range g.sessions {
		ses.reorder += n
	}
}
