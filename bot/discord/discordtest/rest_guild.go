package discordtest

import (
	"encoding/json"
	"net/http"
	"slices"

	"readout/bot/discord/discordtest/wire"
)

func (c *call) gateway() (int, any) {
	return http.StatusOK, wire.Object{"url": "ws://" + c.srv.address}
}

func (c *call) gatewayBot() (int, any) {
	s := c.srv
	used := len(s.Gateway.RecentIdentifies())
	return http.StatusOK, wire.Object{
		"url": "ws://" + s.address, "shards": 1,
		"session_start_limit": wire.Object{
			"total": s.options.IdentifyLimit, "remaining": max(0, s.options.IdentifyLimit-used), "reset_after": 86400000, "max_concurrency": 1,
		},
	}
}

func (c *call) me() (int, any) {
	var w wire.Object
	_ = json.Unmarshal(wire.Marshal(*c.srv.bot), &w) // our own object
	return http.StatusOK, wire.Merge(w, wire.Object{"mfa_enabled": false, "locale": "en-US", "premium_type": 0, "verified": true,
		"email": nil})
}

func (c *call) myGuilds() (int, any) {
	list := []wire.Object{}
	for _, g := range c.srv.world.guilds {
		if !g.absent {
			permissions := g.basePermissions(g.member(c.srv.bot))
			list = append(list, wire.Object{
				"id": g.ID, "name": g.Name, "icon": nil, "banner": nil, "owner": false, "permissions": permissions.String(), "features": []string{},
			})
		}
	}
	return http.StatusOK, list
}

func (c *call) user() (int, any) {
	u := c.srv.userByID(c.Value("user_id"))
	if u == nil {
		wire.Refuse(wire.ErrUnknownUser)
	}
	return http.StatusOK, *u
}

func (c *call) application() (int, any) {
	s := c.srv
	owner := wire.User{ID: s.bot.ID, Username: "developer"}
	return http.StatusOK, wire.Object{
		"id": s.bot.ID, "name": s.bot.Username, "icon": nil, "description": "", "type": nil, "bot": *s.bot, "bot_public": true,
		"bot_require_code_grant": false, "verify_key": "00", "flags": s.applicationFlags(),
		"flags_new":     wire.Permission(s.applicationFlags()).String(),
		"redirect_uris": []string{}, "interactions_endpoint_url": nil, "role_connections_verification_url": nil, "owner": owner,
		"approximate_guild_count": len(s.world.guilds), "approximate_user_install_count": 0, "approximate_user_authorization_count": 0,
		"explicit_content_filter": 0, "team": nil, "eligible_oauth2_scopes": []string{},
	}
}

func (c *call) createDM() (int, any) {
	var d struct {
		Recipient string `json:"recipient_id"`
	}
	c.Decode(&d)
	u := c.srv.userByID(d.Recipient)
	if u == nil || u.Bot {
		wire.Refuse(wire.Invalid("recipient_id", "INVALID_RECIPIENT", "Invalid Recipient(s)"))
	}
	return http.StatusOK, c.srv.direct(u).wire()
}

// guild returns the guild of the path, which the bot must belong to.
func (c *call) guild() *Guild {
	for _, g := range c.srv.world.guilds {
		if g.ID == c.Value("guild_id") && !g.unavailable {
			if g.absent {
				wire.Refuse(wire.ErrMissingAccess)
			}
			return g
		}
	}
	wire.Refuse(wire.ErrUnknownGuild)
	return nil
}

func (c *call) getGuild() (int, any) { return http.StatusOK, c.guild().wire() }

func (c *call) guildChannels() (int, any) {
	g := c.guild()
	list := []wire.Object{}
	for _, ch := range g.visible(g.channels) {
		list = append(list, ch.wire())
	}
	return http.StatusOK, list
}

func (c *call) roles() (int, any) { return http.StatusOK, c.guild().wire()["roles"] }

func (c *call) getMember() (int, any) {
	m := c.guild().memberByID(c.Value("user_id"))
	if m == nil {
		wire.Refuse(wire.ErrUnknownMember)
	}
	return http.StatusOK, m.wire()
}

func (c *call) getChannel() (int, any) { return http.StatusOK, c.channel().wire() }

func (c *call) deleteChannel() (int, any) {
	ch := c.channel()
	if ch.guild == nil {
		return http.StatusOK, ch.wire()
	}
	if ch.thread != nil {
		c.need(ch, wire.ManageThreads)
	} else {
		c.need(ch, wire.ManageChannels)
	}
	gone := ch.wire()
	ch.delete()
	return http.StatusOK, gone
}

func (c *call) threadFromMessage() (int, any) {
	ch := c.channel()
	m := c.message(ch)
	d := wire.ReadThread(c.Body)
	if ch.Type != ChannelText {
		wire.Refuse(wire.ErrChannelType)
	}
	c.need(ch, wire.CreatePublicThreads)
	if m.thread != nil {
		wire.Refuse(wire.ErrThreadExists)
	}
	t := ch.startThread(m.ID, d.Name, ChannelPublicThread, c.srv.bot, d.AutoArchive, m)
	t.thread.slowMode = d.SlowMode
	return http.StatusCreated, t.wire()
}

