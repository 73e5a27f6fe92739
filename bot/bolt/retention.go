package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"readout/bot/bolt/internal/table"
	"readout/bot/store"
)

// Retention is how long the store keeps things, with the defaults for what was not set.
func (s *Store) Retention() store.Retention { return s.keep }

// isOld tells whether something of the time at, kept for the duration keep, is due to go.
func isOld(at time.Time, keep time.Duration, now time.Time) bool {
	return keep >= 0 && !now.Before(at.Add(keep))
}

// chunk is how many records of a kind one transaction deletes, so that members' writes get their turn in between.
const chunk = 200

// inChunks runs fn in one transaction after another, for as long as it reports more to do, and sums what they deleted. fn handles
// at most room records of each kind.
func (s *Store) inChunks(
	ctx context.Context,
	fn func(tx *bbolt.Tx, room int) (d store.Deleted, more bool, err error),
) (store.Deleted, error) {
	var total store.Deleted
	for more := true; more; {
		var d store.Deleted
		err := s.write(ctx, func(tx *bbolt.Tx) (err error) {
			d, more, err = fn(tx, chunk)
			return err
		})
		if err != nil {
			return total, err
		}
		total = total.Plus(d)
	}
	return total, nil
}

// Sweep deletes what is kept no longer at the time now: call it at least daily. It does not touch the servers that the bot left,
// for which see Departed. After an error it has done a part and can be called again.
func (s *Store) Sweep(ctx context.Context, now time.Time) (store.Deleted, error) {
	var total store.Deleted
	for _, step := range []func(context.Context, time.Time) (store.Deleted, error){
		s.sweepTexts, s.sweepAnswers, s.sweepFeedback, s.sweepThreads, s.sweepAudit, s.sweepUsage, s.sweepWritten, s.sweepNotes,
	} {
		d, err := step(ctx, now.UTC())
		total = total.Plus(d)
		if err != nil {
			return total, fmt.Errorf("sweep: %w", err)
		}
	}
	if total != (store.Deleted{}) {
		s.scrub(ctx)
	}
	s.log.Info("store swept", total.Attrs()...)
	return total, nil
}

func (s *Store) sweepTexts(ctx context.Context, now time.Time) (store.Deleted, error) {
	return s.inChunks(ctx, func(tx *bbolt.Tx, room int) (d store.Deleted, more bool, err error) {
		for _, id := range table.FirstKeys(tx, receiptsWithText, nil, room) {
			r, err := receipts.Listed(tx, id)
			if err != nil {
				return d, false, err
			}
			if !isOld(r.Asked, s.keep.Text, now) {
				return d, false, nil // IDs are in the order of Asked
			}
			one, err := strip(tx, r, r.Fades())
			if err != nil {
				return d, false, err
			}
			d, more = d.Plus(one), true
		}
		return d, more, nil
	})
}

// strip takes words and people from the receipt, or deletes it whole.
func strip(tx *bbolt.Tx, r store.Receipt, whole bool) (d store.Deleted, err error) {
	if whole {
		d.Receipts = 1
		d.Feedback, err = deleteReceipt(tx, receiptKey(r))
		return d, err
	}
	d.Texts = 1
	return d, receipts.Put(tx, r.Bare())
}

func (s *Store) sweepAnswers(ctx context.Context, now time.Time) (store.Deleted, error) {
	return s.inChunks(ctx, func(tx *bbolt.Tx, room int) (d store.Deleted, more bool, err error) {
		for _, id := range table.FirstKeys(tx, receipts.Name, nil, room) {
			if !isOld(askedAt(id), s.keep.Answers, now) {
				return d, false, nil
			}
			n, err := deleteReceipt(tx, id)
			if err != nil {
				return d, false, err
			}
			d, more = d.Plus(store.Deleted{Receipts: 1, Feedback: n}), true
		}
		return d, more, nil
	})
}

// askedAt is the time in a receipt's ID.
func askedAt(id []byte) time.Time { return time.UnixMilli(int64(binary.BigEndian.Uint64(id) >> 16)) }

func (s *Store) sweepFeedback(ctx context.Context, now time.Time) (store.Deleted, error) {
	n, err := sweepTable(ctx, s, feedbacks, func(k []byte, f store.Feedback) verdict {
		switch {
		case !isOld(askedAt(k), s.keep.Feedback, now):
			return stop // no feedback is older than its answer, and the keys are in the order of those
		case isOld(f.Given, s.keep.Feedback, now):
			return remove
		}
		return keep
	})
	return store.Deleted{Feedback: n}, err
}

