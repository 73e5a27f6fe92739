// Package interrupt parts what Ctrl-C gives up from what it ends.
package interrupt

import (
	"context"
	"os"
	"sync"
)

// Interrupts hand Ctrl-C to what can be given up alone, such as an answer at the prompt; with nothing of the kind under way it ends the
// program, as any other signal does.
type Interrupts struct {
	mu     sync.Mutex
	giveUp context.CancelFunc // of what is under way; nil for nothing
}

type key struct{}

// Handle takes signals until one ends the program, for which it calls end.
func (i *Interrupts) Handle(signals <-chan os.Signal, end func()) {
	for s := range signals {
		if s != os.Interrupt || !i.given() {
			end()
			return
		}
	}
}

// given gives up what is under way; false when nothing is.
func (i *Interrupts) given() bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.giveUp == nil {
		return false
	}
	i.giveUp()
	i.giveUp = nil
	return true
}

// Within is a context by which its interrupts are found.
func (i *Interrupts) Within(ctx context.Context) context.Context {
	return context.WithValue(ctx, key{}, i)
}

// Alone is a context that Ctrl-C ends without ending the program, until done is called.
func Alone(ctx context.Context) (_ context.Context, done func()) {
	ctx, cancel := context.WithCancel(ctx)
	i, ok := ctx.Value(key{}).(*Interrupts)
	if !ok {
		return ctx, cancel
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.giveUp = cancel
	return ctx, func() {
		i.mu.Lock()
		defer i.mu.Unlock()
		i.giveUp = nil
		cancel()
	}
}
