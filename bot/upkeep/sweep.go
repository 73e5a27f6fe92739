package upkeep

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"readout/bot/jobs"
	"readout/bot/store"
)

// sweepEvery is how often what is kept no longer is deleted.
const sweepEvery = 6 * time.Hour

// Retained is what a store deletes when it is kept no longer.
type Retained interface {
	jobs.Queue
	Sweep(ctx context.Context, now time.Time) (store.Deleted, error)
	Departed(ctx context.Context, now time.Time) ([]store.GuildID, error)
	PurgeGuild(ctx context.Context, guild store.GuildID) (store.Deleted, error)
}

// Libraries are those of all servers; *libraries.Libraries is one.
type Libraries interface {
	Delete(ctx context.Context, guild store.GuildID) error
}

// Work deletes what is kept no longer until the context ends: now and then all that is, counters of past days among it, and everything of a
// server once the bot has left it for so long. Of several processes one does each.
func Work(ctx context.Context, kept Retained, libraries Libraries, o jobs.Options) {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if err := kept.Enqueue(ctx, store.JobSweep, "", o.Clock()); err != nil && ctx.Err() == nil && o.Log != nil {
		o.Log.Error("what is kept no longer is not looked for", "error", err)
	}
	jobs.Run(ctx, kept, Jobs(kept, libraries, o.Clock), o)
}

// Jobs are those that Work works.
func Jobs(kept Retained, libraries Libraries, clock func() time.Time) map[store.JobKind]jobs.Work {
	return map[store.JobKind]jobs.Work{
		store.JobSweep: func(ctx context.Context, _ store.Job) (time.Time, error) {
			now := clock()
			_, err := kept.Sweep(ctx, now)
			departed, listErr := kept.Departed(ctx, now)
			errs := []error{err, listErr}
			for _, g := range departed { // whose deletion waits already, unless an older program noted that they were left
				errs = append(errs, kept.Enqueue(ctx, store.JobDelete, g, now))
			}
			return now.Add(sweepEvery), errors.Join(errs...)
		},
		store.JobDelete: func(ctx context.Context, j store.Job) (time.Time, error) {
			departed, err := kept.Departed(ctx, clock())
			if err != nil || !slices.Contains(departed, j.Guild) { // it has come back
				return time.Time{}, err
			}
			// The library goes first: what the store knows of the server has the deletion tried again until all is gone.
			if err := libraries.Delete(ctx, j.Guild); err != nil {
				return time.Time{}, err
			}
			if _, err := kept.PurgeGuild(ctx, j.Guild); !errors.Is(err, store.ErrNotLeft) {
				return time.Time{}, err
			}
			return time.Time{}, nil
		},
	}
}

// lateAfter is how long a job may be due before somebody should look.
const lateAfter = time.Hour

// Health says how jobs fare at a time, and whether all is well.
func Health(ctx context.Context, q jobs.Queue, now time.Time) (well bool, text string) {
	h, err := jobs.Look(ctx, q, now)
	if err != nil {
		return false, err.Error()
	}
	text = fmt.Sprintf("%d wait, %d are worked", h.Waiting, h.Running)
	if h.Failing > 0 {
		text += fmt.Sprintf(", %d failed and are tried again: %s", h.Failing, h.Fault)
	}
	late := !h.Late.IsZero() && now.Sub(h.Late) > lateAfter
	if late {
		text += fmt.Sprintf("; the oldest is due since %s: they are worked while the bot runs", h.Late.Format(time.DateTime))
	}
	return h.Failing == 0 && !late, text
}
