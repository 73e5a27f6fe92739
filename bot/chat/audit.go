package chat

import (
	"context"
	"strconv"

	"readout/bot/chat/wording"
	"readout/bot/store"
)

// Record notes what somebody did, and tells it in the audit channel when there is one. That the channel can't be written in is logged:
// what was done is done.
func (b *Bot) Record(ctx context.Context, q Request, e store.AuditEntry) error {
	e.Guild, e.Actor = q.Guild, q.User
	if err := b.Options.Store.AppendAudit(ctx, e); err != nil {
		return err
	}
	s, err := b.Options.Store.Settings(ctx, q.Guild)
	if err != nil {
		return err
	}
	if s.AuditChannel != "" {
		l := b.LanguageOf(s, q.Guild)
		b.tell(ctx, s.AuditChannel, Note(l.Did(e)))
	}
	return nil
}

// Itself is the bot as the one who does something in a server.
func (b *Bot) Itself(guild store.GuildID) Request {
	return Request{Guild: guild, User: b.Platform.Self()}
}

// tell posts a message in a server's audit channel. Nobody is pinged, as nowhere.
func (b *Bot) tell(ctx context.Context, channel store.ChannelID, m Message) {
	ctx, cancel := context.WithTimeout(ctx, b.Options.Timing.Send)
	defer cancel()
	if err := b.Platform.Say(ctx, channel, m, ""); err != nil {
		b.Log.Warn("the audit channel was not told", "error", err)
	}
}

// LanguageOf is the language of what is said to a whole server.
func (b *Bot) LanguageOf(s store.Settings, guild store.GuildID) *wording.Language {
	if b.Languages.Has(s.Language) {
		return b.Languages.Of(s.Language)
	}
	return b.Languages.Of(b.Platform.Locale(guild))
}

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

// Hear notes and tells what was published without the bot's doing, and has answers recalled, until the context ends.
func (b *Bot) Hear(ctx context.Context) {
	for {
		select {
		case p := <-b.Options.Published:
			// Nobody else notes it, so it is done even while the bot ends.
			if err := b.Record(context.WithoutCancel(ctx), Request{Guild: p.Guild}, p.Entry()); err != nil {
				b.Log.Error("a publication was not noted", "error", err) // it is done, and the library's history has it
			}
			b.PublishedIn(ctx, p.Guild)
		case <-ctx.Done():
			return
		}
	}
}
