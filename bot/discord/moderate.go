package discord

import (
	"readout/bot/chat"
	"readout/bot/chat/lanes"
)

// moderators is what moderators can have the bot do, and what it does for them.
type moderators struct {
	*chat.Bot
	changes    *lanes.Lanes  // in which articles are changed
	uploads    chan struct{} // holds one for each upload that is in memory
	publishing lanes.Once    // drafts
}

func newModerators(b *chat.Bot) *moderators {
	return &moderators{Bot: b, changes: lanes.New(mostChanges), uploads: make(chan struct{}, atATime)}
}

// commands is the table of the commands of moderators. For nil it tells what they are.
func (b *moderators) commands() []chat.Command {
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

// What the buttons and forms of moderators do. Their custom IDs begin with these and live as long as the messages, so they are never changed.
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
