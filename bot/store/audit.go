package store

import (
	"errors"
	"time"
)

// AuditID numbers the entries of all servers in the order they were made; it is never given twice.
type AuditID uint64

// AuditEntry is something that somebody did in a server.
type AuditEntry struct {
	ID     AuditID   `json:"id"` // set by AppendAudit
	Guild  GuildID   `json:"guild"`
	At     time.Time `json:"at"`               // UTC
	Actor  UserID    `json:"actor,omitempty"`  // who did it; "" for the bot itself and for one who asked to be forgotten
	Member UserID    `json:"member,omitempty"` // to whom it was done, if to anybody
	Action string    `json:"action"`           // what was done: "publish"
	Target string    `json:"target,omitempty"` // to what: an article, a version, a setting; never a member
	Note   string    `json:"note,omitempty"`   // in the actor's words; goes when actor or member ask to be forgotten
}

// Validate tells what no store takes.
func (e AuditEntry) Validate() error {
	if e.ID == 0 {
		return errors.New("audit entry without a number")
	}
	if e.Action == "" {
		return errors.New("audit entry without an action")
	}
	return errors.Join(ValidTime(e.At), RequireID("server", e.Guild), OptionalID("actor", e.Actor), OptionalID("member", e.Member))
}

// Anonymous is the entry without the user and without words.
func (e AuditEntry) Anonymous(user UserID) AuditEntry {
	if e.Actor == user {
		e.Actor = ""
	}
	if e.Member == user {
		e.Member = ""
	}
	e.Note = ""
	return e
}
