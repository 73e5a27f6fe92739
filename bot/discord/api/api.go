// Package api makes requests to Discord's REST API through discordgo, with waits that end with the context's deadline, retries where they
// are safe, and a bounded number of rate limit buckets.
package api

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"net"
	"net/http"
	"net/url"
	"readout/bot/discord/gateway"
	"readout/bot/pause"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"
	lru "github.com/hashicorp/golang-lru/v2"
)

// Client makes the requests of one bot. It is safe for concurrent use.
//
// discordgo keeps a bucket for each interaction's token for ever, or one for all of them; here a request goes through one of
// `lanes` buckets, chosen by a hash of what Discord limits by: the token, the channel, the route.
type Client struct {
	session *discordgo.Session // never connected to the gateway
	lanes   [lanes]chan struct{}
	seed    maphash.Seed
	timing  Timing
	count   func(route string, status int)
	edge    *edge
	shut    *lru.Cache[string, shutOut] // by address: what was not for the bot a while ago
}

// lanes is the number of buckets. Two keys in one lane cost no more than a wait for each other's limit.
const lanes = 256

// Timing is how long requests take and are repeated.
type Timing struct {
	Attempt  time.Duration // one try; a hung one is given up after it
	Pause    time.Duration // before the second try, doubled each time
	Attempts int
	Brake    int // how many requests may be refused in ten minutes before nothing is asked that can wait; 0 is 2,000
}

// New makes a client; count is told of each request that was made, with status 0 for no response.
func New(token string, client *http.Client, timing Timing, count func(route string, status int)) (*Client, error) {
	session, err := discordgo.New("Bot " + token)
	if err != nil {
		return nil, err
	}
	own := *client
	limits := &edge{most: cmp.Or(timing.Brake, mostRefused), tell: make(chan struct{}, 1)}
	own.Transport = failures{client.Transport, limits}
	session.Client = &own
	session.LogLevel = gateway.Silent
	shut, err := lru.New[string, shutOut](4096)
	if err != nil {
		return nil, err
	}
	r := &Client{edge: limits, shut: shut, session: session, seed: maphash.MakeSeed(), timing: timing, count: count}
	for i := range r.lanes {
		r.lanes[i] = make(chan struct{}, 1)
	}
	return r, nil
}

// File is a file that is sent.
type File struct {
	Name string
	Data []byte
}

// Attempts is how often a request is tried.
func (r *Client) Attempts() int { return r.timing.Attempts }

// HTTP is the client that the requests go through.
func (r *Client) HTTP() *http.Client { return r.session.Client }

// longestPause is the longest between two tries of a request that Discord did not forbid for longer.
const longestPause = 5 * time.Second

// Call is one request.
type Call struct {
	Route  string // for logs and metrics: the path without IDs and tokens
	Method string
	URL    string
	Lane   string // what Discord limits by
	Body   any
	File   *File // sent with the body; nil for none
	// Repeat says that doing it twice is the same as doing it once, so that it may be tried again when it is unknown whether it
	// took effect.
	Repeat bool
	// Patient says that it is tried for as long as there is time, and not so many times only: it carries an answer.
	Patient bool
	// Remember says that it is not asked again for a while when it was not for the bot, or gone.
	Remember bool
}

// shutOut is a request that was not for the bot.
type shutOut struct {
	until time.Time
	err   error
}

// remembered is how long it is.
const remembered = 10 * time.Minute

// Remembered is the call with Remember set.
func (c Call) Remembered() Call {
	c.Remember = true
	return c
}

// Get is a request that changes nothing.
func Get(route, url, lane string) Call {
	return Call{Route: route, Method: http.MethodGet, URL: url, Lane: lane, Repeat: true}
}

// Error is a request that failed. It names neither addresses, which hold tokens, nor what was sent.
type Error struct {
	Route  string
	Status int // 0 when there was no response
	Code   int // Discord's, or 0
	Err    error
}

func (e *Error) Error() string {
	if e.Status != 0 {
		return fmt.Sprintf("%s: status %d, code %d", e.Route, e.Status, e.Code)
	}
	return fmt.Sprintf("%s: %v", e.Route, e.Err)
}

func (e *Error) Unwrap() error { return e.Err }

// UnknownEffect reports whether the request may have taken effect although it failed.
func UnknownEffect(err error) bool {
	e := (*Error)(nil)
	return errors.As(err, &e) && (e.Status == 0 || e.Status >= 500) && !errors.Is(err, ErrBrake)
}

// Code is Discord's code of an error, or 0.
func Code(err error) int {
	if e := (*Error)(nil); errors.As(err, &e) {
		return e.Code
	}
	return 0
}

// Status is the HTTP status of an error, or 0.
func Status(err error) int {
	if e := (*Error)(nil); errors.As(err, &e) {
		return e.Status
	}
	return 0
}

// ShutOut reports whether what was asked for is gone, or not for the bot.
func ShutOut(err error) bool {
	status := Status(err)
	return status == http.StatusForbidden || status == http.StatusNotFound
}

