package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"readout/bot/control"
	"readout/bot/desk"
	"readout/bot/edition"
	"readout/bot/engine"
	"readout/bot/failure"
	"readout/bot/libraries"
	"readout/bot/mcp"
	"readout/bot/news"
	"readout/bot/serve"
	"readout/bot/store"
	"readout/bot/terminal"
	"readout/bot/version"
	"readout/retrieval"
)

// ServeCommand serves the page, the HTTP API and MCP.
type ServeCommand struct {
	engine.CorpusConfig `embed:""`
	engine.ModelConfig  `embed:""`
	desk.FromServer     `embed:""`

	Listen string   `from:"READOUT_LISTEN" default:"127.0.0.1:8817" placeholder:"HOST:PORT" help:"${listen}"`
	Name   []string `placeholder:"HOST" help:"${host_name}"`
	Keys   string   `from:"READOUT_KEYS" placeholder:"FILE" help:"${keys}"`
}

// Help is shown below the command's usage.
func (ServeCommand) Help() string {
	return "Serves a page to ask, read and follow citations, an HTTP API (/api/v1/openapi.yaml) and, for agents, MCP (/mcp). " +
		"With --server, articles can be added to that library, by whoever has the token that is printed; " +
		"any number will do for a library of your own: --server 1."
}

// Run implements command. It returns when the context ends.
func (c *ServeCommand) Run(ctx context.Context, con *terminal.Console, open engine.Opener) (err error) {
	keys, err := c.keys()
	if err != nil {
		return failure.Input(err)
	}
	log := slog.New(slog.NewTextHandler(con.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	shelf, err := c.shelf(ctx, con, open, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, shelf.close()) }()
	on, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return failure.Input(fmt.Errorf("%w.\nGive another address with --listen", err))
	}
	public := !loopback(on.Addr())
	server, err := serve.New(serve.Options{
		Source: shelf.source, Version: version.Program(), Desk: shelf.desk, Guild: store.GuildID(c.Server), News: shelf.news,
		Names: c.Name, Keys: keys, Open: public, Staged: c.Writes(c.ServerConfig),
		Wait: c.Wait + answerTime, Plain: c.PlainLinks, Concern: desk.Concern, Worded: desk.Worded, Logger: log,
	})
	if err != nil {
		return errors.Join(err, on.Close())
	}
	if public {
		con.Warn("everybody who reaches %s can read the articles and ask", on.Addr())
	}
	fmt.Fprintf(con.Stdout, "Open http://%s/ (API: /api/v1/openapi.yaml, MCP: /mcp). Ctrl-C ends.\n", on.Addr())
	if shelf.desk != nil {
		fmt.Fprintf(con.Stdout, "Token to add articles: %s\n", server.Token())
	}
	return server.Run(ctx, on)
}

func (c *ServeCommand) keys() ([]serve.Key, error) {
	if c.Keys == "" {
		return nil, nil
	}
	f, err := os.Open(c.Keys)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	keys, err := serve.ReadKeys(f)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w", c.Keys, err)
	case len(keys) == 0:
		return nil, fmt.Errorf("%s: there is no key in it", c.Keys)
	}
	return keys, nil
}

// loopback reports whether only this machine reaches an address.
func loopback(a net.Addr) bool {
	at, err := netip.ParseAddrPort(a.String())
	return err == nil && at.Addr().Unmap().IsLoopback()
}

// MCPCommand answers an agent.
type MCPCommand struct {
	engine.CorpusConfig `embed:""`
	engine.ModelConfig  `embed:""`
	desk.FromServer     `embed:""`
}

// Help is shown below the command's usage.
func (MCPCommand) Help() string {
	return "Speaks the Model Context Protocol on standard input and output, for an agent that starts this program. " +
		"Its tools are ask, search, said, timeline, sources, article, misquotes and, with --server, new; " +
		"over HTTP the same is under /mcp of readout serve."
}

