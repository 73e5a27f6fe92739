package discordtest

import (
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"readout/bot/discord/discordtest/client"
	"readout/bot/discord/discordtest/wire"
)

// Member is a user in one guild, and what that user can do in Discord's client. A method that asks for something the client
// would not allow ends the test.
type Member struct {
	User  *wire.User
	Guild *Guild

	// Guarded by Guild.srv.mu.
	roles  []*Role
	joined time.Time
}

// Args are the values of a slash command's options, by name: string, bool, int, float64, *Member, *User, *Channel, *Role,
// or [Upload].
type Args map[string]any

// Upload is a file that a member gives to a command, or posts.
type Upload struct {
	Name        string
	ContentType string // empty means: by the name's ending
	Data        []byte
}

// locked runs an action of the member with the server's lock, and ends the test with what it complains of.
func (m *Member) locked(f func(s *Server)) {
	s := m.Guild.srv
	s.tb.Helper()
	if complaint := m.try(f); complaint != "" {
		s.tb.Fatalf("discordtest: %s %s", m.User.Username, complaint)
	}
}

func (m *Member) try(f func(s *Server)) (complaint string) {
	s := m.Guild.srv
	s.mu.Lock()
	defer s.mu.Unlock()
	defer func() {
		switch e := recover().(type) {
		case nil:
		case client.Complaint:
			complaint = string(e)
		default:
			panic(e)
		}
	}()
	f(s)
	return ""
}

// Grant gives the member a role.
func (m *Member) Grant(r *Role) {
	m.locked(func(s *Server) {
		if !slices.Contains(m.roles, r) {
			m.roles = append(m.roles, r)
		}
		m.tellUpdate(s)
	})
}

// Revoke takes a role away.
func (m *Member) Revoke(r *Role) {
	m.locked(func(s *Server) {
		m.roles = slices.DeleteFunc(m.roles, func(other *Role) bool { return other == r })
		m.tellUpdate(s)
	})
}

func (m *Member) tellUpdate(s *Server) {
	s.dispatch("GUILD_MEMBER_UPDATE", m.Guild, wire.IntentGuildMembers, wire.Merge(m.wire(), wire.Object{"guild_id": m.Guild.ID}))
}

// Leave ends the membership.
func (m *Member) Leave() {
	m.locked(func(s *Server) {
		m.Guild.members = slices.DeleteFunc(m.Guild.members, func(other *Member) bool { return other == m })
		s.dispatch("GUILD_MEMBER_REMOVE", m.Guild, wire.IntentGuildMembers, wire.Object{"guild_id": m.Guild.ID, "user": *m.User})
	})
}

// SetLocale sets the language of the member's client; new users have en-US.
func (m *Member) SetLocale(locale string) {
	m.Guild.srv.tb.Helper()
	m.Guild.srv.requireLocale(locale)
	m.locked(func(*Server) { m.User.Locale = locale })
}

// BlockBot makes direct messages from the bot fail with 50007.
func (m *Member) BlockBot() { m.locked(func(*Server) { m.User.Blocks = true }) }

// Direct is the channel of direct messages between the member and the bot: commands, buttons and forms work there too.
func (m *Member) Direct() *Channel {
	var ch *Channel
	m.locked(func(s *Server) { ch = s.direct(m.User) })
	return ch
}

// check complains if the member is not in the channel or lacks a permission there. Everything goes in direct messages.
func (m *Member) check(ch *Channel, p wire.Permission) {
	switch {
	case ch.deleted:
		client.Complain("is in a channel that was deleted")
	case ch.guild == nil && ch.recipient != m.User:
		client.Complain("is not in these direct messages")
	case ch.guild != nil && (ch.guild != m.Guild || ch.guild.member(m.User) != m):
		client.Complain("is not a member of the guild of #%s", ch.name)
	case ch.guild != nil && !ch.guild.permissionsIn(ch, m).Has(p):
		client.Complain("lacks permission in #%s", ch.name)
	}
}

// Say posts a message. Mentions in it ping.
func (m *Member) Say(ch *Channel, text string, files ...Upload) *wire.Message {
	return m.say(ch, text, nil, files)
}

// ReplyTo answers a message, and pings its author as the client does unless told otherwise.
func (m *Member) ReplyTo(msg *wire.Message, text string) *wire.Message {
	m.Guild.srv.tb.Helper()
	return m.say(nil, text, msg, nil)
}

// DM sends the bot a direct message.
func (m *Member) DM(text string) *wire.Message { return m.say(m.Direct(), text, nil, nil) }

