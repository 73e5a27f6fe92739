package discordtest

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"readout/bot/discord/discordtest/description"
	"readout/bot/discord/discordtest/traffic"
	"readout/bot/discord/discordtest/wire"
)

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

// rest is the state of the REST side. Guarded by Server.mu.
type rest struct {
	faults    traffic.Faults
	limits    traffic.Limits
	requests  []Request
	exchanges []description.Exchange
	refused   []time.Time // 401, 403 and 429 within ten minutes
}

// Requests returns the requests so far, in order: those of the given routes, or all.
func (s *Server) Requests(routes ...wire.Route) []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(s.rest.requests), func(r Request) bool {
		return len(routes) > 0 && !slices.Contains(routes, r.Route)
	})
}

// WaitRequests waits until there have been at least n requests to a route, answered or not, and returns them.
func (s *Server) WaitRequests(ctx context.Context, route wire.Route, n int) []Request {
	s.tb.Helper()
	count := func() (seen int) {
		for _, r := range s.rest.requests {
			if r.Route == route {
				seen++
			}
		}
		return seen
	}
	s.require(ctx, func() bool { return count() >= n }, func() string { return fmt.Sprintf("%d of %d requests to %s", count(), n, route) })
	return s.Requests(route)
}

// HTTPClient returns a client that takes requests for Discord's hosts to this server. Give it to the code under test: its
// Discord library then needs no other address. A request to any other host fails and breaks the rule UnknownRoute.
func (s *Server) HTTPClient() *http.Client {
	return &http.Client{Timeout: 20 * time.Second, Transport: traffic.Redirect{Address: s.address, Transport: s.transport,
		Foreign: func(r *http.Request) {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.violate(wire.UnknownRoute, r.Method+" "+r.URL.Host, "a request to a host that is not Discord's")
		}}}
}

// call is one request while it is handled.
type call struct {
	srv *Server
	*traffic.Call
}

var apiPath = regexp.MustCompile(`^/api(?:/v(\d+))?(/.*)$`)

// handler serves both sides: a websocket upgrade is for the gateway, everything else for REST.
func (s *Server) handler() http.Handler {
	mux := http.NewServeMux()
	for route := range routes {
		mux.Handle(string(route), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, route) }))
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.enter() {
			panic(http.ErrAbortHandler)
		}
		defer s.serving.Done()
		if strings.EqualFold(r.Header.Get("Upgrade"), "websocket") {
			s.Gateway.Serve(w, r)
			return
		}
		known := strings.HasPrefix(r.URL.Path, "/attachments/")
		if p := apiPath.FindStringSubmatch(r.URL.Path); p != nil && (p[1] == "9" || p[1] == "10") {
			known = true
			r.URL.Path = p[2]
			if r.URL.RawPath != "" {
				r.URL.RawPath = apiPath.FindStringSubmatch(r.URL.RawPath)[2]
			}
		}
		if _, pattern := mux.Handler(r); !known || pattern == "" {
			s.mu.Lock()
			s.violate(wire.UnknownRoute, r.Method+" "+r.URL.Path, "no such route")
			s.rest.requests = append(s.rest.requests, Request{Method: r.Method, Path: r.URL.Path, Status: 404, Time: s.now()})
			s.mu.Unlock()
			traffic.WriteJSON(w, http.StatusNotFound, wire.Marshal(wire.Object{"code": 0, "message": "404: Not Found"}))
			return
		}
		mux.ServeHTTP(w, r)
	})
}

// enter counts a request in, unless the server is closing.
func (s *Server) enter() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case <-s.stop:
		return false
	default:
		s.serving.Add(1)
		return true
	}
}

// maxRefused is how many refused requests within ten minutes ban an address.
const maxRefused = 10_000

// maxBody bounds a request: ten files of 10 MiB, and some.
const maxBody = 110 << 20

