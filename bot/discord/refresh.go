package discord

import (
	"context"
	"errors"
	"strconv"
	"time"

	"readout/bot/chat/wording"
	"readout/bot/libraries"
	"readout/bot/pause"
	"readout/bot/store"
)

// refreshAlways has the libraries of the servers that want it fetched again when they are due, until the context ends.
func (b *bot) refreshAlways(ctx context.Context) {
	b.eachGuild(ctx, func(g store.GuildID) error { return b.refresh(ctx, g) }, "a library was not refreshed")
}

// eachGuild does something for each server known, now and then, until the context ends; failed is what the log says where it fails.
func (b *bot) eachGuild(ctx context.Context, do func(store.GuildID) error, failed string) {
	for pause.For(ctx, b.options.timing.refresh) == nil {
		guilds, err := b.options.Store.Guilds(ctx)
		if err != nil && ctx.Err() == nil {
			b.log.Error("the servers known are not read", "error", err)
		}
		for _, g := range guilds {
			if err := safely(func() error { return do(g) }); err != nil && ctx.Err() == nil {
				b.log.Error(failed, "error", err, "stack", string(stackOf(err)))
			}
		}
	}
}

// refresh fetches a server's articles again if they are due, and tells its moderators what came of it: what was published, what waits
// for them, and each source that fails, once.
func (b *bot) refresh(ctx context.Context, guild store.GuildID) error {
	s, err := b.options.Store.Settings(ctx, guild)
	if err != nil || s.RefreshEvery <= 0 {
		return err
	}
	leave, err := b.changes.Enter(ctx, "the scheduler")
	if err != nil {
		return nil
	}
	defer leave()
	ctx, cancel := context.WithTimeout(ctx, time.Hour)
	defer cancel()
	done, err := b.options.Libraries.RefreshDue(ctx, guild, s.RefreshEvery, nil)
	if err != nil || !done.Due {
		return err
	}
	var errs []error
	tell := func(e store.AuditEntry) { errs = append(errs, b.record(ctx, b.itself(guild), e)) }
	if done.Published != nil {
		tell(store.AuditEntry{Action: wording.DidPublish, Target: "v" + strconv.Itoa(done.Published.Version), Note: string(libraries.Refresh)})
		b.recallNow()
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
	return errors.Join(errs...)
}
