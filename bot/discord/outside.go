package discord

import (
	"context"
	"strconv"

	"readout/bot/chat/wording"
	"readout/bot/store"
)

// Publication is a version of a server's library that was published without the bot's doing, from the terminal.
type Publication struct {
	Guild   store.GuildID
	Version int
	What    string // the kind of change, and the titles of the articles: "add: A title"
}

// Entry is the publication as the audit has it.
func (p Publication) Entry() store.AuditEntry {
	return store.AuditEntry{Guild: p.Guild, Action: wording.DidPublishOutside, Target: "v" + strconv.Itoa(p.Version), Note: p.What}
}

// hear notes and tells what was published without the bot's doing, and has answers recalled, until the context ends.
func (b *bot) hear(ctx context.Context) {
	for {
		select {
		case p := <-b.options.Published:
			// Nobody else notes it, so it is done even while the bot ends.
			if err := b.record(context.WithoutCancel(ctx), request{guild: p.Guild}, p.Entry()); err != nil {
				b.log.Error("a publication was not noted", "error", err) // it is done, and the library's history has it
			}
			b.publishedIn(ctx, p.Guild)
		case <-ctx.Done():
			return
		}
	}
}
