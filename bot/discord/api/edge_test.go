package api

import (
	"net/http"
	"testing"
	"time"
)

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	now := time.Date(2031, 5, 6, 12, 0, 0, 0, time.UTC)
	for text, want := range map[string]time.Duration{
		"1": time.Second, " 0.25 ": 250 * time.Millisecond, "7200": 2 * time.Hour, "1e9": longestWait, "": 0, "-5": 0, "NaN": 0, "soon": 0,
		now.Add(time.Hour).Format(http.TimeFormat): time.Hour, now.Add(-time.Hour).Format(http.TimeFormat): 0,
	} {
		if got := retryAfter(text, now); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func FuzzRetryAfter(f *testing.F) {
	f.Add("7200")
	f.Add("Tue, 06 May 2031 13:00:00 GMT")
	f.Fuzz(func(t *testing.T, text string) {
		if got := retryAfter(text, time.Unix(1e9, 0)); got < 0 || got > longestWait {
			t.Errorf("%q: %s", text, got)
		}
	})
}
