package datadir

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"readout/bot/store"
	"readout/bot/store/copying"
)

const (
	headName = "backup.json"
	sumsName = "SHA256SUMS"

	kind   = "readout-backup"
	format = 1
)

// head is the first file of a backup.
type head struct {
	Kind    string    `json:"kind"`
	Format  int       `json:"format"`
	At      time.Time `json:"at"`
	Program string    `json:"program"` // the version that made it; for people
}

// Backup writes the directory as one file. The program goes on working meanwhile, and the libraries may be open. program is the
// program's version. ErrChanged: a library was deleted meanwhile.
func (d *Dir) Backup(ctx context.Context, w io.Writer, program string, at time.Time) error {
	packed := gzip.NewWriter(w)
	b := &backup{tar: tar.NewWriter(packed), at: at.UTC().Truncate(time.Second)}
	err := b.write(ctx, d, program)
	if err == nil {
		err = errors.Join(b.tar.Close(), packed.Close())
	}
	if err != nil {
		return fmt.Errorf("back up %s: %w", d.Path, err)
	}
	return nil
}

// BackupOf writes what a source holds as one file, of the same form. It needs room for it in dir meanwhile.
func BackupOf(ctx context.Context, from copying.Source, dir string, w io.Writer, program string, at time.Time) (err error) {
	own, err := os.MkdirTemp(dir, copies)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(own)) }()
	d, err := Open(own, "backup", store.Options{Copying: true, NoSync: true})
	if err != nil {
		return err
	}
	_, err = copying.Copy(ctx, from, d, nil)
	if err == nil {
		err = d.Backup(ctx, w, program, at)
	}
	return errors.Join(err, d.Close())
}

// backup is a backup that is being written.
type backup struct {
	tar  *tar.Writer
	at   time.Time
	sums bytes.Buffer
}

func (b *backup) write(ctx context.Context, d *Dir, program string) error {
	first, err := json.Marshal(head{kind, format, b.at, program})
	if err != nil {
		return err
	}
	if err := b.add(ctx, headName, int64(len(first)), bytes.NewReader(first)); err != nil {
		return err
	}
	if err := b.store(ctx, d); err != nil {
		return err
	}
	ids, err := guilds(d.Path)
	if err != nil {
		return err
	}
	for _, id := range ids {
		dir := path.Join(librariesDir, string(id))
		if err := b.library(ctx, d.Path, dir); err != nil {
			return err
		}
		if _, err := os.Lstat(filepath.Join(d.Path, filepath.FromSlash(dir))); errors.Is(err, fs.ErrNotExist) {
			return ErrChanged
		}
	}
	sums := b.sums.Bytes()
	return b.add(ctx, sumsName, int64(len(sums)), bytes.NewReader(sums))
}

// store adds the store, by way of a file: an archive tells a file's size before the file.
func (b *backup) store(ctx context.Context, d *Dir) error {
	dir, err := os.MkdirTemp(d.Path, copies)
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := d.Store.Backup(ctx, filepath.Join(dir, storeFile)); err != nil {
		return err
	}
	return b.file(ctx, dir, storeFile)
}

// library adds what is below a directory. The files of a library that change are copied before those that they refer to: its number
// of the current version, its versions and drafts, and last the articles, which never change but move from new to objects.
func (b *backup) library(ctx context.Context, root, dir string) error {
	entries, err := os.ReadDir(filepath.Join(root, filepath.FromSlash(dir)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	rank := func(e fs.DirEntry) int {
		// Names that are not listed come last, and in lexical order: "new" before "objects".
		order := []string{"current", "versions"}
		if i := slices.Index(order, e.Name()); i >= 0 {
			return i
		}
		return len(order)
	}
	slices.SortStableFunc(entries, func(a, b fs.DirEntry) int { return rank(a) - rank(b) })
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		switch {
		case strings.HasPrefix(e.Name(), "."), e.Name() == "lock": // being written, or of this process alone
		case e.IsDir():
			err = b.library(ctx, root, name)
		case e.Type().IsRegular():
			err = b.file(ctx, root, name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// file adds a file. One that is gone by now is not needed any more, or was moved to where it is found later.
func (b *backup) file(ctx context.Context, root, name string) error {
	f, err := os.Open(filepath.Join(root, filepath.FromSlash(name)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	return b.add(ctx, name, info.Size(), f)
}

func (b *backup) add(ctx context.Context, name string, size int64, r io.Reader) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	h := &tar.Header{Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o600, ModTime: b.at, Format: tar.FormatPAX}
	if err := b.tar.WriteHeader(h); err != nil {
		return err
	}
	sum := sha256.New()
	if _, err := io.CopyN(io.MultiWriter(b.tar, sum), until(ctx, r), size); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	fmt.Fprintf(&b.sums, "%s  %s\n", hex.EncodeToString(sum.Sum(nil)), name)
	return nil
}

// readerFunc is a function that reads.
type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// until reads from r until ctx is done.
func until(ctx context.Context, r io.Reader) io.Reader {
	return readerFunc(func(p []byte) (int, error) {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		return r.Read(p)
	})
}
