package discord

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"strings"

	"github.com/bwmarrin/discordgo"

	"readout/bot/chat"
	"readout/bot/chat/markup"
	"readout/bot/chat/members"
	"readout/bot/chat/moderators"
	"readout/bot/chat/wording"
	"readout/bot/discord/api"
	"readout/bot/store"
)

// bot can do all that some platforms can.
var _ interface {
	chat.Platform
	chat.Faults
	chat.Posts
	chat.Directs
	chat.Archive
	chat.Limited
	members.Audience
	moderators.Links
} = (*bot)(nil)

// Self implements chat.Platform.
func (b *bot) Self() store.UserID { return store.UserID(b.self.Load().user) }

// ReadsAll implements chat.Posts.
func (b *bot) ReadsAll() bool { return b.self.Load().content }

// Locale implements chat.Platform.
func (b *bot) Locale(guild store.GuildID) string {
	locale, _ := b.locales.Get(string(guild))
	return locale
}

// Link implements moderators.Links.
func (b *bot) Link(guild store.GuildID, channel store.ChannelID, message store.MessageID) string {
	return "https://discord.com/channels/" + string(guild) + "/" + string(channel) + "/" + string(message)
}

// Linked implements moderators.Links.
func (b *bot) Linked(guild store.GuildID, address string) store.MessageID {
	parts := messageLink.FindStringSubmatch(address)
	if parts == nil || parts[1] != "" && parts[1] != string(guild) {
		return ""
	}
	return store.MessageID(parts[2])
}

// Channel implements chat.Channels.
func (b *bot) Channel(ctx context.Context, id store.ChannelID) (chat.Place, error) {
	c, err := b.channelOf(ctx, string(id))
	return chat.Place{Parent: store.ChannelID(c.Parent), Name: c.Name, Thread: isThread(c.Type)}, beyond(err, api.ShutOut(err))
}

// Direct implements chat.Directs.
func (b *bot) Direct(ctx context.Context, member store.UserID) (store.ChannelID, error) {
	id, err := b.rest.direct(ctx, string(member))
	return store.ChannelID(id), beyond(err, api.ShutOut(err) || api.Status(err) == http.StatusBadRequest)
}

// Thread implements chat.Posts.
func (b *bot) Thread(ctx context.Context, channel store.ChannelID, message store.MessageID, name string) (store.ChannelID, error) {
	id, err := b.rest.startThread(ctx, string(channel), string(message), name)
	return store.ChannelID(id), err
}

// Say implements chat.Platform.
func (b *bot) Say(ctx context.Context, channel store.ChannelID, m chat.Message, once string) error {
	p := payloadOf(m)
	p.Nonce = once
	err := b.rest.post(ctx, string(channel), p)
	code := api.Code(err)
	return beyond(err, code == codeMissingAccess || code == codeMissingPermissions || code == codeUnknownChannel)
}

// Create implements chat.Platform.
func (b *bot) Create(ctx context.Context, channel store.ChannelID, m chat.Message, once string, to store.MessageID) (store.MessageID,
	error) {
	sent, err := b.rest.create(ctx, string(channel), once, to, payloadOf(m))
	return store.MessageID(sent.ID), beyond(err, api.ShutOut(err))
}

// Deliver implements chat.Posts.
func (b *bot) Deliver(ctx context.Context, l *wording.Language, channel store.ChannelID, m chat.Message, once string, to store.MessageID) {
	b.deliver(ctx, l, m, func(ctx context.Context, p payload) (string, error) {
		sent, err := b.rest.create(ctx, string(channel), once, to, p)
		return sent.ID, err
	}, nil)
}

// Holds implements chat.Archive.
func (b *bot) Holds(ctx context.Context, channel store.ChannelID, id store.ReceiptID) (bool, error) {
	there, err := b.rest.holds(ctx, string(channel), id)
	return there, beyond(err, api.ShutOut(err))
}

// Mark implements chat.Archive.
func (b *bot) Mark(ctx context.Context, channel store.ChannelID, message store.MessageID, line string) error {
	now, err := b.rest.message(ctx, string(channel), string(message))
	if err == nil {
		err = b.rest.edit(ctx, string(channel), string(message), now.below(line))
	}
	return beyond(err, api.ShutOut(err) || api.Status(err) == http.StatusBadRequest)
}

// Fault implements chat.Faults.
func (b *bot) Fault(err error) chat.Fault {
	switch api.Code(err) {
	case codeMissingAccess, codeMissingPermissions:
		return chat.NotPermitted
	case codeBlocked, codeBlockedTitle:
		return chat.Blocked
	}
	return chat.NoFault
}

// beyond marks an error as one that trying again does not mend.
func beyond(err error, is bool) error {
	if err != nil && is {
		return errors.Join(chat.ErrNowhere, err)
	}
	return err
}

// Server implements chat.Platform.
func (b *bot) Server(ctx context.Context, guild store.GuildID) string {
	name, ok := b.names.Get(string(guild))
	if !ok { // at the start the gateway has not named it yet
		var g struct{ Name string }
		if err := b.rest.Do(ctx, api.Get("guild", discordgo.EndpointGuild(string(guild)), "guild "+string(guild)), &g); err == nil {
			name = g.Name
			b.names.Add(string(guild), name)
		}
	}
	if name != "" {
		return markup.Heading(name)
	}
	return "<https://discord.com/channels/" + string(guild) + ">"
}

// Command implements chat.Platform: a command as a text that can be clicked, or just its name while its ID is unknown. Discord makes no
// link of a command with subcommands: name one of these.
func (b *bot) Command(l *wording.Language, key string) string {
	command, _, _ := strings.Cut(key, ".")
	name, own := b.Languages[0].Commands[command].Name, l.Commands[command].Name
	if command != key {
		name += " " + b.Languages[0].Commands[key].Name
		own += " " + l.Commands[key].Name
	}
	if id := b.self.Load().commands[command]; id != "" {
		return "</" + name + ":" + id + ">"
	}
	return "`/" + own + "`"
}

// channelOf is what is known of a channel, asked for once.
func (b *bot) channelOf(ctx context.Context, id string) (channel, error) {
	if c, ok := b.channels.Get(id); ok {
		return c, nil
	}
	c, err := b.rest.channel(ctx, id)
	if err == nil {
		b.channels.Add(id, c)
	}
	return c, err
}

// messageLink is a link to a message, or its bare ID.
var messageLink = regexp.MustCompile(`^(?:https://(?:\w+\.)?discord(?:app)?\.com/channels/(\d+)/\d+/)?(\d+)/?$`)

// Public implements members.Audience.
func (b *bot) Public(ctx context.Context, guild store.GuildID) func(store.ChannelID) bool {
	open, err := b.rest.openChannels(ctx, string(guild))
	if err != nil {
		b.Log.Warn("which channels everybody can read is not known", "error", err)
		return func(store.ChannelID) bool { return false }
	}
	return func(c store.ChannelID) bool {
		if seen, ok := open[string(c)]; ok {
			return seen
		}
		thread, err := b.channelOf(ctx, string(c))
		return err == nil && isThread(thread.Type) && open[thread.Parent]
	}
}
