package library

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"
)

// Files are where a library keeps its files besides a directory: somewhere that several processes work with at a time. Names are those of
// the layout; what is written stays. The methods are safe for concurrent use, by several processes too.
type Files interface {
	Folder
	// Begin is the beginning of a file, of most bytes at most.
	Begin(name string, most int) ([]byte, error)
	// Commit publishes a version, in one step: its manifest, and the file that names it, unless the version that is current is not base,
	// which is ErrConflict. Whoever works with the library elsewhere is told.
	Commit(base, number int, manifest, pointer []byte) error
	// Changed tells whoever works with the library elsewhere to read all of it again.
	Changed() error
}

// Folder is files by their names, "/" between a directory's name and a file's in it.
type Folder interface {
	// Where names a file to people.
	Where(name string) string
	// Read is a file; one that is not there is fs.ErrNotExist.
	Read(name string) ([]byte, error)
	// Exists tells whether there is a file.
	Exists(name string) (bool, error)
	// Names are the files of a directory, sorted.
	Names(dir string) ([]string, error)
	// Write makes data the content of a file, whole or not at all.
	Write(name string, data []byte) error
	// Touch begins the time of a file anew; one that is not there is fs.ErrNotExist.
	Touch(name string) error
	// Move renames a file, over another one of that name; one that is not there is fs.ErrNotExist.
	Move(from, to string) error
	// Remove deletes a file; one that is not there is no error.
	Remove(name string) error
	// RemoveOld deletes a file that was written, and touched, longer ago than that.
	RemoveOld(name string, life time.Duration) error
	// Lock waits until nobody holds the name; held ends with release, and with the connection.
	Lock(ctx context.Context, name string) (release func(), err error)
}

// Head is what is told of a library to find out whether it changed.
type Head struct {
	Version  int   // the current one; 0 when nothing is published yet
	Revision int64 // larger by one after each change: a version published, or others rewritten
}

// Rewritten reports whether more happened since an earlier head than versions published.
func (h Head) Rewritten(since Head) bool {
	return h.Revision-since.Revision != int64(h.Version-since.Version)
}

// storage is what a library needs of where its files are: a disk, or Files, whose methods of the same names do the same.
type storage interface {
	Folder
	begin(name string) (io.ReadCloser, error)
	writeSynced(name string, data []byte) error
	syncDir(name string) error
}

// shared is Files as a library uses them: all that is written is synced.
type shared struct{ Files }

func (s shared) begin(name string) (io.ReadCloser, error) {
	data, err := s.Begin(name, longestHead)
	if err != nil {
		return nil, err
	}
	return io.NopCloser(bytes.NewReader(data)), nil
}

func (s shared) writeSynced(name string, data []byte) error { return s.Write(name, data) }

func (shared) syncDir(string) error { return nil }

func (d disk) begin(name string) (io.ReadCloser, error) { return os.Open(d.Where(name)) }

