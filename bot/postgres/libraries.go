package postgres

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/jackc/pgx/v5"

	"readout/bot/store"
	"readout/corpus/library"
)

// fileTime is how long one operation on a file of a library may take.
const fileTime = 30 * time.Second

// Library is where the library of a server is, for library.Options.
func (s *Store) Library(g store.GuildID) library.Files { return libraryFiles{s, g} }

// libraryFiles is library.Files in the database.
type libraryFiles struct {
	s     *Store
	guild store.GuildID
}

var _ library.Files = libraryFiles{}

// Where implements library.Files.
func (f libraryFiles) Where(name string) string {
	if name == "." {
		return "the database, server " + string(f.guild)
	}
	return fmt.Sprintf("%s of server %s in the database", name, f.guild)
}

// with runs a statement that is done in a moment.
func (f libraryFiles) with(operation, name string, run func(context.Context, querier) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), fileTime)
	defer cancel()
	db, err := f.s.db(ctx)
	if err == nil {
		err = run(ctx, db)
	}
	if errors.Is(err, pgx.ErrNoRows) {
		err = fs.ErrNotExist
	}
	if err != nil {
		return fmt.Errorf("%s %s: %w", operation, f.Where(name), err)
	}
	return nil
}

// Read implements library.Files.
func (f libraryFiles) Read(name string) (data []byte, err error) {
	err = f.with("read", name, func(ctx context.Context, db querier) error {
		return db.QueryRow(ctx, "select data from library_files where guild = $1 and name = $2", number(f.guild), name).Scan(&data)
	})
	return data, err
}

// Begin implements library.Files.
func (f libraryFiles) Begin(name string, most int) (data []byte, err error) {
	err = f.with("read", name, func(ctx context.Context, db querier) error {
		return db.QueryRow(ctx, "select substring(data from 1 for $3) from library_files where guild = $1 and name = $2",
			number(f.guild), name, most).Scan(&data)
	})
	return data, err
}

// Exists implements library.Files.
func (f libraryFiles) Exists(name string) (there bool, err error) {
	err = f.with("look for", name, func(ctx context.Context, db querier) error {
		return db.QueryRow(ctx, "select exists (select from library_files where guild = $1 and name = $2)", number(f.guild), name).Scan(&there)
	})
	return there, err
}

// Names implements library.Files.
func (f libraryFiles) Names(dir string) (names []string, err error) {
	err = f.with("list", dir, func(ctx context.Context, db querier) error {
		// '0' is the character after '/': what lies between them begins with the directory.
		names, err = column[string](ctx, db, `select substring(name from length($2) + 2) from library_files
			where guild = $1 and name > $2 || '/' and name < $2 || '0' order by name`, number(f.guild), dir)
		return err
	})
	return names, err
}

const putFile = `insert into library_files (guild, name, at, data) values ($1, $2, clock_timestamp(), $3)
	on conflict (guild, name) do update set at = excluded.at, data = excluded.data`

// Write implements library.Files.
func (f libraryFiles) Write(name string, data []byte) error {
	return f.with("write", name, func(ctx context.Context, db querier) error {
		_, err := db.Exec(ctx, putFile, number(f.guild), name, append([]byte{}, data...)) // no data is not null
		return err
	})
}

// Touch implements library.Files.
func (f libraryFiles) Touch(name string) error {
	return f.with("keep", name, func(ctx context.Context, db querier) error {
		n, err := remove(ctx, db, "update library_files set at = clock_timestamp() where guild = $1 and name = $2", number(f.guild), name)
		if err == nil && n == 0 {
			err = fs.ErrNotExist
		}
		return err
	})
}

// Move implements library.Files.
func (f libraryFiles) Move(from, to string) error {
	return f.with("move", from, func(ctx context.Context, _ querier) error {
		return f.s.write(ctx, func(tx pgx.Tx) error {
			n, err := remove(ctx, tx, `insert into library_files (guild, name, at, data)
				select guild, $3, at, data from library_files where guild = $1 and name = $2
				on conflict (guild, name) do update set at = excluded.at, data = excluded.data`, number(f.guild), from, to)
			if err == nil && n == 0 {
				err = fs.ErrNotExist
			}
			if err == nil {
				_, err = tx.Exec(ctx, "delete from library_files where guild = $1 and name = $2", number(f.guild), from)
			}
			return err
		})
	})
}

