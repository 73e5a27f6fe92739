package traffic

import (
	"fmt"
	"net/http"
)

// Redirect takes requests for Discord's hosts to a simulator.
type Redirect struct {
	Address   string // of the simulator
	Transport http.RoundTripper
	Foreign   func(*http.Request) // told of a request to another host, which fails
}

// RoundTrip sends the request to the simulator whatever host of Discord's it was for.
func (t Redirect) RoundTrip(r *http.Request) (*http.Response, error) {
	switch r.URL.Hostname() {
	case "discord.com", "cdn.discordapp.com", "media.discordapp.net":
	default:
		t.Foreign(r)
		if r.Body != nil {
			r.Body.Close()
		}
		return nil, fmt.Errorf("discordtest: %s is not a host of Discord's", r.URL.Host)
	}
	to := r.Clone(r.Context())
	to.URL.Scheme, to.URL.Host, to.Host = "http", t.Address, ""
	return t.Transport.RoundTrip(to)
}
