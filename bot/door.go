package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"readout/bot/chat"
	"readout/bot/control"
)

// door is where other processes of the program come in while the bot runs.
type door struct {
	desk      *ownDesk
	server    *control.Server // nil where there can't be a socket
	published chan chat.Publication
}

// doorTime is how long what was begun through the door may go on once the bot ends.
const doorTime = 20 * time.Second

// openDoor lets other processes work at a desk. What they publish is handed to the bot.
func openDoor(d *ownDesk, log *slog.Logger) *door {
	o := &door{desk: d, published: make(chan chat.Publication, 16)}
	note := noteIn(d.kept())
	d.published = func(ctx context.Context, p chat.Publication) error {
		select {
		case o.published <- p:
			return nil
		default: // the bot is busy, or ends
			return note(ctx, p)
		}
	}
	var err error
	if o.server, err = control.Listen(d.dir.Path, buildVersion(), serveDesk(d), log); err != nil {
		log.Warn("while the bot runs, its libraries can't be changed from the terminal, nor backed up", "error", err)
	}
	return o
}

// close lets nobody in, waits for those who are, and notes what the bot was not told of any more.
func (o *door) close() error {
	ctx, cancel := context.WithTimeout(context.Background(), doorTime)
	defer cancel()
	var errs []error
	if o.server != nil {
		errs = append(errs, o.server.Close(ctx))
	}
	for note := noteIn(o.desk.kept()); ; {
		select {
		case p := <-o.published:
			errs = append(errs, note(context.Background(), p))
		default:
			return errors.Join(errs...)
		}
	}
}
