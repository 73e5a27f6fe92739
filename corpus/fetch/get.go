package fetch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// mostRedirects is how often a link may lead on.
const mostRedirects = 5

// request is what is asked of a site.
type request struct {
	link   string
	accept string // types, for the site to choose from
	limit  int    // bytes of the body, decompressed
	cut    bool   // a longer body is cut off, which else is an error
	robots bool   // ask the site's robots.txt first
	known  Conditions
}

// response is what a site answered.
type response struct {
	url    *url.URL // after redirects
	header http.Header
	body   []byte
}

// get follows a link to a page. Every link on the way is checked like the first, and every address when it is dialled.
func (c *Client) get(ctx context.Context, r request) (*response, error) {
	u, err := c.guard.parse(r.link)
	if err != nil {
		return nil, err
	}
	left := c.timeout
	for range mostRedirects + 1 {
		if r.robots {
			if err := c.checkRobots(ctx, u); err != nil {
				return nil, err
			}
		}
		if err := c.host(u).turns.Wait(ctx); err != nil {
			return nil, waitError(ctx, err)
		}
		start := time.Now()
		got, next, err := c.once(ctx, u, r, left)
		switch {
		case err != nil:
			return nil, err
		case next == nil:
			return got, nil
		}
		u = next
		left -= time.Since(start)
	}
	return nil, ErrRedirects
}

// waitError is the error of a turn that was not waited for: the limiter gives up at once when the deadline is too near.
func waitError(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return fmt.Errorf("%w: %w", context.DeadlineExceeded, err)
}

// once makes one request. It returns the response, or the link that the site leads on to.
func (c *Client) once(ctx context.Context, u *url.URL, r request, limit time.Duration) (*response, *url.URL, error) {
	timed, cancel := context.WithTimeoutCause(ctx, limit, ErrSlow)
	defer cancel()
	req, err := http.NewRequestWithContext(timed, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, nil, &LinkError{Link: showLink(u.String()), Reason: LinkMalformed}
	}
	req.Header.Set("User-Agent", c.userAgent)
	req.Header.Set("Accept", r.accept)
	if r.known.ETag != "" {
		req.Header.Set("If-None-Match", r.known.ETag)
	}
	if r.known.LastModified != "" {
		req.Header.Set("If-Modified-Since", r.known.LastModified)
	}
	answer, err := c.transport.RoundTrip(req)
	if err != nil {
		return nil, nil, wireError(ctx, timed, u, err)
	}
	defer answer.Body.Close()

	switch answer.StatusCode {
	case http.StatusOK, http.StatusNonAuthoritativeInfo:
	case http.StatusNotModified:
		if r.known.ETag != "" || r.known.LastModified != "" {
			return nil, nil, ErrUnchanged
		}
		return nil, nil, &StatusError{Status: answer.StatusCode}
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		location := answer.Header.Get("Location")
		if location == "" {
			return nil, nil, &StatusError{Status: answer.StatusCode}
		}
		to, err := u.Parse(location)
		if err != nil {
			return nil, nil, &LinkError{Link: showLink(location), Reason: LinkMalformed}
		}
		next, err := c.guard.parse(to.String())
		return nil, next, err
	default:
		return nil, nil, &StatusError{Status: answer.StatusCode}
	}
	if encoding := answer.Header.Get("Content-Encoding"); encoding != "" && encoding != "identity" {
		return nil, nil, fmt.Errorf("%w: encoded as %.20q", ErrType, encoding)
	}
	if answer.ContentLength > int64(r.limit) && !r.cut {
		return nil, nil, tooLarge(r.limit)
	}
	body, err := io.ReadAll(io.LimitReader(answer.Body, int64(r.limit)+1))
	switch {
	case err != nil:
		return nil, nil, wireError(ctx, timed, u, err)
	case len(body) <= r.limit:
	case r.cut:
		body = body[:r.limit]
	default:
		return nil, nil, tooLarge(r.limit)
	}
	return &response{url: u, header: answer.Header, body: body}, nil, nil
}

// wireError tells whether the caller gave up, the site was slow, its address was refused, or it failed.
func wireError(ctx, timed context.Context, u *url.URL, err error) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, errNotPublic):
		return &LinkError{Link: showLink(u.String()), Reason: LinkNotPublic}
	case timed.Err() != nil:
		return ErrSlow
	}
	return fmt.Errorf("%w: %w", ErrUnreachable, err)
}

func tooLarge(limit int) error { return fmt.Errorf("%w: more than %d bytes", ErrTooLarge, limit) }

// conditions are what tells this response from a later one. data is what the response came to.
func (r *response) conditions(data []byte) Conditions {
	const longest = 500 // bytes; no site needs more, and they are kept and sent back
	out := Conditions{ETag: r.header.Get("ETag"), LastModified: r.header.Get("Last-Modified"), Hash: hashOf(data)}
	if len(out.ETag) > longest {
		out.ETag = ""
	}
	if len(out.LastModified) > longest {
		out.LastModified = ""
	}
	return out
}

func hashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
