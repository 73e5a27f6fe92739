package fetch

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"readout/corpus/parse"
)

// zeros never ends.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

const tenGigabytes = 10 << 30

func TestPageRefuses(t *testing.T) {
	t.Parallel()
	status := func(code int, header ...string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			for i := 0; i+1 < len(header); i += 2 {
				w.Header().Set(header[i], header[i+1])
			}
			w.WriteHeader(code)
		}
	}
	var sent, unpacked atomic.Int64
	for name, tt := range map[string]struct {
		handler http.HandlerFunc
		want    error
		says    string
	}{
		"10 GB": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			n, _ := io.CopyN(w, zeros{}, tenGigabytes)
			sent.Add(n)
		}, ErrTooLarge, "10485760 bytes"},
		"10 GB stated": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.Header().Set("Content-Length", strconv.Itoa(tenGigabytes))
			n, _ := io.CopyN(w, zeros{}, tenGigabytes)
			sent.Add(n)
		}, ErrTooLarge, ""},
		"gzip bomb": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			n, _ := io.CopyN(z, zeros{}, 1<<30)
			unpacked.Add(n)
			z.Close()
		}, ErrTooLarge, ""},
		"broken gzip": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write([]byte("not gzip"))
		}, ErrUnreachable, ""},
		"slow body": {func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			for r.Context().Err() == nil {
				_, _ = w.Write([]byte("a"))
				_ = http.NewResponseController(w).Flush()
				time.Sleep(10 * time.Millisecond)
			}
		}, ErrSlow, ""},
		"slow answer": {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, ErrSlow, ""},
		"cut off": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			_, _ = w.Write([]byte("abc"))
		}, ErrUnreachable, ""},
		"hung up":          {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, ErrUnreachable, ""},
		"endless headers":  {status(200, "X-Long", strings.Repeat("a", 1<<20)), ErrUnreachable, ""},
		"picture":          {answer("image/png", "\x89PNG\r\n\x1a\n"), ErrType, "image/png"},
		"archive":          {answer("application/zip", "PK\x03\x04"), ErrType, ""},
		"feed":             {answer("application/rss+xml", "<rss/>"), ErrType, ""},
		"bytes":            {answer("application/octet-stream", "PK\x03\x04"), ErrType, ""},
		"no type":          {answer("", "\x89PNG\r\n\x1a\n"), ErrType, ""},
		"damaged type":     {answer("a/b/c; d", "<p>Text</p>"), ErrType, ""},
		"other encoding":   {status(200, "Content-Encoding", "br"), ErrType, "br"},
		"a lie":            {answer("application/pdf", "<p>Text</p>"), ErrUnreadable, ""},
		"empty":            {answer("text/html", ""), parse.ErrNoText, ""},
		"empty page":       {answer("text/html", "<html><head><title>Harbour</title></head><body></body></html>"), parse.ErrNoText, ""},
		"empty text":       {answer("text/plain", " \n"), parse.ErrNoText, ""},
		"bytes in text":    {answer("text/plain", "abc\x00def"), ErrBinary, ""},
		"not found":        {status(404), ErrStatus, "404"},
		"no content":       {status(204), ErrStatus, "204"},
		"part":             {status(206), ErrStatus, "206"},
		"not asked for":    {status(304), ErrStatus, "304"},
		"fault":            {status(500), ErrStatus, "500"},
		"leads nowhere":    {status(302), ErrStatus, "302"},
		"leads in circles": {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/page", http.StatusFound) }, ErrRedirects, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := site(t, at("/page", tt.handler))
			o := ClientOptions{}
			if tt.want == ErrSlow {
				o.Timeout = 200 * time.Millisecond
			}
			c := client(t, o, s)
			doc, now, err := c.Page(t.Context(), s.URL+"/page", Conditions{ETag: "", Hash: "known"})
			if !errors.Is(err, tt.want) || !strings.Contains(err.Error(), tt.says) || doc != nil || now.Hash != "known" {
				t.Errorf("document %v, conditions %+v, error %v; want %v that says %q", doc, now, err, tt.want, tt.says)
			}
		})
	}
	t.Cleanup(func() {
		if n := sent.Load(); n > 8*MaxSize {
			t.Errorf("%d bytes were sent", n)
		}
		if n := unpacked.Load(); n == 1<<30 {
			t.Error("the whole of a gzip bomb was read")
		}
	})
}

