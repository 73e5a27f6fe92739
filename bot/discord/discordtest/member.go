package discordtest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Member is a user in one guild, and what that user can do in Discord's client. A method that asks for something the client
// would not allow ends the test.
type Member struct {
	User  *User
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

// cannot is what stops an action of a member.
type cannot string

func (m *Member) try(f func(s *Server)) (complaint string) {
	s := m.Guild.srv
	s.mu.Lock()
	defer s.mu.Unlock()
	defer func() {
		switch e := recover().(type) {
		case nil:
		case cannot:
			complaint = string(e)
		default:
			panic(e)
		}
	}()
	f(s)
	return ""
}

func complain(format string, args ...any) { panic(cannot(fmt.Sprintf(format, args...))) }

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
	s.dispatch("GUILD_MEMBER_UPDATE", m.Guild, IntentGuildMembers, merge(m.wire(), object{"guild_id": m.Guild.ID}))
}

// Leave ends the membership.
func (m *Member) Leave() {
	m.locked(func(s *Server) {
		m.Guild.members = slices.DeleteFunc(m.Guild.members, func(other *Member) bool { return other == m })
		s.dispatch("GUILD_MEMBER_REMOVE", m.Guild, IntentGuildMembers, object{"guild_id": m.Guild.ID, "user": *m.User})
	})
}

// SetLocale sets the language of the member's client; new users have en-US.
func (m *Member) SetLocale(locale string) {
	m.Guild.srv.tb.Helper()
	m.Guild.srv.requireLocale(locale)
	m.locked(func(*Server) { m.User.locale = locale })
}

// BlockBot makes direct messages from the bot fail with 50007.
func (m *Member) BlockBot() { m.locked(func(*Server) { m.User.blocks = true }) }

// Direct is the channel of direct messages between the member and the bot: commands, buttons and forms work there too.
func (m *Member) Direct() *Channel {
	var ch *Channel
	m.locked(func(s *Server) { ch = s.direct(m.User) })
	return ch
}

// check complains if the member is not in the channel or lacks a permission there. Everything goes in direct messages.
func (m *Member) check(ch *Channel, p Permission) {
	switch {
	case ch.deleted:
		complain("is in a channel that was deleted")
	case ch.guild == nil && ch.recipient != m.User:
		complain("is not in these direct messages")
	case ch.guild != nil && (ch.guild != m.Guild || ch.guild.member(m.User) != m):
		complain("is not a member of the guild of #%s", ch.name)
	case ch.guild != nil && !ch.guild.permissionsIn(ch, m).has(p):
		complain("lacks permission in #%s", ch.name)
	}
}

// Say posts a message. Mentions in it ping.
func (m *Member) Say(ch *Channel, text string, files ...Upload) *Message {
	return m.say(ch, text, nil, files)
}

// ReplyTo answers a message, and pings its author as the client does unless told otherwise.
func (m *Member) ReplyTo(msg *Message, text string) *Message {
	m.Guild.srv.tb.Helper()
	return m.say(nil, text, msg, nil)
}

// DM sends the bot a direct message.
func (m *Member) DM(text string) *Message { return m.say(m.Direct(), text, nil, nil) }

func (m *Member) say(ch *Channel, text string, to *Message, files []Upload) *Message {
	m.Guild.srv.tb.Helper()
	var said *Message
	m.locked(func(s *Server) {
		post := &message{author: m.User}
		if to != nil {
			replied := m.see(s, to)
			ch = replied.channel
			post.Type, post.Reference = MessageReply, &Reference{MessageID: to.ID, ChannelID: ch.ID}
			if ch.guild != nil {
				post.Reference.GuildID = ch.guild.ID
			}
		}
		post.channel, post.Content = ch, text
		permission := SendMessages
		if ch.thread != nil {
			permission = SendMessagesInThreads
		}
		m.check(ch, permission)
		switch {
		case ch.Type == ChannelForum:
			complain("cannot write in a forum, only in its posts")
		case ch.thread != nil && ch.thread.locked && !ch.guild.permissionsIn(ch, m).has(ManageThreads):
			complain("cannot write in a locked thread")
		case text == "" && len(files) == 0:
			complain("cannot send an empty message")
		case utf8.RuneCountInString(text) > maxContent:
			complain("cannot send more than %d characters", maxContent)
		}
		for _, f := range files {
			post.Files = append(post.Files, s.attach(ch, Attachment{Filename: f.Name, ContentType: f.ContentType, Data: f.Data}, false))
		}
		s.resolveMentions(post, nil)
		s.unarchive(ch)
		said = s.post(post).snapshot()
	})
	return said
}

