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

// buildVersion is the module's version, or the revision that the binary was built from.
func buildVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	version, changed := info.Main.Version, ""
	if version == "" || version == "(devel)" {
		version = "development"
		for _, s := range info.Settings {
			switch {
			case s.Key == "vcs.revision":
				version = s.Value
			case s.Key == "vcs.modified" && s.Value == "true":
				changed = "+changes"
			}
		}
	}
	return version + changed
}
