package table

import (
	"bytes"
	"encoding/binary"
	"readout/bot/store"
	"time"

	"go.etcd.io/bbolt"
)

// Key is a key of a bucket, made part by part.
type Key []byte

// ID begins a key with one of Discord's.
func ID[T ~string](id T) Key { return Key{}.Number(store.Snowflake(id)) }

// Number appends a number.
func (k Key) Number(n uint64) Key { return binary.BigEndian.AppendUint64(k, n) }

// Raw appends what is a part of a key already.
func (k Key) Raw(b []byte) Key { return append(k, b...) }

// Text appends a text. It is preceded by its length, so that no text is the beginning of another's key.
func (k Key) Text(s string) Key {
	return append(binary.BigEndian.AppendUint16(k, uint16(len(s))), s...)
}

// Millis appends a time, to the millisecond.
func (k Key) Millis(t time.Time) Key { return k.Number(uint64(t.UnixMilli())) }

// FirstKeys returns at most limit keys of the bucket that begin with prefix, in order, as copies that outlive the transaction.
func FirstKeys(tx *bbolt.Tx, bucket string, prefix []byte, limit int) [][]byte {
	var keys [][]byte
	c := tx.Bucket([]byte(bucket)).Cursor()
	for k, _ := c.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix) && len(keys) < limit; k, _ = c.Next() {
		keys = append(keys, bytes.Clone(k))
	}
	return keys
}

// LastBefore moves the cursor to the last key that begins with prefix and sorts before limit; nil is behind every key.
func LastBefore(c *bbolt.Cursor, prefix, limit []byte) (k, v []byte) {
	if limit != nil {
		k, _ = c.Seek(limit)
	}
	if k == nil {
		k, v = c.Last()
	} else {
		k, v = c.Prev()
	}
	if !bytes.HasPrefix(k, prefix) {
		return nil, nil
	}
	return k, v
}

// After is the first key that does not begin with prefix and sorts behind it; nil when there is none.
func After(prefix []byte) []byte {
	next := bytes.Clone(prefix)
	for i := len(next) - 1; i >= 0; i-- {
		if next[i]++; next[i] != 0 {
			return next[:i+1]
		}
	}
	return nil
}

// Prefixes returns the distinct first size bytes of the bucket's keys, in order.
func Prefixes(tx *bbolt.Tx, bucket string, size int) [][]byte {
	var found [][]byte
	c := tx.Bucket([]byte(bucket)).Cursor()
	for k, _ := c.First(); len(k) >= size; {
		p := bytes.Clone(k[:size])
		found = append(found, p)
		next := After(p)
		if next == nil {
			break
		}
		k, _ = c.Seek(next)
	}
	return found
}
