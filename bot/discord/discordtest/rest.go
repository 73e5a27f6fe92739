package discordtest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"regexp"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Request is one request that the server has seen, and how it answered.
type Request struct {
	Route  Route
	Method string
	Path   string // without /api/vN
	Query  string
	Body   []byte // the JSON; of a multipart body the payload_json
	Files  []Attachment
	Status int    // as answered; 0 when the connection was cut instead
	Fault  string // the injected fault, if any
	Time   time.Time
}

// rest is the state of the REST side. Guarded by Server.mu.
type rest struct {
	faults    map[Route][]*fault
	exhausted map[string]time.Time // bucket -> when it has room again
	requests  []Request
	exchanges []exchange
	recent    []time.Time // within the last second, for the global limit
	refused   []time.Time // 401, 403 and 429 within ten minutes
}

// Requests returns the requests so far, in order: those of the given routes, or all.
func (s *Server) Requests(routes ...Route) []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(s.rest.requests), func(r Request) bool {
		return len(routes) > 0 && !slices.Contains(routes, r.Route)
	})
}

// WaitRequests waits until there have been at least n requests to a route, answered or not, and returns them.
func (s *Server) WaitRequests(ctx context.Context, route Route, n int) []Request {
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
	return &http.Client{Transport: rewriter{s}, Timeout: 20 * time.Second}
}

type rewriter struct{ srv *Server }

// RoundTrip sends the request to the simulator whatever host of Discord's it was for.
func (t rewriter) RoundTrip(r *http.Request) (*http.Response, error) {
	switch r.URL.Hostname() {
	case "discord.com", "cdn.discordapp.com", "media.discordapp.net":
	default:
		t.srv.mu.Lock()
		t.srv.violate(UnknownRoute, r.Method+" "+r.URL.Host, "a request to a host that is not Discord's")
		t.srv.mu.Unlock()
		if r.Body != nil {
			r.Body.Close()
		}
		return nil, fmt.Errorf("discordtest: %s is not a host of Discord's", r.URL.Host)
	}
	to := r.Clone(r.Context())
	to.URL.Scheme, to.URL.Host, to.Host = "http", t.srv.address, ""
	return t.srv.transport.RoundTrip(to)
}

// call is one request while it is handled.
type call struct {
	srv     *Server
	request *http.Request
	route   Route
	body    []byte
	files   []Attachment
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
			s.Gateway.serve(w, r)
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
			s.violate(UnknownRoute, r.Method+" "+r.URL.Path, "no such route")
			s.rest.requests = append(s.rest.requests, Request{Method: r.Method, Path: r.URL.Path, Status: 404, Time: s.now()})
			s.mu.Unlock()
			writeJSON(w, http.StatusNotFound, marshal(object{"code": 0, "message": "404: Not Found"}))
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
func (s *Server) serve(w http.ResponseWriter, r *http.Request, route Route) {
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		return // the client went away
	}
	c := &call{srv: s, request: r, route: route, body: raw}

	s.mu.Lock()
	f := s.takeFault(route)
	if it := s.world.interactions[r.PathValue("interaction_id")]; it != nil && f.loses() {
		it.lost = true
	}
	s.mu.Unlock()
	if !f.afterWrite && f.delay > 0 {
		f.pause(s, r)
	}

	s.mu.Lock()
	status, answer := 0, []byte(nil)
	if f.afterWrite || !f.loses() {
		status, answer = s.answer(c, raw, w.Header())
	} else {
		_ = c.parse(raw) // for the record; nobody learns of an error
	}
	switch {
	case f.silent():
		status, answer = 0, nil
	case f.status != 0:
		status, answer = f.answer(w.Header())
	case f.exhaust > 0:
		s.rest.exhausted[c.bucket()] = s.now().Add(f.exhaust)
		s.rateHeaders(c, w.Header())
	}
	s.record(c, status, answer, f)
	s.notify()
	s.mu.Unlock()

	if f.afterWrite && f.delay > 0 {
		f.pause(s, r)
	}
	if f.silent() {
		f.pause(s, r)
		panic(http.ErrAbortHandler)
	}
	if status == http.StatusNoContent {
		w.WriteHeader(status)
		return
	}
	if route == RouteFile && status == http.StatusOK {
		w.WriteHeader(status)
		_, _ = w.Write(answer)
		return
	}
	writeJSON(w, status, answer)
}

