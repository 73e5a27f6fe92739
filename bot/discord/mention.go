package discord

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"

	"readout/bot/chat"
	"readout/bot/chat/wording"
	"readout/bot/discord/api"
	"readout/bot/discord/fleet"
	"readout/bot/pause"
	"readout/bot/store"
)

// addressed reports whether a message may be for the bot: a person's, with the bot mentioned or answered, in direct messages, or
// with text in a channel that may be a thread of the bot's.
func (b *bot) addressed(m *discordgo.Message) bool {
	self := b.self.Load().user
	switch {
	case self == "", m.ID == "", m.Author == nil, m.Author.ID == "", m.Author.Bot, m.WebhookID != "", m.Author.ID == self:
		return false
	case m.Type != discordgo.MessageTypeDefault && m.Type != discordgo.MessageTypeReply:
		return false
	case m.GuildID == "", b.mentioned(m), b.answersBot(m):
		return true
	}
	return m.Content != ""
}

func (b *bot) mentioned(m *discordgo.Message) bool {
	self := b.self.Load().user
	return slices.ContainsFunc(m.Mentions, func(u *discordgo.User) bool { return u != nil && u.ID == self })
}

// answersBot reports whether the message is a reply to one of the bot's.
func (b *bot) answersBot(m *discordgo.Message) bool {
	r := m.ReferencedMessage
	return r != nil && r.Author != nil && r.Author.ID == b.self.Load().user
}

// message handles a message that may be for the bot. Of one that another process took up as a question, before is what that found.
func (b *bot) message(ctx context.Context, m *discordgo.Message, h *held, before *heldMessage) {
	start := time.Now()
	q := chat.Request{ID: m.ID, Guild: store.GuildID(m.GuildID), Channel: store.ChannelID(m.ChannelID), User: store.UserID(m.Author.ID)}
	b.holds(&q, h)
	locale, _ := b.locales.Get(m.GuildID)
	if before != nil {
		locale = before.Locale
	}
	q.Own = b.Languages.Of(locale)
	q.Language = q.Own
	var r chat.Response
	err := chat.Safely(func() (err error) {
		if before == nil {
			r, err = b.received(ctx, m, &q, h, locale)
			return err
		}
		if err := b.ApplySettings(ctx, &q); err != nil {
			return err
		}
		r, err = b.Ask(ctx, q, chat.Asked{Text: m.Content, Follows: before.Follows, Visible: true})
		return err
	})
	defer func() { r.Finish() }()
	if err == nil && r.Later == nil || errors.Is(err, fleet.ErrTaken) {
		return
	}
	defer func() { h.claim.Finish(ctx) }()
	var answer chat.Message
	reply := h.delivering(func(ctx context.Context, p payload) (string, error) { return b.replyTo(ctx, m, p, &answer, q.Language) })
	if err != nil {
		if why := chat.Note(b.Explain(ctx, q.Language, err)); b.mayRefuse(q) {
			b.deliver(ctx, q.Language, why, reply, nil)
		}
		return
	}
	if !b.typesTo(ctx, m) {
		return
	}
	b.Metrics.Acknowledged(time.Since(start))
	if err := h.settle(); errors.Is(err, fleet.ErrTaken) {
		return
	} else if err != nil {
		b.deliver(ctx, q.Language, chat.Note(b.Explain(ctx, q.Language, b.refused(err))), reply, nil)
		return
	}
	if h.portable() {
		h.claim.Offer(ctx)
		return
	}
	stop := b.keepTyping(ctx, m.ChannelID)
	answer, err = b.work(ctx, r)
	stop()
	if err != nil {
		answer = chat.Note(b.Explain(ctx, q.Language, err))
	}
	b.deliver(ctx, q.Language, answer, reply, func(ctx context.Context, id string, p payload) error {
		return b.rest.edit(ctx, m.ChannelID, id, p)
	})
}

// received finds out whether a message is for the bot, and takes it up if it is: a question in what is said to it, what a moderator says
// below an answer, a post in a channel in which it answers unasked. The zero response is for a message that nothing is said to. A
// question is noted in the held task, so that another process can go on with it.
func (b *bot) received(ctx context.Context, m *discordgo.Message, q *chat.Request, h *held, locale string) (none chat.Response, err error) {
	direct := m.GuildID == "" || b.mentioned(m) || b.answersBot(m)
	follows, theirs, err := b.followed(ctx, m)
	switch {
	case err != nil && !direct: // nobody may have spoken to the bot
		b.Log.Error("whether a message is for the bot is not known", "error", err)
		return none, nil
	case err != nil:
		return none, err
	}
	if err := b.ApplySettings(ctx, q); err != nil {
		return none, err
	}
	said := chat.Post{ID: store.MessageID(m.ID), Text: m.Content, Reply: m.Type == discordgo.MessageTypeReply, Moderator: b.isModerator(*q, m)}
	if taken, err := b.Corrected(ctx, *q, said); taken || err != nil {
		return none, err
	}
	if !direct && !theirs {
		if err := b.Posted(ctx, *q, said); err != nil {
			b.Log.Error("a post was not looked at", "error", err) // nobody asked the bot, and nobody is told
		}
		return none, nil
	}
	if q.Guild == "" {
		if err := b.keepThread(ctx, store.Thread{ID: q.Channel, Owner: q.User, Latest: follows}); err != nil {
			return none, err
		}
	}
	if h.task.Data, err = json.Marshal(heldMessage{h.task.Data, follows, locale}); err != nil {
		return none, err
	}
	return b.Ask(ctx, *q, chat.Asked{Text: m.Content, Follows: follows, Visible: true})
}

