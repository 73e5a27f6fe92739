package desk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"

	"readout/bot/engine"
	"readout/bot/failure"
	"readout/bot/libraries"
	"readout/bot/progress"
	"readout/bot/store"
	"readout/bot/terminal"
	"readout/corpus"
	"readout/retrieval/eval"
)

// CorpusCommand keeps the articles of a server, as /corpus does in Discord.
type CorpusCommand struct {
	Status   CorpusStatusCommand   `cmd:"" help:"${corpus_status}"`
	List     CorpusListCommand     `cmd:"" help:"List the articles."`
	Add      CorpusAddCommand      `cmd:"" help:"Add an article from a link or a file, or follow a feed."`
	Edit     CorpusEditCommand     `cmd:"" help:"Change what is known about an article: publisher, date and so on."`
	Remove   CorpusRemoveCommand   `cmd:"" help:"Take an article out, or follow a feed no longer."`
	Refresh  CorpusRefreshCommand  `cmd:"" help:"Fetch everything that was added by its link, and every feed, again."`
	Check    CorpusCheckCommand    `cmd:"" help:"Ask the questions whose answers are known (the checks), or change which they are."`
	History  CorpusHistoryCommand  `cmd:"" help:"All versions: who published what and when."`
	Rollback CorpusRollbackCommand `cmd:"" help:"Go back to the articles of an earlier version, as a new one."`
	Export   CorpusExportCommand   `cmd:"" help:"Write the articles, feeds and checks into one file."`
	Import   CorpusImportCommand   `cmd:"" help:"Put what was exported in the place of what is there."`
	Drafts   CorpusDraftsCommand   `cmd:"" help:"List the changes that wait to be published."`
	Publish  CorpusPublishCommand  `cmd:"" help:"Publish a change that waits."`
	Discard  CorpusDiscardCommand  `cmd:"" help:"Throw a change that waits away."`
}

// LibraryConfig chooses the library of a server.
type LibraryConfig struct {
	DataConfig `embed:""`

	Articles string `from:"READOUT_ARTICLES" placeholder:"DIR" help:"${server_articles}"`
	Server   string `required:"" placeholder:"ID" help:"${library_server}"`
	New      bool   `help:"Nothing is known of the server here yet: without this, its ID is taken for a mistyped one where others are."`
}

// Whether a command may make the data directory.
const (
	Reads   = false
	Changes = true
)

// At works at the desk of the data directory.
func (c DataConfig) At(
	ctx context.Context, con *terminal.Console, open engine.Opener, articles, command string, create bool, do func(Desk) error,
) error {
	d, err := c.open(ctx, con, open, engine.CorpusConfig{Articles: articles}, command, create)
	if err != nil {
		return err
	}
	return Worded(errors.Join(do(d), d.Close()))
}

// at works on the library.
func (c LibraryConfig) at(
	ctx context.Context, con *terminal.Console, open engine.Opener, command string, create bool, do func(Desk, store.GuildID) error,
) error {
	return c.DataConfig.At(ctx, con, open, c.Articles, "corpus "+command, create, func(d Desk) error {
		g := store.GuildID(c.Server)
		if !c.New {
			if wrong, err := Unknown(ctx, d, g); err != nil {
				return err
			} else if wrong != "" {
				return failure.Input(fmt.Errorf("%s.\nIs it mistyped? To begin with a server that is new here: --new", wrong))
			}
		}
		return do(d, g)
	})
}

// ChangeConfig is how a change is made.
type ChangeConfig struct {
	LibraryConfig `embed:""`

	Why     string `placeholder:"TEXT" help:"Why, for the history."`
	Publish bool   `help:"${publish}"`
	Accept  bool   `help:"With --publish: publish although checks are answered worse."`
}

// make prepares a change, shows it, and publishes it if that is wanted.
func (c ChangeConfig) make(ctx context.Context, con *terminal.Console, open engine.Opener, change libraries.Change) error {
	change.Why = c.Why
	return c.at(ctx, con, open, string(change.Kind), Changes, func(d Desk, g store.GuildID) error {
		progress, stop := progressOf(con)
		draft, err := d.Prepare(ctx, g, change, progress)
		stop()
		if err != nil {
			return err
		}
		return settle(ctx, con, d, draft, c.Publish, c.Accept)
	})
}

