package discordtest

import (
	"context"
	"slices"
	"time"

	"readout/bot/discord/discordtest/wire"
)

// Channel types.
const (
	ChannelText          = 0
	ChannelDM            = 1
	ChannelPublicThread  = 11
	ChannelPrivateThread = 12
	ChannelForum         = 15
)

// Channel is a text or forum channel, a thread, or the direct messages between the bot and one user.
type Channel struct {
	ID   string
	Type int

	srv       *Server
	guild     *Guild     // nil for direct messages
	recipient *wire.User // of direct messages
	parent    *Channel   // of a thread
	// Guarded by srv.mu.
	name       string
	topic      string
	overwrites map[string]wire.Overwrite // by role or user
	messages   []*message                // in the order of their IDs
	thread     *threadState              // of a thread
	deleted    bool
	typing     int
}

// threadState is what only threads have.
type threadState struct {
	owner       *wire.User
	archived    bool
	locked      bool
	autoArchive int // minutes
	created     time.Time
	changed     time.Time // archived, or anything else
	members     []*wire.User
	slowMode    int
	starter     *message // the message it was started from, or nil
}

// Mention is the text that links to the channel.
func (ch *Channel) Mention() string { return "<#" + ch.ID + ">" }

// Name is the channel's name; empty for direct messages.
func (ch *Channel) Name() string {
	ch.srv.mu.Lock()
	defer ch.srv.mu.Unlock()
	return ch.name
}

// IsThread tells whether the channel is a thread.
func (ch *Channel) IsThread() bool { return ch.parent != nil }

// TextChannel makes a text channel.
func (g *Guild) TextChannel(name string) *Channel { return g.channel(name, ChannelText) }

// ForumChannel makes a forum: it holds only threads.
func (g *Guild) ForumChannel(name string) *Channel { return g.channel(name, ChannelForum) }

func (g *Guild) channel(name string, kind int) *Channel {
	g.srv.mu.Lock()
	defer g.srv.mu.Unlock()
	ch := &Channel{ID: g.srv.newID(), Type: kind, srv: g.srv, guild: g, name: name, overwrites: map[string]wire.Overwrite{}}
	if g.denied != 0 {
		ch.overwrites[g.srv.bot.ID] = wire.Overwrite{Member: true, Deny: g.denied}
	}
	g.channels = append(g.channels, ch)
	g.srv.world.channels[ch.ID] = ch
	g.srv.dispatch("CHANNEL_CREATE", g, wire.IntentGuilds, ch.wire())
	return ch
}

// Deny takes permissions from the bot in this channel.
func (ch *Channel) Deny(p wire.Permission) { ch.permit(ch.srv.bot, 0, p) }

// Restore undoes what Deny took in this channel.
func (ch *Channel) Restore(p wire.Permission) { ch.permit(ch.srv.bot, p, 0) }

// DenyMember takes permissions from a member in this channel.
func (ch *Channel) DenyMember(m *Member, p wire.Permission) { ch.permit(m.User, 0, p) }

func (ch *Channel) permit(u *wire.User, restore, deny wire.Permission) {
	ch.srv.mu.Lock()
	defer ch.srv.mu.Unlock()
	o := ch.overwrites[u.ID]
	ch.overwrites[u.ID] = wire.Overwrite{Member: true, Allow: o.Allow, Deny: o.Deny&^restore | deny}
	ch.srv.dispatch("CHANNEL_UPDATE", ch.guild, wire.IntentGuilds, ch.wire())
}

// Delete removes the channel, with its threads.
func (ch *Channel) Delete() {
	ch.srv.mu.Lock()
	defer ch.srv.mu.Unlock()
	ch.delete()
}

func (ch *Channel) delete() {
	ch.deleted = true
	delete(ch.srv.world.channels, ch.ID)
	if ch.thread != nil {
		ch.srv.dispatch("THREAD_DELETE", ch.guild, wire.IntentGuilds,
			wire.Object{"id": ch.ID, "guild_id": ch.guild.ID, "parent_id": ch.parent.ID, "type": ch.Type})
		return
	}
	for _, t := range ch.guild.threads {
		if t.parent == ch {
			t.deleted = true
			delete(ch.srv.world.channels, t.ID)
		}
	}
	ch.srv.dispatch("CHANNEL_DELETE", ch.guild, wire.IntentGuilds, ch.wire())
}

