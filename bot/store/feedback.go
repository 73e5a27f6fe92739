package store

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"go.etcd.io/bbolt"
)

const feedbacks table[Feedback] = "feedback"

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

func (f Feedback) key() []byte { return key(f.Receipt.bytes()).number(Snowflake(f.Member)) }

func (f Feedback) entries() []entry {
	es := []entry{{feedbackByMember, key{}.number(Snowflake(f.Member)).raw(f.Receipt.bytes()), []byte{}}}
	if f.InInbox() {
		es = append(es, entry{inboxBucket, inboxKey(f.Guild, f.Given, f.Receipt, f.Member), []byte{}})
	}
	return es
}

// InInbox tells whether moderators have the note to look at.
func (f Feedback) InInbox() bool {
	return f.Guild != "" && !f.Private && f.Vote == Down && f.Resolution.IsZero()
}

// Validate tells what no store takes.
func (f Feedback) Validate() error {
	if f.Receipt.bytes() == nil {
		return fmt.Errorf("%q is not the ID of a receipt", f.Receipt)
	}
	if f.Vote != Up && f.Vote != Down {
		return fmt.Errorf("vote %q is neither %q nor %q", f.Vote, Up, Down)
	}
	return errors.Join(validTime(f.Given), RequireID("member", f.Member), OptionalID("server", f.Guild))
}

// PutFeedback stores what a member thinks of an answer, in place of what the member thought before. f.Given may be zero (then it
// is now). Down on a public answer goes to the server's inbox. ErrNotFound when the answer has no receipt.
func (s *Store) PutFeedback(ctx context.Context, f Feedback) error {
	if f.Given.IsZero() {
		f.Given = s.now()
	}
	f.Given = f.Given.UTC().Round(0)
	f.Resolution = time.Time{}
	err := s.write(ctx, func(tx *bbolt.Tx) error {
		r, err := findReceipt(tx, f.Receipt)
		if err != nil {
			return refuse(err)
		}
		f.Guild, f.Private = r.Guild, r.Private
		if err := f.Validate(); err != nil {
			return refuse(err)
		}
		return feedbacks.put(tx, f)
	})
	if err != nil {
		return fmt.Errorf("put feedback: %w", err)
	}
	return nil
}

// FeedbackOn returns the feedback on an answer, ordered by the member's ID.
func (s *Store) FeedbackOn(ctx context.Context, id ReceiptID) ([]Feedback, error) {
	prefix := id.bytes()
	if prefix == nil {
		return nil, nil
	}
	var all []Feedback
	err := s.view(ctx, func(tx *bbolt.Tx) error {
		for _, k := range firstKeys(tx, string(feedbacks), prefix, math.MaxInt) {
			f, _, err := feedbacks.get(tx, k)
			if err != nil {
				return err
			}
			all = append(all, f)
		}
		return nil
	})
	return all, err
}
