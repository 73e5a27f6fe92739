package written

import (
	"fmt"
	"sync"
)

// noRoom is that a prompt is longer than the model's context.
type noRoom struct {
	took int // tokens of the prompt that were read, where the server cut it off; 0 where it refused it
}

func (e *noRoom) Error() string {
	if e.took > 0 {
		return fmt.Sprintf("%v: the server read %d tokens of it and dropped the rest without a word", ErrNoRoom, e.took)
	}
	return ErrNoRoom.Error()
}

func (e *noRoom) Unwrap() error { return ErrNoRoom }

// counted is how long a prompt is, and what the server counted of it.
type counted struct {
	size  int // tokens, as EstimateTokens tells
	input int // tokens; 0 when the server did not count, or so few that they tell nothing
}

// countOf is what a call tells of its prompt.
func countOf(r Request, used Usage) counted {
	c := counted{size: r.size()}
	if !used.Estimated && used.Input >= leastCounted {
		c.input = used.Input
	}
	return c
}

// share is how many tokens the server counts for one that is estimated.
func (c counted) share() float64 { return float64(c.input) / float64(max(c.size, 1)) }

// Some servers drop the beginning of a prompt that is too long for the model's context, rules first, and say nothing. What they count then
// is the context. A prompt of English has about the tokens that EstimateTokens tells, by one tokenizer more of them and by another fewer:
// far fewer were not read, and of somewhat fewer only what else the server counted tells whether they were.
const (
	leastCounted = 1000 // tokens: fewer are also what a server counts that keeps what it read last time
	readWhole    = .8   // of what is expected: less was not read
	readSurely   = .95  // of what is expected: less may not have been read
	sameShare    = .94  // of the share of a prompt of the same kind: less is another share
	sameSize     = .005 // of a size: prompts are as long as each other
)

// meter learns how a server counts, and by that notices prompts that were not read whole. It is safe for concurrent use; its zero value
// knows nothing.
type meter struct {
	mu    sync.Mutex
	most  counted // the prompt with the most tokens counted
	known float64 // the share of a prompt that was read whole; 0 when there was none
}

// expected is what the server may be expected to count for an estimated token: one, until more is known.
func (m *meter) expected() float64 {
	if m.known == 0 {
		return 1
	}
	return m.known
}

// cut reports whether a prompt was not read whole, by what is known so far: far too little was counted or, of another length, the very same
// as of the longest before it, which is what every prompt over the context gets.
func (m *meter) cut(c counted) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if c.input == 0 {
		return false
	}
	longer := float64(max(c.size, m.most.size)-min(c.size, m.most.size)) > sameSize*float64(c.size)
	return c.share() < readWhole*m.expected() || c.input == m.most.input && longer && c.share() < readSurely*m.expected()
}

// doubts reports whether a prompt may not have been read whole.
func (m *meter) doubts(c counted) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return c.input > 0 && c.share() < readSurely*m.expected()
}

// note learns from a prompt that shows no sign of having been cut off. A server that cuts prompts off counts as many tokens of each:
// what has clearly fewer than another was read whole.
func (m *meter) note(c counted) {
	m.mu.Lock()
	defer m.mu.Unlock()
	fewer := func(a, b counted) bool { return float64(a.input) < (1-sameSize)*float64(b.input) }
	switch {
	case c.input == 0:
	case m.most.input == 0:
		m.most = c
	case fewer(c, m.most):
		m.known = c.share()
	case fewer(m.most, c):
		m.known, m.most = m.most.share(), c
	case c.input > m.most.input:
		m.most = c
	}
}

// compare tells by a shorter prompt of the same kind whether a longer one was cut off: of both, a server counts about the same share,
// unless it did not read the longer one to its end. What it learns of the server it notes.
func (m *meter) compare(longer, shorter counted) (cut bool) {
	if longer.input == 0 || shorter.input == 0 {
		return longer.input > 0 && longer.share() < readWhole
	}
	if longer.share() < sameShare*shorter.share() {
		return true
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.known = longer.share()
	if longer.input > m.most.input {
		m.most = longer
	}
	return false
}
