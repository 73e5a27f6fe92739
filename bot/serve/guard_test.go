package serve

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestOtherSitesAreKeptOut(t *testing.T) {
	t.Parallel()
	s := serveHarbour(t, func(o *Options) { o.Names = []string{"Readout.example"} })
	own := strings.TrimPrefix(s.URL, "http://")
	ask := []string{"Content-Type", "application/json"}
	for _, tc := range []struct {
		name, method, path, body string
		headers                  []string
		status                   int
		holds                    string
	}{
		{"a person", "GET", "/?q=Who+met%3F", "", []string{"Sec-Fetch-Site", "none", "Sec-Fetch-Mode", "navigate"}, 200, "<h1"},
		{"our own page", "GET", "/?q=Who+met%3F", "", []string{"Sec-Fetch-Site", "same-origin"}, 200, "<h1"},
		{"another name", "GET", "/", "", []string{"Host", "rebound.example:8817"}, 421, ""},
		{"another name, with ours in it", "GET", "/", "", []string{"Host", "localhost.rebound.example"}, 421, ""},
		{"no name", "GET", "/", "", []string{"Host", "%00"}, 421, ""},
		{"a name given", "GET", "/", "", []string{"Host", "readout.example"}, 200, ""},
		{"localhost", "GET", "/", "", []string{"Host", "LOCALHOST.:80"}, 200, ""},
		{"version 6", "GET", "/", "", []string{"Host", "[::1]:80"}, 200, ""},
		{"API, another name", "POST", "/api/v1/ask", `{"question":"Who?"}`, append([]string{"Host", "rebound.example"}, ask...), 421, ""},
		{"MCP, another name", "POST", "/mcp", `{}`, append([]string{"Host", "rebound.example"}, ask...), 421, ""},
		{"a picture", "GET", "/?q=Who+met%3F", "", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors", "Sec-Fetch-Dest", "image"}, 403, ""},
		{"a neighbouring port", "GET", "/?q=Who+met%3F", "", []string{"Sec-Fetch-Site", "same-site", "Sec-Fetch-Mode", "no-cors", "Sec-Fetch-Dest", "script"}, 403, ""},
		{"a frame", "GET", "/", "", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "iframe"}, 403, ""},
		{"a link", "GET", `/?q="><script>`, "", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document"}, 200, "Go on to Readout?"},
		{"a link to the API", "GET", "/api/v1/summary", "", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document"}, 403, ""},
		{"a foreign origin", "GET", "/api/v1/summary", "", []string{"Origin", "https://news.example"}, 403, ""},
		{"an origin with our host in it", "POST", "/mcp", "{}", append([]string{"Origin", "http://" + own + ".news.example"}, ask...), 403, ""},
		{"an origin of nowhere", "POST", "/api/v1/ask", "{}", append([]string{"Origin", "null"}, ask...), 403, ""},
		{"another port", "POST", "/api/v1/ask", "{}", append([]string{"Origin", "http://127.0.0.1:1"}, ask...), 403, ""},
		{"our origin", "POST", "/api/v1/ask", `{"question":"Who met?"}`, append([]string{"Origin", s.URL}, ask...), 200, "citations"},
		{"a form", "POST", "/", "q=Who", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document"}, 403, ""},
	} {
		status, text, h := s.do(tc.method, tc.path, tc.body, tc.headers...)
		if status != tc.status || !strings.Contains(text, tc.holds) || strings.Contains(text, "<script>") {
			t.Errorf("%s: status %d, not %d\n%s", tc.name, status, tc.status, text)
		}
		if status != 400 && (!strings.HasPrefix(h.Get("Content-Security-Policy"), "default-src 'none'") || h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Access-Control-Allow-Origin") != "") {
			t.Errorf("%s: %v", tc.name, h)
		}
	}
}

// TestNobodyIsBlocked has some hang, with half a request or a body that never comes, and others flood the API and MCP: the page and the
// holder of another key are answered meanwhile.
func TestNobodyIsBlocked(t *testing.T) {
	t.Parallel()
	const flooder, other = "flood-flood-flood-flood", "other-other-other-other"
	s := serveHarbour(t, func(o *Options) { o.Keys = []Key{{"flooder", flooder, mostPerMinute}, {"other", other, 600}} })
	address := strings.TrimPrefix(s.URL, "http://")
	for i := range 60 {
		c, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		head := "POST /api/v1/ask HTTP/1.1\r\nHost: localhost\r\n"
		if i%2 == 0 {
			head += "Authorization: Bearer " + flooder + "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"
		}
		if _, err := c.Write([]byte(head)); err != nil {
			t.Fatal(err)
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	var floods sync.WaitGroup
	client := &http.Client{Transport: &http.Transport{MaxConnsPerHost: 100, MaxIdleConnsPerHost: 100}}
	for i := range 50 {
		floods.Go(func() {
			for n := 0; ctx.Err() == nil; n++ {
				path, body := "/api/v1/ask", fmt.Sprintf(`{"question":"What did Brandt say about route %d?"}`, n)
				if i%2 == 0 {
					path, body = "/mcp", fmt.Sprintf(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"ask","arguments":{"question":"How many ferries are %d?"}}}`, n)
				}
				req, err := http.NewRequestWithContext(ctx, "POST", s.URL+path, strings.NewReader(body))
				if err != nil {
					return
				}
				req.Header.Set("Authorization", "Bearer "+flooder)
				req.Header.Set("Content-Type", "application/json")
				req.Header.Set("Accept", "application/json, text/event-stream")
				if resp, err := client.Do(req); err == nil {
					resp.Body.Close()
				}
			}
		})
	}
	time.Sleep(50 * time.Millisecond) // that the flood has begun changes nothing about what must hold
	for i := range 5 {
		if status, text, _ := s.do("GET", fmt.Sprintf("/?q=Who+met+%d%%3F", i), ""); status != 200 {
			t.Errorf("the page: %d %s", status, text)
		}
		if status, text, _ := s.do("POST", "/api/v1/ask", `{"question":"How long did the talks last?"}`, "Content-Type", "application/json", "Authorization", "Bearer "+other); status != 200 {
			t.Errorf("another key: %d %s", status, text)
		}
	}
	stop()
	floods.Wait()
}
