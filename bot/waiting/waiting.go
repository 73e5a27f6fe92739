// Package waiting keeps questions that the articles don't answer for those who want to be told when they do, and tells them: once, and
// only once, whatever ends the program meanwhile.
//
//	Add -> a note -> a version is published -> Tell: asked again -> answered -> noted as on its way -> sent -> the note goes
//
// What is on its way is noted before it is sent, with the receipt that the sent message carries. After a crash the place where it was to
// go is looked at first: a message with that receipt has arrived.
package waiting

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"readout/bot/store"
	"readout/corpus"
	"readout/retrieval/answer"
)

// Kind is that of the notes.
const Kind = "wait"

// How long a question waits, and how many wait at a time for a member, and in a server.
const (
	Kept       = 90 * 24 * time.Hour
	MostMember = 10
	MostGuild  = 200
)

// Notes are where questions wait; *bolt.Store is one.
type Notes interface {
	AddNote(ctx context.Context, n store.Note, room store.Room) error
	Notes(ctx context.Context, kind string, guild store.GuildID) ([]store.Note, error)
	UpdateNote(ctx context.Context, kind string, guild store.GuildID, name string, change func(*store.Note) error) (store.Note, error)
	DeleteNote(ctx context.Context, kind string, guild store.GuildID, name string) error
}

// Question is one that waits.
type Question struct {
	Text     string             `json:"text"`
	Articles []corpus.ArticleID `json:"articles,omitempty"` // only these were asked; none means all
	Member   store.UserID       `json:"-"`                  // who is told
	Guild    store.GuildID      `json:"-"`
	Channel  store.ChannelID    `json:"channel"`           // where it was asked
	Message  store.MessageID    `json:"message,omitempty"` // that said that the articles don't answer it
	Private  bool               `json:"private"`           // nobody else may read the answer
	Tried    string             `json:"tried,omitempty"`   // the version that it was last asked of in vain
	OnItsWay *Sending           `json:"on_its_way,omitempty"`

	name string
}

// Sending is an answer that is being sent, or was when the program ended.
type Sending struct {
	Receipt store.ReceiptID `json:"receipt"`
	Channel store.ChannelID `json:"channel"`
}

// Add has somebody told. asked is the receipt of the answer that there was none. store.ErrExists: it waits already; store.ErrFull: too
// many do.
func Add(ctx context.Context, in Notes, asked store.ReceiptID, q Question, now time.Time) error {
	data, err := json.Marshal(q)
	if err != nil {
		return fmt.Errorf("wait for an answer: %w", err)
	}
	name := string(asked) + "." + string(q.Member)
	n := store.Note{Kind: Kind, Guild: q.Guild, Name: name, Member: q.Member, Until: now.Add(Kept), Data: data}
	if err := in.AddNote(ctx, n, store.Room{Member: MostMember, Guild: MostGuild}); err != nil {
		return fmt.Errorf("wait for an answer: %w", err)
	}
	return nil
}

// Open are the questions that wait in a server and are not over at the time now.
func Open(ctx context.Context, in Notes, guild store.GuildID, now time.Time) ([]Question, error) {
	all, err := in.Notes(ctx, Kind, guild)
	if err != nil {
		return nil, fmt.Errorf("open questions: %w", err)
	}
	var out []Question
	for _, n := range all {
		if !now.Before(n.Until) {
			continue
		}
		q, err := read(n)
		if err != nil {
			return nil, err
		}
		out = append(out, q)
	}
	return out, nil
}

func read(n store.Note) (q Question, err error) {
	if err := json.Unmarshal(n.Data, &q); err != nil {
		return q, fmt.Errorf("question that waits: %w: %w", store.ErrDamaged, err)
	}
	q.Guild, q.Member, q.name = n.Guild, n.Member, n.Name
	return q, nil
}

// Enough is how likely the articles must answer a question that somebody waits for.
const Enough = 0.6

