package storetest

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"readout/bot/store"
)

func testReserveAndSettle(t *testing.T, place Place) {
	s, c := newStore(t, place)
	midnight := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	r, err := s.Reserve(t.Context(), store.Charge{Guild: GuildA, Member: Ann, Amount: store.Amount{Questions: 1, Tokens: 1000, Micros: 50}})
	Must(t, err)
	if !r.Resets.Equal(midnight) {
		t.Errorf("resets %v", r.Resets)
	}
	worst := store.Amount{Questions: 1, Tokens: 1000, Micros: 50}
	usage := func(guild store.GuildID, member store.UserID, want store.Usage) {
		t.Helper()
		want.Resets = midnight
		got, err := s.Usage(t.Context(), c.Now(), guild, member)
		Must(t, err)
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("usage of %s in %s (-want +got):\n%s", member, guild, d)
		}
	}
	usage(GuildA, Ann, store.Usage{MemberHere: worst, Member: worst, Guild: worst, Total: worst})
	Must(t, s.Settle(t.Context(), r, store.Amount{Questions: 1, Tokens: 300, Micros: 20}))
	a := store.Amount{Questions: 1, Tokens: 300, Micros: 20}
	usage(GuildA, Ann, store.Usage{MemberHere: a, Member: a, Guild: a, Total: a})

	// Another server, another member, a direct message: each counts where it belongs.
	for _, where := range []struct {
		guild  store.GuildID
		member store.UserID
	}{{GuildB, Ann}, {GuildA, Ben}, {"", Ann}} {
		r, err := s.Reserve(t.Context(), store.Charge{Guild: where.guild, Member: where.member, Amount: store.Amount{Questions: 1}})
		Must(t, err)
		Must(t, s.Settle(t.Context(), r, store.Amount{Questions: 1}))
	}
	usage(
		GuildA,
		Ann,
		store.Usage{
			MemberHere: a,
			Member:     store.Amount{Questions: 3, Tokens: 300, Micros: 20},
			Guild:      store.Amount{Questions: 2, Tokens: 300, Micros: 20},
			Total:      store.Amount{Questions: 4, Tokens: 300, Micros: 20},
		},
	)
	usage(
		GuildB,
		Ann,
		store.Usage{
			MemberHere: store.Amount{Questions: 1},
			Member:     store.Amount{Questions: 3, Tokens: 300, Micros: 20},
			Guild:      store.Amount{Questions: 1},
			Total:      store.Amount{Questions: 4, Tokens: 300, Micros: 20},
		},
	)
	usage("", Ben, store.Usage{Member: store.Amount{Questions: 1}, Total: store.Amount{Questions: 4, Tokens: 300, Micros: 20}})

	// Once only, and only what was reserved.
	for _, again := range []store.Reservation{r, {}, {ID: "nonsense"}} {
		if err := s.Settle(t.Context(), again, store.Amount{}); !errors.Is(err, store.ErrSettled) {
			t.Errorf("settle %q again: %v", again.ID, err)
		}
	}
	if err := s.Settle(t.Context(), r, store.Amount{Tokens: -1}); err == nil || errors.Is(err, store.ErrSettled) {
		t.Errorf("settle less than nothing: %v", err)
	}
	usage("", "", store.Usage{Total: store.Amount{Questions: 4, Tokens: 300, Micros: 20}})
}

func testSettleAfterMidnightCountsForTheDayBefore(t *testing.T, place Place) {
	s, c := newStore(t, place)
	yesterday := c.Now()
	r, err := s.Reserve(t.Context(), store.Charge{Member: Ann, Amount: store.Amount{Tokens: 10}})
	Must(t, err)
	c.Advance(12 * time.Hour)
	if u, err := s.Usage(t.Context(), c.Now(), "", Ann); err != nil || u.Total.Tokens != 0 {
		t.Errorf("the new day begins with %+v, %v", u, err)
	}
	if _, err := s.Sweep(t.Context(), c.Now()); err != nil {
		t.Fatal(err)
	}
	Must(t, s.Settle(t.Context(), r, store.Amount{Tokens: 25}))
	if u, err := s.Usage(t.Context(), yesterday, "", Ann); err != nil || u.Total.Tokens != 25 || u.Member.Tokens != 25 {
		t.Errorf("yesterday's usage is %+v, %v", u, err)
	}
}