// settle shows a draft, and publishes it, discards it or leaves it.
func settle(ctx context.Context, con *terminal.Console, d Desk, draft *libraries.Draft, publish, accept bool) error {
	if _, err := io.WriteString(con.Stdout, pageOf(con).draft(draft)); err != nil {
		return err
	}
	if draft.Same {
		return nil
	}
	worse := len(draft.Gate.Worse) > 0
	if con.Interactive && !publish {
		question := "Publish?"
		if worse {
			question = "Answers get worse. Publish all the same?"
		}
		yes, err := con.Confirm(ctx, question)
		if err != nil {
			fmt.Fprintln(con.Stderr, con.Name.In(howToGoOn(draft)))
			return err
		}
		if !yes {
			if err := d.Discard(ctx, draft.Guild, draft.ID); err != nil {
				return err
			}
			fmt.Fprintln(con.Stdout, "Discarded. Nothing has changed.")
			return nil
		}
		accept = true
	} else if !publish {
		_, err := fmt.Fprintln(con.Stdout, con.Name.In(howToGoOn(draft)))
		return err
	}
	return publishDraft(ctx, con, d, draft, accept)
}

// howToGoOn says how a draft is published or discarded.
func howToGoOn(draft *libraries.Draft) string {
	accept := ""
	if len(draft.Gate.Worse) > 0 {
		accept = " --accept"
	}
	return fmt.Sprintf("Nothing has changed yet. This waits for a day:\n"+
		"  readout corpus publish --server %s%s %s\n"+
		"  readout corpus discard --server %s %s", draft.Guild, accept, draft.ID, draft.Guild, draft.ID)
}

