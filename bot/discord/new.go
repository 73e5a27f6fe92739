package discord

import (
	"context"
	"errors"
	"strings"

	"github.com/bwmarrin/discordgo"

	"readout/bot/chat/markup"
	"readout/bot/chat/pages"
	"readout/bot/chat/wording"
	"readout/bot/discord/api"
	"readout/bot/discord/permissions"
	"readout/bot/news"
	"readout/bot/pause"
	"readout/bot/store"
	"readout/retrieval/answer"
)

// onNew tells what is new in the server's articles.
func (b *bot) onNew(ctx context.Context, q request, given arguments) (response, error) {
	since := b.options.Clock().Add(-news.Back(given.text("since")))
	title := q.language.NewSince(q.language.News.Day(since))
	return b.ask(ctx, q, asked{text: title, private: private(q, given),
		overview: func(ctx context.Context, _ Answerer) (*answer.Answer, frame, error) {
			versions, err := b.options.Libraries.History(ctx, q.guild)
			if err != nil {
				return nil, frame{}, err
			}
			r, err := b.newIn(ctx, q.guild, news.Since(versions, since))
			if err != nil || r.Empty() { // nothing that could be helpful or wrong
				return nil, frame{talk: []pages.Piece{pages.Part("", markup.Heading(title)), pages.Part("\n", markup.Escape(q.language.News.Nothing))}}, err
			}
			told := r.Tell(q.language.News)
			return told.Answer, newsFrame(told, title, q.language), nil
		}})
}

// newIn tells what is new in a server since a version, and of the questions that its members ask most.
func (b *bot) newIn(ctx context.Context, guild store.GuildID, since int) (*news.Report, error) {
	return news.In(ctx, b.options.Libraries, guild, since, func() ([]news.Asked, error) {
		if guild == "" {
			return nil, nil
		}
		from := b.options.Clock().Add(-news.AskedWithin)
		receipts, err := b.options.Store.ReceiptsSince(ctx, guild, from, news.MostRead)
		if err != nil {
			return nil, err
		}
		return news.MostAsked(receipts, b.seenBy(ctx, guild)), nil
	})
}

// newsFrame lays out what is told.
func newsFrame(told news.Told, title string, l *wording.Language) frame {
	words := told.Reply(l.Phrases)
	f := frame{title: title, reply: &words, leans: true, lead: func(i int) string {
		if told.Leads[i] == "" {
			return ""
		}
		return markup.Escape(told.Leads[i]) + " "
	}}
	for i, line := range told.Rest {
		f.rest += strings.Repeat("\n", min(i, 1)) + markup.Escape(line)
	}
	return f
}

// seenBy tells of the channels of a server which everybody in it can read; none where Discord does not say.
func (b *bot) seenBy(ctx context.Context, guild store.GuildID) func(store.ChannelID) bool {
	open, err := b.rest.openChannels(ctx, string(guild))
	if err != nil {
		b.log.Warn("which channels everybody can read is not known", "error", err)
		return func(store.ChannelID) bool { return false }
	}
	return func(c store.ChannelID) bool {
		if seen, ok := open[string(c)]; ok {
			return seen
		}
		thread, err := b.channelOf(ctx, string(c))
		return err == nil && isThread(thread.Type) && open[thread.Parent]
	}
}

// digestAlways posts the digests of servers that want one when they are due, until the context ends.
func (b *bot) digestAlways(ctx context.Context) {
	if b.options.Notes == nil {
		return
	}
	for pause.For(ctx, b.options.timing.digest) == nil {
		guilds, err := b.options.Store.Guilds(ctx)
		if err != nil && ctx.Err() == nil {
			b.log.Error("the servers known are not read", "error", err)
		}
		for _, g := range guilds {
			if err := safely(func() error { return b.digest(ctx, g) }); err != nil && ctx.Err() == nil {
				b.log.Error("a digest was not posted yet", "error", err, "stack", string(stackOf(err)))
			}
		}
	}
}

// digest posts a server's digest if it is due.
func (b *bot) digest(ctx context.Context, g store.GuildID) error {
	settings, err := b.options.Store.Settings(ctx, g)
	if err != nil {
		return err
	}
	_, err = news.Turn(ctx, b.options.Notes, &poster{b, g, b.languageOf(settings, g)}, g, b.options.Clock())
	if errors.Is(err, news.ErrNowhere) {
		b.log.Warn("a digest can't be posted", "error", err)
		return b.record(ctx, b.itself(g), store.AuditEntry{Action: wording.DidNoDigest})
	}
	return err
}

// poster posts a server's digests.
type poster struct {
	bot      *bot
	guild    store.GuildID
	language *wording.Language
}

var _ news.Poster = (*poster)(nil)

// Present implements news.Poster.
func (p *poster) Present(ctx context.Context) (int, error) { return p.bot.presentVersion(ctx, p.guild) }

// presentVersion is the number of a server's present version, 0 where nothing was published.
func (b *bot) presentVersion(ctx context.Context, guild store.GuildID) (int, error) {
	versions, err := b.options.Libraries.History(ctx, guild)
	if err != nil || len(versions) == 0 {
		return 0, err
	}
	return versions[0].Number, nil
}

// Make implements news.Poster.
func (p *poster) Make(ctx context.Context, since int) (*news.Report, error) {
	return p.bot.newIn(ctx, p.guild, since)
}

