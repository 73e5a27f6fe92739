// Package held keeps in memory what takes long to make: so many bytes of it, what was not asked for longest dropped first.
package held

import (
	"container/list"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"sync"
)

// Entry is what is kept. Entries of the same content are alike.
type Entry interface {
	Content() string
	Bytes() int64 // that it takes, about
	Opened() bool // it was opened from a file, and not made
	Drop()        // called once it is no longer kept; those who use it go on until they are done
}

// Memory tells what is in memory, what is pinned aside. What counts counts from the start.
type Memory struct {
	Libraries int   // versions and candidates that are in memory
	Bytes     int64 // that they take, about
	Most      int64 // that they may take
	Mapped    int64 // bytes of files, among them of versions that were dropped and are still answered from
	Hits      int64 // how often one was asked for that was in memory
	Opened    int64 // how often one was opened from its snapshot
	Made      int64 // how often one was made from its articles
	Dropped   int64
}

// Cache holds entries by their content. Any number of goroutines may use it.
type Cache[E Entry] struct {
	most int64

	mu       sync.Mutex
	pinned   map[string]E
	held     map[string]*list.Element // of recent
	recent   *list.List               // of E, the last asked for in front
	counts   Memory
	building map[string]*build[E]
	builders sync.WaitGroup
	ended    context.Context
	end      context.CancelFunc
}

// build is an entry in the making, or why it could not be made.
type build[E Entry] struct {
	done  chan struct{}
	entry E
	err   error
}

// New is a cache of so many bytes; of the last entry it keeps more.
func New[E Entry](most int64) *Cache[E] {
	ended, end := context.WithCancel(context.Background())
	return &Cache[E]{
		most: most, pinned: map[string]E{}, held: map[string]*list.Element{}, recent: list.New(), building: map[string]*build[E]{},
		ended: ended, end: end,
	}
}

// Pin holds an entry for ever. Nobody may use the cache yet.
func (s *Cache[E]) Pin(x E) { s.pinned[x.Content()] = x }

// Life ends with the cache.
func (s *Cache[E]) Life() context.Context { return s.ended }

// End ends what is being built.
func (s *Cache[E]) End() { s.end() }

// Close ends what is being built and waits for it.
func (s *Cache[E]) Close() {
	s.end()
	s.builders.Wait()
}

// Limit sets how many bytes are held.
func (s *Cache[E]) Limit(bytes int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.most = max(bytes, 0)
	s.fit()
}

// Memory tells what is held; Mapped is not known here.
func (s *Cache[E]) Memory() Memory {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.counts
	m.Libraries, m.Most = s.recent.Len(), s.most
	return m
}

// Peek is the entry of a content if it is in memory, else the zero one.
func (s *Cache[E]) Peek(content string) E {
	s.mu.Lock()
	defer s.mu.Unlock()
	x, _ := s.known(content)
	return x
}

// Get is the entry of a content. When several ask for one that is not there, it is made once: begin is called before Get returns, and
// what it returns makes the entry. The making goes on when the asker stops waiting: the next one finds it.
func (s *Cache[E]) Get(ctx context.Context, content string, begin func() func(context.Context) (E, error)) (none E, err error) {
	if err := ctx.Err(); err != nil {
		return none, err
	}
	s.mu.Lock()
	if x, ok := s.known(content); ok {
		s.counts.Hits++
		s.mu.Unlock()
		return x, nil
	}
	b := s.building[content]
	if b == nil {
		if s.ended.Err() != nil {
			s.mu.Unlock()
			return none, fmt.Errorf("build an index: %w", fs.ErrClosed)
		}
		b = s.begin(ctx, content, begin())
	}
	s.mu.Unlock()
	select {
	case <-b.done:
		return b.entry, b.err
	case <-ctx.Done():
		return none, ctx.Err()
	}
}

// begin builds in the background. The caller holds the lock.
func (s *Cache[E]) begin(ctx context.Context, content string, work func(context.Context) (E, error)) *build[E] {
	b := &build[E]{done: make(chan struct{}), err: errors.New("building an index ended without one")}
	s.building[content] = b
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(s.ended, cancel)
	s.builders.Go(func() {
		defer cancel()
		defer stop()
		defer close(b.done)
		b.entry, b.err = work(ctx)
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.building, content)
		if b.err == nil {
			s.hold(b.entry)
		}
	})
	return b
}

// known is the entry if it is in memory. The caller holds the lock.
func (s *Cache[E]) known(content string) (x E, ok bool) {
	if x, ok := s.pinned[content]; ok {
		return x, true
	}
	e, ok := s.held[content]
	if !ok {
		return x, false
	}
	s.recent.MoveToFront(e)
	return e.Value.(E), true
}

// hold takes an entry in and drops others beyond the limit. The caller holds the lock.
func (s *Cache[E]) hold(x E) {
	s.held[x.Content()] = s.recent.PushFront(x)
	s.counts.Bytes += x.Bytes()
	if x.Opened() {
		s.counts.Opened++
	} else {
		s.counts.Made++
	}
	s.fit()
}

// fit drops what is beyond the limit. The caller holds the lock.
func (s *Cache[E]) fit() {
	for s.counts.Bytes > s.most && s.recent.Len() > 1 {
		last := s.recent.Remove(s.recent.Back()).(E)
		delete(s.held, last.Content())
		s.counts.Bytes -= last.Bytes()
		s.counts.Dropped++
		last.Drop()
	}
}
