package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"readout/bot/store"
)

// AddNote keeps a note. store.ErrExists: there is one under its key; store.ErrFull: there is no room, over all processes.
func (s *Store) AddNote(ctx context.Context, n store.Note, room store.Room) error {
	n.Until = n.Until.UTC().Round(0)
	err := n.Validate()
	if err == nil {
		err = s.write(ctx, func(tx pgx.Tx) error { return addNote(ctx, tx, n, room) })
	}
	if err != nil {
		return fmt.Errorf("add note %q: %w", n.Kind, err)
	}
	return nil
}

func addNote(ctx context.Context, tx pgx.Tx, n store.Note, room store.Room) error {
	// Who adds to the same server, or for the same member, waits here: what is counted below is then counted by one at a time.
	for _, whose := range []string{fmt.Sprintf("notes %s of server %s", n.Kind, n.Guild),
		fmt.Sprintf("notes %s of member %s", n.Kind, n.Member)} {
		if _, err := tx.Exec(ctx, "select pg_advisory_xact_lock(hashtextextended($1, 0))", whose); err != nil {
			return err
		}
	}
	var there bool
	var ofGuild, ofMember int
	err := tx.QueryRow(ctx, `select exists (select from notes where kind = $1 and guild = $2 and name = $3),
		(select count(*) from notes where kind = $1 and guild = $2), (select count(*) from notes where kind = $1 and member = $4)`,
		n.Kind, number(n.Guild), n.Name, optional(n.Member)).Scan(&there, &ofGuild, &ofMember)
	switch {
	case err != nil:
		return err
	case there:
		return store.ErrExists
	case room.Guild > 0 && ofGuild >= room.Guild, room.Member > 0 && n.Member != "" && ofMember >= room.Member:
		return store.ErrFull
	}
	return putNote(ctx, tx, n)
}

// PutNote keeps a note, in place of the one under its key.
func (s *Store) PutNote(ctx context.Context, n store.Note) error {
	n.Until = n.Until.UTC().Round(0)
	err := n.Validate()
	if err == nil {
		var db querier
		if db, err = s.db(ctx); err == nil {
			err = putNote(ctx, db, n)
		}
	}
	if err != nil {
		return fmt.Errorf("put note %q: %w", n.Kind, err)
	}
	return nil
}

func putNote(ctx context.Context, db querier, n store.Note) error {
	record, err := encode(n)
	if err != nil {
		return err
	}
	_, err = db.Exec(ctx, `insert into notes (kind, guild, name, member, until, record) values ($1, $2, $3, $4, $5, $6)
		on conflict (kind, guild, name) do update set member = excluded.member, until = excluded.until, record = excluded.record`,
		n.Kind, number(n.Guild), n.Name, optional(n.Member), at(n.Until), record)
	return err
}

// Note returns a note; store.ErrNotFound when there is none.
func (s *Store) Note(ctx context.Context, kind string, guild store.GuildID, name string) (store.Note, error) {
	db, err := s.db(ctx)
	if err != nil {
		return store.Note{}, err
	}
	n, ok, err := oneRecord[store.Note](ctx, db, "select record from notes where kind = $1 and guild = $2 and name = $3",
		kind, number(guild), name)
	if err == nil && !ok {
		err = fmt.Errorf("note %q: %w", kind, store.ErrNotFound)
	}
	return n, err
}

// Notes returns the notes of a kind in a server, in the order of their names.
func (s *Store) Notes(ctx context.Context, kind string, guild store.GuildID) ([]store.Note, error) {
	db, err := s.db(ctx)
	if err != nil {
		return nil, err
	}
	return records[store.Note](ctx, db, "select record from notes where kind = $1 and guild = $2 order by name", kind, number(guild))
}

// UpdateNote changes the data of a note as change says. store.ErrNotFound.
func (s *Store) UpdateNote(ctx context.Context, kind string, guild store.GuildID, name string,
	change func(*store.Note) error) (store.Note, error) {
	var n store.Note
	err := s.write(ctx, func(tx pgx.Tx) error {
		was, ok, err := oneRecord[store.Note](ctx, tx, "select record from notes where kind = $1 and guild = $2 and name = $3 for update",
			kind, number(guild), name)
		if err != nil || !ok {
			return errors.Join(err, missing(ok))
		}
		if n, err = was.Changed(change); err != nil {
			return err
		}
		return putNote(ctx, tx, n)
	})
	if err != nil {
		return store.Note{}, fmt.Errorf("update note %q: %w", kind, err)
	}
	return n, nil
}

// DeleteNote deletes a note; without such a one it does nothing.
func (s *Store) DeleteNote(ctx context.Context, kind string, guild store.GuildID, name string) error {
	db, err := s.db(ctx)
	if err == nil {
		_, err = remove(ctx, db, "delete from notes where kind = $1 and guild = $2 and name = $3", kind, number(guild), name)
	}
	if err != nil {
		return fmt.Errorf("delete note %q: %w", kind, err)
	}
	return nil
}
