package interrupt

import (
	"context"
	"os"
	"syscall"
	"testing"
)

func TestInterrupts(t *testing.T) {
	t.Parallel()
	var i Interrupts
	signals, ended := make(chan os.Signal), make(chan struct{})
	go i.Handle(signals, func() { close(ended) })

	for range 2 {
		ctx, done := Alone(i.Within(t.Context()))
		signals <- os.Interrupt
		<-ctx.Done()
		done()
	}
	if t.Context().Err() != nil {
		t.Error("what is around was given up, too")
	}
	_, done := Alone(i.Within(t.Context()))
	done()
	select {
	case <-ended:
		t.Error("ended by what was given up")
	default:
	}
	signals <- os.Interrupt
	<-ended

	ended = make(chan struct{})
	go i.Handle(signals, func() { close(ended) })
	_, done = Alone(i.Within(t.Context()))
	defer done()
	signals <- syscall.SIGTERM
	<-ended

	ctx, stop := Alone(context.Background())
	stop()
	if ctx.Err() == nil {
		t.Error("done leaves the context open")
	}
}
