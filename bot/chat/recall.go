package chat

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"readout/bot/chat/wording"
	"readout/bot/jobs"
	"readout/bot/pause"
	"readout/bot/store"
	"readout/corpus"
)

// Archive is a platform that finds again, and changes, what it has shown.
type Archive interface {
	// Holds reports whether the answer with a receipt is among the last messages of a channel.
	Holds(ctx context.Context, channel store.ChannelID, id store.ReceiptID) (bool, error)
	// Mark puts a line above a message of the bot's, with all else as it is.
	Mark(ctx context.Context, channel store.ChannelID, message store.MessageID, line string) error
}

// Arrived reports whether the answer with a receipt is known to be among the last messages of a channel.
func (b *Bot) Arrived(ctx context.Context, channel store.ChannelID, id store.ReceiptID) (bool, error) {
	if p, ok := b.Platform.(Archive); ok {
		return p.Holds(ctx, channel, id)
	}
	return false, nil
}

// mark puts a line above a message of the bot's.
func (b *Bot) mark(ctx context.Context, channel store.ChannelID, message store.MessageID, line string) error {
	if p, ok := b.Platform.(Archive); ok {
		return p.Mark(ctx, channel, message, line)
	}
	return ErrNowhere
}

// OutOfReach stands for the version in the receipt of an answer that can't be marked, so that it is tried once only.
const OutOfReach = " (not marked)"

// Affected counts the answers given in a server that rest on the passages and are to be marked for the version, or have just been.
func (b *Bot) Affected(ctx context.Context, guild store.GuildID, version string, passages []corpus.PassageID) (wording.Reach, error) {
	ids, err := b.Options.Store.ReceiptsOn(ctx, guild, passages)
	var n wording.Reach
	for _, id := range ids {
		r, err := b.Options.Store.Receipt(ctx, id)
		switch {
		case errors.Is(err, store.ErrNotFound), err == nil && r.Withdrawn != "" && r.Withdrawn != version && r.Withdrawn != version+OutOfReach:
		case err != nil:
			return n, err
		case r.Private:
			n.Private++
		default:
			n.Marked++
		}
	}
	return n, err
}

// PublishedIn has a server's answers recalled, and those told who wait for one, soon.
func (b *Bot) PublishedIn(ctx context.Context, guild store.GuildID) {
	b.enqueue(ctx, store.JobRecall, guild, b.Options.Timing.Recall)
	b.TellSoon()
}

// MovedOn has a server's answers looked through once more when another version was published while one of them was being made: a
// recall that ran meanwhile did not know it.
func (b *Bot) MovedOn(ctx context.Context, guild store.GuildID, version string) {
	if guild == "" {
		return
	}
	now, err := b.Options.Libraries.Snapshot(ctx, guild)
	if err != nil || now.Version == version {
		return // without the articles the next question fails, and is told
	}
	b.PublishedIn(ctx, guild)
}

// errLater is why a recall is to be done again.
var errLater = errors.New("some answers can't be marked yet")

// version is the present one of a server's library, "" for the shipped articles.
func (b *Bot) version(ctx context.Context, guild store.GuildID) (string, error) {
	versions, err := b.Options.Libraries.History(ctx, guild)
	if err != nil || len(versions) == 0 {
		return "", err
	}
	return "v" + strconv.Itoa(versions[0].Number), nil
}

// behind reports whether a server's answers were not recalled up to its present version.
func (b *Bot) behind(ctx context.Context, guild store.GuildID) (bool, error) {
	version, err := b.version(ctx, guild)
	if err != nil || version == "" {
		return false, err
	}
	before, err := b.Options.Store.Recalled(ctx, guild)
	return before != version, err
}

// mostRecall is how long a recall may take; then it goes on where it was.
const mostRecall = 5 * time.Minute

// Recalls marks the answers whose evidence is gone, as jobs ask for it, until the context ends.
func (b *Bot) Recalls(ctx context.Context) { b.Work(ctx, store.JobRecall, b.Recall, mostRecall) }

// Recall is recall as a job.
func (b *Bot) Recall(ctx context.Context, j store.Job) (next time.Time, err error) {
	err = b.recall(ctx, j.Guild)
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return b.Options.Clock(), nil // it goes on where it was
	}
	return next, err
}

