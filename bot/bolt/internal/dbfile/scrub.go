package dbfile

import (
	"bytes"
	"encoding/binary"
	"errors"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

const (
	// scrubBucket holds what free pages are written over with; there is none but while that is done, or a kill left it.
	scrubBucket = "scrub"
	// scrubPages is how many pages one transaction writes over, and by how many the file may grow.
	scrubPages = 128
	pageHead   = 16 // bytes of a page, and of what stands in one beside key and value
	perPage    = 4  // values
)

// Scrub writes over what free pages still hold of what was deleted. It does so with values of no meaning, which are given all pages that
// are free and deleted again, so that nothing but bbolt writes to the file: a kill at any moment leaves it whole. Pages that an open read
// may still look at are not free: they stay as they are. update runs a write.
func Scrub(update func(func(*bbolt.Tx) error) error, pageSize int) error {
	forget := func(tx *bbolt.Tx) error {
		if err := tx.DeleteBucket([]byte(scrubBucket)); !errors.Is(err, berrors.ErrBucketNotFound) {
			return err
		}
		return nil
	}
	if err := update(forget); err != nil {
		return err
	}
	value := bytes.Repeat([]byte{'.'}, (pageSize-pageHead)/perPage-pageHead-8)
	for n, size := uint64(0), int64(0); ; {
		var before int64
		err := update(func(tx *bbolt.Tx) error {
			before = tx.Size()
			b, err := tx.CreateBucketIfNotExists([]byte(scrubBucket))
			if err != nil {
				return err
			}
			b.FillPercent = 1
			for range scrubPages * perPage {
				n++
				if err := b.Put(binary.BigEndian.AppendUint64(nil, n), value); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return errors.Join(err, update(forget))
		}
		if size != 0 && before > size { // the last one found no free page any more: the file grew
			break
		}
		size = before
	}
	return update(forget)
}
