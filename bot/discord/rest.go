package discord

import (
	"bytes"
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
	"readout/bot/discord/pause"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"
)

// rest is Discord's REST API through discordgo, with waits that end with the context's deadline, retries where they are safe, and
// a bounded number of rate limit buckets.
//
// discordgo keeps a bucket for each interaction's token for ever, or one for all of them; here a request goes through one of
// `lanes` buckets, chosen by a hash of what Discord limits by: the token, the channel, the route.
type rest struct {
	session *discordgo.Session // never connected to the gateway
	lanes   [lanes]chan struct{}
	seed    maphash.Seed
	timing  restTiming
	count   func(route string, status int)
}

// lanes is the number of buckets. Two keys in one lane cost no more than a wait for each other's limit.
const lanes = 256

// restTiming is how long requests take and are repeated.
type restTiming struct {
	Attempt  time.Duration // one try; a hung one is given up after it
	Pause    time.Duration // before the second try, doubled each time
	Attempts int
}

func newREST(token string, client *http.Client, timing restTiming, count func(route string, status int)) (*rest, error) {
	session, err := discordgo.New("Bot " + token)
	if err != nil {
		return nil, err
	}
	own := *client
	own.Transport = failures{client.Transport}
	session.Client = &own
	session.LogLevel = gateway.Silent
	r := &rest{session: session, seed: maphash.MakeSeed(), timing: timing, count: count}
	for i := range r.lanes {
		r.lanes[i] = make(chan struct{}, 1)
	}
	return r, nil
}

// longestPause is the longest between two tries of a request that Discord did not forbid for longer.
const longestPause = 5 * time.Second

// call is one request.
type call struct {
	route  string // for logs and metrics: the path without IDs and tokens
	method string
	url    string
	lane   string // what Discord limits by
	body   any
	file   *attachment // sent with the body; nil for none
	// repeat says that doing it twice is the same as doing it once, so that it may be tried again when it is unknown whether it
	// took effect.
	repeat bool
	// patient says that it is tried for as long as there is time, and not so many times only: it carries an answer.
	patient bool
}

// callError is a request that failed. It names neither addresses, which hold tokens, nor what was sent.
type callError struct {
	Route  string
	Status int // 0 when there was no response
	Code   int // Discord's, or 0
	Err    error
}

func (e *callError) Error() string {
	if e.Status != 0 {
		return fmt.Sprintf("%s: status %d, code %d", e.Route, e.Status, e.Code)
	}
	return fmt.Sprintf("%s: %v", e.Route, e.Err)
}

func (e *callError) Unwrap() error { return e.Err }

// unknownEffect reports whether the request may have taken effect although it failed.
func unknownEffect(err error) bool {
	e := (*callError)(nil)
	return errors.As(err, &e) && (e.Status == 0 || e.Status >= 500)
}

// codeOf is Discord's code of an error, or 0.
func codeOf(err error) int {
	if e := (*callError)(nil); errors.As(err, &e) {
		return e.Code
	}
	return 0
}

// statusOf is the HTTP status of an error, or 0.
func statusOf(err error) int {
	if e := (*callError)(nil); errors.As(err, &e) {
		return e.Status
	}
	return 0
}

// shutOut reports whether what was asked for is gone, or not for the bot.
func shutOut(err error) bool {
	status := statusOf(err)
	return status == http.StatusForbidden || status == http.StatusNotFound
}

// do makes the request, and again where that is safe and there is time, and decodes the response into out unless that is nil.
func (r *rest) do(ctx context.Context, c call, out any) error {
	var body []byte
	kind := "application/json"
	if c.body != nil {
		var err error
		if c.file != nil {
			kind, body, err = discordgo.MultipartBodyWithJSON(c.body, []*discordgo.File{{Name: c.file.name, Reader: bytes.NewReader(c.file.data)}})
		} else {
			body, err = json.Marshal(c.body)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", c.route, err)
		}
	}
	between := r.timing.Pause
	for attempt := 1; ; attempt++ {
		data, err := r.try(ctx, c, kind, body)
		if err == nil {
			if out == nil || len(data) == 0 {
				return nil
			}
			if err := json.Unmarshal(data, out); err != nil {
				return &callError{Route: c.route, Status: http.StatusOK, Err: err}
			}
			return nil
		}
		wait := between
		if limited := (*discordgo.RateLimitError)(nil); errors.As(err, &limited) {
			wait = limited.RetryAfter
		} else if !(c.repeat && unknownEffect(err)) {
			return err
		}
		if attempt >= r.timing.Attempts && !c.patient {
			return err
		}
		if waitErr := pause.For(ctx, wait); waitErr != nil {
			return errors.Join(err, waitErr)
		}
		between = min(2*between, longestPause)
	}
}

// try makes the request once, when its bucket lets it.
func (r *rest) try(ctx context.Context, c call, kind string, body []byte) ([]byte, error) {
	n := maphash.String(r.seed, c.lane) % lanes
	lane := r.lanes[n]
	select {
	case lane <- struct{}{}:
		defer func() { <-lane }()
	case <-ctx.Done():
		return nil, &callError{Route: c.route, Err: ctx.Err()}
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
			return nil, &callError{Route: c.route, Err: err}
		}
	}
	bucket.Remaining--
	attempt := r.timing.Attempt
	if c.file != nil {
		attempt *= 6 // megabytes take their time
	}
	ctx, cancel := context.WithTimeout(ctx, attempt)
	defer cancel()
	data, err := r.session.RequestWithLockedBucket(c.method, c.url, kind, body, bucket, 0,
		discordgo.WithContext(ctx), discordgo.WithRetryOnRatelimit(false), discordgo.WithRestRetries(0))
	err = plainError(c.route, err)
	status := http.StatusOK // or another of success, which discordgo does not tell apart
	if err != nil {
		status = statusOf(err)
	}
	r.count(c.route, status)
	return data, err
}

// plainError makes a callError of any error of discordgo's, without what must not be logged.
func plainError(route string, err error) error {
	if err == nil {
		return nil
	}
	e := &callError{Route: route, Err: errors.New("no valid response")}
	var (
		answered *discordgo.RESTError
		limited  *discordgo.RateLimitError
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
	case errors.As(err, &limited):
		e.Status, e.Err = http.StatusTooManyRequests, limited
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
type failures struct{ next http.RoundTripper }

type serverError struct{ status int }

func (e *serverError) Error() string { return fmt.Sprintf("Discord answers with status %d", e.status) }

// RoundTrip implements http.RoundTripper.
func (f failures) RoundTrip(req *http.Request) (*http.Response, error) {
	next := f.next
	if next == nil {
		next = http.DefaultTransport
	}
	resp, err := next.RoundTrip(req)
	if err != nil || resp.StatusCode < 500 {
		return resp, err
	}
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 1<<16)) // so that the connection can be used again
	resp.Body.Close()
	return nil, &serverError{resp.StatusCode}
}
