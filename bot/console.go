package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/renameio/v2"
	"golang.org/x/term"

	"readout/bot/libraries"
	"readout/bot/reply"
)

// console is where a command reads and writes.
type console struct {
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer

	interactive bool // somebody types at stdin and reads stdout
	width       int  // columns to wrap text at; 0 when stdout is no terminal and nothing is wrapped
	colour      bool // on stdout
	spins       bool // stderr is a terminal that a spinner may use
}

// maxWidth is the widest that text is set, in columns; longer lines are hard to read.
const maxWidth = 100

func newConsole(env []string, stdin io.Reader, stdout, stderr io.Writer) *console {
	c := &console{stdin: stdin, stdout: stdout, stderr: stderr}
	// NO_COLOR counts when it is not empty, whatever its value (no-color.org).
	plain := slices.Contains(env, "TERM=dumb") ||
		slices.ContainsFunc(env, func(e string) bool { return strings.HasPrefix(e, "NO_COLOR=") && e != "NO_COLOR=" })
	if fd, ok := terminal(stdout); ok {
		c.width = maxWidth
		if width, _, err := term.GetSize(fd); err == nil && width > 0 {
			c.width = min(width, maxWidth)
		}
		c.colour = !plain
		_, c.interactive = terminal(stdin)
	}
	if _, ok := terminal(stderr); ok {
		c.spins = !plain
	}
	return c
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
	fmt.Fprintln(c.stderr, "readout: warning: "+harmless(fmt.Sprintf(format, args...)))
}

// spin shows that something is under way, from a moment after it began until stop is called; calling stop again does nothing.
func (c *console) spin(what string) (stop func()) {
	return c.spinning(func() string { return what })
}

// progress shows how far a change to a library is.
func (c *console) progress() (tell func(libraries.Progress), stop func()) {
	var now atomic.Pointer[libraries.Progress]
	stop = c.spinning(func() string {
		p := now.Load()
		switch {
		case p == nil:
			return "preparing"
		case p.Total == 0:
			return string(p.Step)
		}
		return fmt.Sprintf("%s: %d of %d", p.Step, p.Done, p.Total)
	})
	return func(p libraries.Progress) { now.Store(&p) }, stop
}

// spinning is spin with a text that changes.
func (c *console) spinning(what func() string) (stop func()) {
	if !c.spins {
		return func() {}
	}
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		ticker := time.NewTicker(150 * time.Millisecond)
		defer ticker.Stop()
		shown := false
		for i := 0; ; i++ {
			select {
			case <-done:
				if shown {
					fmt.Fprint(c.stderr, "\r\x1b[K")
				}
				return
			case <-ticker.C:
				if i > 0 {
					fmt.Fprintf(c.stderr, "\r\x1b[K%c %s", `|/-\`[i%4], what())
					shown = true
				}
			}
		}
	}()
	return sync.OnceFunc(func() {
		close(done)
		<-ended
	})
}

// open opens an engine, with a spinner while it takes, then tells what was left out.
func (c *console) open(ctx context.Context, open opener, from CorpusConfig) (*engine, error) {
	var warnings []string
	stop := c.spin("reading the articles")
	e, err := open(ctx, from, func(format string, args ...any) { warnings = append(warnings, fmt.Sprintf(format, args...)) })
	stop()
	for _, w := range warnings {
		c.warn("%s", w)
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
	f, err := renameio.NewPendingFile(name, renameio.WithTempDir(dir), renameio.WithPermissions(0o600))
	if errors.Is(err, fs.ErrNotExist) {
		return badInput(fmt.Errorf("%s: there is no such folder", dir))
	}
	if err != nil {
		return badInput(err)
	}
	stop := c.spin(doing)
	err = write(f)
	stop()
	if err == nil {
		err = f.CloseAtomicallyReplace()
	}
	if err != nil {
		return errors.Join(err, f.Cleanup())
	}
	_, err = fmt.Fprintln(c.stdout, "Written to "+harmless(name)+".")
	return err
}

// harmless takes out of a text what could steer a terminal or turn its writing round: control characters but for line ends and
// tabs, and marks of direction.
func harmless(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r < ' ' || 0x7f <= r && r <= 0x9f, // control characters, the escape among them
			r == 0x61c, 0x200e <= r && r <= 0x200f, 0x202a <= r && r <= 0x202e, 0x2066 <= r && r <= 0x2069:
			return -1
		}
		return r
	}, text)
}

// layout sets text for stdout.
func (c *console) layout() layout { return layout{c.width, c.colour, reply.English()} }
