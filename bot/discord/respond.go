package discord

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/bwmarrin/discordgo"

	"readout/bot/chat"
	"readout/bot/chat/wording"
	"readout/bot/discord/api"
	"readout/bot/discord/fleet"
	"readout/bot/store"
)

// interaction handles an interaction and sends what becomes of it. A question that others can answer is acknowledged, and left to whoever
// claims it.
func (b *bot) interaction(ctx context.Context, i *discordgo.Interaction, h *held) {
	start := time.Now()
	first, cancel := context.WithTimeout(ctx, b.options.timing.firstWord)
	defer cancel()
	var r chat.Response
	var q chat.Request
	ok := false
	err := chat.Safely(func() (err error) {
		if q, ok, err = b.requestOf(first, i); err != nil || !ok {
			return err
		}
		b.holds(&q, h)
		if b.acts(i) {
			if err := b.take(first, h, taskOther, ""); err != nil {
				return err
			}
		}
		r, err = b.handle(first, q, i)
		return err
	})
	if !ok && err == nil || errors.Is(err, fleet.ErrTaken) {
		return // nobody to answer, or answered already
	}
	if i.Type != discordgo.InteractionApplicationCommandAutocomplete {
		if errors.Is(b.take(first, h, taskOther, ""), fleet.ErrTaken) {
			r.Finish()
			return
		}
	}
	defer func() { h.claim.Finish(ctx) }()
	if q.Language == nil {
		q.Language = b.Languages.Of("")
	}
	defer func() { r.Finish() }()
	switch {
	case err != nil && i.Type == discordgo.InteractionApplicationCommandAutocomplete:
		b.Log.Error("no choices to propose", "error", err)
		r = chat.Response{Choices: []chat.Choice{}}
	case err != nil:
		r.Finish()
		r = chat.Whisper(chat.Note(b.Explain(ctx, q.Language, err)))
	}
	if b.acknowledge(first, i, h, r, start) {
		b.goOnWith(ctx, i, h, q, r)
	}
}

// acts reports whether handling an interaction may change something, so that it must not be done twice.
func (b *bot) acts(i *discordgo.Interaction) bool {
	d, ok := i.Data.(discordgo.ApplicationCommandInteractionData)
	if !ok {
		return false
	}
	c, known := b.repertoire.Command(d.Name)
	return known && c.Moderators && i.Type == discordgo.InteractionApplicationCommand
}

// acknowledge sends the first response, and reports whether this process goes on.
func (b *bot) acknowledge(ctx context.Context, i *discordgo.Interaction, h *held, r chat.Response, start time.Time) bool {
	if h.resumed && h.claim.Begun {
		return true
	}
	err := b.rest.respond(ctx, i, opening(r, i))
	begun := alreadyBegun(err)
	if err == nil || begun {
		if lost := h.settle(); lost != nil {
			b.late(ctx, i, lost)
			return false
		}
	}
	switch {
	case begun && h.claim != nil: // by a process that died, perhaps before it had noted that
		h.resumed = h.resumed || !h.portable()
	case err != nil:
		b.unsent(ctx, r, err)
		return false
	}
	b.Metrics.Acknowledged(time.Since(start))
	switch {
	case r.Now != nil && r.Later == nil:
		b.Metrics.Answers.Inc()
	case h.portable():
		h.claim.Offer(ctx)
		return false
	case r.Later != nil || r.Staged != nil:
		h.claim.Begin(ctx)
	}
	return true
}

// late tells a member, once their question was acknowledged, that it is not taken; it is another process's to tell when that has it.
func (b *bot) late(ctx context.Context, i *discordgo.Interaction, why error) {
	if errors.Is(why, fleet.ErrTaken) {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), b.options.Timing.Send)
	defer cancel()
	p := payloadOf(chat.Note(b.Explain(ctx, b.Languages.Of(string(i.Locale)), b.refused(why))))
	if _, err := b.rest.editOriginal(ctx, i, p); err != nil {
		b.unsent(ctx, chat.Response{}, err)
	}
}

// goOnWith does what was promised when an interaction was acknowledged.
func (b *bot) goOnWith(ctx context.Context, i *discordgo.Interaction, h *held, q chat.Request, r chat.Response) {
	edit := h.delivering(func(ctx context.Context, p payload) (string, error) { return b.rest.editOriginal(ctx, i, p) })
	if r.Staged != nil {
		show, stop := b.showing(ctx, func(ctx context.Context, p payload) error { return b.rest.editOnce(ctx, i, p) })
		defer stop()
		r.Later = func(ctx context.Context) (chat.Message, error) {
			defer func() {
				if stop() {
					edit = b.insisting(edit)
				}
			}()
			return r.Staged(ctx, show)
		}
	}
	switch {
	case h.resumed && r.Now != nil && r.Later == nil: // it was promised before this was known
		b.deliver(ctx, q.Language, *r.Now, edit, nil)
	case r.Later != nil:
		m, err := b.work(ctx, r)
		if err != nil {
			m = chat.Note(b.Explain(ctx, q.Language, err))
		}
		b.deliver(ctx, q.Language, m, edit, func(ctx context.Context, _ string, p payload) error { return b.rest.editOnce(ctx, i, p) })
	case r.Remove != nil:
		send, cancel := context.WithTimeout(ctx, b.options.Timing.Send)
		defer cancel()
		if err := b.rest.deleteOriginal(send, i); err != nil {
			b.Log.Error("a message was not deleted", "error", err)
			return
		}
		if err := r.Remove(send); err != nil {
			b.Log.Error("the receipt of a deleted message was not deleted", "error", err)
		}
	}
}

