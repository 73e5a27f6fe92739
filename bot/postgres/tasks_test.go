package postgres_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"readout/bot/postgres"
	"readout/bot/store"
)

func openStore(t *testing.T) *postgres.Store {
	t.Helper()
	s, err := postgres.Open(t.Context(), server.Database(t), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func question(id int, guild store.GuildID, asker store.UserID) store.Task {
	return store.Task{ID: fmt.Sprint(id), Guild: guild, Asker: asker, Kind: "question", Data: json.RawMessage(`{"token":"secret"}`)}
}

// takeTask takes one task up; ok is false for one that was taken up before.
func takeTask(ctx context.Context, s *postgres.Store, t store.Task, holder string, d time.Duration, most int) (store.Claim, bool, error) {
	taken, err := s.TakeTasks(ctx, []store.Task{t}, holder, d, most)
	switch {
	case err != nil:
		return store.Claim{}, false, err
	case errors.Is(taken[0].Err, store.ErrTaken):
		return store.Claim{}, false, nil
	}
	return taken[0].Claim, taken[0].Err == nil, taken[0].Err
}

func TestTask(t *testing.T) {
	t.Parallel()
	if !installed(t) {
		return
	}
	s, ctx := openStore(t), t.Context()
	c, ok, err := takeTask(ctx, s, question(1, "7", "9"), "a", time.Hour, 2)
	if err != nil || !ok || c.Fence != 1 {
		t.Fatalf("%+v, %v, %v", c, ok, err)
	}
	if _, ok, err := takeTask(ctx, s, question(1, "7", "9"), "b", time.Hour, 2); err != nil || ok {
		t.Errorf("taken twice: %v, %v", ok, err)
	}
	if _, _, err := takeTask(ctx, s, question(2, "8", "9"), "b", time.Hour, 2); !errors.Is(err, store.ErrExists) {
		t.Errorf("a member's second question: %v", err)
	}
	if _, ok, err := takeTask(ctx, s, question(3, "7", "10"), "b", time.Hour, 2); err != nil || !ok {
		t.Errorf("another's: %v, %v", ok, err)
	}
	if _, _, err := takeTask(ctx, s, question(4, "7", "11"), "b", time.Hour, 2); !errors.Is(err, store.ErrFull) {
		t.Errorf("one too many: %v", err)
	}
	if _, ok, err := takeTask(ctx, s, question(5, "7", ""), "b", time.Hour, 2); err != nil || !ok {
		t.Errorf("what is no question has no such limit: %v, %v", ok, err)
	}
	if got, err := s.ClaimTasks(ctx, "b", 9, time.Hour); err != nil || len(got) > 0 {
		t.Errorf("claimed what is worked on: %v, %v", got, err)
	}
	if err := s.OfferTask(ctx, c.Fenced()); err != nil {
		t.Error(err)
	}
	got, err := s.ClaimTasks(ctx, "b", 9, time.Hour)
	if err != nil || len(got) != 1 || got[0].ID != "1" || got[0].Fence != 2 || !got[0].Begun || got[0].Asker != "9" || string(got[0].Data) != `{"token":"secret"}` {
		t.Fatalf("%+v, %v", got, err)
	}
	if err := s.FinishTask(ctx, c.Fenced()); !errors.Is(err, store.ErrLost) {
		t.Errorf("finished by who has it no longer: %v", err)
	}
	if err := s.HoldTask(ctx, got[0].Fenced(), time.Hour); err != nil {
		t.Error(err)
	}
	if _, ok, err := takeTask(ctx, s, question(6, "7", "9"), "b", time.Hour, 2); err != nil || !ok {
		t.Errorf("the next question, once the answer is on its way: %v, %v", ok, err)
	}
	if err := s.FinishTask(ctx, got[0].Fenced()); err != nil {
		t.Error(err)
	}
	if err := s.FinishTask(ctx, got[0].Fenced()); !errors.Is(err, store.ErrLost) {
		t.Errorf("finished twice: %v", err)
	}
	for _, wrong := range []store.Task{{ID: "x", Data: json.RawMessage("{}")}, {ID: "1"}, {ID: "1", Guild: "x", Data: json.RawMessage("{}")}} {
		if _, _, err := takeTask(ctx, s, wrong, "a", time.Hour, 0); err == nil {
			t.Errorf("taken: %+v", wrong)
		}
	}
}

// TestTaskOfTheDead has a holder die: another gets its task once it runs out, the longer for what was begun, and it gets nothing back.
func TestTaskOfTheDead(t *testing.T) {
	t.Parallel()
	if !installed(t) {
		return
	}
	s, ctx := openStore(t), t.Context()
	c, _, err := takeTask(ctx, s, question(1, "7", "9"), "dead", 10*time.Millisecond, 0)
	if err != nil {
		t.Fatal(err)
	}
	var got []store.Claim
	for len(got) == 0 {
		if got, err = s.ClaimTasks(ctx, "b", 9, time.Hour); err != nil {
			t.Fatal(err)
		}
	}
	if got[0].Begun || got[0].Fence != 2 {
		t.Errorf("%+v", got[0])
	}
	for name, err := range map[string]error{"offer": s.OfferTask(ctx, c.Fenced()), "begin": s.BeginTask(ctx, c.Fenced()), "hold": s.HoldTask(ctx, c.Fenced(), time.Hour)} {
		if !errors.Is(err, store.ErrLost) {
			t.Errorf("%s by the dead: %v", name, err)
		}
	}
	if err := s.HoldTasks(ctx, "b", time.Hour, time.Hour); err != nil {
		t.Error(err)
	}
}

// TestTasksTakeTurns has one server ask a hundred times before another asks once: the other is not kept waiting. Many claim at a time, and
// none gets what another has.
func TestTasksTakeTurns(t *testing.T) {
	t.Parallel()
	if !installed(t) {
		return
	}
	s, ctx := openStore(t), t.Context()
	for i := range 100 {
		offer(t, s, question(1000+i, "7", store.UserID(fmt.Sprint(100+i))))
	}
	offer(t, s, question(5000, "8", "50"))
	first, err := s.ClaimTasks(ctx, "a", 2, time.Hour)
	if err != nil || len(first) != 2 || !slices.ContainsFunc(first, func(c store.Claim) bool { return c.Guild == "8" }) {
		t.Errorf("the first two: %+v, %v", first, err)
	}
	offer(t, s, question(5001, "9", "51"))
	if next, err := s.ClaimTasks(ctx, "a", 1, time.Hour); err != nil || len(next) != 1 || next[0].Guild != "9" {
		t.Errorf("the next: %+v, %v", next, err)
	}
	var seen sync.Map
	var claimed atomic.Int64
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for claimed.Load() < 99 && ctx.Err() == nil {
				got, err := s.ClaimTasks(ctx, "a", 3, time.Hour)
				if err != nil {
					t.Error(err)
					return
				}
				for _, c := range got {
					if _, again := seen.LoadOrStore(c.ID, true); again {
						t.Errorf("%s is claimed twice", c.ID)
					}
				}
				claimed.Add(int64(len(got)))
			}
		})
	}
	all.Wait()
}

