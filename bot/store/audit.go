package store

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"go.etcd.io/bbolt"
)

const audits table[AuditEntry] = "audit"

// AuditID numbers the entries of all servers in the order they were made; it is never given twice.
type AuditID uint64

// AuditEntry is something that somebody did in a server.
type AuditEntry struct {
	ID     AuditID   `json:"id"` // set by AppendAudit
	Guild  GuildID   `json:"guild"`
	At     time.Time `json:"at"`               // UTC
	Actor  UserID    `json:"actor,omitempty"`  // who did it; "" for the bot itself and for one who asked to be forgotten
	Member UserID    `json:"member,omitempty"` // to whom it was done, if to anybody
	Action string    `json:"action"`           // what was done: "publish"
	Target string    `json:"target,omitempty"` // to what: an article, a version, a setting; never a member
	Note   string    `json:"note,omitempty"`   // in the actor's words; goes when actor or member ask to be forgotten
}

func (e AuditEntry) key() []byte { return key{}.number(Snowflake(e.Guild)).number(uint64(e.ID)) }

func (e AuditEntry) entries() []entry {
	var es []entry
	for _, user := range []UserID{e.Actor, e.Member} {
		if user != "" && (len(es) == 0 || e.Actor != e.Member) {
			es = append(es, entry{auditByMember, key{}.number(Snowflake(user)).raw(e.key()), []byte{}})
		}
	}
	return es
}

// Validate tells what no store takes.
func (e AuditEntry) Validate() error {
	if e.ID == 0 {
		return errors.New("audit entry without a number")
	}
	if e.Action == "" {
		return errors.New("audit entry without an action")
	}
	return errors.Join(validTime(e.At), RequireID("server", e.Guild), OptionalID("actor", e.Actor), OptionalID("member", e.Member))
}

// Anonymous is the entry without the user and without words.
func (e AuditEntry) Anonymous(user UserID) AuditEntry {
	if e.Actor == user {
		e.Actor = ""
	}
	if e.Member == user {
		e.Member = ""
	}
	e.Note = ""
	return e
}

// AppendAudit adds an entry; e.At may be zero (then it is now). No method changes or removes an entry, except that ForgetMember
// makes it anonymous and that it goes with its server or after Retention.Audit.
func (s *Store) AppendAudit(ctx context.Context, e AuditEntry) error {
	if e.At.IsZero() {
		e.At = s.now()
	}
	e.At = e.At.UTC().Round(0)
	err := s.write(ctx, func(tx *bbolt.Tx) error {
		n, err := tx.Bucket([]byte(audits)).NextSequence()
		if err != nil {
			return err
		}
		e.ID = AuditID(n)
		if err := e.Validate(); err != nil {
			return refuse(err)
		}
		return audits.put(tx, e)
	})
	if err != nil {
		return fmt.Errorf("append to audit: %w", err)
	}
	return nil
}

// Audit returns a server's entries, newest first: at most limit of those made before the one numbered before; 0 starts with the
// newest.
func (s *Store) Audit(ctx context.Context, guild GuildID, before AuditID, limit int) ([]AuditEntry, error) {
	if err := RequireID("server", guild); err != nil {
		return nil, fmt.Errorf("audit: %w", err)
	}
	prefix := key{}.number(Snowflake(guild))
	end := after(prefix)
	if before != 0 {
		end = key{}.number(Snowflake(guild)).number(uint64(before))
	}
	var found []AuditEntry
	err := s.view(ctx, func(tx *bbolt.Tx) error {
		c := tx.Bucket([]byte(audits)).Cursor()
		for k, v := lastBefore(c, prefix, end); k != nil && len(found) < limit; k, v = lastBefore(c, prefix, k) {
			var e AuditEntry
			if err := decode(v, &e); err != nil {
				return fmt.Errorf("audit of server %s, entry %d: %w", guild, binary.BigEndian.Uint64(k[8:]), err)
			}
			found = append(found, e)
		}
		return nil
	})
	return found, err
}
