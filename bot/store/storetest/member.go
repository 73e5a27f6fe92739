package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"readout/bot/store"
	"readout/corpus"
)

func testForgetMemberLeavesNoTrace(t *testing.T, place Place) {
	s, c := newStore(t, place)
	Everything(t, s, c)
	assertFilled(t, s, place)
	about := []string{string(Ann), inKeys(Ann), "of ann", "for ann", "to ann", "about ann"}
	if before := traces(t, s, place, about...); len(before) < 4 {
		t.Fatalf("traces of the member before: %v", before)
	}
	others := traces(t, s, place, string(Ben), inKeys(Ben))
	d, err := s.ForgetMember(t.Context(), Ann)
	Must(t, err)
	// In each of two servers, public and sent: 2 of her own and 2 of ben's on her words keep the bare receipt, of each kind one is
	// unanswered; 4 are private or unsent. All 8 direct messages go.
	if want := (store.Deleted{Receipts: 16, Texts: 8, Feedback: 36 - 16 + 16, Threads: 3, Audit: 6}); d.Receipts != want.Receipts ||
		d.Texts != want.Texts ||
		d.Threads != want.Threads ||
		d.Audit != want.Audit {
		t.Errorf("deleted %+v, want %+v", d, want)
	}
	if left := traces(t, s, place, about...); len(left) != 0 {
		t.Errorf("left of the member: %v", left)
	}
	if left := traces(t, s, place, string(Ben), inKeys(Ben)); len(left) != len(others) {
		t.Errorf("left of the other member: %v, had %v", left, others)
	}
	// A recall still finds the public messages, and knows nothing of the asker.
	ids, err := s.ReceiptsOn(t.Context(), GuildA, []corpus.PassageID{"a.md#1"})
	Must(t, err)
	bare := 0
	for _, id := range ids {
		r, err := s.Receipt(t.Context(), id)
		Must(t, err)
		if r.Asker == "" {
			bare++
			if r.Message == "" || r.Channel == "" || len(r.Citations) != 1 || r.Question != "" {
				t.Errorf("bare receipt %+v", r)
			}
		}
	}
	if bare != 4 {
		t.Errorf("%d bare receipts, want 4", bare)
	}
	if d, err := s.ForgetMember(t.Context(), Ann); err != nil || d != (store.Deleted{}) {
		t.Errorf("forgotten again: %+v, %v", d, err)
	}
	if _, err := s.ForgetMember(t.Context(), "somebody"); err == nil {
		t.Error("forgot nobody")
	}
}

func testForgettingDoesNotResetABudget(t *testing.T, place Place) {
	s, c := newStore(t, place)
	charge := store.Charge{
		Guild:  GuildA,
		Member: Ann,
		Amount: store.Amount{Questions: 1},
		Limits: store.Limits{MemberHere: store.Amount{Questions: 1}},
	}
	_, err := s.Reserve(t.Context(), charge)
	Must(t, err)
	yesterday := c.Now()
	c.Advance(day)
	r, err := s.Reserve(t.Context(), charge)
	Must(t, err)
	d, err := s.ForgetMember(t.Context(), Ann)
	Must(t, err)
	if d.Usage != 2 {
		t.Errorf("%d of yesterday's counters deleted, want 2", d.Usage)
	}
	if _, err := s.Reserve(t.Context(), charge); !errors.Is(err, store.ErrBudget) {
		t.Errorf("after being forgotten: %v", err)
	}
	Must(t, s.Settle(t.Context(), r, store.Amount{Questions: 1}))
	u, err := s.Usage(t.Context(), yesterday, GuildA, Ann)
	Must(t, err)
	if d := cmp.Diff(store.Usage{Guild: store.Amount{Questions: 1}, Total: store.Amount{Questions: 1},
		Resets: yesterday.Truncate(day).Add(day)}, u); d != "" {
		t.Errorf("yesterday's usage (-want +got):\n%s", d)
	}
	// When tomorrow is over, the pseudonym is gone as well.
	_, err = s.Sweep(t.Context(), c.Advance(2*day))
	Must(t, err)
	u, err = s.Usage(t.Context(), yesterday.Add(day), GuildA, Ann)
	Must(t, err)
	if u.Member != (store.Amount{}) || u.MemberHere != (store.Amount{}) {
		t.Errorf("left of the pseudonym: %+v", u)
	}
}

func testForgettingManyRecords(t *testing.T, place Place) {
	s, c := newStore(t, place)
	const n = many
	for i := range n {
		c.Advance(time.Second)
		id := Add(t, s, Answer(Ann, i))
		Must(t, s.PutFeedback(t.Context(), store.Feedback{Receipt: id, Member: Ann, Vote: store.Up}))
	}
	d, err := s.ForgetMember(t.Context(), Ann)
	Must(t, err)
	if want := (store.Deleted{Texts: n, Feedback: n}); d != want {
		t.Errorf("deleted %+v, want %+v", d, want)
	}
}

// Indices that name a record which is not there end in an error, not in a loop.
