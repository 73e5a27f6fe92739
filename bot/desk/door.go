package desk

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"readout/bot/chat"
	"readout/bot/control"
	"readout/bot/version"
)

// Door is where other processes of the program come in while the bot runs.
type Door struct {
	desk      *Own
	Server    *control.Server // nil where there can't be a socket
	Published chan chat.Publication
}

// DoorTime is how long what was begun through the door may go on once the bot ends.
const DoorTime = 20 * time.Second

// OpenDoor lets other processes work at a desk. What they publish is handed to the bot.
func OpenDoor(d *Own, log *slog.Logger) *Door {
	o := &Door{desk: d, Published: make(chan chat.Publication, 16)}
	note := NoteIn(d.kept())
	d.Published = func(ctx context.Context, p chat.Publication) error {
		select {
		case o.Published <- p:
			return nil
		default: // the bot is busy, or ends
			return note(ctx, p)
		}
	}
	var err error
	if o.Server, err = control.Listen(d.Dir.Path, version.Program(), Serve(d), log); err != nil {
		log.Warn("while the bot runs, its libraries can't be changed from the terminal, nor backed up", "error", err)
	}
	return o
}

// Close lets nobody in, waits for those who are, and notes what the bot was not told of any more.
func (o *Door) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), DoorTime)
	defer cancel()
	var errs []error
	if o.Server != nil {
		errs = append(errs, o.Server.Close(ctx))
	}
	for note := NoteIn(o.desk.kept()); ; {
		select {
		case p := <-o.Published:
			errs = append(errs, note(context.Background(), p))
		default:
			return errors.Join(errs...)
		}
	}
}
