package postgres_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"readout/bot/postgres"
	"readout/bot/postgres/postgrestest"
	"readout/bot/store"
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
