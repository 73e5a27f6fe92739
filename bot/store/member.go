package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"math"

	"go.etcd.io/bbolt"
)

// ForgetMember deletes the member's words and identity: questions and their answers, feedback, ownership of threads, authorship in
// the audit. Of an answer in a server's channel, what a recall needs is kept: the server, the channel, the message, its time and
// the passages. Today's counters are kept, under a pseudonym, until tomorrow is over. After an error it has done a part and can be
// called again.
func (s *Store) ForgetMember(ctx context.Context, member UserID) (Deleted, error) {
	if err := RequireID("member", member); err != nil {
		return Deleted{}, fmt.Errorf("forget member: %w", err)
	}
	user := key{}.number(Snowflake(member))
	total, err := s.inChunks(ctx, func(tx *bbolt.Tx, room int) (d Deleted, more bool, err error) {
		keys := firstKeys(tx, receiptsByMember, user, room)
		more = len(keys) == room
		for _, k := range keys {
			r, err := receipts.listed(tx, k[len(user):])
			if err != nil {
				return d, false, err
			}
			one, err := strip(tx, r, r.Fades() || r.Guild == "")
			if err != nil {
				return d, false, err
			}
			d = d.Plus(one)
		}
		keys = firstKeys(tx, feedbackByMember, user, room)
		more = more || len(keys) == room
		for _, k := range keys {
			f, err := feedbacks.listed(tx, key(bytes.Clone(k[len(user):])).raw(user))
			if err != nil {
				return d, false, err
			}
			if err := feedbacks.delete(tx, f.key()); err != nil {
				return d, false, err
			}
			d.Feedback++
		}
		keys = firstKeys(tx, threadsByMember, user, room)
		more = more || len(keys) == room
		for _, k := range keys {
			if err := disown(tx, k[len(user):]); err != nil {
				return d, false, err
			}
			d.Threads++
		}
		keys = firstKeys(tx, auditByMember, user, room)
		more = more || len(keys) == room
		for _, k := range keys {
			e, err := audits.listed(tx, k[len(user):])
			if err != nil {
				return d, false, err
			}
			if err := audits.put(tx, e.Anonymous(member)); err != nil {
				return d, false, err
			}
			d.Audit++
		}
		if d.Notes, err = deleteNotes(tx, notesByMember, user, room); err != nil {
			return d, false, err
		}
		if more = more || d.Notes == room; !more {
			d.Usage, err = s.forgetUsage(tx, member)
		}
		return d, more, err
	})
	if err != nil {
		return total, fmt.Errorf("forget member: %w", err)
	}
	return total, nil
}

// disown deletes a direct-message channel, which is its member's, and takes the owner off a thread.
func disown(tx *bbolt.Tx, id []byte) error {
	t, err := threads.listed(tx, id)
	if err != nil {
		return err
	}
	if t.Guild == "" {
		return threads.delete(tx, id)
	}
	t.Owner = ""
	return threads.put(tx, t)
}

// forgetUsage deletes the member's counters of all days but today.
func (s *Store) forgetUsage(tx *bbolt.Tx, member UserID) (n int, err error) {
	pseudonym := s.pseudonym(member)
	today := dayOf(s.now())
	b := tx.Bucket([]byte(usageBucket))
	for _, p := range prefixes(tx, usageBucket, 4) {
		if day(binary.BigEndian.Uint32(p)) == today {
			continue
		}
		for _, letter := range []byte{letterMember, letterMemberHere} {
			for _, k := range firstKeys(tx, usageBucket, key(bytes.Clone(p)).raw([]byte{letter}).raw(pseudonym), math.MaxInt) {
				if err := b.Delete(k); err != nil {
					return n, err
				}
				n++
			}
		}
	}
	return n, nil
}
