package desk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"readout/bot/datadir"
	"readout/bot/engine"
	"readout/bot/failure"
	"readout/bot/progress"
	"readout/bot/secret"
	"readout/bot/store"
	"readout/bot/terminal"
	"readout/bot/typeset"
	"readout/bot/upkeep"
	"readout/bot/version"
)

// BackupCommand writes the data directory into one file.
type BackupCommand struct {
	DataConfig `embed:""`

	File string `arg:"" help:"${backup_file}"`
}

// Run implements command.
func (c *BackupCommand) Run(ctx context.Context, con *terminal.Console, _ engine.Opener) error {
	if c.Database != "" {
		return upkeep.DatabaseFault(con.Output(c.File, "backing up", func(w io.Writer) error {
			return upkeep.Backup(ctx, c.Database.Reveal(), w, version.Program(), time.Now())
		}))
	}
	if err := c.exists(); err != nil {
		return err
	}
	far, err := c.Dial(ctx)
	if err != nil {
		return err
	}
	if far != nil {
		return errors.Join(con.Output(c.File, "backing up", func(w io.Writer) error { return far.Backup(ctx, w) }), far.Close())
	}
	dir, err := c.Take("backup")
	if err != nil {
		return err
	}
	own := &Own{Dir: dir}
	return errors.Join(con.Output(c.File, "backing up", func(w io.Writer) error { return own.Backup(ctx, w) }), dir.Close())
}

// exists says that there is no data directory, if that is so.
func (c DataConfig) exists() error {
	if _, err := os.Stat(c.Data); errors.Is(err, fs.ErrNotExist) {
		return failure.Input(fmt.Errorf("%s: there is no such data directory; choose the bot's with --data or READOUT_DATA. "+
			"The bot makes one when it runs, and so does readout corpus add", c.Data))
	}
	return nil
}

// RestoreCommand puts a backup in the place of the data directory.
type RestoreCommand struct {
	DataConfig `embed:""`

	Replace bool   `help:"Replace the data that is there."`
	File    string `arg:"" help:"What readout backup wrote; - for standard input."`
}

// Run implements command.
func (c *RestoreCommand) Run(ctx context.Context, con *terminal.Console, _ engine.Opener) error {
	return con.Reading(c.File, "restoring", func(r io.Reader) error {
		where := c.Data
		var err error
		if c.Database != "" {
			where = "the database"
			err = upkeep.DatabaseFault(upkeep.Restore(ctx, c.Database.Reveal(), r, c.Replace))
		} else {
			err = datadir.Restore(ctx, c.Data, r, datadir.RestoreOptions{Replace: c.Replace})
		}
		switch {
		case errors.Is(err, datadir.ErrExists), errors.Is(err, store.ErrOccupied):
			return failure.Input(fmt.Errorf("%w.\nBack it up if it is of use, then restore with --replace", err))
		case errors.Is(err, datadir.ErrInUse):
			return failure.Input(fmt.Errorf("%w.\nStop it and restore again", err))
		case err != nil:
			return wordedBackup(err)
		}
		_, err = fmt.Fprintln(con.Stdout, "Restored into "+typeset.Harmless(where)+".")
		return err
	})
}

// wordedBackup marks what is wrong with a backup.
func wordedBackup(err error) error {
	for _, wrong := range []error{datadir.ErrNotBackup, datadir.ErrNewer, datadir.ErrDamaged, datadir.ErrTooLarge} {
		if errors.Is(err, wrong) {
			return failure.Input(err)
		}
	}
	return err
}

// VerifyCommand verifies the data directory, or a backup.
type VerifyCommand struct {
	DataConfig `embed:""`

	Backup string `arg:"" optional:"" help:"Verify this backup instead; - for standard input."`
}

// Run implements command.
func (c *VerifyCommand) Run(ctx context.Context, con *terminal.Console, _ engine.Opener) error {
	if c.Backup != "" {
		return con.Reading(c.Backup, "verifying", func(r io.Reader) error {
			if err := datadir.Examine(ctx, os.TempDir(), r, datadir.Limits{}, store.Options{}); err != nil {
				return wordedBackup(err)
			}
			_, err := fmt.Fprintln(con.Stdout, "The backup is whole.")
			return err
		})
	}
	line := con.Working("verifying")
	report, err := c.verify(ctx)
	line.Stop()
	if err != nil {
		return err
	}
	for _, d := range report.Damage {
		fmt.Fprintf(con.Stdout, "DAMAGED  %s: %s\n         What to do: %s\n", d.Part, terminal.Hanging(d.What), d.Do)
	}
	if len(report.Damage) > 0 {
		return failure.ErrReported
	}
	_, err = fmt.Fprintf(con.Stdout, "The store and %s are whole.\n", LibraryCount(report.Libraries))
	return err
}

// LibraryCount is a number of libraries, with the noun.
func LibraryCount(n int) string {
	if n == 1 {
		return "1 library"
	}
	return fmt.Sprintf("%d libraries", n)
}

// verify has the bot verify its data directory, or does it in its place.
func (c DataConfig) verify(ctx context.Context) (*datadir.Report, error) {
	if c.Database != "" {
		report, err := upkeep.Verify(ctx, c.Database.Reveal())
		return &report, upkeep.DatabaseFault(err)
	}
	if err := c.exists(); err != nil {
		return nil, err
	}
	far, err := c.Dial(ctx)
	if err != nil {
		return nil, err
	}
	if far != nil {
		report, err := far.Verify(ctx)
		return report, errors.Join(err, far.Close())
	}
	dir, err := c.Take("verify")
	if errors.Is(err, store.ErrDamaged) || errors.Is(err, store.ErrNewer) {
		report, err := datadir.VerifyClosed(ctx, c.Data, err)
		return &report, err
	}
	if err != nil {
		return nil, err
	}
	report, err := dir.Verify(ctx, nil)
	return &report, errors.Join(err, dir.Close())
}

// StoreCommand is about where the bot keeps what it remembers.
type StoreCommand struct {
	Copy StoreCopyCommand `cmd:"" help:"Copy the folder to a database, or back; one that was broken off goes on."`
}

// StoreCopyCommand copies the data directory to a database, or back.
type StoreCopyCommand struct {
	DataConfig `embed:""`

	To   secret.Value `required:"" xor:"way" placeholder:"URL" help:"Copy the folder to this database; DATABASE_URL: that of the variable."`
	From secret.Value `required:"" xor:"way" placeholder:"URL" help:"Copy this database to the folder."`
}

// Run implements command.
func (c *StoreCopyCommand) Run(ctx context.Context, con *terminal.Console, _ engine.Opener) error {
	if err := c.exists(); c.To != "" && err != nil {
		return err
	}
	url, run, where := c.To, upkeep.CopyTo, "the database"
	if c.From != "" {
		url, run, where = c.From, upkeep.CopyFrom, typeset.Harmless(c.Data)
	}
	if url == "DATABASE_URL" {
		url = c.Database
	}
	line := con.Working("copying")
	sum, err := run(ctx, c.Data, url.Reveal(), func(doing string, done, total int) {
		line.Say(progress.State{Doing: doing, Of: "records and files", Done: done, Total: total})
	})
	line.Stop()
	if err != nil {
		return failure.Input(upkeep.CopyFault(err))
	}
	_, err = fmt.Fprintf(con.Stdout, "Copied to %s, read again and found the same: %v.\n", where, sum)
	return err
}
