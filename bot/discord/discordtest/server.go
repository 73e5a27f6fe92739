package discordtest

import (
	"context"
	"encoding/base64"
	"maps"
	"net"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"readout/bot/discord/discordtest/cdn"
	"readout/bot/discord/discordtest/commands"
	"readout/bot/discord/discordtest/description"
	"readout/bot/discord/discordtest/gateway"
	"readout/bot/discord/discordtest/monitor"
	"readout/bot/discord/discordtest/traffic"
	"readout/bot/discord/discordtest/wire"
)

// TB is the part of testing.TB that a server needs. Fatalf must not return.
type TB interface {
	Helper()
	Logf(format string, args ...any)
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
	Cleanup(func())
}

// Options are the choices for a server. The zero value is an application with no privileged intent, and no rule tolerated.
type Options struct {
	// Privileged are the privileged intents granted to the application: IntentMessageContent, IntentGuildMembers,
	// IntentGuildPresences. A client that asks for another one is closed with 4014.
	Privileged wire.Intent
	// BotPermissions are what the bot's role in a new guild allows; 0 means DefaultBotPermissions.
	BotPermissions wire.Permission
	// Heartbeat is the interval that HELLO asks for; 0 means Discord's usual 41.25 s.
	Heartbeat time.Duration
	// IdentifyLimit is how often a client may identify in 24 hours; 0 means 1,000. Above it the token is reset.
	IdentifyLimit int
	// IdentifyPause is the least time between two identifies; a quicker one gets op 9. Discord's is 5 s; 0 means none, so that
	// a test can restart its bot.
	IdentifyPause time.Duration
	// RequestsPerSecond is the global limit of the REST API, from which interaction callbacks and webhooks are exempt;
	// 0 means Discord's 50, negative means none.
	RequestsPerSecond int
	// Patience bounds every wait whose context has no deadline; 0 means 10 s.
	Patience time.Duration
	// Now is the clock; nil means time.Now. Advance adds to it. With a clock that stands still the deadlines do not depend on
	// the machine's speed; but since no second ends on it, RequestsPerSecond should then be negative.
	Now func() time.Time
	// Tolerate are the rules that do not fail the test.
	Tolerate []wire.Rule
	// Description is the file with Discord's OpenAPI description. Empty means shared/discord/openapi.json next to the
	// repository's root, the folder above the working directory that holds go.mod; if there is none the check is skipped.
	Description string
}

