package mcp

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"sync"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// Stdio is the transport over standard input and output, or what stands for them: a message a line. Nothing else may write to out while it
// is served. When the input ends, what was asked before is still answered.
func Stdio(in io.ReadCloser, out io.WriteCloser) mcp.Transport {
	l := &lines{in: in, from: bufio.NewReader(in), out: out, open: map[string]bool{}}
	l.answered.L = &l.mu
	return &mcp.IOTransport{Reader: reading{l}, Writer: writing{l}}
}

// lines knows which requests wait for their answers.
type lines struct {
	in   io.Closer
	from *bufio.Reader
	rest []byte // of the line that is being read
	out  io.WriteCloser

	mu       sync.Mutex
	open     map[string]bool // by ID
	answered sync.Cond
	closed   bool
}

type (
	reading struct{ *lines }
	writing struct{ *lines }
)

// message is what of a message tells requests and answers apart.
type message struct {
	ID     json.RawMessage `json:"id"`
	Method string          `json:"method"`
}

// Read implements io.Reader.
func (r reading) Read(p []byte) (int, error) {
	if len(r.rest) == 0 {
		line, err := r.from.ReadBytes('\n')
		if len(line) == 0 {
			if err == io.EOF {
				r.wait()
			}
			return 0, err
		}
		var m message
		if json.Unmarshal(line, &m) == nil && m.Method != "" && len(m.ID) > 0 {
			r.mu.Lock()
			r.open[string(m.ID)] = true
			r.mu.Unlock()
		}
		r.rest = line
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// patience is how long requests are still answered once the input has ended.
const patience = 2 * time.Minute

// wait waits until every request is answered.
func (l *lines) wait() {
	late := time.AfterFunc(patience, l.close)
	defer late.Stop()
	l.mu.Lock()
	defer l.mu.Unlock()
	for len(l.open) > 0 && !l.closed {
		l.answered.Wait()
	}
}

func (l *lines) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	l.answered.Broadcast()
}

// Close implements io.Closer.
func (r reading) Close() error {
	r.close()
	return r.in.Close()
}

// Write implements io.Writer.
func (w writing) Write(p []byte) (int, error) {
	n, err := w.out.Write(p)
	w.mu.Lock()
	defer w.mu.Unlock()
	for line := range bytes.Lines(p) {
		var m message
		if json.Unmarshal(line, &m) == nil && m.Method == "" {
			delete(w.open, string(m.ID))
		}
	}
	if err != nil {
		w.closed = true
	}
	w.answered.Broadcast()
	return n, err
}

// Close implements io.Closer.
func (w writing) Close() error {
	w.close()
	return w.out.Close()
}
