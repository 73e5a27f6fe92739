package members

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"readout/bot/chat"
	"readout/bot/chat/markup"
	"readout/bot/chat/wording"
	"readout/bot/store"
	"readout/bot/waiting"
)

// Actions is the table of what members can do by buttons and forms.
func (b *Members) Actions() []chat.Action {
	return []chat.Action{
		{Key: chat.ActionPassages, Press: b.onAnswer(func(ctx context.Context, q chat.Request, r store.Receipt) (chat.Response, error) {
			shown, err := b.passages(ctx, q, r)
			return chat.Whisper(shown), err
		})},
		{Key: chat.ActionFollow, Submit: b.FollowUp, Press: b.onAnswer(func(_ context.Context, q chat.Request,
			r store.Receipt) (chat.Response, error) {
			return chat.Response{Form: chat.FollowForm(q.Language, r.ID)}, nil
		})},
		{Key: chat.ActionUp, Press: b.onAnswer(func(ctx context.Context, q chat.Request, r store.Receipt) (chat.Response, error) {
			return b.vote(ctx, store.Feedback{Receipt: r.ID, Member: q.User, Vote: store.Up}, chat.Whisper(chat.Note(q.Language.ThanksUp)))
		})},
		{Key: chat.ActionDown, Press: b.onAnswer(func(ctx context.Context, q chat.Request, r store.Receipt) (chat.Response, error) {
			ask := chat.Note(q.Language.WhatIsWrong)
			ask.Rows = chat.FaultButtons(q.Language, r.ID)
			return b.vote(ctx, store.Feedback{Receipt: r.ID, Member: q.User, Vote: store.Down}, chat.Whisper(ask))
		})},
		{Key: chat.ActionFault, Submit: b.noteFault, Press: func(ctx context.Context, q chat.Request, about string) (chat.Response, error) {
			fault, about, _ := strings.Cut(about, ":")
			r, err := b.Receipt(ctx, q, about)
			return chat.Response{Form: chat.NoteForm(q.Language, store.Fault(fault), r.ID)}, err
		}},
		{Key: chat.ActionDelete, Press: b.onAnswer(b.deleteAnswer)},
		{Key: chat.ActionForget, Press: b.forget},
		{Key: chat.ActionNext, Press: b.askOffered},
		{Key: chat.ActionBegin, Press: b.askToBegin},
		{Key: chat.ActionTell, Press: b.onAnswer(b.tellLater)},
		{Key: chat.ActionWhole, Press: b.onAnswer(func(ctx context.Context, q chat.Request, r store.Receipt) (chat.Response, error) {
			return b.Ask(ctx, q, chat.Asked{Text: r.Question, Author: r.Author, Private: r.Private || q.Settings.Private, Articles: r.Articles,
				Whole: true, Follows: r.Follows})
		})},
	}
}

// onAnswer is the press of a button that is about an answer.
func (b *Members) onAnswer(press func(context.Context, chat.Request, store.Receipt) (chat.Response, error)) func(context.Context,
	chat.Request, string) (chat.Response, error) {
	return func(ctx context.Context, q chat.Request, about string) (chat.Response, error) {
		r, err := b.Receipt(ctx, q, about)
		if err != nil {
			return chat.Response{}, err
		}
		return press(ctx, q, r)
	}
}

// FollowUp asks a question that follows an answer up.
func (b *Members) FollowUp(ctx context.Context, q chat.Request, about, text string) (chat.Response, error) {
	r, err := b.Receipt(ctx, q, about)
	if err != nil && !wording.Refuses(err, wording.AnswerGone) {
		return chat.Response{}, err
	}
	gone := err != nil // whether it was private nobody knows any more
	return b.Ask(ctx, q, chat.Asked{Text: text, Private: r.Private || gone || q.Settings.Private, Articles: r.Articles, Follows: r.ID})
}

// noteFault keeps a note on what is wrong with an answer.
func (b *Members) noteFault(ctx context.Context, q chat.Request, about, text string) (chat.Response, error) {
	fault, about, _ := strings.Cut(about, ":")
	r, err := b.Receipt(ctx, q, about)
	if err != nil {
		return chat.Response{}, err
	}
	thanks := q.Language.ThanksNote
	if q.Guild == "" || r.Private {
		thanks = q.Language.ThanksNoteDirect
	}
	done := chat.Response{Now: new(chat.Note(thanks)), Private: true, Replace: true}
	f := store.Feedback{Receipt: r.ID, Member: q.User, Vote: store.Down, Fault: store.Fault(fault), Text: markup.Clip(markup.Typed(text),
		chat.NoteLength)}
	return b.vote(ctx, f, done)
}

// deleteAnswer deletes an answer for the member who asked.
func (b *Members) deleteAnswer(_ context.Context, q chat.Request, r store.Receipt) (chat.Response, error) {
	if r.Asker != q.User {
		return chat.Response{}, wording.Refuse(wording.NotTheAsker)
	}
	return chat.Response{Remove: func(ctx context.Context) error { return b.Options.Store.DeleteReceipt(ctx, r.ID) }}, nil
}

// vote stores feedback, then answers with done.
func (b *Members) vote(ctx context.Context, f store.Feedback, done chat.Response) (chat.Response, error) {
	err := b.Options.Store.PutFeedback(ctx, f)
	if errors.Is(err, store.ErrNotFound) {
		return chat.Response{}, wording.Refuse(wording.AnswerGone)
	}
	if err != nil {
		return chat.Response{}, err
	}
	b.Metrics.Voted(f.Vote)
	return done, nil
}

// askOffered asks a question that was offered below an answer.
func (b *Members) askOffered(ctx context.Context, q chat.Request, about string) (chat.Response, error) {
	number, id, _ := strings.Cut(about, ":")
	r, err := b.Receipt(ctx, q, id)
	if err != nil {
		return chat.Response{}, err
	}
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 || n >= len(r.Next) {
		return chat.Response{}, wording.Refuse(wording.AnswerGone)
	}
	return b.Ask(ctx, q, chat.Asked{Text: r.Next[n], Private: r.Private || q.Settings.Private, Articles: r.Articles, Follows: r.ID})
}

// askToBegin asks a question that was offered below a greeting.
func (b *Members) askToBegin(ctx context.Context, q chat.Request, about string) (chat.Response, error) {
	return b.Ask(ctx, q, chat.Asked{Text: about, Private: q.Settings.Private})
}

// tellLater notes that a member is to be told when the articles answer a question.
func (b *Members) tellLater(ctx context.Context, q chat.Request, r store.Receipt) (chat.Response, error) {
	text := r.Resolved
	if text == "" {
		text = r.Question
	}
	if b.Options.Notes == nil || text == "" || q.Guild == "" {
		return chat.Whisper(chat.Note(q.Language.WillTellNobody)), nil
	}
	w := waiting.Question{Text: text, Articles: r.Articles, Member: q.User, Guild: r.Guild, Channel: r.Channel, Message: r.Message,
		Private: r.Private, Tried: r.Version}
	err := waiting.Add(ctx, b.Options.Notes, r.ID, w, b.Options.Clock())
	switch {
	case errors.Is(err, store.ErrExists):
		return chat.Whisper(chat.Note(q.Language.WillTellAlready)), nil
	case errors.Is(err, store.ErrFull):
		return chat.Whisper(chat.Note(q.Language.TellFull)), nil
	case err != nil:
		return chat.Response{}, err
	}
	if now, err := b.Options.Libraries.Snapshot(ctx, q.Guild); err == nil && now.Version != r.Version {
		b.TellSoon() // another version is there already
	}
	return chat.Whisper(chat.Note(q.Language.WillTell)), nil
}
