package discordtest

import (
	"slices"

	"readout/bot/discord/discordtest/wire"
)

// Guild is a server, in users' words: roles, channels, members. The bot is a member unless it was removed.
type Guild struct {
	ID   string
	Name string

	srv *Server
	// Guarded by srv.mu.
	owner       *wire.User
	everyone    *Role
	roles       []*Role
	members     []*Member
	channels    []*Channel // without threads
	threads     []*Channel
	denied      wire.Permission // to the bot, in every channel
	locale      string
	absent      bool // the bot was removed
	unavailable bool
	overrides   map[string]map[*Member]bool // command name -> who may use it whatever its default permissions say
}

// Role is a guild's role.
type Role struct {
	ID   string
	Name string

	permissions wire.Permission
	managed     bool
	position    int
}

// Mention is the text that mentions the role.
func (r *Role) Mention() string { return "<@&" + r.ID + ">" }

// User returns the account with this name, making it at first use. The name "bot" is the bot's.
func (s *Server) User(name string) *wire.User {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.user(name)
}

func (s *Server) user(name string) *wire.User {
	u := s.world.users[name]
	if u == nil {
		u = &wire.User{ID: s.newID(), Username: name, Locale: defaultLocale}
		s.world.users[name] = u
	}
	return u
}

// Guild makes a guild that the bot belongs to. A connected client is told, as when the bot is added to a server.
func (s *Server) Guild(name string) *Guild {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := &Guild{ID: s.newID(), Name: name, srv: s, locale: defaultLocale, overrides: map[string]map[*Member]bool{}}
	g.everyone = &Role{ID: g.ID, Name: "@everyone", permissions: wire.DefaultMemberPermissions}
	bots := &Role{ID: s.newID(), Name: s.bot.Username, permissions: s.options.BotPermissions, managed: true, position: 1}
	g.roles = []*Role{g.everyone, bots}
	g.owner = s.user("owner of " + name)
	g.join(g.owner)
	g.join(s.bot).roles = []*Role{bots}
	s.world.guilds = append(s.world.guilds, g)
	s.dispatchGuild(g)
	return g
}

func (g *Guild) join(u *wire.User) *Member {
	m := &Member{User: u, Guild: g, joined: g.srv.now()}
	g.members = append(g.members, m)
	return m
}

// member returns the membership of u, or nil. The caller holds srv.mu.
func (g *Guild) member(u *wire.User) *Member {
	for _, m := range g.members {
		if m.User == u {
			return m
		}
	}
	return nil
}

func (g *Guild) memberByID(id string) *Member {
	for _, m := range g.members {
		if m.User.ID == id {
			return m
		}
	}
	return nil
}

// Member returns the member with this user name; at first use the user joins the guild. The same name in two guilds is the
// same user.
func (g *Guild) Member(name string) *Member {
	g.srv.mu.Lock()
	defer g.srv.mu.Unlock()
	u := g.srv.user(name)
	if m := g.member(u); m != nil {
		return m
	}
	m := g.join(u)
	g.srv.dispatch("GUILD_MEMBER_ADD", g, wire.IntentGuildMembers, wire.Merge(m.wire(), wire.Object{"guild_id": g.ID}))
	return m
}

// Owner is the member who owns the guild and may do everything.
func (g *Guild) Owner() *Member {
	g.srv.mu.Lock()
	defer g.srv.mu.Unlock()
	return g.member(g.owner)
}

// Role makes a role with these permissions on top of @everyone's. Give it to members with [Member.Grant].
func (g *Guild) Role(name string, p wire.Permission) *Role {
	g.srv.mu.Lock()
	defer g.srv.mu.Unlock()
	r := &Role{ID: g.srv.newID(), Name: name, permissions: p, position: len(g.roles)}
	g.roles = append(g.roles, r)
	g.srv.dispatch("GUILD_ROLE_CREATE", g, wire.IntentGuilds, wire.Object{"guild_id": g.ID, "role": r.wire()})
	return r
}

// SetLocale sets the guild's preferred language; new guilds have en-US.
func (g *Guild) SetLocale(locale string) {
	g.srv.tb.Helper()
	g.srv.requireLocale(locale)
	g.srv.mu.Lock()
	defer g.srv.mu.Unlock()
	g.locale = locale
	g.srv.dispatch("GUILD_UPDATE", g, wire.IntentGuilds, g.wire())
}

// defaultLocale is the language of new users and guilds.
const defaultLocale = "en-US"

func (s *Server) requireLocale(locale string) {
	s.tb.Helper()
	if !slices.Contains(wire.Locales, locale) {
		s.tb.Fatalf("discordtest: Discord has no locale %q", locale)
	}
}

// Deny takes permissions from the bot in every channel of the guild, also in later ones.
func (g *Guild) Deny(p wire.Permission) { g.restrict(g.denied | p) }

// Restore undoes what Deny took.
func (g *Guild) Restore(p wire.Permission) { g.restrict(g.denied &^ p) }

