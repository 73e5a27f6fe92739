package libraries

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"

	"readout/bot/libraries/held"
	"readout/bot/libraries/judging"
	"readout/bot/store"
	"readout/corpus/library"
	"readout/corpus/reading"
	"readout/retrieval"
	"readout/retrieval/chromem"
)

// index is the articles of one Manifest.Content, searchable. Versions of equal content, of whichever libraries, share it.
type index struct {
	content  string
	corpus   *reading.Corpus
	index    retrieval.Index
	words    *retrieval.Lexicon
	embedder retrieval.Embedder
	reader   retrieval.Reader
	of       library.Manifest // whose articles they are

	bytes  int64 // about as many in memory
	opened bool  // from its snapshot, without its articles being read

	// held ends when the index is dropped from memory.
	held context.Context
	drop context.CancelFunc

	mu     sync.Mutex
	ranked retrieval.Index    // what members' questions are asked of; nil until needed
	named  map[string]*served // by the version's name

	judging *judging.Judge // nil until needed
}

// Content implements held.Entry.
func (x *index) Content() string { return x.content }

// Bytes implements held.Entry.
func (x *index) Bytes() int64 { return x.bytes }

// Opened implements held.Entry.
func (x *index) Opened() bool { return x.opened }

// Drop implements held.Entry.
func (x *index) Drop() { x.drop() }

// served is an index under the name of a version.
type served struct {
	snapshot *retrieval.Snapshot
	answers  Answerer
}

// passages is how many passages are held.
func (x *index) passages() int { return len(x.words.Passages()) }

// as is the index under a version's name: always the same for the same name, so that what was read of it is read once.
func (x *index) as(name string, c *community, o Options) *served {
	x.mu.Lock()
	defer x.mu.Unlock()
	if known, ok := x.named[name]; ok {
		return known
	}
	if x.ranked == nil {
		x.ranked = x.index
		if own, ok := x.index.(*chromem.Index); ok && o.Rank != nil {
			x.ranked = o.Rank(x.held, own, filepath.Join(c.dir, "ranking"))
		}
	}
	snapshot := &retrieval.Snapshot{
		Version: name, Corpus: x.corpus, Index: renamed{x.ranked, name}, Words: x.words, Embedder: x.embedder, Reader: x.reader,
	}
	if x.named == nil {
		x.named = map[string]*served{}
	}
	x.named[name] = &served{snapshot, o.Answers(snapshot)}
	return x.named[name]
}

// Memory tells what of the libraries is in memory, the shipped articles aside.
type Memory = held.Memory

// Limit sets Options.Memory.
func (s *Libraries) Limit(bytes int64) { s.indices.Limit(bytes) }

// Memory tells what of the libraries is in memory.
func (s *Libraries) Memory() Memory {
	m := s.indices.Memory()
	m.Mapped = s.snapshots.Mapped()
	return m
}

// ownOf is an index that ranks by itself.
func ownOf(x retrieval.Index) retrieval.Index {
	if a, ok := x.(*chromem.Assisted); ok {
		return a.Own()
	}
	return x
}

// renamed is an index that states another version.
type renamed struct {
	retrieval.Index
	version string
}

// Search implements retrieval.Index.
func (r renamed) Search(ctx context.Context, q retrieval.Query, k int) (retrieval.Results, error) {
	results, err := r.Index.Search(ctx, q, k)
	if err == nil {
		results.Version = r.version
	}
	return results, err
}

// Snapshot is the articles that a server's questions are answered from; "" is direct messages. A reader keeps the snapshot it began
// with. What cannot be opened is an error, never an empty snapshot.
func (s *Libraries) Snapshot(ctx context.Context, g store.GuildID) (*retrieval.Snapshot, error) {
	now, err := s.served(ctx, g)
	if err != nil {
		return nil, err
	}
	return now.snapshot, nil
}

