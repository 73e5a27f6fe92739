package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"readout/bot/bolt/internal/commit"
	"readout/bot/bolt/internal/table"
	"readout/bot/store"
)

// departure is stored of a server that the bot left.
type departure struct {
	At time.Time `json:"at"`
}

// Guilds returns the servers that something is stored about, in the order of their IDs. One that the bot is no longer a member of
// left it while it was not running: tell GuildLeft.
func (s *Store) Guilds(ctx context.Context) ([]store.GuildID, error) {
	var guilds []store.GuildID
	err := s.view(ctx, func(tx *bbolt.Tx) error {
		numbers := make(map[uint64]bool)
		for _, bucket := range []string{receiptsByGuild, threadsByGuild, notesByGuild, audits.Name, settingsBucket, recalledBucket, leftBucket} {
			for _, p := range table.Prefixes(tx, bucket, 8) {
				numbers[binary.BigEndian.Uint64(p)] = true
			}
		}
		delete(numbers, 0) // direct messages
		var sorted []uint64
		for n := range numbers {
			sorted = append(sorted, n)
		}
		slices.Sort(sorted)
		for _, n := range sorted {
			guilds = append(guilds, store.FromSnowflake[store.GuildID](n))
		}
		return nil
	})
	return guilds, err
}

// GuildLeft notes that the bot is no longer a member of the server. A second call does not change the time.
func (s *Store) GuildLeft(ctx context.Context, guild store.GuildID) error {
	if err := store.RequireID("server", guild); err != nil {
		return fmt.Errorf("leave server: %w", err)
	}
	at := s.now()
	err := s.write(ctx, func(tx *bbolt.Tx) error {
		k := table.ID(guild)
		if tx.Bucket([]byte(leftBucket)).Get(k) != nil {
			return nil
		}
		if s.keep.Departed >= 0 {
			if err := s.enqueue(tx, store.JobDelete, guild, at.Add(s.keep.Departed)); err != nil {
				return err
			}
		}
		return table.WriteValue(tx, leftBucket, k, departure{at})
	})
	if err != nil {
		return fmt.Errorf("leave server %s: %w", guild, err)
	}
	return nil
}

// GuildJoined notes that the bot is a member of the server, again or for the first time.
func (s *Store) GuildJoined(ctx context.Context, guild store.GuildID) error {
	k := table.ID(guild)
	var left bool
	err := s.view(ctx, func(tx *bbolt.Tx) error {
		left = tx.Bucket([]byte(leftBucket)).Get(k) != nil
		return nil
	})
	if err == nil && left { // Discord names every server at each start: most calls need no write
		err = s.write(ctx, func(tx *bbolt.Tx) error {
			if err := jobs.Delete(tx, jobKey(store.JobDelete, guild)); err != nil {
				return err
			}
			return tx.Bucket([]byte(leftBucket)).Delete(k)
		})
	}
	if err != nil {
		return fmt.Errorf("join server %s: %w", guild, err)
	}
	return nil
}

// Departed returns the servers that the bot left at least Retention.Departed before now, in the order of their IDs. Delete what
// else is kept of each, then call PurgeGuild, which takes it off this list: a crash in between loses no deletion.
func (s *Store) Departed(ctx context.Context, now time.Time) ([]store.GuildID, error) {
	var due []store.GuildID
	err := s.view(ctx, func(tx *bbolt.Tx) error {
		return tx.Bucket([]byte(leftBucket)).ForEach(func(k, v []byte) error {
			var d departure
			if err := table.Decode(v, &d); err != nil {
				return fmt.Errorf("departure from server %x: %w", k, err)
			}
			if isOld(d.At, s.keep.Departed, now) {
				due = append(due, store.FromSnowflake[store.GuildID](binary.BigEndian.Uint64(k)))
			}
			return nil
		})
	})
	return due, err
}

// PurgeGuild deletes everything stored about a server that the bot left, and at last that it left. ErrNotLeft when it did not, or
// has come back. After an error it can be called again to go on.
func (s *Store) PurgeGuild(ctx context.Context, guild store.GuildID) (store.Deleted, error) {
	if err := store.RequireID("server", guild); err != nil {
		return store.Deleted{}, fmt.Errorf("purge server: %w", err)
	}
	g := table.ID(guild)
	total, err := s.inChunks(ctx, func(tx *bbolt.Tx, room int) (d store.Deleted, more bool, err error) {
		left := tx.Bucket([]byte(leftBucket))
		if left.Get(g) == nil {
			return d, false, commit.Refuse(store.ErrNotLeft)
		}
		for _, k := range table.FirstKeys(tx, receiptsByGuild, g, room) {
			n, err := deleteReceipt(tx, k[len(g):])
			if err != nil {
				return d, false, err
			}
			d.Feedback += n
			d.Receipts++
		}
		for _, k := range table.FirstKeys(tx, audits.Name, g, room) {
			if err := audits.Delete(tx, k); err != nil {
				return d, false, err
			}
			d.Audit++
		}
		for _, k := range table.FirstKeys(tx, threadsByGuild, g, room) {
			if err := threads.Delete(tx, k[len(g):]); err != nil {
				return d, false, err
			}
			d.Threads++
		}
		if d.Notes, err = deleteNotes(tx, notesByGuild, g, room); err != nil {
			return d, false, err
		}
		if d.Receipts == room || d.Audit == room || d.Threads == room || d.Notes == room {
			return d, true, nil
		}
		if d.Usage, err = purgeUsage(tx, guild); err != nil {
			return d, false, err
		}
		for _, bucket := range []string{settingsBucket, recalledBucket} {
			if err := tx.Bucket([]byte(bucket)).Delete(g); err != nil {
				return d, false, err
			}
		}
		for _, k := range table.FirstKeys(tx, jobs.Name, g, math.MaxInt) {
			if err := jobs.Delete(tx, k); err != nil {
				return d, false, err
			}
		}
		return d, false, left.Delete(g)
	})
	if err != nil {
		return total, fmt.Errorf("purge server %s: %w", guild, err)
	}
	s.scrub(ctx)
	return total, nil
}

// purgeUsage deletes the server's counters and open reservations.
func purgeUsage(tx *bbolt.Tx, guild store.GuildID) (n int, err error) {
	g := table.ID(guild)
	usage, reserved := tx.Bucket([]byte(usageBucket)), tx.Bucket([]byte(reservationsBucket))
	var keys [][]byte
	for _, d := range table.Prefixes(tx, usageBucket, 4) {
		keys = append(keys, table.Key(bytes.Clone(d)).Raw([]byte{letterGuild}).Raw(g))
		here := table.Key(bytes.Clone(d)).Raw([]byte{letterMemberHere})
		for _, k := range table.FirstKeys(tx, usageBucket, here, math.MaxInt) {
			if bytes.HasSuffix(k, g) {
				keys = append(keys, k)
			}
		}
	}
	for _, k := range keys {
		if usage.Get(k) != nil {
			n++
		}
		if err := usage.Delete(k); err != nil {
			return n, err
		}
	}
	for _, k := range table.FirstKeys(tx, reservationsBucket, nil, math.MaxInt) {
		var kept reservation
		if err := table.Decode(reserved.Get(k), &kept); err != nil {
			return n, fmt.Errorf("reservation %x: %w", k, err)
		}
		if kept.Guild == guild {
			if err := reserved.Delete(k); err != nil {
				return n, err
			}
		}
	}
	return n, nil
}