// opening is the first response to an interaction.
func opening(r chat.Response, i *discordgo.Interaction) callback {
	var flags discordgo.MessageFlags
	if r.Private {
		flags = discordgo.MessageFlagsEphemeral
	}
	switch {
	case r.Choices != nil:
		return callback{discordgo.InteractionApplicationCommandAutocompleteResult, choicesData{r.Choices}}
	case r.Form != nil:
		return callback{discordgo.InteractionResponseModal, modal(r.Form)}
	case r.Remove != nil:
		return callback{discordgo.InteractionResponseDeferredMessageUpdate, nil}
	case r.Now == nil && r.Replace && i.Message != nil:
		return callback{discordgo.InteractionResponseDeferredMessageUpdate, nil}
	case r.Now == nil:
		return callback{discordgo.InteractionResponseDeferredChannelMessageWithSource, flagsData{flags}}
	case r.Replace && i.Message != nil:
		return callback{discordgo.InteractionResponseUpdateMessage, payloadOf(*r.Now)}
	}
	p := payloadOf(*r.Now)
	p.Flags = flags
	return callback{discordgo.InteractionResponseChannelMessageWithSource, p}
}

// work does what was promised. The member may ask the next question when it is done, before it is sent: whoever reads an answer is
// not told that it is being worked on.
func (b *bot) work(ctx context.Context, r chat.Response) (m chat.Message, err error) {
	defer r.Finish()
	err = chat.Safely(func() (err error) {
		m, err = r.Later(ctx)
		return err
	})
	return m, err
}

// deliver sends the message and notes where it went, so that its buttons and replies to it find what it rests on. When Discord
// does not take it, the member is told. again edits what was sent, by its ID.
func (b *bot) deliver(ctx context.Context, l *wording.Language, m chat.Message, send func(context.Context, payload) (string, error),
	again func(ctx context.Context, id string, p payload) error) {
	ctx, cancel := context.WithTimeout(ctx, b.options.Timing.Send)
	defer cancel()
	id, err := send(ctx, payloadOf(m))
	if api.Status(err) == http.StatusBadRequest {
		b.unsent(ctx, chat.Response{Now: &m}, err)
		m = chat.Note(b.Explain(ctx, l, err))
		id, err = send(ctx, payloadOf(m))
	}
	if err != nil {
		b.unsent(ctx, chat.Response{Now: &m}, err)
		return
	}
	b.Metrics.Answers.Inc()
	if m.Next != nil && id != "" {
		defer func() {
			if better, ok := m.Next(ctx); ok {
				if err := again(ctx, id, payloadOf(better)); err != nil && !api.ShutOut(err) {
					b.Log.Warn("an answer was not added to", "error", err)
				}
			}
		}()
	}
	if m.Receipt == "" || id == "" {
		return
	}
	if _, err := b.options.Store.UpdateReceipt(ctx, m.Receipt, func(r *store.Receipt) error {
		r.Message = store.MessageID(id)
		return nil
	}); err != nil {
		b.Log.Error("a receipt was not given its message", "error", err)
	}
}

// unsent logs that nobody reads what was to be sent, and drops its receipt. That a message, a channel or a permission is gone is
// ordinary.
func (b *bot) unsent(ctx context.Context, r chat.Response, err error) {
	b.Metrics.Unsent.Inc()
	if api.ShutOut(err) || errors.Is(err, store.ErrLost) {
		b.Log.Info("nowhere to answer", "error", err)
	} else {
		b.Log.Error("an answer was not sent", "error", err)
	}
	if r.Now == nil || r.Now.Receipt == "" || api.UnknownEffect(err) {
		return
	}
	if err := b.options.Store.DeleteReceipt(ctx, r.Now.Receipt); err != nil && !errors.Is(err, store.ErrNotFound) {
		b.Log.Error("a receipt without a message was not deleted", "error", err)
	}
}

// requestOf reads an interaction. ok is false for one that lacks what every interaction has.
func (b *bot) requestOf(ctx context.Context, i *discordgo.Interaction) (q chat.Request, ok bool, err error) {
	user := i.User
	q = chat.Request{ID: i.ID, Guild: store.GuildID(i.GuildID), Channel: store.ChannelID(i.ChannelID), Own: b.Languages.Of(string(i.Locale))}
	q.Language = q.Own
	if i.Member != nil {
		user = i.Member.User
		q.Roles = i.Member.Roles
		q.Manages = i.Member.Permissions&(discordgo.PermissionManageGuild|discordgo.PermissionAdministrator) != 0
	}
	if user == nil || user.ID == "" || i.Token == "" {
		return q, false, nil
	}
	q.User = store.UserID(user.ID)
	return q, true, b.ApplySettings(ctx, &q)
}
