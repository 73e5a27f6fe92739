package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"
	"unicode/utf8"

	"go.etcd.io/bbolt"

	"readout/corpus"
	"readout/corpus/prose"
)

const receipts table[Receipt] = "receipts"

// Receipt is an answer that was given: to whom, where, and what it rests on. After Retention.Text, or when the member asks, it
// loses its words and its people and keeps what the message's buttons and a recall need.
type Receipt struct {
	ID       ReceiptID `json:"id"`
	Guild    GuildID   `json:"guild"` // "" in a direct message
	Channel  ChannelID `json:"channel"`
	Message  MessageID `json:"message"`          // the bot's message; "" until it is known
	Asker    UserID    `json:"asker,omitempty"`  // "" once forgotten
	Author   UserID    `json:"author,omitempty"` // whose words Question is, when they are not the asker's
	Asked    time.Time `json:"asked"`            // UTC
	Private  bool      `json:"private"`          // only the asker can see it
	Question string    `json:"question,omitempty"`
	Resolved string    `json:"resolved,omitempty"` // the question that was answered
	Answer   string    `json:"answer,omitempty"`   // what a follow-up needs of it, as text
	// Unanswered says why the articles do not answer, when moderators could add one that does: it puts a public question into their
	// inbox.
	Unanswered string             `json:"unanswered,omitempty"`
	Follows    ReceiptID          `json:"follows,omitempty"`  // the answer that this one follows up
	Articles   []corpus.ArticleID `json:"articles,omitempty"` // the only articles asked; none means all
	Next       []string           `json:"next,omitempty"`     // questions offered below it, in the order of their buttons
	Citations  []Citation         `json:"citations"`          // in the order of their markers
	Version    string             `json:"version"`            // of the corpus
	Model      string             `json:"model"`
	Withdrawn  string             `json:"withdrawn,omitempty"` // the version that withdrew evidence of it, once that was marked
	Resolution time.Time          `json:"resolution,omitzero"` // when a moderator closed it in the inbox
}

// Citation is a passage that an answer rests on.
type Citation struct {
	Article corpus.ArticleID `json:"article"`
	Passage corpus.PassageID `json:"passage"`
	Quote   prose.Span       `json:"quote"` // in the article's Body, of the corpus version
}

// Turn is a question and its answer, earlier in a conversation.
type Turn struct{ Question, Answer string }

// MaxPassageID is the longest passage ID that a key holds.
const MaxPassageID = 1 << 12

func (r Receipt) key() []byte { return r.ID.bytes() }

func (r Receipt) entries() []entry {
	id := r.ID.bytes()
	at := func(bucket string, k key) entry { return entry{bucket: bucket, key: k, value: []byte{}} }
	es := []entry{at(receiptsByGuild, key{}.number(Snowflake(r.Guild)).raw(id))}
	if r.Message != "" {
		es = append(es, entry{receiptsByMessage, key{}.number(Snowflake(r.Message)), id})
	}
	passages := make(map[corpus.PassageID]bool)
	for _, c := range r.Citations {
		if !passages[c.Passage] {
			passages[c.Passage] = true
			es = append(es, at(receiptsByPassage, key{}.number(Snowflake(r.Guild)).text(string(c.Passage)).raw(id)))
		}
	}
	for _, user := range r.members() {
		es = append(es, at(receiptsByMember, key{}.number(Snowflake(user)).raw(id)))
	}
	if r.Expires() {
		es = append(es, at(receiptsWithText, id))
	}
	if r.InInbox() {
		es = append(es, at(inboxBucket, inboxKey(r.Guild, r.Asked, r.ID, "")))
	}
	return es
}

// members are those who can have the receipt forgotten.
func (r Receipt) members() []UserID {
	var users []UserID
	for _, user := range []UserID{r.Asker, r.Author} {
		if user != "" && !slices.Contains(users, user) {
			users = append(users, user)
		}
	}
	return users
}

// InInbox tells whether moderators have the question to look at.
func (r Receipt) InInbox() bool {
	return r.Guild != "" && !r.Private && r.Unanswered != "" && r.Question != "" && r.Resolution.IsZero()
}

