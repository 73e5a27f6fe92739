package discord

import (
	"context"
	"errors"
	"strings"

	"github.com/bwmarrin/discordgo"

	"readout/bot/store"
)

// handle decides what becomes of an interaction. An error is told to the member.
func (b *bot) handle(ctx context.Context, q request, i *discordgo.Interaction) (response, error) {
	switch d := i.Data.(type) {
	case discordgo.ApplicationCommandInteractionData:
		if i.Type == discordgo.InteractionApplicationCommandAutocomplete {
			return b.propose(ctx, q, d)
		}
		c, ok := commandNamed(d.Name)
		if !ok {
			return response{}, &refusal{why: outOfDate}
		}
		if c.guildOnly && q.guild == "" {
			return response{}, &refusal{why: guildOnly}
		}
		return c.handle(b, ctx, q, d)
	case discordgo.MessageComponentInteractionData:
		return b.pressed(ctx, q, d.CustomID)
	case discordgo.ModalSubmitInteractionData:
		return b.submitted(ctx, q, d)
	}
	return response{}, &refusal{why: outOfDate}
}

// pressed handles a button. Its custom ID is an action and what it is about: "passages:RECEIPT".
func (b *bot) pressed(ctx context.Context, q request, id string) (response, error) {
	action, about, _ := strings.Cut(id, ":")
	switch action {
	case actionForget:
		return b.forget(ctx, q, about)
	case actionFault:
		fault, about, _ := strings.Cut(about, ":")
		r, err := b.receipt(ctx, q, about)
		if err != nil {
			return response{}, err
		}
		return response{form: noteForm(q.language, store.Fault(fault), r.ID)}, nil
	case actionPassages, actionFollow, actionUp, actionDown, actionDelete:
	default:
		return response{}, &refusal{why: outOfDate}
	}
	r, err := b.receipt(ctx, q, about)
	if err != nil {
		return response{}, err
	}
	switch action {
	case actionPassages:
		shown, err := b.passages(ctx, q, r)
		return whisper(shown), err
	case actionFollow:
		return response{form: followForm(q.language, r.ID)}, nil
	case actionUp:
		return b.vote(ctx, q, store.Feedback{Receipt: r.ID, Member: q.user, Vote: store.Up}, whisper(note(q.language.ThanksUp)))
	case actionDown:
		ask := note(q.language.WhatIsWrong)
		ask.rows = faultButtons(q.language, r.ID)
		return b.vote(ctx, q, store.Feedback{Receipt: r.ID, Member: q.user, Vote: store.Down}, whisper(ask))
	}
	if r.Asker != q.user {
		return response{}, &refusal{why: notTheAsker}
	}
	return response{remove: func(ctx context.Context) error { return b.options.Store.DeleteReceipt(ctx, r.ID) }}, nil
}

// submitted handles a form.
func (b *bot) submitted(ctx context.Context, q request, d discordgo.ModalSubmitInteractionData) (response, error) {
	action, about, _ := strings.Cut(d.CustomID, ":")
	text := fieldOf(d)
	switch action {
	case actionFollow:
		r, err := b.receipt(ctx, q, about)
		if err != nil && !isRefusal(err, answerGone) {
			return response{}, err
		}
		return b.ask(ctx, q, asked{text: text, private: r.Private || q.settings.Private, articles: r.Articles, follows: r.ID})
	case actionFault:
		fault, about, _ := strings.Cut(about, ":")
		r, err := b.receipt(ctx, q, about)
		if err != nil {
			return response{}, err
		}
		thanks := q.language.ThanksNote
		if q.guild == "" || r.Private {
			thanks = q.language.ThanksNoteDirect
		}
		done := response{now: new(note(thanks)), private: true, replace: true}
		return b.vote(ctx, q, store.Feedback{Receipt: r.ID, Member: q.user, Vote: store.Down, Fault: store.Fault(fault), Text: clip(question(text), noteLength)}, done)
	}
	return response{}, &refusal{why: outOfDate}
}

// receipt is the receipt that a button is about, if the member may see the answer.
func (b *bot) receipt(ctx context.Context, q request, id string) (store.Receipt, error) {
	r, err := b.options.Store.Receipt(ctx, store.ReceiptID(id))
	switch {
	case errors.Is(err, store.ErrNotFound):
		return store.Receipt{}, &refusal{why: answerGone}
	case err != nil:
		return store.Receipt{}, err
	case r.Guild != q.guild:
		return store.Receipt{}, &refusal{why: answerGone}
	case r.Private && r.Asker != "" && r.Asker != q.user:
		return store.Receipt{}, &refusal{why: notForYou}
	}
	return r, nil
}

// vote stores feedback, then answers with done.
func (b *bot) vote(ctx context.Context, q request, f store.Feedback, done response) (response, error) {
	err := b.options.Store.PutFeedback(ctx, f)
	if errors.Is(err, store.ErrNotFound) {
		return response{}, &refusal{why: answerGone}
	}
	if err != nil {
		return response{}, err
	}
	b.metrics.voted(f.Vote)
	return done, nil
}

func isRefusal(err error, why reason) bool {
	r := (*refusal)(nil)
	return errors.As(err, &r) && r.why == why
}
