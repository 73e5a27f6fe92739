package upkeep

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"readout/bot/store"
)

// sweepEvery is how often what is kept no longer is deleted.
const sweepEvery = 6 * time.Hour

// Retained is what a store deletes when it is kept no longer.
type Retained interface {
	Sweep(ctx context.Context, now time.Time) (store.Deleted, error)
	Departed(ctx context.Context, now time.Time) ([]store.GuildID, error)
	PurgeGuild(ctx context.Context, guild store.GuildID) (store.Deleted, error)
}

// Libraries are those of all servers; *libraries.Libraries is one.
type Libraries interface {
	Delete(ctx context.Context, guild store.GuildID) error
}

// Sweep deletes what is kept no longer, until the context ends.
func Sweep(ctx context.Context, kept Retained, libraries Libraries, log *slog.Logger) {
	ticker := time.NewTicker(sweepEvery)
	defer ticker.Stop()
	for {
		if err := SweepOnce(ctx, kept, libraries, time.Now()); err != nil && ctx.Err() == nil {
			log.Error("what is kept no longer was not all deleted", "error", err)
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
	}
}

// SweepOnce deletes what is kept no longer at a time, that of servers which the bot left long ago included.
func SweepOnce(ctx context.Context, kept Retained, libraries Libraries, now time.Time) error {
	_, err := kept.Sweep(ctx, now)
	departed, listErr := kept.Departed(ctx, now)
	errs := []error{err, listErr}
	for _, guild := range departed {
		// The library goes first: what the store knows of the server has the deletion tried again until all is gone.
		if err := libraries.Delete(ctx, guild); err != nil {
			errs = append(errs, err)
			continue
		}
		// One that came back meanwhile keeps what the store has.
		if _, err := kept.PurgeGuild(ctx, guild); err != nil && !errors.Is(err, store.ErrNotLeft) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