func (c *call) createThread() (int, any) {
	ch := c.channel()
	d := wire.ReadThread(c.Body)
	switch ch.Type {
	case ChannelForum:
		c.need(ch, wire.SendMessages)
		draft := c.readDraft(d.Message, "message")
		if draft.IsEmpty(c.Files) {
			wire.Refuse(wire.ErrEmptyMessage)
		}
		t := ch.startThread(c.srv.newID(), d.Name, ChannelPublicThread, c.srv.bot, d.AutoArchive, nil)
		t.thread.slowMode = d.SlowMode
		m := c.create(t, draft)
		return http.StatusCreated, wire.Merge(t.wire(), wire.Object{"message": c.show(m)})
	case ChannelText:
		kind := d.Type
		if kind == 0 {
			kind = ChannelPrivateThread // what Discord assumes
		}
		switch kind {
		case ChannelPublicThread:
			c.need(ch, wire.CreatePublicThreads)
		case ChannelPrivateThread:
			c.need(ch, wire.CreatePrivateThreads)
		default:
			wire.Refuse(wire.Invalid("type", "BASE_TYPE_CHOICES", "Value must be one of {10, 11, 12}."))
		}
		t := ch.startThread(c.srv.newID(), d.Name, kind, c.srv.bot, d.AutoArchive, nil)
		t.thread.slowMode = d.SlowMode
		return http.StatusCreated, t.wire()
	}
	wire.Refuse(wire.ErrChannelType)
	return 0, nil
}

func (c *call) editChannel() (int, any) {
	ch := c.channel()
	d := wire.ReadChannelEdit(c.Body)
	if ch.guild == nil {
		wire.Refuse(wire.ErrChannelType)
	}
	if ch.thread == nil {
		c.need(ch, wire.ManageChannels)
		set(&ch.topic, d.Topic)
		set(&ch.name, d.Name)
		c.srv.dispatch("CHANNEL_UPDATE", ch.guild, wire.IntentGuilds, ch.wire())
		return http.StatusOK, ch.wire()
	}
	c.editThread(ch, d)
	return http.StatusOK, ch.wire()
}

func (c *call) editThread(ch *Channel, d wire.ChannelEdit) {
	t, moderator := ch.thread, c.permissions(ch).Has(wire.ManageThreads)
	switch {
	case moderator:
	case d.Locked != nil && *d.Locked != t.locked, t.locked:
		wire.Refuse(wire.ErrNoPermission)
	case t.owner != c.srv.bot && (d.Archived == nil || *d.Archived || d.Name != nil || d.AutoArchive != nil || d.SlowMode != nil):
		wire.Refuse(wire.ErrNoPermission) // anyone who can write may take a thread out of the archive, and no more
	}
	if t.archived && (d.Archived == nil || *d.Archived) {
		wire.Refuse(wire.ErrThreadArchived)
	}
	set(&ch.name, d.Name)
	set(&t.autoArchive, d.AutoArchive)
	set(&t.slowMode, d.SlowMode)
	set(&t.archived, d.Archived)
	set(&t.locked, d.Locked)
	ch.threadChanged()
}

func set[T any](field *T, to *T) {
	if to != nil {
		*field = *to
	}
}

func (c *call) joinThread() (int, any) {
	ch := c.openThread()
	if !slices.Contains(ch.thread.members, c.srv.bot) {
		ch.thread.members = append(ch.thread.members, c.srv.bot)
		c.tellThreadMembers(ch, []wire.Object{ch.threadMember(c.srv.bot)}, nil)
	}
	return http.StatusNoContent, nil
}

func (c *call) leaveThread() (int, any) {
	ch := c.openThread()
	ch.thread.members = slices.DeleteFunc(ch.thread.members, func(u *wire.User) bool { return u == c.srv.bot })
	c.tellThreadMembers(ch, nil, []string{c.srv.bot.ID})
	return http.StatusNoContent, nil
}

func (c *call) openThread() *Channel {
	ch := c.channel()
	if ch.thread == nil {
		wire.Refuse(wire.ErrChannelType)
	}
	if ch.thread.archived {
		wire.Refuse(wire.ErrThreadArchived)
	}
	return ch
}

func (c *call) tellThreadMembers(ch *Channel, added []wire.Object, removed []string) {
	c.srv.dispatch("THREAD_MEMBERS_UPDATE", ch.guild, wire.IntentGuilds, wire.Object{
		"id": ch.ID, "guild_id": ch.guild.ID, "member_count": len(ch.thread.members), "added_members": added, "removed_member_ids": removed,
	})
}

func (c *call) activeThreads() (int, any) {
	g := c.guild()
	threads, members := []wire.Object{}, []wire.Object{}
	for _, t := range g.visible(g.threads) {
		threads = append(threads, t.wire())
		if slices.Contains(t.thread.members, c.srv.bot) {
			members = append(members, t.threadMember(c.srv.bot))
		}
	}
	return http.StatusOK, wire.Object{"threads": threads, "members": members, "has_more": false}
}
