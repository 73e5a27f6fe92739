package main

import (
	"context"
	"errors"
	"io"
	"strings"

	"readout/bot/invocation"
)

// The exit statuses.
const (
	statusDone   = 0
	statusFailed = 1 // something went wrong on the way; of a batch, at least one line was no question
	statusInput  = 2 // what the command was given is wrong: flags, configuration, files
)

// inputError marks an error that only whoever gave the command can mend.
type inputError struct{ error }

func (e inputError) Unwrap() error { return e.error }

// badInput marks err, which may be nil.
func badInput(err error) error {
	if err == nil {
		return nil
	}
	return inputError{err}
}

// errReported is the error of a command that has already said what went wrong.
var errReported = errors.New("already reported")

// Run runs the command line of the program that was started by a name, and returns the exit status. env is as os.Environ gives it; a
// .env file in the working directory adds what env leaves unset.
func Run(ctx context.Context, name invocation.Name, args, env []string, stdin io.Reader, stdout, stderr io.Writer) int {
	con := newConsole(env, stdin, stdout, stderr)
	con.name = name
	return con.run(ctx, args, env, openEngine)
}

// run runs a command line with an engine that is opened as the caller says.
func (c *console) run(ctx context.Context, args, env []string, open opener) int {
	command, err := parseArguments(args, env, c)
	switch {
	case err != nil:
		return c.fail(badInput(err))
	case command == nil:
		return statusDone // help was printed
	}
	err = command.Run(ctx, c, open)
	if len(args) == 0 && errors.Is(err, errNoQuestion) {
		return c.usage(env)
	}
	return c.fail(err)
}

// usage tells what the commands are where nothing was asked for, so that nothing goes where results go.
func (c *console) usage(env []string) int {
	usage := *c
	usage.stdout = c.stderr
	if _, err := parseArguments([]string{"--help"}, env, &usage); err != nil {
		return c.fail(badInput(err))
	}
	return statusInput
}

// fail says what went wrong, if anything, and returns the exit status.
func (c *console) fail(err error) int {
	if err == nil {
		return statusDone
	}
	if !errors.Is(err, errReported) {
		for line := range strings.SplitSeq(err.Error(), "\n") {
			c.tell(line)
		}
	}
	if errors.As(err, &inputError{}) {
		return statusInput
	}
	return statusFailed
}
