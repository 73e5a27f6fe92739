package store

import (
	"errors"
	"log/slog"
	"time"
)

// What a caller can act on. Errors of the disk come as the operating system gives them, wrapped.
var (
	ErrLocked   = errors.New("another process has the data directory open")
	ErrDamaged  = errors.New("store is damaged")
	ErrNewer    = errors.New("store was written by a newer version of this program")
	ErrClosed   = errors.New("store is closed")
	ErrNotFound = errors.New("not found")
	ErrExists   = errors.New("already exists")
	ErrBudget   = errors.New("budget is spent") // always a *BudgetError, which says which
	ErrSettled  = errors.New("reservation is settled or out of date")
	ErrNotLeft  = errors.New("the bot is still a member of the server")
)

// MaxRecord is how many bytes a record may have, encoded: far above any that Discord's limits allow, which keeps a fault elsewhere from
// filling the disk.
const MaxRecord = 1 << 20

// Options for Open. The zero value is what the bot runs with.
type Options struct {
	Clock       func() time.Time // nil is time.Now
	Logger      *slog.Logger     // nil discards; never given members' text or IDs
	LockTimeout time.Duration    // how long Open waits for another process to let go; 0 is one second
	Retention   Retention

	// Copying opens a store that a copy into it was begun, to go on with it; without, such a one is ErrUnfinished.
	Copying bool

	NoSync bool // changes may be lost with the power: for tests that write a lot and never crash
}

// WithDefaults is the options with nothing left to be chosen.
func (o Options) WithDefaults() Options {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.LockTimeout <= 0 {
		o.LockTimeout = time.Second
	}
	o.Retention = o.Retention.WithDefaults()
	return o
}
