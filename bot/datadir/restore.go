package datadir

import (
	"archive/tar"
	"bytes"
	"cmp"
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
	"path/filepath"
	"strings"

	"readout/bot/store"
)

// RestoreOptions for Restore.
type RestoreOptions struct {
	Replace bool // what is there goes
	Limits  Limits
	Store   store.Options

	crash func(step string) error // see putInPlace
}

// Limits of a backup that is read. Zero fields are the defaults.
type Limits struct {
	Files    int   // 0 is 4 million
	Unpacked int64 // bytes of all files; 0 is 256 GB
	Ratio    int64 // how many times Unpacked may be what was read, beyond the first 256 MB; 0 is 100
}

// free is how much a backup may hold whatever its packed size.
const free = 256 << 20

func (l Limits) withDefaults() Limits {
	l.Files = cmp.Or(l.Files, 4_000_000)
	l.Unpacked = cmp.Or(l.Unpacked, 256<<30)
	l.Ratio = cmp.Or(l.Ratio, 100)
	return l
}

// Restore puts a backup into the directory at path, which it creates when it does not exist. The backup is verified first; when
// anything fails, what was there stays. A crash leaves the old data or the new, whole. Errors: ErrNotBackup, ErrNewer, ErrDamaged,
// ErrTooLarge; ErrExists: there is data, even if it is damaged, and o.Replace is not set; *InUseError; and what Verify finds wrong
// with the backup, as ErrDamaged.
func Restore(ctx context.Context, path string, r io.Reader, o RestoreOptions) error {
	if err := restore(ctx, path, r, o); err != nil {
		return fmt.Errorf("restore into %s: %w", path, err)
	}
	return nil
}

func restore(ctx context.Context, path string, r io.Reader, o RestoreOptions) (err error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return err
	}
	if err := finish(path, o.Store); err != nil {
		return err
	}
	there, err := occupied(path)
	if err != nil {
		return err
	}
	if there && !o.Replace {
		return ErrExists
	}
	if _, err := os.Lstat(filepath.Join(path, storeFile)); err == nil {
		// Held until the new one stands in its place. Of a damaged store only the file remains, and nobody can open it.
		old, openErr := open(path, o.Store)
		switch {
		case openErr == nil:
			defer func() { err = errors.Join(err, old.Close()) }()
		case !errors.Is(openErr, store.ErrDamaged) && !errors.Is(openErr, store.ErrNewer):
			return openErr
		}
	}
	staged, err := stage(ctx, path, r, o.Limits)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(staged)) }() // nothing, once it is in its place
	if err := verifyStaged(ctx, staged, o.Store); err != nil {
		return err
	}
	if err := syncAll(staged); err != nil {
		return err
	}
	if err := os.Rename(staged, filepath.Join(path, restoredDir)); err != nil {
		return err
	}
	if err := syncDir(path); err != nil {
		return err
	}
	crash := o.crash
	if crash == nil {
		crash = func(string) error { return nil }
	}
	return putInPlace(path, crash)
}

// Examine verifies a backup without restoring it; it needs room for it in dir meanwhile. The errors are those of Restore.
func Examine(ctx context.Context, dir string, r io.Reader, limits Limits, o store.Options) error {
	return Unpack(ctx, dir, r, limits, o, func(*Dir) error { return nil })
}

// Unpack verifies a backup, and calls fn with what is in it as a directory in dir, which is gone afterwards. The errors are those of
// Restore.
func Unpack(ctx context.Context, dir string, r io.Reader, limits Limits, o store.Options, fn func(*Dir) error) (err error) {
	staged, err := stage(ctx, dir, r, limits)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(staged)) }()
	if err := verifyStaged(ctx, staged, o); err != nil {
		return err
	}
	kept, err := open(staged, o)
	if err != nil {
		return err
	}
	return errors.Join(fn(&Dir{Path: staged, Store: kept}), kept.Close())
}

