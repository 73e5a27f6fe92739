//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package snapshots

import (
	"io"
	"os"
)

// hold reads a file: a mapped one could not be removed on every system.
func (*Folder) hold(file *os.File, length int) (*held, error) {
	data := make([]byte, length)
	if _, err := io.ReadFull(io.NewSectionReader(file, 0, int64(length)), data); err != nil {
		return nil, err
	}
	return &held{data: data}, nil
}
