package provenance

import (
	"testing"
	"time"
)

func TestRest(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	for failures, want := range map[int]time.Duration{1: day * 4 / 5, 2: 2 * day * 4 / 5, 3: 4 * day * 4 / 5, 4: 7 * day, 1000: 7 * day} {
		if got := rest(day, failures); got != want {
			t.Errorf("after %d failures a source rests %v, want %v", failures, got, want)
		}
	}
	if got := rest(30*day, 9); got != 30*day {
		t.Errorf("a source that is fetched every 30 days rests %v", got)
	}
}

func TestSourceThatFailsRests(t *testing.T) {
	t.Parallel()
	const link, day = "http://a.example/feed", 24 * time.Hour
	now := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	s := &State{Failing: map[string]Failure{}}
	if !s.Due(link, now, day) {
		t.Error("a source that works is not due")
	}
	s.Failed(link, true, Reason(ReasonSlow), now, day)
	s.Failed(link, true, Reason(ReasonStatus), now.Add(day), day)
	want := Failure{Since: now, Times: 2, Retry: now.Add(day + 2*day*4/5), Why: Reason(ReasonStatus), Feed: true}
	if got := s.Failing[link]; got != want {
		t.Errorf("after two failures %+v, want %+v", got, want)
	}
	for _, at := range []struct {
		now  time.Time
		want bool
	}{{now.Add(day), false}, {want.Retry.Add(-time.Second), false}, {want.Retry, true}, {now.Add(-30 * day), true}} {
		if got := s.Due(link, at.now, day); got != at.want {
			t.Errorf("due at %v: %t", at.now, got)
		}
	}
	s.Failed("http://a.example/b", false, Reason(ReasonSlow), now, 0)
	if got := s.Failing["http://a.example/b"].Retry; got != now.Add(day*4/5) {
		t.Errorf("where nobody refreshes it is tried again at %v", got)
	}
}
