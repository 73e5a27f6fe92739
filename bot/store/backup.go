package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"
)

// Backup writes the store as it is at one moment to w, in the form that Restore reads. Reads and writes go on meanwhile, however
// slow w is. What was deleted from the store is not in it. It needs room for a copy in the data directory.
func (s *Store) Backup(ctx context.Context, w io.Writer) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("back up store in %s: %w", s.dir, err)
		}
	}()
	temp, err := tempFile(s.dir)
	if err != nil {
		return err
	}
	defer os.Remove(temp)
	if err := s.copyTo(ctx, temp); err != nil {
		return err
	}
	f, err := os.Open(temp)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(w, until(ctx, f))
	return err
}

// copyTo makes the file at path, which is empty, a copy of what the store holds and of nothing that it no longer does. (bbolt's own
// Compact is for a database at rest: it commits values of the source after it has let go of the pages that they stand on.)
func (s *Store) copyTo(ctx context.Context, path string) error {
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: time.Second, NoSync: true, NoStatistics: true})
	if err != nil {
		return err
	}
	err = s.view(ctx, func(from *bbolt.Tx) error {
		return from.ForEach(func(name []byte, b *bbolt.Bucket) error { return copyBucket(ctx, db, name, b) })
	})
	return errors.Join(err, db.Close())
}

// copyBucket copies the bucket into db, in transactions that fit into memory.
func copyBucket(ctx context.Context, db *bbolt.DB, name []byte, from *bbolt.Bucket) error {
	const transaction = 4 << 20 // bytes
	c := from.Cursor()
	k, v := c.First()
	for more := true; more; {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := db.Update(func(tx *bbolt.Tx) error {
			to, err := tx.CreateBucketIfNotExists(name)
			if err != nil {
				return err
			}
			to.FillPercent = 1
			if err := to.SetSequence(from.Sequence()); err != nil {
				return err
			}
			for size := 0; k != nil && size < transaction; k, v = c.Next() {
				if err := to.Put(k, v); err != nil {
					return err
				}
				size += len(k) + len(v)
			}
			more = k != nil
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// readerFunc is a function that reads.
type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// until reads from r until ctx is done.
func until(ctx context.Context, r io.Reader) io.Reader {
	return readerFunc(func(p []byte) (int, error) {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		return r.Read(p)
	})
}

// RestoreOptions for Restore.
type RestoreOptions struct {
	Replace     bool          // a store that is there goes
	LockTimeout time.Duration // how long to wait for another process to let go; 0 is one second
}

// Restore puts a backup, read from r, into the data directory dir, which it creates when it does not exist. The backup is verified
// first; when anything fails, what was there stays. ErrLocked: the store there is in use; ErrExists: there is one and o.Replace is
// not set, even if it is damaged; ErrDamaged, ErrNewer: the backup is.
func Restore(ctx context.Context, dir string, r io.Reader, o RestoreOptions) error {
	if o.LockTimeout <= 0 {
		o.LockTimeout = time.Second
	}
	if err := restore(ctx, dir, r, o); err != nil {
		return fmt.Errorf("restore store in %s: %w", dir, err)
	}
	return nil
}

func restore(ctx context.Context, dir string, r io.Reader, o RestoreOptions) (err error) {
	path := filepath.Join(dir, fileName)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	_, there := os.Lstat(path)
	if there == nil {
		if !o.Replace {
			return fmt.Errorf("%s: %w", path, ErrExists)
		}
		// The lock is kept until the new file stands in its place. Of a damaged store only the file remains, and nobody can open it.
		old, _, openErr := openFile(path, o.LockTimeout, false)
		switch {
		case openErr == nil:
			defer func() { err = errors.Join(err, old.Close()) }()
		case !errors.Is(openErr, ErrDamaged):
			return openErr
		}
	} else if !errors.Is(there, fs.ErrNotExist) {
		return there
	}
	temp, err := receive(ctx, dir, r)
	if err != nil {
		return err
	}
	defer os.Remove(temp)
	if err := verifyFile(ctx, temp); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	if o.Replace {
		err = os.Rename(temp, path)
	} else if err = os.Link(temp, path); err != nil && !errors.Is(err, fs.ErrExist) {
		err = os.Rename(temp, path) // on a file system without links
	}
	if err != nil {
		return err
	}
	return syncDir(dir)
}

// receive writes what r holds to a temporary file in dir and returns its path.
func receive(ctx context.Context, dir string, r io.Reader) (path string, err error) {
	f, err := os.CreateTemp(dir, tempPattern)
	if err != nil {
		return "", err
	}
	_, err = io.Copy(f, until(ctx, r))
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return "", errors.Join(err, os.Remove(f.Name()))
	}
	return f.Name(), nil
}

// verifyFile checks that the file at path is a store that this program can open, and migrates one of an older layout.
func verifyFile(ctx context.Context, path string) error {
	db, file, err := openFile(path, time.Second, true)
	if err != nil {
		return err
	}
	err = guard(func() error {
		if err := verifyPages(db, file); err != nil {
			return err
		}
		if _, _, err := migrate(db, migrations()); err != nil {
			return err
		}
		return db.View(func(tx *bbolt.Tx) error { return errors.Join(checkContents(ctx, tx)...) })
	})
	return errors.Join(err, db.Close())
}
