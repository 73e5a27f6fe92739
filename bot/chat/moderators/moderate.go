package moderators

import (
	"readout/bot/chat"
	"readout/bot/chat/lanes"
)

// Moderators is what moderators can have the bot do, and what it does for them.
type Moderators struct {
	*chat.Bot
	changes    *lanes.Lanes  // in which articles are changed
	uploads    chan struct{} // holds one for each upload that is in memory
	publishing lanes.Once    // drafts
}

// New is what moderators can have a bot do. Its tables tell what there is even without a bot.
func New(b *chat.Bot) *Moderators {
	return &Moderators{Bot: b, changes: lanes.New(mostChanges), uploads: make(chan struct{}, AtATime)}
}

// Commands is the table of the commands of moderators. For nil it tells what they are.
func (b *Moderators) Commands() []chat.Command {
	all := []chat.Command{
		{Key: "settings", Options: b.settingsOptions()},
		{Key: "corpus", Options: b.corpusOptions()},
		{Key: "inbox", Handle: b.onInbox},
		{Key: "keep", Menu: true, Hidden: true, Handle: b.onKeep},
	}
	for i := range all {
		all[i].GuildOnly, all[i].Moderators, all[i].Propose = true, true, b.proposals
	}
	return all
}

// What the buttons and forms of moderators do. Their custom IDs begin with these and live as long as the messages, so they are never
// changed.
const (
	actionPublish  = "publish"
	actionAccept   = "accept" // publish although answers get worse
	actionDiscard  = "discard"
	actionDraft    = "draft"
	actionHistory  = "history"
	actionList     = "list"
	actionInbox    = "inbox"
	actionResolve  = "resolve"
	actionSuggest  = "add" // a link to an article that an open question needs
	actionKeep     = "keep"
	actionUncheck  = "uncheck"
	actionUnchecks = "uncheck-yes"
)
