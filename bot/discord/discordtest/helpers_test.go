package discordtest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"

	"readout/bot/discord/discordtest"
	"readout/bot/discord/discordtest/wire"
)

func TestMain(m *testing.M) {
	os.Exit(discordtest.Status(m.Run()))
}

// object is a JSON object.
type object = map[string]any

// recorder is a TB that keeps what a test would have been told.
type recorder struct {
	mu       sync.Mutex
	errors   []string
	logs     []string
	cleanups []func()
}

func (r *recorder) Helper() {}

func (r *recorder) Logf(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.logs = append(r.logs, fmt.Sprintf(format, args...))
}

func (r *recorder) Errorf(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.errors = append(r.errors, fmt.Sprintf(format, args...))
}

func (r *recorder) Fatalf(format string, args ...any) {
	r.Errorf(format, args...)
	runtime.Goexit()
}

func (r *recorder) Cleanup(f func()) { r.cleanups = append(r.cleanups, f) }

// capture runs f as a test of its own, cleanups included, and returns the failures.
func capture(f func(tb *recorder)) []string {
	r := &recorder{}
	done := make(chan struct{})
	go func() {
		defer close(done)
		f(r)
	}()
	<-done
	for _, cleanup := range slices.Backward(r.cleanups) {
		cleanup()
	}
	return r.errors
}

// rest is a bare REST client.
type rest struct {
	t     *testing.T
	srv   *discordtest.Server
	token string
}

func newREST(t *testing.T, srv *discordtest.Server) *rest { return &rest{t, srv, "Bot " + srv.Token()} }

// answer is a response.
type answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// code is Discord's error code, or 0.
func (a answer) code() int {
	var e struct{ Code int }
	_ = json.Unmarshal(a.Body, &e) // not every answer is an error, or JSON
	return e.Code
}

func (a answer) object(t *testing.T) object {
	t.Helper()
	var o object
	if err := json.Unmarshal(a.Body, &o); err != nil {
		t.Fatalf("answer %d is no object: %s", a.Status, a.Body)
	}
	return o
}

// do sends a request to a path below /api/v9; body nil means none, a string is sent as it is.
func (c *rest) do(method, path string, body any) answer {
	c.t.Helper()
	a, err := c.try(method, path, body)
	if err != nil {
		c.t.Fatalf("%s %s: %v", method, path, err)
	}
	return a
}

func (c *rest) try(method, path string, body any) (answer, error) {
	var reader io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		reader = strings.NewReader(b)
	default:
		raw, err := json.Marshal(b)
		if err != nil {
			return answer{}, err
		}
		reader = bytes.NewReader(raw)
	}
	r, err := http.NewRequestWithContext(c.t.Context(), method, "https://discord.com/api/v9"+path, reader)
	if err != nil {
		return answer{}, err
	}
	r.Header.Set("Authorization", c.token)
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	resp, err := c.srv.HTTPClient().Do(r)
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	return answer{resp.StatusCode, resp.Header, raw}, err
}

// respond answers an interaction; data nil means none.
func (c *rest) respond(it *discordtest.Interaction, kind int, data object) answer {
	c.t.Helper()
	body := object{"type": kind}
	if data != nil {
		body["data"] = data
	}
	return c.do("POST", "/interactions/"+it.ID+"/"+it.Token+"/callback", body)
}

// webhook is the path of an interaction's messages.
func (c *rest) webhook(it *discordtest.Interaction) string {
	return "/webhooks/" + c.srv.Bot().ID + "/" + it.Token
}

// register puts global commands.
func (c *rest) register(commands ...object) {
	c.t.Helper()
	if a := c.do("PUT", "/applications/"+c.srv.Bot().ID+"/commands", commands); a.Status != http.StatusOK {
		c.t.Fatalf("register: %d %s", a.Status, a.Body)
	}
}

// quiet is a message body that pings nobody.
func quiet(content string) object {
	return object{"content": content, "allowed_mentions": object{"parse": []string{}}}
}

// bareClient is a bare gateway client.
type bareClient struct {
	t  *testing.T
	ws *websocket.Conn
}

type packet struct {
	Op       int             `json:"op"`
	Data     json.RawMessage `json:"d,omitempty"`
	Sequence int             `json:"s,omitempty"`
	Name     string          `json:"t,omitempty"`
}

// dial connects and takes HELLO.
func dial(t *testing.T, srv *discordtest.Server) *bareClient {
	t.Helper()
	return dialVersion(t, srv, "9")
}

