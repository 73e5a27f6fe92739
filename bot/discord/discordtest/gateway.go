package discordtest

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
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

// Gateway opcodes.
const (
	opDispatch       = 0
	opHeartbeat      = 1
	opIdentify       = 2
	opPresence       = 3
	opVoiceState     = 4
	opResume         = 6
	opReconnect      = 7
	opRequestMembers = 8
	opInvalidSession = 9
	opHello          = 10
	opHeartbeatAck   = 11
)

// Close codes of the gateway.
const (
	closeUnknownOpcode        = 4001
	closeDecodeError          = 4002
	closeNotAuthenticated     = 4003
	closeAuthenticationFailed = 4004
	closeAlreadyAuthenticated = 4005
	closeInvalidSequence      = 4007
	closeRateLimited          = 4008
	closeSessionTimedOut      = 4009
	closeInvalidShard         = 4010
	closeInvalidVersion       = 4012
	closeInvalidIntents       = 4013
	closeDisallowedIntents    = 4014
)

const (
	maxGatewayPayload  = 4096 // bytes a client may send at once
	maxGatewaySends    = 120  // a client may send in a minute
	compressAbove      = 4096 // bytes, when the client asked for compressed payloads
	gatewayWriteWithin = 10 * time.Second
	gatewayCloseWithin = 3 * time.Second // for a client to answer a close frame
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

// session is what IDENTIFY began. It outlives its connection, so that it can be resumed. Guarded by Server.mu.
type session struct {
	id      string
	intents Intent
	shard   [2]int
	ready   bool // READY and the guilds are in events
	events  []event
	conn    *connection

	duplicate int // of the next dispatches
	reorder   int
	held      *event
}

// event is one dispatch; its sequence number is its place in session.events, counted from 1.
type event struct {
	name    string
	data    json.RawMessage
	resumed bool // RESUMED, which is not replayed
}

// connection is one websocket.
type connection struct {
	gateway *Gateway
	ws      *websocket.Conn
	writing sync.Mutex // guards writes to ws
	version string

	// Guarded by Server.mu.
	session  *session
	next     int // index of the next event to send
	compress bool
	silent   bool // a zombie: open, but nothing comes any more
	closing  bool // the server sent a close frame
	done     bool
	received []time.Time
}

type payload struct {
	Op       int             `json:"op"`
	Data     json.RawMessage `json:"d"`
	Sequence *int            `json:"s"`
	Name     *string         `json:"t"`
}

// serve speaks with one client until either side closes.
func (g *Gateway) serve(w http.ResponseWriter, r *http.Request) {
	upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	ws, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // the upgrader has answered
	}
	defer ws.Close()
	c := &connection{gateway: g, ws: ws, version: r.URL.Query().Get("v")}
	// The client's close frame is not echoed: Discord just ends the connection.
	ws.SetCloseHandler(func(int, string) error { return nil })

	s := g.srv
	s.mu.Lock()
	select {
	case <-s.stop:
		s.mu.Unlock()
		return
	default:
	}
	if g.connections == nil {
		g.connections = map[*connection]bool{}
	}
	g.connections[c] = true
	g.connected++
	s.notify()
	s.mu.Unlock()

	var sender sync.WaitGroup
	sender.Go(c.send)
	if v := c.version; v != "9" && v != "10" {
		s.mu.Lock()
		c.misuse(closeInvalidVersion, "version "+v)
		s.mu.Unlock()
	} else {
		c.write(payload{Op: opHello, Data: marshal(object{"heartbeat_interval": s.options.Heartbeat.Milliseconds(), "_trace": []string{}})})
	}
	code := c.receive()

	s.mu.Lock()
	c.done = true
	delete(g.connections, c)
	if c.session != nil && c.session.conn == c {
		c.session.conn = nil
		// A client that says goodbye with one of these ends its session; any other end leaves it open for a resume.
		if !c.closing && (code == websocket.CloseNormalClosure || code == websocket.CloseGoingAway) {
			g.forget(c.session)
		}
	}
	s.notify()
	s.mu.Unlock()
	ws.Close()
	sender.Wait()
}

