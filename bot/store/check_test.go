package store

import (
	"context"
	"errors"
	"strings"
	"testing"

	"go.etcd.io/bbolt"
)

func TestCheckFinds(t *testing.T) {
	t.Parallel()
	bucket := func(tx *bbolt.Tx, name string) *bbolt.Bucket { return tx.Bucket([]byte(name)) }
	first := func(tx *bbolt.Tx, name string) []byte { return firstKeys(tx, name, nil, 1)[0] }
	tests := map[string]func(*bbolt.Tx) error{
		"a missing bucket": func(tx *bbolt.Tx) error { return tx.DeleteBucket([]byte(inboxBucket)) },
		"a receipt under another key": func(tx *bbolt.Tx) error {
			k := first(tx, string(receipts))
			return bucket(tx, string(receipts)).Put([]byte("another key 16 b"), bucket(tx, string(receipts)).Get(k))
		},
		"a receipt that says nonsense": func(tx *bbolt.Tx) error {
			k := first(tx, string(receipts))
			return writeValue(tx, string(receipts), k, Receipt{ID: ReceiptID(encodeID(k)), Channel: "nowhere"})
		},
		"another value in an index": func(tx *bbolt.Tx) error {
			return bucket(tx, receiptsByMessage).Put(first(tx, receiptsByMessage), []byte("x"))
		},
		"feedback on nothing": func(tx *bbolt.Tx) error {
			return feedbacks.put(tx, Feedback{Receipt: NewReceiptID(newClock().now()), Member: ann, Vote: Up, Given: newClock().now()})
		},
		"a settings key":     func(tx *bbolt.Tx) error { return writeValue(tx, settingsBucket, []byte("server"), Settings{}) },
		"settings of nobody": func(tx *bbolt.Tx) error { return writeValue(tx, settingsBucket, key{}.number(0), Settings{}) },
		"a counter's key":    func(tx *bbolt.Tx) error { return writeValue(tx, usageBucket, []byte("1234x"), Amount{}) },
		"less than nothing": func(tx *bbolt.Tx) error {
			return writeValue(tx, usageBucket, first(tx, usageBucket), Amount{Tokens: -1})
		},
		"a short value": func(tx *bbolt.Tx) error { return bucket(tx, leftBucket).Put(first(tx, leftBucket), []byte("{}")) },
		"an unknown format": func(tx *bbolt.Tx) error {
			return bucket(tx, leftBucket).Put(first(tx, leftBucket), []byte("\x02\x00\x00\x00\x00{}"))
		},
		"a wrong checksum": func(tx *bbolt.Tx) error {
			return bucket(tx, leftBucket).Put(first(tx, leftBucket), []byte("\x01\x00\x00\x00\x00{}"))
		},
		"a wrong reservation": func(tx *bbolt.Tx) error { return writeValue(tx, reservationsBucket, first(tx, reservationsBucket), 7) },
	}
	for _, index := range indexBuckets() {
		tests["a missing entry of "+index] = func(tx *bbolt.Tx) error { return bucket(tx, index).Delete(first(tx, index)) }
		tests["an entry too many in "+index] = func(tx *bbolt.Tx) error { return bucket(tx, index).Put([]byte("x"), []byte{}) }
	}
	for name, damage := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := Open(t.TempDir(), Options{Clock: newClock().now, noSync: true})
			must(t, err)
			everything(t, s, newClock())
			must(t, s.Check(t.Context()))
			raw(t, s, damage)
			err = s.Check(t.Context())
			if !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), s.dir) {
				t.Errorf("check: %v", err)
			}
			must(t, s.Close())
		})
	}
}

func TestCheckListsSomeOfManyFindings(t *testing.T) {
	t.Parallel()
	s, err := Open(t.TempDir(), Options{noSync: true})
	must(t, err)
	for n := range 3 * maxFindings {
		add(t, s, answer(ann, n))
	}
	raw(t, s, func(tx *bbolt.Tx) error {
		for _, k := range firstKeys(tx, receiptsByGuild, nil, 3*maxFindings) {
			if err := tx.Bucket([]byte(receiptsByGuild)).Delete(k); err != nil {
				return err
			}
		}
		return nil
	})
	if err := s.Check(t.Context()); !errors.Is(err, ErrDamaged) || strings.Count(err.Error(), "\n") != maxFindings-1 {
		t.Errorf("check: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Check(ctx); !errors.Is(err, context.Canceled) || errors.Is(err, ErrDamaged) {
		t.Errorf("cancelled: %v", err)
	}
	must(t, s.Close())
}
