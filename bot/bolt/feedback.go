package bolt

import (
	"context"
	"fmt"
	"math"
	"time"

	"go.etcd.io/bbolt"

	"readout/bot/bolt/internal/commit"
	"readout/bot/bolt/internal/table"
	"readout/bot/store"
)

var feedbacks = table.Table[store.Feedback]{Name: "feedback", Key: feedbackKey, Entries: feedbackEntries}

func feedbackKey(f store.Feedback) []byte {
	return table.Key(f.Receipt.Bytes()).Number(store.Snowflake(f.Member))
}

func feedbackEntries(f store.Feedback) []table.Entry {
	es := []table.Entry{{Bucket: feedbackByMember, Key: table.ID(f.Member).Raw(f.Receipt.Bytes()), Value: []byte{}}}
	if f.InInbox() {
		es = append(es, table.Entry{Bucket: inboxBucket, Key: inboxKey(f.Guild, f.Given, f.Receipt, f.Member), Value: []byte{}})
	}
	return es
}

// PutFeedback stores what a member thinks of an answer, in place of what the member thought before. f.Given may be zero (then it
// is now). Down on a public answer goes to the server's inbox. ErrNotFound when the answer has no receipt.
func (s *Store) PutFeedback(ctx context.Context, f store.Feedback) error {
	if f.Given.IsZero() {
		f.Given = s.now()
	}
	f.Given = f.Given.UTC().Round(0)
	f.Resolution = time.Time{}
	err := s.write(ctx, func(tx *bbolt.Tx) error {
		r, err := findReceipt(tx, f.Receipt)
		if err != nil {
			return commit.Refuse(err)
		}
		f.Guild, f.Private = r.Guild, r.Private
		if err := f.Validate(); err != nil {
			return commit.Refuse(err)
		}
		return feedbacks.Put(tx, f)
	})
	if err != nil {
		return fmt.Errorf("put feedback: %w", err)
	}
	return nil
}

// FeedbackOn returns the feedback on an answer, ordered by the member's ID.
func (s *Store) FeedbackOn(ctx context.Context, id store.ReceiptID) ([]store.Feedback, error) {
	prefix := id.Bytes()
	if prefix == nil {
		return nil, nil
	}
	var all []store.Feedback
	err := s.view(ctx, func(tx *bbolt.Tx) error {
		for _, k := range table.FirstKeys(tx, feedbacks.Name, prefix, math.MaxInt) {
			f, _, err := feedbacks.Get(tx, k)
			if err != nil {
				return err
			}
			all = append(all, f)
		}
		return nil
	})
	return all, err
}
