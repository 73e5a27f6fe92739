package gateway

import (
	"bytes"
	"compress/zlib"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"readout/bot/discord/discordtest/wire"
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

// Serve speaks with one client until either side closes.
func (g *Gateway) Serve(w http.ResponseWriter, r *http.Request) {
	upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	ws, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // the upgrader has answered
	}
	defer ws.Close()
	c := &connection{gateway: g, ws: ws, version: r.URL.Query().Get("v")}
	// The client's close frame is not echoed: Discord just ends the connection.
	ws.SetCloseHandler(func(int, string) error { return nil })

	s := g.world
	s.Lock()
	select {
	case <-s.Stopped():
		s.Unlock()
		return
	default:
	}
	g.connections[c] = true
	g.connected++
	s.Notify()
	s.Unlock()

	var sender sync.WaitGroup
	sender.Go(c.send)
	if v := c.version; v != "9" && v != "10" {
		s.Lock()
		c.misuse(closeInvalidVersion, "version "+v)
		s.Unlock()
	} else {
		c.write(payload{Op: opHello, Data: wire.Marshal(wire.Object{"heartbeat_interval": g.options.Heartbeat.Milliseconds(),
			"_trace": []string{}})})
	}
	code := c.receive()

	s.Lock()
	c.done = true
	delete(g.connections, c)
	if c.session != nil && c.session.conn == c {
		c.session.conn = nil
		// A client that says goodbye with one of these ends its session; any other end leaves it open for a resume.
		if !c.closing && (code == websocket.CloseNormalClosure || code == websocket.CloseGoingAway) {
			g.forget(c.session)
		}
	}
	s.Notify()
	s.Unlock()
	ws.Close()
	sender.Wait()
}

// receive handles what the client sends, and returns the close code that it ended with, or 0.
func (c *connection) receive() int {
	s := c.gateway.world
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
				s.Lock()
				c.close(closeSessionTimedOut)
				s.Unlock()
			}
			return 0
		}
		s.Lock()
		replies := c.handle(raw)
		s.Notify()
		s.Unlock()
		for _, p := range replies {
			c.write(p)
		}
	}
}

// expectHeartbeat gives up on a client that is silent for two intervals.
func (c *connection) expectHeartbeat() {
	_ = c.ws.SetReadDeadline(time.Now().Add(2*c.gateway.options.Heartbeat + gatewayCloseWithin)) // a dead socket shows on reading
}

