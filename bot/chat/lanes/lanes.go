// Package lanes has work take turns: one at a time of each lane, so many at all, and the lane that was served longest ago first.
package lanes

import (
	"context"
	"slices"
	"sync"
)

// Lanes are where work waits. It is safe for concurrent use.
type Lanes struct {
	mu      sync.Mutex
	free    int
	turn    int            // counts
	last    map[string]int // the turn in which a lane was served; those at work, and those that wait
	busy    map[string]bool
	waiting []*waiter // in the order in which they came
}

type waiter struct {
	lane string
	turn chan struct{} // closed when it is its turn
}

// New makes lanes of which so many are at work at a time.
func New(most int) *Lanes {
	return &Lanes{free: most, last: map[string]int{}, busy: map[string]bool{}}
}

// Enter waits for a turn in a lane, no longer than the context lasts. leave must be called when the work is done; calling it twice does
// nothing.
func (l *Lanes) Enter(ctx context.Context, lane string) (leave func(), err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	w := &waiter{lane, make(chan struct{})}
	l.mu.Lock()
	l.waiting = append(l.waiting, w)
	l.serve()
	l.mu.Unlock()
	select {
	case <-w.turn:
	case <-ctx.Done():
		l.mu.Lock()
		defer l.mu.Unlock()
		if i := slices.Index(l.waiting, w); i >= 0 {
			l.waiting = slices.Delete(l.waiting, i, i+1)
			l.forget(lane)
			return nil, ctx.Err()
		}
		// Its turn came at the same moment.
	}
	return sync.OnceFunc(func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.free++
		delete(l.busy, lane)
		l.forget(lane)
		l.serve()
	}), nil
}

// forget drops what is known of a lane in which nothing is left. l.mu is held.
func (l *Lanes) forget(lane string) {
	if !l.busy[lane] && !slices.ContainsFunc(l.waiting, func(w *waiter) bool { return w.lane == lane }) {
		delete(l.last, lane)
	}
}

// serve gives the turns that are free. l.mu is held.
func (l *Lanes) serve() {
	for l.free > 0 {
		next := -1
		for i, w := range l.waiting {
			if !l.busy[w.lane] && (next < 0 || l.last[w.lane] < l.last[l.waiting[next].lane]) {
				next = i
			}
		}
		if next < 0 {
			return
		}
		w := l.waiting[next]
		l.waiting = slices.Delete(l.waiting, next, next+1)
		l.turn++
		l.free, l.busy[w.lane], l.last[w.lane] = l.free-1, true, l.turn
		close(w.turn)
	}
}
