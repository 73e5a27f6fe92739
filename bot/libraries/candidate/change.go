package candidate

import (
	"context"
	"errors"
	"fmt"

	"readout/bot/libraries/provenance"
	"readout/corpus"
	"readout/corpus/fetch"
)

// What a caller can act on.
var (
	// ErrNotFound says that the library has no such article, version or feed.
	ErrNotFound = errors.New("not found")
	// ErrInput says that a change is not one that can be made: it lacks something, or says two things at once.
	ErrInput = errors.New("cannot be done")
	// ErrAliases says that an article would have more other names than library.MaxAliases. It is an ErrInput.
	ErrAliases = fmt.Errorf("%w: too many other names", ErrInput)
	// ErrEmpty says that a library would have no article left.
	ErrEmpty = errors.New("no article would be left")
	// ErrExists says that the feed is followed already.
	ErrExists = errors.New("already exists")
)

// Kind is what a change does.
type Kind string

// The kinds of change, with the fields of Change that each reads.
const (
	Add      Kind = "add"      // URL, or Feed, or Name and Data
	Edit     Kind = "edit"     // Article, Facts
	Remove   Kind = "remove"   // Article, or Feed: no longer followed, its articles stay
	Refresh  Kind = "refresh"  // nothing: every article with a link and every feed is fetched again
	Rollback Kind = "rollback" // Version
	Import   Kind = "import"   // Data: what Export wrote
)

// Change is what a moderator, or the scheduler, wants changed.
type Change struct {
	Kind    Kind
	URL     string // of a page
	Feed    string // address of a feed
	Name    string // of an uploaded file, with the extension that tells its format
	Data    []byte // of the file
	Article corpus.ArticleID
	Facts   provenance.Facts
	Version int
	Aliases *string // for an edit: the article's other names, parted by semicolons; nil leaves them
	Why     string  // in the moderator's words; "" for none
}

// Fetcher gets articles from outside; *fetch.Client is one, and says what it returns.
type Fetcher interface {
	Page(ctx context.Context, link string, known fetch.Conditions) (*fetch.Document, fetch.Conditions, error)
	Feed(ctx context.Context, link string, known fetch.Conditions) (*fetch.Feed, fetch.Conditions, error)
	Upload(ctx context.Context, name string, data []byte) (*fetch.Document, error)
}

var _ Fetcher = (*fetch.Client)(nil)

// SourceState is how fetching from a source went.
type SourceState string

// The states of a source.
const (
	SourceNew       SourceState = "new"
	SourceChanged   SourceState = "changed"
	SourceUnchanged SourceState = "unchanged"
	SourceFailed    SourceState = "failed" // what was published from it stays
)

// SourceResult is what came of one link or feed.
type SourceResult struct {
	URL   string
	Feed  bool
	State SourceState
	Err   provenance.Reason // why it failed; "" otherwise
}
