package bolt

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"go.etcd.io/bbolt"

	"readout/bot/bolt/internal/commit"
	"readout/bot/bolt/internal/table"
	"readout/bot/store"
)

var writtens = table.Table[written]{Name: "written", Key: writtenKey, Entries: writtenEntries}

const writtenKeyLen = sha256.Size

// written is what a language model wrote for a question.
type written struct {
	Key  []byte    `json:"key"` // keyed hash
	At   time.Time `json:"at"`  // UTC, when it was written
	Data string    `json:"data"`
}

func writtenKey(w written) []byte { return w.Key }

func writtenEntries(w written) []table.Entry {
	return []table.Entry{{Bucket: writtenByTime, Key: table.Key{}.Millis(w.At).Raw(w.Key), Value: []byte{}}}
}

func (w written) Validate() error {
	if len(w.Key) != writtenKeyLen {
		return errors.New("what was written stands under no hash")
	}
	if len(w.Data) > store.MaxWrittenSize {
		return fmt.Errorf("what was written has %d bytes", len(w.Data))
	}
	return store.ValidTime(w.At)
}

// Written returns what KeepWritten kept under the key; ok is false when it is not there, or older than Retention.Written.
func (s *Store) Written(ctx context.Context, key string) (data []byte, ok bool, err error) {
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		w, there, err := writtens.Get(tx, s.secret.Text(key))
		if err != nil || !there || isOld(w.At, s.keep.Written, s.now()) {
			return err
		}
		data, ok = []byte(w.Data), true
		return nil
	})
	if err != nil {
		return nil, false, fmt.Errorf("read what was written: %w", err)
	}
	return data, ok, nil
}

// KeepWritten keeps what a language model wrote, in place of what stands under the key. The key itself is not stored, only a keyed
// hash of it. What is over 24 KiB, or no UTF-8, is not kept, which is no error; the oldest goes when there are too many.
func (s *Store) KeepWritten(ctx context.Context, key string, data []byte) error {
	if len(data) > store.MaxWrittenSize || !utf8.Valid(data) {
		return nil
	}
	w := written{Key: s.secret.Text(key), At: s.now().Round(0), Data: string(data)}
	err := s.write(ctx, func(tx *bbolt.Tx) error {
		if err := w.Validate(); err != nil {
			return commit.Refuse(err)
		}
		if err := writtens.Put(tx, w); err != nil {
			return err
		}
		for _, k := range table.FirstKeys(tx, writtenByTime, nil, countKeys(tx, writtenByTime)-store.MaxWritten) {
			if err := writtens.Delete(tx, k[8:]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("keep what was written: %w", err)
	}
	return nil
}

func (s *Store) sweepWritten(ctx context.Context, now time.Time) (store.Deleted, error) {
	n, err := sweepOld(ctx, s, writtens, s.keep.Written, now, func(w written) time.Time { return w.At })
	return store.Deleted{Written: n}, err
}
