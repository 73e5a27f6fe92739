package bolt

import (
	"context"
	"encoding/binary"
	"fmt"

	"go.etcd.io/bbolt"

	"readout/bot/bolt/internal/commit"
	"readout/bot/bolt/internal/table"
	"readout/bot/store"
)

var audits = table.Table[store.AuditEntry]{Name: "audit", Key: auditKey, Entries: auditEntries}

func auditKey(e store.AuditEntry) []byte {
	return table.ID(e.Guild).Number(uint64(e.ID))
}

func auditEntries(e store.AuditEntry) []table.Entry {
	var es []table.Entry
	for _, user := range []store.UserID{e.Actor, e.Member} {
		if user != "" && (len(es) == 0 || e.Actor != e.Member) {
			es = append(es, table.Entry{Bucket: auditByMember, Key: table.ID(user).Raw(auditKey(e)), Value: []byte{}})
		}
	}
	return es
}

// AppendAudit adds an entry; e.At may be zero (then it is now). No method changes or removes an entry, except that ForgetMember
// makes it anonymous and that it goes with its server or after Retention.Audit.
func (s *Store) AppendAudit(ctx context.Context, e store.AuditEntry) error {
	e.At = store.Stamp(e.At, s.now())
	err := s.write(ctx, func(tx *bbolt.Tx) error {
		n, err := tx.Bucket([]byte(audits.Name)).NextSequence()
		if err != nil {
			return err
		}
		e.ID = store.AuditID(n)
		if err := e.Validate(); err != nil {
			return commit.Refuse(err)
		}
		return audits.Put(tx, e)
	})
	if err != nil {
		return fmt.Errorf("append to audit: %w", err)
	}
	return nil
}

// Audit returns a server's entries, newest first: at most limit of those made before the one numbered before; 0 starts with the
// newest.
func (s *Store) Audit(ctx context.Context, guild store.GuildID, before store.AuditID, limit int) ([]store.AuditEntry, error) {
	if err := store.RequireID("server", guild); err != nil {
		return nil, fmt.Errorf("audit: %w", err)
	}
	prefix := table.ID(guild)
	end := table.After(prefix)
	if before != 0 {
		end = table.ID(guild).Number(uint64(before))
	}
	var found []store.AuditEntry
	err := s.view(ctx, func(tx *bbolt.Tx) error {
		c := tx.Bucket([]byte(audits.Name)).Cursor()
		for k, v := table.LastBefore(c, prefix, end); k != nil && len(found) < limit; k, v = table.LastBefore(c, prefix, k) {
			var e store.AuditEntry
			if err := table.Decode(v, &e); err != nil {
				return fmt.Errorf("audit of server %s, entry %d: %w", guild, binary.BigEndian.Uint64(k[8:]), err)
			}
			found = append(found, e)
		}
		return nil
	})
	return found, err
}
