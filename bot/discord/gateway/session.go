package gateway

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"unsafe"

	"github.com/bwmarrin/discordgo"
)

// Session is what a connection can be resumed with, by another process too. Its ID lets whoever has the token read what the bot is told.
type Session struct {
	ID       string `json:"id"`
	Sequence int64  `json:"sequence"` // of the last event that need not be told again
	URL      string `json:"url"`      // where Discord wants it resumed; "" for anywhere
}

// Event is an event of the gateway.
type Event struct {
	Struct any             // as discordgo reads it
	Raw    json.RawMessage // as Discord sent it
	// Taken must be called once the event need not be told again should this process end, from any goroutine. Calling it twice does nothing.
	Taken func()
}

// progress is how far the events of a session are taken.
type progress struct {
	mu      sync.Mutex
	session Session
	last    int64              // of all events
	open    map[int64]struct{} // those that are not taken
}

// begin starts a session.
func (p *progress) begin(s Session) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.session, p.last, p.open = s, s.Sequence, map[int64]struct{}{}
}

// tell notes an event; what it returns is to be called when the event is taken.
func (p *progress) tell(sequence int64) (taken func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	id := p.session.ID
	p.last = max(p.last, sequence)
	p.open[sequence] = struct{}{}
	return func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.session.ID == id {
			delete(p.open, sequence)
		}
	}
}

// present is the session with the sequence up to which all events are taken.
func (p *progress) present() Session {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := p.session
	s.Sequence = p.last
	for open := range p.open {
		s.Sequence = min(s.Sequence, open-1)
	}
	return s
}

// readyAs reads of a first event what discordgo does not.
func readyAs(raw json.RawMessage) (s Session) {
	var ready struct {
		ID  string `json:"session_id"`
		URL string `json:"resume_gateway_url"`
	}
	if json.Unmarshal(raw, &ready) == nil {
		s.ID, s.URL = ready.ID, ready.URL
	}
	return s
}

// restore has a session of discordgo's, which is not connected, resume another one. discordgo keeps what that takes to itself; false says
// that it keeps it elsewhere, and that the session can't be resumed.
func restore(s *discordgo.Session, from Session) bool {
	id, sequence, err := resumes(s)
	if err != nil {
		return false
	}
	*id = from.ID
	atomic.StoreInt64(sequence, from.Sequence)
	return true
}

// resumes finds in a session of discordgo's, by its address, what it resumes: whose names discordgo does not export.
func resumes(session any) (id *string, sequence *int64, err error) {
	fields := reflect.ValueOf(session).Elem()
	for name, want := range map[string]reflect.Type{"sessionID": reflect.TypeFor[string](), "sequence": reflect.TypeFor[*int64]()} {
		f := fields.FieldByName(name)
		if !f.IsValid() {
			return nil, nil, fmt.Errorf("%s has no field %s", fields.Type(), name)
		}
		if f.Type() != want {
			return nil, nil, fmt.Errorf("the field %s of %s is a %s, no %s", name, fields.Type(), f.Type(), want)
		}
	}
	id = (*string)(unsafe.Pointer(fields.FieldByName("sessionID").UnsafeAddr()))
	sequence = *(**int64)(unsafe.Pointer(fields.FieldByName("sequence").UnsafeAddr()))
	if sequence == nil {
		return nil, nil, fmt.Errorf("%s is made without a sequence", fields.Type())
	}
	return id, sequence, nil
}

// resumeAt has discordgo connect to where Discord wants a session resumed, the first time that it asks.
type resumeAt struct {
	next http.RoundTripper
	url  string
	done atomic.Bool
}

// RoundTrip implements http.RoundTripper.
func (r *resumeAt) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Method == http.MethodGet && req.URL.String() == discordgo.EndpointGateway && !r.done.Swap(true) {
		body, err := json.Marshal(map[string]string{"url": r.url})
		if err != nil {
			return nil, err
		}
		return &http.Response{StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{},
			Body: io.NopCloser(strings.NewReader(string(body))), Request: req}, nil
	}
	next := r.next
	if next == nil {
		next = http.DefaultTransport
	}
	return next.RoundTrip(req)
}