func (d disk) Exists(name string) (bool, error) {
	_, err := os.Lstat(d.Where(name))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

func (d disk) Touch(name string) error {
	now := time.Now()
	return os.Chtimes(d.Where(name), now, now)
}

// RemoveOld compares the file's time, which is the system's, with the system's, whatever clock the library was given.
func (d disk) RemoveOld(name string, life time.Duration) error {
	info, err := os.Lstat(d.Where(name))
	if err != nil || !isOld(info.ModTime(), time.Now(), life) {
		return err
	}
	return d.Remove(name)
}

// Lock has nobody to wait for: the directory is one process's.
func (disk) Lock(context.Context, string) (func(), error) { return func() {}, nil }

// keep makes sure that the file of a hash, which is there, is not swept by another process before a draft refers to it.
func (l *Library) keep(hash string) error {
	if l.o.Files == nil {
		return nil
	}
	err := l.disk.Touch(newDir + "/" + hash)
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	there, err := l.disk.Exists(objectsDir + "/" + hash)
	if err == nil && !there {
		err = fmt.Errorf("file %.64s: %w", hash, ErrNotFound)
	}
	return err
}

// publishing is what one at a time holds who publishes, forgets or sweeps.
const publishing = "publishing"

// Refresh reads what other processes published; all reads every version again, from which somebody may have been forgotten. It does
// nothing to a library in a directory, which is one process's.
func (l *Library) Refresh(ctx context.Context, all bool) error {
	done, err := l.takeTurnHere(ctx)
	if err != nil {
		return fmt.Errorf("refresh library: %w", err)
	}
	defer done()
	if err := l.refresh(all); err != nil {
		return fmt.Errorf("refresh library in %s: %w", l.disk.Where("."), err)
	}
	return nil
}

// refresh is Refresh for whoever has the turn.
func (l *Library) refresh(all bool) error {
	if l.o.Files == nil {
		return nil
	}
	n, err := l.pointed()
	if err != nil || !all && n == l.newest() {
		return err
	}
	read := &Library{disk: l.disk, o: l.o}
	l.mu.Lock()
	read.current, read.versions = l.current, l.versions
	l.mu.Unlock()
	if all || n < read.current.Number {
		read.current, read.versions = Manifest{}, nil
	}
	if err := read.loadSince(n); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.current, l.versions = read.current, read.versions
	return nil
}

// loadSince reads the versions after the one that is known, up to n, which is current.
func (l *Library) loadSince(n int) error {
	if n == 0 {
		return nil
	}
	versions := l.versions[:len(l.versions):len(l.versions)]
	for number := l.current.Number + 1; number <= n; number++ {
		v, err := l.readHead(number)
		switch {
		case errors.Is(err, ErrNewer):
			return unusable(l.disk.Where(versionName(number)), err, "")
		case err != nil:
			l.o.Logger.Warn("version is damaged", "path", l.disk.Where(versionName(number)), "err", err)
		default:
			versions = append(versions, v)
		}
	}
	current, err := l.readManifest(n)
	if err != nil {
		return err
	}
	l.current, l.versions = current, versions
	return nil
}

// commitShared publishes m where several processes work. That the connection ends before the end is told does not tell whether it was
// published: it is looked for.
func (l *Library) commitShared(m Manifest) error {
	for _, e := range m.Articles {
		// What was put long ago may be swept at this moment, unless its time begins anew.
		if err := l.disk.Touch(newDir + "/" + e.Hash); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	content, err := m.encode()
	if err != nil {
		return err
	}
	err = l.o.Files.Commit(m.Number-1, m.Number, seal(kindVersion, content), pointerTo(m.Number))
	if err == nil {
		return nil
	}
	if errors.Is(err, ErrConflict) {
		return err
	}
	there, readErr := l.readManifest(m.Number)
	if readErr == nil && there.At.Equal(m.At) && there.By == m.By && there.Content() == m.Content() {
		return nil
	}
	return err
}

// CopyTo copies a library to where another process may have it from then on. f has no version yet; what is in it is written over, so that
// a copy that was broken off can be made again. The copy is read whole and checked before it is current.
func (l *Library) CopyTo(ctx context.Context, f Files) error {
	if err := l.copyTo(ctx, f); err != nil {
		return fmt.Errorf("copy library in %s: %w", l.dir, err)
	}
	return nil
}

func (l *Library) copyTo(ctx context.Context, f Files) error {
	done, err := l.takeTurn(ctx)
	if err != nil {
		return err
	}
	defer done()
	names := []string{}
	for _, dir := range libraryDirs() {
		files, err := l.disk.Names(dir)
		if err != nil {
			return err
		}
		for _, name := range files {
			names = append(names, dir+"/"+name)
		}
	}
	newest := versionName(l.newest())
	for _, name := range append(names, checksName) {
		if err := ctx.Err(); err != nil {
			return err
		}
		data, err := l.disk.Read(name)
		if errors.Is(err, fs.ErrNotExist) { // no checks; or a draft that was deleted
			continue
		}
		if err == nil && name != newest {
			err = f.Write(name, data)
		}
		if err == nil {
			err = sameIn(f, name, newest, data)
		}
		if err != nil {
			return err
		}
	}
	if l.newest() == 0 {
		return nil
	}
	manifest, err := l.disk.Read(newest)
	if err != nil {
		return err
	}
	return f.Commit(0, l.newest(), manifest, pointerTo(l.newest()))
}

// sameIn checks that a file was written as it is.
func sameIn(f Files, name, newest string, data []byte) error {
	if name == newest {
		return nil
	}
	written, err := f.Read(name)
	if err == nil && !bytes.Equal(written, data) {
		err = fmt.Errorf("%w: %s is not what was written", ErrDamaged, f.Where(name))
	}
	return err
}