// handle does what one payload asks, and returns what to answer at once. The caller holds the world's lock.
func (c *connection) handle(raw []byte) []payload {
	g, s := c.gateway, c.gateway.world
	if c.closing {
		return nil
	}
	now := s.Now()
	c.received = append(wire.Within(c.received, now, time.Minute), now)
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
	g, s := c.gateway, c.gateway.world
	var d struct {
		Token      string          `json:"token"`
		Intents    *wire.Intent    `json:"intents"`
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
	if !s.IsToken(d.Token) {
		return c.reject(closeAuthenticationFailed)
	}
	g.checkReturn()
	now := s.Now()
	recent := g.RecentIdentifies()
	quick := len(recent) > 0 && now.Sub(recent[len(recent)-1]) < g.options.IdentifyPause
	g.identifies = append(recent, now)
	if len(g.identifies) > g.options.IdentifyLimit {
		s.Violate(wire.IdentifyLimit, "gateway", "%d identifies in a day", len(g.identifies))
		s.ResetToken()
		return nil
	}
	if quick || g.disbelieve > 0 {
		g.tooSoon++
		g.disbelieve = max(0, g.disbelieve-1)
		return []payload{{Op: opInvalidSession, Data: wire.Marshal(false)}}
	}
	if *d.Intents&^wire.KnownIntents != 0 {
		return c.misuse(closeInvalidIntents, "intents that do not exist")
	}
	if *d.Intents&wire.PrivilegedIntents&^g.options.Privileged != 0 {
		return c.reject(closeDisallowedIntents)
	}
	shard := [2]int{0, 1}
	if d.Shard != nil {
		if len(d.Shard) != 2 || d.Shard[1] < 1 || d.Shard[0] < 0 || d.Shard[0] >= d.Shard[1] {
			return c.misuse(closeInvalidShard, "a shard that does not exist")
		}
		shard = [2]int(d.Shard)
	}
	c.compress = d.Compress
	c.begin(*d.Intents, shard)
	return nil
}

// begin makes the connection's session, whose first events are READY and the guilds. The caller holds the lock.
func (c *connection) begin(intents wire.Intent, shard [2]int) {
	g, s := c.gateway, c.gateway.world
	g.fatal = 0
	ses := &session{id: s.NewID(), intents: intents, shard: shard, conn: c}
	c.session, c.next = ses, 0
	g.sessions = append(g.sessions, ses)
	guilds := []wire.Object{}
	for _, gu := range s.Guilds() {
		if ses.covers(gu.ID) {
			guilds = append(guilds, wire.Object{"id": gu.ID, "unavailable": true})
		}
	}
	me := s.Self()
	ses.add("READY", wire.Object{
		"v": 9, "user": me.Bot, "guilds": guilds, "session_id": ses.id, "session_type": "normal", "shard": shard,
		"private_channels":   []wire.Object{},
		"resume_gateway_url": "ws://" + me.Address, "application": wire.Object{"id": me.Bot.ID, "flags": me.Flags}, "_trace": []string{},
	})
	for _, gu := range s.Guilds() {
		if gu.Available && ses.receives(gu.ID, wire.IntentGuilds) {
			ses.add("GUILD_CREATE", gu.Event())
		}
	}
	ses.ready = true
}

func (c *connection) resume(data json.RawMessage) []payload {
	g, s := c.gateway, c.gateway.world
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
	if !s.IsToken(d.Token) {
		return c.reject(closeAuthenticationFailed)
	}
	g.checkReturn()
	i := slices.IndexFunc(g.sessions, func(ses *session) bool { return ses.id == d.Session })
	if i < 0 {
		return []payload{{Op: opInvalidSession, Data: wire.Marshal(false)}}
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
	ses.events = append(ses.events, event{name: "RESUMED", data: wire.Marshal(wire.Object{"_trace": []string{}})})
	return nil
}

func (c *connection) members(data json.RawMessage) []payload {
	s := c.gateway.world
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
	for _, g := range s.Guilds() {
		if !slices.Contains(d.Guild, g.ID) {
			continue
		}
		members := []wire.Object{}
		for user, member := range g.Members() {
			if slices.Contains(d.Users, user.ID) || d.Query != nil && strings.HasPrefix(user.Username, *d.Query) {
				if d.Limit == 0 || len(members) < d.Limit {
					members = append(members, member)
				}
			}
		}
		c.session.add("GUILD_MEMBERS_CHUNK", wire.Object{
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
	s := c.gateway.world
	for {
		s.Lock()
		if c.done || c.closing {
			s.Unlock()
			return
		}
		if c.session == nil || c.silent || c.next >= len(c.session.events) {
			changed := s.Changed()
			s.Unlock()
			<-changed
			continue
		}
		e, sequence := c.session.events[c.next], c.next+1
		c.next++
		if c.next == len(c.session.events) {
			s.Notify() // for WaitReady
		}
		s.Unlock()
		if e.resumed {
			continue
		}
		c.write(payload{Op: opDispatch, Data: e.data, Sequence: &sequence, Name: &e.name})
	}
}

// write sends one payload. A failure shows in receive, which ends the connection.
func (c *connection) write(p payload) {
	kind, raw := websocket.TextMessage, wire.Marshal(p)
	c.gateway.world.Lock()
	compress := c.compress
	c.gateway.world.Unlock()
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

// misuse closes the connection for a client's mistake. The caller holds the world's lock.
func (c *connection) misuse(code int, what string) []payload {
	c.gateway.world.Violate(wire.GatewayMisuse, "gateway", "%s (close code %d)", what, code)
	return c.close(code)
}

// close sends a close frame, and leaves the client a moment to go. The caller holds the world's lock.
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

// reject closes for a reason that stays: a client that comes back with it breaks a rule. The caller holds the world's lock.
func (c *connection) reject(code int) []payload {
	g := c.gateway
	if g.fatal == code {
		g.world.Violate(wire.FatalReconnect, "gateway", "a client came back after close code %d, for the same reason", code)
	}
	g.fatal, g.closedOff = code, false
	return c.close(code)
}

// refuse closes for no reason but the test's. The caller holds the world's lock.
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
		g.world.Violate(wire.FatalReconnect, "gateway", "a client connected again after close code %d", g.fatal)
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

// HangUp drops every connection, for the server's own end.
func (g *Gateway) HangUp() {
	g.world.Lock()
	defer g.world.Unlock()
	for c := range g.connections {
		c.done = true
		c.cut()
	}
	g.world.Notify()
}
