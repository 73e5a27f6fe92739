package libraries

import (
	"container/list"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"sync"
)

// indices are the indices in memory, by content: so many bytes of them, the ones not asked for longest dropped first. Those who read
// a dropped one keep it until they are done.
type indices struct {
	most int64

	mu       sync.Mutex
	pinned   map[string]*index
	held     map[string]*list.Element // of recent
	recent   *list.List               // of *index, the last asked for in front
	counts   Memory
	building map[string]*build
	builders sync.WaitGroup
	ended    context.Context
	end      context.CancelFunc
}

// build is an index in the making, or why it could not be made.
type build struct {
	done  chan struct{}
	index *index
	err   error
}

func newIndices(most int64) *indices {
	ended, end := context.WithCancel(context.Background())
	return &indices{
		most: most, pinned: map[string]*index{}, held: map[string]*list.Element{}, recent: list.New(), building: map[string]*build{},
		ended: ended, end: end,
	}
}

// pin holds an index for ever.
func (s *indices) pin(x *index) { s.pinned[x.content] = x }

// close ends what is being built.
func (s *indices) close() {
	s.end()
	s.builders.Wait()
}

// peek is the index of a content if it is in memory.
func (s *indices) peek(content string) *index {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.known(content)
}

// get is the index of a content. When several ask for one that is not there, it is made once: begin is called before get returns, and
// what it returns makes the index. The making goes on when the asker stops waiting: the next one finds it.
func (s *indices) get(ctx context.Context, content string, begin func() func(context.Context) (*index, error)) (*index, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	if x := s.known(content); x != nil {
		s.counts.Hits++
		s.mu.Unlock()
		return x, nil
	}
	b := s.building[content]
	if b == nil {
		if s.ended.Err() != nil {
			s.mu.Unlock()
			return nil, fmt.Errorf("build an index: %w", fs.ErrClosed)
		}
		b = s.begin(ctx, content, begin())
	}
	s.mu.Unlock()
	select {
	case <-b.done:
		return b.index, b.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// begin builds in the background. The caller holds the lock.
func (s *indices) begin(ctx context.Context, content string, work func(context.Context) (*index, error)) *build {
	b := &build{done: make(chan struct{}), err: errors.New("building an index ended without one")}
	s.building[content] = b
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(s.ended, cancel)
	s.builders.Go(func() {
		defer cancel()
		defer stop()
		defer close(b.done)
		b.index, b.err = work(ctx)
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.building, content)
		if b.err == nil {
			s.hold(b.index)
		}
	})
	return b
}

// known is the index if it is in memory. The caller holds the lock.
func (s *indices) known(content string) *index {
	if x, ok := s.pinned[content]; ok {
		return x
	}
	e, ok := s.held[content]
	if !ok {
		return nil
	}
	s.recent.MoveToFront(e)
	return e.Value.(*index)
}

// hold takes an index in and drops others beyond the limit. The caller holds the lock.
func (s *indices) hold(x *index) {
	s.held[x.content] = s.recent.PushFront(x)
	s.counts.Bytes += x.bytes
	if x.opened {
		s.counts.Opened++
	} else {
		s.counts.Made++
	}
	s.fit()
}

// fit drops what is beyond the limit. The caller holds the lock.
func (s *indices) fit() {
	for s.counts.Bytes > s.most && s.recent.Len() > 1 {
		last := s.recent.Remove(s.recent.Back()).(*index)
		delete(s.held, last.content)
		s.counts.Bytes -= last.bytes
		s.counts.Dropped++
		last.drop()
	}
}

// Memory tells what of the libraries is in memory, the shipped articles aside. What counts counts from the start.
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

// Limit sets Options.Memory.
func (s *Libraries) Limit(bytes int64) {
	s.indices.mu.Lock()
	defer s.indices.mu.Unlock()
	s.indices.most = max(bytes, 0)
	s.indices.fit()
}

// Memory tells what of the libraries is in memory.
func (s *Libraries) Memory() Memory {
	s.indices.mu.Lock()
	defer s.indices.mu.Unlock()
	m := s.indices.counts
	m.Libraries, m.Most, m.Mapped = s.indices.recent.Len(), s.indices.most, s.snapshots.Mapped()
	return m
}
