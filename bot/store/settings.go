package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"time"
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

// Asks reports whether the settings ask for articles to be fetched again otherwise than those before did, which is a job to be enqueued.
func (v Settings) Asks(before Settings) bool {
	return v.RefreshEvery > 0 && v.RefreshEvery != before.RefreshEvery
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

// Over is the settings as they are stored in place of stored (nil for nothing), of which they keep what this program does not know.
func (v Settings) Over(stored json.RawMessage) (json.RawMessage, error) {
	fields, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return Overlay(stored, fields), nil
}

// Overlay is top where both have something to say, and under where top is silent, object by object.
func Overlay(under, top json.RawMessage) json.RawMessage {
	var low, high map[string]json.RawMessage
	if json.Unmarshal(under, &low) != nil || json.Unmarshal(top, &high) != nil || low == nil || high == nil {
		return top
	}
	both := maps.Clone(low)
	for name, value := range high {
		both[name] = Overlay(low[name], value)
	}
	merged, err := json.Marshal(both)
	if err != nil {
		return top
	}
	return merged
}
