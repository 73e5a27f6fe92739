package discordtest

import (
	"readout/bot/discord/discordtest/description"
	"readout/bot/discord/discordtest/traffic"
	"readout/bot/discord/discordtest/wire"
)

// keepExchange keeps what is to be checked when the server closes. The caller holds s.mu.
func (s *Server) keepExchange(c *call, status int, answer []byte, f *traffic.Injected) {
	if s.description == "" || status == 0 || f.Status != 0 {
		return
	}
	body := c.Body
	if status == 400 {
		body = nil
	}
	s.rest.exchanges = append(s.rest.exchanges, description.Exchange{Route: c.Route, Query: c.Request.URL.Query(), Body: body, Status: status,
		Answer: answer})
}

// checkDescription validates one exchange of each shape against Discord's API description. It runs after the test, since one
// validation takes some 20 ms.
func (s *Server) checkDescription() {
	if s.description == "" {
		return
	}
	s.mu.Lock()
	skip := s.tolerated[wire.APIDescription]
	exchanges := s.rest.exchanges
	s.mu.Unlock()
	if skip || len(exchanges) == 0 {
		return
	}
	d, err := description.Load(s.description)
	if err != nil {
		s.tb.Errorf("discordtest: %v", err)
		return
	}
	for _, e := range exchanges {
		if err := d.Check(e); err != nil {
			s.mu.Lock()
			s.violate(wire.APIDescription, string(e.Route), "%v", err)
			s.mu.Unlock()
		}
	}
}
