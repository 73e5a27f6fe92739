package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"readout/bot/bolt/internal/commit"
	"readout/bot/bolt/internal/table"
	"readout/bot/store"
	"readout/corpus"
)

var receipts = table.Table[store.Receipt]{Name: "receipts", Key: receiptKey, Entries: receiptEntries}

func receiptKey(r store.Receipt) []byte { return r.ID.Bytes() }

func receiptEntries(r store.Receipt) []table.Entry {
	id := r.ID.Bytes()
	at := func(bucket string, k table.Key) table.Entry {
		return table.Entry{Bucket: bucket, Key: k, Value: []byte{}}
	}
	es := []table.Entry{at(receiptsByGuild, table.ID(r.Guild).Raw(id))}
	if r.Message != "" {
		es = append(es, table.Entry{Bucket: receiptsByMessage, Key: table.ID(r.Message), Value: id})
	}
	passages := make(map[corpus.PassageID]bool)
	for _, c := range r.Citations {
		if !passages[c.Passage] {
			passages[c.Passage] = true
			es = append(es, at(receiptsByPassage, table.ID(r.Guild).Text(string(c.Passage)).Raw(id)))
		}
	}
	for _, user := range r.Members() {
		es = append(es, at(receiptsByMember, table.ID(user).Raw(id)))
	}
	if r.Expires() {
		es = append(es, at(receiptsWithText, id))
	}
	if r.InInbox() {
		es = append(es, at(inboxBucket, inboxKey(r.Guild, r.Asked, r.ID, "")))
	}
	return es
}

// AddReceipt stores an answer and returns its new ID; r.ID must be empty, and r.Asked may be (then it is now). It can be stored
// before its message is sent, so that the message's buttons can carry the ID, and be given the message by UpdateReceipt. When
// r.Channel is a thread that the bot knows, the answer becomes the thread's latest. ErrExists: the message has a receipt already.
func (s *Store) AddReceipt(ctx context.Context, r store.Receipt) (store.ReceiptID, error) {
	r, err := r.Made(s.now())
	if err == nil {
		err = s.write(ctx, func(tx *bbolt.Tx) error {
			if err := freeMessage(tx, r); err != nil {
				return commit.Refuse(err)
			}
			if err := receipts.Put(tx, r); err != nil {
				return err
			}
			return extendThread(tx, r)
		})
	}
	if err != nil {
		return "", fmt.Errorf("add receipt: %w", err)
	}
	return r.ID, nil
}

func freeMessage(tx *bbolt.Tx, r store.Receipt) error {
	id := tx.Bucket([]byte(receiptsByMessage)).Get(table.ID(r.Message))
	if r.Message != "" && id != nil && !bytes.Equal(id, r.ID.Bytes()) {
		return fmt.Errorf("receipt of message %s: %w", r.Message, store.ErrExists)
	}
	return nil
}

// Receipt returns the receipt with the ID, or ErrNotFound.
func (s *Store) Receipt(ctx context.Context, id store.ReceiptID) (r store.Receipt, err error) {
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		r, err = findReceipt(tx, id)
		return err
	})
	return r, err
}

// ReceiptOf returns the receipt of the answer in the message, or ErrNotFound.
func (s *Store) ReceiptOf(ctx context.Context, message store.MessageID) (r store.Receipt, err error) {
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		id := tx.Bucket([]byte(receiptsByMessage)).Get(table.ID(message))
		var ok bool
		if r, ok, err = receipts.Get(tx, id); err == nil && !ok {
			err = fmt.Errorf("receipt of message %s: %w", message, store.ErrNotFound)
		}
		return err
	})
	return r, err
}

func findReceipt(tx *bbolt.Tx, id store.ReceiptID) (store.Receipt, error) {
	r, ok, err := receipts.Get(tx, id.Bytes())
	if err == nil && !ok {
		err = fmt.Errorf("receipt %q: %w", id, store.ErrNotFound)
	}
	return r, err
}

// ReceiptsOn returns the answers, given in the server, that rest on one of the passages, oldest first. The server "" stands for
// direct messages.
func (s *Store) ReceiptsOn(ctx context.Context, guild store.GuildID, passages []corpus.PassageID) ([]store.ReceiptID, error) {
	if err := store.OptionalID("server", guild); err != nil {
		return nil, fmt.Errorf("receipts on passages: %w", err)
	}
	var ids []store.ReceiptID
	err := s.view(ctx, func(tx *bbolt.Tx) error {
		c := tx.Bucket([]byte(receiptsByPassage)).Cursor()
		for _, p := range passages {
			if len(p) > store.MaxPassageID {
				continue
			}
			prefix := table.ID(guild).Text(string(p))
			for k, _ := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, _ = c.Next() {
				ids = append(ids, store.ReceiptID(store.EncodeID(k[len(prefix):])))
			}
		}
		return nil
	})
	slices.Sort(ids)
	return slices.Compact(ids), err
}