// Run implements command.
func (c *MCPCommand) Run(ctx context.Context, con *terminal.Console, open engine.Opener) (err error) {
	log := slog.New(slog.NewTextHandler(con.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	shelf, err := ServeCommand{CorpusConfig: c.CorpusConfig, ModelConfig: c.ModelConfig, FromServer: c.FromServer}.shelf(ctx, con, open, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, shelf.close()) }()
	o := mcp.Options{
		Source: shelf.source, Version: version.Program(), News: shelf.news, Wait: c.Wait + answerTime, Plain: c.PlainLinks, Logger: log,
	}
	if err = mcp.Serve(ctx, o, mcp.Stdio(io.NopCloser(con.Stdin), unclosed{con.Stdout})); ctx.Err() != nil {
		return nil // it was told to end
	}
	return err
}

// unclosed is a writer that others go on with.
type unclosed struct{ io.Writer }

// Close implements io.Closer.
func (unclosed) Close() error { return nil }

// shelf is the articles that doors ask, and where more of them are added.
type shelf struct {
	source edition.Source
	desk   serve.Desk                                                       // nil where nothing can be added
	news   func(ctx context.Context, since time.Time) (*news.Report, error) // nil where there are no versions
	close  func() error
}

// shelf opens the articles: those of a server's library, or of a folder, or the shipped ones.
func (c ServeCommand) shelf(ctx context.Context, con *terminal.Console, open engine.Opener, log *slog.Logger) (*shelf, error) {
	words, err := c.Wording(c.ServerConfig, nil, nil)
	if err != nil {
		return nil, err
	}
	if c.Server == "" {
		e, err := open.With(ctx, con, c.CorpusConfig)
		if err != nil {
			return nil, err
		}
		fixed := words.Edition(e.Snapshot)
		return &shelf{source: func(context.Context) (*edition.Edition, error) { return fixed, nil }, close: func() error { return nil }}, nil
	}
	guild := store.GuildID(c.Server)
	far, err := c.Dial(ctx)
	if err != nil {
		return nil, err
	}
	if far != nil {
		opened := func(ctx context.Context, l *engine.LibraryVersion) (*engine.Engine, error) {
			from := c.CorpusConfig
			from.Library = l
			return open(ctx, from, func(format string, args ...any) { log.Warn(fmt.Sprintf(format, args...)) })
		}
		at := &farShelf{desk: far, guild: guild, words: words, name: c.LibraryName(), open: opened}
		if _, err := at.source(ctx); err != nil {
			return nil, errors.Join(desk.Worded(err), far.Close())
		}
		return &shelf{at.source, far, c.news(&news.Last{Library: at}, far), far.Close}, nil
	}
	return c.ownShelf(ctx, con, open, words, guild, log)
}

// ownShelf has the data directory open in this process, and lets others of the program work with it.
func (c ServeCommand) ownShelf(
	ctx context.Context, con *terminal.Console, open engine.Opener, words engine.Wording, guild store.GuildID, log *slog.Logger,
) (*shelf, error) {
	dir, err := c.Take("serve")
	if err != nil {
		return nil, err
	}
	kept, err := c.Remember(ctx, dir, log)
	if err != nil {
		return nil, errors.Join(err, dir.Close())
	}
	from := c.CorpusConfig
	opened, err := open.With(ctx, con, from)
	if err != nil {
		return nil, errors.Join(err, kept.Close(), dir.Close())
	}
	shelves, err := engine.OpenLibraries(ctx, from, dir.Path, opened, words, nil, kept, log)
	if err != nil {
		return nil, errors.Join(err, kept.Close(), dir.Close())
	}
	own := &desk.Own{Libraries: shelves, Dir: dir, Memory: kept, Published: desk.NoteIn(kept)}
	var last atomic.Pointer[edition.Edition]
	source := func(ctx context.Context) (*edition.Edition, error) {
		snapshot, err := shelves.Snapshot(ctx, guild)
		if err != nil {
			return nil, err
		}
		if known := last.Load(); known != nil && known.Snapshot == snapshot {
			return known, nil
		}
		fresh := words.Edition(snapshot)
		last.Store(fresh)
		return fresh, nil
	}
	if _, err := source(ctx); err != nil {
		return nil, errors.Join(desk.Worded(err), own.Close())
	}
	door, err := control.Listen(dir.Path, version.Program(), desk.Serve(own), log)
	if err != nil {
		log.Warn("while this runs, its libraries can't be changed from the terminal, nor backed up", "error", err)
	}
	return &shelf{source, own, c.news(shelves, own), func() error {
		var errs []error
		if door != nil {
			closing, cancel := context.WithTimeout(context.Background(), desk.DoorTime)
			defer cancel()
			errs = append(errs, door.Close(closing))
		}
		return errors.Join(append(errs, own.Close())...)
	}}, nil
}

// news tells what is new in the server's library; of members' questions nothing where others than this machine's users may reach it.
func (c ServeCommand) news(of news.Library, d desk.Desk) func(context.Context, time.Time) (*news.Report, error) {
	asked := func(ctx context.Context) ([]news.Asked, error) { return d.Asked(ctx, store.GuildID(c.Server)) }
	if at, err := netip.ParseAddrPort(c.Listen); err != nil || !at.Addr().IsLoopback() {
		asked = nil
	}
	return news.Source(of, store.GuildID(c.Server), asked)
}

// farShelf is a library in the process that runs the bot: it is fetched from there whenever it has another version.
type farShelf struct {
	desk  desk.Desk
	guild store.GuildID
	words engine.Wording
	open  func(ctx context.Context, l *engine.LibraryVersion) (*engine.Engine, error)
	name  string // of the library, among all on this machine

	mu      sync.Mutex
	now     *edition.Edition
	version string    // of now, as the library's status names it
	looked  time.Time // when the version was looked at
}

// lookEvery is how old what is known of a library's version may be.
const lookEvery = 2 * time.Second

func (f *farShelf) source(ctx context.Context) (*edition.Edition, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.now != nil && time.Since(f.looked) < lookEvery {
		return f.now, nil
	}
	status, err := f.desk.Status(ctx, f.guild)
	if err != nil {
		return nil, err
	}
	f.looked = time.Now()
	if f.now != nil && f.version == status.Name {
		return f.now, nil
	}
	var of *engine.LibraryVersion // nil: nothing was ever published, and the articles are those that everybody begins with
	if status.Own {
		if of, err = desk.Exported(ctx, f.desk, f.guild); err != nil {
			return nil, err
		}
		of.From = f.name
	}
	e, err := f.open(ctx, of)
	if err != nil {
		return nil, err
	}
	f.now, f.version = f.words.Edition(e.Snapshot), status.Name
	return f.now, nil
}

var _ news.Library = (*farShelf)(nil)

// History implements news.Library.
func (f *farShelf) History(ctx context.Context, g store.GuildID) ([]libraries.Version, error) {
	return f.desk.History(ctx, g)
}

// Snapshot implements news.Library.
func (f *farShelf) Snapshot(ctx context.Context, _ store.GuildID) (*retrieval.Snapshot, error) {
	e, err := f.source(ctx)
	if err != nil {
		return nil, err
	}
	return e.Snapshot, nil
}

// SnapshotOf implements news.Library.
func (f *farShelf) SnapshotOf(ctx context.Context, g store.GuildID, number int) (*retrieval.Snapshot, error) {
	of, err := desk.ExportedVersion(ctx, f.desk, g, number)
	if err != nil {
		return nil, err
	}
	if of != nil {
		of.From = f.name
	}
	e, err := f.open(ctx, of)
	if err != nil {
		return nil, err
	}
	return e.Snapshot, nil
}
