// Package table keeps records of one type in a bucket, each under a key of its own and listed in indices.
package table

import (
	"bytes"
	"fmt"

	"go.etcd.io/bbolt"

	"readout/bot/store"
)

// Record is a value that is kept under a key of its own and listed in indices.
type Record interface{ Validate() error }

// Entry is what an index holds because of a record.
type Entry struct {
	Bucket string
	Key    []byte
	Value  []byte
}

// Table is a bucket that holds records of one type. Everything in an index comes from some record's entries, so an index can be
// checked, and nothing is left behind in one when a record goes.
type Table[R Record] struct {
	Name    string
	Key     func(R) []byte
	Entries func(R) []Entry
}

// Get returns the record with the key; ok is false when there is none.
func (t Table[R]) Get(tx *bbolt.Tx, key []byte) (r R, ok bool, err error) {
	if len(key) == 0 {
		return r, false, nil
	}
	value := tx.Bucket([]byte(t.Name)).Get(key)
	if value == nil {
		return r, false, nil
	}
	if err := Decode(value, &r); err != nil {
		return r, false, fmt.Errorf("%s %x: %w", t.Name, key, err)
	}
	return r, true, nil
}

// Listed returns the record that an index has under the key. If there is none, the store is damaged.
func (t Table[R]) Listed(tx *bbolt.Tx, key []byte) (R, error) {
	r, ok, err := t.Get(tx, key)
	if err == nil && !ok {
		err = fmt.Errorf("%w: %s %x is in an index only", store.ErrDamaged, t.Name, key)
	}
	return r, err
}

// Put stores r in place of the record that has its key, if there is one.
func (t Table[R]) Put(tx *bbolt.Tx, r R) error {
	if err := t.Delete(tx, t.Key(r)); err != nil {
		return err
	}
	value, err := Encode(r)
	if err != nil {
		return err
	}
	if err := tx.Bucket([]byte(t.Name)).Put(t.Key(r), value); err != nil {
		return err
	}
	for _, e := range t.Entries(r) {
		if err := tx.Bucket([]byte(e.Bucket)).Put(e.Key, e.Value); err != nil {
			return err
		}
	}
	return nil
}

// Delete removes the record with the key and what the indices hold because of it. Without such a record it does nothing.
func (t Table[R]) Delete(tx *bbolt.Tx, key []byte) error {
	r, ok, err := t.Get(tx, key)
	if err != nil || !ok {
		return err
	}
	for _, e := range t.Entries(r) {
		if err := tx.Bucket([]byte(e.Bucket)).Delete(e.Key); err != nil {
			return err
		}
	}
	return tx.Bucket([]byte(t.Name)).Delete(key)
}

// Check calls fn with the key of every record, and the record with what the indices hold because of it, or why it can't be read.
func (t Table[R]) Check(tx *bbolt.Tx, fn func(table string, key []byte, r Record, entries []Entry, err error)) error {
	return tx.Bucket([]byte(t.Name)).ForEach(func(k, v []byte) error {
		var r R
		err := Decode(v, &r)
		if err == nil {
			err = r.Validate()
		}
		if err == nil && !bytes.Equal(k, t.Key(r)) {
			err = fmt.Errorf("%w: it belongs under %x", store.ErrDamaged, t.Key(r))
		}
		if err != nil {
			fn(t.Name, k, r, nil, err)
			return nil
		}
		fn(t.Name, k, r, t.Entries(r), nil)
		return nil
	})
}

// WriteValue puts v, encoded, into a bucket that is no table.
func WriteValue(tx *bbolt.Tx, bucket string, k []byte, v any) error {
	value, err := Encode(v)
	if err != nil {
		return err
	}
	return tx.Bucket([]byte(bucket)).Put(k, value)
}
