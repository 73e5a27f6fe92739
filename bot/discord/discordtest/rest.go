package discordtest

import (
	"net/http"
	"strings"
	"time"

	"readout/bot/discord/discordtest/description"
	"readout/bot/discord/discordtest/traffic"
	"readout/bot/discord/discordtest/wire"
)

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

// Handle does what the route says. The caller holds s.mu.
func (s served) Handle(c *traffic.Call) (status int, body any) {
	return routes[c.Route](&call{s.Server, c})
}

// Lost notes whose response does not arrive. The caller holds s.mu.
func (s served) Lost(c *traffic.Call) {
	if it := s.world.interactions[c.Value("interaction_id")]; it != nil {
		it.lost = true
	}
}

// handler serves both sides: a websocket upgrade is for the gateway, everything else for REST.
func (s *Server) handler(rest http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.enter() {
			panic(http.ErrAbortHandler)
		}
		defer s.serving.Done()
		if strings.EqualFold(r.Header.Get("Upgrade"), "websocket") {
			s.Gateway.Serve(w, r)
			return
		}
		rest.ServeHTTP(w, r)
	})
}

// enter counts a request in, unless the server is closing.
func (s *Server) enter() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case <-s.mu.Closed():
		return false
	default:
		s.serving.Add(1)
		return true
	}
}

// Answered keeps what is to be checked when the server closes. The caller holds s.mu.
func (s served) Answered(c *traffic.Call, status int, answer []byte, f *traffic.Injected) {
	if s.description == nil || status == 0 || f.Status != 0 {
		return
	}
	body := c.Body
	if status == 400 {
		body = nil
	}
	s.description.Keep(description.Exchange{Route: c.Route, Query: c.Request.URL.Query(), Body: body, Status: status, Answer: answer})
}

// checkDescription validates what was exchanged. It runs after the test, since one validation takes some 20 ms.
func (s *Server) checkDescription() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.description == nil || s.tolerated[wire.APIDescription] {
		return
	}
	err := s.description.Check(func(route wire.Route, wrong error) { s.violate(wire.APIDescription, string(route), "%v", wrong) })
	if err != nil {
		s.tb.Errorf("discordtest: %v", err)
	}
}
