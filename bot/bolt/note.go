package bolt

import (
	"context"
	"errors"
	"fmt"
	"time"

	"go.etcd.io/bbolt"

	"readout/bot/bolt/internal/commit"
	"readout/bot/bolt/internal/table"
	"readout/bot/store"
)

var notes = table.Table[store.Note]{Name: "notes", Key: noteKeyOf, Entries: noteEntries}

func noteKey(kind string, guild store.GuildID, name string) table.Key {
	return table.Key{}.Text(kind).Number(store.Snowflake(guild)).Text(name)
}

func noteKeyOf(n store.Note) []byte { return noteKey(n.Kind, n.Guild, n.Name) }

func noteEntries(n store.Note) []table.Entry {
	es := []table.Entry{{Bucket: notesByGuild, Key: table.ID(n.Guild).Raw(noteKeyOf(n)), Value: []byte{}}}
	if n.Member != "" {
		es = append(es, table.Entry{Bucket: notesByMember, Key: table.ID(n.Member).Raw(noteKeyOf(n)), Value: []byte{}})
	}
	return es
}

// AddNote keeps a note. ErrExists: there is one under its key; ErrFull: there is no room.
func (s *Store) AddNote(ctx context.Context, n store.Note, room store.Room) error {
	n.Until = n.Until.UTC().Round(0)
	err := n.Validate()
	if err == nil {
		err = s.write(ctx, func(tx *bbolt.Tx) error {
			if _, there, err := notes.Get(tx, noteKeyOf(n)); err != nil || there {
				return commit.Refuse(errors.Join(err, store.ErrExists))
			}
			if isFull(tx, n, room) {
				return commit.Refuse(store.ErrFull)
			}
			return notes.Put(tx, n)
		})
	}
	if err != nil {
		return fmt.Errorf("add note %q: %w", n.Kind, err)
	}
	return nil
}

// isFull reports whether there is no room for another note like n.
func isFull(tx *bbolt.Tx, n store.Note, room store.Room) bool {
	if room.Guild > 0 {
		of := table.Key{}.Text(n.Kind).Number(store.Snowflake(n.Guild))
		if len(table.FirstKeys(tx, notes.Name, of, room.Guild)) >= room.Guild {
			return true
		}
	}
	if room.Member == 0 || n.Member == "" {
		return false
	}
	of := table.ID(n.Member).Text(n.Kind)
	return len(table.FirstKeys(tx, notesByMember, of, room.Member)) >= room.Member
}

// PutNote keeps a note, in place of the one under its key.
func (s *Store) PutNote(ctx context.Context, n store.Note) error {
	n.Until = n.Until.UTC().Round(0)
	err := n.Validate()
	if err == nil {
		err = s.write(ctx, func(tx *bbolt.Tx) error { return notes.Put(tx, n) })
	}
	if err != nil {
		return fmt.Errorf("put note %q: %w", n.Kind, err)
	}
	return nil
}

// Note returns a note; ErrNotFound when there is none.
func (s *Store) Note(ctx context.Context, kind string, guild store.GuildID, name string) (n store.Note, err error) {
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		var ok bool
		if n, ok, err = notes.Get(tx, noteKey(kind, guild, name)); err == nil && !ok {
			err = fmt.Errorf("note %q: %w", kind, store.ErrNotFound)
		}
		return err
	})
	return n, err
}

// Notes returns the notes of a kind in a server, in the order of their names.
func (s *Store) Notes(ctx context.Context, kind string, guild store.GuildID) ([]store.Note, error) {
	var all []store.Note
	err := s.view(ctx, func(tx *bbolt.Tx) error {
		for _, k := range table.FirstKeys(tx, notes.Name, table.Key{}.Text(kind).Number(store.Snowflake(guild)), maxNotes) {
			n, err := notes.Listed(tx, k)
			if err != nil {
				return err
			}
			all = append(all, n)
		}
		return nil
	})
	return all, err
}

// maxNotes is how many notes of a kind and a server are read at a time.
const maxNotes = 100_000

// UpdateNote changes the data of a note as change says, which may be called more than once and whose error is returned with nothing
// changed. ErrNotFound.
func (s *Store) UpdateNote(
	ctx context.Context,
	kind string,
	guild store.GuildID,
	name string,
	change func(*store.Note) error,
) (store.Note, error) {
	var n store.Note
	err := s.write(ctx, func(tx *bbolt.Tx) error {
		was, ok, err := notes.Get(tx, noteKey(kind, guild, name))
		if err != nil || !ok {
			return commit.Refuse(errors.Join(err, store.ErrNotFound))
		}
		if n, err = was.Changed(commit.Change(change)); err != nil {
			return commit.Refuse(err)
		}
		return notes.Put(tx, n)
	})
	if err != nil {
		return store.Note{}, fmt.Errorf("update note %q: %w", kind, err)
	}
	return n, nil
}

// DeleteNote deletes a note; without such a one it does nothing.
func (s *Store) DeleteNote(ctx context.Context, kind string, guild store.GuildID, name string) error {
	err := s.write(ctx, func(tx *bbolt.Tx) error { return notes.Delete(tx, noteKey(kind, guild, name)) })
	if err != nil {
		return fmt.Errorf("delete note %q: %w", kind, err)
	}
	return nil
}

// deleteNotes deletes at most room notes that an index has under a prefix.
func deleteNotes(tx *bbolt.Tx, index string, prefix []byte, room int) (n int, err error) {
	for _, k := range table.FirstKeys(tx, index, prefix, room) {
		if err := notes.Delete(tx, k[len(prefix):]); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

func (s *Store) sweepNotes(ctx context.Context, now time.Time) (store.Deleted, error) {
	n, err := sweepOld(ctx, s, notes, 0, now, func(n store.Note) time.Time { return n.Until })
	return store.Deleted{Notes: n}, err
}
