package discord

import (
	"context"
	"slices"

	"github.com/bwmarrin/discordgo"

	"readout/bot/chat/wording"
	"readout/bot/store"
)

// request is who wants something, where, in which language.
type request struct {
	id       string
	guild    store.GuildID // "" in direct messages
	channel  store.ChannelID
	user     store.UserID
	roles    []string
	manages  bool              // may manage the server
	own      *wording.Language // the member's, or of the server when that is not known
	language *wording.Language // to answer in: own, unless the server's settings say otherwise
	settings store.Settings
	held     *held // nil for what is not Discord's
}

// moderates reports whether the member may change settings: manages the server, or has the role chosen for it.
func (q request) moderates() bool {
	return q.manages || q.settings.ModeratorRole != "" && slices.Contains(q.roles, string(q.settings.ModeratorRole))
}

// requestOf reads an interaction. ok is false for one that lacks what every interaction has.
func (b *bot) requestOf(ctx context.Context, i *discordgo.Interaction) (q request, ok bool, err error) {
	user := i.User
	q = request{id: i.ID, guild: store.GuildID(i.GuildID), channel: store.ChannelID(i.ChannelID), own: b.languages.Of(string(i.Locale))}
	q.language = q.own
	if i.Member != nil {
		user = i.Member.User
		q.roles = i.Member.Roles
		q.manages = i.Member.Permissions&(discordgo.PermissionManageGuild|discordgo.PermissionAdministrator) != 0
	}
	if user == nil || user.ID == "" || i.Token == "" {
		return q, false, nil
	}
	q.user = store.UserID(user.ID)
	return q, true, b.applySettings(ctx, &q)
}

// applySettings reads the server's settings into the request.
func (b *bot) applySettings(ctx context.Context, q *request) error {
	if q.guild == "" {
		return nil
	}
	var err error
	if q.settings, err = b.options.Store.Settings(ctx, q.guild); err != nil {
		return err
	}
	if tag := q.settings.Language; b.languages.Has(tag) {
		q.language = b.languages.Of(tag)
	}
	return nil
}
