package datadir

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"readout/bot/store"
)

// Where what is known of a library's sources lies beside it, and what it is called among files that are carried.
const (
	libraryDir = "library"
	stateFile  = "state.json"
	stateName  = "state"
)

// Secret is the key of the store's pseudonyms.
func (d *Dir) Secret(ctx context.Context) ([]byte, error) { return d.Store.Secret(ctx) }

// Records calls fn with every record of the store.
func (d *Dir) Records(ctx context.Context, fn func(store.Kept) error) error {
	return d.Store.Records(ctx, fn)
}

// Files calls fn with every file of every library but those that are being written or only lock: of each in the order of their names.
func (d *Dir) Files(ctx context.Context, fn func(store.File) error) error {
	ids, err := guilds(d.Path)
	if err != nil {
		return err
	}
	for _, id := range ids {
		root := filepath.Join(d.Libraries(), string(id))
		err := filepath.WalkDir(filepath.Join(root, libraryDir), func(path string, e fs.DirEntry, err error) error {
			switch {
			case errors.Is(err, fs.ErrNotExist), err == nil && e.IsDir():
				return ctx.Err()
			case err != nil:
				return err
			case strings.HasPrefix(e.Name(), "."), e.Name() == "lock", !e.Type().IsRegular():
				return nil
			}
			name, err := filepath.Rel(filepath.Join(root, libraryDir), path)
			if err != nil {
				return err
			}
			return giveFile(path, id, filepath.ToSlash(name), fn)
		})
		if err == nil {
			err = giveFile(filepath.Join(root, stateFile), id, stateName, fn)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// giveFile calls fn with a file, if it is there.
func giveFile(path string, id store.GuildID, name string, fn func(store.File) error) error {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return fn(store.File{Guild: id, Name: name, Data: data})
}

// Begin readies the directory for a copy: see bolt.Store.BeginCopy. Libraries are records, too.
func (d *Dir) Begin(ctx context.Context, secret []byte, of string) (done int, err error) {
	begun, err := d.Store.Copying(ctx)
	if err != nil {
		return 0, err
	}
	if begun.Of == "" {
		ids, err := guilds(d.Path)
		if err != nil {
			return 0, err
		}
		if len(ids) > 0 {
			return 0, store.ErrOccupied
		}
	}
	if begun.Of != of { // what is there is of a copy, or nothing is
		if err := os.RemoveAll(d.Libraries()); err != nil {
			return 0, err
		}
	}
	return d.Store.BeginCopy(ctx, secret, of)
}

// PutRecords puts records of a copy into the store.
func (d *Dir) PutRecords(ctx context.Context, records []store.Kept, done int) error {
	return d.Store.PutRecords(ctx, records, done)
}

// PutFiles puts files of libraries into the directory. store.ErrDamaged: one has a name that no library gives.
func (d *Dir) PutFiles(ctx context.Context, files []store.File, done int) error {
	dirs := map[string]bool{}
	for _, f := range files {
		name := strings.Join([]string{librariesDir, string(f.Guild), libraryDir, f.Name}, "/")
		if f.Name == stateName {
			name = strings.Join([]string{librariesDir, string(f.Guild), stateFile}, "/")
		}
		if !named(name) {
			return &fs.PathError{Op: "copy", Path: clip(name), Err: store.ErrDamaged}
		}
		path := filepath.Join(d.Path, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return err
		}
		if err := d.write(path, f.Data); err != nil {
			return err
		}
		for dir := filepath.Dir(path); len(dir) >= len(d.Path); dir = filepath.Dir(dir) {
			dirs[dir] = true
		}
	}
	for dir := range dirs {
		if d.noSync {
			break
		}
		if err := syncDir(dir); err != nil {
			return err
		}
	}
	return d.Store.PutRecords(ctx, nil, done)
}

// write writes a file of a copy. One that a kill leaves half is written again, since the copy is not as far.
func (d *Dir) write(path string, data []byte) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if _, err := f.Write(data); err != nil || d.noSync {
		return err
	}
	return f.Sync()
}

// End says that the copy is whole.
func (d *Dir) End(ctx context.Context) error { return d.Store.EndCopy(ctx) }
