package traffic

import (
	"net/http"
	"readout/bot/discord/discordtest/wire"
	"strconv"
	"time"
)

// Limits are the state of the rate limits.
type Limits struct {
	Exhausted map[string]time.Time // bucket -> when it has room again
	recent    []time.Time          // within the last second, for the global limit
}

// NewLimits has room everywhere.
func NewLimits() Limits { return Limits{Exhausted: map[string]time.Time{}} }

// Wait returns how long the call must wait for its bucket, or for the global limit of so many a second, which counts it; a negative limit
// is none.
func (l *Limits) Wait(c *Call, now time.Time, perSecond int) (wait time.Duration, global bool) {
	if until, ok := l.Exhausted[c.Bucket()]; ok {
		if now.Before(until) {
			return until.Sub(now), false
		}
		delete(l.Exhausted, c.Bucket())
	}
	if perSecond < 0 || c.Route.IsWebhook() || c.Route == wire.RouteFile {
		return 0, false
	}
	l.recent = wire.Within(l.recent, now, time.Second)
	if len(l.recent) >= perSecond {
		return l.recent[0].Add(time.Second).Sub(now), true
	}
	l.recent = append(l.recent, now)
	return 0, false
}

// Headers tell the client the state of its bucket. Unless a fault exhausted it there is always room.
func (l *Limits) Headers(c *Call, now time.Time, h http.Header) {
	if c.Route == wire.RouteGateway || c.Route == wire.RouteFile {
		return // Discord sends none for these
	}
	remaining, reset := 4, time.Second
	if until, ok := l.Exhausted[c.Bucket()]; ok && now.Before(until) {
		remaining, reset = 0, until.Sub(now)
	}
	h.Set("X-RateLimit-Bucket", c.Route.Hash())
	h.Set("X-RateLimit-Limit", "5")
	h.Set("X-RateLimit-Remaining", strconv.Itoa(remaining))
	h.Set("X-RateLimit-Reset", seconds(time.Duration(now.Add(reset).UnixNano())))
	h.Set("X-RateLimit-Reset-After", seconds(reset))
}
