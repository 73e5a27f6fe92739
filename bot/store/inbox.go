package store

import (
	"context"
	"encoding/binary"
	"fmt"
	"time"

	"go.etcd.io/bbolt"
)

// InboxID names an item of a server's inbox: 52 lower-case letters and digits.
type InboxID string

const inboxIDLen = 8 + receiptIDLen + 8 // the key without the server

// InboxItem is something for a server's moderators to look at.
type InboxItem struct {
	ID      InboxID
	Receipt Receipt
	Note    *Feedback // a thumbs-down on the answer; nil when the item is the question, which the articles did not answer
}

// NewInboxID names the item that a note makes, or with no member the question itself, which the articles did not answer; at is the
// time of it, of which only the millisecond counts.
func NewInboxID(at time.Time, receipt ReceiptID, member UserID) InboxID {
	return InboxID(encodeID(inboxKey("", at, receipt, member)[8:]))
}

// Parts are what NewInboxID made the ID of; ok is false when it is none.
func (id InboxID) Parts() (at time.Time, receipt ReceiptID, member UserID, ok bool) {
	b := decodeID(string(id), inboxIDLen)
	if b == nil {
		return at, "", "", false
	}
	receipt, member = splitInboxKey(key{}.number(0).raw(b))
	return time.UnixMilli(int64(binary.BigEndian.Uint64(b))).UTC(), receipt, member, true
}

// inboxKey is the key of a member's note, or of the unanswered question itself when the member is "".
func inboxKey(guild GuildID, at time.Time, id ReceiptID, member UserID) key {
	return key{}.number(Snowflake(guild)).millis(at).raw(id.bytes()).number(Snowflake(member))
}

// Inbox returns the open items of a server, newest first: thumbs-down notes and unanswered questions, public ones only. It returns
// at most limit of those that are older than before; "" starts with the newest.
func (s *Store) Inbox(ctx context.Context, guild GuildID, before InboxID, limit int) ([]InboxItem, error) {
	if err := RequireID("server", guild); err != nil {
		return nil, fmt.Errorf("inbox: %w", err)
	}
	prefix := key{}.number(Snowflake(guild))
	end := after(prefix)
	if before != "" {
		b := decodeID(string(before), inboxIDLen)
		if b == nil {
			return nil, fmt.Errorf("inbox item %q: %w", before, ErrNotFound)
		}
		end = key{}.number(Snowflake(guild)).raw(b)
	}
	var items []InboxItem
	err := s.view(ctx, func(tx *bbolt.Tx) error {
		c := tx.Bucket([]byte(inboxBucket)).Cursor()
		for k, _ := lastBefore(c, prefix, end); k != nil && len(items) < limit; k, _ = lastBefore(c, prefix, k) {
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

func inboxItem(tx *bbolt.Tx, k []byte) (InboxItem, error) {
	id, member := splitInboxKey(k)
	item := InboxItem{ID: InboxID(encodeID(k[8:]))}
	var err error
	if item.Receipt, err = receipts.listed(tx, id.bytes()); err != nil || member == "" {
		return item, err
	}
	note, err := feedbacks.listed(tx, Feedback{Receipt: id, Member: member}.key())
	item.Note = &note
	return item, err
}

func splitInboxKey(k []byte) (ReceiptID, UserID) {
	id := ReceiptID(encodeID(k[16 : 16+receiptIDLen]))
	return id, FromSnowflake[UserID](binary.BigEndian.Uint64(k[16+receiptIDLen:]))
}

// Resolve closes an item of the server's inbox. ErrNotFound when the server has no such open item.
func (s *Store) Resolve(ctx context.Context, guild GuildID, item InboxID) error {
	b := decodeID(string(item), inboxIDLen)
	k := key{}.number(Snowflake(guild)).raw(b)
	at := s.now()
	err := s.write(ctx, func(tx *bbolt.Tx) error {
		if b == nil || tx.Bucket([]byte(inboxBucket)).Get(k) == nil {
			return refuse(ErrNotFound)
		}
		found, err := inboxItem(tx, k)
		if err != nil {
			return refuse(err)
		}
		if found.Note != nil {
			found.Note.Resolution = at
			return feedbacks.put(tx, *found.Note)
		}
		found.Receipt.Resolution = at
		return receipts.put(tx, found.Receipt)
	})
	if err != nil {
		return fmt.Errorf("resolve inbox item %q: %w", item, err)
	}
	return nil
}
