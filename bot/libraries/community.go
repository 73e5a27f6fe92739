package libraries

import (
	"container/list"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"

	"readout/bot/libraries/provenance"
	"readout/bot/snapshots"
	"readout/bot/store"
	"readout/corpus"
	"readout/corpus/library"
	"readout/corpus/reading"
)

// The names of what lies in the directory of a library besides what can be made anew.
const (
	libraryDir    = "library"
	stateFileName = "state.json"
)

// community is the library of one server, open while somebody works with it and some time after. Its directory holds
//
//	library/     articles, versions, drafts, checks: package corpus/library
//	vectors/     vectors of the sentences of its versions and drafts: snapshots.Vectors
//	ranking/     what Options.Rank keeps
//	snapshots/   which snapshots it wants: snapshots.Wishes
//	state.json   what refreshing has come to: state.go
//
// With Options.Shared, the first and the last lie there instead.
type community struct {
	guild store.GuildID
	dir   string
	users users

	leaving bool          // it is being deleted; guarded by Libraries.mu
	open    *list.Element // of Libraries.recent, nil unless open; guarded by Libraries.mu

	opening sync.Mutex
	library *library.Library // nil unless open, as what follows
	shared  library.Files    // where it is, if that is not the directory
	state   *provenance.File
	vectors *snapshots.Vectors
	wanted  *snapshots.Wishes
	checks  sync.Mutex // held while the checks are changed

	named atomic.Pointer[contentOf]
}

// users are those who work with a library.
type users struct {
	all sync.WaitGroup
	now atomic.Int32 // how many
}

func (u *users) enter() {
	u.now.Add(1)
	u.all.Add(1)
}

func (u *users) leave() {
	u.now.Add(-1)
	u.all.Done()
}

// contentOf is the Content of a version, which takes a moment to compute for a large one.
type contentOf struct {
	number  int
	content string
}

// content is the Content of a published version.
func (c *community) content(m library.Manifest) string {
	if known := c.named.Load(); known != nil && known.number == m.Number {
		return known.content
	}
	fresh := &contentOf{m.Number, m.Content()}
	c.named.Store(fresh)
	return fresh.content
}

// changingChecks waits until nobody else changes the checks, here or elsewhere.
func (c *community) changingChecks(ctx context.Context) (done func(), err error) {
	c.checks.Lock()
	if c.shared == nil {
		return c.checks.Unlock, nil
	}
	release, err := c.shared.Lock(ctx, "checks")
	if err != nil {
		c.checks.Unlock()
		return nil, err
	}
	return func() { release(); c.checks.Unlock() }, nil
}

func (c *community) openFiles(ctx context.Context, o Options) error {
	c.opening.Lock()
	defer c.opening.Unlock()
	if c.library != nil {
		return nil
	}
	options := library.Options{Clock: o.Clock, Logger: o.Logger, DraftLife: DraftKept}
	if o.Shared != nil {
		options.Files = o.Shared.Library(c.guild)
		if err := os.MkdirAll(c.dir, 0o700); err != nil {
			return err
		}
	}
	l, err := library.Open(ctx, filepath.Join(c.dir, libraryDir), options)
	if err != nil {
		return err
	}
	c.library, c.shared = l, options.Files
	c.state = provenance.Open(filepath.Join(c.dir, stateFileName), options.Files, o.Logger)
	c.vectors = &snapshots.Vectors{Dir: filepath.Join(c.dir, "vectors"), Log: o.Logger}
	c.wanted = snapshots.WishesIn(filepath.Join(c.dir, snapshotsDir))
	// What releases before snapshots kept of a version.
	if err := os.Remove(filepath.Join(c.dir, "reading")); err != nil && !errors.Is(err, fs.ErrNotExist) {
		o.Logger.Warn("a file that is of no use any more was not removed", "error", err)
	}
	return nil
}

// close waits for those who work with the library.
func (c *community) close() error {
	c.users.all.Wait()
	return c.rest()
}

// rest closes the library unless somebody works with it: whoever comes next opens it again.
func (c *community) rest() error {
	c.opening.Lock()
	defer c.opening.Unlock()
	if c.library == nil || c.users.now.Load() > 0 {
		return nil
	}
	err := c.library.Close()
	c.library, c.shared, c.state, c.vectors, c.wanted = nil, nil, nil, nil, nil
	return err
}

// startOf is the shipped articles as a version.
func startOf(shipped *reading.Corpus) library.Manifest {
	m := library.Manifest{Version: library.Version{Action: string(Start), Count: len(shipped.Articles)}}
	for _, a := range shipped.Articles {
		m.Articles = append(m.Articles, library.Entry{ID: a.ID, Name: fileName(a.ID), Hash: library.HashOf([]byte(a.Body))})
	}
	return m
}

// fileName is the name of the file of a shipped article.
func fileName(id corpus.ArticleID) string {
	switch filepath.Ext(string(id)) {
	case ".md", ".txt":
		return string(id)
	}
	return string(id) + ".md"
}

// present is the version that changes are made to: the current one, or the shipped articles, with the number 0. c may be nil.
func (s *Libraries) present(c *community) library.Manifest {
	if c != nil {
		if m, ok := c.library.Current(); ok {
			return m
		}
	}
	return s.start
}

// versionName is a version as answers state it.
func versionName(number int) string { return "v" + strconv.Itoa(number) }
