package traffic

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"readout/bot/discord/discordtest/wire"
)

// API is the REST side of a server: it gives requests to their routes, with the limits and the faults that they meet, and remembers them.
type API struct {
	world   World
	options Options

	// Guarded by the world's lock.
	faults   Faults
	limits   Limits
	requests []Request
	refused  []time.Time // 401, 403 and 429 within ten minutes
}

// World is what the API is of. The lock guards what both hold; only Helper, Fatalf, Require and Stopped are called without it.
type World interface {
	sync.Locker
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)                                 // ends the test
	Require(ctx context.Context, done func() bool, what func() string) // ends the test when done does not come
	Stopped() <-chan struct{}                                          // closed at the server's end
	Notify()                                                           // wakes every wait
	Now() time.Time
	Violate(rule wire.Rule, where, format string, args ...any)
	IsToken(token string) bool
	Handle(c *Call) (status int, body any)                        // what the route does; it refuses by wire.Refuse
	Lost(c *Call)                                                 // told of a request of which the client does not get the route's own answer
	Answered(c *Call, status int, answer []byte, fault *Injected) // told of every request and how it was answered, 0 for not at all
}

// Options are what an API has.
type Options struct {
	Routes    []wire.Route
	PerSecond int // requests a second of all routes together; negative for no limit
}

// Request is one request that the server has seen, and how it answered.
type Request struct {
	Route  wire.Route
	Method string
	Path   string // without /api/vN
	Query  string
	Body   []byte // the JSON; of a multipart body the payload_json
	Files  []wire.Attachment
	Status int    // as answered; 0 when the connection was cut instead
	Fault  string // the injected fault, if any
	Time   time.Time
}

// New serves a world. What it returns beside the API takes the requests.
func New(w World, o Options) (*API, http.Handler) {
	a := &API{world: w, options: o, faults: Faults{}, limits: NewLimits()}
	mux := http.NewServeMux()
	for _, route := range o.Routes {
		mux.HandleFunc(string(route), func(w http.ResponseWriter, r *http.Request) { a.serve(w, r, route) })
	}
	return a, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { a.route(mux, w, r) })
}

// Requests returns the requests so far, in order: those of the given routes, or all.
func (a *API) Requests(routes ...wire.Route) []Request {
	a.world.Lock()
	defer a.world.Unlock()
	return slices.DeleteFunc(slices.Clone(a.requests), func(r Request) bool {
		return len(routes) > 0 && !slices.Contains(routes, r.Route)
	})
}

// WaitRequests waits until there have been at least n requests to a route, answered or not, and returns them.
func (a *API) WaitRequests(ctx context.Context, route wire.Route, n int) []Request {
	a.world.Helper()
	count := func() (seen int) {
		for _, r := range a.requests {
			if r.Route == route {
				seen++
			}
		}
		return seen
	}
	a.world.Require(ctx, func() bool { return count() >= n }, func() string {
		return fmt.Sprintf("%d of %d requests to %s", count(), n, route)
	})
	return a.Requests(route)
}

var apiPath = regexp.MustCompile(`^/api(?:/v(\d+))?(/.*)$`)

// route finds the route of a request below /api/v9 or v10, or of the CDN.
func (a *API) route(mux *http.ServeMux, w http.ResponseWriter, r *http.Request) {
	known := strings.HasPrefix(r.URL.Path, "/attachments/")
	if p := apiPath.FindStringSubmatch(r.URL.Path); p != nil && (p[1] == "9" || p[1] == "10") {
		known = true
		r.URL.Path = p[2]
		if r.URL.RawPath != "" {
			r.URL.RawPath = apiPath.FindStringSubmatch(r.URL.RawPath)[2]
		}
	}
	if _, pattern := mux.Handler(r); !known || pattern == "" {
		a.world.Lock()
		a.world.Violate(wire.UnknownRoute, r.Method+" "+r.URL.Path, "no such route")
		a.requests = append(a.requests, Request{Method: r.Method, Path: r.URL.Path, Status: 404, Time: a.world.Now()})
		a.world.Unlock()
		WriteJSON(w, http.StatusNotFound, wire.Marshal(wire.Object{"code": 0, "message": "404: Not Found"}))
		return
	}
	mux.ServeHTTP(w, r)
}

// maxRefused is how many refused requests within ten minutes ban an address.
const maxRefused = 10_000

// maxBody bounds a request: ten files of 10 MiB, and some.
const maxBody = 110 << 20

