package discord

import (
	"context"
	"errors"

	"readout/bot/libraries"
	"readout/bot/store"
	"readout/corpus/fetch"
	"readout/corpus/library"
	"readout/corpus/parse"
)

// moderation is what the bot says to moderators in one language. What is given to its functions is ready to be shown: escaped, or a
// mention.
type moderation struct {
	// Previews, and what becomes of them.
	Preview                         func(libraries.Kind) string
	Added, Changed, Removed         func(n int) string
	NothingChanges, BeforePublish   string
	Holds                           func(paragraphs, remarks int) string
	Warning                         string
	Concerns                        map[fetch.ConcernKind]func(quote string) string
	Sources                         func(fresh, changed, unchanged, failed int) string
	SourceFailed                    func(url, why string) string
	Reason                          func(libraries.Reason) string    // why a source failed; not escaped
	AnswersOpen                     func(answered, asked int) string // of the questions that wait for an answer
	ChecksWell                      func(ran, right, better int) string
	ChecksWorse                     func(worse, ran int) string
	Before, After, NotAnswered      string
	Progress                        func(libraries.Progress) string
	Publish, Discard, Accept        string // buttons
	Publishing, Discarded, Exported string
	AskAccept                       string
	Conflict                        func(since []string) string // lines of the history
	Published                       func(version string, articles int) string
	Recalling                       func(marked, private int) string

	// Lists.
	List          func(n, page, pages int) string
	Status        func(s libraries.Status, by string) string
	NextRefresh   func(when string) string
	SourceFails   func(url, why, since string) string
	DraftsWait    string
	ShowDraft     func(n int) string
	History       func(page, pages int) string
	NoHistory     string
	VersionChoice func(libraries.Version) string
	Back, Next    string // buttons
	Did           func(by string, e store.AuditEntry) string
	Somebody      string // who did it asked to be forgotten
	AuditBegins   string
	Withdrawn     func(version string) string // above an answer that is recalled
	ChecksRun     func(right, all int) string
	Quotes        quoteWords
	Kept          func(question, said string) string
	AskUncheck    func(question string) string
	Uncheck       string // a button
	Unchecked     string
	Inbox         string
	InboxEmpty    string
	Unanswered    string
	Message       string
	Resolve, Keep string // buttons
	AddArticle    string // a button, and the title of its form
	AddLabel      string
	Newest, Older string // buttons
	Refused       map[reason]func(r *refusal) string
}

// Reasons for which a change or another wish of moderators is refused.
const (
	oneSource      reason = "not one source"
	oneOfTwo       reason = "not one thing to remove"
	noFact         reason = "no fact to set"
	unknownVersion reason = "unknown version"
	unknownCheck   reason = "unknown check"
	tooLarge       reason = "upload too large"
	uploadGone     reason = "upload gone"
	exportTooLarge reason = "export too large"
	underWay       reason = "under way"
	noAuditThere   reason = "audit channel closed"
	noAnswer       reason = "not an answer"
	keptAlready    reason = "kept already"
	tooManyNames   reason = "too many names"
	draftGone      reason = "draft gone"
	notThere       reason = "not in the library"
	thereAlready   reason = "there already"
	notPossible    reason = "not possible"
	emptyLibrary   reason = "no article left"
	changeTooSlow  reason = "change too slow"
	badFact        reason = "bad fact"
	notExport      reason = "not an export"
	newerExport    reason = "newer export"
	badLink        reason = "bad link"
	tooManyHops    reason = "too many redirects"
	forbidden      reason = "forbidden by robots.txt"
	badStatus      reason = "bad status"
	unreachable    reason = "unreachable"
	slowSite       reason = "slow site"
	busyMachine    reason = "busy machine"
	wrongType      reason = "wrong type"
	notFeed        reason = "not a feed"
	unreadable     reason = "unreadable"
	noWords        reason = "no words"
	noText         reason = "no article text"
	fileTooLarge   reason = "file too large"
)

// refusedFor tells which errors of a change are the moderator's to act on. The first that fits counts.
var refusedFor = [...]struct {
	err error
	why reason
}{
	{libraries.ErrDraftGone, draftGone}, {libraries.ErrNotFound, notThere}, {libraries.ErrExists, thereAlready}, {libraries.ErrEmpty, emptyLibrary},
	{library.ErrNotExport, notExport}, {library.ErrNewer, newerExport}, {library.ErrTooLarge, fileTooLarge},
	{fetch.ErrLink, badLink}, {fetch.ErrRedirects, tooManyHops}, {fetch.ErrRobots, forbidden}, {fetch.ErrStatus, badStatus},
	{fetch.ErrSlow, slowSite}, {fetch.ErrBusy, busyMachine}, {fetch.ErrUnreachable, unreachable}, {fetch.ErrType, wrongType}, {fetch.ErrFormat, wrongType},
	{fetch.ErrBinary, wrongType}, {fetch.ErrNotFeed, notFeed}, {fetch.ErrUnreadable, unreadable}, {fetch.ErrNoWords, noWords},
	{fetch.ErrTooLarge, fileTooLarge}, {parse.ErrNoText, noText}, {parse.ErrNotUTF8, wrongType},
	{libraries.ErrAliases, tooManyNames}, {libraries.ErrInput, notPossible}, {context.DeadlineExceeded, changeTooSlow},
}

// changeError makes a refusal of a change's error that the moderator can act on, with the detail that helps.
func changeError(kind libraries.Kind, err error) error {
	if kind == libraries.Rollback && errors.Is(err, libraries.ErrNotFound) {
		return &refusal{why: unknownVersion}
	}
	facts, parse := (*parse.FactsError)(nil), (*parse.Error)(nil)
	if errors.As(err, &facts) {
		return &refusal{why: badFact, detail: facts.Error(), fact: facts}
	}
	if errors.As(err, &parse) {
		return &refusal{why: badFact, detail: parse.Error()}
	}
	for _, r := range refusedFor {
		if !errors.Is(err, r.err) {
			continue
		}
		out := &refusal{why: r.why}
		link, status := (*fetch.LinkError)(nil), (*fetch.StatusError)(nil)
		switch {
		case errors.As(err, &link):
			out.detail = string(link.Reason)
		case errors.As(err, &status):
			out.n = status.Status
		case r.why == notPossible:
			out.detail = err.Error()
		}
		return out
	}
	return err
}
