package store

import (
	"bytes"
	"encoding/binary"
	"time"

	"go.etcd.io/bbolt"
)

// key is a key of a bucket, made part by part.
type key []byte

func (k key) number(n uint64) key { return binary.BigEndian.AppendUint64(k, n) }

func (k key) raw(b []byte) key { return append(k, b...) }

// text is preceded by its length, so that no text is the beginning of another's key.
func (k key) text(s string) key {
	return append(binary.BigEndian.AppendUint16(k, uint16(len(s))), s...)
}

func (k key) millis(t time.Time) key { return k.number(uint64(t.UnixMilli())) }

func (k key) day(d day) key { return binary.BigEndian.AppendUint32(k, uint32(d)) }

// firstKeys returns at most limit keys of the bucket that begin with prefix, in order, as copies that outlive the transaction.
func firstKeys(tx *bbolt.Tx, bucket string, prefix []byte, limit int) [][]byte {
	var keys [][]byte
	c := tx.Bucket([]byte(bucket)).Cursor()
	for k, _ := c.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix) && len(keys) < limit; k, _ = c.Next() {
		keys = append(keys, bytes.Clone(k))
	}
	return keys
}

// lastBefore moves the cursor to the last key that begins with prefix and sorts before limit; nil is behind every key.
func lastBefore(c *bbolt.Cursor, prefix, limit []byte) (k, v []byte) {
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

// after is the first key that does not begin with prefix and sorts behind it; nil when there is none.
func after(prefix []byte) []byte {
	next := bytes.Clone(prefix)
	for i := len(next) - 1; i >= 0; i-- {
		if next[i]++; next[i] != 0 {
			return next[:i+1]
		}
	}
	return nil
}

// prefixes returns the distinct first size bytes of the bucket's keys, in order.
func prefixes(tx *bbolt.Tx, bucket string, size int) [][]byte {
	var found [][]byte
	c := tx.Bucket([]byte(bucket)).Cursor()
	for k, _ := c.First(); len(k) >= size; {
		p := bytes.Clone(k[:size])
		found = append(found, p)
		next := after(p)
		if next == nil {
			break
		}
		k, _ = c.Seek(next)
	}
	return found
}
