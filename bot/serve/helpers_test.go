package serve

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"readout/bot/edition/editiontest"
)

// serving is a server over some articles, on loopback.
type serving struct {
	*httptest.Server
	t *testing.T
	s *Server
}

func serveHarbour(t *testing.T, but func(*Options)) *serving {
	t.Helper()
	o := Options{Source: editiontest.Source(editiontest.Harbour(t)), Version: "test"}
	if but != nil {
		but(&o)
	}
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(s)
	t.Cleanup(srv.Close)
	return &serving{srv, t, s}
}

// do sends a request with headers, given by turns as names and values, and follows no redirect.
func (s *serving) do(method, path, body string, headers ...string) (status int, text string, h http.Header) {
	s.t.Helper()
	req, err := http.NewRequestWithContext(context.Background(), method, s.URL+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		if headers[i] == "Host" {
			req.Host = headers[i+1]
			continue
		}
		req.Header.Set(headers[i], headers[i+1])
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return resp.StatusCode, string(data), resp.Header
}

func (s *serving) page(path string, query ...string) string {
	s.t.Helper()
	v := url.Values{}
	for i := 0; i < len(query); i += 2 {
		v.Add(query[i], query[i+1])
	}
	status, text, _ := s.do("GET", path+"?"+v.Encode(), "")
	if status != 200 {
		s.t.Errorf("%s %q: status %d\n%s", path, query, status, text)
	}
	return text
}
