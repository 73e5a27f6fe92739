// Package desk works on a data directory, in this process or in the one that runs the bot, for the commands that do.
package desk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"readout/bot/chat"
	"readout/bot/control"
	"readout/bot/datadir"
	"readout/bot/engine"
	"readout/bot/failure"
	"readout/bot/libraries"
	"readout/bot/news"
	"readout/bot/postgres"
	"readout/bot/secret"
	"readout/bot/store"
	"readout/bot/terminal"
	"readout/bot/typeset"
	"readout/bot/upkeep"
	"readout/bot/version"
	"readout/corpus/fetch"
	"readout/corpus/library"
	"readout/corpus/parse"
	"readout/retrieval/answer"
	"readout/retrieval/eval"
)

// DataConfig is where the Discord bot keeps what it must remember.
type DataConfig struct {
	Data string `from:"READOUT_DATA" default:"data" placeholder:"DIR" help:"Folder in which the Discord bot keeps what it must remember."`

	Database secret.Value `from:"DATABASE_URL" placeholder:"URL" help:"${database}"`
}

// Desk is where what the terminal wants of a data directory is done: in this process, which has it open then, or in the one that runs
// the bot.
type Desk interface {
	Servers(ctx context.Context) ([]store.GuildID, error)
	// Known are the servers with a library of their own, and those of which the bot remembers anything.
	Known(ctx context.Context) ([]store.GuildID, error)
	Status(ctx context.Context, g store.GuildID) (*libraries.Status, error)
	List(ctx context.Context, g store.GuildID) ([]libraries.Item, error)
	History(ctx context.Context, g store.GuildID) ([]libraries.Version, error)
	Export(ctx context.Context, g store.GuildID, w io.Writer) error
	ExportVersion(ctx context.Context, g store.GuildID, number int, w io.Writer) error
	// Asked are the questions that a server's members ask most.
	Asked(ctx context.Context, g store.GuildID) ([]news.Asked, error)

	Prepare(ctx context.Context, g store.GuildID, c libraries.Change, progress func(libraries.Progress)) (*libraries.Draft, error)
	Drafts(ctx context.Context, g store.GuildID) ([]*libraries.Draft, error)
	Draft(ctx context.Context, g store.GuildID, id string) (*libraries.Draft, error)
	Publish(ctx context.Context, g store.GuildID, id string, accept bool) (*libraries.Published, error)
	Discard(ctx context.Context, g store.GuildID, id string) error

	Checks(ctx context.Context, g store.GuildID) ([]eval.Question, error)
	RunChecks(ctx context.Context, g store.GuildID, progress func(libraries.Progress)) ([]libraries.CheckResult, error)
	// Keep asks a question and makes the answer a check.
	Keep(ctx context.Context, g store.GuildID, question string) (*Kept, error)
	RemoveCheck(ctx context.Context, g store.GuildID, id string) error

	Backup(ctx context.Context, w io.Writer) error
	Verify(ctx context.Context) (*datadir.Report, error)
	Close() error
}

// Kept is an answer that was made a check.
type Kept struct {
	ID, Question, Answer string // Answer is "" where the articles don't say
}

// byTerminal is who publishes from the terminal, as the history shows it.
const byTerminal = "terminal"

// Own works in this process.
type Own struct {
	*libraries.Libraries
	Dir *datadir.Dir
	// Memory is what the bot remembers; nil is the directory's store.
	Memory Memory
	// Published is told of each version.
	Published func(context.Context, chat.Publication) error
}

var _ Desk = (*Own)(nil)

// kept is what the bot remembers.
func (d *Own) kept() Memory {
	if d.Memory == nil {
		return directoryStore{d.Dir.Store}
	}
	return d.Memory
}

func (d *Own) Servers(context.Context) ([]store.GuildID, error) { return d.Guilds() }

func (d *Own) Known(ctx context.Context) ([]store.GuildID, error) {
	libraries, err := d.Guilds()
	if err != nil {
		return nil, err
	}
	others, err := d.kept().Guilds(ctx)
	if err != nil {
		return nil, err
	}
	all := append(libraries, others...)
	slices.Sort(all)
	return slices.Compact(all), nil
}

func (d *Own) Asked(ctx context.Context, g store.GuildID) ([]news.Asked, error) {
	receipts, err := d.kept().ReceiptsSince(ctx, g, time.Now().Add(-news.AskedWithin), news.MostRead)
	return news.MostAsked(receipts, func(store.ChannelID) bool { return true }), err // whoever runs the bot can read them all
}

