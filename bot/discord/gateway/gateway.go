// Package gateway keeps a bot connected to Discord's gateway.
//
// discordgo's own reconnecting is off. It goes on for ever after a token was reset (4004), never identifies again after a session
// timed out (4009), notices a dead connection after minutes, and identifies at once and without end when a session is invalid (op 9);
// what is done here instead depends on why the connection ended.
package gateway

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"

	"readout/bot/pause"
)

// Why Discord lets the bot in no longer.
var (
	ErrToken   = errors.New("discord refuses the token")
	ErrIntents = errors.New("discord refuses the gateway intents")
	ErrGateway = errors.New("discord refuses the connection")
)

// Silent is the log level at which discordgo writes nothing. Its log goes to standard error, with what members write and, at its
// lowest level, the token.
const Silent = -1

// Limit is how often the bot may still identify, and when there are more.
type Limit struct {
	Remaining int
	Resets    time.Duration // from now
}

// Gateway is a connection to the gateway. All its fields but the last three must be set.
type Gateway struct {
	Token   string
	Client  *http.Client
	Log     *slog.Logger
	Timing  Timing
	Intents discordgo.Intent
	// Limit asks Discord how often the bot may identify; ErrToken ends Run.
	Limit      func(context.Context) (Limit, error)
	Event      func(Event)       // an event of the gateway; called in order, must not block
	Connecting func(kind string) // "identify" or "resume" begins
	Connected  func(bool)        // whether Discord has let the bot in

	Shard, Shards int     // which of how many parts of all servers; 0 of 0 is all
	Resume        Session // is resumed first, unless it is zero
	Lasting       bool    // the session is left open at the end, so that another process can resume it

	told  progress
	wire  presentWire
	begun atomic.Pointer[discordgo.Session] // the last that Discord let in: what there is to resume
}

// Timing is how patient the gateway is.
type Timing struct {
	Open     time.Duration // from dialling to the first event; 0 is 30 s
	Zombie   time.Duration // without an acknowledged heartbeat, of which Discord's interval is 41 s; 0 is 100 s
	Pause    time.Duration // before the second attempt to connect, doubled each time; 0 is a second
	Longest  time.Duration // between two attempts; 0 is two minutes
	Identify time.Duration // between two identifies; 0 is 5 s
	Stable   time.Duration // a connection that lasted longer was a good one; 0 is a minute
}

// WithDefaults is the timing with nothing left to be chosen.
func (t Timing) WithDefaults() Timing {
	return Timing{
		Open: cmp.Or(t.Open, 30*time.Second), Zombie: cmp.Or(t.Zombie, 100*time.Second), Pause: cmp.Or(t.Pause, time.Second),
		Longest: cmp.Or(t.Longest, 2*time.Minute), Identify: cmp.Or(t.Identify, 5*time.Second), Stable: cmp.Or(t.Stable, time.Minute),
	}
}

// mostResumes is how often in a row a resume may fail before the session is given up.
const mostResumes = 5

// Close codes of the gateway that need other than a resume.
const (
	closeBadToken       = 4004
	closeBadSequence    = 4007
	closeSessionTimeout = 4009
	closeBadShard       = 4010
	closeBadIntents     = 4013
	closeNoIntents      = 4014
	closeZombie         = 4900 // ours: neither 1000 nor 1001, which would end the session
	closeInvalidSession = 4901 // ours: the gateway did not close, but said that the session is none (op 9)
)

// fatal is the error for a close code after which no connection is let in again, nil for the others.
func fatal(code int) error {
	switch {
	case code == closeBadToken:
		return ErrToken
	case code == closeBadIntents, code == closeNoIntents:
		return ErrIntents
	case closeBadShard <= code && code <= closeNoIntents:
		return fmt.Errorf("%w: close code %d", ErrGateway, code)
	}
	return nil
}

// lost reports whether a close code ends the session: it can't be resumed.
func lost(code int) bool {
	return code == closeBadSequence || code == closeSessionTimeout || code == closeInvalidSession
}

