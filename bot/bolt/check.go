package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"

	"go.etcd.io/bbolt"

	"readout/bot/bolt/internal/dbfile"
	"readout/bot/bolt/internal/table"
	"readout/bot/store"
)

// maxFindings is how much damage an error lists.
const maxFindings = 20

// Check reads everything and verifies it: pages, checksums, that every record stands under its own key, and that the indices hold
// what follows from the records and nothing else. It runs beside reads and writes; writes wait while the pages are read, a
// second or two for a gigabyte. Damage is an ErrDamaged that lists what was found.
func (s *Store) Check(ctx context.Context) error {
	err := dbfile.Guard(func() error {
		if err := s.view(ctx, func(*bbolt.Tx) error { return nil }); err != nil { // closed, or cancelled
			return err
		}
		if err := dbfile.VerifyPages(s.db, s.file); err != nil {
			return err
		}
		return s.view(ctx, func(tx *bbolt.Tx) error {
			if _, err := checkSchema(tx, schemaBase+len(migrations())); err != nil {
				return err
			}
			return errors.Join(checkContents(ctx, tx)...)
		})
	})
	if err != nil {
		return fmt.Errorf("check store in %s: %w", s.dir, err)
	}
	return nil
}

// checkContents returns what is wrong with records, indices and counters; a cancelled context is among it.
func checkContents(ctx context.Context, tx *bbolt.Tx) []error {
	var found []error
	report := func(err error) {
		if err != nil && len(found) < maxFindings {
			if !errors.Is(err, store.ErrDamaged) {
				err = fmt.Errorf("%w: %w", store.ErrDamaged, err)
			}
			found = append(found, err)
		}
	}
	follows := make(map[string]int) // how many entries follow from the records, in each index
	for _, check := range []func(*bbolt.Tx, func(string, []byte, table.Record, []table.Entry, error)) error{
		receipts.Check, feedbacks.Check, threads.Check, audits.Check, writtens.Check, notes.Check, jobs.Check,
	} {
		report(check(tx, func(table string, k []byte, r table.Record, entries []table.Entry, err error) {
			if err != nil {
				report(fmt.Errorf("%s %x: %w", table, k, err))
				return
			}
			for _, e := range entries {
				follows[e.Bucket]++
				if v := tx.Bucket([]byte(e.Bucket)).Get(e.Key); v == nil || !bytes.Equal(v, e.Value) {
					report(fmt.Errorf("%s %x: no entry %x in %s", table, k, e.Key, e.Bucket))
				}
			}
			if f, ok := r.(store.Feedback); ok {
				_, err := receipts.Listed(tx, f.Receipt.Bytes())
				report(err)
			}
		}))
		if ctx.Err() != nil {
			return []error{ctx.Err()}
		}
	}
	for _, index := range indexBuckets() {
		if n := countKeys(tx, index); n != follows[index] {
			report(fmt.Errorf("%s: %d entries, and %d follow from the records", index, n, follows[index]))
		}
		if ctx.Err() != nil {
			return []error{ctx.Err()}
		}
	}
	report(checkValues(tx, settingsBucket, 8, func([]byte, *store.Settings) error { return nil }))
	report(checkValues(tx, leftBucket, 8, func([]byte, *departure) error { return nil }))
	report(checkValues(tx, recalledBucket, 8, func([]byte, *string) error { return nil }))
	report(checkValues(tx, reservationsBucket, reservationLen, func(_ []byte, r *reservation) error { return r.Amount.Validate() }))
	report(checkValues(tx, usageBucket, 0, func(k []byte, a *store.Amount) error {
		sizes := map[byte]int{
			letterTotal:      5,
			letterGuild:      5 + 8,
			letterMember:     5 + store.PseudonymLen,
			letterMemberHere: 5 + store.PseudonymLen + 8,
		}
		if len(k) < 5 || len(k) != sizes[k[4]] {
			return errors.New("no counter has such a key")
		}
		return a.Validate()
	}))
	return found
}

func countKeys(tx *bbolt.Tx, bucket string) (n int) {
	c := tx.Bucket([]byte(bucket)).Cursor()
	for k, _ := c.First(); k != nil; k, _ = c.Next() {
		n++
	}
	return n
}

// checkValues decodes the values of a bucket whose keys have size bytes, or any size when it is 0, and returns what is wrong with
// the first bad one.
func checkValues[V any](tx *bbolt.Tx, bucket string, size int, check func(k []byte, v *V) error) error {
	return tx.Bucket([]byte(bucket)).ForEach(func(k, value []byte) error {
		var v V
		err := table.Decode(value, &v)
		if err == nil && size != 0 && len(k) != size {
			err = errors.New("no such key")
		}
		if err == nil && size == 8 && binary.BigEndian.Uint64(k) == 0 {
			err = errors.New("no server has the ID 0")
		}
		if err == nil {
			err = check(k, &v)
		}
		if err != nil {
			return fmt.Errorf("%s %x: %w", bucket, k, err)
		}
		return nil
	})
}
