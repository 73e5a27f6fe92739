package discordtest

import "readout/bot/discord/discordtest/wire"

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
