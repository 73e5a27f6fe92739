package library

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

const tempPrefix = ".tmp-"

// disk is the file system below a library's directory. Names are relative to it.
type disk struct {
	dir string
	// fault is called before each operation; an error of it is the operation's. Tests make disks fill up and processes die with it.
	fault func(op, name string) error
	// noSync leaves it to the system when to write, which only a crash of the machine shows.
	noSync bool
}

func (d disk) Where(name string) string { return filepath.Join(d.dir, filepath.FromSlash(name)) }

func (d disk) try(op, name string) error {
	if d.fault == nil {
		return nil
	}
	return d.fault(op, name)
}

// Write makes data the content of a file, whole or not at all, and durable once its directory is synced.
func (d disk) Write(name string, data []byte) (err error) {
	if err := d.try("create", name); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(d.Where(name)), tempPrefix+"*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name()) // what stays is removed when the library is opened again
		}
	}()
	half := len(data) / 2
	_, err = f.Write(data[:half])
	if err == nil {
		err = d.try("write", name)
	}
	if err == nil {
		_, err = f.Write(data[half:])
	}
	if err == nil {
		err = d.try("sync", name)
	}
	if err == nil && !d.noSync {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := d.try("rename", name); err != nil {
		return err
	}
	return os.Rename(f.Name(), d.Where(name))
}

// writeSynced is Write and syncDir.
func (d disk) writeSynced(name string, data []byte) error {
	if err := d.Write(name, data); err != nil {
		return err
	}
	return d.syncDir(parent(name))
}

// parent is the directory of a name.
func parent(name string) string {
	if i := strings.LastIndexByte(name, '/'); i >= 0 {
		return name[:i]
	}
	return "."
}

func (d disk) Read(name string) ([]byte, error) { return os.ReadFile(d.Where(name)) }

// Names are the files of a directory, sorted, without those that are being written.
func (d disk) Names(name string) ([]string, error) {
	entries, err := os.ReadDir(d.Where(name))
	if err != nil {
		return nil, err
	}
	var out []string
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), tempPrefix) && e.Type().IsRegular() {
			out = append(out, e.Name())
		}
	}
	return out, nil
}

// Move renames a file; that from is not there is fs.ErrNotExist.
func (d disk) Move(from, to string) error {
	if err := d.try("move", to); err != nil {
		return err
	}
	return os.Rename(d.Where(from), d.Where(to))
}

// Remove deletes a file; one that is not there is no error.
func (d disk) Remove(name string) error {
	if err := d.try("remove", name); err != nil {
		return err
	}
	if err := os.Remove(d.Where(name)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// syncDir makes the names in a directory durable, where the system has a way to.
func (d disk) syncDir(name string) error {
	if err := d.try("syncdir", name); err != nil || d.noSync {
		return err
	}
	return syncDir(d.Where(name))
}

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

// makeDirs makes the directory of a library and those in it.
func (d disk) makeDirs(names ...string) error {
	made := false
	for _, name := range append([]string{"."}, names...) {
		if _, err := os.Stat(d.Where(name)); err == nil {
			continue
		}
		if err := os.MkdirAll(d.Where(name), 0o700); err != nil {
			return err
		}
		made = true
	}
	if !made {
		return nil
	}
	return errors.Join(syncDir(d.dir), syncDir(filepath.Dir(d.dir)))
}

// removeTemporary deletes what a process that was killed was writing. The lock is held, so nobody is writing now.
func (d disk) removeTemporary(names ...string) error {
	for _, name := range append([]string{"."}, names...) {
		entries, err := os.ReadDir(d.Where(name))
		if err != nil {
			return err
		}
		for _, e := range entries {
			if !strings.HasPrefix(e.Name(), tempPrefix) {
				continue
			}
			if err := d.Remove(name + "/" + e.Name()); err != nil {
				return err
			}
		}
	}
	return nil
}
