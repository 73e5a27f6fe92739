package store

import (
	"errors"
	"fmt"
	"time"
)

// Thread is a channel in which every message is for the bot: a thread that it opened, or a direct-message channel.
type Thread struct {
	ID     ChannelID `json:"id"`
	Guild  GuildID   `json:"guild"`            // "" for direct messages
	Owner  UserID    `json:"owner,omitempty"`  // for whom it was opened; "" once forgotten
	Latest ReceiptID `json:"latest,omitempty"` // the newest answer in it that is not private
	Used   time.Time `json:"used"`             // UTC, when it was opened or its latest answer asked for
}

// Validate tells what no store takes.
func (t Thread) Validate() error {
	if t.Latest != "" && t.Latest.Bytes() == nil {
		return fmt.Errorf("%q is not the ID of a receipt", t.Latest)
	}
	return errors.Join(ValidTime(t.Used), RequireID("thread", t.ID), OptionalID("server", t.Guild), OptionalID("owner", t.Owner))
}
