package monitor

import (
	"context"
	"errors"
	"testing"
	"time"
)

func TestWait(t *testing.T) {
	t.Parallel()
	m := New(time.Minute)
	n := 0
	go func() {
		for range 3 {
			m.Lock()
			n++
			m.Notify()
			m.Unlock()
		}
	}()
	if err := m.Wait(t.Context(), func() bool { return n == 3 }); err != nil {
		t.Error(err)
	}
}

func TestWaitInVain(t *testing.T) {
	t.Parallel()
	never := func() bool { return false }
	if err := New(time.Millisecond).Wait(t.Context(), never); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("without patience: %v", err)
	}
	m := New(time.Minute)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := m.Wait(ctx, never); !errors.Is(err, context.Canceled) {
		t.Errorf("a context that ended: %v", err)
	}
	m.Close()
	if err := m.Wait(t.Context(), never); !errors.Is(err, ErrClosed) {
		t.Errorf("closed: %v", err)
	}
	if err := m.Wait(t.Context(), func() bool { return true }); err != nil {
		t.Errorf("what is there already: %v", err)
	}
}