// answer handles a call that no fault has taken over. The caller holds s.mu.
func (s *Server) answer(c *call, raw []byte, header http.Header) (status int, answer []byte) {
	if wait, global := s.limited(c); wait > 0 {
		return rateLimited(header, wait, global, "")
	}
	s.rateHeaders(c, header)
	defer func() {
		switch e := recover().(type) {
		case nil:
		case *apiError:
			if e.rule != "" {
				s.violate(e.rule, string(c.route), "%v", e)
			}
			status, answer = e.status, marshal(e.wire())
		default:
			s.tb.Errorf("discordtest: %s: %v\n%s", c.route, e, debug.Stack()) // a fault of this package, not of the client
			status, answer = http.StatusInternalServerError, marshal(object{"code": 0, "message": "500: Internal Server Error"})
		}
	}()
	if e := c.parse(raw); e != nil {
		refuse(e)
	}
	if !slices.Contains(openRoutes, c.route) && c.request.Header.Get("Authorization") != "Bot "+s.token {
		refuse(errUnauthorized)
	}
	status, body := routes[c.route](c)
	if file, ok := body.([]byte); ok {
		return status, file
	}
	return status, marshal(body)
}

// record keeps the request for the test and the exchange for the last checks. The caller holds s.mu.
func (s *Server) record(c *call, status int, answer []byte, f *fault) {
	now := s.now()
	s.rest.requests = append(s.rest.requests, Request{
		Route: c.route, Method: c.request.Method, Path: c.request.URL.Path, Query: c.request.URL.RawQuery, Body: c.body, Files: c.files,
		Status: status, Fault: f.name, Time: now,
	})
	if status == 401 || status == 403 || status == 429 && !f.shared {
		s.rest.refused = append(within(s.rest.refused, now, 10*time.Minute), now)
		if len(s.rest.refused) == maxRefused+1 {
			s.violate(InvalidRequestBan, string(c.route), "more than %d responses of 401, 403 or 429 within ten minutes", maxRefused)
		}
	}
	s.keepExchange(c, status, answer, f)
}

// limited returns how long the call must wait for the global limit or for its bucket. The caller holds s.mu.
func (s *Server) limited(c *call) (wait time.Duration, global bool) {
	now := s.now()
	if until, ok := s.rest.exhausted[c.bucket()]; ok {
		if now.Before(until) {
			return until.Sub(now), false
		}
		delete(s.rest.exhausted, c.bucket())
	}
	if s.options.RequestsPerSecond < 0 || c.route.isWebhook() || c.route == RouteFile {
		return 0, false
	}
	s.rest.recent = within(s.rest.recent, now, time.Second)
	if len(s.rest.recent) >= s.options.RequestsPerSecond {
		return s.rest.recent[0].Add(time.Second).Sub(now), true
	}
	s.rest.recent = append(s.rest.recent, now)
	return 0, false
}

// bucket names what Discord limits together: the route with its channel, guild, or webhook and token.
func (c *call) bucket() string {
	b := string(c.route)
	for _, major := range []string{"channel_id", "guild_id", "webhook_id", "webhook_token", "interaction_token"} {
		b += " " + c.request.PathValue(major)
	}
	return b
}

