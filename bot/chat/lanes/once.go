package lanes

import "sync"

// Once keeps two from doing one thing at a time. The zero value is ready to use.
type Once struct {
	mu   sync.Mutex
	busy map[string]bool
}

// Begin reports whether nobody does it; end must be called then, and may be called twice.
func (o *Once) Begin(what string) (end func(), ok bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.busy[what] {
		return nil, false
	}
	if o.busy == nil {
		o.busy = map[string]bool{}
	}
	o.busy[what] = true
	return sync.OnceFunc(func() {
		o.mu.Lock()
		defer o.mu.Unlock()
		delete(o.busy, what)
	}), true
}
