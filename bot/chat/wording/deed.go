package wording

import (
	"fmt"
	"strings"

	"readout/bot/chat/markup"
	"readout/bot/store"
)

// What is noted in the audit. The words are stored, so they are never changed.
const (
	DidSettings       = "settings"        // Target: what of them, by the key of the subcommand
	DidPublish        = "publish"         // Target: the version; Note: what was done
	DidPublishOutside = "publish outside" // from the terminal; Target and Note likewise
	DidDiscard        = "discard"         // Target: what the draft was to do
	DidExport         = "export"
	DidResolve        = "resolve"      // an item of the inbox
	DidKeep           = "check"        // Target: the check's ID
	DidUncheck        = "uncheck"      // likewise
	DidRecall         = "recall"       // Target: the version; Note: how many answers were marked, private, and out of reach
	DidDraft          = "draft"        // Target: what was to be done; it waits for a moderator
	DidFail           = "source fails" // Target: its address; Note: why, a libraries.Reason
	DidRecover        = "source works" // Target: its address
	DidNoDigest       = "no digest"    // the channel of the weekly digest is closed to the bot
)

// Did is what an entry of the audit tells.
func (l *Language) Did(e store.AuditEntry) string {
	if name := l.Commands["settings."+e.Target].Name; e.Action == DidSettings && name != "" {
		e.Target = name
	}
	return l.Moderators.Did(l.Actor(string(e.Actor)), e)
}

// Actor is who did something: a mention, which pings nobody, or a name that the terminal gives.
func (l *Language) Actor(by string) string {
	switch {
	case by == "":
		return l.Moderators.Somebody
	case strings.Trim(by, "0123456789") == "":
		return markup.Member(by)
	}
	return markup.Escape(markup.Clip(by, 60))
}

// Reach is how far a recall gets: answers whose messages are marked, answers that only their askers see, and those whose messages or
// channels are gone or closed to the bot.
type Reach struct{ Marked, Private, Lost int }

// recallNumbers reads what a recall noted in the audit.
func recallNumbers(note string) (n Reach) {
	_, _ = fmt.Sscanf(note, "%d %d %d", &n.Marked, &n.Private, &n.Lost) // what is not there is none
	return n
}
