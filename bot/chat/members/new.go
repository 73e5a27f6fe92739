package members

import (
	"context"
	"errors"
	"strings"

	"readout/bot/chat"
	"readout/bot/chat/markup"
	"readout/bot/chat/pages"
	"readout/bot/chat/wording"
	"readout/bot/news"
	"readout/bot/pause"
	"readout/bot/store"
	"readout/retrieval/answer"
)

// Audience is a platform that has channels which not everybody reads.
type Audience interface {
	// Public tells of the channels of a server which everybody in it can read; none where that is not known.
	Public(ctx context.Context, guild store.GuildID) func(store.ChannelID) bool
}

// public tells of the channels of a server which everybody in it can read.
func (b *Members) public(ctx context.Context, guild store.GuildID) func(store.ChannelID) bool {
	if p, ok := b.Platform.(Audience); ok {
		return p.Public(ctx, guild)
	}
	return func(store.ChannelID) bool { return true }
}

// onNew tells what is new in the server's articles.
func (b *Members) onNew(ctx context.Context, q chat.Request, given chat.Arguments) (chat.Response, error) {
	since := b.Options.Clock().Add(-news.Back(given.Text("since")))
	title := q.Language.NewSince(q.Language.News.Day(since))
	return b.Ask(ctx, q, chat.Asked{Text: title, Private: private(q, given),
		Overview: func(ctx context.Context, _ chat.Answerer) (*answer.Answer, chat.Frame, error) {
			versions, err := b.Options.Libraries.History(ctx, q.Guild)
			if err != nil {
				return nil, chat.Frame{}, err
			}
			r, err := b.newIn(ctx, q.Guild, news.Since(versions, since))
			if err != nil || r.Empty() { // nothing that could be helpful or wrong
				return nil, chat.Frame{Talk: []pages.Piece{pages.Part("", markup.Heading(title)), pages.Part("\n",
					markup.Escape(q.Language.News.Nothing))}}, err
			}
			told := r.Tell(q.Language.News)
			return told.Answer, newsFrame(told, title, q.Language), nil
		}})
}

// newIn tells what is new in a server since a version, and of the questions that its members ask most.
func (b *Members) newIn(ctx context.Context, guild store.GuildID, since int) (*news.Report, error) {
	return news.In(ctx, b.Options.Libraries, guild, since, func() ([]news.Asked, error) {
		if guild == "" {
			return nil, nil
		}
		from := b.Options.Clock().Add(-news.AskedWithin)
		receipts, err := b.Options.Store.ReceiptsSince(ctx, guild, from, news.MostRead)
		if err != nil {
			return nil, err
		}
		return news.MostAsked(receipts, b.public(ctx, guild)), nil
	})
}

// newsFrame lays out what is told.
func newsFrame(told news.Told, title string, l *wording.Language) chat.Frame {
	words := told.Reply(l.Phrases)
	f := chat.Frame{Title: title, Reply: &words, Leans: true, Lead: func(i int) string {
		if told.Leads[i] == "" {
			return ""
		}
		return markup.Escape(told.Leads[i]) + " "
	}}
	for i, line := range told.Rest {
		f.Rest += strings.Repeat("\n", min(i, 1)) + markup.Escape(line)
	}
	return f
}

// DigestAlways posts the digests of servers that want one when they are due, until the context ends.
func (b *Members) DigestAlways(ctx context.Context) {
	if b.Options.Notes == nil {
		return
	}
	for pause.For(ctx, b.Options.Timing.Digest) == nil {
		guilds, err := b.Options.Store.Guilds(ctx)
		if err != nil && ctx.Err() == nil {
			b.Log.Error("the servers known are not read", "error", err)
		}
		for _, g := range guilds {
			if err := chat.Safely(func() error { return b.digest(ctx, g) }); err != nil && ctx.Err() == nil {
				b.Log.Error("a digest was not posted yet", "error", err, "stack", string(chat.StackOf(err)))
			}
		}
	}
}

// digest posts a server's digest if it is due.
func (b *Members) digest(ctx context.Context, g store.GuildID) error {
	settings, err := b.Options.Store.Settings(ctx, g)
	if err != nil {
		return err
	}
	_, err = news.Turn(ctx, b.Options.Notes, &poster{b, g, b.LanguageOf(settings, g)}, g, b.Options.Clock())
	if errors.Is(err, news.ErrNowhere) {
		b.Log.Warn("a digest can't be posted", "error", err)
		return b.Record(ctx, b.Itself(g), store.AuditEntry{Action: wording.DidNoDigest})
	}
	return err
}

// poster posts a server's digests.
type poster struct {
	bot      *Members
	guild    store.GuildID
	language *wording.Language
}

var _ news.Poster = (*poster)(nil)

// Present implements news.Poster.
func (p *poster) Present(ctx context.Context) (int, error) { return p.bot.PresentVersion(ctx, p.guild) }

// Make implements news.Poster.
func (p *poster) Make(ctx context.Context, since int) (*news.Report, error) {
	return p.bot.newIn(ctx, p.guild, since)
}

// Begin implements news.Poster.
func (p *poster) Begin(ctx context.Context, s news.Sending, r *news.Report) (store.ReceiptID, error) {
	in := chat.Request{Guild: p.guild, Channel: s.Channel}
	made := chat.ReceiptOf(in, chat.Asked{Text: p.language.Weekly}, r.Tell(p.language.News).Answer, true)
	made.Overview = true
	if s.Receipt == "" {
		return p.bot.Options.Store.AddReceipt(ctx, made)
	}
	_, err := p.bot.Options.Store.UpdateReceipt(ctx, s.Receipt, func(old *store.Receipt) error {
		old.Answer, old.Citations, old.Version = made.Answer, made.Citations, made.Version
		return nil
	})
	return s.Receipt, err
}

// Arrived implements news.Poster.
func (p *poster) Arrived(ctx context.Context, s news.Sending) (bool, error) {
	there, err := p.bot.Arrived(ctx, s.Channel, s.Receipt)
	return there, noDigest(err)
}

func noDigest(err error) error {
	if errors.Is(err, chat.ErrNowhere) {
		return errors.Join(news.ErrNowhere, err)
	}
	return err
}

// Post implements news.Poster.
func (p *poster) Post(ctx context.Context, s news.Sending, r *news.Report) error {
	ctx, cancel := context.WithTimeout(ctx, p.bot.Options.Timing.Send)
	defer cancel()
	l, told := p.language, r.Tell(p.language.News)
	m := chat.Render(told.Answer, newsFrame(told, l.Weekly, l), l)
	m.Rows = chat.AnswerButtons(l, s.Receipt, len(told.Answer.Citations) > 0)
	sent, err := p.bot.Platform.Create(ctx, s.Channel, m, "w"+string(s.Receipt[max(0, len(s.Receipt)-24):]), "")
	if err != nil {
		return noDigest(err)
	}
	_, err = p.bot.Options.Store.UpdateReceipt(ctx, s.Receipt, func(r *store.Receipt) error {
		r.Message = sent
		return nil
	})
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrExists) {
		return nil // it was deleted already
	}
	return err
}

// Undo implements news.Poster.
func (p *poster) Undo(ctx context.Context, id store.ReceiptID) error {
	return p.bot.Options.Store.DeleteReceipt(ctx, id)
}