// rateHeaders tells the client the state of its bucket. Unless a fault exhausted it there is always room.
func (s *Server) rateHeaders(c *call, h http.Header) {
	if c.route == RouteGateway || c.route == RouteFile {
		return // Discord sends none for these
	}
	now, remaining, reset := s.now(), 4, time.Second
	if until, ok := s.rest.exhausted[c.bucket()]; ok && now.Before(until) {
		remaining, reset = 0, until.Sub(now)
	}
	h.Set("X-RateLimit-Bucket", c.route.hash())
	h.Set("X-RateLimit-Limit", "5")
	h.Set("X-RateLimit-Remaining", strconv.Itoa(remaining))
	h.Set("X-RateLimit-Reset", seconds(time.Duration(now.Add(reset).UnixNano())))
	h.Set("X-RateLimit-Reset-After", seconds(reset))
}

func seconds(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', 3, 64) }

// rateLimited is a 429. scope is what X-RateLimit-Scope says; empty means user or global.
func rateLimited(h http.Header, wait time.Duration, global bool, scope string) (int, []byte) {
	if scope == "" {
		scope = "user"
		if global {
			scope = "global"
		}
	}
	h.Set("Retry-After", strconv.Itoa(int((wait+time.Second-1)/time.Second)))
	h.Set("X-RateLimit-Scope", scope)
	if global {
		h.Set("X-RateLimit-Global", "true")
	} else {
		h.Set("X-RateLimit-Limit", "5")
		h.Set("X-RateLimit-Remaining", "0")
		h.Set("X-RateLimit-Reset-After", seconds(wait))
	}
	message := "You are being rate limited."
	if scope == "shared" {
		message = "The resource is being rate limited."
	}
	return http.StatusTooManyRequests, marshal(object{"message": message, "retry_after": wait.Seconds(), "global": global, "code": 0})
}

func writeJSON(w http.ResponseWriter, status int, body []byte) {
	if w.Header().Get("Content-Type") == "" {
		w.Header().Set("Content-Type", "application/json")
	}
	w.WriteHeader(status)
	_, _ = w.Write(body) // a client that is gone learns nothing
}

// parse takes the body apart: JSON, or multipart with payload_json and files.
func (c *call) parse(raw []byte) *apiError {
	c.body = raw
	if len(raw) == 0 {
		return nil
	}
	kind, params, err := mime.ParseMediaType(c.request.Header.Get("Content-Type"))
	if err != nil {
		return &apiError{status: 400, code: 50109, message: "A body without a Content-Type", rule: InvalidRequest}
	}
	if kind == "multipart/form-data" {
		if e := c.parseParts(multipart.NewReader(bytes.NewReader(raw), params["boundary"])); e != nil {
			return e
		}
	}
	if len(c.body) > 0 && !json.Valid(c.body) {
		return errInvalidJSON
	}
	return nil
}

var filePart = regexp.MustCompile(`^files\[(\d+)\]$`)

// maxFile is the size of one attachment in a guild without boosts.
const maxFile = 10 << 20

func (c *call) parseParts(parts *multipart.Reader) *apiError {
	c.body = nil
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return errInvalidJSON
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return errInvalidJSON
		}
		switch name := part.FormName(); {
		case name == "payload_json":
			c.body = data
		case filePart.MatchString(name):
			if len(data) > maxFile {
				return errTooLarge
			}
			c.files = append(c.files, Attachment{
				ID: filePart.FindStringSubmatch(name)[1], Filename: part.FileName(), ContentType: part.Header.Get("Content-Type"),
				Size: len(data), Data: data,
			})
		default:
			return invalid("", "UNKNOWN_PART", "The part %q is neither payload_json nor files[n].", name)
		}
	}
}

// decode reads the JSON body into v, and refuses a value of the wrong type.
func (c *call) decode(v any) {
	body := c.body
	if len(body) == 0 {
		body = []byte("{}")
	}
	if err := json.Unmarshal(body, v); err != nil {
		field := ""
		var wrong *json.UnmarshalTypeError
		if errors.As(err, &wrong) {
			field = wrong.Field
		}
		refuse(invalid(field, "BASE_TYPE_INVALID", "%v", err))
	}
}

// value is a parameter of the path.
func (c *call) value(name string) string { return c.request.PathValue(name) }
