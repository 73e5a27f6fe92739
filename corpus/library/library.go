package library

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"slices"
	"sync"
	"time"

	"readout/corpus"
)

// What a caller can act on. Errors of the disk (no room, no permission) come as the operating system gives them, wrapped.
var (
	ErrLocked    = errors.New("library is open elsewhere")
	ErrClosed    = errors.New("library is closed")
	ErrDamaged   = errors.New("damaged")
	ErrNewer     = errors.New("written by a newer version of this program")
	ErrNotFound  = errors.New("not found")
	ErrConflict  = errors.New("another version was published meanwhile") // always a *ConflictError
	ErrInvalid   = errors.New("cannot be kept in a library")
	ErrNotExport = errors.New("not an export of a library")
	ErrTooLarge  = errors.New("too large")
)

// ConflictError says that a version was made from one that is not, or no longer, the current one.
type ConflictError struct {
	Base    int     // what the refused version was made from
	Current Version // what is current; zero when nothing is published
}

func (e *ConflictError) Error() string {
	return fmt.Sprintf("made from version %d, current is %d: %v", e.Base, e.Current.Number, ErrConflict)
}

func (e *ConflictError) Unwrap() error { return ErrConflict }

// Options for Open. The zero value is what the bot runs with.
type Options struct {
	Clock  func() time.Time // nil is time.Now
	Logger *slog.Logger     // nil discards; never given text of articles or IDs of members

	LockTimeout time.Duration // how long Open waits for another process to let go; 0 is one second
	DraftLife   time.Duration // how long a draft is kept; 0 is a day
	Grace       time.Duration // how long a file that was put, and is in no version and no draft, is kept; 0 is a day

	// Files, when set, are where the library is instead of its directory, and other processes may have it open, too.
	Files Files

	fault  func(op, name string) error // see disk
	noSync bool
}

func (o Options) withDefaults() Options {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	o.LockTimeout = cmp.Or(o.LockTimeout, time.Second)
	o.DraftLife = cmp.Or(o.DraftLife, 24*time.Hour)
	o.Grace = cmp.Or(o.Grace, 24*time.Hour)
	return o
}

// Library is an open library. Its methods are safe for concurrent use; readers never wait for a publisher.
type Library struct {
	disk storage
	dir  string // on the disk, or what the files are called
	o    Options
	lock *os.File // nil where the files are shared

	// turn holds a value while somebody publishes, forgets, or sweeps: one at a time.
	turn chan struct{}
	// files is held for writing while files that nothing refers to are removed, and for reading while files are put or referred to.
	files sync.RWMutex

	mu       sync.Mutex                   // guards what follows
	current  Manifest                     // Number 0: nothing is published
	versions []Version                    // the newest last
	parsed   map[parsedAs]*corpus.Article // those that were read last; never handed out themselves
	closed   bool
	begun    sync.WaitGroup // methods that use the disk
}

// The directories of a library, and its files that are no articles.
const (
	currentName = "current"
	checksName  = "checks"
	draftsDir   = "drafts"
	newDir      = "new"
	objectsDir  = "objects"
	versionsDir = "versions"
)

func libraryDirs() []string { return []string{draftsDir, newDir, objectsDir, versionsDir} }

// Open opens the library in dir, and creates it, readable by its owner only, when there is none. What a crash left unfinished is
// finished, what it left over removed, and what is out of date swept (see Sweep). With Options.Files, dir is of no matter.
//
// ErrLocked: it is open already, here or in another process. ErrNewer: a newer release has written it. ErrDamaged: its current version
// cannot be told. The error names the file and says what to do.
func Open(ctx context.Context, dir string, o Options) (*Library, error) {
	o = o.withDefaults()
	l := &Library{dir: dir, o: o, turn: make(chan struct{}, 1)}
	if o.Files != nil {
		l.disk, l.dir = shared{o.Files}, o.Files.Where(".")
	}
	if err := l.open(ctx); err != nil {
		return nil, fmt.Errorf("open library in %s: %w", l.dir, err)
	}
	return l, nil
}

