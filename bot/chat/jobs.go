package chat

import (
	"context"
	"errors"
	"time"

	"readout/bot/jobs"
	"readout/bot/store"
)

// Work works the jobs of a kind until the context ends. most is how long one may take before another process begins it again.
func (b *Bot) Work(ctx context.Context, kind store.JobKind, do jobs.Work, most time.Duration) {
	o := jobs.Options{Clock: b.Options.Clock, Log: b.Log, Look: b.Options.Timing.Jobs, Most: most}
	jobs.Run(ctx, b.Options.Store, map[store.JobKind]jobs.Work{kind: do}, o)
}

// enqueue has a job of a server's done after a while. That it can't be asked for is logged: what asks is done, and the next start asks again.
func (b *Bot) enqueue(ctx context.Context, kind store.JobKind, guild store.GuildID, after time.Duration) {
	if err := b.Options.Store.Enqueue(ctx, kind, guild, b.Options.Clock().Add(after)); err != nil && ctx.Err() == nil {
		b.Log.Error("a job was not enqueued", "kind", kind, "error", err)
	}
}

// CatchUp enqueues what is missing: for what an older program, or one that died, changed without enqueuing it.
func (b *Bot) CatchUp(ctx context.Context) {
	guilds, err := b.Options.Store.Guilds(ctx)
	waiting, listErr := b.Options.Store.Jobs(ctx)
	if err := errors.Join(err, listErr); err != nil {
		b.Log.Error("what is to be done for servers is not known", "error", err)
		return
	}
	due := map[store.Job]time.Time{}
	for _, j := range waiting {
		due[store.Job{Kind: j.Kind, Guild: j.Guild}] = j.Due
	}
	now := b.Options.Clock()
	for _, g := range guilds {
		s, err := b.Options.Store.Settings(ctx, g)
		planned, there := due[store.Job{Kind: store.JobRefresh, Guild: g}]
		if err == nil && s.RefreshEvery > 0 && (!there || planned.Sub(now) > 2*s.RefreshEvery) { // the clock was wrong when it was planned
			b.enqueue(ctx, store.JobRefresh, g, 0)
		}
		behind, recallErr := b.behind(ctx, g)
		if _, there := due[store.Job{Kind: store.JobRecall, Guild: g}]; recallErr == nil && behind && !there {
			b.enqueue(ctx, store.JobRecall, g, 0)
		}
		if err := errors.Join(err, recallErr); err != nil && ctx.Err() == nil {
			b.Log.Error("what is to be done for a server is not known", "error", err)
		}
	}
}
