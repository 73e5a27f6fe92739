package discord

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"time"

	"readout/bot/chat/gate"
	"readout/bot/chat/markup"
	"readout/bot/discord/api"
	"readout/bot/libraries"
	"readout/bot/store"
	"readout/corpus/parse"
	"readout/retrieval/answer"
)

// refusal is a question or an action that is not accepted, for a reason that the member can do something about.
type refusal struct {
	why      reason
	until    time.Time         // when to try again, where that helps
	n        int               // a number that it is about: the length of a question that is too long
	channels string            // where the bot answers instead; the channel or the server that it is about
	detail   string            // what exactly, in English; not escaped
	fact     *parse.FactsError // the fact that can't be stated; nil when it is about something else
}

// reason is why something is refused. Its text is what metrics count by.
type reason string

const (
	nothingToSay   reason = "no question"
	nothingToAsk   reason = "no text"
	tooLong        reason = "too long"
	unknownArticle reason = "unknown article"
	noScope        reason = "no scope"
	emptyScope     reason = "empty scope"
	oneAtATime     reason = gate.OneAtATime
	memberLimit    reason = gate.MemberLimit
	guildLimit     reason = gate.GuildLimit
	busy           reason = gate.Busy
	restarting     reason = "restarting"
	notHere        reason = "not here"
	outOfDate      reason = "out of date"
	answerGone     reason = "answer gone"
	notTheAsker    reason = "not the asker"
	notForYou      reason = "private"
	guildOnly      reason = "server only"
	notModerator   reason = "not a moderator"
)

func (r *refusal) Error() string { return string(r.why) }

// panicked is a handler that panicked.
type panicked struct {
	value any
	stack []byte
}

func (p *panicked) Error() string {
	if err, ok := p.value.(runtime.Error); ok {
		return "panic: " + err.Error()
	}
	return fmt.Sprintf("panic with a %T", p.value) // its text may be a member's
}

// explain puts an error into the words that a member reads. What is no fault of the member's gets a reference, under which the log
// has it.
func (b *bot) explain(ctx context.Context, l *language, err error) string {
	var (
		refused *refusal
		budget  *store.BudgetError
		broken  *panicked
		outside *gate.Refusal
	)
	switch err = draftError(err); {
	case errors.As(err, &outside):
		b.metrics.Refused(outside.Why)
		return (&refusal{why: reason(outside.Why), until: outside.Until}).in(l)
	case errors.As(err, &refused):
		b.metrics.Refused(string(refused.why))
		return refused.in(l)
	case errors.As(err, &budget):
		b.metrics.Refused("day limit")
		return l.DayLimit(markup.Relative(budget.Resets))
	case errors.Is(err, answer.ErrTooLong):
		b.metrics.Refused(string(tooLong))
		return l.TooLong(answer.MaxQuestion+1, answer.MaxQuestion)
	}
	reference := b.options.reference()
	fields := []any{"reference", reference, "error", err}
	if errors.As(err, &broken) {
		fields = append(fields, "stack", string(broken.stack))
	}
	b.log.Log(ctx, slog.LevelError, "a member was told of a failure", fields...)
	switch {
	case api.Code(err) == codeMissingAccess, api.Code(err) == codeMissingPermissions:
		b.metrics.Failed("permission")
		return l.NoPermission + bracketed(reference)
	case api.Code(err) == codeBlocked, api.Code(err) == codeBlockedTitle:
		b.metrics.Failed("blocked")
		return l.Blocked + bracketed(reference)
	case errors.Is(err, context.DeadlineExceeded):
		b.metrics.Failed("too slow")
		return l.TookTooLong + bracketed(reference)
	case errors.Is(err, context.Canceled):
		b.metrics.Failed("stopped")
		return l.Restarting
	}
	b.metrics.Failed("error")
	return l.Failed(reference)
}

// draftError makes a refusal of the error that a draft is gone, wherever it comes from: every button of a draft meets it.
func draftError(err error) error {
	if errors.Is(err, libraries.ErrDraftGone) {
		return &refusal{why: draftGone}
	}
	return err
}

// in is the refusal in a language.
func (r *refusal) in(l *language) string {
	when := markup.Relative(r.until)
	switch r.why {
	case nothingToSay:
		return l.NothingToSay
	case nothingToAsk:
		return l.NothingToAsk
	case tooLong:
		return l.TooLong(r.n, answer.MaxQuestion)
	case unknownArticle:
		return l.UnknownArticle
	case noScope:
		return l.NoScope
	case emptyScope:
		return l.EmptyScope
	case oneAtATime:
		return l.OneAtATime(when)
	case memberLimit:
		return l.MemberLimit(when)
	case guildLimit:
		return l.GuildLimit(when)
	case busy:
		return l.Busy(when)
	case restarting:
		return l.Restarting
	case notHere:
		return l.NotHere(r.channels)
	case answerGone:
		return l.AnswerGone
	case notTheAsker:
		return l.OnlyAskerDeletes
	case notForYou:
		return l.OnlyAskerUses
	case guildOnly:
		return l.GuildOnly
	case notModerator:
		return l.NotModerator
	}
	if say := l.Moderators.Refused[r.why]; say != nil {
		return say(r)
	}
	return l.OutOfDate
}

// randomReference names an error: short enough to be read out.
func randomReference() string { return rand.Text()[:6] }

func bracketed(r string) string { return " (`" + r + "`)" }
