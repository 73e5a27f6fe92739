package discord

import (
	"context"

	"github.com/bwmarrin/discordgo"

	"readout/bot/chat"
	"readout/bot/chat/wording"
)

// handle decides what becomes of an interaction. An error is told to the member.
func (b *bot) handle(ctx context.Context, q chat.Request, i *discordgo.Interaction) (chat.Response, error) {
	switch d := i.Data.(type) {
	case discordgo.ApplicationCommandInteractionData:
		if i.Type == discordgo.InteractionApplicationCommandAutocomplete {
			c, ok := b.repertoire.Command(d.Name)
			if _, given, chosen := b.chosen(c, d); ok && chosen {
				return chat.Propose(ctx, q, c, given)
			}
			return chat.Response{Choices: []chat.Choice{}}, nil
		}
		c, ok := b.repertoire.Command(d.Name)
		if !ok {
			return chat.Response{}, wording.Refuse(wording.OutOfDate)
		}
		return b.repertoire.Use(ctx, q, c, func() (chat.Handler, chat.Arguments, error) {
			handle, given, ok := b.chosen(c, d)
			if !ok {
				return nil, given, wording.Refuse(wording.OutOfDate)
			}
			return handle, given, nil
		})
	case discordgo.MessageComponentInteractionData:
		return b.repertoire.Press(ctx, q, d.CustomID)
	case discordgo.ModalSubmitInteractionData:
		return b.repertoire.Submit(ctx, q, d.CustomID, fieldOf(d))
	}
	return chat.Response{}, wording.Refuse(wording.OutOfDate)
}