func (g *Guild) restrict(denied wire.Permission) {
	g.srv.mu.Lock()
	defer g.srv.mu.Unlock()
	before := g.denied
	g.denied = denied
	for _, ch := range g.channels {
		o := ch.overwrites[g.srv.bot.ID]
		ch.overwrites[g.srv.bot.ID] = wire.Overwrite{Member: true, Allow: o.Allow, Deny: o.Deny&^before | denied}
		g.srv.dispatch("CHANNEL_UPDATE", g, wire.IntentGuilds, ch.wire())
	}
}

// OverrideCommand lets one member use a command, or forbids it, whatever its default permissions say: what a guild's
// administrators set under Integrations. A bot that relies on default_member_permissions alone does not notice.
func (g *Guild) OverrideCommand(command string, m *Member, allowed bool) {
	g.srv.mu.Lock()
	defer g.srv.mu.Unlock()
	if g.overrides[command] == nil {
		g.overrides[command] = map[*Member]bool{}
	}
	g.overrides[command][m] = allowed
}

// Remove takes the bot out of the guild.
func (g *Guild) Remove() {
	g.srv.mu.Lock()
	defer g.srv.mu.Unlock()
	g.absent = true
	g.srv.dispatch("GUILD_DELETE", g, wire.IntentGuilds, wire.Object{"id": g.ID})
}

// Add takes the bot back in after Remove, with nothing of its earlier membership but its ID.
func (g *Guild) Add() {
	g.srv.mu.Lock()
	defer g.srv.mu.Unlock()
	g.absent = false
	g.srv.dispatchGuild(g)
}

// Outage makes the guild unavailable, as Discord's own faults do: a bot must not take it for a removal.
func (g *Guild) Outage() {
	g.srv.mu.Lock()
	defer g.srv.mu.Unlock()
	g.unavailable = true
	g.srv.dispatch("GUILD_DELETE", g, wire.IntentGuilds, wire.Object{"id": g.ID, "unavailable": true})
}

// Recover ends an outage.
func (g *Guild) Recover() {
	g.srv.mu.Lock()
	defer g.srv.mu.Unlock()
	g.unavailable = false
	g.srv.dispatchGuild(g)
}

// permissionsIn is what a member may do in a channel of the guild, in Discord's order: @everyone, roles, then the channel's
// overwrites for @everyone, for roles together, and for the member. A thread has its parent's. The caller holds srv.mu.
func (g *Guild) permissionsIn(ch *Channel, m *Member) wire.Permission {
	if m == nil {
		return 0
	}
	base := g.basePermissions(m)
	if base.Has(wire.Administrator) {
		return wire.AllPermissions
	}
	if ch == nil {
		return base
	}
	if ch.thread != nil {
		ch = ch.parent
	}
	var roles wire.Overwrite
	for _, r := range m.roles {
		roles = roles.With(ch.overwrites[r.ID])
	}
	base = ch.overwrites[m.User.ID].On(roles.On(ch.overwrites[g.everyone.ID].On(base)))
	if !base.Has(wire.ViewChannel) {
		return 0
	}
	return base
}

func (g *Guild) basePermissions(m *Member) wire.Permission {
	if m.User == g.owner {
		return wire.AllPermissions
	}
	base := g.everyone.permissions
	for _, r := range m.roles {
		base |= r.permissions
	}
	if base.Has(wire.Administrator) {
		return wire.AllPermissions
	}
	return base
}

// visible are the channels and unarchived threads that the bot may see. The caller holds srv.mu.
func (g *Guild) visible(channels []*Channel) []*Channel {
	bot := g.member(g.srv.bot)
	return slices.DeleteFunc(slices.Clone(channels), func(ch *Channel) bool {
		return ch.deleted || ch.thread != nil && ch.thread.archived || !g.permissionsIn(ch, bot).Has(wire.ViewChannel)
	})
}

// wire is the guild object of the REST API.
func (g *Guild) wire() wire.Object {
	roles := make([]wire.Object, 0, len(g.roles))
	for _, r := range g.roles {
		roles = append(roles, r.wire())
	}
	return wire.GuildObject(g.ID, g.Name, g.owner.ID, g.locale, roles)
}

// event is the guild as GUILD_CREATE carries it: without the privileged intents the bot is the only member in it.
func (g *Guild) event() wire.Object {
	bot := g.member(g.srv.bot)
	channels, threads := []wire.Object{}, []wire.Object{}
	for _, ch := range g.visible(g.channels) {
		channels = append(channels, ch.wire())
	}
	for _, ch := range g.visible(g.threads) {
		threads = append(threads, ch.wire())
	}
	return wire.Merge(g.wire(), wire.Object{
		"joined_at": bot.joined, "large": false, "unavailable": false, "member_count": len(g.members), "members": []wire.Object{bot.wire()},
		"channels": channels, "threads": threads, "voice_states": []wire.Object{}, "presences": []wire.Object{},
		"stage_instances":        []wire.Object{},
		"guild_scheduled_events": []wire.Object{}, "soundboard_sounds": []wire.Object{},
	})
}

func (r *Role) wire() wire.Object {
	return wire.RoleObject(r.ID, r.Name, r.permissions, r.position, r.managed)
}

// wire is the member object, with its user.
func (m *Member) wire() wire.Object {
	ids := []string{}
	for _, r := range m.roles {
		ids = append(ids, r.ID)
	}
	return wire.MemberObject(m.User, ids, m.joined)
}