// Remove implements library.Files.
func (f libraryFiles) Remove(name string) error {
	return f.with("remove", name, func(ctx context.Context, db querier) error {
		_, err := db.Exec(ctx, "delete from library_files where guild = $1 and name = $2", number(f.guild), name)
		return err
	})
}

// RemoveOld implements library.Files.
func (f libraryFiles) RemoveOld(name string, life time.Duration) error {
	return f.with("remove", name, func(ctx context.Context, db querier) error {
		_, err := db.Exec(ctx, "delete from library_files where guild = $1 and name = $2 and at < clock_timestamp() - $3::interval",
			number(f.guild), name, life)
		return err
	})
}

// Commit implements library.Files. The fence is the row of the server's head: it is moved from the version that the new one was made from,
// or nothing is done.
func (f libraryFiles) Commit(base, version int, manifest, pointer []byte) error {
	return f.with("publish", fmt.Sprintf("version %d", version), func(ctx context.Context, _ querier) error {
		return f.s.write(ctx, func(tx pgx.Tx) error {
			n, err := remove(ctx, tx, "update library_heads set version = $3, revision = revision + 1 where guild = $1 and version = $2",
				number(f.guild), base, version)
			if err == nil && n == 0 {
				err = library.ErrConflict
			}
			if err == nil {
				_, err = tx.Exec(ctx, putFile, number(f.guild), fmt.Sprintf("versions/%08d", version), manifest)
			}
			if err == nil {
				_, err = tx.Exec(ctx, putFile, number(f.guild), "current", pointer)
			}
			if err == nil {
				err = f.s.enqueue(ctx, tx, store.JobRecall, f.guild, f.s.now().Add(store.RecallAfter))
			}
			if err == nil {
				err = tell(ctx, tx, f.guild)
			}
			return err
		})
	})
}

// Changed implements library.Files.
func (f libraryFiles) Changed() error {
	return f.with("tell of", "a change", func(ctx context.Context, _ querier) error {
		return f.s.write(ctx, func(tx pgx.Tx) error {
			if _, err := tx.Exec(ctx, "update library_heads set revision = revision + 1 where guild = $1", number(f.guild)); err != nil {
				return err
			}
			return tell(ctx, tx, f.guild)
		})
	})
}

// Lock implements library.Files. The lock is the connection's, so that it goes with the process.
func (f libraryFiles) Lock(ctx context.Context, name string) (release func(), err error) {
	release, err = f.s.lock(ctx, fmt.Sprintf("library of server %s: %s", f.guild, name))
	if err != nil {
		return nil, fmt.Errorf("wait for %s: %w", f.Where(name), err)
	}
	return release, nil
}

// lockPause is how long one waits between two looks whether a lock is free.
const lockPause = 20 * time.Millisecond

// lock waits for a lock of the database. Only who holds one keeps a connection, and not all of them: what is to be done under a lock needs
// another.
func (s *Store) lock(ctx context.Context, name string) (release func(), err error) {
	for {
		if _, err := s.db(ctx); err != nil {
			return nil, err
		}
		release, err := s.tryLock(ctx, name)
		if err != nil || release != nil {
			return release, err
		}
		if err := pause(ctx, int(lockPause/(10*time.Millisecond))); err != nil {
			return nil, err
		}
	}
}

// tryLock takes a lock; release is nil while another has it.
func (s *Store) tryLock(ctx context.Context, name string) (release func(), err error) {
	select {
	case s.holders <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	c, err := s.pool.Acquire(ctx)
	if err != nil {
		<-s.holders
		return nil, err
	}
	var got bool
	err = c.QueryRow(ctx, "select pg_try_advisory_lock(hashtextextended($1, 0))", name).Scan(&got)
	if err != nil || !got {
		c.Release()
		<-s.holders
		return nil, err
	}
	return func() {
		ctx, cancel := context.WithTimeout(context.Background(), fileTime)
		defer cancel()
		if _, err := c.Exec(ctx, "select pg_advisory_unlock(hashtextextended($1, 0))", name); err != nil {
			c.Hijack().Close(ctx) // with the connection goes the lock
		} else {
			c.Release()
		}
		<-s.holders
	}, nil
}
