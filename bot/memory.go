package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"readout/bot/bolt"
	"readout/bot/budget"
	"readout/bot/datadir"
	"readout/bot/discord"
	"readout/bot/postgres"
	"readout/bot/rewritten"
	"readout/bot/store"
)

// memory is what the bot remembers between two starts: *bolt.Store is one, *postgres.Store another.
type memory interface {
	discord.Store
	discord.Notes
	budget.Accounts
	rewritten.Store
	retained
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
		return nil, badInput(databaseFault(err))
	}
	return kept, nil
}

// databaseFault says what to do about a database that can't be opened.
func databaseFault(err error) error {
	for about, do := range map[error]string{
		postgres.ErrURL:         "Set DATABASE_URL to its address; special characters of the password are written %XX there",
		postgres.ErrUnreachable: "See that the server runs, and that DATABASE_URL has the right host, port, user, password and database",
		postgres.ErrUnsuitable:  "Give the bot a database of its own: create database readout encoding 'UTF8' template template0",
		store.ErrNewer:          "Use the newer version of this program",
	} {
		if errors.Is(err, about) {
			return fmt.Errorf("%w.\n%s", err, do)
		}
	}
	return err
}
