package fetch

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"testing"
)

// confined is what a child does that tries to break out of its limits: it can't connect, from no thread, and not open many files.
func confined() error {
	if err := errors.Join(dropNetwork(), limitFiles(extractFiles)); err != nil {
		return err
	}
	var wg sync.WaitGroup
	errs := make(chan error, 16)
	for range 8 {
		wg.Go(func() {
			for _, network := range []string{"tcp", "udp"} {
				if c, err := net.Dial(network, "127.0.0.1:9"); !errors.Is(err, syscall.EPERM) {
					errs <- fmt.Errorf("%s: %v, %v", network, c, err)
				}
			}
		})
	}
	wg.Wait()
	close(errs)
	for err := range errs {
		return err
	}
	var open []*os.File
	for range 2 * extractFiles {
		f, err := os.Open(os.DevNull)
		if errors.Is(err, syscall.EMFILE) {
			fmt.Println("confined")
			return nil
		}
		if err != nil {
			return err
		}
		open = append(open, f)
	}
	return fmt.Errorf("%d files are open", len(open))
}

// TestConfined: a process that extracts has no network and few files.
func TestConfined(t *testing.T) {
	t.Parallel()
	c := exec.CommandContext(t.Context(), os.Args[0])
	c.Env = append(os.Environ(), asChild+"=confined")
	if out, err := c.CombinedOutput(); err != nil || string(out) != "confined\n" {
		t.Errorf("%q, %v", out, err)
	}
}