// receive handles what the client sends, and returns the close code that it ended with, or 0.
func (c *connection) receive() int {
	s := c.gateway.srv
	c.expectHeartbeat()
	for {
		_, raw, err := c.ws.ReadMessage()
		if err != nil {
			var closed *websocket.CloseError
			if errors.As(err, &closed) {
				return closed.Code
			}
			var timeout net.Error
			if errors.As(err, &timeout) && timeout.Timeout() {
				s.mu.Lock()
				c.close(closeSessionTimedOut)
				s.mu.Unlock()
			}
			return 0
		}
		s.mu.Lock()
		replies := c.handle(raw)
		s.notify()
		s.mu.Unlock()
		for _, p := range replies {
			c.write(p)
		}
	}
}

// expectHeartbeat gives up on a client that is silent for two intervals.
func (c *connection) expectHeartbeat() {
	_ = c.ws.SetReadDeadline(time.Now().Add(2*c.gateway.srv.options.Heartbeat + gatewayCloseWithin)) // a dead socket shows on reading
}

// handle does what one payload asks, and returns what to answer at once. The caller holds srv.mu.
func (c *connection) handle(raw []byte) []payload {
	g, s := c.gateway, c.gateway.srv
	if c.closing {
		return nil
	}
	now := s.now()
	c.received = append(within(c.received, now, time.Minute), now)
	if len(c.received) > maxGatewaySends {
		return c.misuse(closeRateLimited, "more than 120 payloads in a minute")
	}
	var p payload
	if err := json.Unmarshal(raw, &p); err != nil || len(raw) > maxGatewayPayload {
		return c.misuse(closeDecodeError, "a payload that is no JSON, or longer than 4,096 bytes")
	}
	if c.session == nil && p.Op != opHeartbeat && p.Op != opIdentify && p.Op != opResume {
		return c.misuse(closeNotAuthenticated, "a payload before IDENTIFY")
	}
	switch p.Op {
	case opHeartbeat:
		g.heartbeats++
		c.expectHeartbeat()
		if c.silent {
			return nil
		}
		return []payload{{Op: opHeartbeatAck}}
	case opIdentify:
		return c.identify(p.Data)
	case opResume:
		return c.resume(p.Data)
	case opPresence, opVoiceState:
		return nil
	case opRequestMembers:
		return c.members(p.Data)
	}
	return c.misuse(closeUnknownOpcode, "an unknown opcode")
}

func (c *connection) identify(data json.RawMessage) []payload {
	g, s := c.gateway, c.gateway.srv
	var d struct {
		Token      string          `json:"token"`
		Intents    *Intent         `json:"intents"`
		Compress   bool            `json:"compress"`
		Shard      []int           `json:"shard"`
		Properties json.RawMessage `json:"properties"`
	}
	if err := json.Unmarshal(data, &d); err != nil || d.Intents == nil || len(d.Properties) == 0 {
		return c.misuse(closeDecodeError, "IDENTIFY needs token, intents and properties")
	}
	if c.session != nil {
		return c.misuse(closeAlreadyAuthenticated, "a second IDENTIFY")
	}
	if code := g.refusal(); code != 0 {
		return c.refuse(code)
	}
	if !s.isToken(d.Token) {
		return c.reject(closeAuthenticationFailed)
	}
	g.checkReturn()
	now := s.now()
	g.identifies = within(g.identifies, now, 24*time.Hour)
	quick := len(g.identifies) > 0 && now.Sub(g.identifies[len(g.identifies)-1]) < s.options.IdentifyPause
	g.identifies = append(g.identifies, now)
	if len(g.identifies) > s.options.IdentifyLimit {
		s.violate(IdentifyLimit, "gateway", "%d identifies in a day", len(g.identifies))
		s.resetToken()
		return nil
	}
	if quick {
		return []payload{{Op: opInvalidSession, Data: marshal(false)}}
	}
	if *d.Intents&^knownIntents != 0 {
		return c.misuse(closeInvalidIntents, "intents that do not exist")
	}
	if *d.Intents&privilegedIntents&^s.options.Privileged != 0 {
		return c.reject(closeDisallowedIntents)
	}
	shard := [2]int{0, 1}
	if d.Shard != nil {
		if len(d.Shard) != 2 || d.Shard[1] < 1 || d.Shard[0] < 0 || d.Shard[0] >= d.Shard[1] {
			return c.misuse(closeInvalidShard, "a shard that does not exist")
		}
		shard = [2]int(d.Shard)
	}
	g.fatal = 0
	ses := &session{id: s.newID(), intents: *d.Intents, shard: shard, conn: c}
	c.session, c.next, c.compress = ses, 0, d.Compress
	g.sessions = append(g.sessions, ses)
	guilds := []object{}
	for _, gu := range s.world.guilds {
		if !gu.absent && ses.covers(gu) {
			guilds = append(guilds, object{"id": gu.ID, "unavailable": true})
		}
	}
	ses.add("READY", object{
		"v": 9, "user": *s.bot, "guilds": guilds, "session_id": ses.id, "session_type": "normal", "shard": shard, "private_channels": []object{},
		"resume_gateway_url": "ws://" + s.address, "application": object{"id": s.bot.ID, "flags": s.applicationFlags()}, "_trace": []string{},
	})
	for _, gu := range s.world.guilds {
		if !gu.absent && !gu.unavailable && ses.receives(gu, IntentGuilds) {
			ses.add("GUILD_CREATE", gu.event())
		}
	}
	ses.ready = true
	return nil
}

