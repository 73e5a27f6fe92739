package discord

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/bwmarrin/discordgo"

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
	var r response
	var q request
	ok := false
	err := safely(func() (err error) {
		if q, ok, err = b.requestOf(first, i); err != nil || !ok {
			return err
		}
		q.held = h
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
			r.finish()
			return
		}
	}
	defer func() { h.claim.Finish(ctx) }()
	if q.language == nil {
		q.language = b.languages.Of("")
	}
	defer func() { r.finish() }()
	switch {
	case err != nil && i.Type == discordgo.InteractionApplicationCommandAutocomplete:
		b.log.Error("no choices to propose", "error", err)
		r = response{choices: []choice{}}
	case err != nil:
		r.finish()
		r = whisper(note(b.explain(ctx, q.language, err)))
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
	c, known := b.commands[d.Name]
	return known && c.moderators && i.Type == discordgo.InteractionApplicationCommand
}

// acknowledge sends the first response, and reports whether this process goes on.
func (b *bot) acknowledge(ctx context.Context, i *discordgo.Interaction, h *held, r response, start time.Time) bool {
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
	b.metrics.Acknowledged(time.Since(start))
	switch {
	case r.now != nil && r.later == nil:
		b.metrics.Answers.Inc()
	case h.portable():
		h.claim.Offer(ctx)
		return false
	case r.later != nil || r.staged != nil:
		h.claim.Begin(ctx)
	}
	return true
}

// late tells a member, once their question was acknowledged, that it is not taken; it is another process's to tell when that has it.
func (b *bot) late(ctx context.Context, i *discordgo.Interaction, why error) {
	if errors.Is(why, fleet.ErrTaken) {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), b.options.timing.send)
	defer cancel()
	p := note(b.explain(ctx, b.languages.Of(string(i.Locale)), b.refused(why))).payload()
	if _, err := b.rest.editOriginal(ctx, i, p); err != nil {
		b.unsent(ctx, response{}, err)
	}
}

// goOnWith does what was promised when an interaction was acknowledged.
func (b *bot) goOnWith(ctx context.Context, i *discordgo.Interaction, h *held, q request, r response) {
	edit := h.delivering(func(ctx context.Context, p payload) (string, error) { return b.rest.editOriginal(ctx, i, p) })
	if r.staged != nil {
		show, stop := b.showing(ctx, func(ctx context.Context, p payload) error { return b.rest.editOnce(ctx, i, p) })
		defer stop()
		r.later = func(ctx context.Context) (message, error) {
			defer func() {
				if stop() {
					edit = b.insisting(edit)
				}
			}()
			return r.staged(ctx, show)
		}
	}
	switch {
	case h.resumed && r.now != nil && r.later == nil: // it was promised before this was known
		b.deliver(ctx, q.language, *r.now, edit, nil)
	case r.later != nil:
		m, err := b.work(ctx, r)
		if err != nil {
			m = note(b.explain(ctx, q.language, err))
		}
		b.deliver(ctx, q.language, m, edit, func(ctx context.Context, _ string, p payload) error { return b.rest.editOnce(ctx, i, p) })
	case r.remove != nil:
		send, cancel := context.WithTimeout(ctx, b.options.timing.send)
		defer cancel()
		if err := b.rest.deleteOriginal(send, i); err != nil {
			b.log.Error("a message was not deleted", "error", err)
			return
		}
		if err := r.remove(send); err != nil {
			b.log.Error("the receipt of a deleted message was not deleted", "error", err)
		}
	}
}

// opening is the first response to an interaction.
func opening(r response, i *discordgo.Interaction) callback {
	var flags discordgo.MessageFlags
	if r.private {
		flags = discordgo.MessageFlagsEphemeral
	}
	switch {
	case r.choices != nil:
		return callback{discordgo.InteractionApplicationCommandAutocompleteResult, choicesData{r.choices}}
	case r.form != nil:
		return callback{discordgo.InteractionResponseModal, modal(r.form)}
	case r.remove != nil:
		return callback{discordgo.InteractionResponseDeferredMessageUpdate, nil}
	case r.now == nil && r.replace && i.Message != nil:
		return callback{discordgo.InteractionResponseDeferredMessageUpdate, nil}
	case r.now == nil:
		return callback{discordgo.InteractionResponseDeferredChannelMessageWithSource, flagsData{flags}}
	case r.replace && i.Message != nil:
		return callback{discordgo.InteractionResponseUpdateMessage, r.now.payload()}
	}
	p := r.now.payload()
	p.Flags = flags
	return callback{discordgo.InteractionResponseChannelMessageWithSource, p}
}

// work does what was promised. The member may ask the next question when it is done, before it is sent: whoever reads an answer is
// not told that it is being worked on.
func (b *bot) work(ctx context.Context, r response) (m message, err error) {
	defer r.finish()
	err = safely(func() (err error) {
		m, err = r.later(ctx)
		return err
	})
	return m, err
}

// deliver sends the message and notes where it went, so that its buttons and replies to it find what it rests on. When Discord
// does not take it, the member is told. again edits what was sent, by its ID.
func (b *bot) deliver(ctx context.Context, l *wording.Language, m message, send func(context.Context, payload) (string, error),
	again func(ctx context.Context, id string, p payload) error) {
	ctx, cancel := context.WithTimeout(ctx, b.options.timing.send)
	defer cancel()
	id, err := send(ctx, m.payload())
	if api.Status(err) == http.StatusBadRequest {
		b.unsent(ctx, response{now: &m}, err)
		m = note(b.explain(ctx, l, err))
		id, err = send(ctx, m.payload())
	}
	if err != nil {
		b.unsent(ctx, response{now: &m}, err)
		return
	}
	b.metrics.Answers.Inc()
	if m.next != nil && id != "" {
		defer func() {
			if better, ok := m.next(ctx); ok {
				if err := again(ctx, id, better.payload()); err != nil && !api.ShutOut(err) {
					b.log.Warn("an answer was not added to", "error", err)
				}
			}
		}()
	}
	if m.receipt == "" || id == "" {
		return
	}
	if _, err := b.options.Store.UpdateReceipt(ctx, m.receipt, func(r *store.Receipt) error {
		r.Message = store.MessageID(id)
		return nil
	}); err != nil {
		b.log.Error("a receipt was not given its message", "error", err)
	}
}

// unsent logs that nobody reads what was to be sent, and drops its receipt. That a message, a channel or a permission is gone is
// ordinary.
func (b *bot) unsent(ctx context.Context, r response, err error) {
	b.metrics.Unsent.Inc()
	if api.ShutOut(err) || errors.Is(err, store.ErrLost) {
		b.log.Info("nowhere to answer", "error", err)
	} else {
		b.log.Error("an answer was not sent", "error", err)
	}
	if r.now == nil || r.now.receipt == "" || api.UnknownEffect(err) {
		return
	}
	if err := b.options.Store.DeleteReceipt(ctx, r.now.receipt); err != nil && !errors.Is(err, store.ErrNotFound) {
		b.log.Error("a receipt without a message was not deleted", "error", err)
	}
}
