package bolt

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"go.etcd.io/bbolt"
)

// Backup makes the file at path, where there is none, a store of its own that holds what this one does at one moment, and nothing that
// was deleted from it. Reads and writes go on meanwhile. After an error there is no file. (bbolt's own Compact is for a database at
// rest: it commits values of the source after it has let go of the pages that they stand on.)
func (s *Store) Backup(ctx context.Context, path string) error {
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: time.Second, NoSync: true, NoStatistics: true})
	if err == nil {
		err = s.view(ctx, func(from *bbolt.Tx) error {
			return from.ForEach(func(name []byte, b *bbolt.Bucket) error { return copyBucket(ctx, db, name, b) })
		})
		err = errors.Join(err, db.Close())
	}
	if err == nil {
		return nil
	}
	if left := os.Remove(path); !errors.Is(left, fs.ErrNotExist) {
		err = errors.Join(err, left)
	}
	return fmt.Errorf("back up store in %s: %w", s.dir, err)
}

// copyBucket copies the bucket into db, in transactions that fit into memory.
func copyBucket(ctx context.Context, db *bbolt.DB, name []byte, from *bbolt.Bucket) error {
	const transaction = 4 << 20 // bytes
	c := from.Cursor()
	k, v := c.First()
	for more := true; more; {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := db.Update(func(tx *bbolt.Tx) error {
			to, err := tx.CreateBucketIfNotExists(name)
			if err != nil {
				return err
			}
			to.FillPercent = 1
			if err := to.SetSequence(from.Sequence()); err != nil {
				return err
			}
			for size := 0; k != nil && size < transaction; k, v = c.Next() {
				if err := to.Put(k, v); err != nil {
					return err
				}
				size += len(k) + len(v)
			}
			more = k != nil
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
