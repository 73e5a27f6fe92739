package discordtest

import (
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// draft is the body of a message that is created or edited. A field that is absent is not in present.
type draft struct {
	Content     *string          `json:"content"`
	Embeds      []Embed          `json:"embeds"`
	Components  []Component      `json:"components"`
	Flags       int              `json:"flags"`
	TTS         bool             `json:"tts"`
	Attachments []Attachment     `json:"attachments"`
	Mentions    json.RawMessage  `json:"allowed_mentions"`
	Reference   *Reference       `json:"message_reference"`
	Stickers    []string         `json:"sticker_ids"`
	Poll        json.RawMessage  `json:"poll"`
	Nonce       any              `json:"nonce"`
	Unique      bool             `json:"enforce_nonce"`
	present     map[string]bool  // the fields that the body has, null included
	allowed     *allowedMentions // nil means that everything is parsed
}

type allowedMentions struct {
	Parse       []string `json:"parse"`
	Users       []string `json:"users"`
	Roles       []string `json:"roles"`
	RepliedUser bool     `json:"replied_user"`
}

// readDraft decodes and checks a message's body; prefix is where it stands in the request.
func (c *call) readDraft(raw json.RawMessage, prefix string) *draft {
	d := &draft{}
	var fields map[string]json.RawMessage
	if len(raw) > 0 {
		if err := json.Unmarshal(raw, &fields); err != nil {
			refuse(invalid(prefix, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType"))
		}
		if err := json.Unmarshal(raw, d); err != nil {
			refuse(invalid(prefix, "BASE_TYPE_INVALID", "%v", err))
		}
	}
	d.present = map[string]bool{}
	for name := range fields {
		d.present[name] = true
	}
	if string(d.Mentions) == "null" {
		d.Mentions = nil
	}
	if len(d.Mentions) > 0 {
		d.allowed = &allowedMentions{}
		if err := json.Unmarshal(d.Mentions, d.allowed); err != nil {
			refuse(invalid("allowed_mentions", "BASE_TYPE_INVALID", "%v", err))
		}
	}
	var p problems
	if len(d.Stickers) > 0 || len(d.Poll) > 0 && string(d.Poll) != "null" {
		p.add("", "NOT_SIMULATED", "This server knows no stickers and no polls.")
	}
	p.checkBody(d.content(), d.Embeds, d.Components, d.Flags)
	p.count("attachments", len(c.files), 0, maxFiles)
	if unknown := d.Flags &^ (FlagSuppressEmbeds | FlagEphemeral | FlagSuppressNotifications | FlagComponentsV2); unknown != 0 {
		p.add("flags", "BITFIELD_INVALID", "The flags %d cannot be set.", unknown)
	}
	for i, e := range d.Embeds {
		for _, media := range []*EmbedMedia{e.Image, e.Thumbnail} {
			if media != nil && strings.HasPrefix(media.URL, "attachment://") && !c.hasFile(strings.TrimPrefix(media.URL, "attachment://")) {
				p.add(fmt.Sprintf("embeds.%d.image.url", i), "ATTACHMENT_NOT_FOUND", "No file %q comes with the message.", media.URL)
			}
		}
	}
	if e := p.err(); e != nil {
		refuse(e)
	}
	if why := pinging(d.Mentions); why != "" {
		c.srv.violate(OpenMentions, string(c.route), "%s", why)
	}
	return d
}

func (c *call) hasFile(name string) bool {
	return slices.ContainsFunc(c.files, func(a Attachment) bool { return a.Filename == name })
}

func (d *draft) content() string {
	if d.Content == nil {
		return ""
	}
	return *d.Content
}

// isEmpty tells whether a new message would show nothing.
func (d *draft) isEmpty(files []Attachment) bool {
	return strings.TrimSpace(d.content()) == "" && len(d.Embeds) == 0 && len(d.Components) == 0 && len(files) == 0
}

// store keeps the files of a call as attachments of a channel, on the CDN's address.
func (c *call) store(ch *Channel, d *draft, ephemeral bool) []Attachment {
	stored := []Attachment{}
	for _, f := range c.files {
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

func (s *Server) attach(ch *Channel, f Attachment, ephemeral bool) Attachment {
	f.ID, f.Size, f.Ephemeral = s.newID(), len(f.Data), ephemeral
	if f.ContentType == "" {
		f.ContentType = mime.TypeByExtension(path.Ext(f.Filename))
	}
	at := fmt.Sprintf("/attachments/%s/%s/%s", ch.ID, f.ID, url.PathEscape(f.Filename))
	at += "?" + signature(f.ID)
	f.URL, f.ProxyURL = "https://cdn.discordapp.com"+at, "https://media.discordapp.net"+at
	s.world.files = append(s.world.files, f)
	return f
}

// signature is what an attachment's address ends in: without it the CDN does not give the file.
func signature(id string) string { return "ex=7fffffff&is=60000000&hm=" + id }

func (c *call) file() (int, any) {
	if c.request.Header.Get("Authorization") != "" {
		c.srv.violate(InvalidRequest, string(c.route), "the token is sent to the CDN, which does not ask for it")
	}
	for _, f := range c.srv.world.files {
		if f.ID == c.value("attachment_id") && f.Filename == c.value("filename") && c.request.URL.RawQuery == signature(f.ID) {
			return http.StatusOK, f.Data
		}
	}
	refuse(&apiError{status: 404, message: "404: Not Found"})
	return 0, nil
}

// post adds a message to a channel and tells the sessions. Ephemeral messages are told to nobody. The caller holds s.mu.
func (s *Server) post(m *message) *message {
	if m.ID == "" { // the first message of a forum's post has the post's ID
		m.ID = s.newID()
	}
	m.ChannelID, m.Timestamp = m.channel.ID, s.now()
	m.Author = *m.author
	s.fill(&m.Message)
	m.channel.messages = append(m.channel.messages, m)
	if m.viewer == nil {
		s.tell("MESSAGE_CREATE", m)
	}
	s.notify()
	return m
}

// fill makes the lists non-nil, numbers the components and sets their defaults, as Discord does.
func (s *Server) fill(m *Message) {
	if m.Embeds == nil {
		m.Embeds = []Embed{}
	}
	if m.Files == nil {
		m.Files = []Attachment{}
	}
	if m.Components == nil {
		m.Components = []Component{}
	}
	if m.Mentions == nil {
		m.Mentions = []User{}
	}
	if m.MentionRoles == nil {
		m.MentionRoles = []string{}
	}
	next := 1
	for i := range m.Components {
		m.Components[i].walk(func(c *Component) {
			if c.ID == 0 {
				c.ID = next
			}
			next = max(next, c.ID) + 1
			isMenu := c.Type == StringSelect || c.Type >= UserSelect && c.Type <= ChannelSelect
			setDefault(isMenu, &c.MinValues, 1)
			setDefault(isMenu, &c.MaxValues, 1)
			setDefault(c.Type == Separator, &c.Spacing, 1)
			setDefault(c.Type == Separator, &c.Divider, true)
			for _, media := range []*Media{c.Media, c.File} {
				s.unfurl(media)
			}
			for i := range c.Items {
				s.unfurl(&c.Items[i].Media)
			}
		})
	}
	for i := range m.Embeds {
		if m.Embeds[i].Type == "" {
			m.Embeds[i].Type = "rich"
		}
	}
}

// setDefault fills in what is missing. It writes nothing else: snapshots of the message share what is there.
func setDefault[T any](applies bool, field **T, value T) {
	if applies && *field == nil {
		*field = &value
	}
}

// unfurl gives a picture the address that clients load it from.
func (s *Server) unfurl(m *Media) {
	if m != nil && m.ID == "" {
		m.ID, m.ProxyURL = s.newID(), m.URL
	}
}

// tell dispatches a message event, with the content only for sessions that may see it.
func (s *Server) tell(name string, m *message) {
	guild := m.channel.guild
	intent := IntentDirectMessages
	if guild != nil {
		intent = IntentGuildMessages
		if !guild.permissionsIn(m.channel, guild.member(s.bot)).has(ViewChannel) {
			s.notify()
			return
		}
	}
	s.dispatchEach(name, guild, intent, func(ses *session) any {
		event := struct {
			Message
			GuildID string `json:"guild_id,omitempty"`
			Member  object `json:"member,omitempty"`
			Thread  object `json:"thread,omitempty"`
		}{Message: s.wire(m, ses.intents&IntentMessageContent != 0)}
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
		s.notify()
		return
	}
	intent, data := IntentDirectMessages, object{"id": m.ID, "channel_id": m.ChannelID}
	if m.channel.guild != nil {
		intent, data["guild_id"] = IntentGuildMessages, m.channel.guild.ID
	}
	s.dispatch("MESSAGE_DELETE", m.channel.guild, intent, data)
}

var (
	userMention = regexp.MustCompile(`<@!?(\d+)>`)
	roleMention = regexp.MustCompile(`<@&(\d+)>`)
)

// resolveMentions sets whom the message pings. allowed nil parses everything.
func (s *Server) resolveMentions(m *message, allowed *allowedMentions) {
	pings := func(kind, id string) bool {
		if allowed == nil {
			return true
		}
		listed := allowed.Users
		if kind == "roles" {
			listed = allowed.Roles
		}
		return slices.Contains(allowed.Parse, kind) || slices.Contains(listed, id)
	}
	m.Mentions, m.MentionRoles, m.MentionEveryone = []User{}, []string{}, false
	add := func(u *User) {
		if u != nil && !m.Message.mentions(u) {
			m.Mentions = append(m.Mentions, *u)
		}
	}
	for _, found := range userMention.FindAllStringSubmatch(m.Content, -1) {
		if pings("users", found[1]) {
			add(s.userByID(found[1]))
		}
	}
	if m.channel.guild != nil {
		for _, found := range roleMention.FindAllStringSubmatch(m.Content, -1) {
			known := slices.ContainsFunc(m.channel.guild.roles, func(r *Role) bool { return r.ID == found[1] })
			if known && pings("roles", found[1]) && !slices.Contains(m.MentionRoles, found[1]) {
				m.MentionRoles = append(m.MentionRoles, found[1])
			}
		}
		everyone := strings.Contains(m.Content, "@everyone") || strings.Contains(m.Content, "@here")
		may := m.channel.guild.permissionsIn(m.channel, m.channel.guild.member(m.author)).has(MentionEveryone)
		m.MentionEveryone = everyone && may && (allowed == nil || slices.Contains(allowed.Parse, "everyone"))
	}
	if m.Reference != nil && m.Reference.Type == 0 && (allowed == nil || allowed.RepliedUser) {
		if replied := s.world.message(m.Reference.ChannelID, m.Reference.MessageID); replied != nil && replied.author != m.author {
			add(replied.author)
		}
	}
}

func (s *Server) userByID(id string) *User {
	for _, u := range s.world.users {
		if u.ID == id {
			return u
		}
	}
	return nil
}

// channel returns the channel of the path, which the bot must be able to see.
func (c *call) channel() *Channel {
	ch := c.srv.world.channels[c.value("channel_id")]
	if ch == nil || ch.guild != nil && ch.guild.unavailable {
		refuse(errUnknownChannel)
	}
	if ch.guild != nil && (ch.guild.absent || !c.permissions(ch).has(ViewChannel)) {
		refuse(errMissingAccess)
	}
	return ch
}

// permissions are the bot's in a channel; direct messages have no limits.
func (c *call) permissions(ch *Channel) Permission {
	if ch.guild == nil {
		return allPermissions
	}
	return ch.guild.permissionsIn(ch, ch.guild.member(c.srv.bot))
}

func (c *call) need(ch *Channel, p Permission) {
	if !c.permissions(ch).has(p) {
		refuse(errNoPermission)
	}
}

// message returns the message of the path; ephemeral ones are not in their channel for the REST API.
func (c *call) message(ch *Channel) *message {
	m := ch.message(c.value("message_id"))
	if m == nil || !m.visibleTo(nil) {
		refuse(errUnknownMessage)
	}
	return m
}

// mayReadContent tells whether the application was granted the message content intent, which REST responses obey as well.
func (s *Server) mayReadContent() bool { return s.options.Privileged&IntentMessageContent != 0 }

func (c *call) show(m *message) Message { return c.srv.wire(m, c.srv.mayReadContent()) }

func (c *call) getMessage() (int, any) {
	ch := c.channel()
	c.need(ch, ReadMessageHistory)
	return http.StatusOK, c.show(c.message(ch))
}

func (c *call) listMessages() (int, any) {
	ch := c.channel()
	if !c.permissions(ch).has(ReadMessageHistory) {
		return http.StatusOK, []Message{}
	}
	q := c.request.URL.Query()
	limit := 50
	if text := q.Get("limit"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > 100 {
			refuse(invalid("limit", "NUMBER_TYPE_MAX", "int value should be between 1 and 100."))
		}
		limit = n
	}
	before, after, around := q.Get("before"), q.Get("after"), q.Get("around")
	var found []*message
	for _, m := range ch.messages {
		id := snowflake(m.ID)
		if m.visibleTo(nil) && (before == "" || id < snowflake(before)) && (after == "" || id > snowflake(after)) {
			found = append(found, m)
		}
	}
	switch {
	case around != "":
		i, _ := slices.BinarySearchFunc(found, around, func(m *message, id string) int { return compareIDs(m.ID, id) })
		from := max(0, i-limit/2)
		found = found[from:min(len(found), from+limit)]
	case after != "":
		found = found[:min(limit, len(found))]
	default:
		found = found[max(0, len(found)-limit):]
	}
	list := []Message{}
	for _, m := range slices.Backward(found) {
		list = append(list, c.show(m))
	}
	return http.StatusOK, list
}

func (c *call) createMessage() (int, any) {
	ch := c.channel()
	d := c.readDraft(c.body, "")
	return http.StatusOK, c.show(c.create(ch, d))
}

// create posts the bot's message after the checks that depend on the channel.
func (c *call) create(ch *Channel, d *draft) *message {
	s := c.srv
	if ch.Type == ChannelForum {
		refuse(errNoText)
	}
	if ch.guild == nil && ch.recipient.blocks {
		refuse(errCannotMessageUser)
	}
	switch {
	case ch.thread == nil:
		c.need(ch, SendMessages)
	default:
		c.need(ch, SendMessagesInThreads)
		if ch.thread.locked && !c.permissions(ch).has(ManageThreads) {
			refuse(errThreadLocked)
		}
	}
	if len(c.files) > 0 {
		c.need(ch, AttachFiles)
	}
	if d.isEmpty(c.files) {
		refuse(errEmptyMessage)
	}
	if d.Flags&FlagEphemeral != 0 {
		refuse(invalid("flags", "BITFIELD_INVALID", "Only answers to interactions can be ephemeral."))
	}
	if d.Nonce != nil && d.Unique {
		for _, m := range ch.messages {
			if m.author == s.bot && m.Nonce == d.Nonce && !m.deleted {
				return m // the same message was sent before
			}
		}
	}
	m := &message{channel: ch, author: s.bot}
	m.Content, m.Embeds, m.Components, m.TTS, m.Nonce = d.content(), d.Embeds, d.Components, d.TTS, d.Nonce
	m.Flags = d.Flags
	if !c.permissions(ch).has(EmbedLinks) {
		m.Embeds = nil // Discord drops them without a word
	}
	if r := d.Reference; r != nil {
		m.Reference = c.checkReference(ch, r)
		if m.Reference != nil {
			m.Type = MessageReply
		}
	}
	m.Files = c.store(ch, d, false)
	s.resolveMentions(m, d.allowed)
	s.unarchive(ch)
	return s.post(m)
}

// checkReference checks what a message replies to, and completes the reference. It returns nil when the message is gone and
// the sender does not mind.
func (c *call) checkReference(ch *Channel, r *Reference) *Reference {
	if r.Type != 0 {
		refuse(invalid("message_reference.type", "BASE_TYPE_CHOICES", "This server knows only replies (0)."))
	}
	if !c.permissions(ch).has(ReadMessageHistory) {
		refuse(errNoHistory)
	}
	replied := ch.message(r.MessageID)
	if replied == nil || !replied.visibleTo(nil) || r.ChannelID != "" && r.ChannelID != ch.ID {
		if r.FailIfNotExists != nil && !*r.FailIfNotExists {
			return nil
		}
		refuse(&apiError{status: 400, code: 50035, message: "Invalid Form Body",
			fields: problems{{"message_reference", "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message"}}})
	}
	full := &Reference{MessageID: r.MessageID, ChannelID: ch.ID}
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
	d := c.readDraft(c.body, "")
	if m.author != c.srv.bot {
		refuse(errOtherAuthor)
	}
	if ch.thread != nil && ch.thread.archived {
		refuse(errThreadArchived)
	}
	c.edit(m, d)
	return http.StatusOK, c.show(m)
}

// edit changes what the draft names, keeps the earlier state, and tells the sessions.
func (c *call) edit(m *message, d *draft) {
	s := c.srv
	next := m.Message
	if d.present["content"] {
		next.Content = d.content()
	}
	if d.present["embeds"] {
		next.Embeds = d.Embeds
	}
	if d.present["components"] {
		next.Components = d.Components
	}
	if d.present["flags"] {
		settable := FlagSuppressEmbeds | FlagComponentsV2
		next.Flags = next.Flags&^FlagSuppressEmbeds | d.Flags&settable
	}
	if d.present["attachments"] {
		next.Files = slices.DeleteFunc(slices.Clone(next.Files), func(a Attachment) bool {
			return !slices.ContainsFunc(d.Attachments, func(kept Attachment) bool { return kept.ID == a.ID })
		})
	}
	next.Files = append(slices.Clone(next.Files), c.store(m.channel, d, m.viewer != nil)...)
	if next.Content == "" && len(next.Embeds) == 0 && len(next.Components) == 0 && len(next.Files) == 0 {
		refuse(errEmptyMessage)
	}
	next.Flags &^= FlagLoading
	now := s.now()
	next.Edited = &now
	s.fill(&next)
	m.past = append(m.past, m.Message)
	m.Message = next
	if d.present["content"] {
		s.resolveMentions(m, d.allowed)
	}
	if m.viewer == nil {
		s.tell("MESSAGE_UPDATE", m)
	}
	s.notify()
}

func (c *call) deleteMessage() (int, any) {
	ch := c.channel()
	m := c.message(ch)
	if m.author != c.srv.bot {
		c.need(ch, ManageMessages)
	}
	if ch.thread != nil && ch.thread.archived {
		refuse(errThreadArchived)
	}
	c.srv.tellDeleted(m)
	return http.StatusNoContent, nil
}

func (c *call) typing() (int, any) {
	ch := c.channel()
	c.need(ch, SendMessages)
	ch.typing++
	data := object{"channel_id": ch.ID, "user_id": c.srv.bot.ID, "timestamp": c.srv.now().Unix()}
	if ch.guild != nil {
		data["guild_id"] = ch.guild.ID
		c.srv.dispatch("TYPING_START", ch.guild, IntentGuildMessageTyping, data)
	}
	c.srv.notify()
	return http.StatusNoContent, nil
}

func (c *call) react() (int, any) {
	ch := c.channel()
	c.need(ch, ReadMessageHistory)
	m := c.message(ch)
	if !slices.ContainsFunc(m.Reactions, func(r Reaction) bool { return r.Emoji.Name == c.value("emoji_name") }) {
		c.need(ch, AddReactions)
	}
	c.srv.addReaction(m, c.value("emoji_name"), c.srv.bot)
	return http.StatusNoContent, nil
}

func (c *call) unreact() (int, any) {
	m := c.message(c.channel())
	c.srv.removeReaction(m, c.value("emoji_name"), c.srv.bot)
	return http.StatusNoContent, nil
}

func (c *call) reactions() (int, any) {
	m := c.message(c.channel())
	users := []User{}
	for _, r := range m.Reactions {
		if r.Emoji.Name == c.value("emoji_name") {
			for _, u := range r.users {
				users = append(users, *u)
			}
		}
	}
	return http.StatusOK, users
}

func (s *Server) addReaction(m *message, emoji string, u *User) {
	reactions := slices.Clone(m.Reactions)
	i := slices.IndexFunc(reactions, func(r Reaction) bool { return r.Emoji.Name == emoji })
	if i < 0 {
		i = len(reactions)
		reactions = append(reactions, Reaction{Emoji: Emoji{Name: emoji}, BurstColors: []string{}})
	}
	r := &reactions[i]
	if slices.Contains(r.users, u) {
		return
	}
	r.users = append(slices.Clone(r.users), u)
	r.Count, r.CountDetails.Normal = len(r.users), len(r.users)
	m.Reactions = reactions
	s.tellReaction("MESSAGE_REACTION_ADD", m, emoji, u)
}

func (s *Server) removeReaction(m *message, emoji string, u *User) {
	reactions := slices.Clone(m.Reactions)
	i := slices.IndexFunc(reactions, func(r Reaction) bool { return r.Emoji.Name == emoji })
	if i < 0 || !slices.Contains(reactions[i].users, u) {
		return
	}
	r := &reactions[i]
	r.users = slices.DeleteFunc(slices.Clone(r.users), func(other *User) bool { return other == u })
	r.Count, r.CountDetails.Normal = len(r.users), len(r.users)
	if r.Count == 0 {
		reactions = slices.Delete(reactions, i, i+1)
	}
	m.Reactions = reactions
	s.tellReaction("MESSAGE_REACTION_REMOVE", m, emoji, u)
}

func (s *Server) tellReaction(name string, m *message, emoji string, u *User) {
	intent := IntentDirectMessageReactions
	data := object{
		"user_id": u.ID, "channel_id": m.ChannelID, "message_id": m.ID, "message_author_id": m.author.ID,
		"emoji": Emoji{Name: emoji}, "burst": false, "type": 0,
	}
	if g := m.channel.guild; g != nil {
		intent, data["guild_id"] = IntentGuildMessageReactions, g.ID
		if member := g.member(u); member != nil && name == "MESSAGE_REACTION_ADD" {
			data["member"] = member.wire()
		}
	}
	s.dispatch(name, m.channel.guild, intent, data)
}

// expired tells whether more than d has passed since t on the server's clock.
func (s *Server) expired(t time.Time, d time.Duration) bool { return s.now().Sub(t) > d }
