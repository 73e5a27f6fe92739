package discord

import (
	"context"
	"strings"

	"github.com/bwmarrin/discordgo"

	"readout/bot/chat"
	"readout/bot/chat/wording"
)

// handle decides what becomes of an interaction. An error is told to the member.
func (b *bot) handle(ctx context.Context, q chat.Request, i *discordgo.Interaction) (chat.Response, error) {
	switch d := i.Data.(type) {
	case discordgo.ApplicationCommandInteractionData:
		if i.Type == discordgo.InteractionApplicationCommandAutocomplete {
			c, ok := b.commands[d.Name]
			if _, given, chosen := b.chosen(c, d); ok && chosen {
				return chat.Propose(ctx, q, c, given)
			}
			return chat.Response{Choices: []chat.Choice{}}, nil
		}
		return b.use(ctx, q, d)
	case discordgo.MessageComponentInteractionData:
		return b.pressed(ctx, q, d.CustomID)
	case discordgo.ModalSubmitInteractionData:
		return b.submitted(ctx, q, d)
	}
	return chat.Response{}, wording.Refuse(wording.OutOfDate)
}

// use runs a command, or the subcommand chosen. Who may is checked here at every call, whatever Discord's own permissions let through.
func (b *bot) use(ctx context.Context, q chat.Request, d discordgo.ApplicationCommandInteractionData) (chat.Response, error) {
	c, ok := b.commands[d.Name]
	switch {
	case !ok:
		return chat.Response{}, wording.Refuse(wording.OutOfDate)
	case c.GuildOnly && q.Guild == "":
		return chat.Response{}, wording.Refuse(wording.GuildOnly)
	case c.Moderators && !q.Moderates():
		return chat.Response{}, wording.Refuse(wording.NotModerator)
	}
	handle, given, ok := b.chosen(c, d)
	if !ok {
		return chat.Response{}, wording.Refuse(wording.OutOfDate)
	}
	return handle(ctx, q, given)
}

// actionOf finds the action of a custom ID and what it is about. Whoever may not do it is refused, whatever message the button is on.
func (b *bot) actionOf(q chat.Request, id string) (chat.Action, string, error) {
	key, about, _ := strings.Cut(id, ":")
	switch a, ok := b.actions[key]; {
	case !ok:
		return chat.Action{}, "", wording.Refuse(wording.OutOfDate)
	case a.Moderators && q.Guild == "":
		return chat.Action{}, "", wording.Refuse(wording.GuildOnly)
	case a.Moderators && !q.Moderates():
		return chat.Action{}, "", wording.Refuse(wording.NotModerator)
	default:
		return a, about, nil
	}
}

// pressed handles a button.
func (b *bot) pressed(ctx context.Context, q chat.Request, id string) (chat.Response, error) {
	a, about, err := b.actionOf(q, id)
	if err != nil {
		return chat.Response{}, err
	}
	if a.Press == nil {
		return chat.Response{}, wording.Refuse(wording.OutOfDate)
	}
	return a.Press(ctx, q, about)
}

// submitted handles a form.
func (b *bot) submitted(ctx context.Context, q chat.Request, d discordgo.ModalSubmitInteractionData) (chat.Response, error) {
	a, about, err := b.actionOf(q, d.CustomID)
	if err != nil {
		return chat.Response{}, err
	}
	if a.Submit == nil {
		return chat.Response{}, wording.Refuse(wording.OutOfDate)
	}
	return a.Submit(ctx, q, about, fieldOf(d))
}
