package main

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"syscall"

	"readout/bot/engine"
	"readout/bot/failure"
	"readout/bot/interrupt"
	"readout/bot/invocation"
	"readout/bot/terminal"
)

//go:generate go run . vectors --out engine/shipped.vectors

func main() {
	ctx, end := context.WithCancel(context.Background())
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	if !signal.Ignored(syscall.SIGHUP) { // under nohup it is
		signal.Notify(signals, syscall.SIGHUP)
	}
	var interrupts interrupt.Interrupts
	go interrupts.Handle(signals, func() {
		signal.Stop(signals) // the next one ends the program at once, whatever it waits for
		end()
	})
	status := Run(interrupts.Within(ctx), invocation.Of(os.Args[0]), os.Args[1:], os.Environ(), os.Stdin, os.Stdout, os.Stderr)
	end()
	os.Exit(status)
}

// Run runs the command line of the program that was started by a name, and returns the exit status. env is as os.Environ gives it; a
// .env file in the working directory adds what env leaves unset.
func Run(ctx context.Context, name invocation.Name, args, env []string, stdin io.Reader, stdout, stderr io.Writer) int {
	con := terminal.NewConsole(env, stdin, stdout, stderr)
	con.Name = name
	return runWith(ctx, con, args, env, engine.Open)
}

// runWith runs a command line with an engine that is opened as the caller says.
func runWith(ctx context.Context, c *terminal.Console, args, env []string, open engine.Opener) int {
	command, err := parseArguments(args, env, c)
	switch {
	case err != nil:
		return c.Fail(failure.Input(err))
	case command == nil:
		return failure.StatusDone // help was printed
	}
	err = command.Run(ctx, c, open)
	if len(args) == 0 && errors.Is(err, errNoQuestion) {
		return usageFor(c, env)
	}
	return c.Fail(err)
}

// usageFor tells what the commands are where nothing was asked for, so that nothing goes where results go.
func usageFor(c *terminal.Console, env []string) int {
	usage := *c
	usage.Stdout = c.Stderr
	if _, err := parseArguments([]string{"--help"}, env, &usage); err != nil {
		return c.Fail(failure.Input(err))
	}
	return failure.StatusInput
}