func TestRedirectsFollowed(t *testing.T) {
	t.Parallel()
	s := site(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		left, err := strconv.Atoi(strings.TrimPrefix(r.URL.Path, "/"))
		switch {
		case err != nil:
			http.NotFound(w, r)
		case left == 0:
			answer("text/plain; charset=iso-8859-1", "Caf\xe9s opened in the harbour on Tuesday, the ministry said in a statement.")(w, r)
		default:
			http.Redirect(w, r, strconv.Itoa(left-1), http.StatusMovedPermanently)
		}
	}))
	c := client(t, ClientOptions{}, s)
	doc, _, err := c.Page(t.Context(), s.URL+"/5", Conditions{})
	if err != nil {
		t.Fatal(err)
	}
	if doc.URL != s.URL+"/0" || doc.Article.URL != doc.URL || !strings.Contains(doc.Article.Body, "Cafés opened") {
		t.Errorf("from %s, article at %s: %s", doc.URL, doc.Article.URL, doc.Article.Body)
	}
	if _, _, err := c.Page(t.Context(), s.URL+"/6", Conditions{}); !errors.Is(err, ErrRedirects) {
		t.Errorf("six redirects: error %v", err)
	}
}

func TestPageRespectsRobots(t *testing.T) {
	t.Parallel()
	var asked, forbidden, status atomic.Int32
	status.Store(http.StatusOK)
	s := site(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt":
			asked.Add(1)
			w.WriteHeader(int(status.Load()))
			fmt.Fprint(w, "User-agent: readout\nDisallow: /private/\n\nUser-agent: *\nDisallow: /\n")
		case "/there":
			http.Redirect(w, r, "/private/a", http.StatusFound)
		case "/open":
			answer("text/html", harbourPage)(w, r)
		default:
			forbidden.Add(1)
		}
	}))
	now := time.Date(2020, 5, 1, 12, 0, 0, 0, time.UTC)
	c := client(t, ClientOptions{UserAgent: "Readout/2 (tests)", Clock: func() time.Time { return now }}, s)
	for path, want := range map[string]error{"/open": nil, "/private/a": ErrRobots, "/there": ErrRobots} {
		if _, _, err := c.Page(t.Context(), s.URL+path, Conditions{}); !errors.Is(err, want) {
			t.Errorf("%s: error %v, want %v", path, err, want)
		}
	}
	if asked.Load() != 1 || forbidden.Load() != 0 {
		t.Errorf("robots.txt asked for %d times, %d forbidden pages", asked.Load(), forbidden.Load())
	}
	now = now.Add(25 * time.Hour)
	status.Store(http.StatusServiceUnavailable)
	if _, _, err := c.Page(t.Context(), s.URL+"/open", Conditions{}); !errors.Is(err, ErrStatus) {
		t.Errorf("a site that is out of order: error %v", err)
	}
	status.Store(http.StatusGone)
	if _, _, err := c.Page(t.Context(), s.URL+"/private/a", Conditions{}); errors.Is(err, ErrRobots) || forbidden.Load() != 1 {
		t.Errorf("a site without rules: error %v", err)
	}
}

func TestPagePolite(t *testing.T) {
	t.Parallel()
	const pages, interval = 6, 40 * time.Millisecond
	s := site(t, at("/page", answer("text/html", harbourPage)))
	c := client(t, ClientOptions{Interval: interval, Timeout: 10 * time.Second}, s)
	start := time.Now()
	errs := make(chan error, pages)
	for range pages {
		go func() {
			_, err := c.get(t.Context(), request{link: s.URL + "/page", limit: MaxSize})
			errs <- err
		}()
	}
	for range pages {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	if took := time.Since(start); took < (pages-2)*interval {
		t.Errorf("%d requests took %v", pages, took)
	}
	// Waiting for a turn that comes too late ends at once.
	slow := client(t, ClientOptions{Interval: time.Hour}, s)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var err error
	for range 3 {
		_, err = slow.get(ctx, request{link: s.URL + "/page", limit: MaxSize})
	}
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v, want that of a deadline", err)
	}
}
