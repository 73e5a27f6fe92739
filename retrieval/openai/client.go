package openai

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v5"
	gopenai "github.com/sashabaranov/go-openai"
	"github.com/sony/gobreaker/v2"
)

// Config says where a model is served.
type Config struct {
	BaseURL string // of an OpenAI-compatible server, "http://localhost:11434/v1"; "" for OpenAI's own
	Key     string // API key; "" for a server that needs none
	Model   string // as the server names it

	Timeout time.Duration // of one attempt; 0 means DefaultTimeout
	Pause   time.Duration // before the first retry, then growing, unless the server names one; 0 means DefaultPause

	dial func(ctx context.Context, network, address string) (net.Conn, error) // nil for the network; tests have a server without one
}

// The defaults of Config.
const (
	DefaultBaseURL = "https://api.openai.com/v1"
	DefaultTimeout = 60 * time.Second
	DefaultPause   = 500 * time.Millisecond
)

const (
	maxTries       = 4
	maxPatience    = 2 * time.Minute // for all tries, where the context sets no deadline
	breakAfter     = 5               // failures in a row
	breakFor       = 30 * time.Second
	connectTimeout = 10 * time.Second
)

// CheckBaseURL reports what is wrong with the address of a server; "" is fine.
func CheckBaseURL(address string) error {
	_, err := baseURL(address)
	return err
}

// baseURL is the address with the path that servers commonly have, if it has none.
func baseURL(address string) (string, error) {
	if address == "" {
		return DefaultBaseURL, nil
	}
	u, err := url.Parse(address)
	switch {
	case err != nil:
		return "", errors.New("not an address") // its own words quote the address, which may hold a password
	case u.Scheme != "http" && u.Scheme != "https" || u.Host == "":
		return "", errors.New("not an address like https://host/v1")
	case u.User != nil:
		return "", errors.New("an address with a user name or a password: give the key by itself")
	case u.RawQuery != "" || u.Fragment != "":
		return "", errors.New("an address with a query")
	}
	if strings.Trim(u.Path, "/") == "" {
		u.Path = "/v1"
	}
	return strings.TrimRight(u.String(), "/"), nil
}

// client calls one server. It is safe for concurrent use.
type client struct {
	api     *gopenai.Client
	own     bool // OpenAI's own server
	key     string
	pause   time.Duration
	breaker *gobreaker.CircuitBreaker[any]
}

// newClient takes answers of at most limit bytes.
func newClient(c Config, limit int64) (*client, error) {
	base, err := baseURL(c.BaseURL)
	if err != nil {
		return nil, fmt.Errorf("openai: base URL: %w", err)
	}
	if strings.TrimSpace(c.Model) == "" {
		return nil, errors.New("openai: no model named")
	}
	if c.Timeout == 0 {
		c.Timeout = DefaultTimeout
	}
	if c.Pause == 0 {
		c.Pause = DefaultPause
	}
	if c.dial == nil {
		c.dial = (&net.Dialer{Timeout: connectTimeout}).DialContext
	}
	key := strings.TrimSpace(c.Key)
	config := gopenai.DefaultConfig(key)
	config.BaseURL = base
	config.HTTPClient = &http.Client{
		Timeout: c.Timeout,
		// Another address is not the one that the key was meant for.
		CheckRedirect: func(*http.Request, []*http.Request) error { return ErrRedirected },
		Transport: canonical{capped{limit, &http.Transport{
			Proxy:               http.ProxyFromEnvironment,
			DialContext:         c.dial,
			TLSHandshakeTimeout: connectTimeout,
			MaxIdleConnsPerHost: 8,
			IdleConnTimeout:     90 * time.Second,
			ForceAttemptHTTP2:   true,
		}}},
	}
	return &client{
		api: gopenai.NewClientWithConfig(config), own: base == DefaultBaseURL, key: key, pause: c.Pause,
		breaker: gobreaker.NewCircuitBreaker[any](gobreaker.Settings{
			Name:        c.Model,
			Timeout:     breakFor,
			ReadyToTrip: func(n gobreaker.Counts) bool { return n.ConsecutiveFailures >= breakAfter },
			// Only a server that is down or overrun is spared for a while. A refusal will be one again, and says more than "spared".
			IsSuccessful: func(err error) bool { return err == nil || !passing(err) },
			IsExcluded:   func(err error) bool { return errors.Is(err, context.Canceled) },
		}),
	}, nil
}

// call makes one request and repeats it while that may help: after a fault that passes, at growing and irregular distances, or when the
// server says; never past the context's deadline. send is given to read the header of the last response from.
func call[R any](ctx context.Context, c *client, send func(context.Context) (R, http.Header, error)) (R, error) {
	var result R
	var last error
	pauses := backoff.NewExponentialBackOff()
	pauses.InitialInterval = c.pause
	patience := maxPatience
	if deadline, ok := ctx.Deadline(); ok {
		patience = time.Until(deadline)
	}
	_, err := backoff.Retry(ctx, func() (struct{}, error) {
		_, err := c.breaker.Execute(func() (any, error) {
			r, header, err := send(ctx)
			if err == nil {
				result = r
				return nil, nil
			}
			return nil, c.fault(err, header)
		})
		last = err
		var f *Error
		switch {
		case err == nil:
			return struct{}{}, nil
		case ctx.Err() != nil || !passing(err):
			return struct{}{}, backoff.Permanent(err)
		case errors.As(err, &f) && f.After > 0:
			return struct{}{}, &backoff.RetryAfterError{Duration: f.After}
		}
		return struct{}{}, err
	}, backoff.WithBackOff(pauses), backoff.WithMaxTries(maxTries), backoff.WithMaxElapsedTime(patience))
	switch {
	case err == nil:
		return result, nil
	case ctx.Err() != nil:
		return result, &ended{ctx.Err(), last}
	case errors.Is(last, gobreaker.ErrOpenState) || errors.Is(last, gobreaker.ErrTooManyRequests):
		return result, ErrResting
	}
	return result, last
}

// ended is that a request's time was over, or that nobody waits for it any more.
type ended struct{ why, last error }

func (e *ended) Error() string {
	text := "no answer in time"
	if errors.Is(e.why, context.Canceled) {
		text = "nobody waits for the answer any more"
	}
	var f *Error
	if errors.As(e.last, &f) && f.Status != 0 {
		text += "; at last the server said " + f.Error()
	}
	return text
}

func (e *ended) Unwrap() []error { return []error{e.why, e.last} }

// capped refuses to read answers of more than limit bytes.
type capped struct {
	limit int64
	http.RoundTripper
}

func (c capped) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := c.RoundTripper.RoundTrip(r)
	if err == nil {
		resp.Body = http.MaxBytesReader(nil, resp.Body, c.limit)
	}
	return resp, err
}
