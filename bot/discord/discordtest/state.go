package discordtest

import (
	"slices"

	"readout/bot/discord/discordtest/wire"
)

// message is a message of the world: its present state and where it came from. Guarded by Server.mu.
type message struct {
	wire.Message
	channel *Channel
	author  *wire.User
	viewer  *wire.User     // the only one who sees it, for an ephemeral message
	past    []wire.Message // earlier states, oldest first
	deleted bool
	thread  *Channel
}

// snapshot is the message now; later changes do not reach it.
func (m *message) snapshot() *wire.Message {
	c := m.Message
	return &c
}

// visibleTo tells whether the client of u shows the message.
func (m *message) visibleTo(u *wire.User) bool {
	return !m.deleted && (m.viewer == nil || m.viewer == u)
}

// wire is the message as a REST response or an event carries it, censored for a reader that may not see content.
func (s *Server) wire(m *message, readable bool) wire.Message {
	w := m.Message
	if w.Reference != nil && w.Reference.Type == 0 {
		if r := s.world.message(w.Reference.ChannelID, w.Reference.MessageID); r != nil && !r.deleted {
			referenced := r.Message
			referenced.Referenced, referenced.Reactions = nil, nil
			if !readable && s.censored(r) {
				referenced.Censor()
			}
			w.Referenced = &referenced
		}
	}
	w.Reactions = slices.Clone(w.Reactions)
	for i := range w.Reactions {
		w.Reactions[i].Me = slices.Contains(w.Reactions[i].Users, s.bot)
	}
	if !readable && s.censored(m) {
		w.Censor()
	}
	return w
}

// censored tells whether the message's content needs the message content intent: not the bot's own, direct messages, and
// messages that mention it.
func (s *Server) censored(m *message) bool {
	return m.author != s.bot && m.channel.guild != nil && !m.Pings(s.bot)
}