// Validate tells what no store takes.
func (r Receipt) Validate() error {
	if r.ID.bytes() == nil {
		return fmt.Errorf("%q is not the ID of a receipt", r.ID)
	}
	if r.Follows != "" && r.Follows.bytes() == nil {
		return fmt.Errorf("%q, which it follows, is not the ID of a receipt", r.Follows)
	}
	if err := validTime(r.Asked); err != nil {
		return err
	}
	for _, c := range r.Citations {
		if c.Passage == "" || len(c.Passage) > MaxPassageID || !utf8.ValidString(string(c.Passage)) {
			return fmt.Errorf("passage ID of %d bytes: it must be of 1 to %d, in UTF-8", len(c.Passage), MaxPassageID)
		}
	}
	return errors.Join(OptionalID("server", r.Guild), RequireID("channel", r.Channel), OptionalID("message", r.Message),
		OptionalID("asker", r.Asker), OptionalID("author", r.Author))
}

// validTime refuses times that keys can't hold or JSON can't write.
func validTime(t time.Time) error {
	if y := t.Year(); y < 1970 || y > 9999 {
		return fmt.Errorf("time %v is not between the years 1970 and 9999", t)
	}
	return nil
}

// Bare is the receipt without its words and people. A direct message's channel names its member as well as an ID does, so there
// the asker stays, for ForgetMember to find it by.
func (r Receipt) Bare() Receipt {
	asker := r.Asker
	if r.Guild != "" {
		asker = ""
	}
	return Receipt{ID: r.ID, Guild: r.Guild, Channel: r.Channel, Message: r.Message, Asker: asker, Asked: r.Asked, Private: r.Private,
		Unanswered: r.Unanswered, Citations: r.Citations, Version: r.Version, Model: r.Model, Withdrawn: r.Withdrawn}
}

// Expires tells whether the passing of Retention.Text leaves less of the receipt.
func (r Receipt) Expires() bool {
	return r.Fades() || r.Question != "" || r.Resolved != "" || r.Answer != "" || r.Follows != "" || r.Author != "" ||
		len(r.Articles) > 0 || len(r.Next) > 0 || !r.Resolution.IsZero() || r.Asker != "" && r.Guild != ""
}

// Fades tells whether nothing of the receipt is of use without its text: its message can't be edited any more, or never was sent.
func (r Receipt) Fades() bool { return r.Private || r.Message == "" }

// AddReceipt stores an answer and returns its new ID; r.ID must be empty, and r.Asked may be (then it is now). It can be stored
// before its message is sent, so that the message's buttons can carry the ID, and be given the message by UpdateReceipt. When
// r.Channel is a thread that the bot knows, the answer becomes the thread's latest. ErrExists: the message has a receipt already.
func (s *Store) AddReceipt(ctx context.Context, r Receipt) (ReceiptID, error) {
	if r.ID != "" {
		return "", fmt.Errorf("add receipt %s: it has an ID already", r.ID)
	}
	if r.Asked.IsZero() {
		r.Asked = s.now()
	}
	r.Asked = r.Asked.UTC().Round(0)
	r.ID = NewReceiptID(r.Asked)
	if err := r.Validate(); err != nil {
		return "", fmt.Errorf("add receipt: %w", err)
	}
	err := s.write(ctx, func(tx *bbolt.Tx) error {
		if err := freeMessage(tx, r); err != nil {
			return refuse(err)
		}
		if err := receipts.put(tx, r); err != nil {
			return err
		}
		return extendThread(tx, r)
	})
	if err != nil {
		return "", fmt.Errorf("add receipt: %w", err)
	}
	return r.ID, nil
}

func freeMessage(tx *bbolt.Tx, r Receipt) error {
	id := tx.Bucket([]byte(receiptsByMessage)).Get(key{}.number(Snowflake(r.Message)))
	if r.Message != "" && id != nil && !bytes.Equal(id, r.ID.bytes()) {
		return fmt.Errorf("receipt of message %s: %w", r.Message, ErrExists)
	}
	return nil
}

// Receipt returns the receipt with the ID, or ErrNotFound.
func (s *Store) Receipt(ctx context.Context, id ReceiptID) (r Receipt, err error) {
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		r, err = findReceipt(tx, id)
		return err
	})
	return r, err
}

// ReceiptOf returns the receipt of the answer in the message, or ErrNotFound.
func (s *Store) ReceiptOf(ctx context.Context, message MessageID) (r Receipt, err error) {
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		id := tx.Bucket([]byte(receiptsByMessage)).Get(key{}.number(Snowflake(message)))
		var ok bool
		if r, ok, err = receipts.get(tx, id); err == nil && !ok {
			err = fmt.Errorf("receipt of message %s: %w", message, ErrNotFound)
		}
		return err
	})
	return r, err
}