func (d *Own) Prepare(
	ctx context.Context, g store.GuildID, c libraries.Change, progress func(libraries.Progress),
) (*libraries.Draft, error) {
	draft, err := d.Libraries.Prepare(ctx, g, byTerminal, c, progress)
	if c.Kind == libraries.Import && (errors.Is(err, library.ErrDamaged) || errors.Is(err, library.ErrNewer)) {
		err = failure.Input(err) // the file is, not the library
	}
	return draft, err
}

func (d *Own) Publish(ctx context.Context, g store.GuildID, id string, accept bool) (*libraries.Published, error) {
	draft, err := d.Libraries.Draft(ctx, g, id)
	if err != nil {
		return nil, err
	}
	done, err := d.Libraries.Publish(ctx, g, id, byTerminal, accept)
	if err != nil {
		return nil, err
	}
	// What is published is noted, whoever goes away.
	if err := d.Published(context.WithoutCancel(ctx), chat.Publication{Guild: g, Version: done.Version, What: summary(draft)}); err != nil {
		return nil, fmt.Errorf("version %d is published, but who did it is not noted: %w", done.Version, err)
	}
	return done, nil
}

func (d *Own) Keep(ctx context.Context, g store.GuildID, question string) (*Kept, error) {
	answers, err := d.Answers(ctx, g)
	if err != nil {
		return nil, err
	}
	a, err := answers.Answer(ctx, answer.Question{Text: question})
	if err != nil {
		return nil, err
	}
	check := libraries.CheckOf(a)
	if err := d.AddCheck(ctx, g, check); err != nil {
		return nil, err
	}
	return &Kept{check.ID, check.Text, a.Text()}, nil
}

func (d *Own) Backup(ctx context.Context, w io.Writer) error {
	if s, ok := d.kept().(*postgres.Store); ok {
		return upkeep.BackupOf(ctx, s, w, version.Program(), time.Now())
	}
	return d.Dir.Backup(ctx, w, version.Program(), time.Now())
}

func (d *Own) Verify(ctx context.Context) (*datadir.Report, error) {
	if s, ok := d.kept().(datadir.Shared); ok {
		report, err := datadir.VerifyShared(ctx, s, d.Check)
		return &report, err
	}
	report, err := d.Dir.Verify(ctx, d.Check)
	return &report, err
}

func (d *Own) Close() error {
	return errors.Join(d.Libraries.Close(), d.kept().Close(), d.Dir.Close())
}

// NoteIn notes publications in a store.
func NoteIn(s interface {
	AppendAudit(ctx context.Context, e store.AuditEntry) error
}) func(context.Context, chat.Publication) error {
	return func(ctx context.Context, p chat.Publication) error { return s.AppendAudit(ctx, p.Entry()) }
}

// summary says in a few words what a draft does.
func summary(d *libraries.Draft) string {
	var titles []string
	for _, items := range [][]libraries.Item{d.Added, d.Changed, d.Removed} {
		for _, i := range items {
			titles = append(titles, terminal.Shorten(strings.Join(strings.Fields(typeset.Harmless(i.Title)), " "), 80))
		}
	}
	const most = 3
	text := string(d.Kind)
	if len(titles) > 0 {
		text += ": " + strings.Join(titles[:min(len(titles), most)], " · ")
	}
	if len(titles) > most {
		text += " +" + strconv.Itoa(len(titles)-most)
	}
	return text
}

// open gives the desk of the data directory. command is what of the program wants it; create says that the directory is made when it
// does not exist.
func (c DataConfig) open(
	ctx context.Context, con *terminal.Console, open engine.Opener, from engine.CorpusConfig, command string, create bool,
) (Desk, error) {
	if !create {
		if err := c.exists(); err != nil {
			return nil, err
		}
	}
	if far, err := c.Dial(ctx); far != nil || err != nil {
		return far, err
	}
	dir, err := c.Take(command)
	if err != nil {
		return nil, err
	}
	log := slog.New(slog.DiscardHandler)
	kept, err := c.Remember(ctx, dir, log)
	if err != nil {
		return nil, errors.Join(err, dir.Close())
	}
	from.Later = true // nothing is asked of an embedding model here
	from.Cache = filepath.Join(c.Data, "vectors")
	opened, err := open.With(ctx, con, from)
	if err != nil {
		return nil, errors.Join(err, kept.Close(), dir.Close())
	}
	shelves, err := engine.OpenLibraries(ctx, from, dir.Path, opened, engine.Wording{}, nil, kept, log)
	if err != nil {
		return nil, errors.Join(err, kept.Close(), dir.Close())
	}
	return &Own{Libraries: shelves, Dir: dir, Memory: kept, Published: NoteIn(kept)}, nil
}

