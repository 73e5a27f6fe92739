package bolt

import (
	"context"
	"testing"

	"go.etcd.io/bbolt"

	"readout/bot/store"
	"readout/bot/store/storetest"
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

// raw changes the database behind the store's back.
func raw(t testing.TB, s *Store, fn func(*bbolt.Tx) error) {
	t.Helper()
	if err := s.db.Update(fn); err != nil {
		t.Fatal(err)
	}
}
