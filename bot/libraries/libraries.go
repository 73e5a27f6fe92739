package libraries

import (
	"cmp"
	"container/list"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"readout/bot/libraries/held"
	"readout/bot/snapshots"
	"readout/bot/store"
	"readout/corpus"
	"readout/corpus/library"
	"readout/corpus/reading"
	"readout/retrieval"
	"readout/retrieval/answer"
	"readout/retrieval/chromem"
	"readout/retrieval/eval"
)

// Answerer answers from one version of a library, and gives overviews of it; *answer.Answerer is one.
type Answerer interface {
	Answer(ctx context.Context, q answer.Question) (*answer.Answer, error)
	Overview(ctx context.Context, o answer.Overview) (*answer.Answer, error)
	Said(ctx context.Context, o answer.Said) (*answer.Answer, error)
	Timeline(ctx context.Context, articles []corpus.ArticleID) (*answer.Timeline, error)
}

var _ Answerer = (*answer.Answerer)(nil)

// Options are what the libraries work with. Dir and Shipped must be set; without a Fetcher nothing can be added or refreshed.
type Options struct {
	Dir     string              // of all libraries; made, readable by its owner only, when it does not exist
	Shipped *retrieval.Snapshot // of the shipped articles. Its Embedder and Reader are the libraries' too
	Vectors *chromem.Vectors    // of the shipped articles' sentences, so that no library embeds them again; nil for none
	Checks  []eval.Question     // judged questions on the shipped articles
	// Suggest gives questions that some articles answer. Those of a server's own articles that a change leaves as they are are asked before
	// and after it, as the judged ones are; nil gives none.
	Suggest func(ctx context.Context, over *answer.Answerer, c *reading.Corpus, articles []corpus.ArticleID) []string
	Fetcher Fetcher // of links, feeds and uploaded files
	// FetchTime is how long all sources of one change may take together; 0 is 4 minutes. Those of the scheduler's turn have less.
	FetchTime time.Duration
	// WordVectors are those that Shipped was built with; nil for none.
	WordVectors retrieval.WordVectors
	// Answers makes the answerer over one version; nil is answer.New: quotations.
	Answers func(*retrieval.Snapshot) Answerer
	// Rank makes the index that members' questions are asked of, such as one for which a model on a server ranks; dir is a folder of the
	// library's own for what it keeps. The context ends when own is dropped from memory: nothing then goes on for it. Judged questions are
	// asked of own: what they tell of a change depends on nothing else. nil is own.
	Rank func(ctx context.Context, own *chromem.Index, dir string) retrieval.Index
	// Memory is about how many bytes of libraries, of all together, stay in memory: those that were not asked for longest are dropped, and
	// opened again when they are asked. Whoever answers from one that is dropped keeps it until the end. One library is held however large
	// it is. 0 is DefaultMemory.
	Memory int64
	// Open is how many libraries stay open, with a lock on the disk and the articles that were parsed last: beyond it, those that nobody
	// works with are closed, and opened again when they are asked. 0 is 100.
	Open int
	// Shared is where the libraries are that several processes have; nil for the directory, which one process has. What a process makes
	// anew when it is lost, such as vectors, stays in its directory.
	Shared Shared
	// Waiting gives the questions of a server that wait for an answer, and Sure tells whether an answer is one that they wait for: a draft
	// says how many it answers. nil has none.
	Waiting func(ctx context.Context, g store.GuildID) ([]answer.Question, error)
	Sure    func(*answer.Answer) bool // must be set with Waiting
	Clock   func() time.Time          // nil is time.Now
	Logger  *slog.Logger              // nil discards. It is given no member's text or ID, and no article's text
}

// Libraries is the libraries of all servers. It is safe for concurrent use.
type Libraries struct {
	o              Options
	start          library.Manifest // the shipped articles, as the version from which a library starts; it has no number
	shippedContent string
	indices        *held.Cache[*index] // by content
	snapshots      *snapshots.Folder
	shipped        *served // answers direct messages and servers without a library of their own

	comparing chan struct{} // holds one for each candidate that is indexed and checked, which takes the processor and memory

	mu     sync.Mutex
	heads  map[store.GuildID]library.Head // of the libraries that are shared; nil where none are
	known  map[store.GuildID]*community   // that were asked for; nil once closed
	recent *list.List                     // of *community, those that are open, the last asked for in front

	watching sync.WaitGroup
	unwatch  context.CancelFunc
}

// DefaultMemory is the default of Options.Memory.
const DefaultMemory = 400 << 20