// Begin implements news.Poster.
func (p *poster) Begin(ctx context.Context, s news.Sending, r *news.Report) (store.ReceiptID, error) {
	in := request{guild: p.guild, channel: s.Channel}
	made := receiptOf(in, asked{text: p.language.Weekly}, r.Tell(p.language.News).Answer, true)
	made.Overview = true
	if s.Receipt == "" {
		return p.bot.options.Store.AddReceipt(ctx, made)
	}
	_, err := p.bot.options.Store.UpdateReceipt(ctx, s.Receipt, func(old *store.Receipt) error {
		old.Answer, old.Citations, old.Version = made.Answer, made.Citations, made.Version
		return nil
	})
	return s.Receipt, err
}

// Arrived implements news.Poster.
func (p *poster) Arrived(ctx context.Context, s news.Sending) (bool, error) {
	there, err := p.bot.rest.holds(ctx, string(s.Channel), s.Receipt)
	return there, noDigest(err)
}

func noDigest(err error) error {
	if api.ShutOut(err) {
		return errors.Join(news.ErrNowhere, err)
	}
	return err
}

// Post implements news.Poster.
func (p *poster) Post(ctx context.Context, s news.Sending, r *news.Report) error {
	ctx, cancel := context.WithTimeout(ctx, p.bot.options.timing.send)
	defer cancel()
	l, told := p.language, r.Tell(p.language.News)
	m := render(told.Answer, newsFrame(told, l.Weekly, l), l)
	m.rows = answerButtons(l, s.Receipt, len(told.Answer.Citations) > 0)
	body := m.payload()
	body.Nonce = "w" + string(s.Receipt[max(0, len(s.Receipt)-24):])
	sent, err := p.bot.rest.create(ctx, string(s.Channel), body)
	if err != nil {
		return noDigest(err)
	}
	_, err = p.bot.options.Store.UpdateReceipt(ctx, s.Receipt, func(r *store.Receipt) error {
		r.Message = store.MessageID(sent.ID)
		return nil
	})
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrExists) {
		return nil // it was deleted already
	}
	return err
}

// Undo implements news.Poster.
func (p *poster) Undo(ctx context.Context, id store.ReceiptID) error {
	return p.bot.options.Store.DeleteReceipt(ctx, id)
}

// setDigest chooses where and when what is new is told each week, and tells that there: whoever may not write in the channel learns it now.
func (b *bot) setDigest(ctx context.Context, q request, given arguments) (response, error) {
	if b.options.Notes == nil {
		return b.showSettings(ctx, q, given)
	}
	to := store.ChannelID(given.text("in"))
	if to == "" {
		if err := news.End(ctx, b.options.Notes, q.guild); err != nil {
			return response{}, err
		}
		return b.change(ctx, q, given, func(*bot, *store.Settings, arguments) {})
	}
	day := news.Weekday(given.text("on"))
	if err := b.tryChannel(ctx, q, to, b.languageOf(q.settings, q.guild).DigestBegins(day)); err != nil {
		return response{}, err
	}
	present, err := b.presentVersion(ctx, q.guild)
	if err != nil {
		return response{}, err
	}
	if err := news.Choose(ctx, b.options.Notes, q.guild, to, day, present, b.options.Clock()); err != nil {
		return response{}, err
	}
	return b.change(ctx, q, given, func(*bot, *store.Settings, arguments) {})
}

// digestOf tells where and when a server is told what is new; "" for never.
func (b *bot) digestOf(ctx context.Context, guild store.GuildID, l *wording.Language) string {
	if b.options.Notes == nil {
		return ""
	}
	w, ok, err := news.Chosen(ctx, b.options.Notes, guild)
	if err != nil {
		b.log.Error("the weekly digest is not read", "error", err)
	}
	if !ok {
		return ""
	}
	return "<#" + string(w.Channel) + ">, " + l.Choices[news.Weekdays()[w.Day]]
}

// tryChannel writes a line of our own in a channel; a refusal tells that the bot may not.
func (b *bot) tryChannel(ctx context.Context, q request, to store.ChannelID, line string) error {
	p := note(line).payload()
	p.Nonce = "try" + q.id
	err := b.rest.post(ctx, string(to), p)
	if code := api.Code(err); code == codeMissingAccess || code == codeMissingPermissions || code == codeUnknownChannel {
		return &wording.Refusal{Why: wording.NoAuditThere, Channels: "<#" + string(to) + ">"}
	}
	if err != nil {
		return errors.Join(errors.New("try the channel"), err)
	}
	return nil
}

// openChannels are the channels of a server, and whether everybody in it can read them.
func (r *rest) openChannels(ctx context.Context, guild string) (map[string]bool, error) {
	var g struct{ Roles []permissions.Role }
	ask := api.Get("guild", discordgo.EndpointGuild(guild), "guild "+guild)
	if err := r.Do(ctx, ask, &g); err != nil {
		return nil, err
	}
	var channels []permissions.Channel
	if err := r.Do(ctx, channelsCall(guild), &channels); err != nil {
		return nil, err
	}
	return permissions.Open(guild, g.Roles, channels)
}

// channelsCall asks for the channels of a server.
func channelsCall(guild string) api.Call {
	return api.Get("channels", discordgo.EndpointGuildChannels(guild), "guild "+guild)
}
