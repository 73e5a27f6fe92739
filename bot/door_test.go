package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/signal"

	"readout/bot/datadir"
	"readout/bot/store"
)

// holdData has a data directory open, as the bot has while it runs, until a signal comes: hold DIR.
func holdData() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := hold(ctx, os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func hold(ctx context.Context, path string) error {
	log := slog.New(slog.DiscardHandler)
	dir, err := datadir.Open(path, "hold", store.Options{})
	if err != nil {
		return err
	}
	from := CorpusConfig{Articles: os.Getenv("READOUT_ARTICLES")}
	e, err := openEngine(ctx, from, func(string, ...any) {})
	if err != nil {
		return err
	}
	shelves, err := openLibraries(ctx, from, path, e, wording{}, nil, log)
	if err != nil {
		return err
	}
	outside := openDoor(&ownDesk{Libraries: shelves, dir: dir}, log)
	<-ctx.Done()
	if err := outside.close(); err != nil {
		return err
	}
	if err := shelves.Close(); err != nil {
		return err
	}
	return dir.Close()
}