// replyTo sends a payload in reply to a message; answer is what it shows, for a server that shows less of it.
func (b *bot) replyTo(ctx context.Context, m *discordgo.Message, p payload, answer *chat.Message, l *wording.Language) (string, error) {
	sent, err := b.rest.create(ctx, m.ChannelID, "q"+m.ID, store.MessageID(m.ID), p)
	if err == nil && len(p.Embeds) > 0 && len(sent.Embeds) == 0 {
		// Without Embed Links Discord takes the message and drops the embeds without a word.
		if err := b.rest.edit(ctx, m.ChannelID, sent.ID, shortened(*answer, l)); err != nil {
			b.Log.Error("that a part of an answer is hidden was not said", "error", err)
		}
	}
	return sent.ID, err
}

// typesTo shows in the channel of a message that the bot is at work. It reports whether an answer can get there.
func (b *bot) typesTo(ctx context.Context, m *discordgo.Message) bool {
	typing, cancel := context.WithTimeout(ctx, b.options.timing.firstWord)
	defer cancel()
	if err := b.rest.typing(typing, m.ChannelID); api.ShutOut(err) {
		b.unsent(ctx, chat.Response{}, err)
		return false
	}
	return true
}

// keepTyping shows again and again that the bot is at work, until stop is called: Discord shows it for ten seconds.
func (b *bot) keepTyping(ctx context.Context, channel string) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var shown sync.WaitGroup
	shown.Go(func() {
		for pause.For(ctx, b.options.timing.typing) == nil {
			if err := b.rest.typing(ctx, channel); err != nil {
				return // it is a courtesy
			}
		}
	})
	return func() {
		cancel()
		shown.Wait()
	}
}

// mayRefuse reports whether a refusal to a message is said: not to somebody who has just been told, so that the bot can't be made
// to flood a channel.
func (b *bot) mayRefuse(q chat.Request) bool {
	key, now := string(q.Channel)+" "+string(q.User), b.options.Clock()
	if last, ok := b.refusals.Get(key); ok && now.Sub(last) < b.options.timing.refusals {
		return false
	}
	b.refusals.Add(key, now)
	return true
}

// followed is the answer that a message follows: the one it replies to, else the latest in a thread of the bot's. theirs reports
// that the message is in such a thread.
func (b *bot) followed(ctx context.Context, m *discordgo.Message) (last store.ReceiptID, theirs bool, err error) {
	t, known, err := b.threadOf(ctx, m)
	if err != nil {
		return "", false, err
	}
	if !b.answersBot(m) {
		return t.Latest, known, nil
	}
	if id := receiptIn(m.ReferencedMessage); id != "" {
		return id, known, nil
	}
	r, err := b.options.Store.ReceiptOf(ctx, store.MessageID(m.ReferencedMessage.ID))
	if errors.Is(err, store.ErrNotFound) {
		return t.Latest, known, nil
	}
	return r.ID, known, err
}

// threadOf is the thread of the bot's that a message is in. A thread that a member starts from an answer is the bot's: it has the
// answer's ID.
func (b *bot) threadOf(ctx context.Context, m *discordgo.Message) (t store.Thread, known bool, err error) {
	t, err = b.options.Store.Thread(ctx, store.ChannelID(m.ChannelID))
	if !errors.Is(err, store.ErrNotFound) {
		return t, err == nil, err
	}
	r, err := b.options.Store.ReceiptOf(ctx, store.MessageID(m.ChannelID))
	if errors.Is(err, store.ErrNotFound) {
		return store.Thread{}, false, nil
	}
	if err != nil {
		return store.Thread{}, false, err
	}
	t = store.Thread{ID: store.ChannelID(m.ChannelID), Guild: store.GuildID(m.GuildID), Owner: store.UserID(m.Author.ID), Latest: r.ID}
	return t, true, b.options.Store.PutThread(ctx, t)
}

// keepThread notes a channel in which every message is for the bot, if it is new.
func (b *bot) keepThread(ctx context.Context, t store.Thread) error {
	_, err := b.options.Store.Thread(ctx, t.ID)
	if errors.Is(err, store.ErrNotFound) {
		return b.options.Store.PutThread(ctx, t)
	}
	return err
}

func (b *bot) threadGone(ctx context.Context, id string) {
	b.channels.Remove(id)
	if err := b.options.Store.DeleteThread(ctx, store.ChannelID(id)); err != nil {
		b.Log.Error("a thread was not forgotten", "error", err)
	}
}

// joined notes that the bot is in a server.
func (b *bot) joined(ctx context.Context, guild string) {
	if err := b.options.Store.GuildJoined(ctx, store.GuildID(guild)); err != nil {
		b.Log.Error("a server was not noted", "error", err)
	}
}

// left notes that the bot was taken out of a server.
func (b *bot) left(ctx context.Context, guild string) {
	if err := b.options.Store.GuildLeft(ctx, store.GuildID(guild)); err != nil {
		b.Log.Error("that the bot left a server was not noted", "error", err)
	}
}

// madeAt is when Discord gave an ID, in milliseconds since 2015; 0 for one that it did not give.
func madeAt(id store.GuildID) uint64 { return store.Snowflake(id) >> 22 }

// reconcile notes the servers that the bot was taken out of while it was not running. Those of other platforms it was never in.
func (b *bot) reconcile(ctx context.Context, present []*discordgo.Guild, shard, shards int) {
	known, err := b.options.Store.Guilds(ctx)
	if err != nil {
		b.Log.Error("the servers known are not read", "error", err)
		return
	}
	for _, id := range known {
		if at := madeAt(id); at == 0 || at%uint64(shards) != uint64(shard) {
			continue // another shard is told of it
		}
		if !slices.ContainsFunc(present, func(g *discordgo.Guild) bool { return g != nil && g.ID == string(id) }) {
			b.left(ctx, string(id))
		}
	}
}
