package store

import (
	"bytes"
	"errors"
	"fmt"
	"testing"
	"time"

	"go.etcd.io/bbolt"
)

func TestWritten(t *testing.T) {
	t.Parallel()
	c := newClock()
	dir := t.TempDir()
	s := openStore(t, dir, Options{Clock: c.now})
	if _, ok, err := s.Written(t.Context(), "who?"); ok || err != nil {
		t.Errorf("of nothing: %v, %v", ok, err)
	}
	must(t, s.KeepWritten(t.Context(), "who?", []byte("they")))
	must(t, s.KeepWritten(t.Context(), "when?", []byte("then")))
	c.advance(time.Hour)
	must(t, s.KeepWritten(t.Context(), "who?", []byte("they, still")))
	must(t, s.KeepWritten(t.Context(), "what?", bytes.Repeat([]byte("x"), maxWrittenSize+1)))
	must(t, s.KeepWritten(t.Context(), "where?", []byte("\xff")))
	if found := traces(t, s, "who", "when"); len(found) != 0 {
		t.Errorf("keys stand in clear in %v", found)
	}
	must(t, s.Close())

	s = openStore(t, dir, Options{Clock: c.now})
	read := func(key, want string) {
		t.Helper()
		got, ok, err := s.Written(t.Context(), key)
		if err != nil || ok != (want != "") || string(got) != want {
			t.Errorf("under %s stands %q, %v, %v; want %q", key, got, ok, err, want)
		}
	}
	read("who?", "they, still")
	read("when?", "then")
	read("what?", "")
	read("where?", "")
	c.advance(30*oneDay - time.Hour)
	read("when?", "") // too old, though it was not swept
	read("who?", "they, still")
	if d, err := s.Sweep(t.Context(), c.now()); err != nil || d != (Deleted{Written: 1}) {
		t.Errorf("swept %+v, %v", d, err)
	}
	if d, err := s.Sweep(t.Context(), c.advance(time.Hour)); err != nil || d != (Deleted{Written: 1}) {
		t.Errorf("swept %+v, %v", d, err)
	}
	read("who?", "")
}

// The oldest make room for the newest, so that questions can't fill the disk.
func TestWrittenIsBounded(t *testing.T) {
	t.Parallel()
	s, c := newStore(t)
	const n = maxWritten + 3
	// Written at once, many share a transaction.
	errs := make(chan error, n)
	for i := range 2 {
		must(t, s.KeepWritten(t.Context(), fmt.Sprint("first ", i), []byte("x")))
	}
	c.advance(time.Minute)
	for i := range n - 2 {
		go func() { errs <- s.KeepWritten(t.Context(), fmt.Sprint(i), []byte("x")) }()
	}
	for range n - 2 {
		must(t, <-errs)
	}
	must(t, s.view(t.Context(), func(tx *bbolt.Tx) error {
		if a, b := countKeys(tx, string(writtens)), countKeys(tx, writtenByTime); a != maxWritten || b != maxWritten {
			t.Errorf("%d are kept and %d listed, want %d", a, b, maxWritten)
		}
		return nil
	}))
	if _, ok, err := s.Written(t.Context(), "first 0"); ok || err != nil {
		t.Errorf("the oldest is kept: %v, %v", ok, err)
	}
}

// A store of the layout before written answers were kept is migrated when it is opened, and so is a backup of it.
func TestMigrationToWritten(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := openStore(t, dir, Options{})
	id := add(t, s, answer(ann, 1))
	raw(t, s, func(tx *bbolt.Tx) error {
		return errors.Join(tx.DeleteBucket([]byte(writtens)), tx.DeleteBucket([]byte(writtenByTime)), setSchema(tx, schemaBase))
	})
	other := backUp(t, s)
	must(t, s.Close())
	for _, dir := range []string{dir, other} {
		s := openStore(t, dir, Options{})
		must(t, s.KeepWritten(t.Context(), "who?", []byte("they")))
		if _, err := s.Receipt(t.Context(), id); err != nil {
			t.Error(err)
		}
		must(t, s.Check(t.Context()))
	}
}
