package libraries

import "sync"

// reporter passes progress on until it is closed. Nil reports nothing.
type reporter struct {
	mu   sync.Mutex
	call func(Progress) // nil once closed
}

func newReporter(call func(Progress)) *reporter { return &reporter{call: call} }

func (r *reporter) say(step Step, done, total int) {
	if r == nil || total == 0 {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.call != nil {
		r.call(Progress{step, done, total})
	}
}

// close ends the calls: what goes on in the background is no longer reported.
func (r *reporter) close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.call = nil
}
