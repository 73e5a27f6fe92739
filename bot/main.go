// The command readout answers questions about a meeting from articles, and proves every answer: in a terminal, for scripts, and as
// a Discord bot.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

//go:generate go run . vectors --out shipped.vectors

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once, whatever it waits for
	status := Run(ctx, os.Args[1:], os.Environ(), os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}
