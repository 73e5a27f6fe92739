package discordtest

import "readout/bot/discord/discordtest/wire"

// overwrite changes permissions in one channel for one role or member.
type overwrite struct {
	member      bool
	allow, deny wire.Permission
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
