package discord

import (
	"context"
	"sync"
)

// staged is work that shows how far it is. show does not block, and may be called as often as there is something new.
type staged func(ctx context.Context, show func(message)) (message, error)

// showing edits a message in place as often as there is something new to show, but leaves timing.progress between two edits. stop
// must be called, twice does no harm: after it nothing is edited any more, so that the last word is the result's.
func (b *bot) showing(ctx context.Context, edit func(context.Context, payload) (string, error)) (show func(message), stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	latest := make(chan message, 1)
	var at sync.WaitGroup
	at.Go(func() {
		for {
			if sleep(ctx, b.options.timing.progress) != nil {
				return
			}
			select {
			case m := <-latest:
				// An edit that has begun is not broken off: it could take effect after the result's.
				one, done := context.WithTimeout(context.WithoutCancel(ctx), b.options.timing.firstWord)
				if _, err := edit(one, m.payload()); err != nil {
					b.log.Info("how far a change is was not shown", "error", err)
				}
				done()
			case <-ctx.Done():
				return
			}
		}
	})
	var mu sync.Mutex
	show = func(m message) {
		mu.Lock()
		defer mu.Unlock()
		select {
		case <-latest: // what nobody will see any more
		default:
		}
		latest <- m
	}
	return show, func() {
		cancel()
		at.Wait()
	}
}
