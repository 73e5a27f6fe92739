package desk

import (
	"context"
	"log/slog"

	"readout/bot/bolt"
	"readout/bot/budget"
	"readout/bot/chat"
	"readout/bot/datadir"
	"readout/bot/failure"
	"readout/bot/postgres"
	"readout/bot/rewritten"
	"readout/bot/store"
	"readout/bot/upkeep"
)

// Memory is what the bot remembers between two starts: *bolt.Store is one, *postgres.Store another.
type Memory interface {
	chat.Store
	chat.Notes
	budget.Accounts
	rewritten.Store
	upkeep.Retained
	Check(ctx context.Context) error
	Close() error
}

// directoryStore is the store of a data directory, which is closed with the directory.
type directoryStore struct{ *bolt.Store }

// Close implements Memory.
func (directoryStore) Close() error { return nil }

// Remember gives what the bot remembers: in the database that is set, else in the directory.
func (c DataConfig) Remember(ctx context.Context, dir *datadir.Dir, log *slog.Logger) (Memory, error) {
	if c.Database == "" {
		return directoryStore{dir.Store}, nil
	}
	kept, err := postgres.Open(ctx, c.Database.Reveal(), store.Options{Logger: log})
	if err != nil {
		return nil, failure.Input(upkeep.DatabaseFault(err))
	}
	return kept, nil
}
