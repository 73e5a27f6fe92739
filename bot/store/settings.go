package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"time"

	"go.etcd.io/bbolt"
)

// Settings are what a server's moderators chose. The zero value is a new server's. No field is left out when it is stored, so that
// what is stored and not among the fields belongs to another version of the program, and is kept.
type Settings struct {
	Channels      []ChannelID   `json:"channels"`         // where the bot answers; none means everywhere
	ModeratorRole RoleID        `json:"moderator_role"`   // may use /corpus besides those who manage the server; "" for no role
	Private       bool          `json:"private"`          // answers are private unless the member asks otherwise
	Language      string        `json:"language"`         // of replies, BCP 47; "" is the member's own
	AuditChannel  ChannelID     `json:"audit_channel"`    // where moderators' doings are posted; "" for nowhere
	RefreshEvery  time.Duration `json:"refresh_every_ns"` // how often articles with a link are fetched again; 0 for never
	Limits        Limits        `json:"limits"`           // Limits.MemberHere and Limits.Guild
	HelpChannels  []ChannelID   `json:"help_channels"`    // where posts are answered unasked; none means nowhere
	HelpLine      int           `json:"help_line"`        // how sure such an answer must be, in percent; 0 is the program's own
}

// Validate tells what no store takes.
func (v Settings) Validate() error {
	errs := []error{OptionalID("moderators' role", v.ModeratorRole), OptionalID("audit channel", v.AuditChannel)}
	for _, c := range v.Channels {
		errs = append(errs, RequireID("channel", c))
	}
	for _, c := range v.HelpChannels {
		errs = append(errs, RequireID("help channel", c))
	}
	if v.HelpLine < 0 || v.HelpLine > 100 {
		errs = append(errs, fmt.Errorf("help line of %d percent", v.HelpLine))
	}
	if v.RefreshEvery < 0 {
		errs = append(errs, fmt.Errorf("refresh every %v", v.RefreshEvery))
	}
	return errors.Join(errs...)
}

// Settings returns the server's settings, the zero value when it has none.
func (s *Store) Settings(ctx context.Context, guild GuildID) (v Settings, err error) {
	if err := RequireID("server", guild); err != nil {
		return v, fmt.Errorf("settings: %w", err)
	}
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		v, _, err = readSettings(tx, guild)
		return err
	})
	return v, err
}

// readSettings returns the settings both ways: as the fields this program knows, and as they are stored (nil when they are not).
func readSettings(tx *bbolt.Tx, guild GuildID) (v Settings, stored json.RawMessage, err error) {
	value := tx.Bucket([]byte(settingsBucket)).Get(key{}.number(Snowflake(guild)))
	if value == nil {
		return v, nil, nil
	}
	if err = decode(value, &stored); err == nil {
		err = decode(value, &v)
	}
	if err != nil {
		err = fmt.Errorf("settings of server %s: %w", guild, err)
	}
	return v, stored, err
}

// UpdateSettings changes the server's settings as change says and returns them changed. change sees them as they are, may be called
// more than once, and its error is returned with nothing changed. Two updates at a time are made one after the other.
func (s *Store) UpdateSettings(ctx context.Context, guild GuildID, change func(*Settings) error) (Settings, error) {
	if err := RequireID("server", guild); err != nil {
		return Settings{}, fmt.Errorf("update settings: %w", err)
	}
	var v Settings
	err := s.write(ctx, func(tx *bbolt.Tx) error {
		var stored json.RawMessage
		var err error
		if v, stored, err = readSettings(tx, guild); err != nil {
			return refuse(err)
		}
		if err := changeAs(change, &v); err != nil {
			return refuse(err)
		}
		if err := v.Validate(); err != nil {
			return refuse(err)
		}
		merged, err := v.Over(stored)
		if err != nil {
			return err
		}
		return writeValue(tx, settingsBucket, key{}.number(Snowflake(guild)), merged)
	})
	if err != nil {
		return Settings{}, fmt.Errorf("update settings of server %s: %w", guild, err)
	}
	return v, nil
}

// Over is the settings as they are stored in place of stored (nil for nothing), of which they keep what this program does not know.
func (v Settings) Over(stored json.RawMessage) (json.RawMessage, error) {
	fields, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return overlay(stored, fields), nil
}

// overlay is top where both have something to say, and under where top is silent, object by object.
func overlay(under, top json.RawMessage) json.RawMessage {
	var low, high map[string]json.RawMessage
	if json.Unmarshal(under, &low) != nil || json.Unmarshal(top, &high) != nil || low == nil || high == nil {
		return top
	}
	both := maps.Clone(low)
	for name, value := range high {
		both[name] = overlay(low[name], value)
	}
	merged, err := json.Marshal(both)
	if err != nil {
		return top
	}
	return merged
}
