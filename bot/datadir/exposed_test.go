package datadir_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"readout/bot/datadir"
	"readout/bot/store"
)

func TestDirectoryThatOthersMayWriteTo(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		return
	}
	for mode, refused := range map[os.FileMode]bool{0o700: false, 0o755: false, 0o775: true, 0o757: true, 0o777: true} {
		path := filepath.Join(t.TempDir(), "data")
		if err := os.Mkdir(path, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		dir, err := datadir.Open(path, "run", store.Options{})
		if err == nil {
			err = dir.Close()
		}
		if errors.Is(err, datadir.ErrExposed) != refused || !refused && err != nil {
			t.Errorf("mode %o: %v", mode, err)
		}
		if refused && !strings.Contains(err.Error(), path) {
			t.Errorf("mode %o: %q does not name the directory", mode, err)
		}
		if left, err := os.ReadDir(path); err != nil || refused && len(left) != 0 {
			t.Errorf("mode %o: a refused directory holds %v, %v", mode, left, err)
		}
	}
}