// ReceiptsSince returns the answers given in the server at a time or later, the newest first, at most limit of them. The server "" stands
// for direct messages.
func (s *Store) ReceiptsSince(ctx context.Context, guild store.GuildID, since time.Time, limit int) (out []store.Receipt, err error) {
	if err := store.OptionalID("server", guild); err != nil {
		return nil, fmt.Errorf("receipts since: %w", err)
	}
	prefix := table.ID(guild)
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		c := tx.Bucket([]byte(receiptsByGuild)).Cursor()
		k, _ := c.Seek(table.After(prefix))
		if k == nil {
			k, _ = c.Last()
		} else {
			k, _ = c.Prev()
		}
		for ; bytes.HasPrefix(k, prefix) && len(out) < limit; k, _ = c.Prev() {
			r, ok, err := receipts.Get(tx, k[len(prefix):])
			if err != nil {
				return err
			}
			if !ok || r.Asked.Before(since) { // receipts are in the order in which they were made
				return nil
			}
			out = append(out, r)
		}
		return nil
	})
	return out, err
}

// Turns returns the conversation that ends with the answer, at most limit turns, oldest first. It stops at a turn that was
// forgotten or deleted: what came before made sense with it only. ErrNotFound when there is no such receipt.
func (s *Store) Turns(ctx context.Context, id store.ReceiptID, limit int) ([]store.Turn, error) {
	var turns []store.Turn
	err := s.view(ctx, func(tx *bbolt.Tx) error {
		r, err := findReceipt(tx, id)
		if err == nil {
			turns, err = r.Turns(limit, func(id store.ReceiptID) (store.Receipt, bool, error) { return receipts.Get(tx, id.Bytes()) })
		}
		return err
	})
	return turns, err
}

// UpdateReceipt changes the receipt as change says and returns it changed. change sees the receipt as it is, may be called more
// than once, and its error is returned with nothing changed; ID and Asked stay as they are. ErrNotFound; ErrExists: another
// receipt has the message.
func (s *Store) UpdateReceipt(ctx context.Context, id store.ReceiptID, change func(*store.Receipt) error) (store.Receipt, error) {
	var r store.Receipt
	err := s.write(ctx, func(tx *bbolt.Tx) error {
		was, err := findReceipt(tx, id)
		if err == nil {
			r, err = was.Changed(commit.Change(change))
		}
		if err == nil {
			err = freeMessage(tx, r)
		}
		if err != nil {
			return commit.Refuse(err)
		}
		return receipts.Put(tx, r)
	})
	if err != nil {
		return store.Receipt{}, fmt.Errorf("update receipt %q: %w", id, err)
	}
	return r, nil
}

// DeleteReceipt deletes the receipt and the feedback on it; without such a receipt it does nothing.
func (s *Store) DeleteReceipt(ctx context.Context, id store.ReceiptID) error {
	err := s.write(ctx, func(tx *bbolt.Tx) error {
		_, err := deleteReceipt(tx, id.Bytes())
		return err
	})
	if err != nil {
		return fmt.Errorf("delete receipt %q: %w", id, err)
	}
	return nil
}

// deleteReceipt returns how many pieces of feedback went with the receipt.
func deleteReceipt(tx *bbolt.Tx, id []byte) (feedback int, err error) {
	if id == nil {
		return 0, nil
	}
	for _, k := range table.FirstKeys(tx, feedbacks.Name, id, math.MaxInt) {
		if err := feedbacks.Delete(tx, k); err != nil {
			return 0, err
		}
		feedback++
	}
	return feedback, receipts.Delete(tx, id)
}

// CitedPassages returns the passages that answers given in the server rest on, each once.
func (s *Store) CitedPassages(ctx context.Context, guild store.GuildID) ([]corpus.PassageID, error) {
	if err := store.OptionalID("server", guild); err != nil {
		return nil, fmt.Errorf("cited passages: %w", err)
	}
	var out []corpus.PassageID
	prefix := table.ID(guild)
	err := s.view(ctx, func(tx *bbolt.Tx) error {
		c := tx.Bucket([]byte(receiptsByPassage)).Cursor()
		for k, _ := c.Seek(prefix); bytes.HasPrefix(k, prefix); {
			length := int(binary.BigEndian.Uint16(k[len(prefix):]))
			end := len(prefix) + 2 + length
			out = append(out, corpus.PassageID(k[len(prefix)+2:end]))
			next := table.After(k[:end])
			k, _ = c.Seek(next)
		}
		return nil
	})
	return out, err
}

// Recalled returns the version of the server's library up to which SetRecalled says that answers were recalled, "" for none.
func (s *Store) Recalled(ctx context.Context, guild store.GuildID) (version string, err error) {
	if err := store.RequireID("server", guild); err != nil {
		return "", fmt.Errorf("recalled: %w", err)
	}
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		value := tx.Bucket([]byte(recalledBucket)).Get(table.ID(guild))
		if value == nil {
			return nil
		}
		return table.Decode(value, &version)
	})
	return version, err
}

// SetRecalled notes that all answers given in the server were recalled which rest on what the version has no longer. "" stands for no
// version: they are to be looked through again.
func (s *Store) SetRecalled(ctx context.Context, guild store.GuildID, version string) error {
	if err := store.RequireID("server", guild); err != nil {
		return fmt.Errorf("set recalled: %w", err)
	}
	k := table.ID(guild)
	err := s.write(ctx, func(tx *bbolt.Tx) error {
		if version == "" {
			return tx.Bucket([]byte(recalledBucket)).Delete(k)
		}
		return table.WriteValue(tx, recalledBucket, k, version)
	})
	if err != nil {
		return fmt.Errorf("set recalled of server %s: %w", guild, err)
	}
	return nil
}

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
	t.Used = store.Stamp(t.Used, s.now())
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