func (c *connection) resume(data json.RawMessage) []payload {
	g, s := c.gateway, c.gateway.srv
	var d struct {
		Token    string `json:"token"`
		Session  string `json:"session_id"`
		Sequence *int   `json:"seq"`
	}
	if err := json.Unmarshal(data, &d); err != nil || d.Sequence == nil {
		return c.misuse(closeDecodeError, "RESUME needs token, session_id and seq")
	}
	if code := g.refusal(); code != 0 {
		if code == closeSessionTimedOut {
			g.sessions = slices.DeleteFunc(g.sessions, func(ses *session) bool { return ses.id == d.Session })
		}
		return c.refuse(code)
	}
	if !s.isToken(d.Token) {
		return c.reject(closeAuthenticationFailed)
	}
	g.checkReturn()
	i := slices.IndexFunc(g.sessions, func(ses *session) bool { return ses.id == d.Session })
	if i < 0 {
		return []payload{{Op: opInvalidSession, Data: marshal(false)}}
	}
	ses := g.sessions[i]
	if *d.Sequence < 0 || *d.Sequence > len(ses.events) {
		return c.misuse(closeInvalidSequence, "RESUME with a sequence number that was never sent")
	}
	if old := ses.conn; old != nil && old != c {
		old.session = nil
		old.cut()
	}
	g.resumes++
	ses.conn, c.session, c.next = c, ses, *d.Sequence
	for i := range ses.events {
		ses.events[i].resumed = ses.events[i].name == "RESUMED" // an earlier one is not replayed
	}
	ses.events = append(ses.events, event{name: "RESUMED", data: marshal(object{"_trace": []string{}})})
	return nil
}

func (c *connection) members(data json.RawMessage) []payload {
	s := c.gateway.srv
	var d struct {
		Guild ids     `json:"guild_id"`
		Query *string `json:"query"`
		Users ids     `json:"user_ids"`
		Limit int     `json:"limit"`
		Nonce string  `json:"nonce"`
	}
	if err := json.Unmarshal(data, &d); err != nil || len(d.Guild) == 0 {
		return c.misuse(closeDecodeError, "REQUEST_GUILD_MEMBERS needs guild_id")
	}
	for _, g := range s.world.guilds {
		if !slices.Contains(d.Guild, g.ID) {
			continue
		}
		members := []object{}
		for _, m := range g.members {
			if slices.Contains(d.Users, m.User.ID) || d.Query != nil && strings.HasPrefix(m.User.Username, *d.Query) {
				if d.Limit == 0 || len(members) < d.Limit {
					members = append(members, m.wire())
				}
			}
		}
		c.session.add("GUILD_MEMBERS_CHUNK", object{
			"guild_id": g.ID, "members": members, "chunk_index": 0, "chunk_count": 1, "not_found": []string{}, "nonce": d.Nonce,
		})
	}
	return nil
}

// ids is one ID or a list of them.
type ids []string