// occupied reports whether there is a store or a library.
func occupied(path string) (bool, error) {
	if _, err := os.Lstat(filepath.Join(path, storeFile)); err == nil || !errors.Is(err, fs.ErrNotExist) {
		return true, err
	}
	ids, err := guilds(path)
	return len(ids) > 0, err
}

// stage writes the files of a backup into a new directory in dir and returns it.
func stage(ctx context.Context, dir string, r io.Reader, limits Limits) (string, error) {
	staged, err := os.MkdirTemp(dir, restoring)
	if err != nil {
		return "", err
	}
	if err := unpack(ctx, staged, r, limits.withDefaults()); err != nil {
		return "", errors.Join(err, os.RemoveAll(staged))
	}
	return staged, nil
}

func unpack(ctx context.Context, staged string, r io.Reader, limits Limits) error {
	if err := os.Mkdir(filepath.Join(staged, librariesDir), 0o700); err != nil {
		return err
	}
	read := &counter{r: until(ctx, r)}
	unpacked, err := gzip.NewReader(read)
	if err != nil {
		return cmp.Or(ctx.Err(), read.err, fmt.Errorf("%w: %w", ErrNotBackup, err))
	}
	u := &unpacking{dir: staged, tar: tar.NewReader(unpacked), packed: read, limits: limits}
	if err := u.all(); err != nil {
		return cmp.Or(ctx.Err(), read.err, err)
	}
	// The end of the archive is before that of the compressed file, which has a checksum.
	if _, err := io.Copy(io.Discard, io.LimitReader(unpacked, 1<<20)); err != nil {
		return cmp.Or(ctx.Err(), read.err, fmt.Errorf("%w: %w", ErrDamaged, err))
	}
	return nil
}

// counter counts what was read, and keeps the error that is not the end.
type counter struct {
	r   io.Reader
	n   int64
	err error
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	if err != nil && err != io.EOF {
		c.err = err
	}
	return n, err
}

// unpacking is a backup that is being read. Nothing of it is trusted.
type unpacking struct {
	dir    string
	tar    *tar.Reader
	packed *counter
	limits Limits

	files int
	bytes int64
	sums  bytes.Buffer // of the files so far, as SHA256SUMS has them
	seen  map[string]bool
}

func (u *unpacking) all() error {
	h, err := u.next()
	if err != nil || h.Name != headName {
		return fmt.Errorf("%w: it does not begin with %s", ErrNotBackup, headName)
	}
	if err := u.head(h); err != nil {
		return err
	}
	u.seen = map[string]bool{}
	for {
		h, err := u.next()
		switch {
		case err == io.EOF:
			return fmt.Errorf("%w: it ends before %s", ErrDamaged, sumsName)
		case err != nil:
			return err
		case h.Name == sumsName:
			return u.end(h)
		case !named(h.Name):
			return fmt.Errorf("%w: no backup has a file %q", ErrNotBackup, clip(h.Name))
		case u.seen[h.Name]:
			return fmt.Errorf("%w: two files are called %s", ErrDamaged, h.Name)
		}
		u.seen[h.Name] = true
		if err := u.file(h); err != nil {
			return err
		}
	}
}

// next is the header of the next file.
func (u *unpacking) next() (*tar.Header, error) {
	h, err := u.tar.Next()
	switch {
	case err == io.EOF:
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	case h.Typeflag != tar.TypeReg:
		return nil, fmt.Errorf("%w: %q is no plain file", ErrNotBackup, clip(h.Name))
	}
	if u.files++; u.files > u.limits.Files {
		return nil, fmt.Errorf("%w: more than %d files", ErrTooLarge, u.limits.Files)
	}
	return h, nil
}

