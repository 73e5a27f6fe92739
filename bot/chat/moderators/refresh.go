package moderators

import (
	"context"
	"errors"
	"strconv"
	"time"

	"readout/bot/chat/wording"
	"readout/bot/libraries"
	"readout/bot/store"
)

// mostRefresh is how long fetching a server's articles again may take before another process begins it again.
const mostRefresh = time.Hour

// Refreshes fetches the libraries of the servers that want it again, as jobs ask for it, until the context ends.
func (b *Moderators) Refreshes(ctx context.Context) {
	b.Work(ctx, store.JobRefresh, b.refresh, mostRefresh)
}

// refresh fetches a server's articles again if they are due, and tells its moderators what came of it: what was published, what waits
// for them, and each source that fails, once.
func (b *Moderators) refresh(ctx context.Context, j store.Job) (next time.Time, err error) {
	guild := j.Guild
	s, err := b.Options.Store.Settings(ctx, guild)
	if err != nil || s.RefreshEvery <= 0 {
		return next, err
	}
	leave, err := b.changes.Enter(ctx, "the scheduler")
	if err != nil {
		return next, err
	}
	defer leave()
	done, err := b.Options.Libraries.RefreshDue(ctx, guild, s.RefreshEvery, nil)
	if err != nil {
		return next, err
	}
	if next = done.Next; next.IsZero() {
		next = b.Options.Clock().Add(s.RefreshEvery)
	}
	var errs []error
	tell := func(e store.AuditEntry) { errs = append(errs, b.Record(ctx, b.Itself(guild), e)) }
	if done.Published != nil {
		tell(store.AuditEntry{Action: wording.DidPublish, Target: "v" + strconv.Itoa(done.Published.Version), Note: string(libraries.Refresh)})
		b.PublishedIn(ctx, guild)
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
		b.Log.Error("what came of a refresh was not told", "error", err)
	}
	return next, nil
}
