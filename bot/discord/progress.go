package discord

import (
	"context"
	"sync"

	"readout/bot/chat"
	"readout/bot/discord/api"
	"readout/bot/pause"
)

// showing edits a message in place as often as there is something new to show, but leaves timing.progress before the first edit and
// between two. stop must be called, twice does no harm: after it nothing is edited any more, so that the last word is the result's. It
// reports whether it is unknown what became of an edit, which may then still take effect.
func (b *bot) showing(ctx context.Context, edit func(context.Context, payload) error) (show func(chat.Message),
	stop func() (unknown bool)) {
	ctx, cancel := context.WithCancel(ctx)
	latest := make(chan chat.Message, 1)
	var at sync.WaitGroup
	unknown := false
	at.Go(func() {
		for {
			if pause.For(ctx, b.options.timing.progress) != nil {
				return
			}
			select {
			case m := <-latest:
				// An edit that has begun is not broken off: it could take effect after the result's.
				one, done := context.WithTimeout(context.WithoutCancel(ctx), b.options.timing.progress)
				if err := edit(one, payloadOf(m)); err != nil {
					b.Log.Info("how far it is was not shown", "error", err)
					unknown = unknown || api.UnknownEffect(err)
				}
				done()
			case <-ctx.Done():
				return
			}
		}
	})
	var mu sync.Mutex
	show = func(m chat.Message) {
		mu.Lock()
		defer mu.Unlock()
		select {
		case <-latest: // what nobody will see any more
		default:
		}
		latest <- m
	}
	return show, func() bool {
		cancel()
		at.Wait()
		return unknown
	}
}

// insisting edits a message and, a little later, once more: an earlier edit that was slow to take effect may stand in its place.
func (b *bot) insisting(edit func(context.Context, payload) (string, error)) func(context.Context, payload) (string, error) {
	return func(ctx context.Context, p payload) (string, error) {
		id, err := edit(ctx, p)
		if err != nil || pause.For(ctx, b.options.timing.progress) != nil {
			return id, err
		}
		return edit(ctx, p)
	}
}