// Run stays connected until the context ends, which is no error, or Discord lets the bot in no longer.
func (g *Gateway) Run(ctx context.Context) error {
	var identified time.Time
	session, err := g.resumed() // nil when there is none to resume
	if err != nil {
		return err
	}
	wait := g.Timing.Pause
	for failures := 0; ; {
		kind := "resume"
		if session == nil {
			if err := g.mayIdentify(ctx, identified); err != nil {
				if ctx.Err() != nil {
					return nil
				}
				if errors.Is(err, ErrToken) {
					return err
				}
				g.Log.Warn("Discord does not say whether the bot may connect", "error", err)
				if pause.For(ctx, pause.Jitter(wait)) != nil {
					return nil
				}
				wait = min(2*wait, g.Timing.Longest)
				continue
			}
			if session, err = g.session(); err != nil {
				return err
			}
			identified, kind = time.Now(), "identify"
		}
		start := time.Now()
		g.Connecting(kind)
		code, err := g.connection(ctx, session, kind)
		g.Connected(false)
		if ctx.Err() != nil {
			return nil
		}
		if err := fatal(code); err != nil {
			return err
		}
		again := pause.Jitter(wait)
		if code == closeInvalidSession {
			err = errInvalidSession
			again += g.Timing.Pause + rand.N(4*g.Timing.Pause) // Discord asks for one to five seconds
		}
		g.Log.Info("the gateway's connection ended", "code", code, "error", err, "lasted", time.Since(start).Round(time.Millisecond))
		if time.Since(start) > g.Timing.Stable {
			failures, wait = 0, g.Timing.Pause
		} else {
			failures++
		}
		if lost(code) || err != nil && failures > mostResumes || g.begun.Load() != session {
			session = nil // there is nothing to resume
		}
		if pause.For(ctx, again) != nil {
			return nil
		}
		if failures > 0 {
			wait = min(2*wait, g.Timing.Longest)
		}
	}
}

// mayIdentify waits until the bot may identify: Discord lets it do so so many times a day, and resets the token of one that does
// so more often.
func (g *Gateway) mayIdentify(ctx context.Context, last time.Time) error {
	if !last.IsZero() {
		if err := pause.For(ctx, time.Until(last.Add(g.Timing.Identify))); err != nil {
			return err
		}
	}
	asking, cancel := context.WithTimeout(ctx, g.Timing.Open)
	defer cancel()
	left, err := g.Limit(asking)
	if err != nil {
		return err
	}
	if left.Remaining > 0 {
		return nil
	}
	g.Log.Error("the bot has connected too often today and waits until Discord lets it in again", "wait", left.Resets)
	return pause.For(ctx, left.Resets)
}

// Session is what there is to resume, zero for nothing.
func (g *Gateway) Session() Session { return g.told.present() }

// resumed makes a session of the one that is to be resumed, nil when there is none.
func (g *Gateway) resumed() (*discordgo.Session, error) {
	g.told.begin(Session{})
	if g.Resume.ID == "" {
		return nil, nil
	}
	s, err := g.session()
	if err != nil {
		return nil, err
	}
	if !restore(s, g.Resume) {
		g.Log.Warn("the session of another process can't be resumed with this version of discordgo")
		return nil, nil
	}
	if g.Resume.URL != "" {
		own := *g.Client
		own.Transport = &resumeAt{next: own.Transport, url: g.Resume.URL}
		s.Client = &own
	}
	g.told.begin(g.Resume)
	g.begun.Store(s)
	return s, nil
}

// session makes a session that is not yet connected.
func (g *Gateway) session() (*discordgo.Session, error) {
	s, err := discordgo.New("Bot " + g.Token)
	if err != nil {
		return nil, err
	}
	s.Client = g.Client
	s.LogLevel = Silent
	s.ShouldReconnectOnError = false
	s.StateEnabled = false
	s.SyncEvents = true // in order; what is done for an event has a goroutine of its own
	s.Identify.Intents = g.Intents
	s.ShardID, s.ShardCount = g.Shard, max(g.Shards, 1)
	s.AddHandler(func(s *discordgo.Session, e any) {
		switch e := e.(type) {
		case *discordgo.Disconnect:
			g.wire.signal(s, wireDown)
		case *discordgo.Event: // each, once discordgo has read it
			if e.Operation == opDispatch {
				g.dispatch(s, e)
			}
		}
	})
	return s, nil
}

// opDispatch is the code of what tells of an event.
const opDispatch = 0

// dispatch tells of an event.
func (g *Gateway) dispatch(s *discordgo.Session, e *discordgo.Event) {
	switch e.Struct.(type) {
	case *discordgo.Ready:
		g.told.begin(readyAs(e.RawData))
		g.begun.Store(s)
		g.wire.signal(s, wireReady)
	case *discordgo.Resumed:
		g.wire.signal(s, wireReady)
	}
	g.Event(Event{Struct: e.Struct, Raw: e.RawData, Taken: g.told.tell(e.Sequence)})
}

