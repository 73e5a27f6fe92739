package bolt_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"readout/bot/bolt"
	"readout/bot/store"
	"readout/corpus/prose"
)

// An answer is stored, found again by the message that a button belongs to, and judged by a member.
func Example() {
	dir, err := os.MkdirTemp("", "readout")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	s, err := bolt.Open(dir, store.Options{})
	if err != nil {
		panic(err)
	}
	defer s.Close()

	ctx := context.Background()
	id, err := s.AddReceipt(ctx, store.Receipt{Guild: "100", Channel: "200", Message: "300", Asker: "400", Question: "When did they meet?",
		Answer: "On Tuesday.", Citations: []store.Citation{{Article: "talks.md", Passage: "talks.md#1", Quote: prose.Span{Start: 10, End: 24}}}})
	if err != nil {
		panic(err)
	}
	r, err := s.ReceiptOf(ctx, "300")
	fmt.Println(r.ID == id, r.Answer, r.Citations[0].Passage, err)

	err = s.PutFeedback(ctx, store.Feedback{Receipt: id, Member: "500", Vote: store.Down, Fault: store.WrongSource, Text: "It was Monday."})
	inbox, inboxErr := s.Inbox(ctx, "100", "", 10)
	fmt.Println(err, inboxErr, inbox[0].Receipt.Question, inbox[0].Note.Text)
	// Output:
	// true On Tuesday. talks.md#1 <nil>
	// <nil> <nil> When did they meet? It was Monday.
}

// A call to a model is paid from a budget: the worst case before it, what it took afterwards.
func ExampleStore_Reserve() {
	dir, err := os.MkdirTemp("", "readout")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	s, err := bolt.Open(dir, store.Options{Clock: func() time.Time { return noon }})
	if err != nil {
		panic(err)
	}
	defer s.Close()

	ctx := context.Background()
	charge := store.Charge{Guild: "100", Member: "400", Amount: store.Amount{Tokens: 1500},
		Limits: store.Limits{Member: store.Amount{Tokens: 2000}}}
	reserved, err := s.Reserve(ctx, charge)
	fmt.Println(err)
	_, err = s.Reserve(ctx, charge)
	var spent *store.BudgetError
	fmt.Println(errors.Is(err, store.ErrBudget), errors.As(err, &spent), spent.Scope, spent.Used, spent.Resets)
	fmt.Println(s.Settle(ctx, reserved, store.Amount{Tokens: 400}))
	_, err = s.Reserve(ctx, charge)
	fmt.Println(err)
	// Output:
	// <nil>
	// true true member 1500 2026-03-02 00:00:00 +0000 UTC
	// <nil>
	// <nil>
}
