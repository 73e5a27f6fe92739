package store

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"readout/corpus"
	"readout/corpus/prose"
)

// clock is a clock that a test sets.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func newClock() *clock { return &clock{t: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) advance(d time.Duration) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
	return c.t
}

// newStore opens an empty store that is checked and closed when the test ends.
func newStore(t testing.TB) (*Store, *clock) {
	t.Helper()
	c := newClock()
	return openStore(t, t.TempDir(), Options{Clock: c.now, noSync: true}), c
}

func openStore(t testing.TB, dir string, o Options) *Store {
	t.Helper()
	s, err := Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Check(context.Background()); err != nil && !closed(s) {
			t.Error(err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func closed(s *Store) bool {
	select {
	case <-s.writes.ended:
		return true
	default:
		return false
	}
}

const (
	guildA  GuildID   = "811111111111111111"
	guildB  GuildID   = "822222222222222222"
	channel ChannelID = "833333333333333333"
	ann     UserID    = "900000000000000001"
	ben     UserID    = "900000000000000002"
)

func message(n int) MessageID { return MessageID(fmt.Sprint(700000000000000000 + n)) }

// answer is a public receipt in guildA.
func answer(asker UserID, n int, passages ...corpus.PassageID) Receipt {
	r := Receipt{Guild: guildA, Channel: channel, Message: message(n), Asker: asker, Question: fmt.Sprintf("question %d", n),
		Resolved: fmt.Sprintf("resolved %d", n), Answer: fmt.Sprintf("answer %d", n), Version: "3", Model: "quotations"}
	for i, p := range passages {
		r.Citations = append(r.Citations, Citation{Article: "talks.md", Passage: p, Quote: prose.Span{Start: i, End: i + 10}})
	}
	return r
}

func add(t testing.TB, s *Store, r Receipt) ReceiptID {
	t.Helper()
	id, err := s.AddReceipt(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// raw changes the database behind the store's back.
func raw(t testing.TB, s *Store, fn func(*bbolt.Tx) error) {
	t.Helper()
	if err := s.db.Update(fn); err != nil {
		t.Fatal(err)
	}
}
