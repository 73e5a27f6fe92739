package discordtest

import (
	"context"
	"iter"
	"readout/bot/discord/discordtest/gateway"
	"readout/bot/discord/discordtest/wire"
	"strings"
	"time"
)

// dispatch sends an event to every session that serves the guild (nil for direct messages) and asked for the intent.
// The caller holds s.mu.
func (s *Server) dispatch(name string, g *Guild, intent wire.Intent, data any) {
	s.dispatchEach(name, g, intent, func(wire.Intent) any { return data })
}

// dispatchEach is dispatch with data made for each session's intents.
func (s *Server) dispatchEach(name string, g *Guild, intent wire.Intent, data func(wire.Intent) any) {
	removal, id := name == "GUILD_DELETE", ""
	if g != nil {
		id = g.ID
	}
	if g == nil || !g.absent && !g.unavailable || removal {
		s.Gateway.Dispatch(name, id, intent, data)
	}
	s.mu.Notify()
}

func (s *Server) dispatchGuild(g *Guild) {
	s.dispatchEach("GUILD_CREATE", g, wire.IntentGuilds, func(wire.Intent) any { return g.event() })
}

func (s *Server) isToken(token string) bool { return strings.TrimPrefix(token, "Bot ") == s.token }

// applicationFlags say which privileged intents the application was granted.
func (s *Server) applicationFlags() int {
	flags := 1 << 23 // it has commands
	for intent, bit := range map[wire.Intent]int{wire.IntentGuildPresences: 13, wire.IntentGuildMembers: 15, wire.IntentMessageContent: 19} {
		if s.options.Privileged&intent != 0 {
			flags |= 1 << bit
		}
	}
	return flags
}

// served is the server as its gateway and its REST side see it.
type served struct{ *Server }

func (s served) Lock()   { s.mu.Lock() }
func (s served) Unlock() { s.mu.Unlock() }
func (s served) Helper() { s.tb.Helper() }
func (s served) Errorf(format string, args ...any) {
	s.tb.Errorf("discordtest: "+format, args...)
}
func (s served) Fatalf(format string, args ...any) {
	s.tb.Helper()
	s.tb.Fatalf("discordtest: "+format, args...)
}
func (s served) Require(ctx context.Context, done func() bool, what func() string) {
	s.tb.Helper()
	s.require(ctx, done, what)
}
func (s served) Stopped() <-chan struct{}  { return s.mu.Closed() }
func (s served) Changed() <-chan struct{}  { return s.mu.Changed() }
func (s served) Notify()                   { s.mu.Notify() }
func (s served) Now() time.Time            { return s.now() }
func (s served) NewID() string             { return s.newID() }
func (s served) IsToken(token string) bool { return s.isToken(token) }
func (s served) ResetToken()               { s.resetToken() }
func (s served) Violate(rule wire.Rule, where, format string, args ...any) {
	s.violate(rule, where, format, args...)
}
func (s served) Self() gateway.Self {
	return gateway.Self{Bot: *s.bot, Address: s.address, Flags: s.applicationFlags()}
}

func (s served) Guilds() []gateway.Guild {
	var all []gateway.Guild
	for _, g := range s.world.guilds {
		if g.absent {
			continue
		}
		all = append(all, gateway.Guild{ID: g.ID, Available: !g.unavailable, Event: g.event,
			Members: func() iter.Seq2[*wire.User, wire.Object] {
				return func(yield func(*wire.User, wire.Object) bool) {
					for _, m := range g.members {
						if !yield(m.User, m.wire()) {
							return
						}
					}
				}
			}})
	}
	return all
}
