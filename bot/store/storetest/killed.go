package storetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"readout/bot/store"
)

// Writers is how many write at a time in WriteUntilKilled.
const Writers = 4

// WriteUntilKilled writes answers, what is reserved for them, votes and deletions to a store until one fails, and prints a line for each
// write after the store has acknowledged it. beside does so at the same time; nil does nothing.
func WriteUntilKilled(ctx context.Context, s Store, beside func(tell func(what string, of any)) error) error {
	var mu sync.Mutex
	tell := func(what string, of any) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Println(what, of)
	}
	failed := make(chan error)
	for range Writers {
		go func() {
			var err error
			for err == nil {
				err = writeOne(ctx, s, tell)
			}
			failed <- err
		}()
	}
	if beside != nil {
		go func() { failed <- beside(tell) }()
	}
	return <-failed
}

// writeOne writes one answer and what belongs to it.
func writeOne(ctx context.Context, s Store, tell func(what string, of any)) error {
	n := rand.Uint64()>>1 | 1
	r := Answer(Ann, 1, "p1", "p2")
	r.Message = store.FromSnowflake[store.MessageID](n)
	id, err := s.AddReceipt(ctx, r)
	if err != nil {
		return err
	}
	tell("receipt", id)
	c := store.Charge{Guild: GuildA, Member: Ben, Amount: store.Amount{Questions: 1, Tokens: 10}}
	reserved, err := s.Reserve(ctx, c)
	if err != nil {
		return err
	}
	tell("reserved", 1)
	if n/2%2 == 0 {
		if err := s.Settle(ctx, reserved, store.Amount{Questions: 1, Tokens: 4}); err != nil {
			return err
		}
	}
	if err := s.PutFeedback(ctx, store.Feedback{Receipt: id, Member: Ben, Vote: store.Down}); err != nil {
		return err
	}
	tell("feedback", id)
	if n/4%4 == 0 {
		if err := s.DeleteReceipt(ctx, id); err != nil {
			return err
		}
		tell("deleted", id)
	}
	return nil
}

// Acknowledged is what WriteUntilKilled said before it was killed.
type Acknowledged struct {
	began                       time.Time
	receipts, feedback, deleted map[store.ReceiptID]bool
	Questions                   int64
}

// NewAcknowledged is nothing so far.
func NewAcknowledged() *Acknowledged {
	return &Acknowledged{began: time.Now().UTC(), receipts: map[store.ReceiptID]bool{}, feedback: map[store.ReceiptID]bool{},
		deleted: map[store.ReceiptID]bool{}}
}

func (a *Acknowledged) String() string {
	return fmt.Sprintf("%d receipts, %d deleted, %d reservations", len(a.receipts), len(a.deleted), a.Questions)
}

// Heard notes a line.
func (a *Acknowledged) Heard(what, of string) {
	switch id := store.ReceiptID(of); what {
	case "receipt":
		a.receipts[id] = true
	case "feedback":
		a.feedback[id] = true
	case "deleted":
		a.deleted[id] = true
	case "reserved":
		a.Questions++
	}
}

// Check has a store be whole, hold everything that was acknowledged, and count no more than was broken off by so many kills besides.
func (a *Acknowledged) Check(t testing.TB, s Store, kills int) {
	t.Helper()
	Must(t, s.Check(t.Context()))
	for id := range a.receipts {
		_, err := s.Receipt(t.Context(), id)
		switch {
		case err == nil && !a.deleted[id]:
		case errors.Is(err, store.ErrNotFound) && (a.deleted[id] || a.feedback[id]): // the deletion that follows may not be acknowledged
			continue
		default:
			t.Fatalf("receipt %s, acknowledged, deleted %v: %v", id, a.deleted[id], err)
		}
		if all, err := s.FeedbackOn(t.Context(), id); err != nil || a.feedback[id] && len(all) != 1 {
			t.Fatalf("feedback on %s: %v, %v", id, all, err)
		}
	}
	counted := int64(0)
	days := map[int]time.Time{a.began.Day(): a.began}
	now := time.Now().UTC()
	days[now.Day()] = now // the test may run over midnight
	for _, at := range days {
		u, err := s.Usage(t.Context(), at, GuildA, Ben)
		Must(t, err)
		counted += u.MemberHere.Questions
	}
	if counted < a.Questions || counted > a.Questions+int64(kills*Writers) {
		t.Fatalf("%d questions counted, %d were acknowledged", counted, a.Questions)
	}
	if kills >= 5 && (len(a.receipts) == 0 || a.Questions == 0) {
		t.Fatal("nothing was interrupted")
	}
}
