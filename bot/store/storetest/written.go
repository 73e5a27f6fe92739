package storetest

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"readout/bot/store"
)

func testWritten(t *testing.T, place Place) {
	c := NewClock()
	s := openStore(t, place, store.Options{Clock: c.Now})
	if _, ok, err := s.Written(t.Context(), "who?"); ok || err != nil {
		t.Errorf("of nothing: %v, %v", ok, err)
	}
	Must(t, s.KeepWritten(t.Context(), "who?", []byte("they")))
	Must(t, s.KeepWritten(t.Context(), "when?", []byte("then")))
	c.Advance(time.Hour)
	Must(t, s.KeepWritten(t.Context(), "who?", []byte("they, still")))
	Must(t, s.KeepWritten(t.Context(), "what?", bytes.Repeat([]byte("x"), 24<<10+1)))
	Must(t, s.KeepWritten(t.Context(), "where?", []byte("\xff")))
	if found := traces(t, s, place, "who", "when"); len(found) != 0 {
		t.Errorf("keys stand in clear in %v", found)
	}
	Must(t, s.Close())

	s = openStore(t, place, store.Options{Clock: c.Now})
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
	c.Advance(30*day - time.Hour)
	read("when?", "") // too old, though it was not swept
	read("who?", "they, still")
	if d, err := s.Sweep(t.Context(), c.Now()); err != nil || d != (store.Deleted{Written: 1}) {
		t.Errorf("swept %+v, %v", d, err)
	}
	if d, err := s.Sweep(t.Context(), c.Advance(time.Hour)); err != nil || d != (store.Deleted{Written: 1}) {
		t.Errorf("swept %+v, %v", d, err)
	}
	read("who?", "")
}

// The oldest make room for the newest, so that questions can't fill the disk.
func testWrittenIsBounded(t *testing.T, place Place) {
	s, c := newStore(t, place)
	const n = 2048 + 3
	// Written at once, many share a transaction.
	errs := make(chan error, n)
	for i := range 2 {
		Must(t, s.KeepWritten(t.Context(), fmt.Sprint("first ", i), []byte("x")))
	}
	c.Advance(time.Minute)
	for i := range n - 2 {
		go func() { errs <- s.KeepWritten(t.Context(), fmt.Sprint(i), []byte("x")) }()
	}
	for range n - 2 {
		Must(t, <-errs)
	}
	kept := place.Contents(t, s)["written"]
	if len(kept) != 2048 {
		t.Errorf("%d are kept", len(kept))
	}
	if _, ok, err := s.Written(t.Context(), "first 0"); ok || err != nil {
		t.Errorf("the oldest is kept: %v, %v", ok, err)
	}
}

// A store of the layout before written answers were kept is migrated when it is opened, and so is a backup of it.
