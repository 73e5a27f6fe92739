package main

import (
	"context"
	"os"
	"syscall"
	"testing"
)

func TestInterrupts(t *testing.T) {
	t.Parallel()
	var i interrupts
	signals, ended := make(chan os.Signal), make(chan struct{})
	go i.handle(signals, func() { close(ended) })

	for range 2 {
		ctx, done := alone(i.within(t.Context()))
		signals <- os.Interrupt
		<-ctx.Done()
		done()
	}
	if t.Context().Err() != nil {
		t.Error("what is around was given up, too")
	}
	_, done := alone(i.within(t.Context()))
	done()
	select {
	case <-ended:
		t.Error("ended by what was given up")
	default:
	}
	signals <- os.Interrupt
	<-ended

	ended = make(chan struct{})
	go i.handle(signals, func() { close(ended) })
	_, done = alone(i.within(t.Context()))
	defer done()
	signals <- syscall.SIGTERM
	<-ended

	ctx, stop := alone(context.Background())
	stop()
	if ctx.Err() == nil {
		t.Error("done leaves the context open")
	}
}