// Do makes the request, and again where that is safe and there is time, and decodes the response into out unless that is nil.
func (r *Client) Do(ctx context.Context, c Call, out any) error {
	var body []byte
	kind := "application/json"
	if c.Body != nil {
		var err error
		if c.File != nil {
			kind, body, err = discordgo.MultipartBodyWithJSON(c.Body, []*discordgo.File{{Name: c.File.Name, Reader: bytes.NewReader(c.File.Data)}})
		} else {
			body, err = json.Marshal(c.Body)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", c.Route, err)
		}
	}
	if known, ok := r.shut.Get(c.URL); ok && c.Remember && time.Now().Before(known.until) {
		return known.err
	}
	between := r.timing.Pause
	for attempt := 1; ; attempt++ {
		data, err := r.try(ctx, c, kind, body)
		if c.Remember && ShutOut(err) {
			r.shut.Add(c.URL, shutOut{time.Now().Add(remembered), err})
		}
		if err == nil {
			if out == nil || len(data) == 0 {
				return nil
			}
			if err := json.Unmarshal(data, out); err != nil {
				return &Error{Route: c.Route, Status: http.StatusOK, Err: err}
			}
			return nil
		}
		wait := between
		if told, ok := waitOf(err); ok {
			wait = told
		} else if !(c.Repeat && UnknownEffect(err)) {
			return err
		}
		if attempt >= r.timing.Attempts && !c.Patient {
			return err
		}
		if waitErr := pause.For(ctx, wait); waitErr != nil {
			return errors.Join(err, waitErr)
		}
		between = min(2*between, longestPause)
	}
}

// waitOf is for how long an error asks to wait.
func waitOf(err error) (time.Duration, bool) {
	if l := (*discordgo.RateLimitError)(nil); errors.As(err, &l) {
		return l.RetryAfter, true
	}
	if l := (*limited)(nil); errors.As(err, &l) {
		return l.wait, true
	}
	return 0, false
}

// try makes the request once, when its bucket lets it.
func (r *Client) try(ctx context.Context, c Call, kind string, body []byte) ([]byte, error) {
	if err := r.edge.pass(ctx, c.Patient || c.Route == "callback"); err != nil {
		return nil, &Error{Route: c.Route, Err: err}
	}
	n := maphash.String(r.seed, c.Lane) % lanes
	lane := r.lanes[n]
	select {
	case lane <- struct{}{}:
		defer func() { <-lane }()
	case <-ctx.Done():
		return nil, &Error{Route: c.Route, Err: ctx.Err()}
	}
	limiter := r.session.Ratelimiter
	bucket := limiter.GetBucket("lane " + strconv.FormatUint(n, 10))
	// discordgo sleeps for as long as a bucket is empty, whatever the deadline: wait here instead.
	for {
		bucket.Lock()
		wait := limiter.GetWaitTime(bucket, 1)
		if wait <= 0 {
			break
		}
		bucket.Unlock()
		if err := pause.For(ctx, wait); err != nil {
			return nil, &Error{Route: c.Route, Err: err}
		}
	}
	bucket.Remaining--
	attempt := r.timing.Attempt
	if c.File != nil {
		attempt *= 6 // megabytes take their time
	}
	ctx, cancel := context.WithTimeout(ctx, attempt)
	defer cancel()
	data, err := r.session.RequestWithLockedBucket(c.Method, c.URL, kind, body, bucket, 0,
		discordgo.WithContext(ctx), discordgo.WithRetryOnRatelimit(false), discordgo.WithRestRetries(0))
	err = Plain(c.Route, err)
	status := http.StatusOK // or another of success, which discordgo does not tell apart
	if err != nil {
		status = Status(err)
	}
	r.count(c.Route, status)
	return data, err
}

// Plain makes an Error of any error of discordgo's, without what must not be logged.
func Plain(route string, err error) error {
	if err == nil {
		return nil
	}
	e := &Error{Route: route, Err: errors.New("no valid response")}
	var (
		answered *discordgo.RESTError
		slowed   *discordgo.RateLimitError
		edge     *limited
		failed   *serverError
		address  *url.Error
		syntax   *json.SyntaxError
		broken   *net.OpError
	)
	switch {
	case errors.As(err, &answered):
		e.Status = answered.Response.StatusCode
		if answered.Message != nil {
			e.Code = answered.Message.Code
		}
	case errors.As(err, &slowed):
		e.Status, e.Err = http.StatusTooManyRequests, slowed
	case errors.As(err, &edge):
		e.Status, e.Err = http.StatusTooManyRequests, edge
	case errors.As(err, &failed):
		e.Status, e.Err = failed.status, failed
	case errors.Is(err, context.DeadlineExceeded):
		e.Err = context.DeadlineExceeded
	case errors.Is(err, context.Canceled):
		e.Err = context.Canceled
	case errors.As(err, &broken):
		e.Err = broken
	case errors.As(err, &address):
		e.Err = address.Err
	case errors.As(err, &syntax):
		e.Err = syntax
	}
	return e
}

// failures turns responses of 5xx into errors, so that all of them are told apart in one way: discordgo hides the status of some.
type failures struct {
	next http.RoundTripper
	edge *edge
}

type serverError struct{ status int }

func (e *serverError) Error() string { return fmt.Sprintf("Discord answers with status %d", e.status) }

// RoundTrip implements http.RoundTripper.
func (f failures) RoundTrip(req *http.Request) (*http.Response, error) {
	next := f.next
	if next == nil {
		next = http.DefaultTransport
	}
	resp, err := next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	if err := f.edge.look(resp); err != nil {
		return nil, err
	}
	if resp.StatusCode < 500 {
		return resp, nil
	}
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 1<<16)) // so that the connection can be used again
	resp.Body.Close()
	return nil, &serverError{resp.StatusCode}
}
