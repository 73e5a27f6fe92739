package discord

import (
	"context"
	"errors"

	"github.com/bwmarrin/discordgo"

	"readout/bot/chat/wording"
	"readout/bot/store"
)

// handle decides what becomes of an interaction. An error is told to the member.
func (b *bot) handle(ctx context.Context, q request, i *discordgo.Interaction) (response, error) {
	switch d := i.Data.(type) {
	case discordgo.ApplicationCommandInteractionData:
		if i.Type == discordgo.InteractionApplicationCommandAutocomplete {
			c, ok := b.commands[d.Name]
			if _, given, chosen := b.chosen(c, d); ok && chosen {
				return b.propose(ctx, q, c, given)
			}
			return response{choices: []choice{}}, nil
		}
		return b.use(ctx, q, d)
	case discordgo.MessageComponentInteractionData:
		return b.pressed(ctx, q, d.CustomID)
	case discordgo.ModalSubmitInteractionData:
		return b.submitted(ctx, q, d)
	}
	return response{}, wording.Refuse(wording.OutOfDate)
}

// use runs a command, or the subcommand chosen. Who may is checked here at every call, whatever Discord's own permissions let through.
func (b *bot) use(ctx context.Context, q request, d discordgo.ApplicationCommandInteractionData) (response, error) {
	c, ok := b.commands[d.Name]
	switch {
	case !ok:
		return response{}, wording.Refuse(wording.OutOfDate)
	case c.guildOnly && q.guild == "":
		return response{}, wording.Refuse(wording.GuildOnly)
	case c.moderators && !q.moderates():
		return response{}, wording.Refuse(wording.NotModerator)
	}
	handle, given, ok := b.chosen(c, d)
	if !ok {
		return response{}, wording.Refuse(wording.OutOfDate)
	}
	return handle(b, ctx, q, given)
}

// receipt is the receipt that a button is about, if the member may see the answer.
func (b *bot) receipt(ctx context.Context, q request, id string) (store.Receipt, error) {
	r, err := b.options.Store.Receipt(ctx, store.ReceiptID(id))
	switch {
	case errors.Is(err, store.ErrNotFound):
		return store.Receipt{}, wording.Refuse(wording.AnswerGone)
	case err != nil:
		return store.Receipt{}, err
	case r.Guild != q.guild:
		return store.Receipt{}, wording.Refuse(wording.AnswerGone)
	case (r.Private || r.Guild == "") && r.Asker != "" && r.Asker != q.user: // all direct messages are of one server, ""
		return store.Receipt{}, wording.Refuse(wording.NotForYou)
	}
	return r, nil
}

// vote stores feedback, then answers with done.
func (b *bot) vote(ctx context.Context, q request, f store.Feedback, done response) (response, error) {
	err := b.options.Store.PutFeedback(ctx, f)
	if errors.Is(err, store.ErrNotFound) {
		return response{}, wording.Refuse(wording.AnswerGone)
	}
	if err != nil {
		return response{}, err
	}
	b.metrics.Voted(f.Vote)
	return done, nil
}

func isRefusal(err error, why wording.Reason) bool {
	r := (*wording.Refusal)(nil)
	return errors.As(err, &r) && r.Why == why
}
