package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"readout/bot/chat/markup"
	"readout/bot/chat/pages"
	"readout/bot/chat/wording"
	"readout/bot/discord/api"
	"readout/bot/reply"
	"readout/bot/store"
	"readout/bot/talk"
	"readout/bot/waiting"
	"readout/corpus/reading"
	"readout/retrieval/answer"
	"readout/retrieval/scope"
)

// canTell reports whether whoever asked can be told later: the articles don't answer, and may one day.
func (b *bot) canTell(q request, a *answer.Answer) bool {
	n := a.Abstention
	return b.options.Notes != nil && q.guild != "" && n != nil && (n.Reason == answer.NotCovered || n.Reason == answer.PartlyCovered)
}

// tellLater notes that a member is to be told when the articles answer a question.
func (b *bot) tellLater(ctx context.Context, q request, r store.Receipt) (response, error) {
	text := r.Resolved
	if text == "" {
		text = r.Question
	}
	if b.options.Notes == nil || text == "" || q.guild == "" {
		return whisper(note(q.language.WillTellNobody)), nil
	}
	w := waiting.Question{Text: text, Articles: r.Articles, Member: q.user, Guild: r.Guild, Channel: r.Channel, Message: r.Message, Private: r.Private, Tried: r.Version}
	err := waiting.Add(ctx, b.options.Notes, r.ID, w, b.options.Clock())
	switch {
	case errors.Is(err, store.ErrExists):
		return whisper(note(q.language.WillTellAlready)), nil
	case errors.Is(err, store.ErrFull):
		return whisper(note(q.language.TellFull)), nil
	case err != nil:
		return response{}, err
	}
	if now, err := b.options.Libraries.Snapshot(ctx, q.guild); err == nil && now.Version != r.Version {
		b.tellSoon() // another version is there already
	}
	return whisper(note(q.language.WillTell)), nil
}

// tellSoon has those told who wait for an answer, soon.
func (b *bot) tellSoon() {
	select {
	case b.tells <- struct{}{}:
	default:
	}
}

