package openai_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"readout/retrieval/openai"
)

const (
	key   = "loopback-key-0123456789abcdef"
	model = "quill"
)

// server is a scripted server of the protocol: it gives its replies in turn, the last one again and again, and keeps the requests.
type server struct {
	*httptest.Server
	mu       sync.Mutex
	requests []map[string]any
}

type reply func(w http.ResponseWriter, request map[string]any)

func serve(t *testing.T, replies ...reply) *server {
	t.Helper()
	s := &server{}
	s.Server = httptest.NewServer(s.handler(t, replies))
	t.Cleanup(s.Close)
	return s
}

// serveInside serves without a network, for the clock of a synctest bubble: its connections are pipes.
func serveInside(t *testing.T, replies ...reply) (*server, openai.Config) {
	t.Helper()
	s := &server{}
	l := &pipes{dialled: make(chan net.Conn), closed: make(chan struct{})}
	inside := &http.Server{Handler: s.handler(t, replies), ErrorLog: log.New(io.Discard, "", 0)}
	served := make(chan struct{})
	go func() {
		defer close(served)
		inside.Serve(l) // until it is closed
	}()
	t.Cleanup(func() {
		if err := inside.Close(); err != nil {
			t.Error(err)
		}
		<-served
	})
	return s, openai.Dialing(openai.Config{BaseURL: "http://127.0.0.1/v1", Key: key, Model: model}, l.dial)
}

// pipes are the connections of a server without a network.
type pipes struct {
	dialled chan net.Conn
	closed  chan struct{}
	once    sync.Once
}

func (p *pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	select {
	case p.dialled <- theirs:
		return ours, nil
	case <-p.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.dialled:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.TCPAddr{} }

// handler gives the replies in turn.
func (s *server) handler(t *testing.T, replies []reply) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Errorf("reading the request: %v", err)
		}
		var request map[string]any
		if err := json.Unmarshal(body, &request); err != nil {
			t.Errorf("the request is not JSON: %v", err)
		}
		if got := r.Header.Get("Authorization"); got != "Bearer "+key {
			t.Errorf("authorization %q", got)
		}
		if strings.Contains(string(body), key) || strings.Contains(r.URL.String(), key) {
			t.Error("the key stands elsewhere than in its header")
		}
		s.mu.Lock()
		n := len(s.requests)
		s.requests = append(s.requests, request)
		s.mu.Unlock()
		replies[min(n, len(replies)-1)](w, request)
	})
}

func (s *server) asked() []map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]map[string]any(nil), s.requests...)
}

func (s *server) config() openai.Config {
	return openai.Config{BaseURL: s.URL + "/v1", Key: key, Model: model, Timeout: 2 * time.Second, Pause: time.Millisecond}
}

// status answers with a status and a body.
func status(code int, body string, header ...string) reply {
	return func(w http.ResponseWriter, _ map[string]any) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(code)
		io.WriteString(w, body)
	}
}

// garbled is an answer that is damaged on its way.
var garbled = status(200, "not compressed", "Content-Encoding", "gzip")

// refused is an error as OpenAI writes it.
func refused(code int, message, param string) reply {
	return status(code, fmt.Sprintf(`{"error": {"message": %q, "type": "invalid_request_error", "param": %q, "code": null}}`, message, param))
}

// says is a whole answer.
func says(content string) reply { return ends(content, `"stop"`) }

func ends(content, reason string) reply {
	return func(w http.ResponseWriter, _ map[string]any) {
		text, err := json.Marshal(content)
		if err != nil {
			panic(err)
		}
		fmt.Fprintf(w, `{"choices": [{"message": {"role": "assistant", "content": %s}, "finish_reason": %s}], "usage": {"prompt_tokens": 70, "completion_tokens": 7}}`, text, reason)
	}
}
