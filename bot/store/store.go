package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"syscall"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// What a caller can act on. Errors of the disk come as the operating system gives them, wrapped.
var (
	ErrLocked   = errors.New("another process has the data directory open")
	ErrDamaged  = errors.New("store is damaged")
	ErrNewer    = errors.New("store was written by a newer version of this program")
	ErrClosed   = errors.New("store is closed")
	ErrNotFound = errors.New("not found")
	ErrExists   = errors.New("already exists")
	ErrBudget   = errors.New("budget is spent") // always a *BudgetError, which says which
	ErrSettled  = errors.New("reservation is settled or out of date")
	ErrNotLeft  = errors.New("the bot is still a member of the server")
)

const (
	fileName = "store.db"
	// tempPattern names files that only the process that made them uses; what a crash leaves of them is removed by Open.
	tempPattern = fileName + ".tmp-*"

	// mapSize is how much of the address space is reserved for the file. Below it, a long read (a backup, a check) does not hold up
	// a write that makes the file grow.
	mapSize = 256 << 20
	// growBy is how much the file grows at a time, which costs a sync.
	growBy = 4 << 20
)

// Options for Open. The zero value is what the bot runs with.
type Options struct {
	Clock       func() time.Time // nil is time.Now
	Logger      *slog.Logger     // nil discards; never given members' text or IDs
	LockTimeout time.Duration    // how long Open waits for another process to let go; 0 is one second
	Retention   Retention

	noSync bool // for tests that write a lot and never crash
}

// WithDefaults is the options with nothing left to be chosen.
func (o Options) WithDefaults() Options {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.LockTimeout <= 0 {
		o.LockTimeout = time.Second
	}
	o.Retention = o.Retention.WithDefaults()
	return o
}

// Store is an open store. Its methods are safe for concurrent use.
type Store struct {
	dir    string
	db     *bbolt.DB
	file   *os.File // the database's; to read only
	clock  func() time.Time
	log    *slog.Logger
	keep   Retention
	secret Pseudonyms
	writes *committer
}

// Open opens the store in dir, and creates the directory (readable by its owner only) and the store when they do not exist. Every
// page of the file is read, which takes a second or two for a gigabyte: a damaged file is an error (ErrDamaged) here, not a crash
// later. ErrLocked and ErrNewer name the directory and say what is wrong.
func Open(dir string, o Options) (*Store, error) {
	return open(dir, o.WithDefaults(), migrations())
}

func open(dir string, o Options, steps []migration) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	path := filepath.Join(dir, fileName)
	created, err := createFile(path, steps)
	if err != nil {
		return nil, fmt.Errorf("open store: create %s: %w", path, err)
	}
	db, file, err := openFile(path, o.LockTimeout, o.noSync)
	if err != nil {
		return nil, fmt.Errorf("open store in %s: %w", dir, err)
	}
	s := &Store{dir: dir, db: db, file: file, clock: o.Clock, log: o.Logger, keep: o.Retention}
	err = guard(func() error {
		if err := verifyPages(db, file); err != nil {
			return err
		}
		if err := s.migrate(steps); err != nil {
			return err
		}
		s.secret, err = readSecret(db)
		return err
	})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open store in %s: %w", dir, err), db.Close())
	}
	s.removeLeftovers()
	s.writes = newCommitter(db.Update)
	s.log.Info("store opened", "dir", dir, "created", created)
	return s, nil
}

// Close waits for what has begun and lets go of the data directory. Closing twice is no error.
func (s *Store) Close() error {
	s.writes.close()
	if err := s.db.Close(); err != nil {
		return fmt.Errorf("close store in %s: %w", s.dir, err)
	}
	return nil
}

func (s *Store) now() time.Time { return s.clock().UTC() }

// write runs fn in a transaction that may hold other writes. It may be run again: its results are those of the last run.
func (s *Store) write(ctx context.Context, fn func(*bbolt.Tx) error) error {
	return s.writes.do(ctx, fn)
}

// view runs fn in a read-only transaction.
func (s *Store) view(ctx context.Context, fn func(*bbolt.Tx) error) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			if !isDamage(p) {
				panic(p)
			}
			err = fmt.Errorf("%w: %v", ErrDamaged, p)
		}
	}()
	err = s.db.View(fn)
	if errors.Is(err, berrors.ErrDatabaseNotOpen) {
		return ErrClosed
	}
	return err
}

// guard runs fn, in which every panic is taken for one of bbolt's: a damaged file fails its assertions, leads it out of a slice's
// bounds, or out of the mapped memory.
func guard(fn func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v", ErrDamaged, p)
		}
	}()
	return fn()
}

// isDamage tells the panics that only a damaged file causes, bbolt's assertions (strings) and memory faults, from those of a
// mistake in the program.
func isDamage(panicked any) bool {
	switch panicked.(type) {
	case string, interface{ Addr() uintptr }:
		return true
	}
	return false
}

// createFile makes a store at path unless there is one. It appears there whole, so a crash leaves no half-made store; and an empty
// file there is damage, never a store to be started anew.
func createFile(path string, steps []migration) (created bool, err error) {
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
	err = db.Update(func(tx *bbolt.Tx) error { return initialise(tx, schemaBase+len(steps)) })
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
	f, err := os.CreateTemp(dir, tempPattern)
	if err != nil {
		return "", err
	}
	return f.Name(), f.Close()
}

// openFile opens and locks the database at path, which must exist. It also returns the file that the database has open, which goes
// when the database is closed.
func openFile(path string, wait time.Duration, noSync bool) (*bbolt.DB, *os.File, error) {
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
	return nil, nil, fmt.Errorf("%w: it keeps being replaced", ErrLocked)
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
			return nil, errors.Join(fmt.Errorf("%w: %s is empty", ErrDamaged, name), f.Close())
		}
		file = f
		return f, nil
	}
	err = guard(func() error {
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
		return nil, nil, ErrLocked
	case errors.As(err, &errno), errors.As(err, &pathErr):
		return nil, nil, err
	case errors.Is(err, ErrDamaged):
		if file != nil { // what a panic left behind
			err = errors.Join(err, unlock(file), file.Close())
		}
		return nil, nil, err
	}
	return nil, nil, fmt.Errorf("%w: %w", ErrDamaged, err)
}

// removeLeftovers removes the temporary files of a process that was killed. The lock is held, so nobody else is using them.
func (s *Store) removeLeftovers() {
	left, _ := filepath.Glob(filepath.Join(s.dir, tempPattern)) // the only error is of the pattern
	for _, path := range left {
		if err := os.Remove(path); err != nil {
			s.log.Warn("temporary file not removed", "path", path, "err", err)
		}
	}
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
