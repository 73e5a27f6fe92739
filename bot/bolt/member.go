package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"math"

	"go.etcd.io/bbolt"

	"readout/bot/bolt/internal/table"
	"readout/bot/store"
)

// ForgetMember deletes the member's words and identity: questions and their answers, feedback, ownership of threads, authorship in
// the audit. Of an answer in a server's channel, what a recall needs is kept: the server, the channel, the message, its time and
// the passages. Today's counters are kept, under a pseudonym, until tomorrow is over. What the file held of what went is written over.
// After an error it has done a part and can be called again.
func (s *Store) ForgetMember(ctx context.Context, member store.UserID) (store.Deleted, error) {
	if err := store.RequireID("member", member); err != nil {
		return store.Deleted{}, fmt.Errorf("forget member: %w", err)
	}
	user := table.ID(member)
	total, err := s.inChunks(ctx, func(tx *bbolt.Tx, room int) (d store.Deleted, more bool, err error) {
		for _, forget := range []func(*bbolt.Tx, table.Key, int) (store.Deleted, int, error){
			stripReceipts, forgetFeedback, disownThreads, anonymiseAudit, forgetNotes,
		} {
			one, n, err := forget(tx, user, room)
			d = d.Plus(one)
			if err != nil {
				return d, false, err
			}
			more = more || n == room
		}
		if !more {
			d.Usage, err = s.forgetUsage(tx, member)
		}
		return d, more, err
	})
	if err != nil {
		return total, fmt.Errorf("forget member: %w", err)
	}
	s.scrub(ctx)
	return total, nil
}

// stripReceipts takes the words and people off at most room receipts of the member, and deletes those that are of no use without them.
// As all that forget something of a member, it returns of how many records it was.
func stripReceipts(tx *bbolt.Tx, user table.Key, room int) (d store.Deleted, n int, err error) {
	keys := table.FirstKeys(tx, receiptsByMember, user, room)
	for _, k := range keys {
		r, err := receipts.Listed(tx, k[len(user):])
		if err != nil {
			return d, 0, err
		}
		one, err := strip(tx, r, r.Fades() || r.Guild == "")
		if err != nil {
			return d, 0, err
		}
		d = d.Plus(one)
	}
	return d, len(keys), nil
}

func forgetFeedback(tx *bbolt.Tx, user table.Key, room int) (d store.Deleted, n int, err error) {
	keys := table.FirstKeys(tx, feedbackByMember, user, room)
	for _, k := range keys {
		f, err := feedbacks.Listed(tx, table.Key(bytes.Clone(k[len(user):])).Raw(user))
		if err != nil {
			return d, 0, err
		}
		if err := feedbacks.Delete(tx, feedbackKey(f)); err != nil {
			return d, 0, err
		}
		d.Feedback++
	}
	return d, len(keys), nil
}

func disownThreads(tx *bbolt.Tx, user table.Key, room int) (d store.Deleted, n int, err error) {
	keys := table.FirstKeys(tx, threadsByMember, user, room)
	for _, k := range keys {
		if err := disown(tx, k[len(user):]); err != nil {
			return d, 0, err
		}
		d.Threads++
	}
	return d, len(keys), nil
}

func anonymiseAudit(tx *bbolt.Tx, user table.Key, room int) (d store.Deleted, n int, err error) {
	member := store.FromSnowflake[store.UserID](binary.BigEndian.Uint64(user))
	keys := table.FirstKeys(tx, auditByMember, user, room)
	for _, k := range keys {
		e, err := audits.Listed(tx, k[len(user):])
		if err != nil {
			return d, 0, err
		}
		if err := audits.Put(tx, e.Anonymous(member)); err != nil {
			return d, 0, err
		}
		d.Audit++
	}
	return d, len(keys), nil
}

func forgetNotes(tx *bbolt.Tx, user table.Key, room int) (d store.Deleted, n int, err error) {
	d.Notes, err = deleteNotes(tx, notesByMember, user, room)
	return d, d.Notes, err
}

// disown deletes a direct-message channel, which is its member's, and takes the owner off a thread.
func disown(tx *bbolt.Tx, id []byte) error {
	t, err := threads.Listed(tx, id)
	if err != nil {
		return err
	}
	if t.Guild == "" {
		return threads.Delete(tx, id)
	}
	t.Owner = ""
	return threads.Put(tx, t)
}

// forgetUsage deletes the member's counters of all days but today.
func (s *Store) forgetUsage(tx *bbolt.Tx, member store.UserID) (n int, err error) {
	pseudonym := s.pseudonym(member)
	today := store.DayOf(s.now())
	b := tx.Bucket([]byte(usageBucket))
	for _, p := range table.Prefixes(tx, usageBucket, 4) {
		if store.Day(binary.BigEndian.Uint32(p)) == today {
			continue
		}
		for _, letter := range []byte{letterMember, letterMemberHere} {
			for _, k := range table.FirstKeys(tx, usageBucket, table.Key(bytes.Clone(p)).Raw([]byte{letter}).Raw(pseudonym), math.MaxInt) {
				if err := b.Delete(k); err != nil {
					return n, err
				}
				n++
			}
		}
	}
	return n, nil
}
