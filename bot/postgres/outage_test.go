package postgres_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"readout/bot/postgres"
	"readout/bot/postgres/postgrestest"
	"readout/bot/store"
	"readout/bot/store/storetest"
)

// A server that crashes loses nothing that was acknowledged; what is asked meanwhile fails with no secret in the words, and all goes on
// by itself once it is back.
func TestServerThatCrashes(t *testing.T) {
	t.Parallel()
	if !installed(t) {
		return
	}
	own, err := postgrestest.Start()
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := own.Stop(); err != nil {
			t.Error(err)
		}
	}()
	s, err := postgres.Open(t.Context(), own.URL("postgres"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	receipt := func(message store.MessageID) store.Receipt {
		return store.Receipt{Guild: "1", Channel: "2", Message: message, Asker: "4", Question: "who?", Version: "1", Model: "quotations"}
	}
	id, err := s.AddReceipt(t.Context(), receipt("10"))
	if err != nil {
		t.Fatal(err)
	}
	if err := own.Kill(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.AddReceipt(t.Context(), receipt("11")); err == nil || strings.Contains(err.Error(), own.Password()) {
		t.Errorf("while it was away: %v", err)
	}
	if err := own.Restart(); err != nil {
		t.Fatal(err)
	}
	for {
		_, err := s.AddReceipt(t.Context(), receipt("12"))
		if err == nil {
			break
		}
		if t.Context().Err() != nil {
			t.Fatal(err)
		}
		time.Sleep(50 * time.Millisecond)
	}
	if r, err := s.Receipt(t.Context(), id); err != nil || r.Question != "who?" {
		t.Errorf("what was acknowledged before: %+v, %v", r, err)
	}
	if _, err := s.ReceiptOf(t.Context(), "11"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("what failed is there: %v", err)
	}
}

// TestDiskFull: on a full disk what is written fails, which is said in clear words, what is there can be read, and nothing that was
// acknowledged is lost; once there is room, all goes on by itself.
func TestDiskFull(t *testing.T) {
	t.Parallel()
	if !installed(t) {
		return
	}
	url, disk, ok := server.SmallDatabase(t, 64<<20)
	if !ok {
		return
	}
	s := opened(t, url)
	kept := map[store.ReceiptID]bool{}
	write := func(n int) error {
		r := storetest.Answer(storetest.Ann, n, "p1", "p2")
		r.Answer = strings.Repeat(fmt.Sprint("a long answer ", n), 700)
		id, err := s.AddReceipt(t.Context(), r)
		if err == nil {
			kept[id] = true
		}
		return err
	}
	var err error
	n := 0
	for ; err == nil && n < 50; n++ {
		err = write(n)
	}
	storetest.Must(t, err)
	ballast := filepath.Join(disk, "ballast")
	if err := fill(ballast); !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("the disk is not full: %v", err)
	}
	for ; err == nil && n < 10_000; n++ { // what the tables have room for
		err = write(n)
	}
	if !errors.Is(err, postgres.ErrDiskFull) || !strings.Contains(err.Error(), "No space left") || strings.Contains(err.Error(), server.Password()) {
		t.Fatalf("after %d answers: %v", n, err)
	}
	if _, _, err := takeTask(t.Context(), s, question(1, "7", "9"), "a", time.Hour, 0); err != nil && !errors.Is(err, postgres.ErrDiskFull) {
		t.Errorf("taken up: %v", err)
	}
	for id := range kept {
		if _, err := s.Receipt(t.Context(), id); err != nil {
			t.Fatalf("while the disk is full: %v", err)
		}
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	for range 100 {
		n++
		if err := write(n); err != nil {
			t.Fatalf("once there is room: %v", err)
		}
	}
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
	if have := postgrestest.Count(t, url, "receipts"); have != len(kept) {
		t.Errorf("%d receipts are there, %d were acknowledged", have, len(kept))
	}
	t.Logf("%d answers were acknowledged, %d of them before the disk was full", len(kept), len(kept)-100)
}

// fill writes a file until that fails.
func fill(name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	b := make([]byte, 4096)
	for err == nil {
		_, err = f.Write(b)
	}
	return err
}
