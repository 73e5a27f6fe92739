package library

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"readout/corpus"
)

// What a caller can act on. Errors of the disk (no room, no permission) come as the operating system gives them, wrapped.
var (
	ErrLocked    = errors.New("library is open elsewhere")
	ErrClosed    = errors.New("library is closed")
	ErrDamaged   = errors.New("library is damaged")
	ErrNewer     = errors.New("written by a newer version of this program")
	ErrNotFound  = errors.New("not found")
	ErrConflict  = errors.New("another version was published meanwhile") // always a *ConflictError
	ErrInvalid   = errors.New("not a version that can be published")
	ErrNotExport = errors.New("not an export of a library")
	ErrTooLarge  = errors.New("too large")
)

// ConflictError says that a version was made from one that is no longer the current one.
type ConflictError struct {
	Base    int     // what the refused version was made from
	Current Version // what was published meanwhile
}

func (e *ConflictError) Error() string {
	return fmt.Sprintf("version %d is current, not %d: %v", e.Current.Number, e.Base, ErrConflict)
}

func (e *ConflictError) Unwrap() error { return ErrConflict }

// Options for Open. The zero value is what the bot runs with.
type Options struct {
	Clock  func() time.Time // nil is time.Now
	Logger *slog.Logger     // nil discards; never given text of articles or IDs of members

	// DraftLife is how long a draft is kept; 0 is a day.
	DraftLife time.Duration
	// Grace is how long a file that was put and is in no version and no draft is kept; 0 is a day.
	Grace time.Duration
}

// Library is an open library. Its methods are safe for concurrent use.
type Library struct{}

var errSkeleton = errors.New("library: not built yet")

// Open opens the library in dir, and creates it, readable by its owner only, when there is none.
func Open(ctx context.Context, dir string, o Options) (*Library, error) { return nil, errSkeleton }

// Close waits for what is being written and lets go of the directory. Closing twice is no error.
func (l *Library) Close() error { return nil }

// Current is the current version; false when nothing was published yet.
func (l *Library) Current() (m Manifest, ok bool) { return Manifest{}, false }

// Versions are all versions, the newest last.
func (l *Library) Versions() []Version { return nil }

// Version is a version whole. ErrNotFound: there is none of this number; ErrDamaged names its file.
func (l *Library) Version(n int) (Manifest, error) { return Manifest{}, errSkeleton }

// Put keeps the file of an article, on the disk when it returns, and names it by its content: the SHA-256, 64 hexadecimal digits.
// It stays as long as a version or a draft refers to it, and for Options.Grace.
func (l *Library) Put(ctx context.Context, data []byte) (hash string, err error) {
	return "", errSkeleton
}

// File is what was put. ErrNotFound; ErrDamaged when it is not what was put.
func (l *Library) File(hash string) ([]byte, error) { return nil, errSkeleton }

// Articles reads the articles of a version, in its order. They are the caller's, to make a corpus of.
func (l *Library) Articles(ctx context.Context, m Manifest) ([]*corpus.Article, error) {
	return nil, errSkeleton
}

// Publish makes m the next version.
func (l *Library) Publish(ctx context.Context, m Manifest, build func(context.Context, Manifest, []*corpus.Article) error) (Manifest, error) {
	return Manifest{}, errSkeleton
}

// Checks are the judged questions of the library, nil when it has none.
func (l *Library) Checks() ([]byte, error) { return nil, errSkeleton }

// SetChecks replaces the judged questions.
func (l *Library) SetChecks(ctx context.Context, data []byte) error { return errSkeleton }

// PutDraft keeps a draft under an ID (letters, digits, "-" and "_"), which may exist, and with it the files of the hashes.
func (l *Library) PutDraft(ctx context.Context, id string, data []byte, hashes ...string) error {
	return errSkeleton
}

// Draft is what was kept under the ID. ErrNotFound: never, deleted, or too long ago.
func (l *Library) Draft(id string) ([]byte, error) { return nil, errSkeleton }

// Drafts are the IDs of the drafts there are, sorted.
func (l *Library) Drafts() ([]string, error) { return nil, errSkeleton }

// DeleteDraft deletes a draft; one that is not there is no error.
func (l *Library) DeleteDraft(id string) error { return errSkeleton }

// Sweep removes what nothing needs any more: old drafts and files in no version and no draft. Open does so, too.
func (l *Library) Sweep(ctx context.Context) error { return errSkeleton }

// Forget takes a member's ID out of all versions, and the words of that member (Version.Why) with it.
func (l *Library) Forget(ctx context.Context, by string) error { return errSkeleton }

// Check reads everything and tells all that is damaged.
func (l *Library) Check(ctx context.Context) error { return errSkeleton }

// Export writes the current version's articles and feeds and the checks as one file. ErrNotFound: nothing is published yet.
func (l *Library) Export(ctx context.Context, w io.Writer) error { return errSkeleton }

// Limits of an export that is read. Zero fields are the defaults.
type Limits struct {
	Packed   int64 // bytes of the file; 0 is 64 MB
	Unpacked int64 // bytes of all that is in it; 0 is 256 MB
	Article  int64 // bytes of one article; 0 is 10 MB
	Articles int   // 0 is 10,000
}

// Export is what an exported file holds.
type Export struct {
	Version  int       // the number of the version that was exported
	At       time.Time // when it was published
	Articles []ExportedArticle
	Feeds    []Feed // By is empty
	Checks   []byte // nil for none
}

// ExportedArticle is an article of an export. Entry.Hash is the hash of Data.
type ExportedArticle struct {
	Entry
	Data []byte
}

// ReadExport reads what Export wrote, and trusts none of it.
func ReadExport(ctx context.Context, r io.Reader, limits Limits) (*Export, error) {
	return nil, errSkeleton
}

// Remove deletes the library in dir, which must not be open. No library there is no error. After a crash in the middle, Open
// finds no library and Remove goes on.
func Remove(dir string) error { return errSkeleton }
