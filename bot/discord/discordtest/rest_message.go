package discordtest

import (
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"readout/bot/discord/discordtest/wire"
)

// readDraft decodes and checks a message's body; prefix is where it stands in the request.
func (c *call) readDraft(raw json.RawMessage, prefix string) *wire.Draft {
	d := wire.ReadDraft(raw, prefix, c.Files)
	if why := wire.Pinging(d.Mentions); why != "" {
		c.srv.violate(wire.OpenMentions, string(c.Route), "%s", why)
	}
	return d
}

// store keeps the files of a call as attachments of a channel, on the CDN's address.
func (c *call) store(ch *Channel, d *wire.Draft, ephemeral bool) []wire.Attachment {
	stored := []wire.Attachment{}
	for _, f := range c.Files {
		for _, a := range d.Attachments { // the metadata that came with the file
			if a.ID == f.ID {
				f.Description = a.Description
				if a.Filename != "" {
					f.Filename = a.Filename
				}
			}
		}
		stored = append(stored, c.srv.attach(ch, f, ephemeral))
	}
	return stored
}

func (s *Server) attach(ch *Channel, f wire.Attachment, ephemeral bool) wire.Attachment {
	return s.world.files.Add(ch.ID, s.newID(), f, ephemeral)
}

func (c *call) file() (int, any) {
	if c.Request.Header.Get("Authorization") != "" {
		c.srv.violate(wire.InvalidRequest, string(c.Route), "the token is sent to the CDN, which does not ask for it")
	}
	return http.StatusOK, c.srv.world.files.Get(c.Value("attachment_id"), c.Value("filename"), c.Request.URL.RawQuery)
}

// post adds a message to a channel and tells the sessions. Ephemeral messages are told to nobody. The caller holds s.mu.
func (s *Server) post(m *message) *message {
	if m.ID == "" { // the first message of a forum's post has the post's ID
		m.ID = s.newID()
	}
	m.ChannelID, m.Timestamp = m.channel.ID, s.now()
	m.Author = *m.author
	wire.Complete(&m.Message, s.newID)
	m.channel.messages = append(m.channel.messages, m)
	if m.viewer == nil {
		s.tell("MESSAGE_CREATE", m)
	}
	s.mu.Notify()
	return m
}

// tell dispatches a message event, with the content only for sessions that may see it.
func (s *Server) tell(name string, m *message) {
	guild := m.channel.guild
	intent := wire.IntentDirectMessages
	if guild != nil {
		intent = wire.IntentGuildMessages
		if !guild.permissionsIn(m.channel, guild.member(s.bot)).Has(wire.ViewChannel) {
			s.mu.Notify()
			return
		}
	}
	s.dispatchEach(name, guild, intent, func(intents wire.Intent) any {
		event := struct {
			wire.Message
			GuildID string      `json:"guild_id,omitempty"`
			Member  wire.Object `json:"member,omitempty"`
			Thread  wire.Object `json:"thread,omitempty"`
		}{Message: s.wire(m, intents&wire.IntentMessageContent != 0)}
		if guild != nil {
			event.GuildID = guild.ID
			if member := guild.member(m.author); member != nil {
				event.Member = member.wire()
				delete(event.Member, "user")
			}
		}
		if m.thread != nil {
			event.Thread = m.thread.wire()
		}
		return event
	})
}

// tellDeleted dispatches MESSAGE_DELETE.
func (s *Server) tellDeleted(m *message) {
	m.deleted = true
	if m.viewer != nil {
		s.mu.Notify()
		return
	}
	intent, data := wire.IntentDirectMessages, wire.Object{"id": m.ID, "channel_id": m.ChannelID}
	if m.channel.guild != nil {
		intent, data["guild_id"] = wire.IntentGuildMessages, m.channel.guild.ID
	}
	s.dispatch("MESSAGE_DELETE", m.channel.guild, intent, data)
}

var (
	userMention = regexp.MustCompile(`<@!?(\d+)>`)
	roleMention = regexp.MustCompile(`<@&(\d+)>`)
)