func (l *Library) open(ctx context.Context) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	if l.o.Files == nil {
		if err := l.openDisk(ctx); err != nil {
			return err
		}
		defer func() {
			if err != nil {
				err = errors.Join(err, l.lock.Close())
			}
		}()
		err = l.load()
	} else {
		err = l.refresh(true)
	}
	if err != nil {
		return err
	}
	done, err := l.takeTurn(ctx)
	if err != nil {
		return err
	}
	defer done()
	// A disk that is full does not keep anybody from reading.
	if err := l.settle(l.current); err != nil {
		l.o.Logger.Warn("files of the current version not moved yet", "dir", l.dir, "err", err)
	}
	if err := l.sweep(ctx); err != nil {
		l.o.Logger.Warn("library not swept", "dir", l.dir, "err", err)
	}
	l.o.Logger.Info("library opened", "dir", l.dir, "version", l.current.Number, "articles", len(l.current.Articles))
	return nil
}

// openDisk takes the directory, and removes what a crash left over in it.
func (l *Library) openDisk(ctx context.Context) (err error) {
	d := disk{l.dir, l.o.fault, l.o.noSync}
	l.disk = d
	if err := d.makeDirs(); err != nil {
		return err
	}
	if l.lock, err = acquire(ctx, d.dir, l.o.LockTimeout); err != nil {
		return err
	}
	if err = d.makeDirs(libraryDirs()...); err == nil {
		err = d.removeTemporary(libraryDirs()...)
	}
	if err != nil {
		return errors.Join(err, l.lock.Close())
	}
	return nil
}

// Close waits for what has begun and lets go of the directory. Closing twice is no error.
func (l *Library) Close() error {
	l.mu.Lock()
	closed := l.closed
	l.closed = true
	l.mu.Unlock()
	l.begun.Wait()
	if closed || l.lock == nil {
		return nil
	}
	if err := l.lock.Close(); err != nil {
		return fmt.Errorf("close library in %s: %w", l.dir, err)
	}
	return nil
}

// begin is called by whatever uses the disk, and end when it is done.
func (l *Library) begin() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return ErrClosed
	}
	l.begun.Add(1)
	return nil
}

func (l *Library) end() { l.begun.Done() }

// takeTurn begins, and waits until nobody publishes, in this process or another one. done ends the turn.
func (l *Library) takeTurn(ctx context.Context) (done func(), err error) {
	here, err := l.takeTurnHere(ctx)
	if err != nil {
		return nil, err
	}
	everywhere, err := l.disk.Lock(ctx, publishing)
	if err != nil {
		here()
		return nil, err
	}
	return func() { everywhere(); here() }, nil
}

// takeTurnHere begins, and waits until nobody publishes in this process.
func (l *Library) takeTurnHere(ctx context.Context) (done func(), err error) {
	if err := l.begin(); err != nil {
		return nil, err
	}
	if err = ctx.Err(); err == nil {
		select {
		case l.turn <- struct{}{}:
			return func() { <-l.turn; l.end() }, nil
		case <-ctx.Done():
			err = ctx.Err()
		}
	}
	l.end()
	return nil, err
}

// Current is the current version; false when nothing was published yet. Its lists are the caller's, to make the next version of.
func (l *Library) Current() (m Manifest, ok bool) {
	l.mu.Lock()
	m = l.current
	l.mu.Unlock()
	return m.clone(), m.Number > 0
}

// newest is the number of the current version, 0 for none.
func (l *Library) newest() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.current.Number
}

// Versions are all versions, the newest last. One whose manifest is damaged at its head is left out.
func (l *Library) Versions() []Version {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.versions)
}

// Version is a version whole. ErrNotFound: there is none of this number; ErrDamaged, ErrNewer: its file cannot be used.
func (l *Library) Version(n int) (Manifest, error) {
	if err := l.begin(); err != nil {
		return Manifest{}, fmt.Errorf("read version %d: %w", n, err)
	}
	defer l.end()
	m, err := Manifest{}, error(ErrNotFound)
	if n >= 1 && n <= l.newest() {
		m, err = l.readManifest(n)
	}
	if err != nil {
		return Manifest{}, fmt.Errorf("read version %d: %w", n, err)
	}
	return m, nil
}

