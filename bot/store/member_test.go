package store

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.etcd.io/bbolt"

	"readout/corpus"
)

func TestForgetMemberLeavesNoTrace(t *testing.T) {
	t.Parallel()
	s, c := newStore(t)
	everything(t, s, c)
	assertFilled(t, s)
	about := []string{string(ann), inKeys(ann), "of ann", "for ann", "to ann", "about ann"}
	if before := traces(t, s, about...); len(before) != 9 {
		t.Fatalf("traces of the member before: %v", before)
	}
	others := traces(t, s, string(ben), inKeys(ben))
	d, err := s.ForgetMember(t.Context(), ann)
	must(t, err)
	// In each of two servers, public and sent: 2 of her own and 2 of ben's on her words keep the bare receipt, of each kind one is
	// unanswered; 4 are private or unsent. All 8 direct messages go.
	if want := (Deleted{Receipts: 16, Texts: 8, Feedback: 36 - 16 + 16, Threads: 3, Audit: 6}); d.Receipts != want.Receipts || d.Texts != want.Texts ||
		d.Threads != want.Threads || d.Audit != want.Audit {
		t.Errorf("deleted %+v, want %+v", d, want)
	}
	if left := traces(t, s, about...); len(left) != 0 {
		t.Errorf("left of the member: %v", left)
	}
	if left := traces(t, s, string(ben), inKeys(ben)); len(left) != len(others) {
		t.Errorf("left of the other member: %v, had %v", left, others)
	}
	// A recall still finds the public messages, and knows nothing of the asker.
	ids, err := s.ReceiptsOn(t.Context(), guildA, []corpus.PassageID{"a.md#1"})
	must(t, err)
	bare := 0
	for _, id := range ids {
		r, err := s.Receipt(t.Context(), id)
		must(t, err)
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
	if d, err := s.ForgetMember(t.Context(), ann); err != nil || d != (Deleted{}) {
		t.Errorf("forgotten again: %+v, %v", d, err)
	}
	if _, err := s.ForgetMember(t.Context(), "somebody"); err == nil {
		t.Error("forgot nobody")
	}
}

func TestForgettingDoesNotResetABudget(t *testing.T) {
	t.Parallel()
	s, c := newStore(t)
	charge := Charge{Guild: guildA, Member: ann, Amount: Amount{Questions: 1}, Limits: Limits{MemberHere: Amount{Questions: 1}}}
	_, err := s.Reserve(t.Context(), charge)
	must(t, err)
	yesterday := c.now()
	c.advance(oneDay)
	r, err := s.Reserve(t.Context(), charge)
	must(t, err)
	d, err := s.ForgetMember(t.Context(), ann)
	must(t, err)
	if d.Usage != 2 {
		t.Errorf("%d of yesterday's counters deleted, want 2", d.Usage)
	}
	if _, err := s.Reserve(t.Context(), charge); !errors.Is(err, ErrBudget) {
		t.Errorf("after being forgotten: %v", err)
	}
	must(t, s.Settle(t.Context(), r, Amount{Questions: 1}))
	u, err := s.Usage(t.Context(), yesterday, guildA, ann)
	must(t, err)
	if d := cmp.Diff(Usage{Guild: Amount{Questions: 1}, Total: Amount{Questions: 1}, Resets: dayOf(yesterday).end()}, u); d != "" {
		t.Errorf("yesterday's usage (-want +got):\n%s", d)
	}
	// When tomorrow is over, the pseudonym is gone as well.
	_, err = s.Sweep(t.Context(), c.advance(2*oneDay))
	must(t, err)
	if left := traces(t, s, string(s.pseudonym(ann))); len(left) != 0 {
		t.Errorf("left of the pseudonym: %v", left)
	}
}

func TestPseudonymsDifferBetweenStores(t *testing.T) {
	t.Parallel()
	a, _ := newStore(t)
	b, _ := newStore(t)
	if cmp.Equal(a.pseudonym(ann), b.pseudonym(ann)) || cmp.Equal(a.pseudonym(ann), a.pseudonym(ben)) || !cmp.Equal(a.pseudonym(ann), a.pseudonym(ann)) {
		t.Error("pseudonyms do not tell apart what they should")
	}
}

func TestForgettingManyRecords(t *testing.T) {
	t.Parallel()
	s, c := newStore(t)
	const n = 2*chunk + 3
	for i := range n {
		c.advance(time.Second)
		id := add(t, s, answer(ann, i))
		must(t, s.PutFeedback(t.Context(), Feedback{Receipt: id, Member: ann, Vote: Up}))
	}
	d, err := s.ForgetMember(t.Context(), ann)
	must(t, err)
	if want := (Deleted{Texts: n, Feedback: n}); d != want {
		t.Errorf("deleted %+v, want %+v", d, want)
	}
}

// Indices that name a record which is not there end in an error, not in a loop.
func TestForgettingInADamagedStore(t *testing.T) {
	t.Parallel()
	for _, index := range []string{receiptsByMember, feedbackByMember, threadsByMember, auditByMember} {
		s, _ := newStore(t)
		raw(t, s, func(tx *bbolt.Tx) error {
			for i := range uint64(chunk) {
				if err := tx.Bucket([]byte(index)).Put(key{}.number(snowflake(ann)).number(1).number(i), nil); err != nil {
					return err
				}
			}
			return nil
		})
		if _, err := s.ForgetMember(t.Context(), ann); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", index, err)
		}
		if err := s.Check(t.Context()); !errors.Is(err, ErrDamaged) {
			t.Errorf("check of %s: %v", index, err)
		}
		must(t, s.Close())
	}
}
