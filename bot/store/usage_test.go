package store

import (
	"context"
	"errors"
	"math"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestReserveAndSettle(t *testing.T) {
	t.Parallel()
	s, c := newStore(t)
	midnight := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	r, err := s.Reserve(t.Context(), Charge{Guild: guildA, Member: ann, Amount: Amount{Questions: 1, Tokens: 1000, Micros: 50}})
	must(t, err)
	if !r.Resets.Equal(midnight) {
		t.Errorf("resets %v", r.Resets)
	}
	worst := Amount{1, 1000, 50}
	usage := func(guild GuildID, member UserID, want Usage) {
		t.Helper()
		want.Resets = midnight
		got, err := s.Usage(t.Context(), c.now(), guild, member)
		must(t, err)
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("usage of %s in %s (-want +got):\n%s", member, guild, d)
		}
	}
	usage(guildA, ann, Usage{MemberHere: worst, Member: worst, Guild: worst, Total: worst})
	must(t, s.Settle(t.Context(), r, Amount{1, 300, 20}))
	a := Amount{1, 300, 20}
	usage(guildA, ann, Usage{MemberHere: a, Member: a, Guild: a, Total: a})

	// Another server, another member, a direct message: each counts where it belongs.
	for _, where := range []struct {
		guild  GuildID
		member UserID
	}{{guildB, ann}, {guildA, ben}, {"", ann}} {
		r, err := s.Reserve(t.Context(), Charge{Guild: where.guild, Member: where.member, Amount: Amount{Questions: 1}})
		must(t, err)
		must(t, s.Settle(t.Context(), r, Amount{Questions: 1}))
	}
	usage(guildA, ann, Usage{MemberHere: a, Member: Amount{3, 300, 20}, Guild: Amount{2, 300, 20}, Total: Amount{4, 300, 20}})
	usage(guildB, ann, Usage{MemberHere: Amount{Questions: 1}, Member: Amount{3, 300, 20}, Guild: Amount{Questions: 1}, Total: Amount{4, 300, 20}})
	usage("", ben, Usage{Member: Amount{Questions: 1}, Total: Amount{4, 300, 20}})

	// Once only, and only what was reserved.
	for _, again := range []Reservation{r, {}, {ID: "nonsense"}} {
		if err := s.Settle(t.Context(), again, Amount{}); !errors.Is(err, ErrSettled) {
			t.Errorf("settle %q again: %v", again.ID, err)
		}
	}
	if err := s.Settle(t.Context(), r, Amount{Tokens: -1}); err == nil || errors.Is(err, ErrSettled) {
		t.Errorf("settle less than nothing: %v", err)
	}
	usage("", "", Usage{Total: Amount{4, 300, 20}})
}

func TestSettleAfterMidnightCountsForTheDayBefore(t *testing.T) {
	t.Parallel()
	s, c := newStore(t)
	yesterday := c.now()
	r, err := s.Reserve(t.Context(), Charge{Member: ann, Amount: Amount{Tokens: 10}})
	must(t, err)
	c.advance(12 * time.Hour)
	if u, err := s.Usage(t.Context(), c.now(), "", ann); err != nil || u.Total.Tokens != 0 {
		t.Errorf("the new day begins with %+v, %v", u, err)
	}
	if _, err := s.Sweep(t.Context(), c.now()); err != nil {
		t.Fatal(err)
	}
	must(t, s.Settle(t.Context(), r, Amount{Tokens: 25}))
	if u, err := s.Usage(t.Context(), yesterday, "", ann); err != nil || u.Total.Tokens != 25 || u.Member.Tokens != 25 {
		t.Errorf("yesterday's usage is %+v, %v", u, err)
	}
}

