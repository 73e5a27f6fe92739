package main

import (
	"context"
	"os"
	"sync"
)

// interrupts hands Ctrl-C to what can be given up alone, such as an answer at the prompt; with nothing of the kind under way it ends the
// program, as any other signal does.
type interrupts struct {
	mu     sync.Mutex
	giveUp context.CancelFunc // of what is under way; nil for nothing
}

type interruptsKey struct{}

// handle takes signals until one ends the program, for which it calls end.
func (i *interrupts) handle(signals <-chan os.Signal, end func()) {
	for s := range signals {
		if s != os.Interrupt || !i.given() {
			end()
			return
		}
	}
}

// given gives up what is under way; false when nothing is.
func (i *interrupts) given() bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.giveUp == nil {
		return false
	}
	i.giveUp()
	i.giveUp = nil
	return true
}

// within is a context by which its interrupts are found.
func (i *interrupts) within(ctx context.Context) context.Context {
	return context.WithValue(ctx, interruptsKey{}, i)
}

// alone is a context that Ctrl-C ends without ending the program, until done is called.
func alone(ctx context.Context) (_ context.Context, done func()) {
	ctx, cancel := context.WithCancel(ctx)
	i, ok := ctx.Value(interruptsKey{}).(*interrupts)
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
