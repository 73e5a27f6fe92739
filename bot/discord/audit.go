package discord

import (
	"context"
	"net/http"

	"github.com/bwmarrin/discordgo"

	"readout/bot/chat/wording"
	"readout/bot/discord/api"
	"readout/bot/store"
)

// record notes what somebody did, and tells it in the audit channel when there is one. That the channel can't be written in is logged:
// what was done is done.
func (b *bot) record(ctx context.Context, q request, e store.AuditEntry) error {
	e.Guild, e.Actor = q.guild, q.user
	if err := b.options.Store.AppendAudit(ctx, e); err != nil {
		return err
	}
	s, err := b.options.Store.Settings(ctx, q.guild)
	if err != nil {
		return err
	}
	if s.AuditChannel != "" {
		l := b.languageOf(s, q.guild)
		b.tell(ctx, s.AuditChannel, note(l.Did(e)))
	}
	return nil
}

// itself is the bot as the one who does something in a server.
func (b *bot) itself(guild store.GuildID) request {
	return request{guild: guild, user: store.UserID(b.self.Load().user)}
}

// tell posts a message in a server's audit channel. Nobody is pinged, as nowhere.
func (b *bot) tell(ctx context.Context, channel store.ChannelID, m message) {
	ctx, cancel := context.WithTimeout(ctx, b.options.timing.send)
	defer cancel()
	if err := b.rest.post(ctx, string(channel), m.payload()); err != nil {
		b.log.Warn("the audit channel was not told", "error", err)
	}
}

// languageOf is the language of what is said to a whole server.
func (b *bot) languageOf(s store.Settings, guild store.GuildID) *wording.Language {
	if b.languages.Has(s.Language) {
		return b.languages.Of(s.Language)
	}
	locale, _ := b.locales.Get(string(guild))
	return b.languages.Of(locale)
}

// post posts a message that nobody waits for; sending it twice would be worse than not at all.
func (r *rest) post(ctx context.Context, channel string, p payload) error {
	p.Enforce = p.Nonce != ""
	return r.Do(ctx, api.Call{Route: "create message", Method: http.MethodPost, URL: discordgo.EndpointChannelMessages(channel),
		Lane: "channel " + channel, Body: p, Repeat: p.Enforce}, nil)
}
