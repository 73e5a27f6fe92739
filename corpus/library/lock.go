package library

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

const lockName = "lock"

// errHeld says that another open file holds the lock.
var errHeld = errors.New("lock is held")

// acquire locks the library in dir, which must exist, for as long as the file is open. It waits a while for another to let go: a
// process that was killed, or that began a child at the moment of closing, may hold the lock a little longer.
func acquire(ctx context.Context, dir string, wait time.Duration) (*os.File, error) {
	const pause = 10 * time.Millisecond
	path := filepath.Join(dir, lockName)
	for deadline := time.Now().Add(wait); ; {
		f, err := lockFile(path)
		if err == nil {
			// A lock file that was deleted, with its library, while we waited for it is locked, too, and nobody else's any more.
			held, heldErr := f.Stat()
			there, thereErr := os.Stat(path)
			if heldErr == nil && thereErr == nil && os.SameFile(held, there) {
				return f, nil
			}
			err = errors.Join(errHeld, f.Close())
		}
		if !errors.Is(err, errHeld) {
			return nil, err
		}
		if time.Now().After(deadline) {
			return nil, fmt.Errorf("%w (lock file %s)", ErrLocked, path)
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(pause):
		}
	}
}
