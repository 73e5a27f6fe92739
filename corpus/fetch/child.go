package fetch

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// mostChildren is how many processes extract at the same time: each may take its whole memory.
const mostChildren = 2

// extractor reads pages and PDFs in processes of their own.
type extractor struct {
	command  func(context.Context) *exec.Cmd
	limit    time.Duration // of processor time, for one file; whole seconds
	patience time.Duration // of time, for one file
	free     chan struct{} // holds a token for each process that may still be started
	log      *slog.Logger
}

func newExtractor(command func(context.Context) *exec.Cmd, log *slog.Logger) *extractor {
	x := &extractor{command: command, limit: extractTime, patience: extractPatience, free: make(chan struct{}, mostChildren), log: log}
	for range mostChildren {
		x.free <- struct{}{}
	}
	return x
}

// extract has a process read a file. That it ended at one of its limits, or in any other way that it should not, is ErrUnreadable; that
// it was given too little of the processor is ErrBusy.
func (x *extractor) extract(ctx context.Context, t task, data []byte) (extracted, error) {
	select {
	case <-x.free:
		defer func() { x.free <- struct{}{} }()
	case <-ctx.Done():
		return extracted{}, ctx.Err()
	}
	t.Seconds = int(x.limit / time.Second)
	head, err := json.Marshal(t)
	if err != nil {
		return extracted{}, fmt.Errorf("extract: %w", err)
	}
	timed, cancel := context.WithTimeout(ctx, x.patience)
	defer cancel()
	cmd := x.command(timed)
	if cmd.Env == nil {
		cmd.Env = []string{} // it needs no secrets
	}
	if cmd.Dir == "" {
		cmd.Dir = string(filepath.Separator)
	}
	cmd.Stdin = bytes.NewReader(append(append(head, '\n'), data...))
	out, said := &bounded{most: mostOutput}, &bounded{most: 4 << 10, drop: true}
	cmd.Stdout, cmd.Stderr = out, said
	cmd.WaitDelay = time.Second // for what it may have started
	if err := cmd.Start(); err != nil {
		return extracted{}, fmt.Errorf("extract: %w", err)
	}
	err = cmd.Wait()
	switch {
	case ctx.Err() != nil:
		return extracted{}, ctx.Err()
	case err != nil && usedBy(cmd) >= x.limit:
		return extracted{}, fmt.Errorf("%w: it takes longer than %v", ErrUnreadable, x.limit)
	case timed.Err() != nil:
		return extracted{}, fmt.Errorf("%w: it was not read within %v", ErrBusy, x.patience)
	case err != nil:
		first, _, _ := strings.Cut(said.kept.String(), "\n")
		x.log.Warn("a file could not be extracted", "format", t.Format, "bytes", len(data), "error", err, "said", first)
		return extracted{}, fmt.Errorf("%w: reading it takes too much memory, or fails", ErrUnreadable)
	}
	var found extracted
	if err := json.Unmarshal(out.kept.Bytes(), &found); err != nil {
		return extracted{}, fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	return found, found.err()
}

// usedBy is how much processor time a process took that has ended.
func usedBy(cmd *exec.Cmd) time.Duration {
	if cmd.ProcessState == nil {
		return 0
	}
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
}

// err is the fault that was found, as the error that it stands for.
func (e extracted) err() error {
	if e.Fault == "" {
		return nil
	}
	fault, ok := faults[e.Fault]
	if !ok {
		fault = ErrUnreadable
	}
	// Detail repeats the fault's own words when the child wrapped it.
	detail := strings.TrimPrefix(strings.TrimPrefix(e.Detail, fault.Error()), ": ")
	if detail == "" {
		return fault
	}
	return fmt.Errorf("%w: %s", fault, detail)
}

// bounded keeps what is written, up to a number of bytes. What is more is an error, or dropped. The buffer is a field: io.Copy would
// find a promoted ReadFrom, which knows no bound.
type bounded struct {
	kept bytes.Buffer
	most int
	drop bool
}

var errTooMuch = errors.New("too much output")

// Write implements io.Writer.
func (b *bounded) Write(p []byte) (int, error) {
	fits := min(len(p), b.most-b.kept.Len())
	b.kept.Write(p[:fits])
	if fits < len(p) && !b.drop {
		return fits, errTooMuch
	}
	return len(p), nil
}
