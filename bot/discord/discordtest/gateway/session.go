package gateway

import (
	"encoding/json"

	"readout/bot/discord/discordtest/wire"
)

// session is what IDENTIFY began. It outlives its connection, so that it can be resumed. Guarded by Server.mu.
type session struct {
	id      string
	intents wire.Intent
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

// covers tells whether the session's shard serves the guild; direct messages ("") are served by shard 0.
func (ses *session) covers(guild string) bool {
	if guild == "" {
		return ses.shard[0] == 0
	}
	return int(wire.Snowflake(guild)>>22%uint64(ses.shard[1])) == ses.shard[0]
}

func (ses *session) receives(guild string, intent wire.Intent) bool {
	return ses.covers(guild) && ses.intents&intent == intent
}

// add appends a dispatch, with the faults that were asked for.
func (ses *session) add(name string, data any) {
	e := event{name: name, data: wire.Marshal(data)}
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
