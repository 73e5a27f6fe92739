package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"

	"readout/bot/chat/pages"
	"readout/bot/chat/wording"
	"readout/bot/discord/api"
	"readout/bot/pause"
	"readout/bot/store"
	"readout/corpus"
)

// outOfReach stands for the version in the receipt of an answer that can't be marked, so that it is tried once only.
const outOfReach = " (not marked)"

// affected counts the answers given in a server that rest on the passages and are to be marked for the version, or have just been.
func (b *bot) affected(ctx context.Context, guild store.GuildID, version string, passages []corpus.PassageID) (wording.Reach, error) {
	ids, err := b.options.Store.ReceiptsOn(ctx, guild, passages)
	var n wording.Reach
	for _, id := range ids {
		r, err := b.options.Store.Receipt(ctx, id)
		switch {
		case errors.Is(err, store.ErrNotFound), err == nil && r.Withdrawn != "" && r.Withdrawn != version && r.Withdrawn != version+outOfReach:
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

// publishedIn has a server's answers recalled, and those told who wait for one, soon.
func (b *bot) publishedIn(ctx context.Context, guild store.GuildID) {
	b.enqueue(ctx, store.JobRecall, guild, b.options.timing.recall)
	b.tellSoon()
}

// movedOn has a server's answers looked through once more when another version was published while one of them was being made: a
// recall that ran meanwhile did not know it.
func (b *bot) movedOn(ctx context.Context, guild store.GuildID, version string) {
	if guild == "" {
		return
	}
	now, err := b.options.Libraries.Snapshot(ctx, guild)
	if err != nil || now.Version == version {
		return // without the articles the next question fails, and is told
	}
	b.publishedIn(ctx, guild)
}

// errLater is why a recall is to be done again.
var errLater = errors.New("some answers can't be marked yet")

// version is the present one of a server's library, "" for the shipped articles.
func (b *bot) version(ctx context.Context, guild store.GuildID) (string, error) {
	versions, err := b.options.Libraries.History(ctx, guild)
	if err != nil || len(versions) == 0 {
		return "", err
	}
	return "v" + strconv.Itoa(versions[0].Number), nil
}

// behind reports whether a server's answers were not recalled up to its present version.
func (b *bot) behind(ctx context.Context, guild store.GuildID) (bool, error) {
	version, err := b.version(ctx, guild)
	if err != nil || version == "" {
		return false, err
	}
	before, err := b.options.Store.Recalled(ctx, guild)
	return before != version, err
}

// recallFor is recall as a job.
func (b *bot) recallFor(ctx context.Context, j store.Job) (next time.Time, err error) {
	err = b.recall(ctx, j.Guild)
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return b.options.Clock(), nil // it goes on where it was
	}
	return next, err
}

// recall marks the answers of a server that rest on what the present version of its library has no longer. What was done is kept
// with each answer, and the version when all is done, so that it goes on where it ended.
func (b *bot) recall(ctx context.Context, guild store.GuildID) error {
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
		r, err := b.options.Store.Receipt(ctx, id)
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
		case err != nil: // Discord is down, or asks to wait: the next time
			b.log.Warn("an answer is not recalled yet", "error", err)
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
			mark += outOfReach
		}
		if _, err := b.options.Store.UpdateReceipt(ctx, id, func(r *store.Receipt) error { r.Withdrawn = mark; return nil }); err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	if done != (wording.Reach{}) {
		b.metrics.Recalled.Add(float64(done.Marked))
		e := store.AuditEntry{Action: wording.DidRecall, Target: version, Note: fmt.Sprintf("%d %d %d", done.Marked, done.Private, done.Lost)}
		if err := b.record(ctx, b.itself(guild), e); err != nil {
			return err
		}
	}
	if later {
		return errLater
	}
	return b.options.Store.SetRecalled(ctx, guild, version)
}

// unfounded are the receipts of a server's answers that rest on passages which its articles have no longer.
func (b *bot) unfounded(ctx context.Context, guild store.GuildID) ([]store.ReceiptID, error) {
	snapshot, err := b.options.Libraries.Snapshot(ctx, guild)
	if err != nil {
		return nil, err
	}
	cited, err := b.options.Store.CitedPassages(ctx, guild)
	if err != nil {
		return nil, err
	}
	gone := slices.DeleteFunc(cited, func(p corpus.PassageID) bool { return snapshot.Corpus.Passage(p) != nil })
	return b.options.Store.ReceiptsOn(ctx, guild, gone)
}

// sending is how long an answer may be on its way to Discord; one without a message is not there by then.
const sending = 2 * time.Minute

// withdraw marks an answer's message. marked is false when it is out of reach; an error is worth another try.
func (b *bot) withdraw(ctx context.Context, r store.Receipt, version string) (marked bool, err error) {
	if r.Private {
		return false, nil
	}
	if r.Message == "" {
		if b.options.Clock().Sub(r.Asked) < sending {
			return false, errors.New("it is being sent")
		}
		return false, nil
	}
	if err := pause.For(ctx, b.options.timing.edits); err != nil {
		return false, err
	}
	s, err := b.options.Store.Settings(ctx, r.Guild)
	if err != nil {
		return false, err
	}
	now, err := b.rest.message(ctx, string(r.Channel), string(r.Message))
	if err == nil {
		err = b.rest.edit(ctx, string(r.Channel), string(r.Message), now.below(b.languageOf(s, r.Guild).Moderators.Withdrawn(version)))
	}
	if api.ShutOut(err) || api.Status(err) == http.StatusBadRequest {
		b.log.Info("an answer is out of a recall's reach", "error", err)
		return false, nil
	}
	return err == nil, err
}

// sent is a message as Discord has it.
type sent struct {
	Content    string            `json:"content"`
	Embeds     []embed           `json:"embeds"`
	Components []json.RawMessage `json:"components"`
}

// below is the message under a line, with all else as it is. Where the content has no room for the line, it goes below it.
func (s sent) below(line string) payload {
	p := payload{Content: line + "\n\n" + s.Content, Embeds: s.Embeds, Components: []discordgo.MessageComponent{}}
	if pages.Units(p.Content) > pageLimits[0] {
		p.Content, p.Embeds = s.Content, append(p.Embeds[:len(p.Embeds):len(p.Embeds)], embed{line})
	}
	for _, c := range s.Components {
		p.Components = append(p.Components, raw(c))
	}
	if p.Embeds == nil {
		p.Embeds = []embed{}
	}
	return p
}

// raw is a component that stays as it is.
type raw json.RawMessage

// Type implements discordgo.MessageComponent.
func (raw) Type() discordgo.ComponentType { return 0 }

// MarshalJSON implements json.Marshaler.
func (r raw) MarshalJSON() ([]byte, error) { return r, nil }

// message is a message of the bot's.
func (r *rest) message(ctx context.Context, channel, message string) (sent, error) {
	var s sent
	err := r.Do(ctx, api.Get("message", discordgo.EndpointChannelMessage(channel, message), "channel "+channel), &s)
	return s, err
}
