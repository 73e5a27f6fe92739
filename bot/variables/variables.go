// Package variables sets the flags of a command line from the environment and from the file .env: a field's tag "from" names its variable.
// The table of all of them, in the README of the command line, is compared with the tags by a test.
package variables

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"reflect"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
	"github.com/joho/godotenv"

	"readout/bot/secret"
)

// Resolver sets flags from variables. Values that don't decode are left out: Check reports them, all at once.
func (vs Values) Resolver() kong.Resolver {
	return kong.ResolverFunc(func(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
		v := Variable{Name: flag.Tag.Get("from"), flag: flag}
		value := vs[v.Name]
		if v.Name == "" || value == "" || v.Check(vs) != nil {
			return nil, nil
		}
		return value, nil
	})
}

// Values are what variables are set to, by name.
type Values map[string]string

// file is read from the working directory.
const file = ".env"

// Read joins the process's variables, as os.Environ gives them, and, where file is set, those of the .env file. The process's own win. With
// an error, which names the file and says nothing of what is in it, they are those that could be read.
func Read(env []string, file bool) (Values, error) {
	values, err := Values{}, error(nil)
	if file {
		values, err = readFile()
	}
	for _, entry := range env {
		name, value, _ := strings.Cut(entry, "=")
		values[name] = value
	}
	return values, err
}

// readFile is the variables of the .env file; none when there is no such file.
func readFile() (Values, error) {
	values := Values{}
	data, err := os.ReadFile(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return values, nil
	case err != nil:
		return values, err
	}
	parsed, err := godotenv.UnmarshalBytes(data)
	if err != nil {
		// Its own words quote the file, which holds secrets.
		return values, fmt.Errorf("%s: not a list of lines like NAME=value", file)
	}
	return parsed, nil
}

// Variable is a variable of the environment that configures something.
type Variable struct {
	Name    string
	Help    string
	Default string
	Secret  bool

	flag *kong.Flag
}

// Of lists what can be set from the environment, by name.
func Of(model *kong.Application) []Variable {
	var out []Variable
	var visit func(*kong.Node)
	visit = func(n *kong.Node) {
		for _, flag := range n.Flags {
			name := flag.Tag.Get("from")
			if name == "" || slices.ContainsFunc(out, func(v Variable) bool { return v.Name == name }) {
				continue
			}
			out = append(out, Variable{Name: name, Help: flag.Help, Default: flag.Default,
				Secret: flag.Target.Type() == reflect.TypeFor[secret.Value](), flag: flag})
		}
		for _, child := range n.Children {
			visit(child)
		}
	}
	visit(model.Node)
	slices.SortFunc(out, func(a, b Variable) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// Check reports a value that the variable can't take. A secret's value is not repeated.
func (v Variable) Check(values Values) error {
	value := values[v.Name]
	if value == "" {
		return nil
	}
	scratch := reflect.New(v.flag.Target.Type()).Elem()
	err := v.flag.Mapper.Decode(&kong.DecodeContext{Value: v.flag.Value, Scan: kong.ScanAsType(kong.FlagValueToken, value)}, scratch)
	switch {
	case err == nil:
		return nil
	case v.Secret:
		return fmt.Errorf("%s: not a value that it can take", v.Name)
	}
	return fmt.Errorf("%s: %w", v.Name, err)
}
