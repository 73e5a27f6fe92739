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
	_, err := fmt.Fprintf(con.stdout, "readout %s %s %s/%s\nmodel %s\n", buildVersion(), runtime.Version(), runtime.GOOS, runtime.GOARCH, builtin.ModelName)
	return err
}

// buildVersion is the module's version, which the go command makes of the repository's revision; "development" where it knew of none.
func buildVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "development"
	}
	return info.Main.Version
}
