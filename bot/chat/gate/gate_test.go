package gate

import (
	"errors"
	"testing"
	"time"

	"readout/bot/store"
)

// TestGate lets questions in and refuses others, each with its reason and a time to try again.
func TestGate(t *testing.T) {
	t.Parallel()
	now := time.Date(2031, 5, 6, 12, 0, 0, 0, time.UTC)
	g, err := New(func() time.Time { return now }, 2, 1, Rate{2, time.Minute}, Rate{4, time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	first, err := g.Enter("1", "9")
	if err != nil {
		t.Fatal(err)
	}
	refused := func(why string, err error) {
		t.Helper()
		r := (*Refusal)(nil)
		if !errors.As(err, &r) || r.Why != why || !r.Until.After(now) {
			t.Errorf("%v, want %s and when to try again", err, why)
		}
	}
	_, err = g.Enter("1", "9")
	refused(OneAtATime, err)
	end, err := first.Begin(t.Context())
	if err != nil || g.Free() != 1 {
		t.Errorf("%d workers are free, %v", g.Free(), err)
	}
	end()
	first.Leave()
	first.Leave()
	again, err := g.Enter("1", "9")
	if err != nil {
		t.Fatal(err)
	}
	again.Leave()
	_, err = g.Enter("1", "9")
	refused(MemberLimit, err)
	passed := g.Pass("1") // let in by another process, whatever the limits here
	two, three := g.Pass("2"), g.Pass("3")
	if g.Most() != 3 {
		t.Errorf("%d at most", g.Most())
	}
	_, err = g.Enter("4", "9")
	refused(Busy, err)
	for _, ticket := range []*Ticket{passed, two, three} {
		ticket.Leave()
	}
	for _, member := range []string{"5", "6"} {
		in, err := g.Enter(store.UserID(member), "9")
		if err != nil {
			t.Fatal(err)
		}
		in.Leave()
	}
	_, err = g.Enter("7", "9")
	refused(GuildLimit, err)
	if g.Waits() <= 0 {
		t.Error("no time to wait")
	}
}