// atATime is how many candidates are indexed and checked at a time, of all servers.
const atATime = 2

// deletedSuffix marks the directory of a library whose deletion has begun.
const deletedSuffix = ".deleted"

// Open opens the libraries in a directory, and ends the deletions that a crash broke off. Each library is opened when it is asked for.
func Open(ctx context.Context, o Options) (*Libraries, error) {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Answers == nil {
		o.Answers = func(s *retrieval.Snapshot) Answerer {
			return answer.New(func() *retrieval.Snapshot { return s })
		}
	}
	o.Memory = cmp.Or(o.Memory, DefaultMemory)
	o.Open = cmp.Or(o.Open, 100)
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("open the libraries: %w", err)
	}
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("open the libraries: %w", err)
	}
	entries, err := os.ReadDir(o.Dir)
	if err != nil {
		return nil, fmt.Errorf("open the libraries: %w", err)
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), deletedSuffix) {
			if err := os.RemoveAll(filepath.Join(o.Dir, e.Name())); err != nil {
				return nil, fmt.Errorf("end a deletion: %w", err)
			}
		}
	}
	s := &Libraries{o: o, start: startOf(o.Shipped.Corpus), known: map[store.GuildID]*community{}, recent: list.New(),
		comparing: make(chan struct{}, atATime)}
	s.unwatch = func() {}
	s.snapshots = snapshots.In(filepath.Join(o.Dir, snapshotsDir))
	s.shipped = &served{snapshot: o.Shipped, answers: o.Answers(o.Shipped)}
	s.shippedContent = s.start.Content()
	s.indices = held.New[*index](o.Memory)
	s.indices.Pin(&index{
		content: s.shippedContent, corpus: o.Shipped.Corpus, index: ownOf(o.Shipped.Index), words: o.Shipped.Words,
		embedder: o.Shipped.Embedder, reader: o.Shipped.Reader, held: s.indices.Life(),
	})
	if err := s.sweepSnapshots(); err != nil {
		o.Logger.Warn("snapshots that nobody wants were not removed", "error", err)
	}
	if o.Shared != nil {
		if err := s.share(ctx); err != nil {
			s.indices.End()
			s.indices.Close()
			return nil, fmt.Errorf("open the libraries: %w", err)
		}
	}
	return s, nil
}

// Close waits for what is being done and closes the libraries; versions and drafts stay on the disk.
func (s *Libraries) Close() error {
	s.mu.Lock()
	communities := s.known
	s.known = nil
	s.mu.Unlock()
	s.unwatch()
	s.indices.End()
	s.watching.Wait()
	var errs []error
	for _, c := range communities {
		errs = append(errs, c.close())
	}
	s.indices.Close()
	return errors.Join(errs...)
}

// Guilds are the servers with a directory of their own, in no order.
func (s *Libraries) Guilds() ([]store.GuildID, error) {
	if s.o.Shared != nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		return slices.Collect(maps.Keys(s.heads)), nil
	}
	return s.directories()
}

// directories are the servers with a directory.
func (s *Libraries) directories() ([]store.GuildID, error) {
	entries, err := os.ReadDir(s.o.Dir)
	if err != nil {
		return nil, fmt.Errorf("list the libraries: %w", err)
	}
	var out []store.GuildID
	for _, e := range entries {
		if g := store.GuildID(e.Name()); e.IsDir() && checkGuild(g) == nil {
			out = append(out, g)
		}
	}
	return out, nil
}

// checkGuild refuses what is no server's ID as Discord writes it: IDs become names of directories.
func checkGuild(g store.GuildID) error {
	n, err := strconv.ParseUint(string(g), 10, 64)
	if err != nil || n == 0 || strconv.FormatUint(n, 10) != string(g) {
		return fmt.Errorf("%w: %q", ErrGuild, g)
	}
	return nil
}

// community is the library of the server; one that is not there is created, or nil without create. The caller is one of its users
// until it says that it is done.
func (s *Libraries) community(g store.GuildID, create bool) (*community, error) {
	if err := checkGuild(g); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known == nil {
		return nil, fmt.Errorf("library of server %s: %w", g, fs.ErrClosed)
	}
	c, ok := s.known[g]
	if !ok {
		dir := filepath.Join(s.o.Dir, string(g))
		if there, err := s.there(g, dir); err != nil || !there && !create {
			return nil, err
		}
		c = &community{guild: g, dir: dir}
		s.known[g] = c
	}
	if c.leaving {
		return nil, fmt.Errorf("library of server %s is being deleted: %w", g, fs.ErrClosed)
	}
	c.users.enter()
	return c, nil
}

