package upkeep

import (
	"errors"
	"fmt"

	"readout/bot/datadir"
	"readout/bot/postgres"
	"readout/bot/store"
	"readout/bot/store/copying"
)

// Mendable says what to do about a data directory, or a database, that can't be opened.
func Mendable(err error) error {
	var exposed *datadir.ExposedError
	switch {
	case errors.As(err, &exposed):
		return fmt.Errorf("%w.\nSee that nobody has put anything there, and take the right away: chmod go-w %q", err, exposed.Dir)
	case errors.Is(err, store.ErrDamaged):
		return fmt.Errorf("%w.\nPut a backup in its place: readout restore FILE --replace", err)
	case errors.Is(err, store.ErrNewer):
		return fmt.Errorf("%w.\nUse the newer version", err)
	case errors.Is(err, store.ErrUnfinished):
		return fmt.Errorf("%w.\nMake the copy again, which goes on where it was: readout store copy", err)
	}
	return DatabaseFault(err)
}

// DatabaseFault says what to do about a database that can't be opened.
func DatabaseFault(err error) error {
	for about, do := range map[error]string{
		postgres.ErrURL:         "Set DATABASE_URL to its address; special characters of the password are written %XX there",
		postgres.ErrUnreachable: "See that the server runs, and that DATABASE_URL has the right host, port, user, password and database",
		postgres.ErrUnsuitable:  "Give the bot a database of its own: create database readout encoding 'UTF8' template template0",
		postgres.ErrDiskFull:    "Make room there; nothing that was acknowledged is lost, and the bot goes on by itself",
		postgres.ErrInUse:       "Stop the bots that work with it, and give it 10 seconds",
		store.ErrNewer:          "Use the newer version of this program",
		store.ErrUnfinished:     "Make the copy again, which goes on where it was: readout store copy",
	} {
		if errors.Is(err, about) {
			return fmt.Errorf("%w.\n%s", err, do)
		}
	}
	return err
}

// CopyFault says what to do about a copy that was not made.
func CopyFault(err error) error {
	switch {
	case errors.Is(err, store.ErrOccupied):
		return fmt.Errorf("%w.\nCopy into one that holds nothing; to have a backup in its place: readout restore FILE --replace", err)
	case errors.Is(err, copying.ErrDiffers):
		return fmt.Errorf("%w.\nStop what writes to them, and copy again", err)
	case errors.Is(err, datadir.ErrInUse):
		return fmt.Errorf("%w.\nStop it and copy again", err)
	}
	return Mendable(err)
}
