package fetch

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"os/exec"
	"time"

	"readout/corpus"
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
	// ErrNoWords says that the text of a PDF has no words in it: pictures of pages, or letters without spaces.
	ErrNoWords = errors.New("the PDF holds no readable text")
)

// LinkError says why a link is not fetched. It is an ErrLink.
type LinkError struct {
	Link   string // without credentials
	Reason string
}

func (e *LinkError) Error() string { return fmt.Sprintf("%s: %s", e.Link, e.Reason) }

func (e *LinkError) Unwrap() error { return ErrLink }

// StatusError is what a site said instead of giving a page. It is an ErrStatus.
type StatusError struct {
	Status     int           // of HTTP
	RetryAfter time.Duration // how long the site asks to wait; 0 when it does not say
}

func (e *StatusError) Error() string { return fmt.Sprintf("%v: status %d", ErrStatus, e.Status) }

func (e *StatusError) Unwrap() error { return ErrStatus }

// Document is an article as the library keeps it.
type Document struct {
	Name    string // of the file, .md or .txt; also the article's ID. The same link always gives the same name.
	Data    []byte // the file: Markdown with front matter for what was extracted, else what was uploaded
	Article *corpus.Article
	URL     string // where it was fetched from, redirects followed; "" for an upload
}

// Conditions tell one state of what a link leads to from another. The zero value is no known state.
type Conditions struct {
	ETag         string // as the site sent it
	LastModified string // as the site sent it
	Hash         string // SHA-256 of the Data of the Document, or of a feed's bytes, in hexadecimal
}

// Feed is what a feed lists.
type Feed struct {
	Title string
	Items []Item // newest first, those without a date last; at most MostItems
}

// Item is an article that a feed lists.
type Item struct {
	Link      string // absolute
	Title     string
	Published time.Time // zero when not stated
}

// MostItems is the largest number of a feed's items that are listed.
const MostItems = 50

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
type Client struct{ o ClientOptions }

// NewClient makes a client.
func NewClient(o ClientOptions) (*Client, error) {
	if o.Extract == nil {
		return nil, errors.New("fetch: no command to extract with")
	}
	return &Client{o: o}, nil
}

// Page fetches the article that a link leads to. It returns ErrUnchanged when the article is what known tells of, and with it the
// conditions to remember. Other errors: ErrLink, ErrRedirects, ErrRobots, ErrStatus, ErrUnreachable, ErrSlow, ErrType, ErrTooLarge,
// ErrUnreadable, ErrNoWords, corpus.ErrNoText.
func (c *Client) Page(ctx context.Context, link string, known Conditions) (*Document, Conditions, error) {
	return nil, known, fmt.Errorf("fetch %s: %w", link, ErrUnreachable)
}

// Feed fetches the list of articles of a feed: RSS, Atom or JSON. Its errors are those of Page, and ErrNotFeed.
func (c *Client) Feed(ctx context.Context, link string, known Conditions) (*Feed, Conditions, error) {
	return nil, known, fmt.Errorf("fetch %s: %w", link, ErrUnreachable)
}

// Upload reads a file that somebody uploaded: .md, .txt, .html, .htm or .pdf. Of its name, only the last part counts. Errors: ErrFormat,
// ErrTooLarge, ErrBinary, ErrUnreadable, ErrNoWords, corpus.ErrNoText, corpus.ErrNotUTF8, *corpus.ParseError.
func (c *Client) Upload(ctx context.Context, name string, data []byte) (*Document, error) {
	return nil, fmt.Errorf("%s: %w", name, ErrFormat)
}
