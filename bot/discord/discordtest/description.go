package discordtest

import "net/http"

func (s *Server) checkDescription() {}

func (s *Server) keepExchange(c *call, body []byte, status int, answer []byte, f *fault) {}

var _ http.Header
