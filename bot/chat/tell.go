package chat

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"readout/bot/chat/pages"
	"readout/bot/chat/wording"
	"readout/bot/reply"
	"readout/bot/store"
	"readout/bot/talk"
	"readout/bot/waiting"
	"readout/corpus/reading"
	"readout/retrieval/answer"
	"readout/retrieval/scope"
)

// Directs is a platform on which a member can be told something alone.
type Directs interface {
	// Direct is the channel of direct messages with a member.
	Direct(ctx context.Context, member store.UserID) (store.ChannelID, error)
}

// direct is the channel of direct messages with a member.
func (b *Bot) direct(ctx context.Context, member store.UserID) (store.ChannelID, error) {
	if p, ok := b.Platform.(Directs); ok {
		return p.Direct(ctx, member)
	}
	return "", ErrNowhere
}

// canTell reports whether whoever asked can be told later: the articles don't answer, and may one day.
func (b *Bot) canTell(q Request, a *answer.Answer) bool {
	n := a.Abstention
	return b.Options.Notes != nil && q.Guild != "" && n != nil && (n.Reason == answer.NotCovered || n.Reason == answer.PartlyCovered)
}

// TellSoon has those told who wait for an answer, soon.
func (b *Bot) TellSoon() {
	select {
	case b.tells <- struct{}{}:
	default:
	}
}

// TellAlways tells those who wait when a version is published, until the context ends; at the start those whom an earlier run of the
// program did not reach.
func (b *Bot) TellAlways(ctx context.Context) {
	if b.Options.Notes == nil {
		return
	}
	ticker := time.NewTicker(b.Options.Timing.Tell)
	defer ticker.Stop()
	for {
		guilds, err := b.Options.Store.Guilds(ctx)
		if err != nil && ctx.Err() == nil {
			b.Log.Error("the servers known are not read", "error", err)
		}
		for _, g := range guilds {
			if err := Safely(func() error { return b.tellWaiting(ctx, g) }); err != nil && ctx.Err() == nil {
				b.Log.Error("somebody was not told yet", "error", err, "stack", string(StackOf(err)))
			}
			if ctx.Err() != nil {
				return
			}
		}
		select {
		case <-ticker.C:
		case <-b.tells:
		case <-ctx.Done():
			return
		}
	}
}

// tellWaiting tells those of a server who wait for an answer that there is now.
func (b *Bot) tellWaiting(ctx context.Context, guild store.GuildID) error {
	open, err := waiting.Open(ctx, b.Options.Notes, guild, b.Options.Clock())
	if err != nil || len(open) == 0 {
		return err
	}
	s, err := b.Options.Libraries.Snapshot(ctx, guild)
	if err != nil {
		return err
	}
	settings, err := b.Options.Store.Settings(ctx, guild)
	if err != nil {
		return err
	}
	_, err = waiting.Tell(ctx, b.Options.Notes, &teller{b, s.Corpus, b.LanguageOf(settings, guild)}, guild, s.Version, b.Options.Clock())
	return err
}

// teller tells by direct message; in the channel where it was asked, in public, where that is not possible.
type teller struct {
	bot      *Bot
	texts    *reading.Corpus
	language *wording.Language
}

var _ waiting.Teller = (*teller)(nil)

// Ask implements waiting.Teller.
func (t *teller) Ask(ctx context.Context, q waiting.Question) (*answer.Answer, bool, error) {
	ctx, cancel := context.WithTimeout(ctx, t.bot.Options.AnswerTime)
	defer cancel()
	over, err := t.bot.Options.Plain(ctx, q.Guild)
	if err != nil {
		return nil, false, err
	}
	a, err := scope.Ask(ctx, over, t.texts, answer.Question{Text: q.Text, Articles: q.Articles}, scope.Scope{}, false)
	if err != nil {
		return nil, false, err
	}
	return a.Answer, waiting.Sure(a.Answer), nil
}

