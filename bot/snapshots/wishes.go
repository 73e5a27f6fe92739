package snapshots

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

// MostWanted is how many snapshots a library wants: that of its present version, and those that it asked for last.
const MostWanted = 4

// Wishes are the contents whose snapshots one library wants: each is an empty file in a folder. They are safe for concurrent use.
type Wishes struct {
	dir string

	mu    sync.Mutex
	known map[string]bool
}

// WishesIn are the wishes in a folder, which is made with the first.
func WishesIn(dir string) *Wishes { return &Wishes{dir: dir, known: map[string]bool{}} }

// Add adds a wish, unless it is known, and takes back those that were added longest ago and are not the present version's; fewer reports
// whether it took back any.
func (w *Wishes) Add(content string, now time.Time, present func() string) (fewer bool, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.known[content] {
		return false, nil
	}
	if err := w.write(content, now); err != nil {
		return false, fmt.Errorf("note which snapshot is wanted: %w", err)
	}
	w.known[content] = true
	entries, err := os.ReadDir(w.dir)
	if err != nil || len(entries) <= MostWanted {
		return false, err
	}
	keep := present()
	var others []fs.FileInfo
	for _, e := range entries {
		if info, err := e.Info(); err == nil && e.Name() != keep {
			others = append(others, info)
		}
	}
	slices.SortFunc(others, func(a, b fs.FileInfo) int {
		return cmp.Or(b.ModTime().Compare(a.ModTime()), cmp.Compare(a.Name(), b.Name()))
	})
	var errs []error
	for _, old := range others[min(MostWanted-1, len(others)):] {
		errs = append(errs, os.Remove(filepath.Join(w.dir, old.Name())))
		delete(w.known, old.Name())
	}
	return true, errors.Join(errs...)
}

func (w *Wishes) write(content string, now time.Time) error {
	if !contents.MatchString(content) {
		return fmt.Errorf("%q names no content", content)
	}
	if err := os.MkdirAll(w.dir, 0o700); err != nil {
		return err
	}
	path := filepath.Join(w.dir, content)
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		return err
	}
	return os.Chtimes(path, now, now)
}
