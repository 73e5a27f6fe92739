package store

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"readout/corpus"
	"readout/corpus/prose"
)

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
	Overview   bool               `json:"overview,omitempty"`  // of a command that is no question, such as a summary
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

// Members are those who can have the receipt forgotten.
func (r Receipt) Members() []UserID {
	var users []UserID
	for _, user := range []UserID{r.Asker, r.Author} {
		if user != "" && !slices.Contains(users, user) {
			users = append(users, user)
		}
	}
	return users
}

// Made is a new answer as it is stored: with an ID, and asked for now where it does not say when. It is an error for it to have an ID.
func (r Receipt) Made(now time.Time) (Receipt, error) {
	if r.ID != "" {
		return r, fmt.Errorf("%s is an ID already", r.ID)
	}
	r.Asked = Stamp(r.Asked, now)
	r.ID = NewReceiptID(r.Asked)
	return r, r.Validate()
}

// Changed is the receipt as change says, but for its ID and Asked, which stay as they are.
func (r Receipt) Changed(change func(*Receipt) error) (Receipt, error) {
	changed := r
	changed.Citations = slices.Clone(r.Citations)
	if err := change(&changed); err != nil {
		return r, err
	}
	changed.ID, changed.Asked = r.ID, r.Asked
	return changed, changed.Validate()
}

// Turns is the conversation that ends with the answer, at most limit turns, oldest first; find gives the answer with an ID, and whether
// there is one. It stops at a turn that was forgotten or deleted: what came before made sense with it only.
func (r Receipt) Turns(limit int, find func(ReceiptID) (Receipt, bool, error)) (turns []Turn, err error) {
	for ok := true; ok && err == nil && r.Resolved+r.Question != "" && len(turns) < limit; r, ok, err = find(r.Follows) {
		turns = append(turns, Turn{Question: cmp.Or(r.Resolved, r.Question), Answer: r.Answer})
	}
	slices.Reverse(turns)
	return turns, err
}

// InInbox tells whether moderators have the question to look at.
func (r Receipt) InInbox() bool {
	return r.Guild != "" && !r.Private && r.Unanswered != "" && r.Question != "" && r.Resolution.IsZero()
}

// Validate tells what no store takes.
func (r Receipt) Validate() error {
	if r.ID.Bytes() == nil {
		return fmt.Errorf("%q is not the ID of a receipt", r.ID)
	}
	if r.Follows != "" && r.Follows.Bytes() == nil {
		return fmt.Errorf("%q, which it follows, is not the ID of a receipt", r.Follows)
	}
	if err := ValidTime(r.Asked); err != nil {
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

// Stamp is a time as it is stored: in UTC, and now where it is zero.
func Stamp(t, now time.Time) time.Time {
	if t.IsZero() {
		t = now
	}
	return t.UTC().Round(0)
}

// ValidTime refuses times that keys can't hold or JSON can't write.
func ValidTime(t time.Time) error {
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
