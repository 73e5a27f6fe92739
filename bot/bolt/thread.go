package bolt

import (
	"context"
	"fmt"

	"go.etcd.io/bbolt"

	"readout/bot/bolt/internal/table"
	"readout/bot/store"
)

var threads = table.Table[store.Thread]{Name: "threads", Key: threadKey, Entries: threadEntries}

func threadKey(t store.Thread) []byte { return table.ID(t.ID) }

func threadEntries(t store.Thread) []table.Entry {
	es := []table.Entry{{Bucket: threadsByGuild, Key: table.ID(t.Guild).Raw(threadKey(t)), Value: []byte{}}}
	if t.Owner != "" {
		es = append(es, table.Entry{Bucket: threadsByMember, Key: table.ID(t.Owner).Raw(threadKey(t)), Value: []byte{}})
	}
	return es
}

// PutThread remembers a thread, in place of what was known of it. t.Used may be zero (then it is now). From then on AddReceipt
// keeps its Latest, by which Turns finds the conversation. A thread unused for Retention.Text is forgotten.
func (s *Store) PutThread(ctx context.Context, t store.Thread) error {
	if t.Used.IsZero() {
		t.Used = s.now()
	}
	t.Used = t.Used.UTC().Round(0)
	err := t.Validate()
	if err == nil {
		err = s.write(ctx, func(tx *bbolt.Tx) error { return threads.Put(tx, t) })
	}
	if err != nil {
		return fmt.Errorf("put thread %q: %w", t.ID, err)
	}
	return nil
}

// Thread returns what is known of the thread. ErrNotFound: the bot does not own it.
func (s *Store) Thread(ctx context.Context, id store.ChannelID) (t store.Thread, err error) {
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		var ok bool
		if t, ok, err = threads.Get(tx, threadKey(store.Thread{ID: id})); err == nil && !ok {
			err = fmt.Errorf("thread %q: %w", id, store.ErrNotFound)
		}
		return err
	})
	return t, err
}

// DeleteThread forgets the thread; the receipts of its answers stay. Without such a thread it does nothing.
func (s *Store) DeleteThread(ctx context.Context, id store.ChannelID) error {
	err := s.write(ctx, func(tx *bbolt.Tx) error { return threads.Delete(tx, threadKey(store.Thread{ID: id})) })
	if err != nil {
		return fmt.Errorf("delete thread %q: %w", id, err)
	}
	return nil
}

// extendThread makes the receipt its thread's latest, if its channel is one. A private answer is no turn of a conversation that others
// go on with.
func extendThread(tx *bbolt.Tx, r store.Receipt) error {
	t, ok, err := threads.Get(tx, threadKey(store.Thread{ID: r.Channel}))
	if err != nil || !ok || r.Private {
		return err
	}
	t.Latest, t.Used = r.ID, r.Asked
	return threads.Put(tx, t)
}
