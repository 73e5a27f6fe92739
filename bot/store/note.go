package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Note is what a part of the bot remembers for a while, in a form of its own: a question that waits for its answer, a post that was
// answered. Kind, Guild and Name together are its key.
type Note struct {
	Kind   string          `json:"kind"`             // which part it is of
	Guild  GuildID         `json:"guild"`            // "" in direct messages
	Name   string          `json:"name"`             // among those of its kind and server
	Member UserID          `json:"member,omitempty"` // whose it is, and who has it forgotten; "" for nobody's
	Until  time.Time       `json:"until"`            // UTC, when it goes
	Data   json.RawMessage `json:"data"`             // of its part
}

// LongestName is how long the kind and the name of a note may be, in bytes, and MaxNote its data.
const (
	LongestName = 100
	MaxNote     = 64 << 10
)

// Validate tells what no store takes.
func (n Note) Validate() error {
	if n.Kind == "" || n.Name == "" || len(n.Kind) > LongestName || len(n.Name) > LongestName {
		return fmt.Errorf("note %q %q: kind and name must have 1 to %d bytes", n.Kind, n.Name, LongestName)
	}
	if len(n.Data) > MaxNote || !json.Valid(n.Data) {
		return fmt.Errorf("note %q: its %d bytes are too many, or no JSON", n.Kind, len(n.Data))
	}
	return errors.Join(ValidTime(n.Until), OptionalID("server", n.Guild), OptionalID("member", n.Member))
}

// Changed is the note as change says, under the same key.
func (n Note) Changed(change func(*Note) error) (Note, error) {
	changed := n
	if err := change(&changed); err != nil {
		return n, err
	}
	changed.Kind, changed.Guild, changed.Name, changed.Until = n.Kind, n.Guild, n.Name, changed.Until.UTC().Round(0)
	return changed, changed.Validate()
}

// ErrFull says that no more notes of a kind are taken.
var ErrFull = errors.New("there are too many already")

// Room is how many notes of a kind there may be; zero is no limit.
type Room struct {
	Member int // of one member, in all servers
	Guild  int // of one server
}
