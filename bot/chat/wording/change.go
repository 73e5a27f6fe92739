package wording

import (
	"context"
	"errors"

	"readout/bot/libraries"
	"readout/corpus/fetch"
	"readout/corpus/library"
	"readout/corpus/parse"
)

// refusedFor tells which errors of a change are the moderator's to act on. The first that fits counts.
var refusedFor = [...]struct {
	err error
	why Reason
}{
	{libraries.ErrDraftGone, DraftGone}, {libraries.ErrNotFound, notThere}, {libraries.ErrExists, thereAlready}, {libraries.ErrEmpty,
		emptyLibrary},
	{library.ErrNotExport, notExport}, {library.ErrNewer, newerExport}, {library.ErrTooLarge, fileTooLarge},
	{fetch.ErrLink, badLink}, {fetch.ErrRedirects, tooManyHops}, {fetch.ErrRobots, forbidden}, {fetch.ErrStatus, badStatus},
	{fetch.ErrSlow, slowSite}, {fetch.ErrBusy, busyMachine}, {fetch.ErrUnreachable, unreachable}, {fetch.ErrType,
		wrongType}, {fetch.ErrFormat, wrongType},
	{fetch.ErrBinary, wrongType}, {fetch.ErrNotFeed, notFeed}, {fetch.ErrUnreadable, unreadable}, {fetch.ErrNoWords, noWords},
	{fetch.ErrTooLarge, fileTooLarge}, {parse.ErrNoText, noText}, {parse.ErrNotUTF8, wrongType},
	{libraries.ErrAliases, tooManyNames}, {libraries.ErrInput, notPossible}, {context.DeadlineExceeded, changeTooSlow},
}

// RefusedChange makes a refusal of a change's error that the moderator can act on, with the detail that helps.
func RefusedChange(kind libraries.Kind, err error) error {
	if kind == libraries.Rollback && errors.Is(err, libraries.ErrNotFound) {
		return Refuse(UnknownVersion)
	}
	facts, parse := (*parse.FactsError)(nil), (*parse.Error)(nil)
	if errors.As(err, &facts) {
		return &Refusal{Why: badFact, detail: facts.Error(), fact: facts}
	}
	if errors.As(err, &parse) {
		return &Refusal{Why: badFact, detail: parse.Error()}
	}
	for _, r := range refusedFor {
		if !errors.Is(err, r.err) {
			continue
		}
		out := Refuse(r.why)
		link, status := (*fetch.LinkError)(nil), (*fetch.StatusError)(nil)
		switch {
		case errors.As(err, &link):
			out.detail = string(link.Reason)
		case errors.As(err, &status):
			out.N = status.Status
		case r.why == notPossible:
			out.detail = err.Error()
		}
		return out
	}
	return err
}
