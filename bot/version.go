package main

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
)

// VersionCommand prints the version.
type VersionCommand struct{}

// Run implements command.
func (VersionCommand) Run(_ context.Context, con *console, _ opener) error {
	_, err := fmt.Fprintln(con.stdout, "readout "+buildVersion()+" "+runtime.Version()+" "+runtime.GOOS+"/"+runtime.GOARCH)
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
