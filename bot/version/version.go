// Package version tells which version of the program this is.
package version

import "runtime/debug"

// Program is the module's version, which the go command makes of the repository's revision; "development" where it knew of none.
func Program() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "development"
	}
	return info.Main.Version
}
