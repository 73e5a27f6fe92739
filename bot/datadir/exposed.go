package datadir

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
)

// ErrExposed is always an *ExposedError.
var ErrExposed = errors.New("others may write to the data directory")

// ExposedError says that others than its owner may write to a data directory: they could have the bot answer from what they put there.
type ExposedError struct {
	Dir  string
	Mode fs.FileMode
}

func (e *ExposedError) Error() string {
	return fmt.Sprintf("others than its owner may write to the data directory %s (its mode is %#o)", e.Dir, e.Mode.Perm())
}

// Is makes every ExposedError an ErrExposed.
func (e *ExposedError) Is(target error) bool { return target == ErrExposed }

// checkExposed refuses a directory that others may write to. One that is not there yet is made private. Where modes say nothing of who
// may write, as on Windows, nothing is refused.
func checkExposed(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil && info.IsDir() && info.Mode().Perm()&0o022 != 0 {
		return &ExposedError{path, info.Mode()}
	}
	return err
}
