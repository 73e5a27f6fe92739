package api

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"readout/bot/pause"
)

// Shared is what all processes of one bot know of Discord's limits; *postgres.Store is one, and says what its methods do.
type Shared interface {
	Refused(ctx context.Context, n int, within time.Duration) (int, error)
	NotBefore(ctx context.Context, wait time.Duration) (time.Duration, error)
}

// Discord shuts an address out that has 10,000 requests refused in ten minutes. Long before, only what carries an answer is still asked,
// and then nothing.
const (
	refusedWithin = 10 * time.Minute
	mostRefused   = 2000 // after which nothing is asked that can wait; after twice as many nothing is
)

// ErrBrake says that too many requests were refused lately for another one.
var ErrBrake = errors.New("too many requests were refused lately")

// shareEvery is how often the processes tell each other what they know.
const shareEvery = time.Second

// edge is what is known of how Discord takes requests.
type edge struct {
	most int // requests refused, after which nothing is asked that can wait

	mu        sync.Mutex
	notBefore time.Time
	own       []time.Time   // when requests of this process were refused
	elsewhere int           // how many of other processes were, within the time
	untold    int           // refused requests that the others don't know of
	wait      time.Duration // that the others don't know of
	tell      chan struct{}
}

// refused notes a refused request.
func (e *edge) refused(now time.Time) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.own = append(e.recent(now), now)
	e.untold++
	if len(e.own)+e.elsewhere >= e.most {
		e.poke()
	}
}

// poke has the other processes told at once.
func (e *edge) poke() {
	select {
	case e.tell <- struct{}{}:
	default:
	}
}

// recent are the refused requests that still count. e.mu is held.
func (e *edge) recent(now time.Time) []time.Time {
	for len(e.own) > 0 && now.Sub(e.own[0]) > refusedWithin {
		e.own = e.own[1:]
	}
	return e.own
}

// close has nothing asked for a while.
func (e *edge) close(now time.Time, wait time.Duration) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if until := now.Add(wait); until.After(e.notBefore) {
		e.notBefore, e.wait = until, wait
		e.poke()
	}
}

// pass waits until Discord may be asked; essential is what carries an answer. ErrBrake.
func (e *edge) pass(ctx context.Context, essential bool) error {
	for {
		e.mu.Lock()
		now := time.Now()
		wait, refused := e.notBefore.Sub(now), len(e.recent(now))+e.elsewhere
		e.mu.Unlock()
		switch {
		case refused >= 2*e.most, refused >= e.most && !essential:
			return ErrBrake
		case wait <= 0:
			return ctx.Err()
		}
		if err := pause.For(ctx, wait); err != nil {
			return err
		}
	}
}

// Follow tells the other processes what this one knows of Discord's limits, and learns what they know, until the context ends.
func (r *Client) Follow(ctx context.Context, shared Shared, failed func(error)) {
	if shared == nil {
		return
	}
	for ctx.Err() == nil {
		if err := r.edge.share(ctx, shared); err != nil && ctx.Err() == nil {
			failed(fmt.Errorf("the limits of Discord are not shared: %w", err))
		}
		select {
		case <-ctx.Done():
		case <-r.edge.tell:
		case <-time.After(shareEvery):
		}
	}
}

func (e *edge) share(ctx context.Context, shared Shared) error {
	e.mu.Lock()
	untold, wait := e.untold, time.Duration(0)
	if e.wait > 0 {
		wait = max(time.Until(e.notBefore), 0)
	}
	e.untold, e.wait = 0, 0
	e.mu.Unlock()
	all, err := shared.Refused(ctx, untold, refusedWithin)
	if err == nil {
		var left time.Duration
		if left, err = shared.NotBefore(ctx, wait); err == nil && left > 0 {
			wait = max(wait, left)
		}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	now := time.Now()
	if err != nil {
		e.untold, e.wait = e.untold+untold, max(e.wait, wait)
		return err
	}
	if until := now.Add(wait); wait > 0 && until.After(e.notBefore) {
		e.notBefore = until
	}
	e.elsewhere = max(0, all-(len(e.recent(now))-e.untold))
	return nil
}

// limited is a response that asks for a pause and that discordgo can't read: not Discord's own, but its edge's, in HTML or plain text.
type limited struct{ wait time.Duration }

func (l *limited) Error() string { return fmt.Sprintf("Discord wants no requests for %s", l.wait) }

// look notes what a response says of limits. The error is a response that discordgo can't read.
func (e *edge) look(resp *http.Response) error {
	now := time.Now()
	shared := resp.Header.Get("X-RateLimit-Scope") == "shared" // the limit of a resource, for which nobody is shut out
	switch resp.StatusCode {
	case http.StatusUnauthorized, http.StatusForbidden:
		e.refused(now)
		return nil
	case http.StatusTooManyRequests:
	default:
		return nil
	}
	if !shared {
		e.refused(now)
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, 1<<16))
	resp.Body.Close()
	resp.Body = io.NopCloser(bytes.NewReader(body))
	if err != nil {
		return err
	}
	var told struct {
		Wait   *float64 `json:"retry_after"`
		Global bool     `json:"global"`
	}
	wait := retryAfter(resp.Header.Get("Retry-After"), now)
	if json.Unmarshal(body, &told) != nil || told.Wait == nil {
		wait = cmp.Or(wait, edgePause)
		e.close(now, wait)
		return &limited{wait}
	}
	if told.Global || strings.EqualFold(resp.Header.Get("X-RateLimit-Global"), "true") {
		e.close(now, max(wait, time.Duration(*told.Wait*float64(time.Second))))
	}
	return nil
}

// edgePause is how long nothing is asked when Discord's edge does not say for how long; longestWait is the longest that is believed.
const edgePause, longestWait = time.Minute, 24 * time.Hour

// retryAfter reads a Retry-After header: seconds, also with a fraction, or a date. Zero is none that can be read.
func retryAfter(text string, now time.Time) time.Duration {
	text = strings.TrimSpace(text)
	if seconds, err := strconv.ParseFloat(text, 64); err == nil && seconds > 0 {
		return time.Duration(min(seconds, longestWait.Seconds()) * float64(time.Second))
	}
	if at, err := http.ParseTime(text); err == nil {
		return min(max(at.Sub(now), 0), longestWait)
	}
	return 0
}
