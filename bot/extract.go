package main

import (
	"context"
	"os"
	"os/exec"

	"readout/corpus/fetch"
)

// ExtractCommand reads one page or PDF from standard input: the program runs it to keep hostile files out of its own process.
type ExtractCommand struct{}

// Run implements command.
func (ExtractCommand) Run(ctx context.Context, con *console, _ opener) error {
	return fetch.Extract(ctx, con.stdin, con.stdout)
}

// extractor starts this program anew as an ExtractCommand.
func extractor() (func(context.Context) *exec.Cmd, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context) *exec.Cmd { return exec.CommandContext(ctx, self, "extract") }, nil
}
