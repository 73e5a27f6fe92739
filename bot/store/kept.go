package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Kind names the records of one sort.
type Kind string

// The kinds of records, in the order in which they are copied: what belongs to a record comes after it.
const (
	KindReceipt    Kind = "receipts"
	KindFeedback   Kind = "feedback"
	KindThread     Kind = "threads"
	KindAudit      Kind = "audit"
	KindAuditCount Kind = "audit count"
	KindSettings   Kind = "settings"
	KindUsage      Kind = "usage"
	KindDeparture  Kind = "departures"
	KindRecall     Kind = "recalls"
	KindWritten    Kind = "written"
	KindNote       Kind = "notes"
)

// Kept is a record in the form in which every store gives it and takes it. Reservations are none: what nobody settled stays counted in
// usage, and who reserved it ended with the process.
type Kept struct {
	Kind Kind
	Data json.RawMessage // the same bytes from every store that holds the same
}

// Keep is the record as it is carried.
func Keep(kind Kind, v any) (Kept, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return Kept{}, fmt.Errorf("encode %s: %w", kind, err)
	}
	return Kept{kind, bytes.TrimSuffix(buf.Bytes(), []byte("\n"))}, nil
}

// ReadKept is the inverse of Keep; ErrDamaged: it is no such record.
func ReadKept[R interface{ Validate() error }](k Kept) (r R, err error) {
	if err = json.Unmarshal(k.Data, &r); err == nil {
		err = r.Validate()
	}
	if err != nil {
		return r, fmt.Errorf("%s: %w: %w", k.Kind, ErrDamaged, err)
	}
	return r, nil
}

// AuditCount is the number of the last entry that the audit ever had, which is given to no other.
type AuditCount struct {
	Last AuditID `json:"last"`
}

// Validate tells what no store takes.
func (AuditCount) Validate() error { return nil }

// KeptSettings are the settings of a server as they are stored, with what this program does not know of them.
type KeptSettings struct {
	Guild    GuildID         `json:"guild"`
	Settings json.RawMessage `json:"settings"`
}

// KeepSettings is the settings of a server, as they are carried.
func KeepSettings(guild GuildID, stored json.RawMessage) (Kept, error) {
	var fields any // whose names are written in their order, however they were stored
	d := json.NewDecoder(bytes.NewReader(stored))
	d.UseNumber()
	if err := d.Decode(&fields); err != nil {
		return Kept{}, fmt.Errorf("settings of server %s: %w: %w", guild, ErrDamaged, err)
	}
	return Keep(KindSettings, struct {
		Guild    GuildID `json:"guild"`
		Settings any     `json:"settings"`
	}{guild, fields})
}

// Validate tells what no store takes.
func (k KeptSettings) Validate() error {
	var v Settings
	if err := json.Unmarshal(k.Settings, &v); err != nil {
		return err
	}
	return errors.Join(RequireID("server", k.Guild), v.Validate())
}

// KeptUsage is what was used on a day (since 1 January 1970, UTC) in a scope. Subject is nothing, a server's eight bytes, a member's
// pseudonym, or the pseudonym and the server.
type KeptUsage struct {
	Day     Day    `json:"day"`
	Scope   Scope  `json:"scope"`
	Subject []byte `json:"subject"`
	Amount  Amount `json:"amount"`
}

// Validate tells what no store takes.
func (k KeptUsage) Validate() error {
	size, ok := map[Scope]int{ScopeTotal: 0, ScopeGuild: 8, ScopeMember: PseudonymLen, ScopeMemberHere: PseudonymLen + 8}[k.Scope]
	if !ok || len(k.Subject) != size {
		return fmt.Errorf("scope %q is not counted under %d bytes", k.Scope, len(k.Subject))
	}
	return k.Amount.Validate()
}

// Departure says when the bot left a server, to the millisecond.
type Departure struct {
	Guild GuildID   `json:"guild"`
	At    time.Time `json:"at"` // UTC
}

// Validate tells what no store takes.
func (d Departure) Validate() error {
	return errors.Join(RequireID("server", d.Guild), ValidTime(d.At))
}

// Recall says up to which version of a server's library answers were recalled.
type Recall struct {
	Guild   GuildID `json:"guild"`
	Version string  `json:"version"`
}

// Validate tells what no store takes.
func (r Recall) Validate() error { return RequireID("server", r.Guild) }

// KeptWritten is what a language model wrote, to the millisecond, under the keyed hash that Pseudonyms.Text gives.
type KeptWritten struct {
	Key  []byte    `json:"key"`
	At   time.Time `json:"at"` // UTC
	Data string    `json:"data"`
}

// Validate tells what no store takes.
func (w KeptWritten) Validate() error {
	if len(w.Key) != len(Pseudonyms(nil).Text("")) || len(w.Data) > MaxWrittenSize {
		return fmt.Errorf("what was written has %d bytes under a key of %d", len(w.Data), len(w.Key))
	}
	return ValidTime(w.At)
}

// File is a file of a server's library: see package corpus/library for the names. "state" is what its sources are known to be like.
type File struct {
	Guild GuildID
	Name  string
	Data  []byte
}

// Copying says of a store that a copy into it was begun, and how far it is.
type Copying struct {
	Of   string `json:"of"`   // what is copied
	Done int    `json:"done"` // how many records and files are there
}

// What may be wrong with the target of a copy.
var (
	ErrOccupied   = errors.New("it holds other records already")
	ErrUnfinished = errors.New("a copy into it was begun and is not finished")
)
