package bolt

import (
	"context"
	"encoding/json"
	"fmt"

	"go.etcd.io/bbolt"

	"readout/bot/bolt/internal/commit"
	"readout/bot/bolt/internal/table"
	"readout/bot/store"
)

// Settings returns the server's settings, the zero value when it has none.
func (s *Store) Settings(ctx context.Context, guild store.GuildID) (v store.Settings, err error) {
	if err := store.RequireID("server", guild); err != nil {
		return v, fmt.Errorf("settings: %w", err)
	}
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		v, _, err = readSettings(tx, guild)
		return err
	})
	return v, err
}

// readSettings returns the settings both ways: as the fields this program knows, and as they are stored (nil when they are not).
func readSettings(tx *bbolt.Tx, guild store.GuildID) (v store.Settings, stored json.RawMessage, err error) {
	value := tx.Bucket([]byte(settingsBucket)).Get(table.ID(guild))
	if value == nil {
		return v, nil, nil
	}
	if err = table.Decode(value, &stored); err == nil {
		err = table.Decode(value, &v)
	}
	if err != nil {
		err = fmt.Errorf("settings of server %s: %w", guild, err)
	}
	return v, stored, err
}

// UpdateSettings changes the server's settings as change says and returns them changed. change sees them as they are, may be called
// more than once, and its error is returned with nothing changed. Two updates at a time are made one after the other.
func (s *Store) UpdateSettings(ctx context.Context, guild store.GuildID, change func(*store.Settings) error) (store.Settings, error) {
	if err := store.RequireID("server", guild); err != nil {
		return store.Settings{}, fmt.Errorf("update settings: %w", err)
	}
	var v store.Settings
	err := s.write(ctx, func(tx *bbolt.Tx) error {
		var stored json.RawMessage
		var err error
		if v, stored, err = readSettings(tx, guild); err != nil {
			return commit.Refuse(err)
		}
		before := v
		if err := commit.Change(change)(&v); err != nil {
			return commit.Refuse(err)
		}
		if err := v.Validate(); err != nil {
			return commit.Refuse(err)
		}
		if v.Asks(before) {
			if err := s.enqueue(tx, store.JobRefresh, guild, s.now()); err != nil {
				return err
			}
		}
		merged, err := v.Over(stored)
		if err != nil {
			return err
		}
		return table.WriteValue(tx, settingsBucket, table.ID(guild), merged)
	})
	if err != nil {
		return store.Settings{}, fmt.Errorf("update settings of server %s: %w", guild, err)
	}
	return v, nil
}