func offer(t *testing.T, s *postgres.Store, task store.Task) {
	t.Helper()
	c, ok, err := takeTask(t.Context(), s, task, "a", time.Hour, 0)
	if err == nil && ok {
		err = s.OfferTask(t.Context(), c.Fenced())
	}
	if err != nil || !ok {
		t.Fatalf("%v, %v", ok, err)
	}
}

func TestTasksAreTold(t *testing.T) {
	t.Parallel()
	if !installed(t) {
		return
	}
	s := openStore(t)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	told := make(chan struct{}, 100)
	var watching sync.WaitGroup
	watching.Go(func() { s.WatchTasks(ctx, time.Hour, func(context.Context) { told <- struct{}{} }) })
	defer watching.Wait()
	<-told
	offer(t, s, question(1, "7", "9"))
	select {
	case <-told:
	case <-ctx.Done():
		t.Error("nobody is told of a task")
	}
	cancel()
}

func TestTasksGoWithTheirServer(t *testing.T) {
	t.Parallel()
	if !installed(t) {
		return
	}
	s, ctx := openStore(t), t.Context()
	offer(t, s, question(1, "7", "9"))
	offer(t, s, question(2, "8", "10"))
	if err := s.GuildLeft(ctx, "7"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.PurgeGuild(ctx, "7"); err != nil {
		t.Fatal(err)
	}
	if got, err := s.ClaimTasks(ctx, "a", 9, time.Hour); err != nil || len(got) != 1 || got[0].Guild != "8" {
		t.Errorf("left: %+v, %v", got, err)
	}
}

func TestDiscordsEdge(t *testing.T) {
	t.Parallel()
	if !installed(t) {
		return
	}
	s, ctx := openStore(t), t.Context()
	if n, err := s.Refused(ctx, 0, time.Minute); err != nil || n != 0 {
		t.Errorf("%d, %v", n, err)
	}
	for range 3 {
		if _, err := s.Refused(ctx, 2, time.Minute); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := s.Refused(ctx, 0, time.Minute); err != nil || n != 6 {
		t.Errorf("%d refused, %v", n, err)
	}
	if wait, err := s.NotBefore(ctx, 0); err != nil || wait != 0 {
		t.Errorf("wait %s, %v", wait, err)
	}
	for _, d := range []time.Duration{time.Hour, time.Minute} { // the longer one counts
		if wait, err := s.NotBefore(ctx, d); err != nil || wait < 59*time.Minute {
			t.Errorf("wait %s, %v", wait, err)
		}
	}
}

func TestLeaseIsLeftWithAState(t *testing.T) {
	t.Parallel()
	if !installed(t) {
		return
	}
	s, ctx := openStore(t), t.Context()
	if state, err := s.Left(ctx, "gateway"); err != nil || state != nil {
		t.Errorf("%q, %v", state, err)
	}
	fence, _, err := s.Take(ctx, "gateway", "a", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	for _, held := range []int64{fence, fence + 1} { // the second has it no longer, and changes nothing
		if err := s.Leave(ctx, "gateway", "a", held, fmt.Appendf(nil, "%d", held)); err != nil {
			t.Error(err)
		}
	}
	if state, err := s.Left(ctx, "gateway"); err != nil || string(state) != fmt.Sprint(fence) {
		t.Errorf("%q, %v", state, err)
	}
}
