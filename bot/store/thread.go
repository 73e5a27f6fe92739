package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"go.etcd.io/bbolt"
)

const threads table[Thread] = "threads"

// Thread is a channel in which every message is for the bot: a thread that it opened, or a direct-message channel.
type Thread struct {
	ID     ChannelID `json:"id"`
	Guild  GuildID   `json:"guild"`            // "" for direct messages
	Owner  UserID    `json:"owner,omitempty"`  // for whom it was opened; "" once forgotten
	Latest ReceiptID `json:"latest,omitempty"` // the newest answer in it that is not private
	Used   time.Time `json:"used"`             // UTC, when it was opened or its latest answer asked for
}

func (t Thread) key() []byte { return key{}.number(Snowflake(t.ID)) }

func (t Thread) entries() []entry {
	es := []entry{{threadsByGuild, key{}.number(Snowflake(t.Guild)).raw(t.key()), []byte{}}}
	if t.Owner != "" {
		es = append(es, entry{threadsByMember, key{}.number(Snowflake(t.Owner)).raw(t.key()), []byte{}})
	}
	return es
}

// Validate tells what no store takes.
func (t Thread) Validate() error {
	if t.Latest != "" && t.Latest.bytes() == nil {
		return fmt.Errorf("%q is not the ID of a receipt", t.Latest)
	}
	return errors.Join(validTime(t.Used), RequireID("thread", t.ID), OptionalID("server", t.Guild), OptionalID("owner", t.Owner))
}

// PutThread remembers a thread, in place of what was known of it. t.Used may be zero (then it is now). From then on AddReceipt
// keeps its Latest, by which Turns finds the conversation. A thread unused for Retention.Text is forgotten.
func (s *Store) PutThread(ctx context.Context, t Thread) error {
	if t.Used.IsZero() {
		t.Used = s.now()
	}
	t.Used = t.Used.UTC().Round(0)
	err := t.Validate()
	if err == nil {
		err = s.write(ctx, func(tx *bbolt.Tx) error { return threads.put(tx, t) })
	}
	if err != nil {
		return fmt.Errorf("put thread %q: %w", t.ID, err)
	}
	return nil
}

// Thread returns what is known of the thread. ErrNotFound: the bot does not own it.
func (s *Store) Thread(ctx context.Context, id ChannelID) (t Thread, err error) {
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		var ok bool
		if t, ok, err = threads.get(tx, Thread{ID: id}.key()); err == nil && !ok {
			err = fmt.Errorf("thread %q: %w", id, ErrNotFound)
		}
		return err
	})
	return t, err
}

// DeleteThread forgets the thread; the receipts of its answers stay. Without such a thread it does nothing.
func (s *Store) DeleteThread(ctx context.Context, id ChannelID) error {
	err := s.write(ctx, func(tx *bbolt.Tx) error { return threads.delete(tx, Thread{ID: id}.key()) })
	if err != nil {
		return fmt.Errorf("delete thread %q: %w", id, err)
	}
	return nil
}

// extendThread makes the receipt its thread's latest, if its channel is one. A private answer is no turn of a conversation that others
// go on with.
func extendThread(tx *bbolt.Tx, r Receipt) error {
	t, ok, err := threads.get(tx, Thread{ID: r.Channel}.key())
	if err != nil || !ok || r.Private {
		return err
	}
	t.Latest, t.Used = r.ID, r.Asked
	return threads.put(tx, t)
}