// Messages returns the channel's messages that everybody in it sees, oldest first.
func (ch *Channel) Messages() []*wire.Message { return ch.messagesFor(nil) }

// MessagesFor returns the messages that one member sees: ephemeral answers to that member too.
func (ch *Channel) MessagesFor(m *Member) []*wire.Message { return ch.messagesFor(m.User) }

func (ch *Channel) messagesFor(u *wire.User) []*wire.Message {
	ch.srv.mu.Lock()
	defer ch.srv.mu.Unlock()
	var seen []*wire.Message
	for _, m := range ch.messages {
		if m.visibleTo(u) {
			seen = append(seen, m.snapshot())
		}
	}
	return seen
}

// WaitMessage waits for a message, ephemeral ones included, that match accepts, and returns the latest such. It ends the test
// when none comes.
func (ch *Channel) WaitMessage(ctx context.Context, match func(*wire.Message) bool) *wire.Message {
	ch.srv.tb.Helper()
	var found *wire.Message
	ch.srv.require(ctx, func() bool {
		for _, m := range slices.Backward(ch.messages) {
			if !m.deleted && match(m.snapshot()) {
				found = m.snapshot()
				return true
			}
		}
		return false
	}, func() string { return "no such message in #" + ch.name })
	return found
}

// WaitBotMessage waits for the bot's next message after another one, that is no longer "thinking".
func (ch *Channel) WaitBotMessage(ctx context.Context, after *wire.Message) *wire.Message {
	ch.srv.tb.Helper()
	return ch.WaitMessage(ctx, func(m *wire.Message) bool {
		return m.Author.Bot && !m.IsThinking() && wire.Snowflake(m.ID) > wire.Snowflake(after.ID)
	})
}

// WaitTyping waits until the bot has shown "is typing" in the channel.
func (ch *Channel) WaitTyping(ctx context.Context) {
	ch.srv.tb.Helper()
	ch.srv.require(ctx, func() bool { return ch.typing > 0 }, func() string { return "the bot is not typing in #" + ch.name })
}

// Threads returns the threads of the channel, archived ones too, oldest first.
func (ch *Channel) Threads() []*Channel {
	ch.srv.mu.Lock()
	defer ch.srv.mu.Unlock()
	if ch.guild == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(ch.guild.threads), func(t *Channel) bool { return t.parent != ch || t.deleted })
}

// WaitThread waits until the channel has a thread, and returns the newest.
func (ch *Channel) WaitThread(ctx context.Context) *Channel {
	ch.srv.tb.Helper()
	var found *Channel
	ch.srv.require(ctx, func() bool {
		for _, t := range ch.guild.threads {
			if t.parent == ch && !t.deleted {
				found = t
			}
		}
		return found != nil
	}, func() string { return "no thread in #" + ch.name })
	return found
}

// Archive archives a thread; the next message in it takes it out again.
func (ch *Channel) Archive() { ch.changeThread(func(t *threadState) { t.archived = true }) }

// Unarchive takes a thread out of the archive.
func (ch *Channel) Unarchive() { ch.changeThread(func(t *threadState) { t.archived = false }) }

// LockThread lets only moderators write in a thread; with Archive, only moderators can take it out again.
func (ch *Channel) LockThread() { ch.changeThread(func(t *threadState) { t.locked = true }) }

// UnlockThread undoes LockThread.
func (ch *Channel) UnlockThread() { ch.changeThread(func(t *threadState) { t.locked = false }) }

// IsArchived tells whether the thread is archived.
func (ch *Channel) IsArchived() bool {
	ch.srv.mu.Lock()
	defer ch.srv.mu.Unlock()
	return ch.thread != nil && ch.thread.archived
}

func (ch *Channel) changeThread(f func(*threadState)) {
	ch.srv.tb.Helper()
	if !ch.IsThread() {
		ch.srv.tb.Fatalf("discordtest: #%s is not a thread", ch.Name())
	}
	ch.srv.mu.Lock()
	defer ch.srv.mu.Unlock()
	f(ch.thread)
	ch.threadChanged()
}

