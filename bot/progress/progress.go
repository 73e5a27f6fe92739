// Package progress shows on a line of a terminal how far long work is, with an estimate of what is left.
package progress

import (
	"fmt"
	"io"
	"math"
	"sync"
	"time"
)

// State is how far some work is.
type State struct {
	Doing string // "embedding"
	Of    string // what is counted, in the plural: "sentences"; "" for nothing to name
	Done  int
	Total int // 0 while it is not known
}

// Line is a line that is drawn over again. It is safe for concurrent use; the zero Line and nil show nothing.
type Line struct {
	mu    sync.Mutex
	state State
	since time.Time // when what State.Doing names began
	from  int       // State.Done at that time
	done  chan struct{}
	ended chan struct{}
	stop  sync.Once
}

const (
	redraw = 150 * time.Millisecond
	// patience is how long work takes before it is shown.
	patience = 300 * time.Millisecond
)

// Start shows work on w, a terminal, from a moment after it began until Stop. Where w is nil nothing is shown.
func Start(w io.Writer, state State) *Line {
	l := &Line{state: state, since: time.Now(), from: state.Done}
	if w == nil {
		return l
	}
	l.done, l.ended = make(chan struct{}), make(chan struct{})
	go l.draw(w)
	return l
}

// Say tells how far the work is.
func (l *Line) Say(s State) {
	if l == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if s.Doing != l.state.Doing || s.Done < l.state.Done {
		l.since, l.from = time.Now(), s.Done
	}
	l.state = s
}

// Stop takes the line away; calling it again does nothing.
func (l *Line) Stop() {
	if l == nil || l.done == nil {
		return
	}
	l.stop.Do(func() {
		close(l.done)
		<-l.ended
	})
}

func (l *Line) draw(w io.Writer) {
	defer close(l.ended)
	began := time.Now()
	ticker := time.NewTicker(redraw)
	defer ticker.Stop()
	shown := false
	for i := 0; ; i++ {
		select {
		case <-l.done:
			if shown {
				fmt.Fprint(w, "\r\x1b[K")
			}
			return
		case now := <-ticker.C:
			if now.Sub(began) < patience {
				continue
			}
			l.mu.Lock()
			text := text(l.state, l.from, now.Sub(l.since))
			l.mu.Unlock()
			fmt.Fprintf(w, "\r\x1b[K%c %s", `|/-\`[i%4], text)
			shown = true
		}
	}
}

// text says how far work is that has taken so long since it was at from.
func text(s State, from int, took time.Duration) string {
	text := s.Doing
	if s.Total <= 0 {
		return text
	}
	text += fmt.Sprintf(" %d of %d", s.Done, s.Total)
	if s.Of != "" {
		text += " " + s.Of
	}
	if left, ok := left(s.Done-from, s.Total-from, took); ok {
		text += ", about " + roughly(left) + " left"
	}
	return text
}

// left estimates how long the rest takes when so much took so long; ok is false as long as there is nothing to go by, and when nothing
// is left.
func left(done, total int, took time.Duration) (left time.Duration, ok bool) {
	if done <= 0 || done >= total || took < time.Second {
		return 0, false
	}
	seconds := took.Seconds() / float64(done) * float64(total-done)
	if seconds > (100 * time.Hour).Seconds() {
		return 0, false
	}
	return time.Duration(seconds * float64(time.Second)), true
}

// roughly is a duration as exact as an estimate is.
func roughly(d time.Duration) string {
	seconds := int(math.Ceil(d.Seconds()))
	switch {
	case seconds <= 1:
		return "a second"
	case seconds < 10:
		return fmt.Sprintf("%d seconds", seconds)
	case seconds < 55:
		return fmt.Sprintf("%d seconds", (seconds+4)/5*5)
	case seconds < 90:
		return "a minute"
	case seconds < 90*60:
		return fmt.Sprintf("%d minutes", (seconds+30)/60)
	}
	return fmt.Sprintf("%d hours", (seconds+1800)/3600)
}
