package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"

	"golang.org/x/term"

	"readout/bot/fragment"
	"readout/bot/invocation"
	"readout/bot/libraries"
	"readout/bot/progress"
	"readout/bot/reply"
	"readout/bot/typeset"
)

// console is where a command reads and writes.
type console struct {
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
	name   invocation.Name // how the program was started

	interactive bool // somebody types at stdin and reads stdout
	width       int  // columns to wrap text at; 0 when stdout is no terminal and nothing is wrapped
	colour      bool // on stdout
	errWidth    int  // columns of stderr; 0 when it is no terminal
	spins       bool // stderr is a terminal on which a line may be drawn over
	dumb        bool // the terminal can't move its cursor

	cache      string         // where vectors are kept unless said otherwise; "" for nowhere
	plainLinks fragment.Hosts // of the articles that were opened

	state string // where the prompt's history is kept; "" for nowhere
}

// maxWidth is the widest that text is set, in columns; longer lines are hard to read.
const maxWidth = 100

func newConsole(env []string, stdin io.Reader, stdout, stderr io.Writer) *console {
	c := &console{stdin: stdin, stdout: stdout, stderr: stderr, dumb: slices.Contains(env, "TERM=dumb")}
	c.cache, c.state = userDirs(env)
	// NO_COLOR counts when it is not empty, whatever its value (no-color.org).
	plain := c.dumb || slices.ContainsFunc(env, func(e string) bool { return strings.HasPrefix(e, "NO_COLOR=") && e != "NO_COLOR=" })
	if fd, ok := terminal(stdout); ok {
		c.width = columnsOf(fd)
		c.colour = !plain
		_, c.interactive = terminal(stdin)
	}
	if fd, ok := terminal(stderr); ok {
		c.errWidth = columnsOf(fd)
		c.spins = !c.dumb
	}
	return c
}

// columnsOf is how wide text is set on a terminal.
func columnsOf(fd int) int {
	if width, _, err := term.GetSize(fd); err == nil && width > 0 {
		return min(width, maxWidth)
	}
	return maxWidth
}

// terminal gives the descriptor of a file that is a terminal.
func terminal(file any) (fd int, ok bool) {
	f, ok := file.(*os.File)
	if !ok {
		return 0, false
	}
	return int(f.Fd()), term.IsTerminal(int(f.Fd()))
}

// warn tells of something that does not stop the command.
func (c *console) warn(format string, args ...any) {
	c.note("warning: "+format, args...)
}

// note tells of something that is as it should be.
func (c *console) note(format string, args ...any) {
	for line := range strings.SplitSeq(fmt.Sprintf(format, args...), "\n") {
		c.tell(line)
	}
}

// tell prints a line on stderr, wrapped where that is a terminal, unless it is indented: then it is a command to copy.
func (c *console) tell(line string) {
	line = c.name.In(line)
	if c.errWidth > 0 && !strings.HasPrefix(line, " ") {
		fmt.Fprint(c.stderr, typeset.Page{Width: c.errWidth}.Paragraph(typeset.Plain, "readout: ", "  ", line))
		return
	}
	fmt.Fprintln(c.stderr, "readout: "+typeset.Harmless(line))
}

// working shows on a terminal what is under way, from a moment after it began until the line is stopped.
func (c *console) working(doing string) *progress.Line {
	var to io.Writer
	if c.spins {
		to = c.stderr
	}
	return progress.Start(to, progress.State{Doing: doing})
}

// change shows how far a change to a library is.
func (c *console) change() (tell func(libraries.Progress), stop func()) {
	line := c.working("preparing")
	return func(p libraries.Progress) {
		line.Say(progress.State{Doing: string(p.Step), Of: counts[p.Step], Done: p.Done, Total: p.Total})
	}, line.Stop
}

// counts is what each step of a change counts.
var counts = map[libraries.Step]string{libraries.Fetching: "pages", libraries.Reading: "articles", libraries.Embedding: "sentences", libraries.Checking: "checks"}