func (ch *Channel) threadChanged() {
	ch.thread.changed = ch.srv.now()
	ch.srv.dispatch("THREAD_UPDATE", ch.guild, wire.IntentGuilds, ch.wire())
}

// startThread makes a thread. The caller holds srv.mu and has checked what may be checked.
func (ch *Channel) startThread(id, name string, kind int, owner *wire.User, minutes int, starter *message) *Channel {
	s := ch.srv
	t := &Channel{ID: id, Type: kind, srv: s, guild: ch.guild, parent: ch, name: name}
	t.thread = &threadState{owner: owner, autoArchive: minutes, created: s.now(), changed: s.now(), members: []*wire.User{owner},
		starter: starter}
	ch.guild.threads = append(ch.guild.threads, t)
	s.world.channels[t.ID] = t
	if starter != nil {
		starter.thread = t
		starter.Flags |= wire.FlagHasThread
	}
	s.dispatch("THREAD_CREATE", ch.guild, wire.IntentGuilds, wire.Merge(t.wire(), wire.Object{"newly_created": true}))
	return t
}

// wire is the channel object.
func (ch *Channel) wire() wire.Object {
	var last any
	if n := len(ch.messages); n > 0 {
		last = ch.messages[n-1].ID
	}
	w := wire.Object{"id": ch.ID, "type": ch.Type, "last_message_id": last, "flags": 0}
	switch {
	case ch.guild == nil:
		return wire.Merge(w, wire.Object{"recipients": []wire.User{*ch.recipient}})
	case ch.thread != nil:
		t := ch.thread
		w = wire.Merge(w, wire.Object{
			"guild_id": ch.guild.ID, "parent_id": ch.parent.ID, "name": ch.name, "owner_id": t.owner.ID, "rate_limit_per_user": t.slowMode,
			"message_count": len(ch.messages), "total_message_sent": len(ch.messages), "member_count": len(t.members),
			"thread_metadata": wire.Object{
				"archived": t.archived, "locked": t.locked, "auto_archive_duration": t.autoArchive,
				"archive_timestamp": t.changed.Format(time.RFC3339Nano), "create_timestamp": t.created.Format(time.RFC3339Nano),
			},
		})
		if slices.Contains(t.members, ch.srv.bot) {
			w["member"] = ch.threadMember(ch.srv.bot)
		}
		return w
	default:
		w = wire.Merge(w, wire.Object{
			"guild_id": ch.guild.ID, "name": ch.name, "position": slices.Index(ch.guild.channels, ch),
			"permission_overwrites": wire.Overwrites(ch.overwrites),
			"nsfw":                  false, "parent_id": nil, "rate_limit_per_user": 0, "topic": nil,
		})
		if ch.topic != "" {
			w["topic"] = ch.topic
		}
		if ch.Type == ChannelForum {
			w["available_tags"], w["default_reaction_emoji"], w["default_sort_order"], w["default_forum_layout"] = []wire.Object{}, nil, nil, 0
		}
		return w
	}
}

func (ch *Channel) threadMember(u *wire.User) wire.Object {
	return wire.Object{"id": ch.ID, "user_id": u.ID, "join_timestamp": ch.thread.created.Format(time.RFC3339Nano), "flags": 0}
}

// message finds a message of the channel, deleted ones too. The caller holds srv.mu.
func (ch *Channel) message(id string) *message {
	i, found := slices.BinarySearchFunc(ch.messages, id, func(m *message, id string) int { return wire.CompareIDs(m.ID, id) })
	if !found {
		return nil
	}
	return ch.messages[i]
}

// message finds a message anywhere, or nil.
func (w *world) message(channel, id string) *message {
	if ch := w.channels[channel]; ch != nil {
		return ch.message(id)
	}
	return nil
}

// direct returns the direct-message channel of a user, making it at first use. The caller holds s.mu.
func (s *Server) direct(u *wire.User) *Channel {
	for _, ch := range s.world.channels {
		if ch.recipient == u {
			return ch
		}
	}
	ch := &Channel{ID: s.newID(), Type: ChannelDM, srv: s, recipient: u}
	s.world.channels[ch.ID] = ch
	return ch
}
