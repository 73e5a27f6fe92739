package progress

import (
	"strings"
	"testing"
	"time"

	"readout/bot/store/storetest"
)

func TestText(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		state State
		from  int
		took  time.Duration
		want  string
	}{
		{State{Doing: "asking"}, 0, time.Minute, "asking"},
		{State{"embedding", "sentences", 0, 40}, 0, time.Minute, "embedding 0 of 40 sentences"},
		{State{"embedding", "sentences", 10, 40}, 0, 500 * time.Millisecond, "embedding 10 of 40 sentences"},
		{State{"embedding", "sentences", 10, 40}, 0, 2 * time.Second, "embedding 10 of 40 sentences, about 6 seconds left"},
		{State{"embedding", "sentences", 20, 40}, 10, 4 * time.Second, "embedding 20 of 40 sentences, about 8 seconds left"},
		{State{"checking", "", 1, 3}, 0, 11 * time.Second, "checking 1 of 3, about 25 seconds left"},
		{State{"checking", "", 1, 2}, 0, time.Minute, "checking 1 of 2, about a minute left"},
		{State{"checking", "", 1, 3}, 0, time.Minute, "checking 1 of 3, about 2 minutes left"},
		{State{"checking", "", 1, 121}, 0, 2 * time.Minute, "checking 1 of 121, about 4 hours left"},
		{State{"checking", "", 3, 3}, 0, time.Minute, "checking 3 of 3"},
	} {
		if got := text(tc.state, tc.from, tc.took); got != tc.want {
			t.Errorf("%+v after %v: %q, want %q", tc.state, tc.took, got, tc.want)
		}
	}
}

func FuzzLeft(f *testing.F) {
	f.Add(1, 3, int64(time.Second))
	f.Add(-1, 0, int64(0))
	f.Add(1, 1<<62, int64(1<<62))
	f.Fuzz(func(t *testing.T, done, total int, took int64) {
		left, ok := left(done, total, time.Duration(took))
		if left < 0 || !ok && left != 0 || ok && (done <= 0 || done >= total) {
			t.Fatalf("Left(%d, %d, %d) = %v, %v", done, total, took, left, ok)
		}
	})
}

func TestLineCleansUp(t *testing.T) {
	t.Parallel()
	var out, quick storetest.Log
	l := Start(&out, State{Doing: "reading"})
	l.Say(State{"embedding", "sentences", 3, 9})
	for deadline := time.Now().Add(30 * time.Second); !strings.Contains(out.String(), "embedding 3 of 9 sentences"); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("shown %q", out.String())
		}
	}
	l.Stop()
	l.Stop()
	if shown := out.String(); !strings.HasSuffix(shown, "\r\x1b[K") {
		t.Errorf("shown %q", shown)
	}
	Start(&quick, State{Doing: "quick"}).Stop()
	if shown := quick.String(); shown != "" {
		t.Errorf("shown for what takes no time: %q", shown)
	}
}

func TestLineOfNothing(t *testing.T) {
	t.Parallel()
	var none *Line
	none.Say(State{})
	none.Stop()
	l := Start(nil, State{Doing: "reading"})
	l.Say(State{Doing: "more"})
	l.Stop()
}