// UnmarshalJSON accepts both forms.
func (l *ids) UnmarshalJSON(data []byte) error {
	var one string
	if json.Unmarshal(data, &one) == nil {
		*l = ids{one}
		return nil
	}
	return json.Unmarshal(data, (*[]string)(l))
}

// send writes the session's events in order, until the connection ends.
func (c *connection) send() {
	s := c.gateway.srv
	for {
		s.mu.Lock()
		if c.done || c.closing {
			s.mu.Unlock()
			return
		}
		if c.session == nil || c.silent || c.next >= len(c.session.events) {
			changed := s.changed
			s.mu.Unlock()
			<-changed
			continue
		}
		e, sequence := c.session.events[c.next], c.next+1
		c.next++
		if c.next == len(c.session.events) {
			s.notify() // for WaitReady
		}
		s.mu.Unlock()
		if e.resumed {
			continue
		}
		c.write(payload{Op: opDispatch, Data: e.data, Sequence: &sequence, Name: &e.name})
	}
}

// write sends one payload. A failure shows in receive, which ends the connection.
func (c *connection) write(p payload) {
	kind, raw := websocket.TextMessage, marshal(p)
	c.gateway.srv.mu.Lock()
	compress := c.compress
	c.gateway.srv.mu.Unlock()
	if compress && len(raw) > compressAbove {
		var b bytes.Buffer
		z := zlib.NewWriter(&b)
		_, _ = z.Write(raw) // a bytes.Buffer takes everything
		_ = z.Close()
		kind, raw = websocket.BinaryMessage, b.Bytes()
	}
	c.writing.Lock()
	defer c.writing.Unlock()
	_ = c.ws.SetWriteDeadline(time.Now().Add(gatewayWriteWithin))
	_ = c.ws.WriteMessage(kind, raw)
}

// misuse closes the connection for a client's mistake. The caller holds srv.mu.
func (c *connection) misuse(code int, what string) []payload {
	c.gateway.srv.violate(GatewayMisuse, "gateway", "%s (close code %d)", what, code)
	return c.close(code)
}

// close sends a close frame, and leaves the client a moment to go. The caller holds srv.mu.
func (c *connection) close(code int) []payload {
	if c.closing {
		return nil
	}
	c.closing = true
	if c.session != nil && (isFatal(code) || code == closeSessionTimedOut) {
		c.gateway.forget(c.session)
	}
	deadline := time.Now().Add(gatewayCloseWithin)
	_ = c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, closeTexts[code]), deadline)
	_ = c.ws.SetReadDeadline(deadline)
	return nil
}

// isFatal tells whether a client must not connect again after the close code.
func isFatal(code int) bool {
	return code == closeAuthenticationFailed || code >= closeInvalidShard && code <= closeDisallowedIntents
}

// reject closes for a reason that stays: a client that comes back with it breaks a rule. The caller holds srv.mu.
func (c *connection) reject(code int) []payload {
	g := c.gateway
	if g.fatal == code {
		g.srv.violate(FatalReconnect, "gateway", "a client came back after close code %d, for the same reason", code)
	}
	g.fatal, g.closedOff = code, false
	return c.close(code)
}

// refuse closes for no reason but the test's. The caller holds srv.mu.
func (c *connection) refuse(code int) []payload {
	c.gateway.checkReturn()
	if isFatal(code) {
		c.gateway.fatal, c.gateway.closedOff = code, true
	}
	return c.close(code)
}

// checkReturn notes a client that connects although it was told not to.
func (g *Gateway) checkReturn() {
	if g.fatal != 0 && g.closedOff {
		g.srv.violate(FatalReconnect, "gateway", "a client connected again after close code %d", g.fatal)
		g.fatal = 0
	}
}

var closeTexts = map[int]string{
	closeUnknownOpcode: "Unknown opcode.", closeDecodeError: "Error while decoding payload.", closeNotAuthenticated: "Not authenticated.",
	closeAuthenticationFailed: "Authentication failed.", closeAlreadyAuthenticated: "Already authenticated.",
	closeInvalidSequence: "Invalid seq.", closeRateLimited: "Rate limited.", closeSessionTimedOut: "Session timed out.",
	closeInvalidShard: "Invalid shard.", closeInvalidVersion: "Invalid API version.", closeInvalidIntents: "Invalid intent(s).",
	closeDisallowedIntents: "Disallowed intent(s).",
}

