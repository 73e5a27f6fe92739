package bolt

import (
	"context"
	"errors"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"readout/bot/bolt/internal/table"
	"readout/bot/store"
	"readout/bot/store/storetest"
)

func TestCheckFinds(t *testing.T) {
	t.Parallel()
	bucket := func(tx *bbolt.Tx, name string) *bbolt.Bucket { return tx.Bucket([]byte(name)) }
	first := func(tx *bbolt.Tx, name string) []byte { return table.FirstKeys(tx, name, nil, 1)[0] }
	tests := map[string]func(*bbolt.Tx) error{
		"a missing bucket": func(tx *bbolt.Tx) error { return tx.DeleteBucket([]byte(inboxBucket)) },
		"a receipt under another key": func(tx *bbolt.Tx) error {
			k := first(tx, receipts.Name)
			return bucket(tx, receipts.Name).Put([]byte("another key 16 b"), bucket(tx, receipts.Name).Get(k))
		},
		"a receipt that says nonsense": func(tx *bbolt.Tx) error {
			k := first(tx, receipts.Name)
			return table.WriteValue(tx, receipts.Name, k, store.Receipt{ID: store.ReceiptID(store.EncodeID(k)), Channel: "nowhere"})
		},
		"another value in an index": func(tx *bbolt.Tx) error {
			return bucket(tx, receiptsByMessage).Put(first(tx, receiptsByMessage), []byte("x"))
		},
		"feedback on nothing": func(tx *bbolt.Tx) error {
			return feedbacks.Put(
				tx,
				store.Feedback{Receipt: store.NewReceiptID(storetest.NewClock().Now()), Member: storetest.Ann, Vote: store.Up, Given: storetest.NewClock().Now()},
			)
		},
		"a settings key": func(tx *bbolt.Tx) error {
			return table.WriteValue(tx, settingsBucket, []byte("server"), store.Settings{})
		},
		"settings of nobody": func(tx *bbolt.Tx) error {
			return table.WriteValue(tx, settingsBucket, table.Key{}.Number(0), store.Settings{})
		},
		"a counter's key": func(tx *bbolt.Tx) error { return table.WriteValue(tx, usageBucket, []byte("1234x"), store.Amount{}) },
		"less than nothing": func(tx *bbolt.Tx) error {
			return table.WriteValue(tx, usageBucket, first(tx, usageBucket), store.Amount{Tokens: -1})
		},
		"a short value": func(tx *bbolt.Tx) error { return bucket(tx, leftBucket).Put(first(tx, leftBucket), []byte("{}")) },
		"an unknown format": func(tx *bbolt.Tx) error {
			return bucket(tx, leftBucket).Put(first(tx, leftBucket), []byte("\x02\x00\x00\x00\x00{}"))
		},
		"a wrong checksum": func(tx *bbolt.Tx) error {
			return bucket(tx, leftBucket).Put(first(tx, leftBucket), []byte("\x01\x00\x00\x00\x00{}"))
		},
		"a wrong reservation": func(tx *bbolt.Tx) error {
			return table.WriteValue(tx, reservationsBucket, first(tx, reservationsBucket), 7)
		},
	}
	for _, index := range indexBuckets() {
		tests["a missing entry of "+index] = func(tx *bbolt.Tx) error { return bucket(tx, index).Delete(first(tx, index)) }
		tests["an entry too many in "+index] = func(tx *bbolt.Tx) error { return bucket(tx, index).Put([]byte("x"), []byte{}) }
	}
	for name, damage := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := Open(t.TempDir(), store.Options{Clock: storetest.NewClock().Now, NoSync: true})
			storetest.Must(t, err)
			storetest.Everything(t, s, storetest.NewClock())
			storetest.Must(t, s.Check(t.Context()))
			raw(t, s, damage)
			err = s.Check(t.Context())
			if !errors.Is(err, store.ErrDamaged) || !strings.Contains(err.Error(), s.dir) {
				t.Errorf("check: %v", err)
			}
			storetest.Must(t, s.Close())
		})
	}
}

func TestCheckListsSomeOfManyFindings(t *testing.T) {
	t.Parallel()
	s, err := Open(t.TempDir(), store.Options{NoSync: true})
	storetest.Must(t, err)
	for n := range 3 * maxFindings {
		storetest.Add(t, s, storetest.Answer(storetest.Ann, n))
	}
	raw(t, s, func(tx *bbolt.Tx) error {
		for _, k := range table.FirstKeys(tx, receiptsByGuild, nil, 3*maxFindings) {
			if err := tx.Bucket([]byte(receiptsByGuild)).Delete(k); err != nil {
				return err
			}
		}
		return nil
	})
	if err := s.Check(t.Context()); !errors.Is(err, store.ErrDamaged) || strings.Count(err.Error(), "\n") != maxFindings-1 {
		t.Errorf("check: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Check(ctx); !errors.Is(err, context.Canceled) || errors.Is(err, store.ErrDamaged) {
		t.Errorf("cancelled: %v", err)
	}
	storetest.Must(t, s.Close())
}
