// Package bolt keeps what the bot remembers (bot/store says what that is) in a file.
//
// A Store is one file, store.db, in the data directory: a bbolt database, which is transactional, survives a crash at any moment
// and is locked by the process that has it open. A method that writes returns after the change is on the disk; what it returned
// nil for is still there after the process is killed. An error means that nothing was changed, except that after an error of the
// disk itself the change may turn out to be there. Writes that arrive together share one transaction.
//
// # Layout
//
// Every bucket is at the top level. Numbers in keys are big endian, so that keys sort as the numbers do: IDs of Discord are 8
// bytes (0 for none: the server of a direct message), receipts' IDs 16 (milliseconds since 1970 in 6, then random), days 4 (since
// 1 January 1970, UTC), milliseconds 8; a text is its length in 2 bytes and its bytes.
//
//	bucket            key                                          value
//	meta              "schema", "secret", "copying"                schema version, in decimal; key of the pseudonyms; Copying
//	receipts          receipt                                      Receipt
//	receipts.message  message                                      receipt
//	receipts.passage  server, passage (text), receipt              -
//	receipts.member   member, receipt                              -
//	receipts.guild    server, receipt                              -
//	receipts.text     receipt                                      - (has text that expires)
//	feedback          receipt, member                              Feedback
//	feedback.member   member, receipt                              -
//	inbox             server, milliseconds, receipt, member or 0   -
//	threads           thread                                       Thread
//	threads.guild     server, thread                               -
//	threads.member    member, thread                               -
//	audit             server, number                               AuditEntry
//	audit.member      member, server, number                       -
//	settings          server                                       Settings
//	usage             day, scope (a letter), subject               Amount
//	reservations      day, random (12 bytes)                       what was reserved, and on whose account
//	left              server                                       when the bot left it
//	recalled          server                                       version of its library up to which answers were recalled
//	written           keyed hash (32 bytes)                        what a language model wrote, and when
//	written.time      milliseconds, keyed hash                     -
//	notes             kind (text), server, name (text)             Note
//	notes.guild       server, kind, server, name                   -
//	notes.member      member, kind, server, name                   -
//	jobs              server, kind (text)                          Job
//
// The buckets with a dot in their name, and inbox, are indices: all they hold follows from the records, which Check verifies. In
// usage the subject is nothing (scope t, the whole bot), a server (g), a member (m), or a member and a server (h); a member stands
// there as a keyed hash of the ID.
//
// A value is one byte of format (1), the CRC-32C of the rest in four bytes, and JSON. A field that the program does not know is
// ignored in a record and kept in Settings. The schema version counts incompatible changes of this layout: an older file is
// migrated when it is opened, a newer one is refused.
package bolt

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"readout/bot/bolt/internal/commit"
	"readout/bot/bolt/internal/dbfile"
	"readout/bot/store"
)

// Store is an open store. Its methods are safe for concurrent use.
type Store struct {
	dir    string
	db     *bbolt.DB
	file   *os.File // the database's; to read only
	clock  func() time.Time
	log    *slog.Logger
	keep   store.Retention
	secret store.Pseudonyms
	writes *commit.Committer
	paces  store.Paces

	scrubbing sync.Mutex // held while free pages are written over
	mu        sync.Mutex
	reads     *sync.WaitGroup // those that began since the last scrub
}

// Open opens the store in dir, and creates the directory (readable by its owner only) and the store when they do not exist. Every
// page of the file is read, which takes a second or two for a gigabyte: a damaged file is an error (ErrDamaged) here, not a crash
// later. ErrLocked and ErrNewer name the directory and say what is wrong.
func Open(dir string, o store.Options) (*Store, error) {
	return open(dir, o.WithDefaults(), migrations())
}

func open(dir string, o store.Options, steps []migration) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	path := filepath.Join(dir, dbfile.FileName)
	created, err := dbfile.CreateFile(path, func(tx *bbolt.Tx) error { return initialise(tx, schemaBase+len(steps)) })
	if err != nil {
		return nil, fmt.Errorf("open store: create %s: %w", path, err)
	}
	db, file, err := dbfile.OpenFile(path, o.LockTimeout, o.NoSync)
	if err != nil {
		return nil, fmt.Errorf("open store in %s: %w", dir, err)
	}
	s := &Store{dir: dir, db: db, file: file, clock: o.Clock, log: o.Logger, keep: o.Retention, reads: &sync.WaitGroup{}}
	err = dbfile.Guard(func() error {
		if err := dbfile.VerifyPages(db, file); err != nil {
			return err
		}
		if err := s.migrate(steps); err != nil {
			return err
		}
		s.secret, err = readSecret(db)
		if err == nil && !o.Copying {
			err = s.refuseUnfinished()
		}
		return err
	})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open store in %s: %w", dir, err), db.Close())
	}
	s.removeLeftovers()
	s.writes = commit.New(db.Update)
	s.log.Info("store opened", "dir", dir, "created", created)
	return s, nil
}

// Close waits for what has begun and lets go of the data directory. Closing twice is no error.
func (s *Store) Close() error {
	s.writes.Close()
	if err := s.db.Close(); err != nil {
		return fmt.Errorf("close store in %s: %w", s.dir, err)
	}
	return nil
}

func (s *Store) now() time.Time { return s.clock().UTC() }

// write runs fn in a transaction that may hold other writes. It may be run again: its results are those of the last run.
func (s *Store) write(ctx context.Context, fn func(*bbolt.Tx) error) error {
	return s.writes.Do(ctx, fn)
}

// view runs fn in a read-only transaction.
func (s *Store) view(ctx context.Context, fn func(*bbolt.Tx) error) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			if !dbfile.IsDamage(p) {
				panic(p)
			}
			err = fmt.Errorf("%w: %v", store.ErrDamaged, p)
		}
	}()
	defer s.reading()()
	err = s.db.View(fn)
	if errors.Is(err, berrors.ErrDatabaseNotOpen) {
		return store.ErrClosed
	}
	return err
}

// reading counts a read, until what it returns is called.
func (s *Store) reading() (end func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	reads := s.reads
	reads.Add(1)
	return reads.Done
}

// scrub writes over what free pages of the file still hold of what was deleted, once the reads have ended that may look at it. It is not an
// error of the deletion that this fails: the next one, or the next sweep, does it again.
func (s *Store) scrub(ctx context.Context) {
	s.scrubbing.Lock()
	defer s.scrubbing.Unlock()
	s.mu.Lock()
	before := s.reads
	s.reads = &sync.WaitGroup{}
	s.mu.Unlock()
	ended := make(chan struct{})
	go func() {
		before.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-ctx.Done():
		return
	case <-time.After(longestRead):
		s.log.Warn("what was deleted is not written over yet: the file is being read")
	}
	err := dbfile.Scrub(func(fn func(*bbolt.Tx) error) error { return s.write(ctx, fn) }, s.db.Info().PageSize)
	if err != nil && ctx.Err() == nil {
		s.log.Warn("what was deleted is not written over yet", "error", err)
	}
}

// longestRead is how long a deletion waits for reads that began before it.
const longestRead = time.Minute

// removeLeftovers removes the temporary files of a process that was killed. The lock is held, so nobody else is using them.
func (s *Store) removeLeftovers() {
	left, _ := filepath.Glob(filepath.Join(s.dir, dbfile.TempPattern)) // the only error is of the pattern
	for _, path := range left {
		if err := os.Remove(path); err != nil {
			s.log.Warn("temporary file not removed", "path", path, "err", err)
		}
	}
}
