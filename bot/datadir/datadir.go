// Package datadir is the directory in which the program keeps all that it must remember, as one thing: it is opened, backed up,
// restored and verified whole.
//
//	store.db        receipts, settings, usage: package bot/store. Whoever has it open has the directory
//	libraries/ID/   the library of the server with this ID: packages bot/libraries and corpus/library
//	libraries/snapshots/  what was made of their articles, which can be made again: package bot/snapshots; in no backup
//	process         who has the directory open, as JSON; it says nothing while nobody does
//	socket          package bot/control
//	vectors/        vectors of articles, which can be computed again; in no backup
//	restored/       a backup that is verified and being put in its place; the next Open goes on with it
//	replaced/       what it replaces, being deleted
//	.restoring-*    a backup that is being verified
//	.backup-*       being written into a backup
//
// # Backups
//
// A backup is a tar archive compressed with gzip. Its first file is backup.json:
//
//	{"kind": "readout-backup", "format": 1, "at": "2019-05-15T10:00:00Z", "program": "v1.2.0"}
//
// The files of the directory follow under their names above: store.db as store.Backup writes it, and those of libraries, except for
// what is being written or only locks. The last file, SHA256SUMS, has a line "HASH  NAME" for each of them in order, as sha256sum
// prints and checks it. The format's number counts changes that an older program would misread; one with a higher number is ErrNewer.
//
// A backup of a database that several processes share (BackupOf) has the same form: it is restored into a directory, too.
//
// It is made while the program runs. The store is copied as it is at one moment, and then each library as it is at a later one: what
// the store says about a version is thus never ahead of the library.
package datadir

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"time"

	"readout/bot/bolt"
	"readout/bot/store"
)

// What a caller can act on, besides the errors of packages store and library.
var (
	ErrInUse     = errors.New("in use by another process") // always an *InUseError
	ErrExists    = errors.New("there is data already")
	ErrNotBackup = errors.New("not a backup")
	ErrNewer     = errors.New("the backup was made by a newer version of this program")
	ErrDamaged   = errors.New("the backup is damaged")
	ErrTooLarge  = errors.New("the backup is larger than one can be")
	ErrChanged   = errors.New("a library was deleted while it was copied: try again")
)

const (
	storeFile    = "store.db"
	librariesDir = "libraries"
	processFile  = "process"
	restoredDir  = "restored"
	replacedDir  = "replaced"
	restoring    = ".restoring-*"
	copies       = ".backup-*"
)

// Process is who has a directory open.
type Process struct {
	PID     int       `json:"pid"`
	Command string    `json:"command"` // "run"
	Since   time.Time `json:"since"`
}

// InUseError says who has a directory open.
type InUseError struct {
	Dir     string
	Process Process // zero when it is not known
}

func (e *InUseError) Error() string {
	who := "another process"
	if p := e.Process; p.PID != 0 {
		who = fmt.Sprintf("process %d (readout %s, since %s)", p.PID, p.Command, p.Since.Local().Format(time.DateTime))
	}
	return fmt.Sprintf("the data directory %s is in use by %s", e.Dir, who)
}

// Is makes every InUseError an ErrInUse.
func (e *InUseError) Is(target error) bool { return target == ErrInUse }

// Dir is an open data directory.
type Dir struct {
	Path  string
	Store *bolt.Store

	noSync bool // as store.Options.NoSync
}