// recall marks the answers of a server that rest on what the present version of its library has no longer. What was done is kept
// with each answer, and the version when all is done, so that it goes on where it ended.
func (b *Bot) recall(ctx context.Context, guild store.GuildID) error {
	version, err := b.version(ctx, guild)
	if err != nil || version == "" {
		return err
	}
	later := false
	ids, err := b.unfounded(ctx, guild)
	if err != nil {
		return err
	}
	var done wording.Reach
	for _, id := range ids {
		r, err := b.Options.Store.Receipt(ctx, id)
		if errors.Is(err, store.ErrNotFound) || err == nil && r.Withdrawn != "" {
			continue
		}
		if err != nil {
			return err
		}
		marked, err := b.withdraw(ctx, r, version)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil: // the platform is down, or asks to wait: the next time
			b.Log.Warn("an answer is not recalled yet", "error", err)
			later = true
			continue
		case r.Private:
			done.Private++
		case marked:
			done.Marked++
		default:
			done.Lost++
		}
		mark := version
		if !marked {
			mark += OutOfReach
		}
		withdraw := func(r *store.Receipt) error { r.Withdrawn = mark; return nil }
		if _, err := b.Options.Store.UpdateReceipt(ctx, id, withdraw); err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	if done != (wording.Reach{}) {
		b.Metrics.Recalled.Add(float64(done.Marked))
		e := store.AuditEntry{Action: wording.DidRecall, Target: version, Note: fmt.Sprintf("%d %d %d", done.Marked, done.Private, done.Lost)}
		if err := b.Record(ctx, b.Itself(guild), e); err != nil {
			return err
		}
	}
	if later {
		return errLater
	}
	return b.Options.Store.SetRecalled(ctx, guild, version)
}

// unfounded are the receipts of a server's answers that rest on passages which its articles have no longer.
func (b *Bot) unfounded(ctx context.Context, guild store.GuildID) ([]store.ReceiptID, error) {
	snapshot, err := b.Options.Libraries.Snapshot(ctx, guild)
	if err != nil {
		return nil, err
	}
	cited, err := b.Options.Store.CitedPassages(ctx, guild)
	if err != nil {
		return nil, err
	}
	gone := slices.DeleteFunc(cited, func(p corpus.PassageID) bool { return snapshot.Corpus.Passage(p) != nil })
	return b.Options.Store.ReceiptsOn(ctx, guild, gone)
}

// sending is how long an answer may be on its way; one without a message is not there by then.
const sending = 2 * time.Minute

// withdraw marks an answer's message. marked is false when it is out of reach; an error is worth another try.
func (b *Bot) withdraw(ctx context.Context, r store.Receipt, version string) (marked bool, err error) {
	if r.Private {
		return false, nil
	}
	if r.Message == "" {
		if b.Options.Clock().Sub(r.Asked) < sending {
			return false, errors.New("it is being sent")
		}
		return false, nil
	}
	if err := pause.For(ctx, b.Options.Timing.Edits); err != nil {
		return false, err
	}
	s, err := b.Options.Store.Settings(ctx, r.Guild)
	if err != nil {
		return false, err
	}
	err = b.mark(ctx, r.Channel, r.Message, b.LanguageOf(s, r.Guild).Moderators.Withdrawn(version))
	if errors.Is(err, ErrNowhere) {
		b.Log.Info("an answer is out of a recall's reach", "error", err)
		return false, nil
	}
	return err == nil, err
}

// Work works the jobs of a kind until the context ends. most is how long one may take before another process begins it again.
func (b *Bot) Work(ctx context.Context, kind store.JobKind, do jobs.Work, most time.Duration) {
	o := jobs.Options{Clock: b.Options.Clock, Log: b.Log, Look: b.Options.Timing.Jobs, Most: most}
	jobs.Run(ctx, b.Options.Store, map[store.JobKind]jobs.Work{kind: do}, o)
}

// enqueue has a job of a server's done after a while. That it can't be asked for is logged: what asks is done, and the next start asks
// again.
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
