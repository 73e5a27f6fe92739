package libraries

import (
	"container/list"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"sync"
)

// indices are the indices in memory, by content: so many passages of them, the ones not asked for longest dropped first. Those who read
// a dropped one keep it until they are done.
type indices struct {
	most int

	mu       sync.Mutex
	pinned   map[string]*index
	held     map[string]*list.Element // of recent
	recent   *list.List               // of *index, the last asked for in front
	passages int
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

func newIndices(most int) *indices {
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
	s.passages += x.passages()
	for s.passages > s.most && s.recent.Len() > 1 {
		last := s.recent.Remove(s.recent.Back()).(*index)
		delete(s.held, last.content)
		s.passages -= last.passages()
		last.drop()
	}
}