func dialVersion(t *testing.T, srv *discordtest.Server, version string) *bareClient {
	t.Helper()
	var gateway struct{ URL string }
	if err := json.Unmarshal(newREST(t, srv).do("GET", "/gateway", nil).Body, &gateway); err != nil {
		t.Fatal(err)
	}
	ws, resp, err := websocket.DefaultDialer.DialContext(t.Context(), gateway.URL+"/?v="+version+"&encoding=json", nil)
	if err != nil {
		t.Fatalf("dial: %v", err)
	}
	resp.Body.Close()
	w := &bareClient{t, ws}
	t.Cleanup(func() { ws.Close() })
	return w
}

func (w *bareClient) send(op int, data any) {
	w.t.Helper()
	raw, err := json.Marshal(data)
	if err != nil {
		w.t.Fatal(err)
	}
	if err := w.ws.WriteJSON(packet{Op: op, Data: raw}); err != nil {
		w.t.Fatalf("send op %d: %v", op, err)
	}
}

func (w *bareClient) identify(token string, intents wire.Intent) {
	w.t.Helper()
	w.send(2, object{"token": token, "intents": intents, "properties": object{"os": "linux"}})
}

// read returns the next packet.
func (w *bareClient) read() packet {
	w.t.Helper()
	p, err := w.tryRead()
	if err != nil {
		w.t.Fatalf("read: %v", err)
	}
	return p
}

func (w *bareClient) tryRead() (p packet, err error) {
	_ = w.ws.SetReadDeadline(time.Now().Add(10 * time.Second)) // a dead socket shows on reading
	err = w.ws.ReadJSON(&p)
	return p, err
}

// until reads on to a dispatch of this name.
func (w *bareClient) until(name string) packet {
	w.t.Helper()
	for {
		if p := w.read(); p.Name == name {
			return p
		}
	}
}

// closeCode reads on until the server closes, and returns its code.
func (w *bareClient) closeCode() int {
	w.t.Helper()
	for {
		_, err := w.tryRead()
		if err == nil {
			continue
		}
		if closed, ok := err.(*websocket.CloseError); ok {
			return closed.Code
		}
		w.t.Fatalf("no close frame: %v", err)
	}
}

// ready connects, identifies, and reads READY.
func ready(t *testing.T, srv *discordtest.Server, intents wire.Intent) (w *bareClient, session string) {
	t.Helper()
	w = dial(t, srv)
	w.identify(srv.Token(), intents)
	var d struct {
		SessionID string `json:"session_id"`
	}
	if err := json.Unmarshal(w.until("READY").Data, &d); err != nil {
		t.Fatal(err)
	}
	return w, d.SessionID
}

const wireIntents = wire.IntentGuilds | wire.IntentGuildMessages | wire.IntentDirectMessages

// connect opens a discordgo session, which ends with the server.
func connect(t *testing.T, srv *discordtest.Server, intents discordgo.Intent, handlers ...any) *discordgo.Session {
	t.Helper()
	session := newSession(t, srv, intents, handlers...)
	if err := session.Open(); err != nil {
		t.Fatalf("open: %v", err)
	}
	srv.Gateway.WaitReady(t.Context())
	return session
}

func newSession(t *testing.T, srv *discordtest.Server, intents discordgo.Intent, handlers ...any) *discordgo.Session {
	t.Helper()
	session, err := discordgo.New("Bot " + srv.Token())
	if err != nil {
		t.Fatal(err)
	}
	session.Client = srv.HTTPClient()
	session.Identify.Intents = intents
	session.LogLevel = discordgo.LogError - 1
	session.ShouldReconnectOnError = false
	for _, h := range handlers {
		session.AddHandler(h)
	}
	return session
}

const usualIntents = discordgo.IntentsGuilds | discordgo.IntentsGuildMessages | discordgo.IntentsDirectMessages

var noMentions = &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}}

func register(t *testing.T, s *discordgo.Session, commands ...*discordgo.ApplicationCommand) {
	t.Helper()
	if _, err := s.ApplicationCommandBulkOverwrite(s.State.User.ID, "", commands); err != nil {
		t.Fatalf("register: %v", err)
	}
}

// next receives what a handler sends.
func next[T any](t *testing.T, from <-chan T) T {
	t.Helper()
	select {
	case v := <-from:
		return v
	case <-time.After(20 * time.Second):
		t.Fatal("nothing came")
		panic("unreachable")
	}
}

// try reports a failure from a handler's goroutine.
func try(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Error(err)
	}
}

var ask = &discordgo.ApplicationCommand{
	Name: "ask", Description: "Ask the articles",
	Options: []*discordgo.ApplicationCommandOption{
		{Type: discordgo.ApplicationCommandOptionString, Name: "question", Description: "What to ask", Required: true},
		{Type: discordgo.ApplicationCommandOptionBoolean, Name: "private", Description: "Only for you"},
		{Type: discordgo.ApplicationCommandOptionString, Name: "article", Description: "Ask one article", Autocomplete: true},
	},
}