// resolveMentions sets whom the message pings. allowed nil parses everything.
func (s *Server) resolveMentions(m *message, allowed *wire.AllowedMentions) {
	m.Mentions, m.MentionRoles, m.MentionEveryone = []wire.User{}, []string{}, false
	add := func(u *wire.User) {
		if u != nil && !m.Message.Pings(u) {
			m.Mentions = append(m.Mentions, *u)
		}
	}
	for _, found := range userMention.FindAllStringSubmatch(m.Content, -1) {
		if allowed.Pings("users", found[1]) {
			add(s.userByID(found[1]))
		}
	}
	if m.channel.guild != nil {
		for _, found := range roleMention.FindAllStringSubmatch(m.Content, -1) {
			known := slices.ContainsFunc(m.channel.guild.roles, func(r *Role) bool { return r.ID == found[1] })
			if known && allowed.Pings("roles", found[1]) && !slices.Contains(m.MentionRoles, found[1]) {
				m.MentionRoles = append(m.MentionRoles, found[1])
			}
		}
		everyone := strings.Contains(m.Content, "@everyone") || strings.Contains(m.Content, "@here")
		may := m.channel.guild.permissionsIn(m.channel, m.channel.guild.member(m.author)).Has(wire.MentionEveryone)
		m.MentionEveryone = everyone && may && (allowed == nil || slices.Contains(allowed.Parse, "everyone"))
	}
	if m.Reference != nil && m.Reference.Type == 0 && (allowed == nil || allowed.RepliedUser) {
		if replied := s.world.message(m.Reference.ChannelID, m.Reference.MessageID); replied != nil && replied.author != m.author {
			add(replied.author)
		}
	}
}

func (s *Server) userByID(id string) *wire.User {
	for _, u := range s.world.users {
		if u.ID == id {
			return u
		}
	}
	return nil
}

// channel returns the channel of the path, which the bot must be able to see.
func (c *call) channel() *Channel {
	ch := c.srv.world.channels[c.Value("channel_id")]
	if ch == nil || ch.guild != nil && ch.guild.unavailable {
		wire.Refuse(wire.ErrUnknownChannel)
	}
	if ch.guild != nil && (ch.guild.absent || !c.permissions(ch).Has(wire.ViewChannel)) {
		wire.Refuse(wire.ErrMissingAccess)
	}
	return ch
}

// permissions are the bot's in a channel; direct messages have no limits.
func (c *call) permissions(ch *Channel) wire.Permission {
	if ch.guild == nil {
		return wire.AllPermissions
	}
	return ch.guild.permissionsIn(ch, ch.guild.member(c.srv.bot))
}

func (c *call) need(ch *Channel, p wire.Permission) {
	if !c.permissions(ch).Has(p) {
		wire.Refuse(wire.ErrNoPermission)
	}
}

// message returns the message of the path; ephemeral ones are not in their channel for the REST API.
func (c *call) message(ch *Channel) *message {
	m := ch.message(c.Value("message_id"))
	if m == nil || !m.visibleTo(nil) {
		wire.Refuse(wire.ErrUnknownMessage)
	}
	return m
}

// mayReadContent tells whether the application was granted the message content intent, which REST responses obey as well.
func (s *Server) mayReadContent() bool { return s.options.Privileged&wire.IntentMessageContent != 0 }

func (c *call) show(m *message) wire.Message { return c.srv.wire(m, c.srv.mayReadContent()) }

func (c *call) getMessage() (int, any) {
	ch := c.channel()
	c.need(ch, wire.ReadMessageHistory)
	return http.StatusOK, c.show(c.message(ch))
}

func (c *call) listMessages() (int, any) {
	ch := c.channel()
	if !c.permissions(ch).Has(wire.ReadMessageHistory) {
		return http.StatusOK, []wire.Message{}
	}
	window := wire.ReadWindow(c.Request.URL.Query())
	there := slices.DeleteFunc(slices.Clone(ch.messages), func(m *message) bool { return !m.visibleTo(nil) })
	found := wire.Seen(window, there, func(m *message) string { return m.ID })
	list := []wire.Message{}
	for _, m := range slices.Backward(found) {
		list = append(list, c.show(m))
	}
	return http.StatusOK, list
}