func (o Options) withDefaults() Options {
	if o.BotPermissions == 0 {
		o.BotPermissions = wire.DefaultBotPermissions
	}
	if o.Heartbeat == 0 {
		o.Heartbeat = 41250 * time.Millisecond
	}
	if o.IdentifyLimit == 0 {
		o.IdentifyLimit = 1000
	}
	if o.RequestsPerSecond == 0 {
		o.RequestsPerSecond = 50
	}
	if o.Patience == 0 {
		o.Patience = 10 * time.Second
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// Server is one simulated Discord with one application and its bot. Its methods may be called from any goroutine, but those
// that can end the test (a member's actions and the waits) belong on the test's own.
type Server struct {
	// Gateway is the websocket side: its state, its counters and its faults.
	Gateway *gateway.Gateway
	// API is the REST side: what was asked, and its faults.
	*traffic.API

	tb          TB
	options     Options
	description *description.Log // nil when there is no file
	http        *http.Server
	address     string
	transport   *http.Transport // of HTTPClient
	serving     sync.WaitGroup
	closeOnce   sync.Once
	closed      chan struct{}

	mu         *monitor.Monitor // guards what follows, both sides, and every guild, channel, member and interaction
	advanced   time.Duration
	lastID     uint64
	token      string
	tolerated  map[wire.Rule]bool
	violations []wire.Violation
	bot        *wire.User // the application has the same ID
	world      world
	commands   *commands.Registry
}

// world is what the application can see or be told of.
type world struct {
	users        map[string]*wire.User // by name
	guilds       []*Guild
	channels     map[string]*Channel // threads and direct messages too
	interactions map[string]*Interaction
	tokens       map[string]*Interaction
	order        []*Interaction // as they were made
	files        cdn.Files
}

// New starts a server on a loopback port. It closes itself, with its last checks, when the test ends.
func New(tb TB, options Options) *Server {
	tb.Helper()
	s := &Server{
		tb:        tb,
		options:   options.withDefaults(),
		transport: &http.Transport{},
		closed:    make(chan struct{}),
		mu:        monitor.New(options.withDefaults().Patience),
		tolerated: map[wire.Rule]bool{},
		world: world{
			users:        map[string]*wire.User{},
			channels:     map[string]*Channel{},
			interactions: map[string]*Interaction{},
			tokens:       map[string]*Interaction{},
		},
	}
	for _, r := range s.options.Tolerate {
		s.tolerated[r] = true
	}
	s.Gateway = gateway.New(served{s}, gateway.Options{Heartbeat: s.options.Heartbeat, IdentifyLimit: s.options.IdentifyLimit,
		IdentifyPause: s.options.IdentifyPause, Privileged: s.options.Privileged})
	s.bot = &wire.User{ID: s.newID(), Username: "bot", Bot: true, Locale: defaultLocale}
	s.world.users[s.bot.Username] = s.bot
	s.commands = commands.New(s.bot.ID, s.now, s.newID)
	s.token = s.newToken()

	if file, err := description.Find(options.Description); err == nil {
		s.description = description.Record(file)
	} else {
		tb.Logf("discordtest: not checked against Discord's API description: %v", err)
	}

	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatalf("discordtest: listen on loopback: %v", err)
	}
	s.address = listener.Addr().String()
	api, rest := traffic.New(served{s}, traffic.Options{Routes: slices.Collect(maps.Keys(routes)), PerSecond: s.options.RequestsPerSecond})
	s.API = api
	s.http = &http.Server{Handler: s.handler(rest)}
	go func() {
		defer close(s.closed)
		_ = s.http.Serve(listener) // always ErrServerClosed: Close is the only way out
	}()
	tb.Cleanup(s.Close)
	return s
}

// Close stops the server, drops every connection, and makes the checks that need the whole conversation. It is called by the
// test's cleanup; calling it earlier, or twice, does no harm. Close the client's session first, or it will go on reconnecting.
func (s *Server) Close() {
	s.closeOnce.Do(func() {
		s.mu.Close()
		// A request whose effect a test has seen may not have its response yet: let it go out.
		finishing, cancel := context.WithTimeout(context.Background(), lastResponses)
		_ = s.http.Shutdown(finishing)
		cancel()
		_ = s.http.Close()
		<-s.closed
		s.Gateway.HangUp()
		s.serving.Wait()
		s.transport.CloseIdleConnections()
		s.checkAnswered()
		s.checkDescription()
	})
}

// lastResponses is how long Close waits for the responses to requests under way.
const lastResponses = time.Second

// URL is the base of the REST API, without its version: a client appends /v9 or /v10.
func (s *Server) URL() string { return "http://" + s.address + "/api" }

// Token is the bot's current token, without the word "Bot".
func (s *Server) Token() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.token
}

// Bot is the application's bot. The application has the same ID.
func (s *Server) Bot() *wire.User { return s.bot }

// Advance moves the server's clock forward.
func (s *Server) Advance(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advanced += d
	s.mu.Notify()
}

// ResetToken gives the bot a new token, as the developer portal does: the old one is refused from then on, and connections
// that use it are closed with 4004.
func (s *Server) ResetToken() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.resetToken()
	return s.token
}

func (s *Server) resetToken() {
	s.token = s.newToken()
	s.Gateway.DropToken()
}

func (s *Server) newToken() string {
	return base64.RawURLEncoding.EncodeToString([]byte(s.bot.ID)) + ".simulated." + s.newID()
}

// now is the server's time, in UTC and to the microsecond, as Discord writes it. The caller holds s.mu.
func (s *Server) now() time.Time {
	return s.options.Now().Add(s.advanced).UTC().Truncate(time.Microsecond)
}

// newID returns a snowflake above every earlier one. The caller holds s.mu, or nobody else knows the server yet.
func (s *Server) newID() string {
	s.lastID = wire.NextID(s.lastID, s.now())
	return strconv.FormatUint(s.lastID, 10)
}

// require waits for done and ends the test if it does not come. what is called, with s.mu held, to say what was waited for.
func (s *Server) require(ctx context.Context, done func() bool, what func() string) {
	s.tb.Helper()
	if err := s.mu.Wait(ctx, done); err != nil {
		s.mu.Lock()
		text := what()
		s.mu.Unlock()
		s.tb.Fatalf("discordtest: %s: %v", text, err)
	}
}
