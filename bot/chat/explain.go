package chat

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"runtime"

	"readout/bot/chat/gate"
	"readout/bot/chat/markup"
	"readout/bot/chat/wording"
	"readout/bot/libraries"
	"readout/bot/store"
	"readout/retrieval/answer"
)

// Faults is a platform that says what its errors mean.
type Faults interface {
	// Fault is what an error of the platform's means to a reader.
	Fault(err error) Fault
}

// Fault is what a platform says is wrong.
type Fault int

// What a platform says is wrong.
const (
	NoFault      Fault = iota // nothing that a reader can do about
	NotPermitted              // the bot may not
	Blocked                   // what is to be shown has words that are not let through
)

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

// Explain puts an error into the words that a member reads. What is no fault of the member's gets a reference, under which the log
// has it.
func (b *Bot) Explain(ctx context.Context, l *wording.Language, err error) string {
	var (
		refused *wording.Refusal
		budget  *store.BudgetError
		broken  *panicked
		outside *gate.Refusal
	)
	switch err = draftError(err); {
	case errors.As(err, &outside):
		b.Metrics.Refused(outside.Why)
		return (&wording.Refusal{Why: wording.Reason(outside.Why), Until: outside.Until}).In(l)
	case errors.As(err, &refused):
		b.Metrics.Refused(string(refused.Why))
		return refused.In(l)
	case errors.As(err, &budget):
		b.Metrics.Refused("day limit")
		return l.DayLimit(markup.Relative(budget.Resets))
	case errors.Is(err, answer.ErrTooLong):
		b.Metrics.Refused(string(wording.TooLong))
		return l.TooLong(answer.MaxQuestion+1, answer.MaxQuestion)
	}
	reference := b.Options.Reference()
	fields := []any{"reference", reference, "error", err}
	if errors.As(err, &broken) {
		fields = append(fields, "stack", string(broken.stack))
	}
	b.Log.Log(ctx, slog.LevelError, "a member was told of a failure", fields...)
	is := NoFault
	if p, ok := b.Platform.(Faults); ok {
		is = p.Fault(err)
	}
	switch {
	case is == NotPermitted:
		b.Metrics.Failed("permission")
		return l.NoPermission + bracketed(reference)
	case is == Blocked:
		b.Metrics.Failed("blocked")
		return l.Blocked + bracketed(reference)
	case errors.Is(err, context.DeadlineExceeded):
		b.Metrics.Failed("too slow")
		return l.TookTooLong + bracketed(reference)
	case errors.Is(err, context.Canceled):
		b.Metrics.Failed("stopped")
		return l.Restarting
	}
	b.Metrics.Failed("error")
	return l.Failed(reference)
}

// draftError makes a refusal of the error that a draft is gone, wherever it comes from: every button of a draft meets it.
func draftError(err error) error {
	if errors.Is(err, libraries.ErrDraftGone) {
		return wording.Refuse(wording.DraftGone)
	}
	return err
}

// randomReference names an error: short enough to be read out.
func randomReference() string { return rand.Text()[:6] }

func bracketed(r string) string { return " (`" + r + "`)" }