func publishDraft(ctx context.Context, con *terminal.Console, d Desk, draft *libraries.Draft, accept bool) error {
	line := con.Working("publishing")
	done, err := d.Publish(ctx, draft.Guild, draft.ID, accept)
	line.Stop()
	if errors.Is(err, libraries.ErrWorse) {
		return fmt.Errorf("not published: %d of %s would be answered worse.\n%s",
			len(draft.Gate.Worse), terminal.Counted(draft.Gate.Ran, "check"), howToGoOn(draft))
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(con.Stdout, "v%d is published, with %s.\n%s %s %d\n", done.Version, terminal.Counted(done.Articles, "article"),
		con.Name.In("To undo it: readout corpus rollback --server"), draft.Guild, done.Version-1)
	return err
}

// CorpusAddCommand adds an article or a feed.
type CorpusAddCommand struct {
	ChangeConfig `embed:""`

	Feed   bool   `help:"The link is one of a feed (RSS, Atom or JSON): its articles are added, and new ones with each refresh."`
	Source string `arg:"" help:"A link that begins with http:// or https://, or a file: .txt, .md, .html or .pdf."`
}

// Run implements command.
func (c *CorpusAddCommand) Run(ctx context.Context, con *terminal.Console, open engine.Opener) error {
	change := libraries.Change{Kind: libraries.Add}
	link := strings.Contains(c.Source, "://")
	switch {
	case c.Feed:
		change.Feed = c.Source
	case link:
		change.URL = c.Source
	default:
		data, err := readFile(con, c.Source)
		if err != nil {
			return err
		}
		change.Name, change.Data = filepath.Base(c.Source), data
	}
	return c.make(ctx, con, open, change)
}

// mostFile is the size of the largest file that is read for a library, in bytes. What a format may have is checked where it is read.
const mostFile = 64 << 20

// readFile reads a file, or standard input for "-", whole.
func readFile(con *terminal.Console, name string) ([]byte, error) {
	in, err := con.Input(name)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	data, err := io.ReadAll(io.LimitReader(in, mostFile+1))
	if err == nil && len(data) > mostFile {
		err = fmt.Errorf("%s: has more than %d MB", name, mostFile>>20)
	}
	return data, failure.Input(err)
}

// CorpusEditCommand changes what is known about an article.
type CorpusEditCommand struct {
	ChangeConfig `embed:""`

	Title     *string `placeholder:"TEXT" help:"Its headline. Here and below, an empty text takes the fact away."`
	Publisher *string `placeholder:"TEXT" help:"Who published it."`
	Agency    *string `placeholder:"TEXT" help:"The news agency that it is from."`
	Author    *string `placeholder:"TEXT" help:"Who wrote it."`
	Date      *string `placeholder:"DATE" help:"When it was published: 2019-05-14 or 2019-05."`
	Kind      *string `placeholder:"KIND" help:"What sort of article it is: report, opinion, transcript, minutes and others."`
	Form      *string `placeholder:"FORM" help:"full, or digest when it retells another article."`
	Link      *string `placeholder:"URL" help:"Where it can be read."`
	Language  *string `placeholder:"TAG" help:"The language it is in, such as en."`
	Names     *string `name:"other-names" placeholder:"NAMES" help:"What else it is called, parted by semicolons: questions can name it so."`
	SameAs    *string `name:"same-report-as" placeholder:"ARTICLE" help:"The article that is the same report."`
	Article   string  `arg:"" help:"Which article: its ID, as readout corpus list shows it."`
}

// Validate is called by kong once everything is set.
func (c *CorpusEditCommand) Validate() error {
	if c.facts() == (libraries.Facts{}) && c.Names == nil {
		return errors.New("nothing to change: give at least one fact, such as --publisher or --date")
	}
	return nil
}

func (c *CorpusEditCommand) facts() libraries.Facts {
	return libraries.Facts{
		Title: c.Title, Publisher: c.Publisher, Agency: c.Agency, Author: c.Author, Published: c.Date, URL: c.Link,
		Kind: c.Kind, Form: c.Form, Language: c.Language, Report: c.SameAs,
	}
}

// Run implements command.
func (c *CorpusEditCommand) Run(ctx context.Context, con *terminal.Console, open engine.Opener) error {
	return c.make(ctx, con, open, libraries.Change{
		Kind: libraries.Edit, Article: corpus.ArticleID(c.Article), Facts: c.facts(), Aliases: c.Names,
	})
}

// CorpusRemoveCommand takes an article out, or a feed.
type CorpusRemoveCommand struct {
	ChangeConfig `embed:""`

	Feed string `placeholder:"URL" help:"Follow this feed no longer; its articles stay."`
	ID   string `arg:"" optional:"" name:"article" help:"Which article: its ID, as readout corpus list shows it."`
}

// Validate is called by kong once everything is set.
func (c *CorpusRemoveCommand) Validate() error {
	if (c.ID == "") == (c.Feed == "") {
		return errors.New("give an article or --feed, one of the two")
	}
	return nil
}

// Run implements command.
func (c *CorpusRemoveCommand) Run(ctx context.Context, con *terminal.Console, open engine.Opener) error {
	return c.make(ctx, con, open, libraries.Change{Kind: libraries.Remove, Article: corpus.ArticleID(c.ID), Feed: c.Feed})
}

// CorpusRefreshCommand fetches everything again.
type CorpusRefreshCommand struct {
	ChangeConfig `embed:""`
}

// Run implements command.
func (c *CorpusRefreshCommand) Run(ctx context.Context, con *terminal.Console, open engine.Opener) error {
	return c.make(ctx, con, open, libraries.Change{Kind: libraries.Refresh})
}

// CorpusRollbackCommand goes back to an earlier version.
type CorpusRollbackCommand struct {
	ChangeConfig `embed:""`

	Version string `arg:"" help:"Which version: its number, as readout corpus history shows it."`
}

// Validate is called by kong once everything is set.
func (c *CorpusRollbackCommand) Validate() error {
	_, err := c.number()
	return err
}

func (c *CorpusRollbackCommand) number() (int, error) {
	n, err := strconv.Atoi(strings.TrimPrefix(c.Version, "v"))
	if err != nil || n < 1 {
		return 0, fmt.Errorf("%q is no version; readout corpus history shows them", c.Version)
	}
	return n, nil
}

// Run implements command.
func (c *CorpusRollbackCommand) Run(ctx context.Context, con *terminal.Console, open engine.Opener) error {
	n, err := c.number()
	if err != nil {
		return failure.Input(err)
	}
	return c.make(ctx, con, open, libraries.Change{Kind: libraries.Rollback, Version: n})
}

// CorpusImportCommand imports what was exported.
type CorpusImportCommand struct {
	ChangeConfig `embed:""`

	File string `arg:"" help:"What readout corpus export or /corpus export wrote; - for standard input."`
}

// Run implements command.
func (c *CorpusImportCommand) Run(ctx context.Context, con *terminal.Console, open engine.Opener) error {
	data, err := readFile(con, c.File)
	if err != nil {
		return err
	}
	return c.make(ctx, con, open, libraries.Change{Kind: libraries.Import, Data: data})
}

// CorpusPublishCommand publishes a draft.
type CorpusPublishCommand struct {
	LibraryConfig `embed:""`

	Accept bool   `help:"Publish although checks are answered worse."`
	Draft  string `arg:"" help:"Which change: its ID, as readout corpus drafts shows it."`
}

// Run implements command.
func (c *CorpusPublishCommand) Run(ctx context.Context, con *terminal.Console, open engine.Opener) error {
	return c.at(ctx, con, open, "publish", Reads, func(d Desk, g store.GuildID) error {
		draft, err := d.Draft(ctx, g, c.Draft)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(con.Stdout, pageOf(con).draft(draft)); err != nil {
			return err
		}
		return publishDraft(ctx, con, d, draft, c.Accept)
	})
}

// CorpusDiscardCommand throws a draft away.
type CorpusDiscardCommand struct {
	LibraryConfig `embed:""`

	Draft string `arg:"" help:"Which change: its ID, as readout corpus drafts shows it."`
}

// Run implements command.
func (c *CorpusDiscardCommand) Run(ctx context.Context, con *terminal.Console, open engine.Opener) error {
	return c.at(ctx, con, open, "discard", Reads, func(d Desk, g store.GuildID) error {
		if _, err := d.Draft(ctx, g, c.Draft); err != nil {
			return err
		}
		if err := d.Discard(ctx, g, c.Draft); err != nil {
			return err
		}
		_, err := fmt.Fprintln(con.Stdout, "Discarded. Nothing has changed.")
		return err
	})
}

// ListConfig is how something of a library is listed.
type ListConfig struct {
	LibraryConfig `embed:""`

	JSON bool `name:"json" help:"Print one JSON object a line for each."`
}

// list prints what a desk has of the library: as text, or each as record makes it.
func list[T, R any](ctx context.Context, con *terminal.Console, open engine.Opener, c ListConfig, command string,
	get func(Desk, context.Context, store.GuildID) ([]T, error), text func(page, []T) string, record func(T) R) error {
	return c.at(ctx, con, open, command, Reads, func(d Desk, g store.GuildID) error {
		found, err := get(d, ctx, g)
		if err != nil {
			return err
		}
		if c.JSON {
			return terminal.WriteEach(con.Stdout, found, record)
		}
		_, err = io.WriteString(con.Stdout, text(pageOf(con), found))
		return err
	})
}

// CorpusDraftsCommand lists the drafts.
type CorpusDraftsCommand struct {
	ListConfig `embed:""`
}

// Run implements command.
func (c *CorpusDraftsCommand) Run(ctx context.Context, con *terminal.Console, open engine.Opener) error {
	return list(ctx, con, open, c.ListConfig, "drafts", Desk.Drafts, page.drafts, draftRecordOf)
}

// CorpusListCommand lists the articles.
type CorpusListCommand struct {
	ListConfig `embed:""`
}

// Run implements command.
func (c *CorpusListCommand) Run(ctx context.Context, con *terminal.Console, open engine.Opener) error {
	return list(ctx, con, open, c.ListConfig, "list", Desk.List, page.items, articleRecordOf)
}

// CorpusHistoryCommand lists the versions.
type CorpusHistoryCommand struct {
	ListConfig `embed:""`
}

// Run implements command.
func (c *CorpusHistoryCommand) Run(ctx context.Context, con *terminal.Console, open engine.Opener) error {
	return list(ctx, con, open, c.ListConfig, "history", Desk.History, page.history, versionRecordOf)
}

// CorpusStatusCommand tells about a library, or all.
type CorpusStatusCommand struct {
	DataConfig `embed:""`

	Articles string `from:"READOUT_ARTICLES" placeholder:"DIR" help:"${server_articles}"`
	Server   string `placeholder:"ID" help:"ID of the Discord server whose library it is; all unless given."`
	JSON     bool   `name:"json" help:"Print one JSON object a line for each server."`
}

// Run implements command.
func (c *CorpusStatusCommand) Run(ctx context.Context, con *terminal.Console, open engine.Opener) error {
	return c.At(ctx, con, open, c.Articles, "corpus status", Reads, func(d Desk) error {
		servers := []store.GuildID{store.GuildID(c.Server)}
		if c.Server == "" {
			var err error
			if servers, err = d.Servers(ctx); err != nil {
				return err
			}
			if len(servers) == 0 && !c.JSON {
				_, err := fmt.Fprintln(con.Stdout, "No server has a library of its own yet: the shipped articles answer everywhere.")
				return err
			}
		}
		for i, g := range servers {
			status, err := d.Status(ctx, g)
			if err != nil {
				return err
			}
			drafts, err := d.Drafts(ctx, g)
			if err != nil {
				return err
			}
			if c.Server != "" {
				wrong, err := Unknown(ctx, d, g)
				if err != nil {
					return err
				}
				if wrong != "" {
					con.Warn("%s", wrong)
				}
			}
			if c.JSON {
				err = terminal.WriteJSON(con.Stdout, statusRecordOf(g, status, len(drafts)))
			} else {
				if i > 0 {
					fmt.Fprintln(con.Stdout)
				}
				_, err = io.WriteString(con.Stdout, pageOf(con).status(g, status, len(drafts)))
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// CorpusCheckCommand asks the judged questions.
type CorpusCheckCommand struct {
	ListConfig `embed:""`

	Keep   string `placeholder:"QUESTION" xor:"do" help:"Ask this question, and keep its answer as the right one."`
	Remove string `placeholder:"ID" xor:"do" help:"Remove the check with this ID."`
	List   bool   `xor:"do" help:"List the checks and their IDs; with --json as eval --questions reads them."`
}

// Validate is called by kong once everything is set.
func (c *CorpusCheckCommand) Validate() error {
	if c.JSON && (c.Keep != "" || c.Remove != "") {
		return errors.New("--json is for the list and for the answers, not for --keep and --remove")
	}
	return nil
}

// Run implements command.
func (c *CorpusCheckCommand) Run(ctx context.Context, con *terminal.Console, open engine.Opener) error {
	switch {
	case c.Keep != "":
		return c.keep(ctx, con, open)
	case c.Remove != "":
		return c.at(ctx, con, open, "check", Changes, func(d Desk, g store.GuildID) error {
			if err := d.RemoveCheck(ctx, g, c.Remove); err != nil {
				return err
			}
			_, err := fmt.Fprintln(con.Stdout, "Removed.")
			return err
		})
	case c.List:
		return list(ctx, con, open, c.ListConfig, "check", Desk.Checks, page.questions, func(q eval.Question) eval.Question { return q })
	}
	run := func(d Desk, ctx context.Context, g store.GuildID) ([]libraries.CheckResult, error) {
		progress, stop := progressOf(con)
		defer stop()
		return d.RunChecks(ctx, g, progress)
	}
	return list(ctx, con, open, c.ListConfig, "check", run, page.checks, checkRecordOf)
}

// keep asks a question and keeps the answer.
func (c *CorpusCheckCommand) keep(ctx context.Context, con *terminal.Console, open engine.Opener) error {
	if err := terminal.CheckQuestion(c.Keep); err != nil {
		return failure.Input(err)
	}
	return c.at(ctx, con, open, "check", Changes, func(d Desk, g store.GuildID) error {
		check, err := d.Keep(ctx, g, c.Keep)
		if err != nil {
			return err
		}
		_, err = io.WriteString(con.Stdout, pageOf(con).kept(check))
		return err
	})
}

// CorpusExportCommand exports a library.
type CorpusExportCommand struct {
	LibraryConfig `embed:""`

	File string `arg:"" help:"Where to write it, such as library.tar.gz; - for standard output."`
}

// Run implements command.
func (c *CorpusExportCommand) Run(ctx context.Context, con *terminal.Console, open engine.Opener) error {
	return c.at(ctx, con, open, "export", Reads, func(d Desk, g store.GuildID) error {
		return con.Output(c.File, "exporting", func(w io.Writer) error { return d.Export(ctx, g, w) })
	})
}

// progressOf shows how far a change to a library is.
func progressOf(con *terminal.Console) (tell func(libraries.Progress), stop func()) {
	line := con.Working("preparing")
	return func(p libraries.Progress) {
		line.Say(progress.State{Doing: string(p.Step), Of: counts[p.Step], Done: p.Done, Total: p.Total})
	}, line.Stop
}

// counts is what each step of a change counts.
var counts = map[libraries.Step]string{
	libraries.Fetching: "pages", libraries.Reading: "articles", libraries.Embedding: "sentences", libraries.Checking: "checks",
}
