package postgres

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"readout/bot/store"
	"readout/corpus/library"
)

// Heads are the servers that have a library.
func (s *Store) Heads(ctx context.Context) (map[store.GuildID]library.Head, error) {
	heads := map[store.GuildID]library.Head{}
	db, err := s.db(ctx)
	if err == nil {
		var rows pgx.Rows
		if rows, err = db.Query(ctx, "select guild, version, revision from library_heads"); err == nil {
			var guild int64
			var head library.Head
			_, err = pgx.ForEachRow(rows, []any{&guild, &head.Version, &head.Revision}, func() error {
				heads[store.GuildID(strconv.FormatInt(guild, 10))] = head
				return nil
			})
		}
	}
	if err != nil {
		return nil, fmt.Errorf("list the libraries: %w", err)
	}
	return heads, nil
}

// BeginLibrary makes an empty library for a server, unless it has one.
func (s *Store) BeginLibrary(ctx context.Context, g store.GuildID) error {
	err := s.write(ctx, func(tx pgx.Tx) error {
		n, err := remove(ctx, tx, "insert into library_heads (guild) values ($1) on conflict do nothing", number(g))
		if err == nil && n > 0 {
			err = tell(ctx, tx, g)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("begin the library of server %s: %w", g, err)
	}
	return nil
}

// DeleteLibrary deletes a server's library with all that is in it.
func (s *Store) DeleteLibrary(ctx context.Context, g store.GuildID) error {
	err := s.write(ctx, func(tx pgx.Tx) error {
		n, err := remove(ctx, tx, "delete from library_heads where guild = $1", number(g))
		if err == nil && n > 0 {
			err = tell(ctx, tx, g)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("delete the library of server %s: %w", g, err)
	}
	return nil
}

// libraryChanges is the channel on which processes tell each other which server's library changed.
const libraryChanges = "readout_libraries"

// tell has the other processes know of a change once it is committed.
func tell(ctx context.Context, tx pgx.Tx, g store.GuildID) error {
	_, err := tx.Exec(ctx, "select pg_notify($1, $2)", libraryChanges, string(g))
	return err
}

// watchAgain is how long is waited before listening again after a fault.
const watchAgain = time.Second

// WatchLibraries calls changed, one at a time, whenever a library may have changed, by this process too, until the context ends: at once
// where the database tells, and at least as often as every, for what was told while nobody listened.
func (s *Store) WatchLibraries(ctx context.Context, every time.Duration, changed func(context.Context)) {
	s.watch(ctx, libraryChanges, every, changed)
}

// watch calls changed whenever somebody tells on the channel, and at least as often as every.
func (s *Store) watch(ctx context.Context, channel string, every time.Duration, changed func(context.Context)) {
	for ctx.Err() == nil {
		if err := s.listen(ctx, channel, every, changed); err != nil && ctx.Err() == nil {
			s.log.Warn("what other processes do is looked for, not told", "error", err)
			changed(ctx)
			select {
			case <-ctx.Done():
			case <-time.After(min(watchAgain, every)):
			}
		}
	}
}

// listen is watch as long as one connection lasts.
func (s *Store) listen(ctx context.Context, channel string, every time.Duration, changed func(context.Context)) error {
	if _, err := s.db(ctx); err != nil {
		return err
	}
	pooled, err := s.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	c := pooled.Hijack() // it listens, which nobody else should have to do
	defer func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), fileTime)
		defer cancel()
		c.Close(ctx)
	}()
	if _, err := c.Exec(ctx, "listen "+channel); err != nil {
		return err
	}
	for {
		changed(ctx) // what was told before anybody listened, first
		waiting, cancel := context.WithTimeout(ctx, every)
		_, err := c.WaitForNotification(waiting)
		late := waiting.Err() != nil && ctx.Err() == nil
		cancel()
		if err != nil && !late {
			return err
		}
		if late && c.IsClosed() { // which is how a wait ends that was broken off in the middle of a message
			return nil
		}
	}
}
