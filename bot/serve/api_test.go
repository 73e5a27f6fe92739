package serve

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"

	"readout/bot/record"
)

// described is the API as its description has it.
func described(t *testing.T) routers.Router {
	t.Helper()
	data, err := os.ReadFile("assets/openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := openapi3.NewLoader().LoadFromData(data)
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context()); err != nil {
		t.Fatal(err)
	}
	router, err := legacy.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	return router
}

// asked sends a request and compares it, if it is to be right, and its response with the description.
func (s *serving) asked(router routers.Router, right bool, method, path, body string, headers ...string) (int, []byte) {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), method, s.URL+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	plain := req.Clone(s.t.Context())
	plain.URL, _ = url.Parse(path)
	plain.Body = io.NopCloser(strings.NewReader(body))
	route, params, err := router.FindRoute(plain)
	if err != nil {
		s.t.Fatalf("%s %s: %v", method, path, err)
	}
	in := &openapi3filter.RequestValidationInput{Request: plain, PathParams: params, Route: route,
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, IncludeResponseStatus: true}}
	if err := openapi3filter.ValidateRequest(s.t.Context(), in); (err == nil) != right {
		s.t.Errorf("%s %s %s: the description says %v", method, path, body, err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	out := &openapi3filter.ResponseValidationInput{RequestValidationInput: in, Status: resp.StatusCode, Header: resp.Header, Body: io.NopCloser(bytes.NewReader(data)), Options: in.Options}
	if !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/event-stream") {
		if err := openapi3filter.ValidateResponse(s.t.Context(), out); err != nil {
			s.t.Errorf("%s %s: status %d: %v\n%s", method, path, resp.StatusCode, err, data)
		}
	}
	return resp.StatusCode, data
}

func TestTheAPIIsAsDescribed(t *testing.T) {
	t.Parallel()
	s, router := serveHarbour(t, nil), described(t)
	for _, path := range []string{"search?q=night+route", "search?q=fares&k=50&kind=report", "search?q=route&speaker=Brandt", "summary", "summary?about=ferries&length=long&publisher=Ostby+Ledger",
		"said?speaker=Lindqvist", "said?speaker=Nobody", "timeline", "timeline?article=courier.md", "sources", "sources?from=2031-03-04&to=2031-03-06", "article?id=hostile.md", "version"} {
		if status, data := s.asked(router, true, "GET", "/api/v1/"+path, ""); status != 200 {
			t.Errorf("%s: status %d %s", path, status, data)
		}
	}
	for _, body := range []string{`{"question":"How long did the talks last?"}`, `{"question":"Who will be the next king?"}`, `{"question":"how much?","prior_turns":[{"role":"user","content":"What did Brandt say about ferries?"}]}`,
		`{"question":"What about the night route?","speaker":"Lindqvist","kind":"transcript"}`, `{"question":"According to the Ravnes Courier, how long did the talks last?","whole":true}`,
		`{"question":"According to the Ravnes Courier, how long did the talks last?"}`} {
		status, data := s.asked(router, true, "POST", "/api/v1/ask", body)
		var a record.Answer
		if err := json.Unmarshal(data, &a); err != nil || status != 200 || a.Question == "" {
			t.Errorf("%s: status %d %s", body, status, data)
		}
	}
	for _, tc := range []struct {
		method, path, body string
		described          bool // the description does not tell the fault
		status             int
	}{
		{"GET", "search", "", false, 422}, {"GET", "search?q=x&k=0", "", false, 422}, {"GET", "search?q=x&k=lots", "", false, 422}, {"GET", "timeline?kind=poem", "", false, 422},
		{"GET", "article?id=nowhere", "", true, 404}, {"GET", "said", "", false, 422}, {"GET", "sources?publisher=The+Moon", "", true, 422}, {"GET", "sources?from=May", "", true, 422},
		{"POST", "ask", `{"question":""}`, false, 422}, {"POST", "ask", `{"question":7}`, false, 400}, {"POST", "ask", `{"question":"Who?","colour":"red"}`, false, 400},
		{"POST", "ask", `{"question":"Who?"} {}`, true, 400}, {"POST", "ask", `[`, false, 400}, {"POST", "ask", `{"question":"Who?","prior_turns":[{"role":"system","content":"x"}]}`, false, 422},
		{"POST", "ask", `{"question":"` + strings.Repeat("x", 5000) + `"}`, false, 422}, {"POST", "ask", `{"question":"` + strings.Repeat("x", mostAsk) + `"}`, false, 413},
	} {
		if status, data := s.asked(router, tc.described, tc.method, "/api/v1/"+tc.path, tc.body); status != tc.status {
			t.Errorf("%s %s: status %d, not %d: %s", tc.method, tc.path, status, tc.status, data)
		}
	}
	if status, text, _ := s.do("GET", "/api/v1/ask", ""); status != 404 || !strings.Contains(text, "error") {
		t.Errorf("GET ask: %d %s", status, text)
	}
	if status, text, _ := s.do("GET", "/api/v1/openapi.yaml", ""); status != 200 || !strings.HasPrefix(text, "openapi: 3") {
		t.Errorf("the description: %d %.60s", status, text)
	}
	if status, text, _ := s.do("POST", "/api/v1/ask", `{"question":"Who?"}`, "Content-Type", "text/plain"); status != 415 {
		t.Errorf("a form of another site could send it: %d %s", status, text)
	}
}

