// Package writtentest has fakes of the interfaces of package written, for tests.
package writtentest

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"

	"readout/retrieval/written"
)

var _ written.Generator = (*Script)(nil)

// Script is a written.Generator for tests that says what its lines say, one a call, and remembers what it was asked. The last line is
// repeated when more is asked. It is safe for concurrent use.
type Script struct {
	Name  string // of the model; "script" when empty
	Lines []Line
	Tasks map[string]Line // what it does on a request of that name, whenever it comes; Lines are for the others

	mu     sync.Mutex
	asked  []written.Request
	spoken int // of Lines
}

// Line is what a Script does when it is called.
type Line struct {
	Says  string                                // JSON, or what a model may say instead
	Reply func(written.Request) (string, error) // when set, in the place of Says
	Err   error
	After time.Duration // it takes so long, whatever the context
	Hangs bool          // until the context ends, as a Generator should
	Deaf  chan struct{} // until the channel is closed, whatever the context: what no Generator should do
	Usage written.Usage
}

// Model implements written.Generator.
func (s *Script) Model() string {
	if s.Name == "" {
		return "script"
	}
	return s.Name
}

// Generate implements written.Generator.
func (s *Script) Generate(ctx context.Context, r written.Request) (json.RawMessage, written.Usage, error) {
	l, err := s.next(r)
	if err != nil {
		return nil, written.Usage{}, err
	}
	time.Sleep(l.After)
	if l.Deaf != nil {
		<-l.Deaf
	}
	if l.Hangs {
		<-ctx.Done()
	}
	if err := ctx.Err(); err != nil {
		return nil, l.Usage, fmt.Errorf("script: %w", err)
	}
	if l.Err != nil {
		return nil, l.Usage, l.Err
	}
	if l.Reply != nil {
		says, err := l.Reply(r)
		return json.RawMessage(says), l.Usage, err
	}
	return json.RawMessage(l.Says), l.Usage, nil
}

// next is what it does on a request, which it remembers.
func (s *Script) next(r written.Request) (Line, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = append(s.asked, r)
	if l, ok := s.Tasks[r.Name]; ok {
		return l, nil
	}
	if len(s.Lines) == 0 {
		return Line{}, fmt.Errorf("script: no lines")
	}
	l := s.Lines[min(s.spoken, len(s.Lines)-1)]
	s.spoken++
	return l, nil
}

// Asked are the requests so far, oldest first.
func (s *Script) Asked() []written.Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.asked)
}
