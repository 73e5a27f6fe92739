package provenance

import (
	"errors"
	"strconv"
	"strings"

	"readout/corpus/fetch"
	"readout/corpus/parse"
)

// ErrMuch says that a library, or one change of it, would hold more text than it may.
var ErrMuch = errors.New("more text than a library takes: 64 MB or 60,000 paragraphs in all, and a quarter of that at a time")

// Reason is why a source failed, as it is stored: its kind, and behind a colon what exactly where the kind has that. It holds none of
// the addresses that errors of the network tell.
type Reason string

// ReasonKind is a kind of reason. Its text is stored, so it is never changed.
type ReasonKind string

// The kinds of reason.
const (
	ReasonLink        ReasonKind = "link"   // exactly: the fetch.LinkReason
	ReasonStatus      ReasonKind = "status" // exactly: the status that the site answered with
	ReasonFact        ReasonKind = "fact"   // exactly: the fact that cannot be stated and why, in English
	ReasonRobots      ReasonKind = "robots"
	ReasonSlow        ReasonKind = "slow"
	ReasonUnreachable ReasonKind = "unreachable"
	ReasonRedirects   ReasonKind = "redirects"
	ReasonType        ReasonKind = "type"
	ReasonNotFeed     ReasonKind = "not-feed"
	ReasonBusy        ReasonKind = "busy"
	ReasonUnreadable  ReasonKind = "unreadable"
	ReasonNoWords     ReasonKind = "no-words"
	ReasonTooLarge    ReasonKind = "too-large"
	ReasonBinary      ReasonKind = "binary"
	ReasonFormat      ReasonKind = "format"
	ReasonNoText      ReasonKind = "no-text"
	ReasonEncoding    ReasonKind = "encoding"
	ReasonMoved       ReasonKind = "moved"
	ReasonHeld        ReasonKind = "held"
	ReasonMuch        ReasonKind = "too-much"
	ReasonOther       ReasonKind = "other"
)

// reasonErrors are the errors that the kinds with nothing more to say stand for. The first that fits an error counts.
var reasonErrors = [...]struct {
	kind ReasonKind
	err  error
}{
	{ReasonRobots, fetch.ErrRobots}, {ReasonSlow, fetch.ErrSlow}, {ReasonBusy, fetch.ErrBusy}, {ReasonUnreachable, fetch.ErrUnreachable},
	{ReasonRedirects, fetch.ErrRedirects}, {ReasonType, fetch.ErrType}, {ReasonNotFeed, fetch.ErrNotFeed},
	{ReasonUnreadable, fetch.ErrUnreadable}, {ReasonNoWords, fetch.ErrNoWords}, {ReasonTooLarge, fetch.ErrTooLarge},
	{ReasonBinary, fetch.ErrBinary}, {ReasonFormat, fetch.ErrFormat}, {ReasonNoText, parse.ErrNoText},
	{ReasonEncoding, parse.ErrNotUTF8}, {ReasonMuch, ErrMuch},
	{ReasonMoved, errors.New("the link leads to another site now: if that is meant, remove the article and add the new link")},
	{ReasonHeld, errors.New("a person should look at it first: add it by its link to see why")},
	{ReasonOther, errors.New("it could not be read")},
}

// ReasonOf is the reason that an error of a source gives.
func ReasonOf(err error) Reason {
	var link *fetch.LinkError
	var status *fetch.StatusError
	var facts *parse.FactsError
	switch {
	case errors.As(err, &link):
		return ReasonLink.exactly(string(link.Reason))
	case errors.As(err, &status):
		return ReasonStatus.exactly(strconv.Itoa(status.Status))
	case errors.As(err, &facts):
		return ReasonFact.exactly(facts.Error())
	}
	for _, known := range reasonErrors {
		if errors.Is(err, known.err) {
			return Reason(known.kind)
		}
	}
	return Reason(ReasonOther)
}

func (k ReasonKind) exactly(what string) Reason { return Reason(string(k) + ": " + what) }

// Parts are the reason's kind, and what exactly; "" for a kind that has nothing more to say.
func (r Reason) Parts() (kind ReasonKind, exactly string) {
	before, after, _ := strings.Cut(string(r), ": ")
	return ReasonKind(before), after
}

// String is the reason in English. One of no kind that there is is a text already.
func (r Reason) String() string {
	kind, exactly := r.Parts()
	switch kind {
	case ReasonLink, ReasonFact:
		return exactly
	case ReasonStatus:
		return "the site answers " + exactly
	}
	for _, known := range reasonErrors {
		if kind == known.kind {
			return known.err.Error()
		}
	}
	return string(r)
}
