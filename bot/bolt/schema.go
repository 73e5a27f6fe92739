package bolt

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"strconv"

	"go.etcd.io/bbolt"

	"readout/bot/store"
)

// schemaBase is the version of the first layout. The version of a store is schemaBase plus the number of migrations it has been
// through.
const schemaBase = 1

// migration changes a store of one schema version into one of the next.
type migration func(*bbolt.Tx) error

// migrations returns the steps from schemaBase on, in order. A change that older programs would misread appends one.
func migrations() []migration {
	return []migration{withBuckets(writtens.Name, writtenByTime), withBuckets(recalledBucket),
		withBuckets(notes.Name, notesByGuild, notesByMember), withBuckets(jobs.Name)}
}

// withBuckets is the migration that adds buckets.
func withBuckets(names ...string) migration {
	return func(tx *bbolt.Tx) error {
		for _, name := range names {
			if _, err := tx.CreateBucketIfNotExists([]byte(name)); err != nil {
				return err
			}
		}
		return nil
	}
}

func schemaKey() []byte { return []byte("schema") }
func secretKey() []byte { return []byte("secret") }

// initialise makes an empty store.
func initialise(tx *bbolt.Tx, schema int) error {
	for _, name := range allBuckets() {
		if _, err := tx.CreateBucketIfNotExists([]byte(name)); err != nil {
			return err
		}
	}
	secret := make([]byte, 32)
	rand.Read(secret)
	if err := tx.Bucket([]byte(metaBucket)).Put(secretKey(), secret); err != nil {
		return err
	}
	return setSchema(tx, schema)
}

func setSchema(tx *bbolt.Tx, schema int) error {
	return tx.Bucket([]byte(metaBucket)).Put(schemaKey(), strconv.AppendInt(nil, int64(schema), 10))
}

func readSchema(tx *bbolt.Tx) (int, error) {
	meta := tx.Bucket([]byte(metaBucket))
	if meta == nil {
		return 0, fmt.Errorf("%w: not a store of this bot", store.ErrDamaged)
	}
	value := meta.Get(schemaKey())
	schema, err := strconv.Atoi(string(value))
	if err != nil || schema < schemaBase {
		return 0, fmt.Errorf("%w: schema version %q", store.ErrDamaged, value)
	}
	return schema, nil
}

func readSecret(db *bbolt.DB) (secret []byte, err error) {
	err = db.View(func(tx *bbolt.Tx) error {
		if secret = bytes.Clone(tx.Bucket([]byte(metaBucket)).Get(secretKey())); len(secret) == 0 {
			return fmt.Errorf("%w: no key of pseudonyms", store.ErrDamaged)
		}
		return nil
	})
	return secret, err
}

// migrate brings the store to the schema that the steps lead to, in one transaction: it ends with the old layout or the new one.
func (s *Store) migrate(steps []migration) error {
	from, current := 0, schemaBase+len(steps)
	err := s.db.View(func(tx *bbolt.Tx) (err error) {
		from, err = checkSchema(tx, current)
		return err
	})
	if err != nil || from == current {
		return err
	}
	err = s.db.Update(func(tx *bbolt.Tx) error {
		for version := from; version < current; version++ {
			if err := steps[version-schemaBase](tx); err != nil {
				return fmt.Errorf("migrate from schema version %d: %w", version, err)
			}
		}
		if err := haveBuckets(tx); err != nil {
			return err
		}
		return setSchema(tx, current)
	})
	if err == nil {
		s.log.Info("store migrated", "dir", s.dir, "from", from, "to", current)
	}
	return err
}

// checkSchema returns the store's schema version, unless it is newer than current or the store lacks a bucket that it should have.
func checkSchema(tx *bbolt.Tx, current int) (int, error) {
	schema, err := readSchema(tx)
	if err != nil {
		return 0, err
	}
	if schema > current {
		return 0, fmt.Errorf("%w: its schema version is %d, and this program knows up to %d", store.ErrNewer, schema, current)
	}
	if schema == current {
		return schema, haveBuckets(tx)
	}
	return schema, nil
}

func haveBuckets(tx *bbolt.Tx) error {
	for _, name := range allBuckets() {
		if tx.Bucket([]byte(name)) == nil {
			return fmt.Errorf("%w: bucket %s is missing", store.ErrDamaged, name)
		}
	}
	return nil
}

// The buckets. Those that hold records are tables, declared beside their record.
const (
	metaBucket         = "meta"
	receiptsByMessage  = "receipts.message"
	receiptsByPassage  = "receipts.passage"
	receiptsByMember   = "receipts.member"
	receiptsByGuild    = "receipts.guild"
	receiptsWithText   = "receipts.text"
	feedbackByMember   = "feedback.member"
	inboxBucket        = "inbox"
	threadsByGuild     = "threads.guild"
	threadsByMember    = "threads.member"
	auditByMember      = "audit.member"
	settingsBucket     = "settings"
	usageBucket        = "usage"
	reservationsBucket = "reservations"
	leftBucket         = "left"
	recalledBucket     = "recalled"
	writtenByTime      = "written.time"
	notesByGuild       = "notes.guild"
	notesByMember      = "notes.member"
)

func indexBuckets() []string {
	return []string{receiptsByMessage, receiptsByPassage, receiptsByMember, receiptsByGuild, receiptsWithText, feedbackByMember,
		inboxBucket, threadsByGuild, threadsByMember, auditByMember, writtenByTime, notesByGuild, notesByMember}
}

func allBuckets() []string {
	return append(indexBuckets(), metaBucket, receipts.Name, feedbacks.Name, threads.Name, audits.Name, writtens.Name, notes.Name,
		settingsBucket, usageBucket, reservationsBucket, leftBucket, recalledBucket, jobs.Name)
}
