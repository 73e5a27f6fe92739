package fetch

import (
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
	"time"
)

// site serves a handler on loopback; robots.txt is not found unless the handler has it.
func site(t *testing.T, handler http.Handler) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(handler)
	t.Cleanup(s.Close)
	return s
}

// client is a client that may fetch from the servers, and from nothing else that is not public.
func client(t *testing.T, o ClientOptions, servers ...*httptest.Server) *Client {
	t.Helper()
	allowed := map[netip.AddrPort]bool{}
	for _, s := range servers {
		allowed[s.Listener.Addr().(*net.TCPAddr).AddrPort()] = true
	}
	o.Extract = child
	o.Allow = func(at netip.AddrPort) bool { return allowed[at] }
	if o.Resolver == nil {
		o.Resolver, _ = resolver(t, nil)
	}
	if o.Interval == 0 {
		o.Interval = time.Microsecond
	}
	c, err := NewClient(o)
	if err != nil {
		t.Fatal(err)
	}
	c.extractor.patience = 10 * time.Minute // other tests slow the children down
	if raceDetector {
		c.extractor.limit = time.Minute
	}
	return c
}

// answer is a handler that gives one body.
func answer(contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		_, _ = w.Write([]byte(body))
	}
}

// at is a handler that has one page, and nothing else.
func at(path string, handler http.HandlerFunc) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc(path, handler)
	return mux
}
