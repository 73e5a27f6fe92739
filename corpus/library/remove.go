package library

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Remove deletes the library in dir and all that is there beside it. No directory there is no error. ErrLocked: the library is open;
// ErrNotFound: the directory holds something else. After a crash, or an error, in the middle Open makes an empty library of what is
// left, and Remove goes on.
func Remove(dir string) error {
	if err := remove(dir); err != nil {
		return fmt.Errorf("remove library in %s: %w", dir, err)
	}
	return nil
}

func remove(dir string) error {
	if _, err := os.Lstat(dir); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if _, err := os.Lstat(filepath.Join(dir, lockName)); errors.Is(err, fs.ErrNotExist) {
		// The lock is the first file of a library and the last to go: nothing else can be what is left of one.
		if err := os.Remove(dir); err != nil {
			return fmt.Errorf("%w: it holds no library: %w", ErrNotFound, err)
		}
		return nil
	}
	lock, err := acquire(context.Background(), dir, time.Second)
	if err != nil {
		return err
	}
	d := disk{dir: dir}
	err = d.writeSynced(removedName, nil)
	if err == nil {
		err = d.removeAll()
	}
	if err != nil {
		return errors.Join(err, lock.Close())
	}
	path := filepath.Join(dir, lockName)
	early := os.Remove(path) // some systems delete no file that is open
	if err := lock.Close(); err != nil {
		return err
	}
	if early != nil {
		if err := os.Remove(path); err != nil {
			return err
		}
	}
	if err := os.Remove(dir); err != nil {
		return err
	}
	return syncDir(filepath.Dir(dir))
}

// removeAll deletes everything of a library that is marked as removed but its lock, and the mark last.
func (d disk) removeAll() error {
	entries, err := os.ReadDir(d.dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Name() == lockName || e.Name() == removedName {
			continue
		}
		if err := d.try("remove", e.Name()); err != nil {
			return err
		}
		if err := os.RemoveAll(d.path(e.Name())); err != nil {
			return err
		}
	}
	if err := d.syncDir("."); err != nil {
		return err
	}
	return d.remove(removedName)
}