func TestReserveRefuses(t *testing.T) {
	t.Parallel()
	s, c := newStore(t)
	_, err := s.Reserve(t.Context(), Charge{Guild: guildA, Member: ann, Amount: Amount{8, 800, 80}})
	must(t, err)
	midnight := dayOf(c.now()).end()
	for _, test := range []struct {
		name   string
		charge Charge
		want   *BudgetError // nil when there is room
	}{
		{"no limits", Charge{Guild: guildA, Member: ann, Amount: Amount{1, 1, 1}}, nil},
		{"member here", Charge{Guild: guildA, Member: ann, Amount: Amount{Questions: 4}, Limits: Limits{MemberHere: Amount{Questions: 10}}},
			&BudgetError{ScopeMemberHere, UnitQuestions, 10, 9, 4, midnight}},
		{"up to the limit", Charge{Guild: guildA, Member: ann, Amount: Amount{Questions: 1}, Limits: Limits{MemberHere: Amount{Questions: 10}}}, nil},
		{"member", Charge{Guild: guildB, Member: ann, Amount: Amount{Tokens: 200}, Limits: Limits{MemberHere: Amount{Tokens: 200}, Member: Amount{Tokens: 1000}}},
			&BudgetError{ScopeMember, UnitTokens, 1000, 801, 200, midnight}},
		{"server", Charge{Guild: guildA, Member: ben, Amount: Amount{Micros: 20}, Limits: Limits{Guild: Amount{Micros: 100}}},
			&BudgetError{ScopeGuild, UnitMicros, 100, 81, 20, midnight}},
		{"total", Charge{Guild: guildB, Member: ben, Amount: Amount{Micros: 20}, Limits: Limits{Guild: Amount{Micros: 100}, Total: Amount{Micros: 100}}},
			&BudgetError{ScopeTotal, UnitMicros, 100, 81, 20, midnight}},
		{"a server's limit in a direct message", Charge{Member: ben, Amount: Amount{Micros: 20}, Limits: Limits{Guild: Amount{Micros: 1}}}, nil},
		{"nothing allowed", Charge{Member: ben, Amount: Amount{Questions: 1}, Limits: Limits{Member: Amount{Questions: -1}}},
			&BudgetError{ScopeMember, UnitQuestions, 0, 0, 1, midnight}},
		{"nothing allowed and nothing asked", Charge{Member: ben, Limits: Limits{Member: Amount{Questions: -1}}}, nil},
		{"more than there is", Charge{Member: ben, Amount: Amount{Tokens: math.MaxInt64}, Limits: Limits{Total: Amount{Tokens: math.MaxInt64}}},
			&BudgetError{ScopeTotal, UnitTokens, math.MaxInt64, 801, math.MaxInt64, midnight}},
	} {
		before, err := s.Usage(t.Context(), c.now(), test.charge.Guild, test.charge.Member)
		must(t, err)
		_, err = s.Reserve(t.Context(), test.charge)
		var got *BudgetError
		errors.As(err, &got)
		if (err != nil) != (test.want != nil) || errors.Is(err, ErrBudget) != (test.want != nil) || !cmp.Equal(got, test.want) {
			t.Errorf("%s: %v, want %+v", test.name, err, test.want)
		}
		after, err := s.Usage(t.Context(), c.now(), test.charge.Guild, test.charge.Member)
		must(t, err)
		if test.want != nil && !cmp.Equal(before, after) {
			t.Errorf("%s: refused and counted: %+v, then %+v", test.name, before, after)
		}
	}
	for name, c := range map[string]Charge{
		"nobody":         {Amount: Amount{Questions: 1}},
		"a wrong server": {Guild: "x", Member: ann},
		"less than none": {Member: ann, Amount: Amount{Tokens: -1}},
	} {
		if _, err := s.Reserve(t.Context(), c); err == nil || errors.Is(err, ErrBudget) {
			t.Errorf("%s: %v", name, err)
		}
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Reserve(cancelled, Charge{Member: ann}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestCountersDoNotOverflow(t *testing.T) {
	t.Parallel()
	s, c := newStore(t)
	for range 3 {
		_, err := s.Reserve(t.Context(), Charge{Member: ann, Amount: Amount{Tokens: math.MaxInt64 - 1}})
		must(t, err)
	}
	if u, err := s.Usage(t.Context(), c.now(), "", ann); err != nil || u.Total.Tokens != math.MaxInt64 {
		t.Errorf("counted %d, %v", u.Total.Tokens, err)
	}
	if _, err := s.Reserve(t.Context(), Charge{Member: ann, Amount: Amount{Tokens: 1}, Limits: Limits{Member: Amount{Tokens: 5}}}); !errors.Is(err, ErrBudget) {
		t.Errorf("beyond all limits: %v", err)
	}
}

func TestBudgetHoldsUnderConcurrency(t *testing.T) {
	t.Parallel()
	s, c := newStore(t)
	const callers, budget = 10_000, 100
	var granted, refused atomic.Int64
	var wg sync.WaitGroup
	start := make(chan struct{})
	for i := range callers {
		wg.Go(func() {
			<-start
			charge := Charge{Guild: guildA, Member: fromSnowflake[UserID](uint64(i%500 + 1)), Amount: Amount{Questions: 1},
				Limits: Limits{Guild: Amount{Questions: budget}}}
			switch _, err := s.Reserve(t.Context(), charge); {
			case err == nil:
				granted.Add(1)
			case errors.Is(err, ErrBudget):
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
	if u, err := s.Usage(t.Context(), c.now(), guildA, ""); err != nil || u.Guild.Questions != budget {
		t.Errorf("counted %d, %v", u.Guild.Questions, err)
	}
}

func TestUnsettledReservationsCountUntilTheDayEnds(t *testing.T) {
	t.Parallel()
	dir, c := t.TempDir(), newClock()
	s := openStore(t, dir, Options{Clock: c.now})
	charge := Charge{Member: ann, Amount: Amount{Tokens: 60}, Limits: Limits{Member: Amount{Tokens: 100}}}
	_, err := s.Reserve(t.Context(), charge)
	must(t, err)
	must(t, s.Close())
	s = openStore(t, dir, Options{Clock: c.now})
	if _, err := s.Reserve(t.Context(), charge); !errors.Is(err, ErrBudget) {
		t.Errorf("forgotten at reopening: %v", err)
	}
	c.advance(12 * time.Hour)
	if _, err := s.Reserve(t.Context(), charge); err != nil {
		t.Errorf("the next day: %v", err)
	}
}
