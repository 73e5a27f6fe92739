package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"readout/bot/failure"
)

func TestHealth(t *testing.T) {
	t.Parallel()
	serve := func(status int, text string) string {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/healthz" {
				t.Errorf("asked for %s", r.URL)
			}
			w.WriteHeader(status)
			_, _ = w.Write([]byte(text + "\n"))
		}))
		t.Cleanup(s.Close)
		return s.Listener.Addr().String()
	}
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	for name, c := range map[string]struct {
		address     string
		status      int
		out, stderr string
	}{
		"works":         {serve(http.StatusOK, "alive"), failure.StatusDone, "alive\n", ""},
		"does not work": {serve(http.StatusServiceUnavailable, "the store is away"), failure.StatusFailed, "", "it does not work: the store is away"},
		"not there":     {gone.Listener.Addr().String(), failure.StatusFailed, "", "the bot does not answer"},
		"not set":       {"", failure.StatusInput, "", "set READOUT_ADDRESS"},
		"no address":    {"a b", failure.StatusInput, "", `"a b" is no address`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, out, stderr := runParrot(t, "", []string{"READOUT_ADDRESS=" + c.address}, "health")
			if status != c.status || out != c.out || !strings.Contains(stderr, c.stderr) {
				t.Errorf("status %d, %q, %q", status, out, stderr)
			}
		})
	}
}
