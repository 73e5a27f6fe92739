package bolt

import (
	"context"
	"fmt"
	"testing"

	"go.etcd.io/bbolt"

	"readout/bot/store"
	"readout/bot/store/storetest"
	"readout/corpus"
	"readout/corpus/prose"
)

// newStore opens an empty store that is checked and closed when the test ends.
func newStore(t testing.TB) (*Store, *storetest.Clock) {
	t.Helper()
	c := storetest.NewClock()
	return openStore(t, t.TempDir(), store.Options{Clock: c.Now, NoSync: true}), c
}

func openStore(t testing.TB, dir string, o store.Options) *Store {
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
	case <-s.writes.Ended:
		return true
	default:
		return false
	}
}

const (
	guildA  store.GuildID   = "811111111111111111"
	guildB  store.GuildID   = "822222222222222222"
	channel store.ChannelID = "833333333333333333"
	ann     store.UserID    = "900000000000000001"
	ben     store.UserID    = "900000000000000002"
)

func message(n int) store.MessageID { return store.MessageID(fmt.Sprint(700000000000000000 + n)) }

// answer is a public receipt in guildA.
func answer(asker store.UserID, n int, passages ...corpus.PassageID) store.Receipt {
	r := store.Receipt{Guild: guildA, Channel: channel, Message: message(n), Asker: asker, Question: fmt.Sprintf("question %d", n),
		Resolved: fmt.Sprintf("resolved %d", n), Answer: fmt.Sprintf("answer %d", n), Version: "3", Model: "quotations"}
	for i, p := range passages {
		r.Citations = append(r.Citations, store.Citation{Article: "talks.md", Passage: p, Quote: prose.Span{Start: i, End: i + 10}})
	}
	return r
}

func add(t testing.TB, s *Store, r store.Receipt) store.ReceiptID {
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
