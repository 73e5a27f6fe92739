//go:build darwin || linux

package bolt

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"readout/bot/store"
	"readout/bot/store/storetest"
)

// fillADisk writes until the file may grow no further, goes on reading, and then writes again when there is room.
func fillADisk(dir string) error {
	ctx := context.Background()
	s, err := Open(dir, store.Options{})
	if err != nil {
		return err
	}
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	long := strings.Repeat("a long answer ", 700)
	var stored []store.ReceiptID
	add := func(n int) error {
		r := storetest.Answer(storetest.Ann, n, "p1", "p2")
		r.Answer = long
		id, err := s.AddReceipt(ctx, r)
		if err == nil {
			stored = append(stored, id)
		}
		return err
	}
	// The first write makes the file grow far beyond the limit, as a file with holes. From then on a page beyond the limit can't be
	// written, and one that it cuts, at no multiple of a page, only in part.
	if err := add(9999); err != nil {
		return err
	}
	small := limit
	small.Cur = 600_000
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &small); err != nil {
		return err
	}
	full := 0
	for n := range 200 {
		if err := add(n); err != nil {
			if !errors.Is(err, syscall.EFBIG) && !strings.Contains(err.Error(), syscall.EFBIG.Error()) {
				return fmt.Errorf("a full disk gives another error: %w", err)
			}
			full++
		}
	}
	if full == 0 || len(stored) < 2 {
		return fmt.Errorf("%d writes failed and %d did not", full, len(stored))
	}
	present := func() error {
		for _, id := range stored {
			if r, err := s.Receipt(ctx, id); err != nil || r.Answer != long {
				return fmt.Errorf("receipt %s, acknowledged: %w", id, err)
			}
		}
		return s.Check(ctx)
	}
	if err := present(); err != nil {
		return err
	}
	small.Cur = 100_000
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &small); err != nil {
		return err
	}
	if err := s.Backup(ctx, filepath.Join(dir, "copy")); err == nil {
		return errors.New("a backup found room")
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	for n := range 20 {
		if err := add(1000 + n); err != nil {
			return fmt.Errorf("with room again: %w", err)
		}
	}
	if err := present(); err != nil {
		return err
	}
	if err := s.Close(); err != nil {
		return err
	}
	if s, err = Open(dir, store.Options{}); err != nil {
		return err
	}
	if err := present(); err != nil {
		return err
	}
	fmt.Printf("%d receipts stored, %d refused\n", len(stored), full)
	return s.Close()
}

func TestFullDiskLosesNothing(t *testing.T) {
	t.Parallel()
	out, err := child(t, "fill", t.TempDir()).Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		t.Fatalf("%v: %s", err, out)
	}
	storetest.Must(t, err)
	t.Logf("%s", out)
}
