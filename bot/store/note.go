package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"go.etcd.io/bbolt"
)

const notes table[Note] = "notes"

// Note is what a part of the bot remembers for a while, in a form of its own: a question that waits for its answer, a post that was
// answered. Kind, Guild and Name together are its key.
type Note struct {
	Kind   string          `json:"kind"`             // which part it is of
	Guild  GuildID         `json:"guild"`            // "" in direct messages
	Name   string          `json:"name"`             // among those of its kind and server
	Member UserID          `json:"member,omitempty"` // whose it is, and who has it forgotten; "" for nobody's
	Until  time.Time       `json:"until"`            // UTC, when it goes
	Data   json.RawMessage `json:"data"`             // of its part
}

// LongestName is how long the kind and the name of a note may be, in bytes, and MaxNote its data.
const (
	LongestName = 100
	MaxNote     = 64 << 10
)

func noteKey(kind string, guild GuildID, name string) key {
	return key{}.text(kind).number(Snowflake(guild)).text(name)
}

func (n Note) key() []byte { return noteKey(n.Kind, n.Guild, n.Name) }

func (n Note) entries() []entry {
	es := []entry{{notesByGuild, key{}.number(Snowflake(n.Guild)).raw(n.key()), []byte{}}}
	if n.Member != "" {
		es = append(es, entry{notesByMember, key{}.number(Snowflake(n.Member)).raw(n.key()), []byte{}})
	}
	return es
}

// Validate tells what no store takes.
func (n Note) Validate() error {
	if n.Kind == "" || n.Name == "" || len(n.Kind) > LongestName || len(n.Name) > LongestName {
		return fmt.Errorf("note %q %q: kind and name must have 1 to %d bytes", n.Kind, n.Name, LongestName)
	}
	if len(n.Data) > MaxNote || !json.Valid(n.Data) {
		return fmt.Errorf("note %q: its %d bytes are too many, or no JSON", n.Kind, len(n.Data))
	}
	return errors.Join(validTime(n.Until), OptionalID("server", n.Guild), OptionalID("member", n.Member))
}

// ErrFull says that no more notes of a kind are taken.
var ErrFull = errors.New("there are too many already")

// Room is how many notes of a kind there may be; zero is no limit.
type Room struct {
	Member int // of one member, in all servers
	Guild  int // of one server
}

// AddNote keeps a note. ErrExists: there is one under its key; ErrFull: there is no room.
func (s *Store) AddNote(ctx context.Context, n Note, room Room) error {
	n.Until = n.Until.UTC().Round(0)
	err := n.Validate()
	if err == nil {
		err = s.write(ctx, func(tx *bbolt.Tx) error {
			if _, there, err := notes.get(tx, n.key()); err != nil || there {
				return refuse(errors.Join(err, ErrExists))
			}
			full, err := isFull(tx, n, room)
			if err != nil || full {
				return refuse(errors.Join(err, ErrFull))
			}
			return notes.put(tx, n)
		})
	}
	if err != nil {
		return fmt.Errorf("add note %q: %w", n.Kind, err)
	}
	return nil
}

// isFull reports whether there is no room for another note like n.
func isFull(tx *bbolt.Tx, n Note, room Room) (bool, error) {
	if room.Guild > 0 {
		of := key{}.text(n.Kind).number(Snowflake(n.Guild))
		if len(firstKeys(tx, string(notes), of, room.Guild)) >= room.Guild {
			return true, nil
		}
	}
	if room.Member == 0 || n.Member == "" {
		return false, nil
	}
	of := key{}.number(Snowflake(n.Member)).text(n.Kind)
	return len(firstKeys(tx, notesByMember, of, room.Member)) >= room.Member, nil
}

// PutNote keeps a note, in place of the one under its key.
func (s *Store) PutNote(ctx context.Context, n Note) error {
	n.Until = n.Until.UTC().Round(0)
	err := n.Validate()
	if err == nil {
		err = s.write(ctx, func(tx *bbolt.Tx) error { return notes.put(tx, n) })
	}
	if err != nil {
		return fmt.Errorf("put note %q: %w", n.Kind, err)
	}
	return nil
}

// Note returns a note; ErrNotFound when there is none.
func (s *Store) Note(ctx context.Context, kind string, guild GuildID, name string) (n Note, err error) {
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		var ok bool
		if n, ok, err = notes.get(tx, noteKey(kind, guild, name)); err == nil && !ok {
			err = fmt.Errorf("note %q: %w", kind, ErrNotFound)
		}
		return err
	})
	return n, err
}

// Notes returns the notes of a kind in a server, in the order of their names.
func (s *Store) Notes(ctx context.Context, kind string, guild GuildID) ([]Note, error) {
	var all []Note
	err := s.view(ctx, func(tx *bbolt.Tx) error {
		for _, k := range firstKeys(tx, string(notes), key{}.text(kind).number(Snowflake(guild)), maxNotes) {
			n, err := notes.listed(tx, k)
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
func (s *Store) UpdateNote(ctx context.Context, kind string, guild GuildID, name string, change func(*Note) error) (Note, error) {
	var n Note
	err := s.write(ctx, func(tx *bbolt.Tx) error {
		was, ok, err := notes.get(tx, noteKey(kind, guild, name))
		if err != nil || !ok {
			return refuse(errors.Join(err, ErrNotFound))
		}
		n = was
		if err := changeAs(change, &n); err != nil {
			return refuse(err)
		}
		n.Kind, n.Guild, n.Name, n.Until = was.Kind, was.Guild, was.Name, n.Until.UTC().Round(0)
		if err := n.Validate(); err != nil {
			return refuse(err)
		}
		return notes.put(tx, n)
	})
	if err != nil {
		return Note{}, fmt.Errorf("update note %q: %w", kind, err)
	}
	return n, nil
}

// DeleteNote deletes a note; without such a one it does nothing.
func (s *Store) DeleteNote(ctx context.Context, kind string, guild GuildID, name string) error {
	err := s.write(ctx, func(tx *bbolt.Tx) error { return notes.delete(tx, noteKey(kind, guild, name)) })
	if err != nil {
		return fmt.Errorf("delete note %q: %w", kind, err)
	}
	return nil
}

// deleteNotes deletes at most room notes that an index has under a prefix.
func deleteNotes(tx *bbolt.Tx, index string, prefix []byte, room int) (n int, err error) {
	for _, k := range firstKeys(tx, index, prefix, room) {
		if err := notes.delete(tx, k[len(prefix):]); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

func (s *Store) sweepNotes(ctx context.Context, now time.Time) (Deleted, error) {
	n, err := sweepTable(ctx, s, notes, func(_ []byte, n Note) verdict {
		if !now.Before(n.Until) {
			return remove
		}
		return keep
	})
	return Deleted{Notes: n}, err
}
