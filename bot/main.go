package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"readout/bot/interrupt"
	"readout/bot/invocation"
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
