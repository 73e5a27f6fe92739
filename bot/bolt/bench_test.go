package bolt

import (
	"fmt"
	"sync"
	"testing"

	"readout/bot/store"
	"readout/bot/store/storetest"
)

// BenchmarkReceipts stores the answers of 500 members who ask at once.
func BenchmarkReceipts(b *testing.B) {
	s, err := Open(b.TempDir(), store.Options{})
	storetest.Must(b, err)
	defer s.Close()
	n := 0
	for b.Loop() {
		var wg sync.WaitGroup
		for range 500 {
			n++
			r := storetest.Answer(storetest.Ann, n, "p1", "p2", "p3")
			wg.Go(func() {
				if _, err := s.AddReceipt(b.Context(), r); err != nil {
					b.Error(err)
				}
			})
		}
		wg.Wait()
	}
}

// BenchmarkReserve is one member after another; each waits for the disk.
func BenchmarkReserve(b *testing.B) {
	s, err := Open(b.TempDir(), store.Options{})
	storetest.Must(b, err)
	defer s.Close()
	for b.Loop() {
		r, err := s.Reserve(b.Context(), store.Charge{Guild: storetest.GuildA, Member: storetest.Ann, Amount: store.Amount{Tokens: 1}})
		storetest.Must(b, err)
		storetest.Must(b, s.Settle(b.Context(), r, store.Amount{}))
	}
}

func BenchmarkReceiptOf(b *testing.B) {
	s, _ := newStore(b)
	for n := range 10_000 {
		storetest.Add(b, s, storetest.Answer(storetest.Ann, n, "p1", "p2", "p3"))
	}
	n := 0
	for b.Loop() {
		n++
		_, err := s.ReceiptOf(b.Context(), storetest.Message(n%10_000))
		storetest.Must(b, err)
	}
}

// BenchmarkOpen opens, and BenchmarkCheck verifies, a store of 100,000 answers.
func BenchmarkOpen(b *testing.B) {
	dir := b.TempDir()
	fillWith(b, dir, 100_000)
	for b.Loop() {
		s, err := Open(dir, store.Options{})
		storetest.Must(b, err)
		storetest.Must(b, s.Close())
	}
}

func BenchmarkCheck(b *testing.B) {
	dir := b.TempDir()
	fillWith(b, dir, 100_000)
	s, err := Open(dir, store.Options{})
	storetest.Must(b, err)
	defer s.Close()
	for b.Loop() {
		storetest.Must(b, s.Check(b.Context()))
	}
}

func fillWith(b *testing.B, dir string, receipts int) {
	b.Helper()
	s, err := Open(dir, store.Options{NoSync: true})
	storetest.Must(b, err)
	var wg sync.WaitGroup
	for worker := range 50 {
		wg.Go(func() {
			for n := worker; n < receipts; n += 50 {
				r := storetest.Answer(storetest.Ann, n, "p1", "p2", "p3")
				r.Answer = fmt.Sprintf("%0500d", n)
				if _, err := s.AddReceipt(b.Context(), r); err != nil {
					b.Error(err)
				}
			}
		})
	}
	wg.Wait()
	storetest.Must(b, s.Close())
}