// Checks are the judged questions of the library, nil when it has none.
func (l *Library) Checks() ([]byte, error) {
	if err := l.begin(); err != nil {
		return nil, fmt.Errorf("read checks: %w", err)
	}
	defer l.end()
	data, err := l.disk.Read(checksName)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err == nil {
		if data, err = unseal(kindChecks, data); err != nil {
			err = unusable(l.disk.Where(checksName), err, "restore it from a backup, or set the checks anew")
		}
	}
	if err != nil {
		return nil, fmt.Errorf("read checks: %w", err)
	}
	return data, nil
}

// maxChecks is how many bytes judged questions may have.
const maxChecks = 16 << 20

// SetChecks replaces the judged questions; none are no data. They are opaque here, but they are exported: nobody's ID belongs in them.
// ErrTooLarge: they are more than 16 MB.
func (l *Library) SetChecks(ctx context.Context, data []byte) error {
	if err := l.setChecks(ctx, data); err != nil {
		return fmt.Errorf("set checks: %w", err)
	}
	return nil
}

func (l *Library) setChecks(ctx context.Context, data []byte) error {
	if err := l.begin(); err != nil {
		return err
	}
	defer l.end()
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case len(data) > maxChecks:
		return fmt.Errorf("%w: %d bytes, at most %d", ErrTooLarge, len(data), maxChecks)
	case len(data) == 0:
		if err := l.disk.Remove(checksName); err != nil {
			return err
		}
		return l.disk.syncDir(".")
	}
	return l.disk.writeSynced(checksName, seal(kindChecks, data))
}

// Forget takes a member's ID out of all versions and feeds, and with the ID the words that the member gave for publishing. Drafts are
// their owner's to delete. It may be called again after an error.
func (l *Library) Forget(ctx context.Context, by string) error {
	if by == "" {
		return nil
	}
	if err := l.forget(ctx, by); err != nil {
		return fmt.Errorf("forget a member: %w", err)
	}
	return nil
}

func (l *Library) forget(ctx context.Context, by string) error {
	done, err := l.takeTurn(ctx)
	if err != nil {
		return err
	}
	defer done()
	if err := l.refresh(false); err != nil {
		return err
	}
	var failed []error
	for _, v := range l.Versions() {
		if err := ctx.Err(); err != nil {
			return err
		}
		m, err := l.readManifest(v.Number)
		if err != nil {
			failed = append(failed, err)
			continue
		}
		if !forgetIn(&m, by) {
			continue
		}
		if err := l.writeManifest(m); err != nil {
			return err
		}
		l.mu.Lock()
		if at := slices.IndexFunc(l.versions, func(w Version) bool { return w.Number == m.Number }); at >= 0 {
			l.versions[at] = m.Version
		}
		if l.current.Number == m.Number {
			l.current = m
		}
		l.mu.Unlock()
	}
	if l.o.Files != nil {
		failed = append(failed, l.o.Files.Changed())
	}
	return errors.Join(failed...)
}

// forgetIn reports whether there was anything to forget in m, whose lists are its own.
func forgetIn(m *Manifest, by string) (found bool) {
	if m.By == by {
		m.By, m.Why, found = "", "", true
	}
	for i := range m.Feeds {
		if m.Feeds[i].By == by {
			m.Feeds[i].By, found = "", true
		}
	}
	return found
}

// Check reads everything and tells all that is damaged, as one error.
func (l *Library) Check(ctx context.Context) error {
	if err := l.begin(); err != nil {
		return fmt.Errorf("check library in %s: %w", l.dir, err)
	}
	defer l.end()
	var found []error
	known := map[string]error{} // files that were read
	for n := range l.newest() {
		n++
		m, err := l.readManifest(n)
		if err != nil {
			found = append(found, err)
			continue
		}
		for _, e := range m.Articles {
			if err := ctx.Err(); err != nil {
				return err
			}
			if _, read := known[e.Hash]; read {
				continue
			}
			_, err := l.file(e.Hash)
			known[e.Hash] = err
			if err != nil {
				found = append(found, articleError(e, fmt.Errorf("version %d: %w", n, err)))
			}
		}
	}
	_, err := l.Checks()
	found = append(found, err)
	drafts, err := l.drafts()
	found = append(found, err)
	for _, id := range drafts {
		if _, err := l.readDraft(id); err != nil && !errors.Is(err, ErrNotFound) {
			found = append(found, err)
		}
	}
	if err := errors.Join(found...); err != nil {
		return fmt.Errorf("check library in %s: %w", l.dir, err)
	}
	return nil
}