func (m *Member) say(ch *Channel, text string, to *wire.Message, files []Upload) *wire.Message {
	m.Guild.srv.tb.Helper()
	var said *wire.Message
	m.locked(func(s *Server) {
		post := &message{author: m.User}
		if to != nil {
			replied := m.see(s, to)
			ch = replied.channel
			post.Type, post.Reference = wire.MessageReply, &wire.Reference{MessageID: to.ID, ChannelID: ch.ID}
			if ch.guild != nil {
				post.Reference.GuildID = ch.guild.ID
			}
		}
		post.channel, post.Content = ch, text
		permission := wire.SendMessages
		if ch.thread != nil {
			permission = wire.SendMessagesInThreads
		}
		m.check(ch, permission)
		switch {
		case ch.Type == ChannelForum:
			client.Complain("cannot write in a forum, only in its posts")
		case ch.thread != nil && ch.thread.locked && !ch.guild.permissionsIn(ch, m).Has(wire.ManageThreads):
			client.Complain("cannot write in a locked thread")
		case text == "" && len(files) == 0:
			client.Complain("cannot send an empty message")
		case utf8.RuneCountInString(text) > wire.MaxContent:
			client.Complain("cannot send more than %d characters", wire.MaxContent)
		}
		for _, f := range files {
			post.Files = append(post.Files, s.attach(ch, wire.Attachment{Filename: f.Name, ContentType: f.ContentType, Data: f.Data}, false))
		}
		s.resolveMentions(post, nil)
		s.unarchive(ch)
		said = s.post(post).snapshot()
	})
	return said
}

// see returns the stored message behind a snapshot, which must still be there and visible.
func (m *Member) see(s *Server, msg *wire.Message) *message {
	stored := s.world.message(msg.ChannelID, msg.ID)
	if stored == nil || !stored.visibleTo(m.User) {
		client.Complain("does not see the message %q", msg.Text())
	}
	m.check(stored.channel, wire.ViewChannel)
	return stored
}

// Edit changes a message of the member's.
func (m *Member) Edit(msg *wire.Message, text string) *wire.Message {
	m.Guild.srv.tb.Helper()
	var edited *wire.Message
	m.locked(func(s *Server) {
		stored := m.see(s, msg)
		if stored.author != m.User {
			client.Complain("cannot edit another one's message")
		}
		stored.past = append(stored.past, stored.Message)
		now := s.now()
		stored.Content, stored.Message.Edited = text, &now
		s.resolveMentions(stored, nil)
		s.tell("MESSAGE_UPDATE", stored)
		edited = stored.snapshot()
	})
	return edited
}

// Delete removes a message of the member's, or with ManageMessages anyone's; an ephemeral message is dismissed.
func (m *Member) Delete(msg *wire.Message) {
	m.Guild.srv.tb.Helper()
	m.locked(func(s *Server) {
		stored := m.see(s, msg)
		moderator := stored.channel.guild != nil && stored.channel.guild.permissionsIn(stored.channel, m).Has(wire.ManageMessages)
		if stored.author != m.User && stored.viewer != m.User && !moderator {
			client.Complain("cannot delete another one's message")
		}
		s.tellDeleted(stored)
	})
}

// React puts an emoji under a message.
func (m *Member) React(msg *wire.Message, emoji string) {
	m.Guild.srv.tb.Helper()
	m.locked(func(s *Server) {
		stored := m.see(s, msg)
		m.check(stored.channel, wire.AddReactions)
		s.addReaction(stored, emoji, m.User)
	})
}

// Unreact takes the member's emoji away again.
func (m *Member) Unreact(msg *wire.Message, emoji string) {
	m.Guild.srv.tb.Helper()
	m.locked(func(s *Server) { s.removeReaction(m.see(s, msg), emoji, m.User) })
}

// StartThread starts a public thread in a text channel, or a post with its first message in a forum. A non-nil message is
// what the thread starts from.
func (m *Member) StartThread(ch *Channel, name string, from *wire.Message) *Channel {
	m.Guild.srv.tb.Helper()
	var t *Channel
	m.locked(func(s *Server) {
		m.check(ch, wire.CreatePublicThreads)
		var starter *message
		id := s.newID()
		if from != nil {
			starter = m.see(s, from)
			if starter.thread != nil {
				client.Complain("cannot start a second thread from a message")
			}
			id = starter.ID
		}
		t = ch.startThread(id, name, ChannelPublicThread, m.User, 1440, starter)
		if ch.Type == ChannelForum {
			s.post(&message{channel: t, author: m.User, Message: wire.Message{ID: t.ID, Content: name}})
		}
	})
	return t
}