func (c *call) createMessage() (int, any) {
	ch := c.channel()
	d := c.readDraft(c.Body, "")
	return http.StatusOK, c.show(c.create(ch, d))
}

// create posts the bot's message after the checks that depend on the channel.
func (c *call) create(ch *Channel, d *wire.Draft) *message {
	s := c.srv
	if ch.Type == ChannelForum {
		wire.Refuse(wire.ErrNoText)
	}
	if ch.guild == nil && ch.recipient.Blocks {
		wire.Refuse(wire.ErrCannotMessageUser)
	}
	switch {
	case ch.thread == nil:
		c.need(ch, wire.SendMessages)
	default:
		c.need(ch, wire.SendMessagesInThreads)
		if ch.thread.locked && !c.permissions(ch).Has(wire.ManageThreads) {
			wire.Refuse(wire.ErrThreadLocked)
		}
	}
	if len(c.Files) > 0 {
		c.need(ch, wire.AttachFiles)
	}
	if d.IsEmpty(c.Files) {
		wire.Refuse(wire.ErrEmptyMessage)
	}
	if d.Flags&wire.FlagEphemeral != 0 {
		wire.Refuse(wire.Invalid("flags", "BITFIELD_INVALID", "Only answers to interactions can be ephemeral."))
	}
	if d.Nonce != nil && d.Unique {
		for _, m := range ch.messages {
			if m.author == s.bot && m.Nonce == d.Nonce && !m.deleted {
				return m // the same message was sent before
			}
		}
	}
	m := &message{channel: ch, author: s.bot}
	m.Content, m.Embeds, m.Components, m.TTS, m.Nonce = d.Text(), d.Embeds, d.Components, d.TTS, d.Nonce
	m.Flags = d.Flags
	if !c.permissions(ch).Has(wire.EmbedLinks) {
		m.Embeds = nil // Discord drops them without a word
	}
	if r := d.Reference; r != nil {
		m.Reference = c.checkReference(ch, r)
		if m.Reference != nil {
			m.Type = wire.MessageReply
		}
	}
	m.Files = c.store(ch, d, false)
	s.resolveMentions(m, d.Allowed)
	s.unarchive(ch)
	return s.post(m)
}

// checkReference checks what a message replies to, and completes the reference. It returns nil when the message is gone and
// the sender does not mind.
func (c *call) checkReference(ch *Channel, r *wire.Reference) *wire.Reference {
	if r.Type != 0 {
		wire.Refuse(wire.Invalid("message_reference.type", "BASE_TYPE_CHOICES", "This server knows only replies (0)."))
	}
	if !c.permissions(ch).Has(wire.ReadMessageHistory) {
		wire.Refuse(wire.ErrNoHistory)
	}
	replied := ch.message(r.MessageID)
	if replied == nil || !replied.visibleTo(nil) || r.ChannelID != "" && r.ChannelID != ch.ID {
		if r.FailIfNotExists != nil && !*r.FailIfNotExists {
			return nil
		}
		wire.Refuse(&wire.Error{Status: 400, Code: 50035, Message: "Invalid Form Body",
			Fields: wire.Invalid("message_reference", "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message").Fields})
	}
	full := &wire.Reference{MessageID: r.MessageID, ChannelID: ch.ID}
	if ch.guild != nil {
		full.GuildID = ch.guild.ID
	}
	return full
}

// unarchive takes a thread out of the archive when somebody writes in it.
func (s *Server) unarchive(ch *Channel) {
	if ch.thread != nil && ch.thread.archived {
		ch.thread.archived = false
		ch.threadChanged()
	}
}

func (c *call) editMessage() (int, any) {
	ch := c.channel()
	m := c.message(ch)
	d := c.readDraft(c.Body, "")
	if m.author != c.srv.bot {
		wire.Refuse(wire.ErrOtherAuthor)
	}
	if ch.thread != nil && ch.thread.archived {
		wire.Refuse(wire.ErrThreadArchived)
	}
	c.edit(m, d)
	return http.StatusOK, c.show(m)
}