// serve handles one request to a known route: faults, limits, authorization, the route itself, the answer.
func (s *Server) serve(w http.ResponseWriter, r *http.Request, route wire.Route) {
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		return // the client went away
	}
	c := &call{srv: s, Call: &traffic.Call{Request: r, Route: route, Body: raw}}

	s.mu.Lock()
	f := s.rest.faults.Take(route)
	if it := s.world.interactions[r.PathValue("interaction_id")]; it != nil && f.Loses() {
		it.lost = true
	}
	s.mu.Unlock()
	if !f.AfterWrite && f.Delay > 0 {
		f.Pause(s.stop, r)
	}

	s.mu.Lock()
	status, answer := 0, []byte(nil)
	if f.AfterWrite || !f.Loses() {
		status, answer = s.answer(c, raw, w.Header())
	} else {
		_ = c.Parse(raw) // for the record; nobody learns of an error
	}
	switch {
	case f.Silent():
		status, answer = 0, nil
	case f.Status != 0:
		status, answer = f.Answer(w.Header())
	case f.Exhaust > 0:
		s.rest.limits.Exhausted[c.Bucket()] = s.now().Add(f.Exhaust)
		s.rest.limits.Headers(c.Call, s.now(), w.Header())
	}
	s.record(c, status, answer, f)
	s.notify()
	s.mu.Unlock()

	if f.AfterWrite && f.Delay > 0 {
		f.Pause(s.stop, r)
	}
	if f.Silent() {
		f.Pause(s.stop, r)
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
	traffic.WriteJSON(w, status, answer)
}

// answer handles a call that no fault has taken over. The caller holds s.mu.
func (s *Server) answer(c *call, raw []byte, header http.Header) (status int, answer []byte) {
	if wait, global := s.rest.limits.Wait(c.Call, s.now(), s.options.RequestsPerSecond); wait > 0 {
		return traffic.RateLimited(header, wait, global, "")
	}
	s.rest.limits.Headers(c.Call, s.now(), header)
	defer func() {
		switch e := recover().(type) {
		case nil:
		case *wire.Error:
			if e.Rule != "" {
				s.violate(e.Rule, string(c.Route), "%v", e)
			}
			status, answer = e.Status, wire.Marshal(e.Wire())
		default:
			s.tb.Errorf("discordtest: %s: %v\n%s", c.Route, e, debug.Stack()) // a fault of this package, not of the client
			status, answer = http.StatusInternalServerError, wire.Marshal(wire.Object{"code": 0, "message": "500: Internal Server Error"})
		}
	}()
	if e := c.Parse(raw); e != nil {
		wire.Refuse(e)
	}
	if !slices.Contains(wire.OpenRoutes, c.Route) && c.Request.Header.Get("Authorization") != "Bot "+s.token {
		wire.Refuse(wire.ErrUnauthorized)
	}
	status, body := routes[c.Route](c)
	if file, ok := body.([]byte); ok {
		return status, file
	}
	return status, wire.Marshal(body)
}

// record keeps the request for the test and the exchange for the last checks. The caller holds s.mu.
func (s *Server) record(c *call, status int, answer []byte, f *traffic.Injected) {
	now := s.now()
	s.rest.requests = append(s.rest.requests, Request{
		Route: c.Route, Method: c.Request.Method, Path: c.Request.URL.Path, Query: c.Request.URL.RawQuery, Body: c.Body, Files: c.Files,
		Status: status, Fault: f.Name, Time: now,
	})
	if status == 401 || status == 403 || status == 429 && !f.Shared {
		s.rest.refused = append(wire.Within(s.rest.refused, now, 10*time.Minute), now)
		if len(s.rest.refused) == maxRefused+1 {
			s.violate(wire.InvalidRequestBan, string(c.Route), "more than %d responses of 401, 403 or 429 within ten minutes", maxRefused)
		}
	}
	s.keepExchange(c, status, answer, f)
}

// Inject gives the next requests to a route a fault, times times; the next one to any route with AnyRoute. Faults of one
// route come in the order in which they were injected, before those of AnyRoute.
//
// net/http repeats a GET by itself when a connection that it had used before is cut, and so uses up two faults.
func (s *Server) Inject(route wire.Route, times int, f traffic.Fault) {
	s.tb.Helper()
	if _, ok := routes[route]; !ok && route != wire.AnyRoute {
		s.tb.Fatalf("discordtest: fault for an unknown route %q", route)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rest.faults.Add(route, times, f)
}

// Heal takes back the faults that have not happened yet.
func (s *Server) Heal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.rest.faults)
	clear(s.rest.limits.Exhausted)
}