func (u *unpacking) head(h *tar.Header) error {
	const most = 64 << 10
	if h.Size > most {
		return fmt.Errorf("%w: %s has %d bytes", ErrNotBackup, headName, h.Size)
	}
	var data bytes.Buffer
	if err := u.copy(h, &data); err != nil {
		return err
	}
	var is head
	switch err := json.Unmarshal(data.Bytes(), &is); {
	case err != nil:
		return fmt.Errorf("%w: %s: %w", ErrNotBackup, headName, err)
	case is.Kind != kind || is.Format < 1:
		return fmt.Errorf("%w: %s says that it is %q", ErrNotBackup, headName, clip(is.Kind))
	case is.Format > format:
		return fmt.Errorf("%w (format %d, program %q); update this one", ErrNewer, is.Format, clip(is.Program))
	}
	return nil
}

// file writes a file to where its name says.
func (u *unpacking) file(h *tar.Header) (err error) {
	path := filepath.Join(u.dir, filepath.FromSlash(h.Name))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return u.copy(h, f)
}

// copy copies a file within the limits, and notes its hash.
func (u *unpacking) copy(h *tar.Header, w io.Writer) error {
	sum := sha256.New()
	buffer := make([]byte, 64<<10)
	for {
		n, err := u.tar.Read(buffer)
		u.bytes += int64(n)
		if u.bytes > u.limits.Unpacked || u.bytes > free && u.bytes/u.limits.Ratio > u.packed.n {
			return fmt.Errorf("%w: %s", ErrTooLarge, h.Name)
		}
		sum.Write(buffer[:n])
		if _, err := w.Write(buffer[:n]); err != nil {
			return err
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return fmt.Errorf("%w: %s: %w", ErrDamaged, h.Name, err)
		}
	}
	fmt.Fprintf(&u.sums, "%s  %s\n", hex.EncodeToString(sum.Sum(nil)), h.Name)
	return nil
}

// end compares the last file, and sees that nothing comes after it.
func (u *unpacking) end(h *tar.Header) error {
	want := u.sums.String()
	if h.Size != int64(len(want)) {
		return fmt.Errorf("%w: %s lists other files than there are", ErrDamaged, sumsName)
	}
	var got bytes.Buffer
	if err := u.copy(h, &got); err != nil {
		return err
	}
	if got.String() != want {
		return fmt.Errorf("%w: %s", ErrDamaged, differing(got.String(), want))
	}
	if _, err := u.next(); err != io.EOF {
		return fmt.Errorf("%w: something follows %s", ErrDamaged, sumsName)
	}
	if !u.seen[storeFile] {
		return fmt.Errorf("%w: it lacks %s", ErrDamaged, storeFile)
	}
	return nil
}

// differing says which file is not what a list says.
func differing(list, files string) string {
	listed := strings.Split(list, "\n")
	for i, line := range strings.Split(files, "\n") {
		if i >= len(listed) || listed[i] != line {
			_, name, _ := strings.Cut(line, "  ")
			return name + " is not what was backed up"
		}
	}
	return sumsName + " lists other files than there are"
}

// named reports whether a file of a backup can have the name: the store, or below the directory of a library plain names, which no
// system takes for anything else.
func named(name string) bool {
	if name == storeFile {
		return true
	}
	parts := strings.Split(name, "/")
	if len(name) > 300 || len(parts) < 3 || len(parts) > 6 || parts[0] != librariesDir || !isGuild(parts[1]) {
		return false
	}
	for _, p := range parts {
		if p == "" || p[0] == '.' || p[len(p)-1] == '.' ||
			strings.Trim(p, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") != "" {
			return false
		}
	}
	return true
}

// clip is the beginning of a text that may be long.
func clip(text string) string {
	if len(text) > 100 {
		return text[:100] + "…"
	}
	return text
}

// syncAll makes everything below a directory durable.
func syncAll(dir string) error {
	return filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() {
			return syncDir(path)
		}
		f, err := os.OpenFile(path, os.O_RDWR, 0)
		if err != nil {
			return err
		}
		return errors.Join(f.Sync(), f.Close())
	})
}
