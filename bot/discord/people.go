package discord

import "readout/bot/chat"

// members is what members can have the bot do.
type members struct{ *chat.Bot }

func newMembers(b *chat.Bot) *members { return &members{b} }