func (s *Store) sweepThreads(ctx context.Context, now time.Time) (store.Deleted, error) {
	n, err := sweepOld(ctx, s, threads, s.keep.Text, now, func(t store.Thread) time.Time { return t.Used })
	return store.Deleted{Threads: n}, err
}

func (s *Store) sweepAudit(ctx context.Context, now time.Time) (store.Deleted, error) {
	n, err := sweepOld(ctx, s, audits, s.keep.Audit, now, func(e store.AuditEntry) time.Time { return e.At })
	return store.Deleted{Audit: n}, err
}

// verdict is what a sweep does with a record.
type verdict int

const (
	keep verdict = iota
	remove
	stop // keep it and all behind it
)

// sweepOld deletes the records that are kept for a duration after their time.
func sweepOld[R table.Record](
	ctx context.Context, s *Store, t table.Table[R], kept time.Duration, now time.Time, at func(R) time.Time,
) (n int, err error) {
	return sweepTable(ctx, s, t, func(_ []byte, r R) verdict {
		if isOld(at(r), kept, now) {
			return remove
		}
		return keep
	})
}

// sweepTable deletes the records that judge removes, and returns how many. They are judged once more before they go: a record may
// have been written again meanwhile.
func sweepTable[R table.Record](ctx context.Context, s *Store, t table.Table[R], judge func(key []byte, r R) verdict) (n int, err error) {
	var old [][]byte
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		c := tx.Bucket([]byte(t.Name)).Cursor()
		for k, v := c.First(); k != nil; k, v = c.Next() {
			var r R
			if err := table.Decode(v, &r); err != nil {
				return fmt.Errorf("%s %x: %w", t.Name, k, err)
			}
			switch judge(k, r) {
			case remove:
				old = append(old, bytes.Clone(k))
			case stop:
				return nil
			}
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	for keys := range slices.Chunk(old, chunk) {
		var removed int
		err := s.write(ctx, func(tx *bbolt.Tx) error {
			removed = 0
			for _, k := range keys {
				r, ok, err := t.Get(tx, k)
				if err != nil {
					return err
				}
				if !ok || judge(k, r) != remove {
					continue
				}
				if err := t.Delete(tx, k); err != nil {
					return err
				}
				removed++
			}
			return nil
		})
		if err != nil {
			return n, err
		}
		n += removed
	}
	return n, nil
}

// sweepUsage also deletes the reservations that nobody settled. What was reserved just before midnight is settled after it, so a
// member's counters outlive their day by one.
func (s *Store) sweepUsage(ctx context.Context, now time.Time) (store.Deleted, error) {
	today := store.DayOf(now)
	over := func(d store.Day) bool { return d+1 < today }
	return s.inChunks(ctx, func(tx *bbolt.Tx, room int) (d store.Deleted, more bool, err error) {
		usage, reserved := tx.Bucket([]byte(usageBucket)), tx.Bucket([]byte(reservationsBucket))
		var counters, unsettled [][]byte
		for _, p := range table.Prefixes(tx, usageBucket, 5) {
			if len(counters) == room {
				break
			}
			on, letter := store.Day(binary.BigEndian.Uint32(p)), p[4]
			personal := letter == letterMember || letter == letterMemberHere
			if personal && over(on) || isOld(on.End(), s.keep.Usage, now) {
				counters = append(counters, table.FirstKeys(tx, usageBucket, p, room-len(counters))...)
			}
		}
		for _, p := range table.Prefixes(tx, reservationsBucket, 4) {
			if len(unsettled) < room && over(store.Day(binary.BigEndian.Uint32(p))) {
				unsettled = append(unsettled, table.FirstKeys(tx, reservationsBucket, p, room-len(unsettled))...)
			}
		}
		for _, k := range counters {
			if err := usage.Delete(k); err != nil {
				return d, false, err
			}
		}
		for _, k := range unsettled {
			if err := reserved.Delete(k); err != nil {
				return d, false, err
			}
		}
		return store.Deleted{Usage: len(counters)}, len(counters) == room || len(unsettled) == room, nil
	})
}