// Begin implements waiting.Teller.
func (t *teller) Begin(ctx context.Context, q waiting.Question, a *answer.Answer) (waiting.Sending, error) {
	to := Request{Channel: q.Channel, Guild: q.Guild, User: q.Member}
	direct, err := t.bot.direct(ctx, q.Member)
	switch {
	case err == nil:
		to = Request{Channel: direct, User: q.Member}
	case !errors.Is(err, ErrNowhere):
		return waiting.Sending{}, err
	case q.Private:
		return waiting.Sending{}, fmt.Errorf("%w: %w", waiting.ErrNowhere, err)
	}
	id, err := t.bot.Options.Store.AddReceipt(ctx, ReceiptOf(to, Asked{Text: q.Text, Articles: q.Articles, Private: to.Guild == ""}, a, false))
	return waiting.Sending{Receipt: id, Channel: to.Channel}, err
}

// Arrived implements waiting.Teller.
func (t *teller) Arrived(ctx context.Context, q waiting.Question, s waiting.Sending) (bool, error) {
	places := []store.ChannelID{s.Channel}
	if !q.Private && q.Channel != s.Channel {
		places = append(places, q.Channel)
	}
	for _, in := range places {
		there, err := t.bot.Arrived(ctx, in, s.Receipt)
		if err != nil && !errors.Is(err, ErrNowhere) {
			return false, err
		}
		if there {
			return true, nil
		}
	}
	return false, nil
}

// Send implements waiting.Teller.
func (t *teller) Send(ctx context.Context, q waiting.Question, a *answer.Answer, s waiting.Sending) error {
	ctx, cancel := context.WithTimeout(ctx, t.bot.Options.Timing.Send)
	defer cancel()
	if s.Channel != q.Channel {
		err := t.post(ctx, q, a, s, s.Channel)
		if !errors.Is(err, ErrNowhere) || q.Private {
			return nowhere(err)
		}
		// The member takes no direct messages. The receipt goes where the answer goes.
		if _, err := t.bot.Options.Store.UpdateReceipt(ctx, s.Receipt, func(r *store.Receipt) error {
			r.Guild, r.Channel, r.Private = q.Guild, q.Channel, false
			return nil
		}); err != nil {
			return err
		}
	}
	return nowhere(t.post(ctx, q, a, s, q.Channel))
}

func nowhere(err error) error {
	if errors.Is(err, ErrNowhere) {
		return fmt.Errorf("%w: %w", waiting.ErrNowhere, err)
	}
	return err
}

func (t *teller) post(ctx context.Context, q waiting.Question, a *answer.Answer, s waiting.Sending, in store.ChannelID) error {
	l := t.language
	words := reply.Talked(&talk.Answer{Kind: talk.Question, Answer: &scope.Answer{Answer: a}}, l.Phrases)
	m := Render(a, Frame{asked: q.Text, Reply: &words}, l)
	m.Pieces = slices.Insert(m.Pieces, 0, pages.Part("", l.Told(t.bot.Platform.Server(ctx, q.Guild))+"\n"))
	m.Pieces[1].Before = "\n"
	if in == q.Channel {
		m.Rows = AnswerButtons(l, s.Receipt, true)
	} else {
		m.Rows = Row(NewButton(l.Delete, Secondary, ActionDelete+":"+string(s.Receipt)))
	}
	to := store.MessageID("")
	if in == q.Channel {
		to = q.Message
	}
	sent, err := t.bot.Platform.Create(ctx, in, m, "t"+string(s.Receipt[max(0, len(s.Receipt)-24):]), to)
	if err != nil {
		return err
	}
	_, err = t.bot.Options.Store.UpdateReceipt(ctx, s.Receipt, func(r *store.Receipt) error { r.Message = sent; return nil })
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrExists) {
		return nil // it was deleted already
	}
	return err
}

// Undo implements waiting.Teller.
func (t *teller) Undo(ctx context.Context, s waiting.Sending) error {
	return t.bot.Options.Store.DeleteReceipt(ctx, s.Receipt)
}