// Sure reports whether an answer is one that somebody waits for.
func Sure(a *answer.Answer) bool {
	return a.Abstention == nil && len(a.Sentences) > 0 && a.Confidence >= Enough
}

// Teller asks and sends. Errors of Begin and Send that are ErrNowhere end the wait; after others it goes on.
type Teller interface {
	// Ask answers the question from the present version; ok is whether it is answered, surely.
	Ask(ctx context.Context, q Question) (a *answer.Answer, ok bool, err error)
	// Begin finds where the member is to be told, and makes the receipt of the answer. Nothing is sent.
	Begin(ctx context.Context, q Question, a *answer.Answer) (Sending, error)
	// Arrived reports whether a message with the receipt is where it was to go.
	Arrived(ctx context.Context, q Question, s Sending) (bool, error)
	// Send sends the answer with its receipt. Sending twice within a few minutes sends once.
	Send(ctx context.Context, q Question, a *answer.Answer, s Sending) error
	// Undo takes back the receipt of what was not sent.
	Undo(ctx context.Context, s Sending) error
}

// ErrNowhere says that a member can't be told anywhere.
var ErrNowhere = errors.New("nowhere to tell")

// Tell asks the questions that wait in a server of the present version, and tells those who wait. It must not run twice at a time. The
// number is how many were told; an error is of the questions that go on waiting for the next time.
func Tell(ctx context.Context, in Notes, by Teller, guild store.GuildID, version string, now time.Time) (told int, err error) {
	open, err := Open(ctx, in, guild, now)
	if err != nil {
		return 0, err
	}
	var errs []error
	for _, q := range open {
		if ctx.Err() != nil {
			return told, errors.Join(append(errs, ctx.Err())...)
		}
		done, err := tell(ctx, in, by, q, version)
		if err != nil {
			errs = append(errs, err)
		}
		if done {
			told++
		}
	}
	return told, errors.Join(errs...)
}

func tell(ctx context.Context, in Notes, by Teller, q Question, version string) (done bool, err error) {
	if q.OnItsWay != nil {
		arrived, err := by.Arrived(ctx, q, *q.OnItsWay)
		if err != nil && !errors.Is(err, ErrNowhere) {
			return false, err
		}
		if arrived {
			return true, in.DeleteNote(ctx, Kind, q.Guild, q.name)
		}
	} else if q.Tried == version {
		return false, nil
	}
	a, ok, err := by.Ask(ctx, q)
	if err != nil {
		return false, err
	}
	if !ok {
		if q.OnItsWay != nil { // it was answered, and is not any more
			if err := by.Undo(ctx, *q.OnItsWay); err != nil {
				return false, err
			}
		}
		return false, note(ctx, in, q, func(q *Question) { q.Tried, q.OnItsWay = version, nil })
	}
	if q.OnItsWay == nil {
		s, err := by.Begin(ctx, q, a)
		if errors.Is(err, ErrNowhere) {
			return false, in.DeleteNote(ctx, Kind, q.Guild, q.name)
		}
		if err != nil {
			return false, err
		}
		if err := note(ctx, in, q, func(q *Question) { q.OnItsWay = &s }); err != nil {
			return false, errors.Join(err, by.Undo(ctx, s))
		}
		q.OnItsWay = &s
	}
	err = by.Send(ctx, q, a, *q.OnItsWay)
	if errors.Is(err, ErrNowhere) {
		return false, errors.Join(by.Undo(ctx, *q.OnItsWay), in.DeleteNote(ctx, Kind, q.Guild, q.name))
	}
	if err != nil {
		return false, err
	}
	return true, in.DeleteNote(ctx, Kind, q.Guild, q.name)
}

// note changes a question that waits.
func note(ctx context.Context, in Notes, q Question, change func(*Question)) error {
	_, err := in.UpdateNote(ctx, Kind, q.Guild, q.name, func(n *store.Note) error {
		now, err := read(*n)
		if err != nil {
			return err
		}
		change(&now)
		n.Data, err = json.Marshal(now)
		return err
	})
	return err
}