// Open opens the directory, and makes it, readable by its owner only, when it does not exist. A restored backup that a crash kept from
// its place is put there. command is what of the program has it open, for others to see. Errors: *InUseError, *ExposedError, those of
// store.Open.
func Open(path, command string, o store.Options) (*Dir, error) {
	if err := checkExposed(path); err != nil {
		return nil, err
	}
	if err := finish(path, o); err != nil {
		return nil, err
	}
	kept, err := open(path, o)
	if err != nil {
		return nil, err
	}
	d := &Dir{Path: path, Store: kept, noSync: o.NoSync}
	if err := d.begin(command); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

// open opens the store, and with it takes the directory.
func open(path string, o store.Options) (*bolt.Store, error) {
	kept, err := bolt.Open(path, o)
	if errors.Is(err, store.ErrLocked) {
		return nil, inUse(path)
	}
	return kept, err
}

func inUse(path string) *InUseError {
	e := &InUseError{Dir: path}
	if data, err := os.ReadFile(filepath.Join(path, processFile)); err != nil || json.Unmarshal(data, &e.Process) != nil {
		e.Process = Process{}
	}
	return e
}

// begin notes who has the directory, and removes what one that was killed had begun.
func (d *Dir) begin(command string) error {
	for _, pattern := range []string{restoring, copies} {
		left, err := filepath.Glob(filepath.Join(d.Path, pattern))
		if err != nil {
			return err
		}
		for _, l := range left {
			if err := os.RemoveAll(l); err != nil {
				return err
			}
		}
	}
	data, err := json.Marshal(Process{os.Getpid(), command, time.Now().UTC().Truncate(time.Second)})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(d.Path, processFile), data, 0o600)
}

// Libraries is where the libraries lie.
func (d *Dir) Libraries() string { return filepath.Join(d.Path, librariesDir) }

// Close lets go of the directory.
func (d *Dir) Close() error {
	err := os.Remove(filepath.Join(d.Path, processFile))
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return errors.Join(err, d.Store.Close())
}

// guilds are the servers with a library in a directory, in the order of their names.
func guilds(path string) ([]store.GuildID, error) {
	entries, err := os.ReadDir(filepath.Join(path, librariesDir))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var out []store.GuildID
	for _, e := range entries {
		if e.IsDir() && isGuild(e.Name()) {
			out = append(out, store.GuildID(e.Name()))
		}
	}
	return out, nil
}

func isGuild(name string) bool {
	n, err := strconv.ParseUint(name, 10, 64)
	return err == nil && n != 0 && strconv.FormatUint(n, 10) == name
}

// finish puts a verified backup in its place, if there is one. The store comes last: until then whoever wants the directory finds the
// old one locked. Each step can be the last before a crash.
func finish(path string, o store.Options) error {
	ready := filepath.Join(path, restoredDir)
	if _, err := os.Lstat(ready); errors.Is(err, fs.ErrNotExist) {
		return os.RemoveAll(filepath.Join(path, replacedDir))
	}
	kept, err := open(path, o)
	switch {
	case err == nil:
		defer kept.Close()
	case errors.Is(err, store.ErrDamaged) || errors.Is(err, store.ErrNewer): // nobody else can open it either
	default:
		return err
	}
	return putInPlace(path, func(string) error { return nil })
}

// putInPlace is finish with the store locked. crash is told of each step before it is made; an error of it ends the work there.
func putInPlace(path string, crash func(step string) error) error {
	ready, replaced := filepath.Join(path, restoredDir), filepath.Join(path, replacedDir)
	move := func(from, to string) error {
		if err := crash(from + " " + to); err != nil {
			return err
		}
		if err := os.Rename(from, to); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return syncDir(path)
	}
	libraries := filepath.Join(ready, librariesDir)
	if _, err := os.Lstat(libraries); err == nil {
		if err := os.RemoveAll(replaced); err != nil {
			return err
		}
		if err := move(filepath.Join(path, librariesDir), replaced); err != nil {
			return err
		}
		if err := move(libraries, filepath.Join(path, librariesDir)); err != nil {
			return err
		}
	}
	if err := move(filepath.Join(ready, storeFile), filepath.Join(path, storeFile)); err != nil {
		return err
	}
	for _, rest := range []string{ready, replaced} {
		if err := crash("remove " + rest); err != nil {
			return err
		}
		if err := os.RemoveAll(rest); err != nil {
			return err
		}
	}
	return syncDir(path)
}

// syncDir makes the names in a directory durable, where the system has a way to.
func syncDir(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