// open opens an engine, telling how far it is, then what was left out, and where vectors are kept from now on.
func (c *console) open(ctx context.Context, open opener, from CorpusConfig) (*engine, error) {
	var warnings []string
	line := c.working("reading the articles")
	from.progress, c.plainLinks = line.Say, from.PlainLinks
	kept := ""
	if from.Cache == "" && c.cache != "" {
		from.Cache, from.quiet = c.cache, true
		if _, err := os.Stat(c.cache); errors.Is(err, fs.ErrNotExist) {
			kept = c.cache
		}
	}
	e, err := open(ctx, from, func(format string, args ...any) { warnings = append(warnings, fmt.Sprintf(format, args...)) })
	line.Stop()
	for _, w := range warnings {
		c.warn("%s", w)
	}
	if kept != "" {
		if _, err := os.Stat(kept); err == nil {
			c.note("the vectors of your articles are kept in %s, so that the next run need not compute them. To keep none: --cache %s", kept, noCache)
		}
	}
	if e != nil && e.assistant != nil {
		var told atomic.Bool
		e.assistant.onFailure(func(err error) {
			if !told.Swap(true) {
				c.warn("the built-in model finds the passages: %v", err)
			}
		})
	}
	return e, err
}

// input opens a file to read, or standard input for "-".
func (c *console) input(name string) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(c.stdin), nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, badInput(err)
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return nil, badInput(errors.Join(fmt.Errorf("%s: is a folder, not a file", name), f.Close()))
	}
	return f, nil
}

// output writes a file, whole or not at all, or for "-" to standard output.
func (c *console) output(name, doing string, write func(io.Writer) error) error {
	if name == "-" {
		if _, ok := terminal(c.stdout); ok {
			return badInput(errors.New("this is no text for a terminal: name a file, or send it to one"))
		}
		return write(c.stdout)
	}
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		return badInput(fmt.Errorf("%s: is no file that can be replaced", name))
	}
	dir := filepath.Dir(name)
	f, err := os.CreateTemp(dir, ".readout-*")
	if errors.Is(err, fs.ErrNotExist) {
		return badInput(fmt.Errorf("%s: there is no such folder", dir))
	}
	if err != nil {
		return badInput(err)
	}
	line := c.working(doing)
	err = write(f)
	line.Stop()
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	_, err = fmt.Fprintln(c.stdout, "Written to "+typeset.Harmless(name)+".")
	return err
}

// layout sets text for stdout.
func (c *console) layout() layout {
	return layout{typeset.Page{Width: c.width, Colour: c.colour}, reply.English(), c.plainLinks, c.name}
}

// userDirs are the folders of this program's among what whoever runs it keeps: what can be computed again, and what is remembered from
// one run to the next. They are "" where the environment names no home.
func userDirs(env []string) (cache, state string) {
	variable := func(name string) string {
		for _, e := range env {
			if value, ok := strings.CutPrefix(e, name+"="); ok && filepath.IsAbs(value) {
				return value
			}
		}
		return ""
	}
	home := func(parts ...string) string {
		if dir := variable("HOME"); dir != "" {
			return filepath.Join(append([]string{dir}, parts...)...)
		}
		return ""
	}
	switch runtime.GOOS {
	case "windows":
		cache = variable("LocalAppData")
		state = cache
	case "darwin":
		cache, state = home("Library", "Caches"), home("Library", "Application Support")
	default:
		// The XDG Base Directory Specification.
		cache = cmp.Or(variable("XDG_CACHE_HOME"), home(".cache"))
		state = cmp.Or(variable("XDG_STATE_HOME"), home(".local", "state"))
	}
	for _, dir := range []*string{&cache, &state} {
		if *dir != "" {
			*dir = filepath.Join(*dir, "readout")
		}
	}
	return cache, state
}
