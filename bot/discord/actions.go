package discord

import (
	"context"
	"strings"

	"github.com/bwmarrin/discordgo"

	"readout/bot/chat/markup"
	"readout/bot/chat/wording"
	"readout/bot/store"
)

// action is what a button, or the form that it opens, does. A custom ID is the action's key and what it is about: "passages:RECEIPT".
// The keys live as long as the messages, so they are never changed.
type action struct {
	key        string
	moderators bool // for moderators only, in a server only
	press      func(b *bot, ctx context.Context, q request, about string) (response, error)
	submit     func(b *bot, ctx context.Context, q request, about, text string) (response, error)
}

// actions is the table of actions.
func actions() []action {
	return append([]action{
		{key: actionPassages, press: onAnswer(func(b *bot, ctx context.Context, q request, r store.Receipt) (response, error) {
			shown, err := b.passages(ctx, q, r)
			return whisper(shown), err
		})},
		{key: actionFollow, submit: (*bot).followUp, press: onAnswer(func(_ *bot, _ context.Context, q request, r store.Receipt) (response, error) {
			return response{form: followForm(q.language, r.ID)}, nil
		})},
		{key: actionUp, press: onAnswer(func(b *bot, ctx context.Context, q request, r store.Receipt) (response, error) {
			return b.vote(ctx, q, store.Feedback{Receipt: r.ID, Member: q.user, Vote: store.Up}, whisper(note(q.language.ThanksUp)))
		})},
		{key: actionDown, press: onAnswer(func(b *bot, ctx context.Context, q request, r store.Receipt) (response, error) {
			ask := note(q.language.WhatIsWrong)
			ask.rows = faultButtons(q.language, r.ID)
			return b.vote(ctx, q, store.Feedback{Receipt: r.ID, Member: q.user, Vote: store.Down}, whisper(ask))
		})},
		{key: actionFault, submit: (*bot).noteFault, press: func(b *bot, ctx context.Context, q request, about string) (response, error) {
			fault, about, _ := strings.Cut(about, ":")
			r, err := b.receipt(ctx, q, about)
			return response{form: noteForm(q.language, store.Fault(fault), r.ID)}, err
		}},
		{key: actionDelete, press: onAnswer((*bot).deleteAnswer)},
		{key: actionForget, press: (*bot).forget},
		{key: actionNext, press: (*bot).askOffered},
		{key: actionBegin, press: (*bot).askToBegin},
		{key: actionTell, press: onAnswer((*bot).tellLater)},
		{key: actionWhole, press: onAnswer(func(b *bot, ctx context.Context, q request, r store.Receipt) (response, error) {
			return b.ask(ctx, q, asked{text: r.Question, author: r.Author, private: r.Private || q.settings.Private, articles: r.Articles, whole: true, follows: r.Follows})
		})},
	}, moderatorActions()...)
}

// onAnswer is the press of a button that is about an answer.
func onAnswer(press func(b *bot, ctx context.Context, q request, r store.Receipt) (response, error)) func(*bot, context.Context, request, string) (response, error) {
	return func(b *bot, ctx context.Context, q request, about string) (response, error) {
		r, err := b.receipt(ctx, q, about)
		if err != nil {
			return response{}, err
		}
		return press(b, ctx, q, r)
	}
}

// actionOf finds the action of a custom ID and what it is about. Whoever may not do it is refused, whatever message the button is on.
func actionOf(q request, id string) (action, string, error) {
	key, about, _ := strings.Cut(id, ":")
	for _, a := range actions() {
		switch {
		case a.key != key:
			continue
		case a.moderators && q.guild == "":
			return action{}, "", wording.Refuse(wording.GuildOnly)
		case a.moderators && !q.moderates():
			return action{}, "", wording.Refuse(wording.NotModerator)
		}
		return a, about, nil
	}
	return action{}, "", wording.Refuse(wording.OutOfDate)
}

// pressed handles a button.
func (b *bot) pressed(ctx context.Context, q request, id string) (response, error) {
	a, about, err := actionOf(q, id)
	if err != nil {
		return response{}, err
	}
	if a.press == nil {
		return response{}, wording.Refuse(wording.OutOfDate)
	}
	return a.press(b, ctx, q, about)
}

// submitted handles a form.
func (b *bot) submitted(ctx context.Context, q request, d discordgo.ModalSubmitInteractionData) (response, error) {
	a, about, err := actionOf(q, d.CustomID)
	if err != nil {
		return response{}, err
	}
	if a.submit == nil {
		return response{}, wording.Refuse(wording.OutOfDate)
	}
	return a.submit(b, ctx, q, about, fieldOf(d))
}

// followUp asks a question that follows an answer up.
func (b *bot) followUp(ctx context.Context, q request, about, text string) (response, error) {
	r, err := b.receipt(ctx, q, about)
	if err != nil && !isRefusal(err, wording.AnswerGone) {
		return response{}, err
	}
	gone := err != nil // whether it was private nobody knows any more
	return b.ask(ctx, q, asked{text: text, private: r.Private || gone || q.settings.Private, articles: r.Articles, follows: r.ID})
}

// noteFault keeps a note on what is wrong with an answer.
func (b *bot) noteFault(ctx context.Context, q request, about, text string) (response, error) {
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
	f := store.Feedback{Receipt: r.ID, Member: q.user, Vote: store.Down, Fault: store.Fault(fault), Text: markup.Clip(markup.Typed(text), noteLength)}
	return b.vote(ctx, q, f, done)
}

// deleteAnswer deletes an answer for the member who asked.
func (b *bot) deleteAnswer(_ context.Context, q request, r store.Receipt) (response, error) {
	if r.Asker != q.user {
		return response{}, wording.Refuse(wording.NotTheAsker)
	}
	return response{remove: func(ctx context.Context) error { return b.options.Store.DeleteReceipt(ctx, r.ID) }}, nil
}
