// Package upkeep is what an operator has done with all that the bot remembers, wherever it is kept: backed up, restored, verified, copied
// from files to a database and back; and what is kept no longer it deletes.
package upkeep

import (
	"context"
	"errors"
	"io"
	"os"
	"time"

	"readout/bot/datadir"
	"readout/bot/postgres"
	"readout/bot/store"
	"readout/bot/store/copying"
	"readout/corpus/library"
)

// CopyTo copies a data directory, which nobody has open, to the database at the address, or goes on with such a copy. Errors are those of
// datadir.Open, postgres.Open, postgres.Store.Copy and copying.Copy.
func CopyTo(ctx context.Context, dir, url string, tell copying.Progress) (copying.Sum, error) {
	into := store.Options{Copying: true}
	return between(ctx, dir, url, store.Options{}, into, func(d *datadir.Dir, s *postgres.Store) (sum copying.Sum, err error) {
		report, err := d.Verify(ctx, nil)
		if err = errors.Join(err, report.Err()); err != nil {
			return sum, err
		}
		err = s.Copy(ctx, func(c *postgres.Copy) error {
			sum, err = copying.Copy(ctx, d, c, tell)
			return err
		})
		return sum, err
	})
}

// CopyFrom copies the database at the address, with which no bot works, to a data directory, or goes on with such a copy. Errors are as
// with CopyTo.
func CopyFrom(ctx context.Context, dir, url string, tell copying.Progress) (copying.Sum, error) {
	into := store.Options{Copying: true}
	return between(ctx, dir, url, into, store.Options{}, func(d *datadir.Dir, s *postgres.Store) (sum copying.Sum, err error) {
		if err := s.Idle(ctx); err != nil {
			return sum, err
		}
		report, err := verify(ctx, s)
		if err = errors.Join(err, report.Err()); err != nil {
			return sum, err
		}
		err = s.Whole(ctx, func(w *postgres.Whole) error {
			sum, err = copying.Copy(ctx, w, d, tell)
			return err
		})
		return sum, err
	})
}

// between opens both ends of a copy.
func between(ctx context.Context, dir, url string, files, database store.Options,
	fn func(*datadir.Dir, *postgres.Store) (copying.Sum, error)) (copying.Sum, error) {
	s, err := postgres.Open(ctx, url, database)
	if err != nil {
		return copying.Sum{}, err
	}
	d, err := datadir.Open(dir, "store copy", files)
	if err != nil {
		return copying.Sum{}, errors.Join(err, s.Close())
	}
	sum, err := fn(d, s)
	return sum, errors.Join(err, d.Close(), s.Close())
}

// Backup writes what is in the database at the address at one moment as one file, of the form of package datadir; bots may go on working.
// program is the program's version.
func Backup(ctx context.Context, url string, w io.Writer, program string, at time.Time) error {
	return with(ctx, url, store.Options{}, func(s *postgres.Store) error { return BackupOf(ctx, s, w, program, at) })
}

// BackupOf is Backup of a database that is open.
func BackupOf(ctx context.Context, s *postgres.Store, w io.Writer, program string, at time.Time) error {
	return s.Whole(ctx, func(all *postgres.Whole) error { return datadir.BackupOf(ctx, all, os.TempDir(), w, program, at) })
}

// Restore puts a backup, wherever it was made, into the database at the address, once it is verified; with replace in the place of what
// is there, which stays when anything fails. Errors are those of datadir.Restore; store.ErrOccupied: there is something, and replace is
// not set; postgres.ErrInUse.
func Restore(ctx context.Context, url string, r io.Reader, replace bool) error {
	return with(ctx, url, store.Options{Copying: true}, func(s *postgres.Store) error {
		return datadir.Unpack(ctx, os.TempDir(), r, datadir.Limits{}, store.Options{}, func(d *datadir.Dir) error {
			put := s.Copy
			if replace {
				put = s.Replace
			}
			return put(ctx, func(c *postgres.Copy) error {
				_, err := copying.Copy(ctx, d, c, nil)
				return err
			})
		})
	})
}

// Verify reads everything in the database at the address and verifies it. An error says that it could not be done.
func Verify(ctx context.Context, url string) (out datadir.Report, err error) {
	err = with(ctx, url, store.Options{}, func(s *postgres.Store) error {
		out, err = verify(ctx, s)
		return err
	})
	return out, err
}

func verify(ctx context.Context, s *postgres.Store) (datadir.Report, error) {
	return datadir.VerifyShared(ctx, s, func(ctx context.Context, g store.GuildID) error {
		l, err := library.Open(ctx, "", library.Options{Files: s.Library(g)})
		if err != nil {
			return err
		}
		return errors.Join(l.Check(ctx), l.Close())
	})
}

func with(ctx context.Context, url string, o store.Options, fn func(*postgres.Store) error) error {
	s, err := postgres.Open(ctx, url, o)
	if err != nil {
		return err
	}
	return errors.Join(fn(s), s.Close())
}
