package libraries

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"time"

	"readout/bot/store"
	"readout/corpus/fetch"
	"readout/retrieval"
	"readout/retrieval/answer"
	"readout/retrieval/eval"
)

// Libraries is the libraries of all servers. It is safe for concurrent use.
type Libraries struct{ o Options }

// Fetcher gets articles from outside; *fetch.Client is one, and says what it returns.
type Fetcher interface {
	Page(ctx context.Context, link string, known fetch.Conditions) (*fetch.Document, fetch.Conditions, error)
	Feed(ctx context.Context, link string, known fetch.Conditions) (*fetch.Feed, fetch.Conditions, error)
	Upload(ctx context.Context, name string, data []byte) (*fetch.Document, error)
}

var _ Fetcher = (*fetch.Client)(nil)

// Options are what the libraries work with.
type Options struct {
	Fetcher Fetcher             // of links, feeds and uploaded files; *fetch.Client is one
	Dir     string              // of all libraries; made when it does not exist
	Shipped *retrieval.Snapshot // of the shipped articles, ready to be asked
	Checks  []eval.Question     // judged questions on the shipped articles
	// WordVectors are those of Shipped; nil for none. Its Embedder embeds the libraries' articles.
	WordVectors retrieval.WordVectors
	Clock       func() time.Time // nil is time.Now
	Logger      *slog.Logger     // nil discards
}

var errThin = errors.New("not available yet")

// Open opens the libraries in a directory.
func Open(ctx context.Context, o Options) (*Libraries, error) { return &Libraries{o}, nil }

// Close closes the libraries; drafts and versions stay on the disk.
func (s *Libraries) Close() error { return nil }

// Snapshot is the articles that a server's questions are answered from; "" is direct messages. A reader keeps the snapshot it began
// with. What cannot be opened is an error, never an empty snapshot.
func (s *Libraries) Snapshot(ctx context.Context, g store.GuildID) (*retrieval.Snapshot, error) {
	return s.o.Shipped, nil
}

// Prepare makes a draft of a change: what would be published, what is of concern, and how the judged questions fare. progress may be
// nil; it is called from one goroutine.
func (s *Libraries) Prepare(ctx context.Context, g store.GuildID, by string, c Change, progress func(Progress)) (*Draft, error) {
	return nil, errThin
}

// Draft is a draft made before, by anybody and in any run of the program; ErrDraftGone.
func (s *Libraries) Draft(ctx context.Context, g store.GuildID, id string) (*Draft, error) {
	return nil, ErrDraftGone
}

// Drafts are the drafts that can be published, oldest first.
func (s *Libraries) Drafts(ctx context.Context, g store.GuildID) ([]*Draft, error) { return nil, nil }

// Publish makes a draft the server's next version. ErrDraftGone, *ConflictError, and unless worse answers are accepted, *WorseError:
// the draft stays for the next try.
func (s *Libraries) Publish(ctx context.Context, g store.GuildID, id, by string, accept bool) (*Published, error) {
	return nil, ErrDraftGone
}

// Discard throws a draft away. One that is gone is no error.
func (s *Libraries) Discard(ctx context.Context, g store.GuildID, id string) error { return nil }

// List is the articles of the present version, by ID.
func (s *Libraries) List(ctx context.Context, g store.GuildID) ([]Item, error) { return nil, errThin }

// Status tells about the present version and its sources.
func (s *Libraries) Status(ctx context.Context, g store.GuildID) (*Status, error) {
	return nil, errThin
}

// History is every version, newest first; none when nothing was ever published.
func (s *Libraries) History(ctx context.Context, g store.GuildID) ([]Version, error) { return nil, nil }

// Export writes the articles, feeds and checks of the present version into one file, which Import takes.
func (s *Libraries) Export(ctx context.Context, g store.GuildID, w io.Writer) error { return errThin }

// Delete removes all that is kept of a server's library.
func (s *Libraries) Delete(ctx context.Context, g store.GuildID) error { return nil }

// Checks are the judged questions of a server: those on the shipped articles until it changes them.
func (s *Libraries) Checks(ctx context.Context, g store.GuildID) ([]eval.Question, error) {
	return s.o.Checks, nil
}

// AddCheck adds a judged question; ErrExists when its ID is taken.
func (s *Libraries) AddCheck(ctx context.Context, g store.GuildID, q eval.Question) error {
	return errThin
}

// RemoveCheck removes the judged question with the ID; ErrNotFound.
func (s *Libraries) RemoveCheck(ctx context.Context, g store.GuildID, id string) error {
	return errThin
}

// RunChecks asks the judged questions of the present version.
func (s *Libraries) RunChecks(ctx context.Context, g store.GuildID, progress func(Progress)) ([]CheckResult, error) {
	return nil, errThin
}

// CheckOf makes an answer a judged question: asked again, what its first sentence says must be said, or where it abstained, nothing.
// It has no ID.
func CheckOf(a *answer.Answer) eval.Question { return eval.Question{} }

// RefreshDue refreshes a server's library when it is time, and publishes what changed unless answers get worse.
func (s *Libraries) RefreshDue(ctx context.Context, g store.GuildID, every time.Duration, progress func(Progress)) (*Refreshed, error) {
	return &Refreshed{}, nil
}
