package discordtest

import (
	"fmt"
	"net/http"
	"slices"
	"time"
)

// Fault is something that goes wrong with a request.
type Fault struct{ fault fault }

type fault struct {
	name       string
	times      int
	status     int // an answer instead of the route's own, or 0
	answer     func(http.Header) (int, []byte)
	cut, hang  bool
	shared     bool // a 429 that does not count towards a ban
	delay      time.Duration
	exhaust    time.Duration
	afterWrite bool
}

// Scope is whose limit a 429 is about.
type Scope string

// The scopes of X-RateLimit-Scope.
const (
	ScopeUser   Scope = "user"
	ScopeShared Scope = "shared" // of the resource: does not count towards a ban
	ScopeGlobal Scope = "global"
)

// RateLimit is a 429 that asks for a pause.
func RateLimit(scope Scope, pause time.Duration) Fault {
	return Fault{fault{
		name: fmt.Sprintf("429 %s, %s", scope, pause), status: http.StatusTooManyRequests, shared: scope == ScopeShared,
		answer: func(h http.Header) (int, []byte) { return rateLimited(h, pause, scope == ScopeGlobal, string(scope)) },
	}}
}

// SlowMode is the 429 with code 20016 of a channel whose slow mode is on.
func SlowMode(pause time.Duration) Fault {
	return Fault{fault{name: fmt.Sprintf("slow mode of %s", pause), status: http.StatusTooManyRequests, answer: func(http.Header) (int, []byte) {
		return http.StatusTooManyRequests, marshal(object{
			"message": "This action cannot be performed due to slowmode rate limit.", "code": 20016, "retry_after": pause.Seconds(), "global": false,
		})
	}}}
}

// Exhaust answers as usual, but says that the bucket is now empty for a while; requests in that time get 429.
func Exhaust(reset time.Duration) Fault {
	return Fault{fault{name: fmt.Sprintf("bucket exhausted for %s", reset), exhaust: reset}}
}

// ServerError is an answer of 500, 502, 503 or 504; the latter three come from the edge, in HTML.
func ServerError(status int) Fault {
	return Fault{fault{name: fmt.Sprintf("%d", status), status: status, answer: func(h http.Header) (int, []byte) {
		if status == http.StatusInternalServerError {
			return status, marshal(object{"message": "500: Internal Server Error", "code": 0})
		}
		h.Set("Content-Type", "text/html")
		return status, fmt.Appendf(nil, "<html><head><title>%d %s</title></head><body></body></html>", status, http.StatusText(status))
	}}}
}

// Refusal is any other error of Discord's, such as 400 with code 200000 (AutoMod) or 40094 (too many follow-ups).
func Refusal(status, code int, message string) Fault {
	return Fault{fault{name: fmt.Sprintf("%d %d", status, code), status: status, answer: func(http.Header) (int, []byte) {
		return status, marshal(object{"message": message, "code": code})
	}}}
}

// Cut breaks the connection instead of answering.
func Cut() Fault { return Fault{fault{name: "cut", cut: true}} }

// Hang keeps the client waiting until it gives up or the server closes.
func Hang() Fault { return Fault{fault{name: "hang", hang: true}} }

// Delay handles the request after a pause of real time.
func Delay(d time.Duration) Fault { return Fault{fault{name: fmt.Sprintf("delay of %s", d), delay: d}} }

// AfterWrite lets the request take effect before the fault: the message is there, but the client does not learn of it.
func (f Fault) AfterWrite() Fault {
	f.fault.afterWrite = true
	f.fault.name += " after the write"
	return f
}

// Inject gives the next requests to a route a fault, times times; the next one to any route with AnyRoute. Faults of one
// route come in the order in which they were injected, before those of AnyRoute.
//
// net/http repeats a GET by itself when a connection that it had used before is cut, and so uses up two faults.
func (s *Server) Inject(route Route, times int, f Fault) {
	s.tb.Helper()
	if _, ok := routes[route]; !ok && route != AnyRoute {
		s.tb.Fatalf("discordtest: fault for an unknown route %q", route)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	injected := f.fault
	injected.times = times
	s.rest.faults[route] = append(s.rest.faults[route], &injected)
}

// Heal takes back the faults that have not happened yet.
func (s *Server) Heal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.rest.faults)
	clear(s.rest.exhausted)
}

// takeFault uses up the next fault of the route. The caller holds s.mu.
func (s *Server) takeFault(route Route) *fault {
	for _, r := range []Route{route, AnyRoute} {
		s.rest.faults[r] = slices.DeleteFunc(s.rest.faults[r], func(f *fault) bool { return f.times <= 0 })
		if len(s.rest.faults[r]) > 0 {
			f := s.rest.faults[r][0]
			f.times--
			return f
		}
	}
	return &fault{} // nothing goes wrong
}

// silent tells whether the client gets no answer at all.
func (f *fault) silent() bool { return f.cut || f.hang }

// loses tells whether the client does not get the route's own answer.
func (f *fault) loses() bool { return f.silent() || f.status != 0 }

// pause takes the fault's time: until its delay is over, or for a hang until the client has gone.
func (f *fault) pause(s *Server, r *http.Request) {
	var over <-chan time.Time
	switch {
	case f.delay > 0:
		timer := time.NewTimer(f.delay)
		defer timer.Stop()
		over = timer.C
	case !f.hang:
		return
	}
	select {
	case <-over:
	case <-r.Context().Done():
	case <-s.stop:
	}
}
