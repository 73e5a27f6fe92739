package bolt

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"readout/bot/bolt/internal/commit"
	"readout/bot/bolt/internal/table"
	"readout/bot/store"
)

// Secret is the key of the store's pseudonyms.
func (s *Store) Secret(ctx context.Context) ([]byte, error) { return slices.Clone(s.secret), ctx.Err() }

// each gives records of one kind.
type each func(tx *bbolt.Tx, give func(store.Kept, error) error) error

// Records calls fn with every record as all are at one moment. Their order is the same as long as nothing changes.
func (s *Store) Records(ctx context.Context, fn func(store.Kept) error) error {
	give := func(k store.Kept, err error) error {
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			err = fn(k)
		}
		return err
	}
	err := s.view(ctx, func(tx *bbolt.Tx) error {
		for _, all := range []each{
			keptIn(receipts, store.KindReceipt), keptIn(feedbacks, store.KindFeedback), keptIn(threads, store.KindThread),
			keptIn(audits, store.KindAudit), keptAuditCount,
			keptValues(settingsBucket, 8, func(k []byte, v json.RawMessage) (store.Kept, error) { return store.KeepSettings(guildOf(k), v) }),
			keptValues(usageBucket, 5, keptUsage),
			keptValues(leftBucket, 8, func(k []byte, d departure) (store.Kept, error) {
				return store.Keep(store.KindDeparture, store.Departure{Guild: guildOf(k), At: d.At.UTC().Truncate(time.Millisecond)})
			}),
			keptValues(recalledBucket, 8, func(k []byte, version string) (store.Kept, error) {
				return store.Keep(store.KindRecall, store.Recall{Guild: guildOf(k), Version: version})
			}),
			keptValues(writtens.Name, writtenKeyLen, func(_ []byte, w written) (store.Kept, error) {
				return store.Keep(store.KindWritten, store.KeptWritten{Key: w.Key, At: w.At.UTC().Truncate(time.Millisecond), Data: w.Data})
			}),
			keptIn(notes, store.KindNote),
		} {
			if err := all(tx, give); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("read store in %s: %w", s.dir, err)
	}
	return nil
}

func guildOf(k []byte) store.GuildID {
	return store.FromSnowflake[store.GuildID](binary.BigEndian.Uint64(k))
}

// keptIn gives the records of a table.
func keptIn[R table.Record](t table.Table[R], kind store.Kind) each {
	return keptValues(t.Name, 0, func(_ []byte, r R) (store.Kept, error) { return store.Keep(kind, r) })
}

// keptValues gives the values of a bucket, whose keys have so many bytes at least.
func keptValues[V any](bucket string, size int, kept func(k []byte, v V) (store.Kept, error)) each {
	return func(tx *bbolt.Tx, give func(store.Kept, error) error) error {
		return tx.Bucket([]byte(bucket)).ForEach(func(k, value []byte) error {
			var v V
			if err := table.Decode(value, &v); err != nil {
				return fmt.Errorf("%s %x: %w", bucket, k, err)
			}
			if len(k) < size {
				return fmt.Errorf("%s %x: %w: no such key", bucket, k, store.ErrDamaged)
			}
			return give(kept(k, v))
		})
	}
}

func keptAuditCount(tx *bbolt.Tx, give func(store.Kept, error) error) error {
	last := tx.Bucket([]byte(audits.Name)).Sequence()
	if last == 0 {
		return nil
	}
	return give(store.Keep(store.KindAuditCount, store.AuditCount{Last: store.AuditID(last)}))
}

// scopeLetters are the letters of scopes in keys.
func scopeLetters() map[store.Scope]byte {
	return map[store.Scope]byte{store.ScopeTotal: letterTotal, store.ScopeGuild: letterGuild, store.ScopeMember: letterMember,
		store.ScopeMemberHere: letterMemberHere}
}

func keptUsage(k []byte, a store.Amount) (store.Kept, error) {
	for scope, letter := range scopeLetters() {
		if letter == k[4] {
			u := store.KeptUsage{Day: store.Day(binary.BigEndian.Uint32(k)), Scope: scope, Subject: slices.Clone(k[5:]), Amount: a}
			return store.Keep(store.KindUsage, u)
		}
	}
	return store.Kept{}, fmt.Errorf("usage %x: %w: no such scope", k, store.ErrDamaged)
}

// BeginCopy readies the store for a copy of what of names, whose pseudonyms have the secret as their key, and returns how much of it is
// there already: of one that was begun before, and is of the same. One of anything else is thrown away. store.ErrOccupied: it holds records
// that no copy has put there.
func (s *Store) BeginCopy(ctx context.Context, secret []byte, of string) (done int, err error) {
	var begun store.Copying
	err = s.write(ctx, func(tx *bbolt.Tx) error {
		var err error
		if begun, err = readCopying(tx); err != nil || begun.Of == of && of != "" {
			return err
		}
		if begun.Of == "" {
			for _, bucket := range recordBuckets() {
				if k, _ := tx.Bucket([]byte(bucket)).Cursor().First(); k != nil && bucket != jobs.Name { // each start asks for one
					return commit.Refuse(store.ErrOccupied)
				}
			}
		}
		for _, bucket := range recordBuckets() {
			if err := tx.DeleteBucket([]byte(bucket)); err != nil {
				return err
			}
			if _, err := tx.CreateBucket([]byte(bucket)); err != nil {
				return err
			}
		}
		begun = store.Copying{Of: of}
		return errors.Join(tx.Bucket([]byte(metaBucket)).Put(secretKey(), secret), table.WriteValue(tx, metaBucket, copyingKey(), begun))
	})
	if err != nil {
		return 0, fmt.Errorf("begin a copy into the store in %s: %w", s.dir, err)
	}
	s.secret = slices.Clone(secret)
	return begun.Done, nil
}

// recordBuckets are all that hold records, or what follows from them.
func recordBuckets() []string {
	return slices.DeleteFunc(allBuckets(), func(name string) bool { return name == metaBucket })
}

func copyingKey() []byte { return []byte("copying") }

// readCopying is how far a copy is; zero where none was begun.
func readCopying(tx *bbolt.Tx) (c store.Copying, err error) {
	if value := tx.Bucket([]byte(metaBucket)).Get(copyingKey()); value != nil {
		err = table.Decode(value, &c)
	}
	return c, err
}

// refuseUnfinished is store.ErrUnfinished for a store that a copy was begun into.
func (s *Store) refuseUnfinished() error {
	return s.db.View(func(tx *bbolt.Tx) error {
		c, err := readCopying(tx)
		if err == nil && c.Of != "" {
			err = store.ErrUnfinished
		}
		return err
	})
}

// PutRecords puts records of a copy into the store, in one step with how much of the copy is there then. store.ErrUnfinished: none was
// begun.
func (s *Store) PutRecords(ctx context.Context, records []store.Kept, done int) error {
	err := s.write(ctx, func(tx *bbolt.Tx) error {
		c, err := readCopying(tx)
		if err != nil || c.Of == "" {
			return commit.Refuse(errors.Join(err, store.ErrUnfinished))
		}
		for _, k := range records {
			if err := putKept(tx, k); err != nil {
				return err
			}
		}
		c.Done = done
		return table.WriteValue(tx, metaBucket, copyingKey(), c)
	})
	if err != nil {
		return fmt.Errorf("copy into the store in %s: %w", s.dir, err)
	}
	return nil
}

func putKept(tx *bbolt.Tx, k store.Kept) error {
	switch k.Kind {
	case store.KindReceipt:
		return putIn(tx, receipts, k)
	case store.KindFeedback:
		return putIn(tx, feedbacks, k)
	case store.KindThread:
		return putIn(tx, threads, k)
	case store.KindAudit:
		return putIn(tx, audits, k)
	case store.KindNote:
		return putIn(tx, notes, k)
	case store.KindWritten:
		return putIn(tx, writtens, k)
	case store.KindAuditCount:
		c, err := store.ReadKept[store.AuditCount](k)
		if err != nil {
			return err
		}
		return tx.Bucket([]byte(audits.Name)).SetSequence(uint64(c.Last))
	}
	return putValue(tx, k)
}

func putIn[R table.Record](tx *bbolt.Tx, t table.Table[R], k store.Kept) error {
	r, err := store.ReadKept[R](k)
	if err != nil {
		return err
	}
	return t.Put(tx, r)
}

// putValue puts a record into its bucket, which is no table.
func putValue(tx *bbolt.Tx, k store.Kept) error {
	switch k.Kind {
	case store.KindSettings:
		v, err := store.ReadKept[store.KeptSettings](k)
		if err != nil {
			return err
		}
		return table.WriteValue(tx, settingsBucket, table.ID(v.Guild), v.Settings)
	case store.KindUsage:
		v, err := store.ReadKept[store.KeptUsage](k)
		if err != nil {
			return err
		}
		return table.WriteValue(tx, usageBucket, dayKey(v.Day).Raw([]byte{scopeLetters()[v.Scope]}).Raw(v.Subject), v.Amount)
	case store.KindDeparture:
		v, err := store.ReadKept[store.Departure](k)
		if err != nil {
			return err
		}
		return table.WriteValue(tx, leftBucket, table.ID(v.Guild), departure{v.At})
	case store.KindRecall:
		v, err := store.ReadKept[store.Recall](k)
		if err != nil {
			return err
		}
		return table.WriteValue(tx, recalledBucket, table.ID(v.Guild), v.Version)
	}
	return fmt.Errorf("%w: no record of the kind %q", store.ErrDamaged, k.Kind)
}

// EndCopy says that the copy is whole: from then on the store can be opened for anything.
func (s *Store) EndCopy(ctx context.Context) error {
	return s.write(ctx, func(tx *bbolt.Tx) error { return tx.Bucket([]byte(metaBucket)).Delete(copyingKey()) })
}

// Copying is how far a copy into the store is; zero where none was begun.
func (s *Store) Copying(ctx context.Context) (c store.Copying, err error) {
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		c, err = readCopying(tx)
		return err
	})
	return c, err
}
