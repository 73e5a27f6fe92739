package postgres

import (
	"cmp"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"readout/bot/store"
)

// AppendAudit adds an entry; e.At may be zero (then it is now).
func (s *Store) AppendAudit(ctx context.Context, e store.AuditEntry) error {
	e.At = store.Stamp(e.At, s.now())
	err := s.write(ctx, func(tx pgx.Tx) error {
		var id int64
		if err := tx.QueryRow(ctx, "select nextval(pg_get_serial_sequence('audit', 'id'))").Scan(&id); err != nil {
			return err
		}
		e.ID = store.AuditID(id)
		if err := e.Validate(); err != nil {
			return err
		}
		return putAudit(ctx, tx, e)
	})
	if err != nil {
		return fmt.Errorf("append to audit: %w", err)
	}
	return nil
}

func putAudit(ctx context.Context, tx pgx.Tx, e store.AuditEntry) error {
	record, err := encode(e)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into audit (id, guild, at, actor, member, record) overriding system value values ($1, $2, $3, $4, $5, $6)
		on conflict (id) do update set guild = excluded.guild, at = excluded.at, actor = excluded.actor, member = excluded.member,
			record = excluded.record`, int64(e.ID), number(e.Guild), at(e.At), optional(e.Actor), optional(e.Member), record)
	return err
}

// Audit returns a server's entries, newest first: at most limit of those made before the one numbered before; 0 starts with the newest.
func (s *Store) Audit(ctx context.Context, guild store.GuildID, before store.AuditID, limit int) ([]store.AuditEntry, error) {
	if err := store.RequireID("server", guild); err != nil {
		return nil, fmt.Errorf("audit: %w", err)
	}
	db, err := s.db(ctx)
	if err != nil {
		return nil, err
	}
	return records[store.AuditEntry](ctx, db, `select record from audit where guild = $1 and ($2 = 0::bigint or id < $2)
		order by id desc limit $3`, number(guild), int64(before), limit)
}

// Settings returns the server's settings, the zero value when it has none.
func (s *Store) Settings(ctx context.Context, guild store.GuildID) (v store.Settings, err error) {
	if err := store.RequireID("server", guild); err != nil {
		return v, fmt.Errorf("settings: %w", err)
	}
	db, err := s.db(ctx)
	if err != nil {
		return v, err
	}
	v, _, err = oneRecord[store.Settings](ctx, db, "select record from settings where guild = $1", number(guild))
	return v, err
}

// UpdateSettings changes the server's settings as change says and returns them changed.
func (s *Store) UpdateSettings(ctx context.Context, guild store.GuildID, change func(*store.Settings) error) (store.Settings, error) {
	if err := store.RequireID("server", guild); err != nil {
		return store.Settings{}, fmt.Errorf("update settings: %w", err)
	}
	var v store.Settings
	err := s.write(ctx, func(tx pgx.Tx) error {
		// Two who change a new server's settings at once wait for one another as well: at this row, which an error takes back.
		if _, err := tx.Exec(ctx, "insert into settings (guild, record) values ($1, '{}') on conflict do nothing", number(guild)); err != nil {
			return err
		}
		stored, _, err := oneRecord[json.RawMessage](ctx, tx, "select record from settings where guild = $1 for update", number(guild))
		if err != nil {
			return err
		}
		if v, err = decode[store.Settings](stored); err != nil {
			return err
		}
		before := v
		if err := change(&v); err != nil {
			return err
		}
		if err := v.Validate(); err != nil {
			return err
		}
		if v.Asks(before) {
			if err := s.enqueue(ctx, tx, store.JobRefresh, guild, s.now()); err != nil {
				return err
			}
		}
		merged, err := v.Over(stored)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, "update settings set record = $2 where guild = $1", number(guild), []byte(merged))
		return err
	})
	if err != nil {
		return store.Settings{}, fmt.Errorf("update settings of server %s: %w", guild, err)
	}
	return v, nil
}

// Recalled returns the version of the server's library up to which SetRecalled says that answers were recalled, "" for none.
func (s *Store) Recalled(ctx context.Context, guild store.GuildID) (version string, err error) {
	if err := store.RequireID("server", guild); err != nil {
		return "", fmt.Errorf("recalled: %w", err)
	}
	db, err := s.db(ctx)
	if err != nil {
		return "", err
	}
	err = db.QueryRow(ctx, "select version from recalled where guild = $1", number(guild)).Scan(&version)
	if errors.Is(err, pgx.ErrNoRows) {
		err = nil
	}
	return version, err
}

// SetRecalled notes that all answers given in the server were recalled which rest on what the version has no longer; "" for no version.
func (s *Store) SetRecalled(ctx context.Context, guild store.GuildID, version string) error {
	if err := store.RequireID("server", guild); err != nil {
		return fmt.Errorf("set recalled: %w", err)
	}
	db, err := s.db(ctx)
	switch {
	case err != nil:
	case version == "":
		_, err = remove(ctx, db, "delete from recalled where guild = $1", number(guild))
	default:
		_, err = db.Exec(ctx, `insert into recalled (guild, version) values ($1, $2)
			on conflict (guild) do update set version = excluded.version`, number(guild), version)
	}
	if err != nil {
		return fmt.Errorf("set recalled of server %s: %w", guild, err)
	}
	return nil
}

// Guilds returns the servers that something is stored about, in the order of their IDs.
func (s *Store) Guilds(ctx context.Context) ([]store.GuildID, error) {
	db, err := s.db(ctx)
	if err != nil {
		return nil, err
	}
	numbers, err := column[int64](ctx, db, `select guild from receipts union select guild from threads union select guild from audit
		union select guild from settings union select guild from recalled union select guild from departures union select guild from notes`)
	if err != nil {
		return nil, err
	}
	return guildsOf(numbers), nil
}

// guildsOf are the servers' IDs, in their order, without that of direct messages.
func guildsOf(numbers []int64) (out []store.GuildID) {
	slices.SortFunc(numbers, func(a, b int64) int { return cmp.Compare(uint64(a), uint64(b)) })
	for _, n := range numbers {
		if n != 0 {
			out = append(out, idOf[store.GuildID](n))
		}
	}
	return out
}

// GuildLeft notes that the bot is no longer a member of the server. A second call does not change the time.
func (s *Store) GuildLeft(ctx context.Context, guild store.GuildID) error {
	if err := store.RequireID("server", guild); err != nil {
		return fmt.Errorf("leave server: %w", err)
	}
	now := s.now()
	err := s.write(ctx, func(tx pgx.Tx) error {
		n, err := remove(ctx, tx, "insert into departures (guild, at) values ($1, $2) on conflict do nothing", number(guild), at(now))
		if err == nil && n > 0 && s.keep.Departed >= 0 {
			err = s.enqueue(ctx, tx, store.JobDelete, guild, now.Add(s.keep.Departed))
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("leave server %s: %w", guild, err)
	}
	return nil
}

// GuildJoined notes that the bot is a member of the server, again or for the first time.
func (s *Store) GuildJoined(ctx context.Context, guild store.GuildID) error {
	db, err := s.db(ctx)
	if err == nil {
		_, err = remove(ctx, db, `with back as (delete from departures where guild = $1)
			delete from jobs where kind = $2 and guild = $1`, number(guild), store.JobDelete)
	}
	if err != nil {
		return fmt.Errorf("join server %s: %w", guild, err)
	}
	return nil
}

// PurgeGuild deletes everything stored about a server that the bot left, and at last that it left. store.ErrNotLeft when it did not, or
// has come back.
func (s *Store) PurgeGuild(ctx context.Context, guild store.GuildID) (d store.Deleted, err error) {
	if err := store.RequireID("server", guild); err != nil {
		return d, fmt.Errorf("purge server: %w", err)
	}
	err = s.write(ctx, func(tx pgx.Tx) error {
		d = store.Deleted{}
		g := number(guild)
		left, err := column[int64](ctx, tx, "select guild from departures where guild = $1 for update", g)
		if err != nil || len(left) == 0 {
			return errors.Join(err, notLeft(left))
		}
		subject := binary.BigEndian.AppendUint64(nil, store.Snowflake(guild))
		var unsettled, rest int
		for _, step := range []struct {
			count     *int
			statement string
			arg       any
		}{
			{&d.Feedback, "delete from feedback where receipt in (select id from receipts where guild = $1)", g},
			{&d.Receipts, "delete from receipts where guild = $1", g},
			{&d.Audit, "delete from audit where guild = $1", g},
			{&d.Threads, "delete from threads where guild = $1", g},
			{&d.Notes, "delete from notes where guild = $1", g},
			{&d.Usage, `delete from usage where scope = 'guild' and subject = $1
				or scope = 'member_here' and substr(subject, 17) = $1`, subject},
			{&unsettled, "delete from reservations where guild = $1", g},
			{&rest, "delete from settings where guild = $1", g},
			{&rest, "delete from tasks where guild = $1", g},
			{&rest, "delete from recalled where guild = $1", g},
			{&rest, "delete from jobs where guild = $1", g},
			{&rest, "delete from departures where guild = $1", g},
		} {
			if *step.count, err = remove(ctx, tx, step.statement, step.arg); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return store.Deleted{}, fmt.Errorf("purge server %s: %w", guild, err)
	}
	return d, nil
}

func notLeft(left []int64) error {
	if len(left) > 0 {
		return nil
	}
	return store.ErrNotLeft
}
