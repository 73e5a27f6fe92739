package store

import (
	"errors"
	"fmt"
	"time"
)

// Vote is a member's verdict on an answer.
type Vote string

const (
	Up   Vote = "up"
	Down Vote = "down"
)

// Fault is what a member finds wrong with an answer.
type Fault string

const (
	WrongSource  Fault = "wrong_source"
	WrongSpeaker Fault = "wrong_speaker"
	NotAnswered  Fault = "not_answered"
	OtherFault   Fault = "other"
)

// Feedback is what one member thinks of one answer.
type Feedback struct {
	Receipt    ReceiptID `json:"receipt"`
	Member     UserID    `json:"member"`
	Given      time.Time `json:"given"` // UTC
	Vote       Vote      `json:"vote"`
	Fault      Fault     `json:"fault,omitempty"` // "" when none was chosen
	Text       string    `json:"text,omitempty"`
	Guild      GuildID   `json:"guild"`               // the answer's; set by PutFeedback
	Private    bool      `json:"private"`             // the answer's; set by PutFeedback
	Resolution time.Time `json:"resolution,omitzero"` // when a moderator closed it in the inbox; set by Resolve
}

// InInbox tells whether moderators have the note to look at.
func (f Feedback) InInbox() bool {
	return f.Guild != "" && !f.Private && f.Vote == Down && f.Resolution.IsZero()
}

// Validate tells what no store takes.
func (f Feedback) Validate() error {
	if f.Receipt.Bytes() == nil {
		return fmt.Errorf("%q is not the ID of a receipt", f.Receipt)
	}
	if f.Vote != Up && f.Vote != Down {
		return fmt.Errorf("vote %q is neither %q nor %q", f.Vote, Up, Down)
	}
	return errors.Join(ValidTime(f.Given), RequireID("member", f.Member), OptionalID("server", f.Guild))
}
