package news

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"readout/bot/store"
)

// kind and name are those of the note that a server's weekly digest is.
const (
	kind = "weekly"
	name = "digest"
)

// hour is when a digest is due on its day, in UTC; noteLife is how long the note of it outlives the last look at it.
const (
	hour     = 9
	noteLife = 400 * 24 * time.Hour
)

// ErrNowhere says that a digest can't be posted where it is to be.
var ErrNowhere = errors.New("nowhere to post")

// Weekly is a server's digest of what is new, posted once a week: what moderators chose, and how far it is.
type Weekly struct {
	Channel store.ChannelID `json:"channel"`
	Day     time.Weekday    `json:"day"`
	Done    time.Time       `json:"done"`    // the digests that were due up to then are posted, or there was nothing new
	Version int             `json:"version"` // what is new is told from here
	Sending *Sending        `json:"sending,omitempty"`
}

// Sending is a digest that is being posted, or was when the program ended.
type Sending struct {
	Receipt store.ReceiptID `json:"receipt"`
	Channel store.ChannelID `json:"channel"`
	Due     time.Time       `json:"due"`
	Version int             `json:"version"` // that it tells of
}

// Notes are where digests are noted; *bolt.Store is one.
type Notes interface {
	PutNote(ctx context.Context, n store.Note) error
	Note(ctx context.Context, kind string, guild store.GuildID, name string) (store.Note, error)
	DeleteNote(ctx context.Context, kind string, guild store.GuildID, name string) error
}

// Chosen is a server's digest; ok is false where there is none.
func Chosen(ctx context.Context, in Notes, g store.GuildID) (w Weekly, ok bool, err error) {
	n, err := in.Note(ctx, kind, g, name)
	if errors.Is(err, store.ErrNotFound) {
		return w, false, nil
	}
	if err != nil {
		return w, false, fmt.Errorf("weekly digest: %w", err)
	}
	if err := json.Unmarshal(n.Data, &w); err != nil {
		return w, false, fmt.Errorf("weekly digest: %w: %w", store.ErrDamaged, err)
	}
	if w.Day < time.Sunday || w.Day > time.Saturday {
		return w, false, fmt.Errorf("weekly digest: %w: day %d", store.ErrDamaged, w.Day)
	}
	return w, true, nil
}

// Choose has a digest posted in a channel on a day of the week, from now on: present is the version of now. What is being posted is ended
// where it was begun.
func Choose(ctx context.Context, in Notes, g store.GuildID, to store.ChannelID, day time.Weekday, present int, now time.Time) error {
	w, ok, err := Chosen(ctx, in, g)
	if err != nil {
		return err
	}
	if !ok {
		w = Weekly{Version: present}
	}
	if !ok || day != w.Day {
		w.Done = Due(day, now)
	}
	w.Channel, w.Day = to, day
	return w.keep(ctx, in, g, now)
}

// End has no digest posted any more.
func End(ctx context.Context, in Notes, g store.GuildID) error {
	if err := in.DeleteNote(ctx, kind, g, name); err != nil {
		return fmt.Errorf("end the weekly digest: %w", err)
	}
	return nil
}

// keep notes how far a digest is.
func (w Weekly) keep(ctx context.Context, in Notes, g store.GuildID, now time.Time) error {
	data, err := json.Marshal(w)
	if err == nil {
		err = in.PutNote(ctx, store.Note{Kind: kind, Guild: g, Name: name, Until: now.Add(noteLife), Data: data})
	}
	if err != nil {
		return fmt.Errorf("note the weekly digest: %w", err)
	}
	return nil
}

// Due is when the last digest of a day of the week was due.
func Due(day time.Weekday, now time.Time) time.Time {
	now = now.UTC()
	due := time.Date(now.Year(), now.Month(), now.Day(), hour, 0, 0, 0, time.UTC)
	due = due.AddDate(0, 0, -int((7+now.Weekday()-day)%7))
	if due.After(now) {
		due = due.AddDate(0, 0, -7)
	}
	return due
}

