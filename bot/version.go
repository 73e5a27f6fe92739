package main

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"

	"readout/retrieval/builtin"
)

// VersionCommand prints the versions of the program and of the built-in model.
type VersionCommand struct{}

// Run implements command.
func (VersionCommand) Run(_ context.Context, con *console, _ opener) error {
	_, err := fmt.Fprintln(con.stdout, versions())
	return err
}

// versions is the versions of the program and of the built-in model.
func versions() string {
	return fmt.Sprintf("readout %s %s %s/%s\nmodel %s", buildVersion(), runtime.Version(), runtime.GOOS, runtime.GOARCH, builtin.EncoderName)
}

// buildVersion is the module's version, which the go command makes of the repository's revision; "development" where it knew of none.
func buildVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "development"
	}
	return info.Main.Version
}
