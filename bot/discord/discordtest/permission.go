package discordtest

import "strconv"

// Permission is a set of Discord's permission bits.
type Permission uint64

// The permissions that a bot which reads and writes messages meets.
const (
	Administrator          Permission = 1 << 3
	ManageChannels         Permission = 1 << 4
	ManageGuild            Permission = 1 << 5
	AddReactions           Permission = 1 << 6
	ViewChannel            Permission = 1 << 10
	SendMessages           Permission = 1 << 11
	ManageMessages         Permission = 1 << 13
	EmbedLinks             Permission = 1 << 14
	AttachFiles            Permission = 1 << 15
	ReadMessageHistory     Permission = 1 << 16
	MentionEveryone        Permission = 1 << 17
	ManageRoles            Permission = 1 << 28
	UseApplicationCommands Permission = 1 << 31
	ManageThreads          Permission = 1 << 34
	CreatePublicThreads    Permission = 1 << 35
	CreatePrivateThreads   Permission = 1 << 36
	SendMessagesInThreads  Permission = 1 << 38

	allPermissions Permission = 1<<53 - 1
)

// DefaultMemberPermissions are what @everyone may do in a new guild.
const DefaultMemberPermissions = ViewChannel | SendMessages | SendMessagesInThreads | CreatePublicThreads | EmbedLinks |
	AttachFiles | ReadMessageHistory | AddReactions | UseApplicationCommands

// DefaultBotPermissions are what the bot's role in a new guild allows.
const DefaultBotPermissions = ViewChannel | SendMessages | SendMessagesInThreads | CreatePublicThreads | EmbedLinks |
	AttachFiles | ReadMessageHistory | AddReactions

// String is the decimal form in which permissions travel.
func (p Permission) String() string { return strconv.FormatUint(uint64(p), 10) }

func (p Permission) has(q Permission) bool { return p&q == q }

// overwrite changes permissions in one channel for one role or member.
type overwrite struct {
	member      bool
	allow, deny Permission
}

// permissionsIn is what a member may do in a channel of the guild, in Discord's order: @everyone, roles, then the channel's
// overwrites for @everyone, for roles together, and for the member. A thread has its parent's. The caller holds srv.mu.
func (g *Guild) permissionsIn(ch *Channel, m *Member) Permission {
	if m == nil {
		return 0
	}
	base := g.basePermissions(m)
	if base.has(Administrator) {
		return allPermissions
	}
	if ch == nil {
		return base
	}
	if ch.thread != nil {
		ch = ch.parent
	}
	apply := func(o overwrite) { base = base&^o.deny | o.allow }
	if o, ok := ch.overwrites[g.everyone.ID]; ok {
		apply(o)
	}
	var roles overwrite
	for _, r := range m.roles {
		if o, ok := ch.overwrites[r.ID]; ok {
			roles.allow |= o.allow
			roles.deny |= o.deny
		}
	}
	apply(roles)
	if o, ok := ch.overwrites[m.User.ID]; ok {
		apply(o)
	}
	if !base.has(ViewChannel) {
		return 0
	}
	return base
}

func (g *Guild) basePermissions(m *Member) Permission {
	if m.User == g.owner {
		return allPermissions
	}
	base := g.everyone.permissions
	for _, r := range m.roles {
		base |= r.permissions
	}
	if base.has(Administrator) {
		return allPermissions
	}
	return base
}
