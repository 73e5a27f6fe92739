package fetch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os/exec"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"readout/corpus/fetch/pdftext"
)

var (
	// ErrUnchanged says that what a link leads to is what is known already.
	ErrUnchanged = errors.New("unchanged")
	// ErrLink says that a link is none that is fetched: see *LinkError for the reason.
	ErrLink = errors.New("link is not fetched")
	// ErrRedirects says that a link leads on more often than is followed.
	ErrRedirects = errors.New("too many redirects")
	// ErrRobots says that the site asks programs, in its robots.txt, not to fetch the page.
	ErrRobots = errors.New("the site asks programs not to fetch this page")
	// ErrStatus says that the site did not answer with a page: see *StatusError for what it said.
	ErrStatus = errors.New("the site did not give the page")
	// ErrUnreachable says that the site could not be reached: no such name, no connection, no valid certificate, a broken answer.
	ErrUnreachable = errors.New("the site could not be reached")
	// ErrSlow says that the site took longer than it may.
	ErrSlow = errors.New("the site is too slow")
	// ErrType says that what a link leads to is of a kind that is not read: a picture, a film, a program.
	ErrType = errors.New("not a page, a text or a PDF")
	// ErrNotFeed says that what a link leads to is no RSS, Atom or JSON feed.
	ErrNotFeed = errors.New("not a feed")
	// ErrUnreadable says that a page or PDF is damaged, or built such that reading it takes too much time or memory.
	ErrUnreadable = errors.New("the file cannot be read")
	// ErrBusy says that this machine had so much else to do that a file was not read in time. The file is not at fault.
	ErrBusy = errors.New("this machine is too busy to read the file")
	// ErrProtected says that a PDF is locked.
	ErrProtected = pdftext.ErrProtected
	// ErrNoWords says that the text of a PDF has no words in it: pictures of pages, or letters without spaces.
	ErrNoWords = pdftext.ErrNoWords
)

// StatusError is what a site said instead of giving a page. It is an ErrStatus.
type StatusError struct {
	Status int // of HTTP
}

func (e *StatusError) Error() string { return fmt.Sprintf("%v: status %d", ErrStatus, e.Status) }

func (e *StatusError) Unwrap() error { return ErrStatus }

// Conditions tell one state of what a link leads to from another. The zero value is no known state.
type Conditions struct {
	ETag         string // as the site sent it
	LastModified string // as the site sent it
	Hash         string // SHA-256 of the Data of the Document, or of a feed's bytes, in hexadecimal
}

// ClientOptions configure a Client. The zero value of a field is its default.
type ClientOptions struct {
	// Extract starts this program anew to run Extract, for pages and PDFs: their parsers see hostile bytes, so they run in a process of
	// their own, which is killed at its limits. Required. Unless the command sets them itself, it gets no environment and the root as its
	// directory.
	Extract func(ctx context.Context) *exec.Cmd
	// UserAgent names the program to sites. Default "readout". What comes before the first "/" is the name that robots.txt knows it by.
	UserAgent string
	// Allow names addresses that may be dialled although they are not public, or not at port 80 or 443. For tests.
	Allow func(netip.AddrPort) bool
	// Resolver finds the addresses of names. Default net.DefaultResolver.
	Resolver *net.Resolver
	// Timeout bounds one fetch, redirects included, without the waiting for turns. Default 30 s.
	Timeout time.Duration
	// Interval is the time between two requests to one host. Default 1 s.
	Interval time.Duration
	// Clock tells the time. Default time.Now.
	Clock func() time.Time
	// Logger gets what goes wrong in the child. Default: nothing is logged.
	Logger *slog.Logger
}

// Client fetches links and reads uploaded files. It is safe for concurrent use.
type Client struct {
	guard     *guard
	transport *http.Transport
	userAgent string
	timeout   time.Duration
	interval  time.Duration
	clock     func() time.Time
	extractor *extractor

	mu    sync.Mutex
	hosts *lru.Cache[string, *host] // by scheme, name and port
}

// NewClient makes a client.
func NewClient(o ClientOptions) (*Client, error) {
	if o.Extract == nil {
		return nil, errors.New("fetch: no command to extract with")
	}
	hosts, err := lru.New[string, *host](mostHosts)
	if err != nil {
		return nil, fmt.Errorf("fetch: %w", err)
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	c := &Client{
		guard: newGuard(o.Allow), userAgent: cmp.Or(o.UserAgent, "readout"), timeout: cmp.Or(o.Timeout, 30*time.Second),
		interval: cmp.Or(o.Interval, time.Second), clock: o.Clock, hosts: hosts, extractor: newExtractor(o.Extract, o.Logger),
	}
	const dialing = 10 * time.Second
	dialer := &net.Dialer{Timeout: dialing, Resolver: o.Resolver, Control: c.guard.control}
	// Used without an http.Client, it keeps no cookies and follows no redirects: get does that.
	c.transport = &http.Transport{
		Proxy:                  nil, // it would dial in our place, unguarded
		DialContext:            dialer.DialContext,
		TLSHandshakeTimeout:    dialing,
		MaxResponseHeaderBytes: 64 << 10,
		ForceAttemptHTTP2:      true,
		DisableKeepAlives:      true, // each request dials, so that each is checked
	}
	return c, nil
}
