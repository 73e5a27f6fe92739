package main

import (
	"context"
	"fmt"
	"runtime"

	"readout/bot/engine"
	"readout/bot/terminal"
	"readout/bot/version"
	"readout/retrieval/builtin"
)

// VersionCommand prints the versions of the program and of the built-in model.
type VersionCommand struct{}

// Run implements command.
func (VersionCommand) Run(_ context.Context, con *terminal.Console, _ engine.Opener) error {
	_, err := fmt.Fprintln(con.Stdout, versions())
	return err
}

// versions is the versions of the program and of the built-in model.
func versions() string {
	return fmt.Sprintf("readout %s %s %s/%s\nmodel %s",
		version.Program(), runtime.Version(), runtime.GOOS, runtime.GOARCH, builtin.EncoderName)
}
