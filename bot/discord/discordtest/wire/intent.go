package wire

// Intent is a set of gateway intents.
type Intent uint64

// The intents; the last three are privileged.
const (
	IntentGuilds                 Intent = 1 << 0
	IntentGuildMessages          Intent = 1 << 9
	IntentGuildMessageReactions  Intent = 1 << 10
	IntentGuildMessageTyping     Intent = 1 << 11
	IntentDirectMessages         Intent = 1 << 12
	IntentDirectMessageReactions Intent = 1 << 13
	IntentGuildMembers           Intent = 1 << 1
	IntentGuildPresences         Intent = 1 << 8
	IntentMessageContent         Intent = 1 << 15

	PrivilegedIntents = IntentGuildMembers | IntentGuildPresences | IntentMessageContent
	KnownIntents      = 1<<17 - 1 | 1<<20 | 1<<21 | 1<<24 | 1<<25
)
