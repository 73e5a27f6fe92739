package libraries

import (
	"cmp"
	"errors"
	"fmt"
	"time"

	"readout/bot/libraries/candidate"
	"readout/bot/libraries/judging"
	"readout/bot/libraries/provenance"
	"readout/bot/store"
	"readout/corpus"
	"readout/corpus/fetch"
)

// What a caller can act on.
var (
	// ErrDraftGone says that a draft was published, discarded, or is older than DraftKept.
	ErrDraftGone = errors.New("the draft is gone")
	// ErrConflict says that somebody published since the draft was made; it is always a *ConflictError.
	ErrConflict = errors.New("another version was published meanwhile")
	// ErrWorse says that judged questions get worse answers; it is always a *WorseError.
	ErrWorse = errors.New("answers get worse")
	// ErrGuild says that an ID is no server's.
	ErrGuild = errors.New("not the ID of a server")

	ErrNotFound = candidate.ErrNotFound // also of a check
	ErrExists   = candidate.ErrExists   // also of a check
	ErrInput    = candidate.ErrInput
	ErrAliases  = candidate.ErrAliases
	ErrEmpty    = candidate.ErrEmpty
	ErrMuch     = candidate.ErrMuch
)

// DraftKept is how long a draft can be published.
const DraftKept = 24 * time.Hour

// What is changed, and what came of fetching it.
type (
	Change       = candidate.Change
	Kind         = candidate.Kind
	Facts        = provenance.Facts
	Fetcher      = candidate.Fetcher
	SourceState  = candidate.SourceState
	SourceResult = candidate.SourceResult
	Reason       = provenance.Reason
)

// The kinds of change, and the states of a source.
const (
	Add      = candidate.Add
	Edit     = candidate.Edit
	Remove   = candidate.Remove
	Refresh  = candidate.Refresh
	Rollback = candidate.Rollback
	Import   = candidate.Import

	SourceNew       = candidate.SourceNew
	SourceChanged   = candidate.SourceChanged
	SourceUnchanged = candidate.SourceUnchanged
	SourceFailed    = candidate.SourceFailed
)

// Start is the kind of the version that a library begins with: the shipped articles. No change is of it.
const Start Kind = "start"

// Step is what a long change is at.
type Step string

// The steps of a change, in order.
const (
	Fetching  Step = "fetching"
	Reading   Step = "reading"
	Embedding Step = "embedding"
	Checking  Step = "checking"
)

// Progress tells how far a change is: Done of Total pages, articles, sentences or questions.
type Progress struct {
	Step        Step
	Done, Total int
}

// Item is one article as a preview or a list shows it.
type Item struct {
	ID         corpus.ArticleID
	Title      string
	Publisher  string
	Agency     string
	Published  corpus.Date
	Kind       corpus.Kind
	URL        string
	Paragraphs int
	Remarks    int
	Report     corpus.ReportID // the report that it belongs to; its own ID when it is the first or only article of it
	Concerns   []fetch.Concern // only in a Draft
}

// Draft is a change that is ready to be published.
type Draft struct {
	ID      string
	Guild   store.GuildID
	By      string
	At      time.Time
	Kind    Kind
	Why     string
	Base    int // the version that it changes; 0 for the shipped articles
	Added   []Item
	Changed []Item // as they will be
	Removed []Item // as they were
	Sources []SourceResult
	Gate    GateResult
	Open    OpenResult
	Same    bool // nothing would change: there is nothing to publish
}

// What judged questions come to.
type (
	OpenResult  = judging.Open
	GateResult  = judging.Comparison
	CheckResult = judging.Result
)

// Right is the best of the outcomes.
const Right = judging.Right

// Published is what came of publishing.
type Published struct {
	Version  int
	Articles int
	Changed  []corpus.PassageID // of the version before: gone, from articles that are still there
	Gone     []corpus.PassageID // of the version before: their articles were removed
}

// Version is one version of a library.
type Version struct {
	Number   int
	At       time.Time
	By       string // "" for the bot itself, and for somebody who is forgotten
	Kind     Kind   // what made it
	Why      string
	Base     int
	Articles int
}

// ByBot reports whether the bot itself published the version: what it starts with, and what it fetched again.
func (v Version) ByBot() bool { return v.By == "" && (v.Kind == Start || v.Kind == Refresh) }

// Source is a link or a feed that refresh fetches.
type Source struct {
	URL      string
	Feed     bool
	Failures int       // in a row; 0 while it works
	Failing  time.Time // since when; zero while it works
	Err      Reason    // of the last attempt; "" while it works
}

// Status is what a server's library holds now.
type Status struct {
	Own      bool    // false: nothing was ever published here, the shipped articles answer
	Version  Version // zero unless Own
	Name     string  // the version as answers state it: "v3"
	Articles int
	Reports  int
	Passages int
	Remarks  int
	People   int
	Checks   int
	Sources  []Source
	Fetched  time.Time // when a link or feed was fetched last, well or not; zero when none was
	Refresh  time.Time // when the scheduler is due; zero when it never ran
}

// Refreshed is what the scheduler's turn came to.
type Refreshed struct {
	Due       bool       // false: it was not time, and nothing was done
	Next      time.Time  // when it is time again; zero where there is nothing to fetch
	Published *Published // nil when nothing changed, or Draft is set
	Draft     *Draft     // left for a moderator, since answers would get worse
	Failed    []Source   // that fail since this turn: each is reported once
	Recovered []Source   // that were reported and work again
}

// ConflictError says who published since a draft was made.
type ConflictError struct {
	Base  int       // the version that the draft changes
	Since []Version // published since, oldest first
}

func (e *ConflictError) Error() string {
	if len(e.Since) == 0 {
		return ErrConflict.Error()
	}
	last := e.Since[len(e.Since)-1]
	who := cmp.Or(last.By, "somebody who is forgotten")
	if last.ByBot() {
		who = "the bot"
	}
	return fmt.Sprintf("%v: the draft is of version %d, and %s published version %d (%s) at %s",
		ErrConflict, e.Base, who, last.Number, last.Kind, last.At.UTC().Format(time.RFC3339))
}

// Is makes every ConflictError an ErrConflict.
func (e *ConflictError) Is(target error) bool { return target == ErrConflict }

// WorseError lists the judged questions whose answers get worse.
type WorseError struct{ Gate GateResult }

func (e *WorseError) Error() string {
	return fmt.Sprintf("%v: %d of %d judged questions", ErrWorse, len(e.Gate.Worse), e.Gate.Ran)
}

// Is makes every WorseError an ErrWorse.
func (e *WorseError) Is(target error) bool { return target == ErrWorse }
