package members

import "readout/bot/chat"

// Members is what members can have the bot do.
type Members struct{ *chat.Bot }

// New is what members can have a bot do. Its tables tell what there is even without a bot.
func New(b *chat.Bot) *Members { return &Members{b} }