func testReserveRefuses(t *testing.T, place Place) {
	s, c := newStore(t, place)
	_, err := s.Reserve(t.Context(), store.Charge{Guild: GuildA, Member: Ann, Amount: store.Amount{Questions: 8, Tokens: 800, Micros: 80}})
	Must(t, err)
	midnight := c.Now().Truncate(day).Add(day)
	for _, test := range []struct {
		name   string
		charge store.Charge
		want   *store.BudgetError // nil when there is room
	}{
		{"no limits", store.Charge{Guild: GuildA, Member: Ann, Amount: store.Amount{Questions: 1, Tokens: 1, Micros: 1}}, nil},
		{"member here", store.Charge{Guild: GuildA, Member: Ann, Amount: store.Amount{Questions: 4},
			Limits: store.Limits{MemberHere: store.Amount{Questions: 10}}},
			&store.BudgetError{Scope: store.ScopeMemberHere, Unit: store.UnitQuestions, Limit: 10, Used: 9, Asked: 4, Resets: midnight}},
		{"up to the limit", store.Charge{Guild: GuildA, Member: Ann, Amount: store.Amount{Questions: 1},
			Limits: store.Limits{MemberHere: store.Amount{Questions: 10}}}, nil},
		{"member", store.Charge{Guild: GuildB, Member: Ann, Amount: store.Amount{Tokens: 200},
			Limits: store.Limits{MemberHere: store.Amount{Tokens: 200}, Member: store.Amount{Tokens: 1000}}},
			&store.BudgetError{Scope: store.ScopeMember, Unit: store.UnitTokens, Limit: 1000, Used: 801, Asked: 200, Resets: midnight}},
		{"server", store.Charge{Guild: GuildA, Member: Ben, Amount: store.Amount{Micros: 20},
			Limits: store.Limits{Guild: store.Amount{Micros: 100}}},
			&store.BudgetError{Scope: store.ScopeGuild, Unit: store.UnitMicros, Limit: 100, Used: 81, Asked: 20, Resets: midnight}},
		{"total", store.Charge{Guild: GuildB, Member: Ben, Amount: store.Amount{Micros: 20},
			Limits: store.Limits{Guild: store.Amount{Micros: 100}, Total: store.Amount{Micros: 100}}},
			&store.BudgetError{Scope: store.ScopeTotal, Unit: store.UnitMicros, Limit: 100, Used: 81, Asked: 20, Resets: midnight}},
		{"a server's limit in a direct message", store.Charge{Member: Ben, Amount: store.Amount{Micros: 20},
			Limits: store.Limits{Guild: store.Amount{Micros: 1}}}, nil},
		{"nothing allowed", store.Charge{Member: Ben, Amount: store.Amount{Questions: 1},
			Limits: store.Limits{Member: store.Amount{Questions: -1}}},
			&store.BudgetError{Scope: store.ScopeMember, Unit: store.UnitQuestions, Limit: 0, Used: 0, Asked: 1, Resets: midnight}},
		{"nothing allowed and nothing asked", store.Charge{Member: Ben, Limits: store.Limits{Member: store.Amount{Questions: -1}}}, nil},
		{"more than there is", store.Charge{Member: Ben, Amount: store.Amount{Tokens: math.MaxInt64},
			Limits: store.Limits{Total: store.Amount{Tokens: math.MaxInt64}}},
			&store.BudgetError{Scope: store.ScopeTotal, Unit: store.UnitTokens, Limit: math.MaxInt64, Used: 801, Asked: math.MaxInt64,
				Resets: midnight}},
	} {
		before, err := s.Usage(t.Context(), c.Now(), test.charge.Guild, test.charge.Member)
		Must(t, err)
		_, err = s.Reserve(t.Context(), test.charge)
		var got *store.BudgetError
		errors.As(err, &got)
		if (err != nil) != (test.want != nil) || errors.Is(err, store.ErrBudget) != (test.want != nil) || !cmp.Equal(got, test.want) {
			t.Errorf("%s: %v, want %+v", test.name, err, test.want)
		}
		after, err := s.Usage(t.Context(), c.Now(), test.charge.Guild, test.charge.Member)
		Must(t, err)
		if test.want != nil && !cmp.Equal(before, after) {
			t.Errorf("%s: refused and counted: %+v, then %+v", test.name, before, after)
		}
	}
	for name, c := range map[string]store.Charge{
		"nobody":         {Amount: store.Amount{Questions: 1}},
		"a wrong server": {Guild: "x", Member: Ann},
		"less than none": {Member: Ann, Amount: store.Amount{Tokens: -1}},
	} {
		if _, err := s.Reserve(t.Context(), c); err == nil || errors.Is(err, store.ErrBudget) {
			t.Errorf("%s: %v", name, err)
		}
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Reserve(cancelled, store.Charge{Member: Ann}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func testCountersDoNotOverflow(t *testing.T, place Place) {
	s, c := newStore(t, place)
	for range 3 {
		_, err := s.Reserve(t.Context(), store.Charge{Member: Ann, Amount: store.Amount{Tokens: math.MaxInt64 - 1}})
		Must(t, err)
	}
	if u, err := s.Usage(t.Context(), c.Now(), "", Ann); err != nil || u.Total.Tokens != math.MaxInt64 {
		t.Errorf("counted %d, %v", u.Total.Tokens, err)
	}
	if _, err := s.Reserve(t.Context(), store.Charge{Member: Ann, Amount: store.Amount{Tokens: 1},
		Limits: store.Limits{Member: store.Amount{Tokens: 5}}}); !errors.Is(
		err,
		store.ErrBudget,
	) {
		t.Errorf("beyond all limits: %v", err)
	}
}

func testBudgetHoldsUnderConcurrency(t *testing.T, place Place) {
	s, c := newStore(t, place)
	const callers, budget = 2_000, 100
	var granted, refused atomic.Int64
	var wg sync.WaitGroup
	start := make(chan struct{})
	for i := range callers {
		wg.Go(func() {
			<-start
			charge := store.Charge{Guild: GuildA, Member: store.UserID(fmt.Sprint(i%500 + 1)), Amount: store.Amount{Questions: 1},
				Limits: store.Limits{Guild: store.Amount{Questions: budget}}}
			switch _, err := s.Reserve(t.Context(), charge); {
			case err == nil:
				granted.Add(1)
			case errors.Is(err, store.ErrBudget):
				refused.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	begin := time.Now()
	close(start)
	wg.Wait()
	t.Logf("%d reservations in %v", callers, time.Since(begin))
	if granted.Load() != budget || refused.Load() != callers-budget {
		t.Errorf("%d granted and %d refused of %d", granted.Load(), refused.Load(), callers)
	}
	if u, err := s.Usage(t.Context(), c.Now(), GuildA, ""); err != nil || u.Guild.Questions != budget {
		t.Errorf("counted %d, %v", u.Guild.Questions, err)
	}
}

func testUnsettledReservationsCountUntilTheDayEnds(t *testing.T, place Place) {
	c := NewClock()
	s := openStore(t, place, store.Options{Clock: c.Now})
	charge := store.Charge{Member: Ann, Amount: store.Amount{Tokens: 60}, Limits: store.Limits{Member: store.Amount{Tokens: 100}}}
	_, err := s.Reserve(t.Context(), charge)
	Must(t, err)
	Must(t, s.Close())
	s = openStore(t, place, store.Options{Clock: c.Now})
	if _, err := s.Reserve(t.Context(), charge); !errors.Is(err, store.ErrBudget) {
		t.Errorf("forgotten at reopening: %v", err)
	}
	c.Advance(12 * time.Hour)
	if _, err := s.Reserve(t.Context(), charge); err != nil {
		t.Errorf("the next day: %v", err)
	}
}

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
