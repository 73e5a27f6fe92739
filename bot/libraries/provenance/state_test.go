package provenance

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"readout/corpus/library/librarytest"
)

func TestStateIsBounded(t *testing.T) {
	t.Parallel()
	f := Open(filepath.Join(t.TempDir(), "state.json"), nil, slog.New(slog.DiscardHandler))
	begun := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	err := f.Change(func(s *State) {
		for i := range mostLinks + 3 {
			link, at := fmt.Sprint("http://a.example/", i), begun.Add(time.Duration(i)*time.Second)
			s.Taken[link], s.Failing[link] = at, Failure{Since: at, Times: 1}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	f.Look(func(s *State) {
		_, taken := s.Taken["http://a.example/2"]
		_, failing := s.Failing["http://a.example/2"]
		if len(s.Taken) != mostLinks || len(s.Failing) != mostLinks || taken || failing {
			t.Errorf("%d links are taken and %d fail; the oldest are there: %v, %v", len(s.Taken), len(s.Failing), taken, failing)
		}
	})
}

// TestStateIsShared: what two processes note of the sources at once is all kept.
func TestStateIsShared(t *testing.T) {
	t.Parallel()
	files := librarytest.NewMemory()
	var both sync.WaitGroup
	for i := range 2 {
		f := Open("", files, nil)
		both.Go(func() {
			for n := range 20 {
				if err := f.Change(func(s *State) { s.Taken[fmt.Sprint(i, n)] = time.Now() }); err != nil {
					t.Error(err)
				}
			}
		})
	}
	both.Wait()
	Open("", files, nil).Look(func(s *State) {
		if len(s.Taken) != 40 {
			t.Errorf("%d links are kept", len(s.Taken))
		}
	})
}