// Slash uses a slash command. A subcommand is named after its command, with a space: "corpus add".
func (m *Member) Slash(ch *Channel, command string, args Args) *Interaction {
	m.Guild.srv.tb.Helper()
	var it *Interaction
	m.locked(func(s *Server) {
		cmd, options, path := m.find(s, ch, command)
		data := wire.Object{"id": cmd.ID, "name": cmd.Name, "type": cmd.Type}
		values, resolved := m.fill(s, ch, options, args, "")
		m.deliverable(s, ch)
		it = s.fire(&Interaction{kind: wire.InteractionCommand, command: cmd.Type, name: cmd.Name, user: m.User, channel: ch},
			client.Data(data, cmd, client.Nest(path, values), resolved))
	})
	return it
}

// Autocomplete types text into an option of a slash command; the other options are as given. Its answer is WaitChoices.
func (m *Member) Autocomplete(ch *Channel, command, focused, text string, args Args) *Interaction {
	m.Guild.srv.tb.Helper()
	var it *Interaction
	m.locked(func(s *Server) {
		cmd, options, path := m.find(s, ch, command)
		i := slices.IndexFunc(options, func(o wire.CommandOption) bool { return o.Name == focused })
		if i < 0 || !options[i].Autocomplete {
			client.Complain("types into %q of /%s, which has no autocomplete", focused, command)
		}
		all := maps.Clone(args)
		if all == nil {
			all = Args{}
		}
		all[focused] = text
		values, resolved := m.fill(s, ch, options, all, focused)
		m.deliverable(s, ch)
		it = s.fire(&Interaction{kind: wire.InteractionAutocomplete, name: cmd.Name, user: m.User, channel: ch},
			client.Data(wire.Object{"id": cmd.ID, "name": cmd.Name, "type": cmd.Type}, cmd, client.Nest(path, values), resolved))
	})
	return it
}

// ContextMenu uses a command of a message's context menu.
func (m *Member) ContextMenu(command string, msg *wire.Message) *Interaction {
	m.Guild.srv.tb.Helper()
	var it *Interaction
	m.locked(func(s *Server) {
		target := m.see(s, msg)
		cmd := m.command(s, target.channel, wire.MessageCommand, command)
		if target.viewer != nil {
			client.Complain("cannot use %q on an ephemeral message", command)
		}
		m.deliverable(s, target.channel)
		it = s.fire(&Interaction{kind: wire.InteractionCommand, command: cmd.Type, name: cmd.Name, user: m.User, channel: target.channel},
			client.Data(wire.Object{
				"id": cmd.ID, "name": cmd.Name, "type": cmd.Type, "target_id": target.ID,
			}, cmd, nil, wire.Object{"messages": wire.Object{target.ID: s.wire(target, true)}}))
	})
	return it
}

// deliverable complains when no client would be told of an interaction.
func (m *Member) deliverable(s *Server, ch *Channel) {
	if ch.guild != nil && (ch.guild.absent || ch.guild.unavailable) {
		client.Complain("uses the bot in a guild that it is not in")
	}
	guild := ""
	if ch.guild != nil {
		guild = ch.guild.ID
	}
	if !s.Gateway.Serves(guild) {
		client.Complain("uses the bot, but no client is connected to the gateway: wait for Gateway.WaitReady")
	}
}

// command finds a command that the client offers the member in the channel.
func (m *Member) command(s *Server, ch *Channel, kind int, name string) *wire.Command {
	m.check(ch, wire.UseApplicationCommands|wire.ViewChannel)
	where, guild := wire.ContextBotDM, ""
	if ch.guild != nil {
		where, guild = wire.ContextGuild, ch.guild.ID
	}
	cmd := s.commands.Shown(guild, kind, name)
	if cmd == nil {
		client.Complain("uses %q, which is not registered: %q", name, s.commands.Names())
	}
	if !cmd.AllowedIn(where) {
		client.Complain("uses %q where it is not offered", name)
	}
	if ch.guild != nil {
		allowed := cmd.MemberPermissions == nil || ch.guild.basePermissions(m).Has(*cmd.MemberPermissions) && *cmd.MemberPermissions != 0 ||
			ch.guild.basePermissions(m).Has(wire.Administrator)
		if override, ok := ch.guild.overrides[name][m]; ok {
			allowed = override
		}
		if !allowed {
			client.Complain("lacks the permissions that %q asks for", name)
		}
	}
	return cmd
}

// find resolves "command", "command sub" or "command group sub" to the options that are to be filled in, and the options
// that lead there.
func (m *Member) find(s *Server, ch *Channel, line string) (cmd *wire.Command, options []wire.CommandOption, path []wire.CommandOption) {
	words := strings.Fields(line)
	if len(words) == 0 {
		client.Complain("uses a command without a name")
	}
	cmd = m.command(s, ch, wire.SlashCommand, words[0])
	options, path = client.Subcommand(cmd, words[1:])
	return cmd, options, path
}

