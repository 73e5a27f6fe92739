package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"

	"go.etcd.io/bbolt"
)

// maxFindings is how much damage an error lists.
const maxFindings = 20

// Check reads everything and verifies it: pages, checksums, that every record stands under its own key, and that the indices hold
// what follows from the records and nothing else. It runs beside reads and writes; writes wait while the pages are read, a
// second or two for a gigabyte. Damage is an ErrDamaged that lists what was found.
func (s *Store) Check(ctx context.Context) error {
	err := guard(func() error {
		if err := s.view(ctx, func(*bbolt.Tx) error { return nil }); err != nil { // closed, or cancelled
			return err
		}
		if err := verifyPages(s.db, s.file); err != nil {
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
			if !errors.Is(err, ErrDamaged) {
				err = fmt.Errorf("%w: %w", ErrDamaged, err)
			}
			found = append(found, err)
		}
	}
	follows := make(map[string]int) // how many entries follow from the records, in each index
	for _, t := range []interface {
		name() string
		each(*bbolt.Tx, func([]byte, record, error)) error
	}{receipts, feedbacks, threads, audits, writtens, notes} {
		report(t.each(tx, func(k []byte, r record, err error) {
			if err != nil {
				report(fmt.Errorf("%s %x: %w", t.name(), k, err))
				return
			}
			for _, e := range r.entries() {
				follows[e.bucket]++
				if v := tx.Bucket([]byte(e.bucket)).Get(e.key); v == nil || !bytes.Equal(v, e.value) {
					report(fmt.Errorf("%s %x: no entry %x in %s", t.name(), k, e.key, e.bucket))
				}
			}
			if f, ok := r.(Feedback); ok {
				_, err := receipts.listed(tx, f.Receipt.bytes())
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
	report(checkValues(tx, settingsBucket, 8, func([]byte, *Settings) error { return nil }))
	report(checkValues(tx, leftBucket, 8, func([]byte, *departure) error { return nil }))
	report(checkValues(tx, recalledBucket, 8, func([]byte, *string) error { return nil }))
	report(checkValues(tx, reservationsBucket, reservationLen, func(_ []byte, r *reservation) error { return r.Amount.Validate() }))
	report(checkValues(tx, usageBucket, 0, func(k []byte, a *Amount) error {
		sizes := map[byte]int{letterTotal: 5, letterGuild: 5 + 8, letterMember: 5 + pseudonymLen, letterMemberHere: 5 + pseudonymLen + 8}
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
		err := decode(value, &v)
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
