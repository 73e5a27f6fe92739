package storetest

import (
	"errors"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"readout/bot/store"
)

// A member may ask at a rate in all servers, and a server's members together; what is refused is told until when, and does not count.
func testPace(t *testing.T, place Place) {
	s, clock := newStore(t, place)
	pace := store.Pace{Member: store.Rate{Questions: 3, Within: time.Minute}, Guild: store.Rate{Questions: 4, Within: time.Minute}}
	ask := func(member store.UserID, guild store.GuildID, over store.Scope, wait time.Duration) {
		t.Helper()
		err := s.Admit(t.Context(), member, guild, pace)
		var told *store.PaceError
		switch {
		case over == "" && err != nil, over != "" && !errors.As(err, &told):
			t.Errorf("%s in %q: %v, want %q", member, guild, err, over)
		case over != "" && (told.Scope != over || !told.Until.Equal(clock.Now().Add(wait))):
			t.Errorf("%s in %q: %v, want %s until in %s", member, guild, err, over, wait)
		}
	}
	ask(Ann, GuildA, "", 0)
	ask(Ann, GuildB, "", 0)
	ask(Ann, "", "", 0)
	ask(Ann, "", store.ScopeMember, 20*time.Second)
	ask(Ann, GuildA, store.ScopeMember, 20*time.Second)
	ask(Ben, GuildA, "", 0)
	ask(Ben, GuildA, "", 0)
	ask(Ben, GuildA, "", 0)
	ask("77", GuildA, store.ScopeGuild, 15*time.Second)
	clock.Advance(15 * time.Second)
	ask(Ann, GuildA, store.ScopeMember, 5*time.Second)
	ask("77", GuildA, "", 0)
	ask("77", GuildA, store.ScopeGuild, 15*time.Second)
	ask("77", GuildB, "", 0)
	ask("77", "", "", 0) // the server's refusal did not count
	ask("77", "", store.ScopeMember, 20*time.Second)
	clock.Advance(5 * time.Second)
	ask(Ann, GuildB, "", 0)
	ask(Ann, GuildB, store.ScopeMember, 20*time.Second)
	clock.Advance(time.Hour)
	for range 3 {
		ask(Ann, GuildA, "", 0)
	}
	ask(Ann, GuildA, store.ScopeMember, 20*time.Second)
}

// However many ask at a time, exactly as many are let in as may be.
func testPaceHoldsUnderConcurrency(t *testing.T, place Place) {
	s, clock := newStore(t, place)
	pace := store.Pace{Member: store.Rate{Questions: 5, Within: time.Minute}, Guild: store.Rate{Questions: 17, Within: time.Minute}}
	for round := range 3 {
		var let, refused atomic.Int64
		var all sync.WaitGroup
		for i := range 60 {
			all.Go(func() {
				var over *store.PaceError
				switch err := s.Admit(t.Context(), store.UserID(strconv.Itoa(1+i%6)), GuildA, pace); {
				case err == nil:
					let.Add(1)
				case errors.As(err, &over):
					refused.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		all.Wait()
		if let.Load() != 17 || refused.Load() != 43 {
			t.Errorf("round %d: %d let in, %d refused", round, let.Load(), refused.Load())
		}
		clock.Advance(time.Hour)
	}
}