func TestTheAPITellsStages(t *testing.T) {
	t.Parallel()
	s, router := serveHarbour(t, nil), described(t)
	status, data := s.asked(router, true, "POST", "/api/v1/ask", `{"question":"How long did the talks last?"}`, "Accept", "text/event-stream")
	if text := string(data); status != 200 || !strings.HasPrefix(text, "event: answer\ndata: {") || !strings.HasSuffix(text, "}\n\n") {
		t.Errorf("status %d\n%s", status, text)
	}
	if _, data = s.asked(router, true, "POST", "/api/v1/ask", `{"question":"Who?","publisher":"The Moon"}`, "Accept", "text/event-stream"); !strings.HasPrefix(string(data), "event: error\n") {
		t.Errorf("%s", data)
	}
}

func TestKeys(t *testing.T) {
	t.Parallel()
	const first, second = "correct-horse-battery-1", "correct-horse-battery-2"
	s, router := serveHarbour(t, func(o *Options) { o.Keys = []Key{{"one", first, 20}, {"two", second, 6000}} }), described(t)
	for _, path := range []string{"/api/v1/version", "/mcp"} {
		for _, header := range []string{"", "Bearer", "Bearer wrong", "Basic " + first, first} {
			if status, text, h := s.do("GET", path, "", "Authorization", header); status != 401 || h.Get("WWW-Authenticate") == "" || !strings.Contains(text, "error") {
				t.Errorf("%s %q: %d %s", path, header, status, text)
			}
		}
	}
	if status, _, _ := s.do("GET", "/?q=Who+met%3F", ""); status != 200 {
		t.Errorf("the page needs no key: %d", status)
	}
	limited := false
	for range 40 {
		status, _ := s.asked(router, true, "GET", "/api/v1/version", "", "Authorization", "Bearer "+first)
		limited = limited || status == 429
	}
	if !limited {
		t.Error("the first key has no limit")
	}
	if status, data := s.asked(router, true, "GET", "/api/v1/version", "", "Authorization", "bearer "+second); status != 200 {
		t.Errorf("the second key pays for the first: %d %s", status, data)
	}
	open := serveHarbour(t, func(o *Options) { o.Open = true })
	if status, _, _ := open.do("GET", "/api/v1/version", ""); status != 401 {
		t.Errorf("anybody may ask an open address without a key: %d", status)
	}
}

func TestReadKeys(t *testing.T) {
	t.Parallel()
	got, err := ReadKeys(strings.NewReader("# programs\n\nnewsroom 01234567890123456789\n  desk abcdefghijabcdefghij 600\n"))
	if err != nil || fmt.Sprint(got) != "[{newsroom 01234567890123456789 60} {desk abcdefghijabcdefghij 600}]" {
		t.Errorf("%v, %v", got, err)
	}
	const secret = "s3cret-s3cret-s3cret-s3cret"
	for _, text := range []string{"newsroom", "newsroom short", "a " + secret + "\nb " + secret, "a " + secret + " 0", "a " + secret + " many", "a " + secret + " 5 6"} {
		if _, err := ReadKeys(strings.NewReader(text)); err == nil || strings.Contains(err.Error(), secret) || !strings.Contains(err.Error(), "line") {
			t.Errorf("%q: %v", text, err)
		}
	}
}
