// Package prompt reads lines that somebody types at a terminal: edited, completed, and remembered from one run to the next.
package prompt

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/ergochat/readline"
)

// Options are what a Prompt works with.
type Options struct {
	Text     string                           // stands before what is typed
	History  string                           // file of the lines typed before, readable by its owner only; "" for none
	Complete func(before string) []Completion // what may stand in place of the end of a text, best first; nil for none
	Plain    bool                             // no editing: the terminal can't, or Stdin is none
	Stdin    io.Reader
	Stdout   io.Writer
}

// Completion is a text that may stand in place of the last characters before the cursor.
type Completion struct {
	Text string
	Over int // how many characters it stands for, which it begins with but for their case
}

// Prompt is where lines are typed. It is not safe for concurrent use, but for Close.
type Prompt struct {
	o       Options
	edits   *readline.Instance // nil when plain
	plain   chan plainLine
	history *history
	typed   string // what stands on the line that is being typed
	closed  chan struct{}
	once    sync.Once
}

// plainLine is a line that was not edited, or why there is none.
type plainLine struct {
	text string
	err  error
}

// Open begins to read. A history that can't be read or kept is an error beside a Prompt that works without it.
func Open(o Options) (*Prompt, error) {
	p := &Prompt{o: o, closed: make(chan struct{})}
	if o.Plain {
		p.plain = make(chan plainLine)
		go p.readPlain()
		return p, nil
	}
	edits, err := readline.NewFromConfig(&readline.Config{
		Prompt: o.Text, Stdin: o.Stdin, Stdout: o.Stdout, DisableAutoSaveHistory: true, HistoryLimit: mostHistory, HistorySearchFold: true,
		InterruptPrompt: "\n", EOFPrompt: "\n", Undo: true, AutoComplete: completer{o.Complete},
		Listener: func(line []rune, _ int, _ rune) ([]rune, int, bool) {
			p.typed = string(line)
			return nil, 0, false
		},
	})
	if err != nil {
		return nil, fmt.Errorf("prompt: %w", err)
	}
	p.edits = edits
	known, err := openHistory(o.History)
	if err != nil {
		return p, fmt.Errorf("prompt: history: %w", err)
	}
	p.history = known
	for _, line := range known.lines {
		if err := edits.SaveToHistory(line); err != nil {
			return p, fmt.Errorf("prompt: history: %w", err)
		}
	}
	return p, nil
}

// Read reads the next line with something on it, white space at its ends left out. Ctrl-C clears the line; on an empty one it ends the
// reading, as Ctrl-D does: io.EOF. A context that ends is its error.
func (p *Prompt) Read(ctx context.Context) (string, error) {
	stop := context.AfterFunc(ctx, func() { p.Close() })
	defer stop()
	for {
		line, err := p.line()
		switch {
		case ctx.Err() != nil:
			return "", ctx.Err()
		case errors.Is(err, readline.ErrInterrupt) && strings.TrimSpace(p.typed) != "":
			p.typed = ""
			continue
		case errors.Is(err, readline.ErrInterrupt):
			return "", io.EOF
		case err != nil:
			return "", err
		}
		if line = strings.TrimSpace(strings.ToValidUTF8(line, "")); line != "" {
			return line, nil
		}
	}
}

func (p *Prompt) line() (string, error) {
	if p.edits != nil {
		p.typed = ""
		return p.edits.ReadLine()
	}
	if _, err := io.WriteString(p.o.Stdout, p.o.Text); err != nil {
		return "", err
	}
	select {
	case line := <-p.plain:
		return line.text, line.err
	case <-p.closed:
		return "", io.EOF
	}
}

// readPlain reads lines until there are no more; one that waits when the Prompt is closed is read for nobody.
func (p *Prompt) readPlain() {
	for in := bufio.NewReader(p.o.Stdin); ; {
		text, err := in.ReadString('\n')
		if err == io.EOF && text != "" {
			err = nil
		}
		select {
		case p.plain <- plainLine{text, err}:
		case <-p.closed:
			return
		}
		if err != nil {
			return
		}
	}
}

// Keep remembers a line, unless it is the one before it again.
func (p *Prompt) Keep(line string) error {
	if p.history == nil {
		return nil
	}
	if err := p.edits.SaveToHistory(line); err != nil {
		return fmt.Errorf("keep a line: %w", err)
	}
	return p.history.keep(line)
}

// Close ends the reading; a Read that waits returns.
func (p *Prompt) Close() error {
	p.once.Do(func() { close(p.closed) })
	if p.edits == nil {
		return nil
	}
	return p.edits.Close()
}

// completer completes as readline wants it: with what is still to be typed.
type completer struct {
	complete func(before string) []Completion
}

// Do implements readline.AutoCompleter.
func (c completer) Do(line []rune, pos int) (rest [][]rune, over int) {
	if c.complete == nil {
		return nil, 0
	}
	for _, found := range c.complete(string(line[:pos])) {
		text := []rune(found.Text)
		if len(rest) > 0 && found.Over != over || found.Over > len(text) {
			continue // those shown together stand for the same characters
		}
		over = found.Over
		rest = append(rest, text[over:])
	}
	return rest, over
}
