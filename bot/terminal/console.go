// Package terminal is where a command reads and writes: files and standard input, lines of a batch, replies as text, wrapped and coloured
// where somebody looks.
package terminal

import (
	"bytes"
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

	"golang.org/x/term"

	"readout/bot/failure"
	"readout/bot/fragment"
	"readout/bot/invocation"
	"readout/bot/progress"
	"readout/bot/reply"
	"readout/bot/typeset"
)

// Console is where a command reads and writes.
type Console struct {
	Stdin  io.Reader
	Stdout io.Writer
	Stderr io.Writer
	Name   invocation.Name // how the program was started

	Interactive bool // somebody types at stdin and reads stdout
	width       int  // columns to wrap text at; 0 when stdout is no terminal and nothing is wrapped
	colour      bool // on stdout
	ErrWidth    int  // columns of stderr; 0 when it is no terminal
	Spins       bool // stderr is a terminal on which a line may be drawn over
	Dumb        bool // the terminal can't move its cursor

	Cache      string         // where vectors are kept unless said otherwise; "" for nowhere
	PlainLinks fragment.Hosts // of the articles that were opened

	State string // where the prompt's history is kept; "" for nowhere
}

// maxWidth is the widest that text is set, in columns; longer lines are hard to read.
const maxWidth = 100

// NewConsole is a console that reads and writes there, as far as the environment has its say: whether text is coloured, and where things
// are kept.
func NewConsole(env []string, stdin io.Reader, stdout, stderr io.Writer) *Console {
	c := &Console{Stdin: stdin, Stdout: stdout, Stderr: stderr, Dumb: slices.Contains(env, "TERM=dumb")}
	c.Cache, c.State = userDirs(env)
	// NO_COLOR counts when it is not empty, whatever its value (no-color.org).
	plain := c.Dumb || slices.ContainsFunc(env, func(e string) bool { return strings.HasPrefix(e, "NO_COLOR=") && e != "NO_COLOR=" })
	if fd, ok := Descriptor(stdout); ok {
		c.width = columnsOf(fd)
		c.colour = !plain
		_, c.Interactive = Descriptor(stdin)
	}
	if fd, ok := Descriptor(stderr); ok {
		c.ErrWidth = columnsOf(fd)
		c.Spins = !c.Dumb
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

// Descriptor gives the descriptor of a file that is a terminal.
func Descriptor(file any) (fd int, ok bool) {
	f, ok := file.(*os.File)
	if !ok {
		return 0, false
	}
	return int(f.Fd()), term.IsTerminal(int(f.Fd()))
}

// Warn tells of something that does not stop the command.
func (c *Console) Warn(format string, args ...any) {
	c.Note("warning: "+format, args...)
}

// Note tells of something that is as it should be.
func (c *Console) Note(format string, args ...any) {
	for line := range strings.SplitSeq(fmt.Sprintf(format, args...), "\n") {
		c.tell(line)
	}
}

// tell prints a line on stderr, wrapped where that is a terminal, unless it is indented: then it is a command to copy.
func (c *Console) tell(line string) {
	line = c.Name.In(line)
	if c.ErrWidth > 0 && !strings.HasPrefix(line, " ") {
		fmt.Fprint(c.Stderr, typeset.Page{Width: c.ErrWidth}.Paragraph(typeset.Plain, "readout: ", "  ", line))
		return
	}
	fmt.Fprintln(c.Stderr, "readout: "+typeset.Harmless(line))
}

// Fail says what went wrong, if anything, and returns the exit status.
func (c *Console) Fail(err error) int {
	if err != nil && !errors.Is(err, failure.ErrReported) {
		for line := range strings.SplitSeq(err.Error(), "\n") {
			c.tell(line)
		}
	}
	return failure.Status(err)
}

// Working shows on a terminal what is under way, from a moment after it began until the line is stopped.
func (c *Console) Working(doing string) *progress.Line {
	var to io.Writer
	if c.Spins {
		to = c.Stderr
	}
	return progress.Start(to, progress.State{Doing: doing})
}

// Reading reads a file, or standard input for "-".
func (c *Console) Reading(name, doing string, read func(io.Reader) error) error {
	in, err := c.Input(name)
	if err != nil {
		return err
	}
	defer in.Close()
	line := c.Working(doing)
	defer line.Stop()
	return read(in)
}

// Input opens a file to read, or standard input for "-".
func (c *Console) Input(name string) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(c.Stdin), nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, failure.Input(err)
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return nil, failure.Input(errors.Join(fmt.Errorf("%s: is a folder, not a file", name), f.Close()))
	}
	return f, nil
}

// Output writes a file, whole or not at all, or for "-" to standard output.
func (c *Console) Output(name, doing string, write func(io.Writer) error) error {
	if name == "-" {
		if _, ok := Descriptor(c.Stdout); ok {
			return failure.Input(errors.New("this is no text for a terminal: name a file, or send it to one"))
		}
		return write(c.Stdout)
	}
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		return failure.Input(fmt.Errorf("%s: is no file that can be replaced", name))
	}
	dir := filepath.Dir(name)
	f, err := os.CreateTemp(dir, ".readout-*")
	if errors.Is(err, fs.ErrNotExist) {
		return failure.Input(fmt.Errorf("%s: there is no such folder", dir))
	}
	if err != nil {
		return failure.Input(err)
	}
	line := c.Working(doing)
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
	_, err = fmt.Fprintln(c.Stdout, "Written to "+typeset.Harmless(name)+".")
	return err
}

// Confirm asks a question that only a yes agrees to.
func (c *Console) Confirm(ctx context.Context, question string) (bool, error) {
	fmt.Fprint(c.Stdout, question+" [y/N] ")
	typed := make(chan string, 1)
	go func() {
		var line []byte
		one := make([]byte, 1)
		for {
			n, err := c.Stdin.Read(one)
			if n == 1 && one[0] != '\n' {
				line = append(line, one[0])
				continue
			}
			if n == 1 || err != nil {
				typed <- string(bytes.TrimSpace(line))
				return
			}
		}
	}()
	select {
	case line := <-typed:
		answer := strings.ToLower(line)
		return answer == "y" || answer == "yes", nil
	case <-ctx.Done():
		fmt.Fprintln(c.Stdout)
		return false, ctx.Err()
	}
}

// Layout sets text for stdout.
func (c *Console) Layout() Layout {
	return Layout{typeset.Page{Width: c.width, Colour: c.colour}, reply.English(), c.PlainLinks, c.Name}
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
