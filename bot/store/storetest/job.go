package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"readout/bot/store"
)

// queue is a store with a clock that a test sets, as jobs know it.
type queue struct {
	Store
	t testing.TB
}

func (q queue) enqueue(kind store.JobKind, g store.GuildID, due time.Time) {
	q.t.Helper()
	Must(q.t, q.Enqueue(q.t.Context(), kind, g, due))
}

func (q queue) take(kinds ...store.JobKind) (store.Job, bool) {
	q.t.Helper()
	j, ok, err := q.TakeJob(q.t.Context(), kinds, time.Minute)
	Must(q.t, err)
	return j, ok
}

func (q queue) end(j store.Job, fault string, next time.Time) {
	q.t.Helper()
	Must(q.t, q.EndJob(q.t.Context(), j, fault, next))
}

func (q queue) all() []store.Job {
	q.t.Helper()
	all, err := q.Jobs(q.t.Context())
	Must(q.t, err)
	return all
}

// A job waits until it is due, is given to one, is there once however often it is asked for, and goes when it is done; of two that are due
// the older comes first.
func testJobs(t *testing.T, place Place) {
	s, clock := newStore(t, place)
	q := queue{s, t}
	now := clock.Now()
	q.enqueue("b", GuildA, now.Add(2*time.Hour))
	q.enqueue("b", GuildA, now.Add(time.Hour)) // sooner
	q.enqueue("b", GuildA, now.Add(3*time.Hour))
	q.enqueue("b", GuildB, now.Add(30*time.Minute))
	q.enqueue("c", "", now)
	if all := q.all(); len(all) != 3 || all[0].Guild != GuildA || all[2].Kind != "c" || !all[0].Due.Equal(now.Add(time.Hour)) {
		t.Errorf("waiting: %+v", all)
	}
	if j, ok := q.take("b"); ok {
		t.Errorf("taken before it was due: %+v", j)
	}
	clock.Advance(time.Hour)
	first, ok := q.take("b")
	if !ok || first.Guild != GuildB || first.Tries != 1 {
		t.Errorf("taken first: %+v, %v", first, ok)
	}
	second, ok := q.take("b")
	if !ok || second.Guild != GuildA {
		t.Errorf("taken second: %+v, %v", second, ok)
	}
	if j, ok := q.take("b"); ok {
		t.Errorf("given to two: %+v", j)
	}
	q.end(second, "", time.Time{})
	q.end(first, "", time.Time{})
	if all := q.all(); len(all) != 1 || all[0].Kind != "c" {
		t.Errorf("left: %+v", all)
	}
	if err := s.Enqueue(t.Context(), "", GuildA, now); err == nil {
		t.Error("a job of no kind was taken in")
	}
	if err := s.Enqueue(t.Context(), "b", "x", now); err == nil {
		t.Error("a job of no server was taken in")
	}
}

// A job that fails is tried again at its time, and one whose taker died when that one's time is over, who then says nothing of it any more.
func testJobsTriedAgain(t *testing.T, place Place) {
	s, clock := newStore(t, place)
	q := queue{s, t}
	q.enqueue("b", GuildA, clock.Now())
	dead, ok := q.take("b")
	if !ok {
		t.Fatal("nothing is due")
	}
	clock.Advance(time.Minute)
	second, ok := q.take("b")
	if !ok || second.Tries != 2 {
		t.Fatalf("not taken from the dead: %+v, %v", second, ok)
	}
	q.end(dead, "", time.Time{})
	if all := q.all(); len(all) != 1 {
		t.Fatalf("the dead ended it: %+v", all)
	}
	q.end(second, "the disk is full", clock.Now().Add(time.Hour))
	if all := q.all(); len(all) != 1 || all[0].Fault != "the disk is full" || !all[0].Until.IsZero() {
		t.Errorf("failed: %+v", all)
	}
	if _, ok := q.take("b"); ok {
		t.Error("tried again at once")
	}
	clock.Advance(time.Hour)
	third, ok := q.take("b")
	if !ok || third.Tries != 3 || third.Fault == "" {
		t.Errorf("tried again: %+v, %v", third, ok)
	}
	// Asked for while it is done, it is done once more.
	q.enqueue("b", GuildA, clock.Now())
	q.end(third, "", time.Time{})
	fourth, ok := q.take("b")
	if !ok || fourth.Tries != 1 || fourth.Fault != "" {
		t.Errorf("once more: %+v, %v", fourth, ok)
	}
	q.end(fourth, "", clock.Now().Add(time.Hour))
	if all := q.all(); len(all) != 1 || !all[0].Due.Equal(clock.Now().Add(time.Hour)) || all[0].Tries != 0 {
		t.Errorf("to be done again: %+v", all)
	}
}