// there reports whether there is a library. The caller holds s.mu.
func (s *Libraries) there(g store.GuildID, dir string) (bool, error) {
	if s.o.Shared != nil {
		_, ok := s.heads[g]
		return ok, nil
	}
	_, err := os.Stat(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, fmt.Errorf("library of server %s: %w", g, err)
	}
	return err == nil, nil
}

// with runs f on the library of a server while it stays open. Without create, f gets nil when there is none.
func (s *Libraries) with(ctx context.Context, g store.GuildID, create bool, f func(*community) error) error {
	if create && s.o.Shared != nil {
		if err := s.begin(ctx, g); err != nil {
			return err
		}
	}
	c, err := s.community(g, create)
	if err != nil {
		return err
	}
	if c == nil {
		return f(nil)
	}
	defer c.users.leave()
	if err := c.openFiles(ctx, s.o); err != nil {
		return fmt.Errorf("library of server %s: %w", g, err)
	}
	if idle := s.asked(c); idle != nil {
		if err := idle.rest(); err != nil {
			s.o.Logger.Warn("a library that nobody worked with was not closed well", "error", err)
		}
	}
	return f(c)
}

// asked notes that an open library was asked for. When too many are open, idle is the one that was asked for longest ago of those that
// nobody works with; nil for none.
func (s *Libraries) asked(c *community) (idle *community) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.open == nil {
		c.open = s.recent.PushFront(c)
	} else {
		s.recent.MoveToFront(c.open)
	}
	if s.recent.Len() <= s.o.Open {
		return nil
	}
	for e := s.recent.Back(); e != nil; e = e.Prev() {
		if c := e.Value.(*community); c.users.now.Load() == 0 {
			s.recent.Remove(e)
			c.open = nil
			return c
		}
	}
	return nil
}

// Delete removes all that is kept of a server's library. A crash in the middle is made good by Open.
func (s *Libraries) Delete(ctx context.Context, g store.GuildID) error {
	if err := checkGuild(g); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("delete the library of server %s: %w", g, err)
	}
	if s.o.Shared != nil {
		if err := s.o.Shared.DeleteLibrary(ctx, g); err != nil {
			return err
		}
	}
	return s.drop(g)
}

// drop removes what this process has of a server's library.
func (s *Libraries) drop(g store.GuildID) error {
	dir := filepath.Join(s.o.Dir, string(g))
	s.mu.Lock()
	delete(s.heads, g)
	c := s.known[g]
	if c == nil {
		c = &community{guild: g, dir: dir}
		if s.known != nil {
			s.known[g] = c
		}
	}
	c.leaving = true // nobody else opens it
	s.mu.Unlock()
	err := c.close()
	if renameErr := os.Rename(dir, dir+deletedSuffix); renameErr != nil && !errors.Is(renameErr, fs.ErrNotExist) {
		err = errors.Join(err, renameErr)
	}
	s.mu.Lock()
	delete(s.known, g)
	if c.open != nil {
		s.recent.Remove(c.open)
	}
	s.mu.Unlock()
	if err == nil {
		err = os.RemoveAll(dir + deletedSuffix)
	}
	if err == nil {
		err = s.sweepSnapshots()
	}
	if err != nil {
		return fmt.Errorf("delete the library of server %s: %w", g, err)
	}
	return nil
}

// Forget takes a member's ID, and the words given for publishing, out of all libraries, and deletes the member's drafts.
func (s *Libraries) Forget(ctx context.Context, by string) error {
	guilds, err := s.Guilds()
	if err != nil || by == "" {
		return err
	}
	var errs []error
	for _, g := range guilds {
		errs = append(errs, s.with(ctx, g, false, func(c *community) error {
			if c == nil {
				return nil
			}
			drafts, err := s.Drafts(ctx, g)
			errs := []error{err}
			for _, d := range drafts {
				if d.By == by {
					errs = append(errs, c.library.DeleteDraft(d.ID))
				}
			}
			return errors.Join(append(errs, c.library.Forget(ctx, by))...)
		}))
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("forget a member: %w", err)
	}
	return nil
}

// Check reads everything of a server's library and tells all that is damaged; see library.Library.Check.
func (s *Libraries) Check(ctx context.Context, g store.GuildID) error {
	err := s.with(ctx, g, false, func(c *community) error {
		if c == nil {
			return nil
		}
		return c.library.Check(ctx)
	})
	if err != nil {
		return fmt.Errorf("check: %w", err)
	}
	return nil
}
