package gate

import (
	"context"
	"errors"
	"testing"
	"time"

	"readout/bot/store"
)

// paces are rates in memory, or the error of a store that is away.
type paces struct {
	store.Paces
	now func() time.Time
	err error
}

func (p *paces) Admit(_ context.Context, member store.UserID, guild store.GuildID, pace store.Pace) error {
	if p.err != nil {
		return p.err
	}
	return p.Paces.Admit(p.now(), member, guild, pace)
}

// TestRatesAreAway has the store that counts be away: the error is its own, and the member may ask again.
func TestRatesAreAway(t *testing.T) {
	t.Parallel()
	p := &paces{now: time.Now, err: errors.New("no reply")}
	g := New(time.Now, 1, 0, p, store.Pace{Member: store.Rate{Questions: 2, Within: time.Minute}})
	if _, err := g.Enter(t.Context(), "1", ""); !errors.Is(err, p.err) {
		t.Errorf("%v", err)
	}
	p.err = nil
	if in, err := g.Enter(t.Context(), "1", ""); err != nil {
		t.Error(err)
	} else {
		in.Leave()
	}
}

// TestGate lets questions in and refuses others, each with its reason and a time to try again.
func TestGate(t *testing.T) {
	t.Parallel()
	now := time.Date(2031, 5, 6, 12, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	pace := store.Pace{Member: store.Rate{Questions: 2, Within: time.Minute}, Guild: store.Rate{Questions: 4, Within: time.Minute}}
	g := New(clock, 2, 1, &paces{now: clock}, pace)
	first, err := g.Enter(t.Context(), "1", "9")
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
	_, err = g.Enter(t.Context(), "1", "9")
	refused(OneAtATime, err)
	end, err := first.Begin(t.Context())
	if err != nil || g.Free() != 1 {
		t.Errorf("%d workers are free, %v", g.Free(), err)
	}
	end()
	first.Leave()
	first.Leave()
	again, err := g.Enter(t.Context(), "1", "9")
	if err != nil {
		t.Fatal(err)
	}
	again.Leave()
	_, err = g.Enter(t.Context(), "1", "9")
	refused(MemberLimit, err)
	passed := g.Pass("1") // let in by another process, whatever the limits here
	two, three := g.Pass("2"), g.Pass("3")
	if g.Most() != 3 {
		t.Errorf("%d at most", g.Most())
	}
	_, err = g.Enter(t.Context(), "4", "9")
	refused(Busy, err)
	for _, ticket := range []*Ticket{passed, two, three} {
		ticket.Leave()
	}
	for _, member := range []string{"5", "6"} {
		in, err := g.Enter(t.Context(), store.UserID(member), "9")
		if err != nil {
			t.Fatal(err)
		}
		in.Leave()
	}
	_, err = g.Enter(t.Context(), "7", "9")
	refused(GuildLimit, err)
	if g.Waits() <= 0 {
		t.Error("no time to wait")
	}
}
