//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package dbfile

import (
	"os"
	"syscall"
)

// unlock lets go of the lock on a file that bbolt panicked over. Closing it is not enough: the lock belongs to the open file, which
// the mapping that bbolt left behind keeps open.
func unlock(f *os.File) error {
	return syscall.Flock(int(f.Fd()), syscall.LOCK_UN)
}