// fill checks the values as the client does, and returns them with the objects that they name. focused is the option being
// typed into, whose value and whose absent neighbours are not checked.
func (m *Member) fill(s *Server, ch *Channel, options []wire.CommandOption, args Args, focused string) (values []wire.Object,
	resolved wire.Object) {
	resolved = wire.Object{}
	values = client.Give(options, args, focused, func(o wire.CommandOption, given any) any { return m.value(s, ch, o, given, resolved) })
	return values, resolved
}

// value checks one option's value and returns its wire form.
func (m *Member) value(s *Server, ch *Channel, o wire.CommandOption, given any, resolved wire.Object) any {
	if i, ok := given.(int); ok {
		given = float64(i)
	}
	if member, ok := given.(*Member); ok {
		given = member.User
	}
	switch v := given.(type) {
	case Upload:
		client.MustBe(o, given, wire.OptionAttachment)
		a := s.attach(ch, wire.Attachment{Filename: v.Name, ContentType: v.ContentType, Data: v.Data}, true)
		return client.Resolve(resolved, "attachments", a.ID, a)
	case *wire.User:
		client.MustBe(o, given, wire.OptionUser, wire.OptionMentionable)
		return resolveUser(ch, v, resolved)
	case *Role:
		client.MustBe(o, given, wire.OptionRole, wire.OptionMentionable)
		return client.Resolve(resolved, "roles", v.ID, v.wire())
	case *Channel:
		client.MustBe(o, given, wire.OptionChannel)
		if len(o.ChannelTypes) > 0 && !slices.Contains(o.ChannelTypes, v.Type) {
			client.MustBe(o, given)
		}
		return client.Resolve(resolved, "channels", v.ID, v.wire())
	}
	client.Check(o, given)
	return given
}

func resolveUser(ch *Channel, u *wire.User, resolved wire.Object) string {
	if ch.guild != nil {
		if member := ch.guild.member(u); member != nil {
			w := wire.Merge(member.wire(), wire.Object{"permissions": ch.guild.permissionsIn(ch, member).String()})
			delete(w, "user")
			client.Resolve(resolved, "members", u.ID, w)
		}
	}
	return client.Resolve(resolved, "users", u.ID, *u)
}

// Click presses a button, named by its label or its custom ID.
func (m *Member) Click(msg *wire.Message, button string) *Interaction {
	m.Guild.srv.tb.Helper()
	return m.use(msg, button, nil)
}

// Choose picks values in a menu, named by its placeholder or its custom ID. The values of a string select are its options'
// labels or values, those of other menus are IDs.
func (m *Member) Choose(msg *wire.Message, menu string, values ...string) *Interaction {
	m.Guild.srv.tb.Helper()
	if values == nil {
		values = []string{}
	}
	return m.use(msg, menu, values)
}

func (m *Member) use(msg *wire.Message, name string, values []string) *Interaction {
	m.Guild.srv.tb.Helper()
	var it *Interaction
	m.locked(func(s *Server) {
		stored := m.see(s, msg)
		now := stored.snapshot()
		found := client.Component(now, name, values == nil)
		if stored.author != s.bot {
			client.Complain("uses a component of another one's message")
		}
		data := wire.Object{"custom_id": found.CustomID, "component_type": found.Type, "id": found.ID}
		if values != nil {
			data["values"] = client.Choose(found, values)
		}
		m.deliverable(s, stored.channel)
		it = s.fire(&Interaction{
			kind: wire.InteractionComponent, name: found.CustomID, user: m.User, channel: stored.channel, source: stored,
		}, data)
	})
	return it
}

// SubmitModal fills in a form and sends it. The keys are labels or custom IDs; a field that is left out keeps its value.
func (m *Member) SubmitModal(form *Modal, values map[string]string) *Interaction {
	m.Guild.srv.tb.Helper()
	var it *Interaction
	m.locked(func(s *Server) {
		opened := form.interaction
		switch {
		case opened.user != m.User:
			client.Complain("has no such form open")
		case form.submitted:
			client.Complain("has sent the form already")
		}
		rows := client.Fill(&form.Form, values)
		m.deliverable(s, opened.channel)
		form.submitted = true
		it = s.fire(&Interaction{
			kind: wire.InteractionForm, name: form.CustomID, user: m.User, channel: opened.channel, source: opened.source, trigger: opened,
		}, wire.Object{"custom_id": form.CustomID, "components": rows})
	})
	return it
}
