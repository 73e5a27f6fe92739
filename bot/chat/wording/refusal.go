package wording

import (
	"errors"
	"time"

	"readout/bot/chat/gate"
	"readout/bot/chat/markup"
	"readout/corpus/parse"
	"readout/retrieval/answer"
)

// Refusal is a question or an action that is not accepted, for a reason that the member can do something about.
type Refusal struct {
	Why      Reason
	Until    time.Time         // when to try again, where that helps
	N        int               // a number that it is about: the length of a question that is too long
	Channels string            // where the bot answers instead; the channel or the server that it is about
	detail   string            // what exactly, in English; not escaped
	fact     *parse.FactsError // the fact that can't be stated; nil when it is about something else
}

// Reason is why something is refused. Its text is what metrics count by.
type Reason string

const (
	NothingToSay   Reason = "no question"
	NothingToAsk   Reason = "no text"
	TooLong        Reason = "too long"
	UnknownArticle Reason = "unknown article"
	NoScope        Reason = "no scope"
	EmptyScope     Reason = "empty scope"
	OneAtATime     Reason = gate.OneAtATime
	memberLimit    Reason = gate.MemberLimit
	guildLimit     Reason = gate.GuildLimit
	Busy           Reason = gate.Busy
	Restarting     Reason = "restarting"
	NotHere        Reason = "not here"
	OutOfDate      Reason = "out of date"
	AnswerGone     Reason = "answer gone"
	NotTheAsker    Reason = "not the asker"
	NotForYou      Reason = "private"
	GuildOnly      Reason = "server only"
	NotModerator   Reason = "not a moderator"
)

// Refuse refuses for a reason that needs no more words.
func Refuse(why Reason) *Refusal { return &Refusal{Why: why} }

// Refuses reports whether an error is a refusal for a reason.
func Refuses(err error, why Reason) bool {
	r := (*Refusal)(nil)
	return errors.As(err, &r) && r.Why == why
}

func (r *Refusal) Error() string { return string(r.Why) }

// In is the refusal in a language.
func (r *Refusal) In(l *Language) string {
	when := markup.Relative(r.Until)
	switch r.Why {
	case NothingToSay:
		return l.NothingToSay
	case NothingToAsk:
		return l.NothingToAsk
	case TooLong:
		return l.TooLong(r.N, answer.MaxQuestion)
	case UnknownArticle:
		return l.UnknownArticle
	case NoScope:
		return l.NoScope
	case EmptyScope:
		return l.EmptyScope
	case OneAtATime:
		return l.OneAtATime(when)
	case memberLimit:
		return l.MemberLimit(when)
	case guildLimit:
		return l.GuildLimit(when)
	case Busy:
		return l.Busy(when)
	case Restarting:
		return l.Restarting
	case NotHere:
		return l.NotHere(r.Channels)
	case AnswerGone:
		return l.AnswerGone
	case NotTheAsker:
		return l.OnlyAskerDeletes
	case NotForYou:
		return l.OnlyAskerUses
	case GuildOnly:
		return l.GuildOnly
	case NotModerator:
		return l.NotModerator
	}
	if say := l.Moderators.Refused[r.Why]; say != nil {
		return say(r)
	}
	return l.OutOfDate
}

// Reasons for which a change or another wish of moderators is refused.
const (
	OneSource      Reason = "not one source"
	OneOfTwo       Reason = "not one thing to remove"
	NoFact         Reason = "no fact to set"
	UnknownVersion Reason = "unknown version"
	UnknownCheck   Reason = "unknown check"
	TooLarge       Reason = "upload too large"
	UploadGone     Reason = "upload gone"
	ExportTooLarge Reason = "export too large"
	UnderWay       Reason = "under way"
	NoAuditThere   Reason = "audit channel closed"
	NoAnswer       Reason = "not an answer"
	KeptAlready    Reason = "kept already"
	tooManyNames   Reason = "too many names"
	DraftGone      Reason = "draft gone"
	notThere       Reason = "not in the library"
	thereAlready   Reason = "there already"
	notPossible    Reason = "not possible"
	emptyLibrary   Reason = "no article left"
	changeTooSlow  Reason = "change too slow"
	badFact        Reason = "bad fact"
	notExport      Reason = "not an export"
	newerExport    Reason = "newer export"
	badLink        Reason = "bad link"
	tooManyHops    Reason = "too many redirects"
	forbidden      Reason = "forbidden by robots.txt"
	badStatus      Reason = "bad status"
	unreachable    Reason = "unreachable"
	slowSite       Reason = "slow site"
	busyMachine    Reason = "busy machine"
	wrongType      Reason = "wrong type"
	notFeed        Reason = "not a feed"
	unreadable     Reason = "unreadable"
	noWords        Reason = "no words"
	noText         Reason = "no article text"
	fileTooLarge   Reason = "file too large"
)