// cut ends the connection without a word, as a broken network does.
func (c *connection) cut() { _ = c.ws.NetConn().Close() }

func (g *Gateway) forget(ses *session) {
	g.sessions = slices.DeleteFunc(g.sessions, func(other *session) bool { return other == ses })
}

func (g *Gateway) refusal() int {
	if len(g.refusals) == 0 {
		return 0
	}
	code := g.refusals[0]
	g.refusals = g.refusals[1:]
	return code
}

func (g *Gateway) closeAll(code int) {
	for c := range g.connections {
		c.close(code)
	}
}

// hangUp drops every connection, for the server's own end.
func (g *Gateway) hangUp() {
	g.srv.mu.Lock()
	defer g.srv.mu.Unlock()
	for c := range g.connections {
		c.done = true
		c.cut()
	}
	g.srv.notify()
}

func (s *Server) isToken(token string) bool { return strings.TrimPrefix(token, "Bot ") == s.token }

// applicationFlags say which privileged intents the application was granted.
func (s *Server) applicationFlags() int {
	flags := 1 << 23 // it has commands
	for intent, bit := range map[Intent]int{IntentGuildPresences: 13, IntentGuildMembers: 15, IntentMessageContent: 19} {
		if s.options.Privileged&intent != 0 {
			flags |= 1 << bit
		}
	}
	return flags
}

// covers tells whether the session's shard serves the guild; direct messages (nil) are served by shard 0.
func (ses *session) covers(g *Guild) bool {
	if g == nil {
		return ses.shard[0] == 0
	}
	return int(snowflake(g.ID)>>22%uint64(ses.shard[1])) == ses.shard[0]
}

func (ses *session) receives(g *Guild, intent Intent) bool {
	return ses.covers(g) && ses.intents&intent == intent
}

// add appends a dispatch, with the faults that were asked for.
func (ses *session) add(name string, data any) {
	e := event{name: name, data: marshal(data)}
	if ses.reorder > 0 && ses.held == nil {
		ses.reorder--
		ses.held = &e
		return
	}
	ses.events = append(ses.events, e)
	if ses.duplicate > 0 {
		ses.duplicate--
		ses.events = append(ses.events, e)
	}
	if ses.held != nil {
		ses.events = append(ses.events, *ses.held)
		ses.held = nil
	}
}

// dispatch sends an event to every session that serves the guild (nil for direct messages) and asked for the intent.
// The caller holds s.mu.
func (s *Server) dispatch(name string, g *Guild, intent Intent, data any) {
	s.dispatchEach(name, g, intent, func(*session) any { return data })
}

// dispatchEach is dispatch with data made for each session.
func (s *Server) dispatchEach(name string, g *Guild, intent Intent, data func(*session) any) {
	removal := name == "GUILD_DELETE"
	if g != nil && (g.absent || g.unavailable) && !removal {
		s.notify()
		return
	}
	for _, ses := range s.Gateway.sessions {
		if ses.receives(g, intent) {
			ses.add(name, data(ses))
		}
	}
	s.notify()
}

func (s *Server) dispatchGuild(g *Guild) {
	s.dispatchEach("GUILD_CREATE", g, IntentGuilds, func(*session) any { return g.event() })
}

func marshal(v any) json.RawMessage {
	raw, err := json.Marshal(v)
	if err != nil {
		panic("discordtest: a wire object that is no JSON: " + err.Error()) // only our own types come here
	}
	return raw
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
	g.srv.require(ctx, func() bool { return len(g.identifies) >= n }, func() string { return "too few identifies" })
}

// WaitResumes waits until sessions have been resumed n times.
func (g *Gateway) WaitResumes(ctx context.Context, n int) {
	g.srv.tb.Helper()
	g.srv.require(ctx, func() bool { return g.resumes >= n }, func() string { return "too few resumes" })
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
		Connections: g.connected, Open: len(g.connections), Identifies: len(g.identifies), Resumes: g.resumes, Heartbeats: g.heartbeats,
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