// Dial gives the desk of the bot that runs; nil when none does, or none that listens.
func (c DataConfig) Dial(ctx context.Context) (Desk, error) {
	client, err := control.Dial(ctx, c.Data, version.Program())
	var differ *control.VersionError
	switch {
	case err == nil:
		return &Far{client}, nil
	case errors.As(err, &differ):
		return nil, differing(differ)
	case ctx.Err() != nil:
		return nil, ctx.Err()
	}
	return nil, nil
}

// differing says what to do about two versions.
func differing(err *control.VersionError) error {
	return failure.Input(fmt.Errorf("%w.\nUse the program that runs the bot, or restart the bot with this one", err))
}

// mostNamed is how many servers an error names.
const mostNamed = 10

// Unknown says of a server that nothing is known of it here, and of which there is; "" when it is known, or no server is.
func Unknown(ctx context.Context, d Desk, g store.GuildID) (string, error) {
	known, err := d.Known(ctx)
	if err != nil || len(known) == 0 || slices.Contains(known, g) {
		return "", err
	}
	var names []string
	for _, k := range known[:min(len(known), mostNamed)] {
		names = append(names, string(k))
	}
	text := fmt.Sprintf("nothing is known of a server %s here; known: %s", g, strings.Join(names, ", "))
	if more := len(known) - mostNamed; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text, nil
}

// Take opens the data directory in this process.
func (c DataConfig) Take(command string) (*datadir.Dir, error) {
	dir, err := datadir.Open(c.Data, command, store.Options{})
	if errors.Is(err, datadir.ErrInUse) {
		err = fmt.Errorf("%w.\nIt does not answer through its socket: wait until it has started or ended, or stop it", err)
	}
	return dir, failure.Input(upkeep.Mendable(err))
}

// Worded marks the errors that only whoever gave the command can mend, and says what to do about others.
func Worded(err error) error {
	if err == nil || failure.IsInput(err) {
		return err
	}
	var facts *parse.FactsError
	var parsing *parse.Error
	if errors.As(err, &facts) || errors.As(err, &parsing) {
		return failure.Input(err)
	}
	if errors.Is(err, libraries.ErrNotFound) {
		return failure.Input(fmt.Errorf("%w.\nWhat there is: readout corpus list, history, check --list and status", err))
	}
	if errors.Is(err, libraries.ErrEmpty) {
		return failure.Input(fmt.Errorf("%w.\nAdd another article first: readout corpus add", err))
	}
	for _, wrong := range []error{
		libraries.ErrInput, libraries.ErrExists, libraries.ErrGuild,
		library.ErrNotExport, library.ErrInvalid, library.ErrTooLarge,
		fetch.ErrLink, fetch.ErrFormat, fetch.ErrTooLarge, fetch.ErrBinary, fetch.ErrType,
		fetch.ErrNotFeed, fetch.ErrUnreadable, fetch.ErrNoWords,
		parse.ErrNotUTF8,
	} {
		if errors.Is(err, wrong) {
			return failure.Input(err)
		}
	}
	for about, do := range map[error]string{
		libraries.ErrConflict:    "Look at it with readout corpus history, and make the change again from there",
		fetch.ErrRobots:          "Save the page and add the file",
		fetch.ErrStatus:          "See whether the link is right, or save the page and add the file",
		fetch.ErrUnreachable:     "See whether the link is right, and try again later",
		fetch.ErrBusy:            "Try again later",
		fetch.ErrSlow:            "Try again later, or save the page and add the file",
		fetch.ErrRedirects:       "Give the address where the link ends",
		library.ErrDamaged:       "readout verify lists what is; then roll back to a version that is whole, or restore a backup",
		library.ErrLocked:        "Another process has the library open: stop it",
		context.DeadlineExceeded: "It took too long; nothing has changed",
	} {
		if errors.Is(err, about) {
			return fmt.Errorf("%w.\n%s", err, do)
		}
	}
	switch {
	case errors.Is(err, libraries.ErrDraftGone):
		return failure.Input(fmt.Errorf("%w: it was published or discarded, or is older than a day.\n"+
			"Make the change again; readout corpus drafts lists those that wait", err))
	case errors.Is(err, parse.ErrNoText):
		return failure.Input(fmt.Errorf("%w.\nIf the page needs a login, save it and add the file", err))
	}
	return err
}
