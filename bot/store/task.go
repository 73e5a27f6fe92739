package store

import (
	"encoding/json"
	"errors"
	"fmt"
)

// Task is something that Discord told the bot of and that awaits an answer: an interaction, or a message to the bot. Of all processes that
// share a database one at a time works on it.
type Task struct {
	ID    string  // Discord's of the interaction or the message
	Guild GuildID // "" in direct messages
	Asker UserID  // whose question it is, of which each member has one at a time; "" for anything else
	Kind  string  // says what Data is
	// Data is what another process needs to go on. It holds the interaction's token, and is gone once the task is done.
	Data json.RawMessage
}

// Claim is a task that a process works on.
type Claim struct {
	Task
	Fence int64 // counts those who have had it
	Begun bool  // Discord was given a first response
}

// Taken is what became of a task that was to be taken up: a claim, or why there is none. ErrTaken; ErrExists: its asker has a question
// already; ErrFull: there are as many questions as there may be.
type Taken struct {
	Claim
	Err error
}

// ErrTaken says that a task was taken up before, by any process.
var ErrTaken = errors.New("it is answered already")

// Fenced names a claim.
type Fenced struct {
	ID    string
	Fence int64
}

// Fenced is the claim's name.
func (c Claim) Fenced() Fenced { return Fenced{c.ID, c.Fence} }

// ErrLost says that somebody else may have what was held.
var ErrLost = errors.New("it is held no longer")

// Validate tells what no store takes.
func (t Task) Validate() error {
	if Snowflake(t.ID) == 0 {
		return errors.New("task: its ID is none of Discord's")
	}
	if len(t.Data) > MaxRecord || !json.Valid(t.Data) {
		return fmt.Errorf("task of kind %q: its %d bytes are too many, or no JSON", t.Kind, len(t.Data))
	}
	return errors.Join(OptionalID("server", t.Guild), OptionalID("member", t.Asker))
}