// edit changes what the draft names, keeps the earlier state, and tells the sessions.
func (c *call) edit(m *message, d *wire.Draft) {
	s := c.srv
	next := d.On(m.Message, c.store(m.channel, d, m.viewer != nil))
	now := s.now()
	next.Edited = &now
	wire.Complete(&next, s.newID)
	m.past = append(m.past, m.Message)
	m.Message = next
	if d.Present["content"] {
		s.resolveMentions(m, d.Allowed)
	}
	if m.viewer == nil {
		s.tell("MESSAGE_UPDATE", m)
	}
	s.mu.Notify()
}

func (c *call) deleteMessage() (int, any) {
	ch := c.channel()
	m := c.message(ch)
	if m.author != c.srv.bot {
		c.need(ch, wire.ManageMessages)
	}
	if ch.thread != nil && ch.thread.archived {
		wire.Refuse(wire.ErrThreadArchived)
	}
	c.srv.tellDeleted(m)
	return http.StatusNoContent, nil
}

func (c *call) typing() (int, any) {
	ch := c.channel()
	if ch.thread != nil { // where Send Messages has no effect
		c.need(ch, wire.SendMessagesInThreads)
	} else {
		c.need(ch, wire.SendMessages)
	}
	ch.typing++
	data := wire.Object{"channel_id": ch.ID, "user_id": c.srv.bot.ID, "timestamp": c.srv.now().Unix()}
	if ch.guild != nil {
		data["guild_id"] = ch.guild.ID
		c.srv.dispatch("TYPING_START", ch.guild, wire.IntentGuildMessageTyping, data)
	}
	c.srv.mu.Notify()
	return http.StatusNoContent, nil
}

func (c *call) react() (int, any) {
	ch := c.channel()
	c.need(ch, wire.ReadMessageHistory)
	m := c.message(ch)
	if !slices.ContainsFunc(m.Reactions, func(r wire.Reaction) bool { return r.Emoji.Name == c.Value("emoji_name") }) {
		c.need(ch, wire.AddReactions)
	}
	c.srv.addReaction(m, c.Value("emoji_name"), c.srv.bot)
	return http.StatusNoContent, nil
}

func (c *call) unreact() (int, any) {
	m := c.message(c.channel())
	c.srv.removeReaction(m, c.Value("emoji_name"), c.srv.bot)
	return http.StatusNoContent, nil
}

func (c *call) reactions() (int, any) {
	m := c.message(c.channel())
	users := []wire.User{}
	for _, r := range m.Reactions {
		if r.Emoji.Name == c.Value("emoji_name") {
			for _, u := range r.Users {
				users = append(users, *u)
			}
		}
	}
	return http.StatusOK, users
}

func (s *Server) addReaction(m *message, emoji string, u *wire.User) {
	if m.React(emoji, u) {
		s.tellReaction("MESSAGE_REACTION_ADD", m, emoji, u)
	}
}

func (s *Server) removeReaction(m *message, emoji string, u *wire.User) {
	if m.Unreact(emoji, u) {
		s.tellReaction("MESSAGE_REACTION_REMOVE", m, emoji, u)
	}
}

func (s *Server) tellReaction(name string, m *message, emoji string, u *wire.User) {
	intent := wire.IntentDirectMessageReactions
	data := wire.Object{
		"user_id": u.ID, "channel_id": m.ChannelID, "message_id": m.ID, "message_author_id": m.author.ID,
		"emoji": wire.Emoji{Name: emoji}, "burst": false, "type": 0,
	}
	if g := m.channel.guild; g != nil {
		intent, data["guild_id"] = wire.IntentGuildMessageReactions, g.ID
		if member := g.member(u); member != nil && name == "MESSAGE_REACTION_ADD" {
			data["member"] = member.wire()
		}
	}
	s.dispatch(name, m.channel.guild, intent, data)
}

// expired tells whether more than d has passed since t on the server's clock.
func (s *Server) expired(t time.Time, d time.Duration) bool { return s.now().Sub(t) > d }
