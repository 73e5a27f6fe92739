package bolt

import (
	"context"
	"fmt"
	"math"
	"time"

	"go.etcd.io/bbolt"

	"readout/bot/bolt/internal/commit"
	"readout/bot/bolt/internal/table"
	"readout/bot/store"
)

var feedbacks = table.Table[store.Feedback]{Name: "feedback", Key: feedbackKey, Entries: feedbackEntries}

func feedbackKey(f store.Feedback) []byte {
	return table.Key(f.Receipt.Bytes()).Number(store.Snowflake(f.Member))
}

func feedbackEntries(f store.Feedback) []table.Entry {
	es := []table.Entry{{Bucket: feedbackByMember, Key: table.ID(f.Member).Raw(f.Receipt.Bytes()), Value: []byte{}}}
	if f.InInbox() {
		es = append(es, table.Entry{Bucket: inboxBucket, Key: inboxKey(f.Guild, f.Given, f.Receipt, f.Member), Value: []byte{}})
	}
	return es
}

// PutFeedback stores what a member thinks of an answer, in place of what the member thought before. f.Given may be zero (then it
// is now). Down on a public answer goes to the server's inbox. ErrNotFound when the answer has no receipt.
func (s *Store) PutFeedback(ctx context.Context, f store.Feedback) error {
	f.Given, f.Resolution = store.Stamp(f.Given, s.now()), time.Time{}
	err := s.write(ctx, func(tx *bbolt.Tx) error {
		r, err := findReceipt(tx, f.Receipt)
		if err != nil {
			return commit.Refuse(err)
		}
		f.Guild, f.Private = r.Guild, r.Private
		if err := f.Validate(); err != nil {
			return commit.Refuse(err)
		}
		return feedbacks.Put(tx, f)
	})
	if err != nil {
		return fmt.Errorf("put feedback: %w", err)
	}
	return nil
}

// FeedbackOn returns the feedback on an answer, ordered by the member's ID.
func (s *Store) FeedbackOn(ctx context.Context, id store.ReceiptID) ([]store.Feedback, error) {
	prefix := id.Bytes()
	if prefix == nil {
		return nil, nil
	}
	var all []store.Feedback
	err := s.view(ctx, func(tx *bbolt.Tx) error {
		for _, k := range table.FirstKeys(tx, feedbacks.Name, prefix, math.MaxInt) {
			f, _, err := feedbacks.Get(tx, k)
			if err != nil {
				return err
			}
			all = append(all, f)
		}
		return nil
	})
	return all, err
}

// inboxKey is the key of a member's note, or of the unanswered question itself when the member is "".
func inboxKey(guild store.GuildID, at time.Time, id store.ReceiptID, member store.UserID) table.Key {
	return table.ID(guild).Raw(store.NewInboxID(at, id, member).Bytes())
}

// Inbox returns the open items of a server, newest first: thumbs-down notes and unanswered questions, public ones only. It returns
// at most limit of those that are older than before; "" starts with the newest.
func (s *Store) Inbox(ctx context.Context, guild store.GuildID, before store.InboxID, limit int) ([]store.InboxItem, error) {
	if err := store.RequireID("server", guild); err != nil {
		return nil, fmt.Errorf("inbox: %w", err)
	}
	prefix := table.ID(guild)
	end := table.After(prefix)
	if before != "" {
		b := before.Bytes()
		if b == nil {
			return nil, fmt.Errorf("inbox item %q: %w", before, store.ErrNotFound)
		}
		end = table.ID(guild).Raw(b)
	}
	var items []store.InboxItem
	err := s.view(ctx, func(tx *bbolt.Tx) error {
		c := tx.Bucket([]byte(inboxBucket)).Cursor()
		for k, _ := table.LastBefore(c, prefix, end); k != nil && len(items) < limit; k, _ = table.LastBefore(c, prefix, k) {
			item, err := inboxItem(tx, k)
			if err != nil {
				return err
			}
			items = append(items, item)
		}
		return nil
	})
	return items, err
}

func inboxItem(tx *bbolt.Tx, k []byte) (store.InboxItem, error) {
	item := store.InboxItem{ID: store.InboxID(store.EncodeID(k[8:]))}
	_, id, member, _ := item.ID.Parts()
	var err error
	if item.Receipt, err = receipts.Listed(tx, id.Bytes()); err != nil || member == "" {
		return item, err
	}
	note, err := feedbacks.Listed(tx, feedbackKey(store.Feedback{Receipt: id, Member: member}))
	item.Note = &note
	return item, err
}

// Resolve closes an item of the server's inbox. ErrNotFound when the server has no such open item.
func (s *Store) Resolve(ctx context.Context, guild store.GuildID, item store.InboxID) error {
	b := item.Bytes()
	k := table.ID(guild).Raw(b)
	at := s.now()
	err := s.write(ctx, func(tx *bbolt.Tx) error {
		if b == nil || tx.Bucket([]byte(inboxBucket)).Get(k) == nil {
			return commit.Refuse(store.ErrNotFound)
		}
		found, err := inboxItem(tx, k)
		if err != nil {
			return commit.Refuse(err)
		}
		if found.Note != nil {
			found.Note.Resolution = at
			return feedbacks.Put(tx, *found.Note)
		}
		found.Receipt.Resolution = at
		return receipts.Put(tx, found.Receipt)
	})
	if err != nil {
		return fmt.Errorf("resolve inbox item %q: %w", item, err)
	}
	return nil
}
