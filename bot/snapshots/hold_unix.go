//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package snapshots

import (
	"fmt"
	"os"
	"runtime"

	"golang.org/x/sys/unix"
)

// hold maps a file.
func (f *Folder) hold(file *os.File, length int) (*held, error) {
	if length <= 0 {
		return &held{}, nil
	}
	data, err := unix.Mmap(int(file.Fd()), 0, length, unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		return nil, fmt.Errorf("map it: %w", err)
	}
	f.mapped.Add(int64(length))
	h := &held{data}
	runtime.AddCleanup(h, func(data []byte) {
		f.mapped.Add(-int64(len(data)))
		_ = unix.Munmap(data) // it fails for what is not mapped only
	}, data)
	return h, nil
}
