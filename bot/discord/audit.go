package discord

import (
	"context"
	"net/http"
	"strings"

	"github.com/bwmarrin/discordgo"

	"readout/bot/chat/markup"
	"readout/bot/discord/api"
	"readout/bot/store"
)

// What is noted in the audit. The words are stored, so they are never changed.
const (
	didSettings       = "settings"        // Target: what of them, by the key of the subcommand
	didPublish        = "publish"         // Target: the version; Note: what was done
	didPublishOutside = "publish outside" // from the terminal; Target and Note likewise
	didDiscard        = "discard"         // Target: what the draft was to do
	didExport         = "export"
	didResolve        = "resolve"      // an item of the inbox
	didKeep           = "check"        // Target: the check's ID
	didUncheck        = "uncheck"      // likewise
	didRecall         = "recall"       // Target: the version; Note: how many answers were marked, private, and out of reach
	didDraft          = "draft"        // Target: what was to be done; it waits for a moderator
	didFail           = "source fails" // Target: its address; Note: why, a libraries.Reason
	didRecover        = "source works" // Target: its address
	didNoDigest       = "no digest"    // the channel of the weekly digest is closed to the bot
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
		b.tell(ctx, s.AuditChannel, note(l.did(e)))
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
func (b *bot) languageOf(s store.Settings, guild store.GuildID) *language {
	if b.languages.has(s.Language) {
		return b.languages.of(s.Language)
	}
	locale, _ := b.locales.Get(string(guild))
	return b.languages.of(locale)
}

// did is what an entry of the audit tells.
func (l *language) did(e store.AuditEntry) string {
	if name := l.Commands["settings."+e.Target].Name; e.Action == didSettings && name != "" {
		e.Target = name
	}
	return l.Moderators.Did(l.actor(string(e.Actor)), e)
}

// actor is who did something: a mention, which pings nobody, or a name that the terminal gives.
func (l *language) actor(by string) string {
	switch {
	case by == "":
		return l.Moderators.Somebody
	case strings.Trim(by, "0123456789") == "":
		return "<@" + by + ">"
	}
	return markup.Escape(markup.Clip(by, 60))
}

// post posts a message that nobody waits for; sending it twice would be worse than not at all.
func (r *rest) post(ctx context.Context, channel string, p payload) error {
	p.Enforce = p.Nonce != ""
	return r.Do(ctx, api.Call{Route: "create message", Method: http.MethodPost, URL: discordgo.EndpointChannelMessages(channel),
		Lane: "channel " + channel, Body: p, Repeat: p.Enforce}, nil)
}
