package discord

import (
	"context"
	"errors"
	"strconv"
	"time"

	"readout/bot/chat/wording"
	"readout/bot/jobs"
	"readout/bot/libraries"
	"readout/bot/store"
)

// Most is how long a job of a kind may take before another process begins it again.
const (
	mostRefresh = time.Hour
	mostRecall  = 5 * time.Minute // then it goes on where it was
)

// working works the jobs of a kind until the context ends.
func (b *bot) working(kind store.JobKind, do jobs.Work, most time.Duration) func(context.Context) {
	return func(ctx context.Context) {
		o := jobs.Options{Clock: b.options.Clock, Log: b.log, Look: b.options.timing.jobs, Most: most}
		jobs.Run(ctx, b.options.Store, map[store.JobKind]jobs.Work{kind: do}, o)
	}
}

// enqueue has a job of a server's done after a while. That it can't be asked for is logged: what asks is done, and the next start asks again.
func (b *bot) enqueue(ctx context.Context, kind store.JobKind, guild store.GuildID, after time.Duration) {
	if err := b.options.Store.Enqueue(ctx, kind, guild, b.options.Clock().Add(after)); err != nil && ctx.Err() == nil {
		b.log.Error("a job was not enqueued", "kind", kind, "error", err)
	}
}

// catchUp enqueues what is missing: for what an older program, or one that died, changed without enqueuing it.
func (b *bot) catchUp(ctx context.Context) {
	guilds, err := b.options.Store.Guilds(ctx)
	waiting, listErr := b.options.Store.Jobs(ctx)
	if err := errors.Join(err, listErr); err != nil {
		b.log.Error("what is to be done for servers is not known", "error", err)
		return
	}
	due := map[store.Job]time.Time{}
	for _, j := range waiting {
		due[store.Job{Kind: j.Kind, Guild: j.Guild}] = j.Due
	}
	now := b.options.Clock()
	for _, g := range guilds {
		s, err := b.options.Store.Settings(ctx, g)
		planned, there := due[store.Job{Kind: store.JobRefresh, Guild: g}]
		if err == nil && s.RefreshEvery > 0 && (!there || planned.Sub(now) > 2*s.RefreshEvery) { // the clock was wrong when it was planned
			b.enqueue(ctx, store.JobRefresh, g, 0)
		}
		behind, recallErr := b.behind(ctx, g)
		if _, there := due[store.Job{Kind: store.JobRecall, Guild: g}]; recallErr == nil && behind && !there {
			b.enqueue(ctx, store.JobRecall, g, 0)
		}
		if err := errors.Join(err, recallErr); err != nil && ctx.Err() == nil {
			b.log.Error("what is to be done for a server is not known", "error", err)
		}
	}
}

// refresh fetches a server's articles again if they are due, and tells its moderators what came of it: what was published, what waits
// for them, and each source that fails, once.
func (b *bot) refresh(ctx context.Context, j store.Job) (next time.Time, err error) {
	guild := j.Guild
	s, err := b.options.Store.Settings(ctx, guild)
	if err != nil || s.RefreshEvery <= 0 {
		return next, err
	}
	leave, err := b.changes.Enter(ctx, "the scheduler")
	if err != nil {
		return next, err
	}
	defer leave()
	done, err := b.options.Libraries.RefreshDue(ctx, guild, s.RefreshEvery, nil)
	if err != nil {
		return next, err
	}
	if next = done.Next; next.IsZero() {
		next = b.options.Clock().Add(s.RefreshEvery)
	}
	var errs []error
	tell := func(e store.AuditEntry) { errs = append(errs, b.record(ctx, b.itself(guild), e)) }
	if done.Published != nil {
		tell(store.AuditEntry{Action: wording.DidPublish, Target: "v" + strconv.Itoa(done.Published.Version), Note: string(libraries.Refresh)})
		b.publishedIn(ctx, guild)
	}
	if done.Draft != nil {
		tell(store.AuditEntry{Action: wording.DidDraft, Target: string(done.Draft.Kind)})
	}
	for _, f := range done.Failed {
		tell(store.AuditEntry{Action: wording.DidFail, Target: f.URL, Note: string(f.Err)})
	}
	for _, f := range done.Recovered {
		tell(store.AuditEntry{Action: wording.DidRecover, Target: f.URL})
	}
	if err := errors.Join(errs...); err != nil { // what was done is done, and must not be done again to be told
		b.log.Error("what came of a refresh was not told", "error", err)
	}
	return next, nil
}
