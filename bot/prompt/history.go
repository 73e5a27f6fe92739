package prompt

import (
	"bufio"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"github.com/google/renameio/v2/maybe"
)

// mostHistory is how many lines are remembered. The file may hold twice as many before it is cut.
const mostHistory = 500

// longestLine is the longest line of a history that is read, in bytes.
const longestLine = 64 << 10

// history is the lines typed before.
type history struct {
	path  string // "" is kept nowhere
	lines []string
}

// openHistory reads a history, which may not exist yet. Where it has grown too long, it is cut.
func openHistory(path string) (*history, error) {
	h := &history{path: path}
	if path == "" {
		return h, nil
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return h, nil
	}
	if err != nil {
		return h, err
	}
	defer f.Close()
	in := bufio.NewScanner(f)
	in.Buffer(nil, longestLine)
	for in.Scan() {
		if line := clean(in.Text()); line != "" {
			h.lines = append(h.lines, line)
		}
	}
	if err := in.Err(); err != nil {
		return h, err
	}
	if all := len(h.lines); all > mostHistory {
		h.lines = h.lines[all-mostHistory:]
		if all > 2*mostHistory {
			return h, maybe.WriteFile(path, []byte(strings.Join(h.lines, "\n")+"\n"), 0o600)
		}
	}
	return h, nil
}

// keep adds a line.
func (h *history) keep(line string) error {
	line = clean(line)
	if line == "" || len(h.lines) > 0 && h.lines[len(h.lines)-1] == line {
		return nil
	}
	h.lines = append(h.lines, line)
	if h.path == "" {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(h.path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(h.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(line + "\n")
	return errors.Join(err, f.Close())
}

// clean is a line without what would part it or steer a terminal.
func clean(line string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(line, "")))
}
