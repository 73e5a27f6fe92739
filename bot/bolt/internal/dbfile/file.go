// Package dbfile is the file of a store: made whole, locked by the process that has it open, and with every page of it read before anything
// relies on one. What was deleted is written over (scrub.go).
package dbfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"syscall"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"readout/bot/store"
)

const (
	// FileName is the name of the file in its directory.
	FileName = "store.db"
	// TempPattern names files that only the process that made them uses; what a crash leaves of them is removed by Open.
	TempPattern = FileName + ".tmp-*"

	// mapSize is how much of the address space is reserved for the file. Below it, a long read (a backup, a check) does not hold up
	// a write that makes the file grow.
	mapSize = 256 << 20
	// growBy is how much the file grows at a time, which costs a sync.
	growBy = 4 << 20
)

// Guard runs fn, in which every panic is taken for one of bbolt's: a damaged file fails its assertions, leads it out of a slice's
// bounds, or out of the mapped memory.
func Guard(fn func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v", store.ErrDamaged, p)
		}
	}()
	return fn()
}

// IsDamage tells the panics that only a damaged file causes, bbolt's assertions (strings) and memory faults, from those of a
// mistake in the program.
func IsDamage(panicked any) bool {
	switch panicked.(type) {
	case string, interface{ Addr() uintptr }:
		return true
	}
	return false
}

// CreateFile makes a store at path unless there is one. It appears there whole, so a crash leaves no half-made store; and an empty
// file there is damage, never a store to be started anew.
func CreateFile(path string, initialise func(*bbolt.Tx) error) (created bool, err error) {
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	temp, err := tempFile(filepath.Dir(path))
	if err != nil {
		return false, err
	}
	defer os.Remove(temp)
	db, err := bbolt.Open(temp, 0o600, &bbolt.Options{Timeout: time.Second})
	if err != nil {
		return false, err
	}
	err = db.Update(initialise)
	if err := errors.Join(err, db.Close()); err != nil {
		return false, err
	}
	// Unlike a rename, a link does not replace a store that another process has made meanwhile and may be using. Some file systems
	// have no links.
	if err = os.Link(temp, path); err != nil && !errors.Is(err, fs.ErrExist) {
		err = os.Rename(temp, path)
	}
	if _, there := os.Lstat(path); there == nil {
		return err == nil, syncDir(filepath.Dir(path))
	}
	return false, err
}

// tempFile makes an empty file of a name of its own in dir and returns its path.
func tempFile(dir string) (string, error) {
	f, err := os.CreateTemp(dir, TempPattern)
	if err != nil {
		return "", err
	}
	return f.Name(), f.Close()
}

// OpenFile opens and locks the database at path, which must exist. It also returns the file that the database has open, which goes
// when the database is closed.
func OpenFile(path string, wait time.Duration, noSync bool) (*bbolt.DB, *os.File, error) {
	const tries = 3
	for range tries {
		db, file, err := tryOpenFile(path, wait, noSync)
		if err != nil {
			return nil, nil, err
		}
		// A file that was replaced while we waited for its lock is locked, too, and no longer the store.
		held, heldErr := file.Stat()
		there, err := os.Stat(path)
		if err = errors.Join(heldErr, err); err == nil && os.SameFile(held, there) {
			return db, file, nil
		}
		if err := errors.Join(err, db.Close()); err != nil {
			return nil, nil, err
		}
	}
	return nil, nil, fmt.Errorf("%w: it keeps being replaced", store.ErrLocked)
}

func tryOpenFile(path string, wait time.Duration, noSync bool) (db *bbolt.DB, file *os.File, err error) {
	o := &bbolt.Options{Timeout: wait, NoSync: noSync, FreelistType: bbolt.FreelistMapType, NoStatistics: true}
	if runtime.GOOS != "windows" { // where the file itself would be made as large
		o.InitialMmapSize = mapSize
	}
	o.OpenFile = func(name string, flag int, mode fs.FileMode) (*os.File, error) {
		f, err := os.OpenFile(name, flag&^os.O_CREATE, mode)
		if err != nil {
			return nil, err
		}
		info, err := f.Stat()
		if err != nil {
			return nil, errors.Join(err, f.Close())
		}
		if info.Size() == 0 {
			return nil, errors.Join(fmt.Errorf("%w: %s is empty", store.ErrDamaged, name), f.Close())
		}
		file = f
		return f, nil
	}
	err = Guard(func() error {
		db, err = bbolt.Open(path, 0o600, o)
		return err
	})
	if err == nil {
		db.AllocSize = growBy
		return db, file, nil
	}
	var errno syscall.Errno
	var pathErr *fs.PathError
	switch {
	case errors.Is(err, berrors.ErrTimeout):
		return nil, nil, store.ErrLocked
	case errors.As(err, &errno), errors.As(err, &pathErr):
		return nil, nil, err
	case errors.Is(err, store.ErrDamaged):
		if file != nil { // what a panic left behind
			err = errors.Join(err, unlock(file), file.Close())
		}
		return nil, nil, err
	}
	return nil, nil, fmt.Errorf("%w: %w", store.ErrDamaged, err)
}

// syncDir makes the names in dir durable, where the system has a way to.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
