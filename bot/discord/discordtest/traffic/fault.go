package traffic

import (
	"fmt"
	"net/http"
	"slices"
	"time"

	"readout/bot/discord/discordtest/wire"
)

// Fault is something that goes wrong with a request.
type Fault struct{ fault Injected }

// Injected is a fault while it is happening.
type Injected struct {
	Name       string
	times      int
	Status     int // an answer instead of the route's own, or 0
	Answer     func(http.Header) (int, []byte)
	cut, hang  bool
	Shared     bool // a 429 that does not count towards a ban
	Delay      time.Duration
	Exhaust    time.Duration
	AfterWrite bool
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
	return Fault{Injected{
		Name: fmt.Sprintf("429 %s, %s", scope, pause), Status: http.StatusTooManyRequests, Shared: scope == ScopeShared,
		Answer: func(h http.Header) (int, []byte) { return RateLimited(h, pause, scope == ScopeGlobal, string(scope)) },
	}}
}

// EdgeLimit is a 429 of what stands before Discord: in HTML or plain text, and with Retry-After as it is given.
func EdgeLimit(retryAfter, body string) Fault {
	answer := func(h http.Header) (int, []byte) {
		h.Set("Retry-After", retryAfter)
		h.Set("Content-Type", "text/html; charset=UTF-8")
		return http.StatusTooManyRequests, []byte(body)
	}
	return Fault{Injected{Name: "429 of the edge, " + retryAfter, Status: http.StatusTooManyRequests, Answer: answer}}
}

// SlowMode is the 429 with code 20016 of a channel whose slow mode is on.
func SlowMode(pause time.Duration) Fault {
	return Fault{Injected{Name: fmt.Sprintf("slow mode of %s", pause), Status: http.StatusTooManyRequests,
		Answer: func(http.Header) (int, []byte) {
			return http.StatusTooManyRequests, wire.Marshal(wire.Object{
				"message": "This action cannot be performed due to slowmode rate limit.", "code": 20016, "retry_after": pause.Seconds(),
				"global": false,
			})
		}}}
}

// Exhaust answers as usual, but says that the bucket is now empty for a while; requests in that time get 429.
func Exhaust(reset time.Duration) Fault {
	return Fault{Injected{Name: fmt.Sprintf("bucket exhausted for %s", reset), Exhaust: reset}}
}

// ServerError is an answer of 500, 502, 503 or 504; the latter three come from the edge, in HTML.
func ServerError(status int) Fault {
	return Fault{Injected{Name: fmt.Sprintf("%d", status), Status: status, Answer: func(h http.Header) (int, []byte) {
		if status == http.StatusInternalServerError {
			return status, wire.Marshal(wire.Object{"message": "500: Internal Server Error", "code": 0})
		}
		h.Set("Content-Type", "text/html")
		return status, fmt.Appendf(nil, "<html><head><title>%d %s</title></head><body></body></html>", status, http.StatusText(status))
	}}}
}

// Refusal is any other error of Discord's, such as 400 with code 200000 (AutoMod) or 40094 (too many follow-ups).
func Refusal(status, code int, message string) Fault {
	return Fault{Injected{Name: fmt.Sprintf("%d %d", status, code), Status: status, Answer: func(http.Header) (int, []byte) {
		return status, wire.Marshal(wire.Object{"message": message, "code": code})
	}}}
}

// Cut breaks the connection instead of answering.
func Cut() Fault { return Fault{Injected{Name: "cut", cut: true}} }

// Hang keeps the client waiting until it gives up or the server closes.
func Hang() Fault { return Fault{Injected{Name: "hang", hang: true}} }

// Delay handles the request after a pause of real time.
func Delay(d time.Duration) Fault {
	return Fault{Injected{Name: fmt.Sprintf("delay of %s", d), Delay: d}}
}

// AfterWrite lets the request take effect before the fault: the message is there, but the client does not learn of it.
func (f Fault) AfterWrite() Fault {
	f.fault.AfterWrite = true
	f.fault.Name += " after the write"
	return f
}

// Faults are those that have not happened yet, by route.
type Faults map[wire.Route][]*Injected

// Add gives the route a fault, times times.
func (q Faults) Add(route wire.Route, times int, f Fault) {
	injected := f.fault
	injected.times = times
	q[route] = append(q[route], &injected)
}

// Take uses up the next fault of the route.
func (q Faults) Take(route wire.Route) *Injected {
	for _, r := range []wire.Route{route, wire.AnyRoute} {
		q[r] = slices.DeleteFunc(q[r], func(f *Injected) bool { return f.times <= 0 })
		if len(q[r]) > 0 {
			f := q[r][0]
			f.times--
			return f
		}
	}
	return &Injected{} // nothing goes wrong
}

// Silent tells whether the client gets no answer at all.
func (f *Injected) Silent() bool { return f.cut || f.hang }

// Loses tells whether the client does not get the route's own answer.
func (f *Injected) Loses() bool { return f.Silent() || f.Status != 0 }

// Pause takes the fault's time: until its delay is over, or for a hang until the client has gone.
func (f *Injected) Pause(stop <-chan struct{}, r *http.Request) {
	var over <-chan time.Time
	switch {
	case f.Delay > 0:
		timer := time.NewTimer(f.Delay)
		defer timer.Stop()
		over = timer.C
	case !f.hang:
		return
	}
	select {
	case <-over:
	case <-r.Context().Done():
	case <-stop:
	}
}