// see returns the stored message behind a snapshot, which must still be there and visible.
func (m *Member) see(s *Server, msg *Message) *message {
	stored := s.world.message(msg.ChannelID, msg.ID)
	if stored == nil || !stored.visibleTo(m.User) {
		complain("does not see the message %q", msg.Text())
	}
	m.check(stored.channel, ViewChannel)
	return stored
}

// Edit changes a message of the member's.
func (m *Member) Edit(msg *Message, text string) *Message {
	m.Guild.srv.tb.Helper()
	var edited *Message
	m.locked(func(s *Server) {
		stored := m.see(s, msg)
		if stored.author != m.User {
			complain("cannot edit another one's message")
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
func (m *Member) Delete(msg *Message) {
	m.Guild.srv.tb.Helper()
	m.locked(func(s *Server) {
		stored := m.see(s, msg)
		moderator := stored.channel.guild != nil && stored.channel.guild.permissionsIn(stored.channel, m).has(ManageMessages)
		if stored.author != m.User && stored.viewer != m.User && !moderator {
			complain("cannot delete another one's message")
		}
		s.tellDeleted(stored)
	})
}

// React puts an emoji under a message.
func (m *Member) React(msg *Message, emoji string) {
	m.Guild.srv.tb.Helper()
	m.locked(func(s *Server) {
		stored := m.see(s, msg)
		m.check(stored.channel, AddReactions)
		s.addReaction(stored, emoji, m.User)
	})
}

// Unreact takes the member's emoji away again.
func (m *Member) Unreact(msg *Message, emoji string) {
	m.Guild.srv.tb.Helper()
	m.locked(func(s *Server) { s.removeReaction(m.see(s, msg), emoji, m.User) })
}

// StartThread starts a public thread in a text channel, or a post with its first message in a forum. A non-nil message is
// what the thread starts from.
func (m *Member) StartThread(ch *Channel, name string, from *Message) *Channel {
	m.Guild.srv.tb.Helper()
	var t *Channel
	m.locked(func(s *Server) {
		m.check(ch, CreatePublicThreads)
		var starter *message
		id := s.newID()
		if from != nil {
			starter = m.see(s, from)
			if starter.thread != nil {
				complain("cannot start a second thread from a message")
			}
			id = starter.ID
		}
		t = ch.startThread(id, name, ChannelPublicThread, m.User, 1440, starter)
		if ch.Type == ChannelForum {
			s.post(&message{channel: t, author: m.User, Message: Message{ID: t.ID, Content: name}})
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
		data := object{"id": cmd.ID, "name": cmd.Name, "type": cmd.Type}
		values, resolved := m.fill(s, ch, options, args, "")
		m.deliverable(s, ch)
		it = s.fire(&Interaction{kind: interactionCommand, command: cmd.Type, name: cmd.Name, user: m.User, channel: ch},
			complete(data, cmd, nest(path, values), resolved))
	})
	return it
}

// Autocomplete types text into an option of a slash command; the other options are as given. Its answer is WaitChoices.
func (m *Member) Autocomplete(ch *Channel, command, focused, text string, args Args) *Interaction {
	m.Guild.srv.tb.Helper()
	var it *Interaction
	m.locked(func(s *Server) {
		cmd, options, path := m.find(s, ch, command)
		i := slices.IndexFunc(options, func(o CommandOption) bool { return o.Name == focused })
		if i < 0 || !options[i].Autocomplete {
			complain("types into %q of /%s, which has no autocomplete", focused, command)
		}
		all := maps.Clone(args)
		if all == nil {
			all = Args{}
		}
		all[focused] = text
		values, resolved := m.fill(s, ch, options, all, focused)
		m.deliverable(s, ch)
		it = s.fire(&Interaction{kind: interactionAutocomplete, name: cmd.Name, user: m.User, channel: ch},
			complete(object{"id": cmd.ID, "name": cmd.Name, "type": cmd.Type}, cmd, nest(path, values), resolved))
	})
	return it
}

// ContextMenu uses a command of a message's context menu.
func (m *Member) ContextMenu(command string, msg *Message) *Interaction {
	m.Guild.srv.tb.Helper()
	var it *Interaction
	m.locked(func(s *Server) {
		target := m.see(s, msg)
		cmd := m.command(s, target.channel, MessageCommand, command)
		if target.viewer != nil {
			complain("cannot use %q on an ephemeral message", command)
		}
		m.deliverable(s, target.channel)
		it = s.fire(&Interaction{kind: interactionCommand, command: cmd.Type, name: cmd.Name, user: m.User, channel: target.channel}, complete(object{
			"id": cmd.ID, "name": cmd.Name, "type": cmd.Type, "target_id": target.ID,
		}, cmd, nil, object{"messages": object{target.ID: s.wire(target, true)}}))
	})
	return it
}

// complete adds what a command's data has only when there is something.
func complete(data object, cmd *Command, options []object, resolved object) object {
	if cmd.GuildID != "" {
		data["guild_id"] = cmd.GuildID
	}
	if len(options) > 0 {
		data["options"] = options
	}
	if len(resolved) > 0 {
		data["resolved"] = resolved
	}
	return data
}

// deliverable complains when no client would be told of an interaction.
func (m *Member) deliverable(s *Server, ch *Channel) {
	if ch.guild != nil && (ch.guild.absent || ch.guild.unavailable) {
		complain("uses the bot in a guild that it is not in")
	}
	if !slices.ContainsFunc(s.Gateway.sessions, func(ses *session) bool { return ses.covers(ch.guild) }) {
		complain("uses the bot, but no client is connected to the gateway: wait for Gateway.WaitReady")
	}
}

// command finds a command that the client offers the member in the channel.
func (m *Member) command(s *Server, ch *Channel, kind int, name string) *Command {
	m.check(ch, UseApplicationCommands|ViewChannel)
	cmd := s.commandFor(ch.guild, kind, name)
	if cmd == nil {
		var names []string
		for _, c := range s.commands.list {
			names = append(names, c.Name)
		}
		complain("uses %q, which is not registered: %q", name, names)
	}
	where := ContextGuild
	if ch.guild == nil {
		where = ContextBotDM
	}
	if !cmd.allowedIn(where) {
		complain("uses %q where it is not offered", name)
	}
	if ch.guild != nil {
		allowed := cmd.MemberPermissions == nil || ch.guild.basePermissions(m).has(*cmd.MemberPermissions) && *cmd.MemberPermissions != 0 ||
			ch.guild.basePermissions(m).has(Administrator)
		if override, ok := ch.guild.overrides[name][m]; ok {
			allowed = override
		}
		if !allowed {
			complain("lacks the permissions that %q asks for", name)
		}
	}
	return cmd
}

// find resolves "command", "command sub" or "command group sub" to the options that are to be filled in, and the options
// that lead there.
func (m *Member) find(s *Server, ch *Channel, line string) (cmd *Command, options []CommandOption, path []CommandOption) {
	words := strings.Fields(line)
	if len(words) == 0 {
		complain("uses a command without a name")
	}
	cmd = m.command(s, ch, SlashCommand, words[0])
	options = cmd.Options
	for _, word := range words[1:] {
		i := slices.IndexFunc(options, func(o CommandOption) bool { return o.Name == word && o.Type <= OptionGroup })
		if i < 0 {
			complain("uses /%s, but there is no %q", line, word)
		}
		path = append(path, options[i])
		options = options[i].Options
	}
	if len(options) > 0 && options[0].Type <= OptionGroup {
		complain("uses /%s without a subcommand", line)
	}
	return cmd, options, path
}

// nest puts the values into their subcommand and group.
func nest(path []CommandOption, values []object) []object {
	for _, o := range slices.Backward(path) {
		if values == nil {
			values = []object{}
		}
		values = []object{{"name": o.Name, "type": o.Type, "options": values}}
	}
	return values
}

// fill checks the values as the client does, and returns them with the objects that they name. focused is the option being
// typed into, whose value and whose absent neighbours are not checked.
func (m *Member) fill(s *Server, ch *Channel, options []CommandOption, args Args, focused string) (values []object, resolved object) {
	for name := range args {
		if !slices.ContainsFunc(options, func(o CommandOption) bool { return o.Name == name }) {
			complain("gives %q, which is no option", name)
		}
	}
	resolved = object{}
	for _, o := range options {
		given, ok := args[o.Name]
		if !ok {
			if o.Required && focused == "" {
				complain("leaves out the required option %q", o.Name)
			}
			continue
		}
		if o.Name == focused {
			values = append(values, object{"name": o.Name, "type": o.Type, "value": given, "focused": true})
			continue
		}
		values = append(values, object{"name": o.Name, "type": o.Type, "value": m.value(s, ch, o, given, resolved)})
	}
	return values, resolved
}

// value checks one option's value and returns its wire form.
func (m *Member) value(s *Server, ch *Channel, o CommandOption, given any, resolved object) any {
	wrong := func() { complain("gives %q a %T, which is not of its type", o.Name, given) }
	resolve := func(kind, id string, v any) string {
		of, ok := resolved[kind].(object)
		if !ok {
			of = object{}
			resolved[kind] = of
		}
		of[id] = v
		return id
	}
	resolveUser := func(u *User) string {
		if ch.guild != nil {
			if member := ch.guild.member(u); member != nil {
				w := merge(member.wire(), object{"permissions": ch.guild.permissionsIn(ch, member).String()})
				delete(w, "user")
				resolve("members", u.ID, w)
			}
		}
		return resolve("users", u.ID, *u)
	}
	if i, ok := given.(int); ok {
		given = float64(i)
	}
	switch o.Type {
	case OptionString:
		text, ok := given.(string)
		if !ok {
			wrong()
		}
		n := utf8.RuneCountInString(text)
		if n == 0 || o.MinLength != nil && n < *o.MinLength || o.MaxLength != nil && n > *o.MaxLength || n > 6000 {
			complain("gives %q a text of %d characters", o.Name, n)
		}
	case OptionInteger, OptionNumber:
		number, ok := given.(float64)
		if !ok || o.Type == OptionInteger && number != float64(int64(number)) {
			wrong()
		}
		if o.MinValue != nil && number < *o.MinValue || o.MaxValue != nil && number > *o.MaxValue {
			complain("gives %q %v, which is out of range", o.Name, number)
		}
	case OptionBoolean:
		if _, ok := given.(bool); !ok {
			wrong()
		}
		return given
	case OptionAttachment:
		file, ok := given.(Upload)
		if !ok {
			wrong()
		}
		a := s.attach(ch, Attachment{Filename: file.Name, ContentType: file.ContentType, Data: file.Data}, true)
		return resolve("attachments", a.ID, a)
	default:
		switch v := given.(type) {
		case *Member:
			given = v.User
		}
		switch v := given.(type) {
		case *User:
			if o.Type != OptionUser && o.Type != OptionMentionable {
				wrong()
			}
			return resolveUser(v)
		case *Role:
			if o.Type != OptionRole && o.Type != OptionMentionable {
				wrong()
			}
			return resolve("roles", v.ID, v.wire())
		case *Channel:
			if o.Type != OptionChannel || len(o.ChannelTypes) > 0 && !slices.Contains(o.ChannelTypes, v.Type) {
				wrong()
			}
			return resolve("channels", v.ID, v.wire())
		}
		wrong()
	}
	if len(o.Choices) > 0 && !slices.ContainsFunc(o.Choices, func(c Choice) bool { return c.Value == given }) {
		complain("gives %q %v, which is not one of its choices", o.Name, given)
	}
	return given
}

// Click presses a button, named by its label or its custom ID.
func (m *Member) Click(msg *Message, button string) *Interaction {
	m.Guild.srv.tb.Helper()
	return m.use(msg, button, nil)
}

// Choose picks values in a menu, named by its placeholder or its custom ID. The values of a string select are its options'
// labels or values, those of other menus are IDs.
func (m *Member) Choose(msg *Message, menu string, values ...string) *Interaction {
	m.Guild.srv.tb.Helper()
	if values == nil {
		values = []string{}
	}
	return m.use(msg, menu, values)
}

func (m *Member) use(msg *Message, name string, values []string) *Interaction {
	m.Guild.srv.tb.Helper()
	var it *Interaction
	m.locked(func(s *Server) {
		stored := m.see(s, msg)
		var found *Component
		now := stored.snapshot()
		for _, c := range now.Interactive() {
			if (c.Type == Button) != (values == nil) {
				continue
			}
			if c.CustomID == name || c.Type == Button && c.Label == name || c.Type != Button && c.Placeholder == name {
				found = &c
			}
		}
		switch {
		case found == nil:
			complain("finds no %q on the message; its buttons are %q", name, now.Labels())
		case found.Disabled:
			complain("cannot use %q: it is disabled", name)
		case found.CustomID == "":
			complain("clicks %q, which is a link", name)
		case stored.author != s.bot:
			complain("uses a component of another one's message")
		}
		data := object{"custom_id": found.CustomID, "component_type": found.Type, "id": found.ID}
		if values != nil {
			data["values"] = m.choose(found, values)
		}
		m.deliverable(s, stored.channel)
		it = s.fire(&Interaction{kind: interactionComponent, name: found.CustomID, user: m.User, channel: stored.channel, source: stored}, data)
	})
	return it
}

// choose checks how many values a menu takes, and turns labels into values.
func (m *Member) choose(c *Component, values []string) []string {
	least, most := c.valueRange()
	if len(values) < least || len(values) > most {
		complain("chooses %d values of %q, which takes %d to %d", len(values), c.CustomID, least, most)
	}
	if c.Type != StringSelect {
		return values
	}
	chosen := []string{}
	for _, v := range values {
		i := slices.IndexFunc(c.Options, func(o SelectOption) bool { return o.Value == v || o.Label == v })
		if i < 0 {
			complain("chooses %q, which is not in the menu", v)
		}
		chosen = append(chosen, c.Options[i].Value)
	}
	return chosen
}

// SubmitModal fills in a form and sends it. The keys are labels or custom IDs; a field that is left out keeps its value.
func (m *Member) SubmitModal(form *Modal, values map[string]string) *Interaction {
	m.Guild.srv.tb.Helper()
	var it *Interaction
	m.locked(func(s *Server) {
		opened := form.interaction
		switch {
		case opened.user != m.User:
			complain("has no such form open")
		case form.submitted:
			complain("has sent the form already")
		}
		used := map[string]bool{}
		fill := func(c Component) object {
			text, key := c.Value, ""
			for _, k := range []string{c.CustomID, c.Label} {
				if v, ok := values[k]; ok {
					text, key = v, k
				}
			}
			used[key] = true
			w := object{"type": c.Type, "custom_id": c.CustomID, "id": c.ID}
			if c.Type != TextInput {
				w["values"] = m.choose(&c, strings.Fields(text))
				return w
			}
			least, most := c.lengthRange()
			n := utf8.RuneCountInString(text)
			if n == 0 && (c.Required == nil || *c.Required) {
				complain("leaves the required field %q empty", c.Label)
			}
			if n > 0 && (n < least || n > most) {
				complain("gives %q %d characters, %d to %d are allowed", c.Label, n, least, most)
			}
			w["value"] = text
			return w
		}
		rows := []object{}
		for _, row := range form.Components {
			switch {
			case row.Type == Label:
				inner := *row.Component
				inner.Label = row.Label
				rows = append(rows, object{"type": Label, "id": row.ID, "component": fill(inner)})
			case row.Type == ActionRow:
				rows = append(rows, object{"type": ActionRow, "id": row.ID, "components": []object{fill(row.Components[0])}})
			default:
				rows = append(rows, object{"type": row.Type, "id": row.ID})
			}
		}
		for key := range values {
			if !used[key] {
				complain("fills in %q, which is not in the form", key)
			}
		}
		m.deliverable(s, opened.channel)
		form.submitted = true
		it = s.fire(&Interaction{
			kind: interactionForm, name: form.CustomID, user: m.User, channel: opened.channel, source: opened.source, trigger: opened,
		}, object{"custom_id": form.CustomID, "components": rows})
	})
	return it
}