// connection connects, and returns when the connection has ended: with the gateway's close code, 0 when it gave none.
func (g *Gateway) connection(ctx context.Context, s *discordgo.Session, kind string) (code int, err error) {
	l := newWire()
	if kind == "identify" {
		l.identifies = 1
	}
	g.wire.set(s, l)
	s.Dialer = l.dialer(g.Timing.Open)
	opened := make(chan error, 1)
	go func() { opened <- s.Open() }()
	patience := time.NewTimer(g.Timing.Open)
	defer patience.Stop()
	giveUp := func(why error) (int, error) {
		l.cut()
		if err := <-opened; err == nil {
			_ = s.Close() // it was cut; what matters is that its goroutines end
		}
		return l.code(), why
	}
	select {
	case err := <-opened:
		if err != nil && !errors.Is(err, discordgo.ErrWSAlreadyOpen) {
			return l.code(), err
		}
	case <-patience.C:
		return giveUp(errors.New("the gateway says nothing"))
	case <-ctx.Done():
		return giveUp(ctx.Err())
	}
	return g.watch(ctx, s, l, patience.C)
}

// watch returns when a connection that was opened has ended; patience ends when Discord must have let the bot in.
func (g *Gateway) watch(ctx context.Context, s *discordgo.Session, l *wire, patience <-chan time.Time) (code int, err error) {
	check := time.NewTicker(max(g.Timing.Zombie/4, time.Millisecond))
	defer check.Stop()
	ready, over := false, l.over
	for {
		select {
		case <-over:
			if code := l.code(); lost(code) || fatal(code) != nil {
				return code, nil // without waiting for discordgo, which sleeps before it says so
			}
			over = nil
		case <-l.ready:
			if !ready {
				ready = true
				g.Connected(true)
			}
		case <-l.down:
			return l.code(), nil
		case <-patience:
			if !ready {
				_ = s.CloseWithCode(closeZombie)
				return l.code(), errors.New("the gateway does not let the bot in")
			}
		case <-check.C:
			s.RLock()
			quiet := time.Since(s.LastHeartbeatAck)
			s.RUnlock()
			if quiet > g.Timing.Zombie {
				_ = s.CloseWithCode(closeZombie)
				return l.code(), errors.New("the gateway does not acknowledge heartbeats")
			}
		case <-ctx.Done():
			goodbye := websocket.CloseNormalClosure // which ends the session
			if g.Lasting {
				goodbye = closeZombie
			}
			go s.CloseWithCode(goodbye) // it says so at once, and then sleeps for a second
			select {
			case <-l.over:
			case <-time.After(time.Second):
			}
			return l.code(), nil
		}
	}
}

// wire is one connection, while it lasts.
type wire struct {
	ready, down chan struct{}
	over        chan struct{} // closed once the gateway has closed the connection
	isOver      sync.Once
	identifies  int // that are meant

	mu     sync.Mutex
	conn   net.Conn
	closed int
}

func newWire() *wire {
	return &wire{ready: make(chan struct{}, 1), down: make(chan struct{}, 1), over: make(chan struct{})}
}

func (l *wire) observe(conn net.Conn) net.Conn {
	if conn == nil {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.conn = conn
	return &observed{Conn: conn, identifies: l.identifies, ended: func(code int) {
		l.mu.Lock()
		defer l.mu.Unlock()
		if code != 0 {
			l.closed = code
		}
		l.isOver.Do(func() { close(l.over) })
	}}
}

// dialer opens the connection, and observes it.
func (l *wire) dialer(within time.Duration) *websocket.Dialer {
	to := &net.Dialer{Timeout: within}
	return &websocket.Dialer{
		HandshakeTimeout: within,
		NetDialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			conn, err := to.DialContext(ctx, network, address)
			return l.observe(conn), err
		},
		NetDialTLSContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			d := &tls.Dialer{NetDialer: to, Config: &tls.Config{NextProtos: []string{"http/1.1"}}}
			conn, err := d.DialContext(ctx, network, address)
			return l.observe(conn), err
		},
	}
}

// cut breaks the connection, so that whatever waits for it ends.
func (l *wire) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn != nil {
		l.conn.Close()
	}
}

func (l *wire) code() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.closed
}

// presentWire is the present wire, and whose it is.
type presentWire struct {
	mu      sync.Mutex
	session *discordgo.Session
	wire    *wire
}

func (p *presentWire) set(s *discordgo.Session, w *wire) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.session, p.wire = s, w
}

type wireState int

const (
	wireReady wireState = iota
	wireDown
)

// signal tells the present wire of its state; that it was told already is no loss. What an earlier session says late is passed over.
func (p *presentWire) signal(from *discordgo.Session, s wireState) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if from != p.session {
		return
	}
	c := p.wire.ready
	if s == wireDown {
		c = p.wire.down
	}
	select {
	case c <- struct{}{}:
	default:
	}
}
