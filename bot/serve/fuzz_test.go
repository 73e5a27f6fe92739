package serve

import (
	"bytes"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"readout/bot/edition/editiontest"
)

// requests are what the fuzzed ones are made of.
var (
	paths = []string{"/", "/article", "/summary", "/said", "/timeline", "/sources", "/new", "/quotes", "/stages", "/receipt", "/nowhere", "/assets/page.js", "/mcp", "/api/v1/ask", "/api/v1/search", "/api/v1/summary",
		"/api/v1/said", "/api/v1/timeline", "/api/v1/sources", "/api/v1/new", "/api/v1/article", "/api/v1/version", "/api/v1/misquotes", "/api/v1/openapi.yaml"}
	names  = []string{"q", "after", "article", "speaker", "publisher", "from", "to", "kind", "whole", "v", "about", "length", "since", "id", "passage", "mark", "k"}
	values = []string{"How long did the talks last?", "he", "Lindqvist", "Brandt", "ledger.md", "hostile.md", "2031-03", "2031-03-04", "9999-99-99", "report", "opinion", "5", "-1", "0-10", "3-2",
		"\x00", "\xff\xfe", "\u202e", "<script>", "%zz", "Ravnes Courier", strings.Repeat("why ", 300), "articles published in March", "\"", "'", "…", "what about “fares”?"}
	bodies = []string{
		`{"question":"How long did the talks last?","prior_turns":[{"role":"user","content":"Who met?"}],"speaker":"Brandt","kind":"report","from":"2031-03","whole":true}`,
		`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"x","version":"1"}}}`,
		`{"jsonrpc":"2.0","id":2,"method":"tools/list"}`, `{"jsonrpc":"2.0","id":"a","method":"resources/list","params":{"cursor":"x"}}`,
		`{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"ask","arguments":{"question":"Who met?","prior_turns":[{"role":"user","content":"?"}],"kind":"opinion"}}}`,
		`{"jsonrpc":"2.0","id":4,"method":"tools/call","params":{"name":"search","arguments":{"query":"ferries","k":3}}}`,
		`{"jsonrpc":"2.0","id":5,"method":"tools/call","params":{"name":"said","arguments":{"speaker":"Brandt","about":"routes"}}}`,
		`{"jsonrpc":"2.0","id":6,"method":"tools/call","params":{"name":"timeline","arguments":{"article":"ledger.md"}}}`,
		`{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"article","arguments":{"id":"hostile.md"}}}`,
		`{"jsonrpc":"2.0","id":8,"method":"resources/read","params":{"uri":"readout://article/ledger.md"}}`,
		`{"jsonrpc":"2.0","id":9,"method":"tools/call","params":{"name":"misquotes","arguments":{"kind":"report","all":true}}}`,
		`{"jsonrpc":"2.0","id":10,"method":"tools/call","params":{"name":"new","arguments":{"since":"month"}}}`,
		`{"jsonrpc":"2.0","method":"notifications/initialized"}`, `[]`, `null`, `{}`, strings.Repeat("[", 20000), `{"question":1e999}`,
	}
	fuzzHeaders = [][2]string{{"Accept", "text/event-stream"}, {"Accept", "application/json, text/event-stream"}, {"Mcp-Session-Id", "x"}, {"Mcp-Protocol-Version", "2025-06-18"}, {"Mcp-Protocol-Version", "x"},
		{"Origin", "http://example.com"}, {"Sec-Fetch-Site", "cross-site"}, {"Authorization", "Bearer x"}, {"If-None-Match", "\"x\""}, {"Last-Event-ID", "9"}, {"Content-Type", "text/plain"}, {"Cookie", sessionCookie + "=x"}}
)

// mutated changes a text in a few places.
func mutated(text string, r *rand.Rand) string {
	b := []byte(text)
	for range r.IntN(4) {
		if len(b) == 0 {
			break
		}
		at := r.IntN(len(b))
		switch r.IntN(5) {
		case 0:
			b[at] = byte(r.IntN(256))
		case 1:
			b = append(b[:at], b[min(len(b), at+r.IntN(20)):]...)
		case 2:
			b = append(b[:at:at], append([]byte(values[r.IntN(len(values))]), b[at:]...)...)
		case 3:
			b = append(b[:at:at], append(bytes.Clone(b[at:]), b[at:]...)...)
		case 4:
			b[at] = `{}[]":,0`[r.IntN(8)]
		}
	}
	return string(b)
}