// That the bot left a server and that its data are to be deleted is one step; so is that it came back.
func testDepartureIsAJob(t *testing.T, place Place) {
	s, clock := newStore(t, place)
	q := queue{s, t}
	ctx := context.Background()
	Must(t, s.GuildLeft(ctx, GuildA))
	clock.Advance(day)
	Must(t, s.GuildLeft(ctx, GuildA)) // as each start tells
	want := []store.Job{{Kind: store.JobDelete, Guild: GuildA, Due: clock.Now().Add(29 * day)}}
	if all := q.all(); !cmp.Equal(all, want) {
		t.Errorf("left: %+v", all)
	}
	clock.Advance(29 * day)
	if due, err := s.Departed(ctx, clock.Now()); err != nil || len(due) != 1 {
		t.Errorf("departed: %v, %v", due, err)
	}
	Must(t, s.GuildJoined(ctx, GuildA))
	if all := q.all(); len(all) != 0 {
		t.Errorf("back: %+v", all)
	}
}

// Of many who take jobs at once each gets another one.
func testJobsGoToOne(t *testing.T, place Place) {
	s, clock := newStore(t, place)
	q := queue{s, t}
	const many = 40
	for i := range many {
		q.enqueue("b", store.FromSnowflake[store.GuildID](uint64(i+1)), clock.Now())
	}
	taken := make(chan store.GuildID, 2*many)
	ended := make(chan error)
	for range 8 {
		go func() {
			for {
				j, ok, err := s.TakeJob(t.Context(), []store.JobKind{"b"}, time.Minute)
				if err != nil || !ok {
					ended <- err
					return
				}
				taken <- j.Guild
				if err := s.EndJob(t.Context(), j, "", time.Time{}); err != nil {
					ended <- err
					return
				}
			}
		}()
	}
	for range 8 {
		Must(t, <-ended)
	}
	close(taken)
	seen := map[store.GuildID]bool{}
	for g := range taken {
		if seen[g] {
			t.Errorf("the job of server %s was given twice", g)
		}
		seen[g] = true
	}
	if len(seen) != many || len(q.all()) != 0 {
		t.Errorf("%d of %d were done, %d are left", len(seen), many, len(q.all()))
	}
}

// That a server's articles are to be fetched again is a job, in the transaction of the settings that say so.
func testRefreshIsAJob(t *testing.T, place Place) {
	s, clock := newStore(t, place)
	q := queue{s, t}
	set := func(every time.Duration, fails error) {
		t.Helper()
		_, err := s.UpdateSettings(t.Context(), GuildA, func(v *store.Settings) error {
			v.Language, v.RefreshEvery = "de", every
			return fails
		})
		if !errors.Is(err, fails) {
			t.Error(err)
		}
	}
	set(0, nil)
	set(6*time.Hour, errors.New("refused"))
	if all := q.all(); len(all) != 0 {
		t.Errorf("nothing was asked for: %+v", all)
	}
	set(6*time.Hour, nil)
	j, ok := q.take(store.JobRefresh)
	if !ok || j.Guild != GuildA {
		t.Fatalf("%+v, %v", j, ok)
	}
	q.end(j, "", clock.Now().Add(6*time.Hour))
	set(6*time.Hour, nil) // something else was changed
	if j, ok := q.take(store.JobRefresh); ok {
		t.Errorf("begun again: %+v", j)
	}
	set(time.Hour, nil)
	if _, ok := q.take(store.JobRefresh); !ok {
		t.Error("not begun, though it is to be done more often")
	}
}