// tellAlways tells those who wait when a version is published, until the context ends; at the start those whom an earlier run of the program
// did not reach.
func (b *bot) tellAlways(ctx context.Context) {
	if b.options.Notes == nil {
		return
	}
	ticker := time.NewTicker(b.options.timing.tell)
	defer ticker.Stop()
	for {
		guilds, err := b.options.Store.Guilds(ctx)
		if err != nil && ctx.Err() == nil {
			b.log.Error("the servers known are not read", "error", err)
		}
		for _, g := range guilds {
			if err := safely(func() error { return b.tellWaiting(ctx, g) }); err != nil && ctx.Err() == nil {
				b.log.Error("somebody was not told yet", "error", err, "stack", string(stackOf(err)))
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
func (b *bot) tellWaiting(ctx context.Context, guild store.GuildID) error {
	open, err := waiting.Open(ctx, b.options.Notes, guild, b.options.Clock())
	if err != nil || len(open) == 0 {
		return err
	}
	s, err := b.options.Libraries.Snapshot(ctx, guild)
	if err != nil {
		return err
	}
	settings, err := b.options.Store.Settings(ctx, guild)
	if err != nil {
		return err
	}
	_, err = waiting.Tell(ctx, b.options.Notes, &teller{b, s.Corpus, b.languageOf(settings, guild)}, guild, s.Version, b.options.Clock())
	return err
}

// teller tells by direct message; in the channel where it was asked, in public, where that is not possible.
type teller struct {
	bot      *bot
	texts    *reading.Corpus
	language *wording.Language
}

var _ waiting.Teller = (*teller)(nil)

// Ask implements waiting.Teller.
func (t *teller) Ask(ctx context.Context, q waiting.Question) (*answer.Answer, bool, error) {
	ctx, cancel := context.WithTimeout(ctx, t.bot.options.AnswerTime)
	defer cancel()
	over, err := t.bot.options.Plain(ctx, q.Guild)
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
	to := request{channel: q.Channel, guild: q.Guild, user: q.Member}
	direct, err := t.bot.rest.direct(ctx, string(q.Member))
	switch {
	case err == nil:
		to = request{channel: store.ChannelID(direct), user: q.Member}
	case !api.ShutOut(err) && api.Status(err) != http.StatusBadRequest:
		return waiting.Sending{}, err
	case q.Private:
		return waiting.Sending{}, fmt.Errorf("%w: %w", waiting.ErrNowhere, err)
	}
	id, err := t.bot.options.Store.AddReceipt(ctx, receiptOf(to, asked{text: q.Text, articles: q.Articles, private: to.guild == ""}, a, false))
	return waiting.Sending{Receipt: id, Channel: to.channel}, err
}

// Arrived implements waiting.Teller.
func (t *teller) Arrived(ctx context.Context, q waiting.Question, s waiting.Sending) (bool, error) {
	places := []store.ChannelID{s.Channel}
	if !q.Private && q.Channel != s.Channel {
		places = append(places, q.Channel)
	}
	for _, in := range places {
		there, err := t.bot.rest.holds(ctx, string(in), s.Receipt)
		if err != nil && !api.ShutOut(err) {
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
	ctx, cancel := context.WithTimeout(ctx, t.bot.options.timing.send)
	defer cancel()
	if s.Channel != q.Channel {
		err := t.post(ctx, q, a, s, s.Channel)
		if !api.ShutOut(err) || q.Private {
			return nowhere(err)
		}
		// The member takes no direct messages. The receipt goes where the answer goes.
		if _, err := t.bot.options.Store.UpdateReceipt(ctx, s.Receipt, func(r *store.Receipt) error {
			r.Guild, r.Channel, r.Private = q.Guild, q.Channel, false
			return nil
		}); err != nil {
			return err
		}
	}
	return nowhere(t.post(ctx, q, a, s, q.Channel))
}

func nowhere(err error) error {
	if api.ShutOut(err) {
		return fmt.Errorf("%w: %w", waiting.ErrNowhere, err)
	}
	return err
}

func (t *teller) post(ctx context.Context, q waiting.Question, a *answer.Answer, s waiting.Sending, in store.ChannelID) error {
	l := t.language
	words := reply.Talked(&talk.Answer{Kind: talk.Question, Answer: &scope.Answer{Answer: a}}, l.Phrases)
	m := render(a, frame{asked: q.Text, reply: &words}, l)
	m.pieces = slices.Insert(m.pieces, 0, pages.Part("", l.Told(t.bot.nameOf(ctx, q.Guild))+"\n"))
	m.pieces[1].Before = "\n"
	if in == q.Channel {
		m.rows = answerButtons(l, s.Receipt, true)
	} else {
		m.rows = row(button(l.Delete, Secondary, actionDelete+":"+string(s.Receipt)))
	}
	p := m.payload()
	if in == q.Channel && q.Message != "" {
		p.Reference = &reference{MessageID: string(q.Message)}
	}
	p.Nonce = "t" + string(s.Receipt[max(0, len(s.Receipt)-24):])
	sent, err := t.bot.rest.create(ctx, string(in), p)
	if err != nil {
		return err
	}
	_, err = t.bot.options.Store.UpdateReceipt(ctx, s.Receipt, func(r *store.Receipt) error { r.Message = store.MessageID(sent.ID); return nil })
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrExists) {
		return nil // it was deleted already
	}
	return err
}

// Undo implements waiting.Teller.
func (t *teller) Undo(ctx context.Context, s waiting.Sending) error {
	return t.bot.options.Store.DeleteReceipt(ctx, s.Receipt)
}

// nameOf is what a server is called, formatted.
func (b *bot) nameOf(ctx context.Context, guild store.GuildID) string {
	name, ok := b.names.Get(string(guild))
	if !ok { // at the start the gateway has not named it yet
		var g struct{ Name string }
		if err := b.rest.Do(ctx, api.Get("guild", discordgo.EndpointGuild(string(guild)), "guild "+string(guild)), &g); err == nil {
			name = g.Name
			b.names.Add(string(guild), name)
		}
	}
	if name != "" {
		return markup.Heading(name)
	}
	return "<https://discord.com/channels/" + string(guild) + ">"
}

// direct is the channel of direct messages with a member.
func (r *rest) direct(ctx context.Context, member string) (string, error) {
	var c struct {
		ID string `json:"id"`
	}
	err := r.Do(ctx, api.Call{Route: "direct channel", Method: http.MethodPost, URL: discordgo.EndpointUserChannels("@me"), Lane: "direct",
		Body: struct {
			To string `json:"recipient_id"`
		}{member}, Repeat: true}, &c)
	return c.ID, err
}

// holds reports whether one of the last messages of a channel is the answer with a receipt.
func (r *rest) holds(ctx context.Context, channel string, id store.ReceiptID) (bool, error) {
	var last []struct {
		Components json.RawMessage `json:"components"`
	}
	err := r.Do(ctx, api.Get("messages", discordgo.EndpointChannelMessages(channel)+"?limit=100", "channel "+channel), &last)
	return slices.ContainsFunc(last, func(m struct {
		Components json.RawMessage `json:"components"`
	}) bool {
		return strings.Contains(string(m.Components), `"`+actionDelete+":"+string(id)+`"`)
	}), err
}
