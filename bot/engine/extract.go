package engine

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"

	"readout/bot/terminal"
	"readout/bot/version"
	"readout/corpus/fetch"
)

// ExtractCommand reads one page, PDF or feed from standard input: the program runs it to keep hostile files out of its own process.
type ExtractCommand struct{}

// Run implements command.
func (ExtractCommand) Run(ctx context.Context, con *terminal.Console, _ Opener) error {
	return fetch.Extract(ctx, con.Stdin, con.Stdout)
}

// newFetcher gives what fetches links and reads uploaded files. It starts this program anew, as an ExtractCommand, for each of them
// that is not plain text.
func newFetcher(log *slog.Logger) (*fetch.Client, error) {
	extract, err := extractCommand()
	if err != nil {
		return nil, err
	}
	return fetch.NewClient(fetch.ClientOptions{
		Extract:   extract,
		UserAgent: "readout/" + version.Program() + " (a Discord bot; it reads the articles that moderators name)",
		Logger:    log,
	})
}

// extractCommand starts this program anew, as an ExtractCommand.
func extractCommand() (func(context.Context) *exec.Cmd, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program: %w", err)
	}
	return func(ctx context.Context) *exec.Cmd { return exec.CommandContext(ctx, self, "extract") }, nil
}
