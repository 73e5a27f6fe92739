package main

import (
	"context"
	"log/slog"

	"readout/bot/bolt"
	"readout/bot/budget"
	"readout/bot/chat"
	"readout/bot/datadir"
	"readout/bot/postgres"
	"readout/bot/rewritten"
	"readout/bot/store"
	"readout/bot/upkeep"
)

// memory is what the bot remembers between two starts: *bolt.Store is one, *postgres.Store another.
type memory interface {
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

// Close implements memory.
func (directoryStore) Close() error { return nil }

// remember gives what the bot remembers: in the database that is set, else in the directory.
func (c DataConfig) remember(ctx context.Context, dir *datadir.Dir, log *slog.Logger) (memory, error) {
	if c.Database == "" {
		return directoryStore{dir.Store}, nil
	}
	kept, err := postgres.Open(ctx, c.Database.Reveal(), store.Options{Logger: log})
	if err != nil {
		return nil, badInput(upkeep.DatabaseFault(err))
	}
	return kept, nil
}
