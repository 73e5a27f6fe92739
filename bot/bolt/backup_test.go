package bolt

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.etcd.io/bbolt"

	"readout/bot/bolt/internal/dbfile"
	"readout/bot/store"
	"readout/bot/store/storetest"
)

// contents is everything in the store, by bucket and key.
func contents(t *testing.T, s *Store) map[string]map[string]string {
	t.Helper()
	all := make(map[string]map[string]string)
	storetest.Must(t, s.view(t.Context(), func(tx *bbolt.Tx) error {
		return tx.ForEach(func(name []byte, b *bbolt.Bucket) error {
			in := make(map[string]string)
			all[string(name)] = in
			return b.ForEach(func(k, v []byte) error { in[string(k)] = string(v); return nil })
		})
	}))
	return all
}

// backUp is a directory with a backup of the store in it.
func backUp(t *testing.T, s *Store) (dir string) {
	t.Helper()
	dir = t.TempDir()
	storetest.Must(t, s.Backup(t.Context(), filepath.Join(dir, dbfile.FileName)))
	return dir
}

func TestBackup(t *testing.T) {
	t.Parallel()
	s, c := newStore(t)
	storetest.Everything(t, s, c)
	_, err := s.ForgetMember(t.Context(), storetest.Ben)
	storetest.Must(t, err)
	dir := backUp(t, s)
	if backup := mustReadFile(t, filepath.Join(dir, dbfile.FileName)); strings.Contains(backup, "of ben") ||
		!strings.Contains(backup, "of ann") {
		t.Error("the backup holds what was deleted, or not what was kept")
	}
	restored := openStore(t, dir, store.Options{Clock: c.Now, NoSync: true})
	if d := cmp.Diff(contents(t, s), contents(t, restored)); d != "" {
		t.Errorf("restored (-original +restored):\n%s", d)
	}
	// Numbers go on where they were.
	for _, each := range []*Store{s, restored} {
		storetest.Must(t, each.AppendAudit(t.Context(), store.AuditEntry{Guild: storetest.GuildA, Action: "restore"}))
	}
	if d := cmp.Diff(contents(t, s), contents(t, restored)); d != "" {
		t.Errorf("the next entry (-original +restored):\n%s", d)
	}
}

// TestDamagedBackup: what is no whole store is told by Open, or by Check.
func TestDamagedBackup(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t)
	storetest.Add(t, s, storetest.Answer(storetest.Ann, 1))
	whole := mustReadFile(t, filepath.Join(backUp(t, s), dbfile.FileName))
	for name, file := range map[string]string{
		"half a backup":        whole[:len(whole)/2],
		"an empty backup":      "",
		"a text":               strings.Repeat("text", 10_000),
		"a changed letter":     strings.ReplaceAll(whole, "question 1", "question 2"),
		"another bot's bbolt":  otherDatabase(t),
		"a store with no data": emptyDatabase(t),
	} {
		dir := t.TempDir()
		storetest.Must(t, os.WriteFile(filepath.Join(dir, dbfile.FileName), []byte(file), 0o600))
		s, err := Open(dir, store.Options{})
		if err == nil {
			err = errors.Join(s.Check(t.Context()), s.Close())
		}
		if !errors.Is(err, store.ErrDamaged) || !strings.Contains(err.Error(), dir) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// otherDatabase is a bbolt database that is no store, emptyDatabase one with nothing in it but the schema version.
func otherDatabase(t *testing.T) string {
	return database(t, func(tx *bbolt.Tx) error {
		_, err := tx.CreateBucket([]byte("cats"))
		return err
	})
}

func emptyDatabase(t *testing.T) string {
	return database(t, func(tx *bbolt.Tx) error {
		if _, err := tx.CreateBucket([]byte(metaBucket)); err != nil {
			return err
		}
		return setSchema(tx, schemaBase)
	})
}

func database(t *testing.T, fn func(*bbolt.Tx) error) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "db")
	db, err := bbolt.Open(path, 0o600, nil)
	storetest.Must(t, err)
	storetest.Must(t, db.Update(fn))
	storetest.Must(t, db.Close())
	return mustReadFile(t, path)
}

// A backup made while members ask holds what had been acknowledged when it began, and is whole.
func TestBackupWhileWriting(t *testing.T) {
	t.Parallel()
	s, c := newStore(t)
	stop := make(chan struct{})
	var wg sync.WaitGroup
	for worker := range 4 {
		wg.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-stop:
					return
				default:
					storetest.Add(t, s, storetest.Answer(storetest.Ann, worker*1_000_000+n, "p"))
				}
			}
		})
	}
	for n := range 5 {
		before := storetest.Add(t, s, storetest.Answer(storetest.Ben, 9_000_000+n))
		dir := backUp(t, s)
		after := storetest.Add(t, s, storetest.Answer(storetest.Ben, 9_100_000+n))
		restored := openStore(t, dir, store.Options{Clock: c.Now, NoSync: true})
		if _, err := restored.Receipt(t.Context(), before); err != nil {
			t.Error(err)
		}
		if _, err := restored.Receipt(t.Context(), after); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a receipt of after the backup: %v", err)
		}
	}
	close(stop)
	wg.Wait()
}

func TestBackupFails(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t)
	if err := s.Backup(t.Context(), filepath.Join(t.TempDir(), "nowhere", "copy")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no directory: %v", err)
	}
	dir := t.TempDir()
	for n := range 10 {
		err := s.Backup(&fading{t.Context(), n}, filepath.Join(dir, "copy"))
		if !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled half-way: %v", err)
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
			t.Errorf("files left: %q, %v", left, err)
		}
	}
}

// fading is a context that is cancelled once it was asked so many times.
type fading struct {
	context.Context
	left int
}

func (f *fading) Err() error {
	if f.left--; f.left < 0 {
		return context.Canceled
	}
	return nil
}