// serve handles one request to a known route: faults, limits, authorization, the route itself, the answer.
func (a *API) serve(w http.ResponseWriter, r *http.Request, route wire.Route) {
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		return // the client went away
	}
	c := &Call{Request: r, Route: route, Body: raw}

	a.world.Lock()
	f := a.faults.Take(route)
	if f.Loses() {
		a.world.Lost(c)
	}
	a.world.Unlock()
	if !f.AfterWrite && f.Delay > 0 {
		f.Pause(a.world.Stopped(), r)
	}

	a.world.Lock()
	status, answer := 0, []byte(nil)
	if f.AfterWrite || !f.Loses() {
		status, answer = a.answer(c, raw, w.Header())
	} else {
		_ = c.Parse(raw) // for the record; nobody learns of an error
	}
	switch {
	case f.Silent():
		status, answer = 0, nil
	case f.Status != 0:
		status, answer = f.Answer(w.Header())
	case f.Exhaust > 0:
		a.limits.Exhausted[c.Bucket()] = a.world.Now().Add(f.Exhaust)
		a.limits.Headers(c, a.world.Now(), w.Header())
	}
	a.record(c, status, answer, f)
	a.world.Notify()
	a.world.Unlock()

	if f.AfterWrite && f.Delay > 0 {
		f.Pause(a.world.Stopped(), r)
	}
	if f.Silent() {
		f.Pause(a.world.Stopped(), r)
		panic(http.ErrAbortHandler)
	}
	if status == http.StatusNoContent {
		w.WriteHeader(status)
		return
	}
	if route == wire.RouteFile && status == http.StatusOK {
		w.WriteHeader(status)
		_, _ = w.Write(answer)
		return
	}
	WriteJSON(w, status, answer)
}

// answer handles a call that no fault has taken over. The caller holds the lock.
func (a *API) answer(c *Call, raw []byte, header http.Header) (status int, answer []byte) {
	if wait, global := a.limits.Wait(c, a.world.Now(), a.options.PerSecond); wait > 0 {
		return RateLimited(header, wait, global, "")
	}
	a.limits.Headers(c, a.world.Now(), header)
	defer func() {
		switch e := recover().(type) {
		case nil:
		case *wire.Error:
			if e.Rule != "" {
				a.world.Violate(e.Rule, string(c.Route), "%v", e)
			}
			status, answer = e.Status, wire.Marshal(e.Wire())
		default:
			a.world.Errorf("%s: %v\n%s", c.Route, e, debug.Stack()) // a fault of this package, not of the client
			status, answer = http.StatusInternalServerError, wire.Marshal(wire.Object{"code": 0, "message": "500: Internal Server Error"})
		}
	}()
	if e := c.Parse(raw); e != nil {
		wire.Refuse(e)
	}
	if !slices.Contains(wire.OpenRoutes, c.Route) && !a.authorized(c.Request) {
		wire.Refuse(wire.ErrUnauthorized)
	}
	status, body := a.world.Handle(c)
	if file, ok := body.([]byte); ok {
		return status, file
	}
	return status, wire.Marshal(body)
}

// authorized tells whether a request has the bot's token.
func (a *API) authorized(r *http.Request) bool {
	given := r.Header.Get("Authorization")
	return strings.HasPrefix(given, "Bot ") && a.world.IsToken(given)
}

// record keeps the request for the test. The caller holds the lock.
func (a *API) record(c *Call, status int, answer []byte, f *Injected) {
	now := a.world.Now()
	a.requests = append(a.requests, Request{
		Route: c.Route, Method: c.Request.Method, Path: c.Request.URL.Path, Query: c.Request.URL.RawQuery, Body: c.Body, Files: c.Files,
		Status: status, Fault: f.Name, Time: now,
	})
	if status == 401 || status == 403 || status == 429 && !f.Shared {
		a.refused = append(wire.Within(a.refused, now, 10*time.Minute), now)
		if len(a.refused) == maxRefused+1 {
			a.world.Violate(wire.InvalidRequestBan, string(c.Route), "more than %d responses of 401, 403 or 429 within ten minutes", maxRefused)
		}
	}
	a.world.Answered(c, status, answer, f)
}

// Inject gives the next requests to a route a fault, times times; the next one to any route with AnyRoute. Faults of one
// route come in the order in which they were injected, before those of AnyRoute.
//
// net/http repeats a GET by itself when a connection that it had used before is cut, and so uses up two faults.
func (a *API) Inject(route wire.Route, times int, f Fault) {
	a.world.Helper()
	if !slices.Contains(a.options.Routes, route) && route != wire.AnyRoute {
		a.world.Fatalf("fault for an unknown route %q", route)
	}
	a.world.Lock()
	defer a.world.Unlock()
	a.faults.Add(route, times, f)
}

// Heal takes back the faults that have not happened yet.
func (a *API) Heal() {
	a.world.Lock()
	defer a.world.Unlock()
	clear(a.faults)
	clear(a.limits.Exhausted)
}
