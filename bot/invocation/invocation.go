// Package invocation knows how the program was started, so that a command it names can be copied and works.
package invocation

import (
	"path/filepath"
	"regexp"
	"strings"
)

// Name is what starts the program: "readout", another name that the file was given, or "go run ./bot".
type Name string

// Usual is the name by which the program's own texts call it.
const Usual Name = "readout"

// built is a program that the go command has made to run it once: it makes one in a folder of that name.
var built = regexp.MustCompile(`[/\\]go-build[0-9]*[/\\]`)

// Of reads the name from the first argument that the system gives a program. A file that "go build" has named after its folder is called
// by its path, as it lies on nobody's list of programs.
func Of(first string) Name {
	if built.MatchString(first) {
		return "go run ./bot"
	}
	base := strings.TrimSuffix(filepath.Base(filepath.ToSlash(first)), ".exe")
	switch {
	case base == "" || base == "." || base == "/" || Name(base) == Usual:
		return Usual
	case strings.ContainsAny(first, " \t'\"$`\\*?"):
		return Usual
	case filepath.Base(first) != first:
		return Name(first)
	}
	return Name(base)
}

// named is the program's usual name before one of its commands or flags.
var named = regexp.MustCompile(`(^|[^\w/.\-])readout( (?:[a-z]+|--?[a-z-]+))`)

// In is a text of the program's own with the name in the place of the usual one wherever a command is named.
func (n Name) In(text string) string {
	if n == "" || n == Usual {
		return text
	}
	return named.ReplaceAllString(text, "${1}"+strings.ReplaceAll(string(n), "$", "$$")+"${2}")
}