// Poster makes and posts digests. Errors that are ErrNowhere end a week's digest; after others it is tried again.
type Poster interface {
	// Present is the number of the present version, 0 where nothing was published.
	Present(ctx context.Context) (int, error)
	// Make tells what is new since a version.
	Make(ctx context.Context, since int) (*Report, error)
	// Begin makes the receipt of a digest, or has the one that it has already say what the digest tells now. Nothing is sent.
	Begin(ctx context.Context, s Sending, r *Report) (store.ReceiptID, error)
	// Arrived reports whether a message with the receipt is in the channel.
	Arrived(ctx context.Context, s Sending) (bool, error)
	// Post posts the digest with its receipt. Posting twice within a few minutes posts once.
	Post(ctx context.Context, s Sending, r *Report) error
	// Undo takes back the receipt of what was not posted.
	Undo(ctx context.Context, id store.ReceiptID) error
}

// Turn posts a server's digest if it is due and something is new; posted reports whether it did. What is being posted is noted before, so
// that it is posted once, whatever ends the program meanwhile. It must not run twice at a time.
func Turn(ctx context.Context, in Notes, by Poster, g store.GuildID, now time.Time) (posted bool, err error) {
	w, ok, err := Chosen(ctx, in, g)
	if err != nil || !ok {
		return false, err
	}
	if w.Sending == nil {
		due := Due(w.Day, now)
		if !w.Done.Before(due) {
			return false, nil
		}
		return w.post(ctx, in, by, g, Sending{Channel: w.Channel, Due: due}, now)
	}
	arrived, err := by.Arrived(ctx, *w.Sending)
	switch {
	case errors.Is(err, ErrNowhere):
		return false, errors.Join(err, by.Undo(ctx, w.Sending.Receipt), w.done(ctx, in, g, w.Sending.Due, w.Version, now))
	case err != nil:
		return false, err
	case arrived:
		return true, w.done(ctx, in, g, w.Sending.Due, w.Sending.Version, now)
	}
	return w.post(ctx, in, by, g, *w.Sending, now)
}

// post makes a digest, notes that it is on its way, and posts it.
func (w Weekly) post(ctx context.Context, in Notes, by Poster, g store.GuildID, s Sending, now time.Time) (posted bool, err error) {
	if s.Version, err = by.Present(ctx); err != nil {
		return false, err
	}
	r := new(Report)
	if s.Version != w.Version {
		if r, err = by.Make(ctx, w.Version); err != nil {
			return false, err
		}
	}
	if r.Empty() {
		if s.Receipt != "" { // it was new when the program ended, and is not any more
			err = by.Undo(ctx, s.Receipt)
		}
		return false, errors.Join(err, w.done(ctx, in, g, s.Due, s.Version, now))
	}
	if s.Receipt, err = by.Begin(ctx, s, r); err != nil {
		return false, err
	}
	w.Sending = &s
	if err := w.keep(ctx, in, g, now); err != nil {
		return false, err
	}
	err = by.Post(ctx, s, r)
	if errors.Is(err, ErrNowhere) { // what is new is told the next week, wherever that is then
		return false, errors.Join(err, by.Undo(ctx, s.Receipt), w.done(ctx, in, g, s.Due, w.Version, now))
	}
	if err != nil {
		return false, err
	}
	return true, w.done(ctx, in, g, s.Due, s.Version, now)
}

// done notes that the digest that was due is done with. What moderators chose meanwhile stays.
func (w Weekly) done(ctx context.Context, in Notes, g store.GuildID, due time.Time, version int, now time.Time) error {
	latest, ok, err := Chosen(ctx, in, g)
	if err != nil || !ok {
		return err
	}
	latest.Sending, latest.Version = nil, version
	if latest.Done.Before(due) {
		latest.Done = due
	}
	return latest.keep(ctx, in, g, now)
}

// Weekdays are the days of the week as options name them, from Sunday.
func Weekdays() (out []string) {
	for day := time.Sunday; day <= time.Saturday; day++ {
		out = append(out, strings.ToLower(day.String()))
	}
	return out
}

// Weekday is the day that an option names; Monday where it names none.
func Weekday(name string) time.Weekday {
	if at := slices.Index(Weekdays(), name); at >= 0 {
		return time.Weekday(at)
	}
	return time.Monday
}
