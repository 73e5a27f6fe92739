package snapshots

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"readout/retrieval/chromem"
)

// Vectors keep, in a folder, the vectors of a library's sentences: a file for what each build had to embed, so that a small change writes
// little, and one in the place of all when they have become many. A crash leaves each file whole or absent; what is missing is embedded
// again.
type Vectors struct {
	Dir string
	Log *slog.Logger

	mu sync.Mutex
}

const (
	vectorSuffix = ".vectors"
	// MostFiles is how many files Vectors keep before they become one.
	MostFiles = 16
)

// Read is all vectors of the model that are kept. Files that cannot be used are passed over.
func (f *Vectors) Read(model string) *chromem.Vectors {
	f.mu.Lock()
	defer f.mu.Unlock()
	var all *chromem.Vectors
	names, err := f.names()
	if err != nil {
		f.Log.Warn("vectors are not read, and will be computed again", "error", err)
	}
	for _, name := range names {
		part, err := chromem.ReadFile(filepath.Join(f.Dir, name), model)
		if err != nil {
			f.Log.Warn("a file of vectors is of no use, and its sentences are embedded again", "error", err)
			continue
		}
		if all == nil {
			all = part
			continue
		}
		all = chromem.Union(all, part)
	}
	return all
}

// Add keeps fresh vectors. keep is all that are worth keeping when the files become one; it holds the fresh ones.
func (f *Vectors) Add(fresh, keep *chromem.Vectors) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := os.MkdirAll(f.Dir, 0o700); err != nil {
		return err
	}
	names, err := f.names()
	if err != nil {
		return err
	}
	next := 1
	if len(names) > 0 {
		if _, err := fmt.Sscanf(names[len(names)-1], "%d", &next); err != nil {
			return fmt.Errorf("%s: %w", names[len(names)-1], err)
		}
		next++
	}
	path := filepath.Join(f.Dir, fmt.Sprintf("%08d%s", next, vectorSuffix))
	if len(names) < MostFiles {
		return fresh.WriteFile(path)
	}
	if err := keep.WriteFile(path); err != nil {
		return err
	}
	var errs []error
	for _, name := range names {
		errs = append(errs, os.Remove(filepath.Join(f.Dir, name)))
	}
	return errors.Join(errs...)
}

// names are the files there are, oldest first.
func (f *Vectors) names() ([]string, error) {
	entries, err := os.ReadDir(f.Dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var out []string
	for _, e := range entries {
		if name := e.Name(); len(name) == 8+len(vectorSuffix) && strings.HasSuffix(name, vectorSuffix) {
			out = append(out, name)
		}
	}
	return out, nil
}