// SnapshotOf is a version of a server's articles, present or not, as the built-in model ranks it; 0 is the shipped articles. ErrNotFound:
// there is none of this number.
func (s *Libraries) SnapshotOf(ctx context.Context, g store.GuildID, number int) (out *retrieval.Snapshot, err error) {
	if number == 0 {
		return s.o.Shipped, nil
	}
	err = s.with(ctx, g, false, func(c *community) error {
		if c == nil {
			return ErrNotFound
		}
		m, err := c.library.Version(number)
		if errors.Is(err, library.ErrNotFound) {
			return ErrNotFound
		}
		if err != nil {
			return err
		}
		near := s.indices.Peek(c.content(s.present(c)))
		x, err := s.index(ctx, c, c.content(m), m, how{near: near})
		if err != nil {
			return err
		}
		name := versionName(number)
		out = &retrieval.Snapshot{
			Version: name, Corpus: x.corpus, Index: renamed{x.index, name}, Words: x.words, Embedder: x.embedder, Reader: x.reader,
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("version %d of server %s: %w", number, g, err)
	}
	return out, nil
}

// Answers answers from Snapshot(ctx, g): from one version, so that it is asked for with each question anew, and not kept.
func (s *Libraries) Answers(ctx context.Context, g store.GuildID) (Answerer, error) {
	now, err := s.served(ctx, g)
	if err != nil {
		return nil, err
	}
	return now.answers, nil
}

// served is the present version of a server.
func (s *Libraries) served(ctx context.Context, g store.GuildID) (now *served, err error) {
	if g == "" {
		return s.shipped, nil
	}
	err = s.with(ctx, g, false, func(c *community) error {
		m := s.present(c)
		if m.Number == 0 {
			now = s.shipped
			return nil
		}
		x, err := s.index(ctx, c, c.content(m), m, how{})
		if err != nil {
			return fmt.Errorf("open version %d: %w", m.Number, err)
		}
		now = x.as(versionName(m.Number), c, s.o)
		return nil
	})
	return now, err
}

// how an index is built.
type how struct {
	near   *index    // most articles are in it, so that they need not be parsed again; nil for none
	report *reporter // nil for none
}

// index is the index of a version or candidate, from memory or built.
func (s *Libraries) index(ctx context.Context, c *community, content string, m library.Manifest, how how) (*index, error) {
	s.wish(c, content)
	return s.indices.Get(ctx, content, func() func(context.Context) (*index, error) {
		c.users.enter() // the files are read although the asker may have left
		return func(ctx context.Context) (*index, error) {
			defer c.users.leave()
			return s.build(ctx, c, content, m, how)
		}
	})
}

// build opens the index of a version or candidate, or makes it.
func (s *Libraries) build(ctx context.Context, c *community, content string, m library.Manifest, how how) (*index, error) {
	x := s.opened(content)
	if x != nil {
		// A version whose articles are lost is not served, though it could be.
		if err := c.library.There(ctx, m); err != nil {
			return nil, err
		}
	} else {
		var err error
		if x, err = s.make(ctx, c, content, m, how); err != nil {
			return nil, err
		}
	}
	x.of, x.embedder, x.reader = m, s.o.Shipped.Embedder, s.o.Shipped.Reader
	x.held, x.drop = context.WithCancel(s.indices.Life())
	return x, nil
}

// make reads the articles and indexes them. Only sentences without a known vector are embedded, and their vectors are kept.
func (s *Libraries) make(ctx context.Context, c *community, content string, m library.Manifest, how how) (*index, error) {
	how.report.say(Reading, 0, len(m.Articles))
	var disk *chromem.Vectors
	var reading sync.WaitGroup
	reading.Go(func() { disk = c.vectors.Read(s.o.Shipped.Embedder.Model()) })
	texts, err := s.read(ctx, c, m, how)
	reading.Wait()
	if err != nil {
		return nil, err
	}
	how.report.say(Reading, len(m.Articles), len(m.Articles))
	known := chromem.Union(s.o.Vectors, disk)
	embedder := &counting{Embedder: s.o.Shipped.Embedder, report: how.report}
	if how.report != nil {
		embedder.total = missing(texts, known)
	}
	built, err := chromem.Build(ctx, chromem.Input{
		Corpus: texts, Version: content, Embedder: embedder, WordVectors: s.o.WordVectors, Reuse: known,
	})
	if err != nil {
		return nil, err
	}
	if fresh := built.Vectors().Without(known); fresh.Len() > 0 {
		keep := built.Vectors()
		if how.near != nil {
			keep = chromem.Union(keep, disk.Of(how.near.corpus))
		}
		if err := c.vectors.Add(fresh, keep); err != nil {
			s.o.Logger.Warn("vectors are not kept, and will be computed again", "error", err)
		}
	}
	x := &index{content: content, corpus: texts, words: built.Words()}
	return x, s.keep(built, x)
}

// read reads the articles of a version; those that are in what is near are not parsed again.
func (s *Libraries) read(ctx context.Context, c *community, m library.Manifest, how how) (*reading.Corpus, error) {
	if how.near != nil {
		c.library.Know(how.near.of, how.near.corpus.Unread)
	}
	articles, err := c.library.Articles(ctx, m)
	c.library.Know(library.Manifest{}, nil) // what is parsed takes as much memory as what is read
	if err != nil {
		return nil, err
	}
	return reading.New(articles)
}

// missing counts the sentences without a known vector.
func missing(texts *reading.Corpus, known *chromem.Vectors) int {
	seen := map[string]bool{}
	for _, p := range retrieval.Indexed(texts) {
		for _, t := range p.Sentences {
			if _, ok := known.Vector(t.Text); !ok {
				seen[t.Text] = true
			}
		}
	}
	return len(seen)
}

// counting reports how many sentences are embedded.
type counting struct {
	retrieval.Embedder
	report      *reporter
	done, total int
}

// Embed implements retrieval.Embedder.
func (c *counting) Embed(ctx context.Context, as retrieval.Purpose, texts []string) ([]retrieval.Vector, error) {
	vectors, err := c.Embedder.Embed(ctx, as, texts)
	if err == nil {
		c.done += len(texts)
		c.report.say(Embedding, c.done, c.total)
	}
	return vectors, err
}