func findReceipt(tx *bbolt.Tx, id ReceiptID) (Receipt, error) {
	r, ok, err := receipts.get(tx, id.bytes())
	if err == nil && !ok {
		err = fmt.Errorf("receipt %q: %w", id, ErrNotFound)
	}
	return r, err
}

// ReceiptsOn returns the answers, given in the server, that rest on one of the passages, oldest first. The server "" stands for
// direct messages.
func (s *Store) ReceiptsOn(ctx context.Context, guild GuildID, passages []corpus.PassageID) ([]ReceiptID, error) {
	if err := OptionalID("server", guild); err != nil {
		return nil, fmt.Errorf("receipts on passages: %w", err)
	}
	var ids []ReceiptID
	err := s.view(ctx, func(tx *bbolt.Tx) error {
		c := tx.Bucket([]byte(receiptsByPassage)).Cursor()
		for _, p := range passages {
			if len(p) > MaxPassageID {
				continue
			}
			prefix := key{}.number(Snowflake(guild)).text(string(p))
			for k, _ := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, _ = c.Next() {
				ids = append(ids, ReceiptID(encodeID(k[len(prefix):])))
			}
		}
		return nil
	})
	slices.Sort(ids)
	return slices.Compact(ids), err
}

// Turns returns the conversation that ends with the answer, at most limit turns, oldest first. It stops at a turn that was
// forgotten or deleted: what came before made sense with it only. ErrNotFound when there is no such receipt.
func (s *Store) Turns(ctx context.Context, id ReceiptID, limit int) ([]Turn, error) {
	var turns []Turn
	err := s.view(ctx, func(tx *bbolt.Tx) error {
		r, err := findReceipt(tx, id)
		for ok := true; ok && err == nil && r.Resolved+r.Question != "" && len(turns) < limit; {
			turn := Turn{Question: r.Resolved, Answer: r.Answer}
			if turn.Question == "" {
				turn.Question = r.Question
			}
			turns = append(turns, turn)
			r, ok, err = receipts.get(tx, r.Follows.bytes())
		}
		return err
	})
	slices.Reverse(turns)
	return turns, err
}

// UpdateReceipt changes the receipt as change says and returns it changed. change sees the receipt as it is, may be called more
// than once, and its error is returned with nothing changed; ID and Asked stay as they are. ErrNotFound; ErrExists: another
// receipt has the message.
func (s *Store) UpdateReceipt(ctx context.Context, id ReceiptID, change func(*Receipt) error) (Receipt, error) {
	var r Receipt
	err := s.write(ctx, func(tx *bbolt.Tx) error {
		was, err := findReceipt(tx, id)
		if err != nil {
			return refuse(err)
		}
		r = was
		r.Citations = slices.Clone(was.Citations)
		if err := changeAs(change, &r); err != nil {
			return refuse(err)
		}
		r.ID, r.Asked = was.ID, was.Asked
		if err := errors.Join(r.Validate(), freeMessage(tx, r)); err != nil {
			return refuse(err)
		}
		return receipts.put(tx, r)
	})
	if err != nil {
		return Receipt{}, fmt.Errorf("update receipt %q: %w", id, err)
	}
	return r, nil
}

// DeleteReceipt deletes the receipt and the feedback on it; without such a receipt it does nothing.
func (s *Store) DeleteReceipt(ctx context.Context, id ReceiptID) error {
	err := s.write(ctx, func(tx *bbolt.Tx) error {
		_, err := deleteReceipt(tx, id.bytes())
		return err
	})
	if err != nil {
		return fmt.Errorf("delete receipt %q: %w", id, err)
	}
	return nil
}

// deleteReceipt returns how many pieces of feedback went with the receipt.
func deleteReceipt(tx *bbolt.Tx, id []byte) (feedback int, err error) {
	if id == nil {
		return 0, nil
	}
	for _, k := range firstKeys(tx, string(feedbacks), id, math.MaxInt) {
		if err := feedbacks.delete(tx, k); err != nil {
			return 0, err
		}
		feedback++
	}
	return feedback, receipts.delete(tx, id)
}
