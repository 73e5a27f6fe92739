package store

import (
	"bytes"
	"fmt"

	"go.etcd.io/bbolt"
)

// The buckets. Those that hold records are tables, declared beside their record.
const (
	metaBucket         = "meta"
	receiptsByMessage  = "receipts.message"
	receiptsByPassage  = "receipts.passage"
	receiptsByMember   = "receipts.member"
	receiptsByGuild    = "receipts.guild"
	receiptsWithText   = "receipts.text"
	feedbackByMember   = "feedback.member"
	inboxBucket        = "inbox"
	threadsByGuild     = "threads.guild"
	threadsByMember    = "threads.member"
	auditByMember      = "audit.member"
	settingsBucket     = "settings"
	usageBucket        = "usage"
	reservationsBucket = "reservations"
	leftBucket         = "left"
	recalledBucket     = "recalled"
	writtenByTime      = "written.time"
	notesByGuild       = "notes.guild"
	notesByMember      = "notes.member"
)

func indexBuckets() []string {
	return []string{receiptsByMessage, receiptsByPassage, receiptsByMember, receiptsByGuild, receiptsWithText, feedbackByMember,
		inboxBucket, threadsByGuild, threadsByMember, auditByMember, writtenByTime, notesByGuild, notesByMember}
}

func allBuckets() []string {
	return append(indexBuckets(), metaBucket, string(receipts), string(feedbacks), string(threads), string(audits), string(writtens), string(notes),
		settingsBucket, usageBucket, reservationsBucket, leftBucket, recalledBucket)
}

// record is a value that is kept under a key of its own and listed in indices. Everything in an index comes from some record's
// entries, so an index can be checked, and nothing is left behind in one when a record goes.
type record interface {
	key() []byte
	entries() []entry
	Validate() error
}

// entry is what an index holds because of a record.
type entry struct {
	bucket string
	key    []byte
	value  []byte
}

// table is the name of the bucket that holds records of one type.
type table[R record] string

// get returns the record with the key; ok is false when there is none.
func (t table[R]) get(tx *bbolt.Tx, key []byte) (r R, ok bool, err error) {
	if len(key) == 0 {
		return r, false, nil
	}
	value := tx.Bucket([]byte(t)).Get(key)
	if value == nil {
		return r, false, nil
	}
	if err := decode(value, &r); err != nil {
		return r, false, fmt.Errorf("%s %x: %w", t, key, err)
	}
	return r, true, nil
}

// listed returns the record that an index has under the key. If there is none, the store is damaged.
func (t table[R]) listed(tx *bbolt.Tx, key []byte) (R, error) {
	r, ok, err := t.get(tx, key)
	if err == nil && !ok {
		err = fmt.Errorf("%w: %s %x is in an index only", ErrDamaged, t, key)
	}
	return r, err
}

// put stores r in place of the record that has its key, if there is one.
func (t table[R]) put(tx *bbolt.Tx, r R) error {
	if err := t.delete(tx, r.key()); err != nil {
		return err
	}
	value, err := encode(r)
	if err != nil {
		return err
	}
	if err := tx.Bucket([]byte(t)).Put(r.key(), value); err != nil {
		return err
	}
	for _, e := range r.entries() {
		if err := tx.Bucket([]byte(e.bucket)).Put(e.key, e.value); err != nil {
			return err
		}
	}
	return nil
}

// delete removes the record with the key and what the indices hold because of it. Without such a record it does nothing.
func (t table[R]) delete(tx *bbolt.Tx, key []byte) error {
	r, ok, err := t.get(tx, key)
	if err != nil || !ok {
		return err
	}
	for _, e := range r.entries() {
		if err := tx.Bucket([]byte(e.bucket)).Delete(e.key); err != nil {
			return err
		}
	}
	return tx.Bucket([]byte(t)).Delete(key)
}

func (t table[R]) name() string { return string(t) }

// each calls fn with the key of every record, and the record or why it can't be read.
func (t table[R]) each(tx *bbolt.Tx, fn func(key []byte, r record, err error)) error {
	return tx.Bucket([]byte(t)).ForEach(func(k, v []byte) error {
		var r R
		err := decode(v, &r)
		if err == nil {
			err = r.Validate()
		}
		if err == nil && !bytes.Equal(k, r.key()) {
			err = fmt.Errorf("%w: it belongs under %x", ErrDamaged, r.key())
		}
		fn(k, r, err)
		return nil
	})
}

// writeValue puts v, encoded, into a bucket that is no table.
func writeValue(tx *bbolt.Tx, bucket string, k []byte, v any) error {
	value, err := encode(v)
	if err != nil {
		return err
	}
	return tx.Bucket([]byte(bucket)).Put(k, value)
}
