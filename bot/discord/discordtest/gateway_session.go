package discordtest

import "encoding/json"

// session is what IDENTIFY began. It outlives its connection, so that it can be resumed. Guarded by Server.mu.
type session struct {
	id      string
	intents Intent
	shard   [2]int
	ready   bool // READY and the guilds are in events
	events  []event
	conn    *connection

	duplicate int // of the next dispatches
	reorder   int
	held      *event
}

// event is one dispatch; its sequence number is its place in session.events, counted from 1.
type event struct {
	name    string
	data    json.RawMessage
	resumed bool // RESUMED, which is not replayed
}

// covers tells whether the session's shard serves the guild; direct messages (nil) are served by shard 0.
func (ses *session) covers(g *Guild) bool {
	if g == nil {
		return ses.shard[0] == 0
	}
	return int(snowflake(g.ID)>>22%uint64(ses.shard[1])) == ses.shard[0]
}

func (ses *session) receives(g *Guild, intent Intent) bool {
	return ses.covers(g) && ses.intents&intent == intent
}

// add appends a dispatch, with the faults that were asked for.
func (ses *session) add(name string, data any) {
	e := event{name: name, data: marshal(data)}
	if ses.reorder > 0 && ses.held == nil {
		ses.reorder--
		ses.held = &e
		return
	}
	ses.events = append(ses.events, e)
	if ses.duplicate > 0 {
		ses.duplicate--
		ses.events = append(ses.events, e)
	}
	if ses.held != nil {
		ses.events = append(ses.events, *ses.held)
		ses.held = nil
	}
}

// dispatch sends an event to every session that serves the guild (nil for direct messages) and asked for the intent.
// The caller holds s.mu.
func (s *Server) dispatch(name string, g *Guild, intent Intent, data any) {
	s.dispatchEach(name, g, intent, func(*session) any { return data })
}

// dispatchEach is dispatch with data made for each session.
func (s *Server) dispatchEach(name string, g *Guild, intent Intent, data func(*session) any) {
	removal := name == "GUILD_DELETE"
	if g != nil && (g.absent || g.unavailable) && !removal {
		s.notify()
		return
	}
	for _, ses := range s.Gateway.sessions {
		if ses.receives(g, intent) {
			ses.add(name, data(ses))
		}
	}
	s.notify()
}

func (s *Server) dispatchGuild(g *Guild) {
	s.dispatchEach("GUILD_CREATE", g, IntentGuilds, func(*session) any { return g.event() })
}

func marshal(v any) json.RawMessage {
	raw, err := json.Marshal(v)
	if err != nil {
		panic("discordtest: a wire object that is no JSON: " + err.Error()) // only our own types come here
	}
	return raw
}