func fuzzed(r *rand.Rand) *http.Request {
	path := paths[r.IntN(len(paths))]
	query := url.Values{}
	for range r.IntN(4) {
		query.Add(names[r.IntN(len(names))], mutated(values[r.IntN(len(values))], r))
	}
	method, body := "GET", ""
	if path == "/mcp" || path == "/api/v1/ask" || r.IntN(20) == 0 {
		method, body = "POST", mutated(bodies[r.IntN(len(bodies))], r)
	}
	if r.IntN(50) == 0 {
		method = []string{"HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"}[r.IntN(5)]
	}
	req := httptest.NewRequest(method, path+"?"+query.Encode(), strings.NewReader(body))
	req.Host = "localhost"
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json, text/event-stream")
	for range r.IntN(3) {
		h := fuzzHeaders[r.IntN(len(fuzzHeaders))]
		req.Header.Set(h[0], h[1])
	}
	return req
}

// TestTenThousandRequests sends requests that are wrong in every way: nothing panics, and none fails for a reason of the server's own.
func TestTenThousandRequests(t *testing.T) {
	t.Parallel()
	o := Options{Source: editiontest.Source(quickly(t))}
	withNews(t, nil)(&o)
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	s.keys = newKeyring([]Key{{"x", "x", mostPerMinute}}, false) // some requests carry it, others none
	n := 10_000
	if testing.Short() {
		n = 300
	}
	r := rand.New(rand.NewPCG(7, 11))
	statuses := map[int]int{}
	for i := range n {
		req := fuzzed(r)
		if r.IntN(3) > 0 {
			req.Header.Set("Authorization", "Bearer x")
		}
		w := httptest.NewRecorder()
		s.ServeHTTP(w, req)
		statuses[w.Code]++
		if w.Code >= 500 && w.Code != http.StatusNotImplemented {
			t.Errorf("request %d: %s %s: status %d\n%.300s", i, req.Method, req.URL, w.Code, w.Body)
		}
	}
	t.Logf("%v", statuses)
	if statuses[200] < n/4 || statuses[401] == 0 || statuses[403] == 0 {
		t.Errorf("the requests are not of every kind: %v", statuses)
	}
}

func FuzzRequest(f *testing.F) {
	for _, path := range paths {
		f.Add(path, "q=Who+met%3F", bodies[0])
	}
	for _, body := range bodies[:len(bodies)-2] {
		f.Add("/mcp", "", body)
		f.Add("/api/v1/ask", "", body)
	}
	s, err := New(Options{Source: editiontest.Source(quickly(f))})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, path, query, body string) {
		u := &url.URL{Path: "/" + strings.TrimPrefix(path, "/"), RawQuery: query}
		req, err := http.NewRequest("POST", "http://localhost", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.URL.Path, req.URL.RawQuery, req.Host = u.Path, u.RawQuery, "localhost"
		if body == "" {
			req.Method = "GET"
		}
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Accept", "application/json, text/event-stream")
		w := httptest.NewRecorder()
		s.ServeHTTP(w, req)
		if w.Code >= 500 && w.Code != http.StatusNotImplemented {
			t.Errorf("%s %s: status %d\n%.300s", req.Method, req.URL, w.Code, w.Body)
		}
	})
}

func FuzzReadKeys(f *testing.F) {
	f.Add("name 01234567890123456789 60\n# x\n")
	f.Fuzz(func(t *testing.T, text string) {
		keys, err := ReadKeys(strings.NewReader(text))
		if err != nil {
			return
		}
		for _, k := range keys {
			if k.Name == "" || len(k.Secret) < 20 || k.PerMinute < 1 {
				t.Errorf("%+v", k)
			}
		}
	})
}
