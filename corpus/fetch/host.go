package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"golang.org/x/time/rate"
)

const (
	mostHosts   = 1000           // that are remembered
	robotsSize  = 500 << 10      // bytes; the standard asks for no more
	robotsValid = 24 * time.Hour // for which a robots.txt is believed, as the standard asks
)

// host is what is remembered of a site: a scheme, a name and a port.
type host struct {
	turns *rate.Limiter

	asking chan struct{} // holds one token: who has it may read and set what follows
	robots robots
	read   time.Time // of robots; zero before
}

// host gives what is remembered of a link's site.
func (c *Client) host(u *url.URL) *host {
	c.mu.Lock()
	defer c.mu.Unlock()
	origin := u.Scheme + "://" + u.Host
	h, ok := c.hosts.Get(origin)
	if !ok {
		const burst = 2 // robots.txt and the page
		h = &host{turns: rate.NewLimiter(rate.Every(c.interval), burst), asking: make(chan struct{}, 1)}
		h.asking <- struct{}{}
		c.hosts.Add(origin, h)
	}
	return h
}

// checkRobots returns ErrRobots when the site asks not to fetch the page. A site whose robots.txt cannot be had for a fault of the site
// is not fetched from; one that has none allows everything.
func (c *Client) checkRobots(ctx context.Context, u *url.URL) error {
	h := c.host(u)
	select {
	case <-h.asking:
		defer func() { h.asking <- struct{}{} }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if now := c.clock(); h.read.IsZero() || now.Before(h.read) || now.Sub(h.read) > robotsValid {
		file := *u
		file.Path, file.RawPath, file.RawQuery, file.ForceQuery = "/robots.txt", "", "", false
		got, err := c.get(ctx, request{link: file.String(), accept: "text/plain", limit: robotsSize, cut: true})
		var status *StatusError
		switch {
		case errors.As(err, &status) && status.Status >= 400 && status.Status < 500 && status.Status != 429:
			h.robots = robots{}
		case err != nil:
			return fmt.Errorf("robots.txt: %w", err)
		default:
			h.robots = parseRobots(got.body, productToken(c.userAgent))
		}
		h.read = now
	}
	if !h.robots.allows(u) {
		return ErrRobots
	}
	return nil
}
