package store

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.etcd.io/bbolt"
)

// contents is everything in the store, by bucket and key.
func contents(t *testing.T, s *Store) map[string]map[string]string {
	t.Helper()
	all := make(map[string]map[string]string)
	must(t, s.view(t.Context(), func(tx *bbolt.Tx) error {
		return tx.ForEach(func(name []byte, b *bbolt.Bucket) error {
			in := make(map[string]string)
			all[string(name)] = in
			return b.ForEach(func(k, v []byte) error { in[string(k)] = string(v); return nil })
		})
	}))
	return all
}

func TestBackupAndRestore(t *testing.T) {
	t.Parallel()
	s, c := newStore(t)
	everything(t, s, c)
	_, err := s.ForgetMember(t.Context(), ben)
	must(t, err)
	var backup bytes.Buffer
	must(t, s.Backup(t.Context(), &backup))
	if strings.Contains(backup.String(), "of ben") || !strings.Contains(backup.String(), "of ann") {
		t.Error("the backup holds what was deleted, or not what was kept")
	}
	dir := filepath.Join(t.TempDir(), "new", "data")
	must(t, Restore(t.Context(), dir, bytes.NewReader(backup.Bytes()), RestoreOptions{}))
	restored := openStore(t, dir, Options{Clock: c.now, noSync: true})
	if d := cmp.Diff(contents(t, s), contents(t, restored)); d != "" {
		t.Errorf("restored (-original +restored):\n%s", d)
	}
	// Numbers go on where they were.
	for _, each := range []*Store{s, restored} {
		must(t, each.AppendAudit(t.Context(), AuditEntry{Guild: guildA, Action: "restore"}))
	}
	if d := cmp.Diff(contents(t, s), contents(t, restored)); d != "" {
		t.Errorf("the next entry (-original +restored):\n%s", d)
	}
	for _, dir := range []string{dir, s.dir} {
		if left, err := filepath.Glob(filepath.Join(dir, tempPattern)); err != nil || len(left) != 0 {
			t.Errorf("temporary files left: %q, %v", left, err)
		}
	}
}

func TestRestoreRefuses(t *testing.T) {
	t.Parallel()
	source, c := newStore(t)
	add(t, source, answer(ann, 1))
	var backup bytes.Buffer
	must(t, source.Backup(t.Context(), &backup))
	whole := backup.String()

	dir := t.TempDir()
	s := openStore(t, dir, Options{Clock: c.now})
	add(t, s, answer(ben, 2))
	if err := Restore(t.Context(), dir, strings.NewReader(whole), RestoreOptions{Replace: true, LockTimeout: 1}); !errors.Is(err, ErrLocked) {
		t.Errorf("over an open store: %v", err)
	}
	must(t, s.Close())
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	broken := io.MultiReader(strings.NewReader(whole[:8000]), readerFunc(func([]byte) (int, error) { return 0, errors.New("cable cut") }))
	for name, test := range map[string]struct {
		ctx    context.Context
		backup io.Reader
		o      RestoreOptions
		want   string
	}{
		"over a store":         {t.Context(), strings.NewReader(whole), RestoreOptions{}, ErrExists.Error()},
		"a cut cable":          {t.Context(), broken, RestoreOptions{Replace: true}, "cable cut"},
		"half a backup":        {t.Context(), strings.NewReader(whole[:len(whole)/2]), RestoreOptions{Replace: true}, ErrDamaged.Error()},
		"an empty backup":      {t.Context(), strings.NewReader(""), RestoreOptions{Replace: true}, ErrDamaged.Error()},
		"a text":               {t.Context(), strings.NewReader(strings.Repeat("text", 10_000)), RestoreOptions{Replace: true}, ErrDamaged.Error()},
		"a changed letter":     {t.Context(), strings.NewReader(strings.ReplaceAll(whole, "question 1", "question 2")), RestoreOptions{Replace: true}, ErrDamaged.Error()},
		"a cancelled context":  {cancelled, strings.NewReader(whole), RestoreOptions{Replace: true}, context.Canceled.Error()},
		"another bot's bbolt":  {t.Context(), strings.NewReader(otherDatabase(t)), RestoreOptions{Replace: true}, ErrDamaged.Error()},
		"a store with no data": {t.Context(), strings.NewReader(emptyDatabase(t)), RestoreOptions{Replace: true}, ErrDamaged.Error()},
	} {
		err := Restore(test.ctx, dir, test.backup, test.o)
		if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), dir) {
			t.Errorf("%s: %v, want %q", name, err, test.want)
		}
	}
	s = openStore(t, dir, Options{Clock: c.now})
	if _, err := s.ReceiptOf(t.Context(), message(2)); err != nil {
		t.Errorf("what was there is gone: %v", err)
	}
	must(t, s.Close())

	must(t, Restore(t.Context(), dir, strings.NewReader(whole), RestoreOptions{Replace: true}))
	s = openStore(t, dir, Options{Clock: c.now})
	if _, err := s.ReceiptOf(t.Context(), message(1)); err != nil {
		t.Errorf("the backup is not there: %v", err)
	}
	must(t, s.Close())

	// A damaged store is replaced, too.
	must(t, os.WriteFile(filepath.Join(dir, fileName), []byte("damaged"), 0o600))
	if err := Restore(t.Context(), dir, strings.NewReader(whole), RestoreOptions{}); !errors.Is(err, ErrExists) {
		t.Errorf("over a damaged store: %v", err)
	}
	must(t, Restore(t.Context(), dir, strings.NewReader(whole), RestoreOptions{Replace: true}))
	openStore(t, dir, Options{Clock: c.now})
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
	must(t, err)
	must(t, db.Update(fn))
	must(t, db.Close())
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
					add(t, s, answer(ann, worker*1_000_000+n, "p"))
				}
			}
		})
	}
	for n := range 5 {
		before := add(t, s, answer(ben, 9_000_000+n))
		var backup bytes.Buffer
		must(t, s.Backup(t.Context(), &backup))
		after := add(t, s, answer(ben, 9_100_000+n))
		dir := t.TempDir()
		must(t, Restore(t.Context(), dir, &backup, RestoreOptions{}))
		restored := openStore(t, dir, Options{Clock: c.now, noSync: true})
		if _, err := restored.Receipt(t.Context(), before); err != nil {
			t.Error(err)
		}
		if _, err := restored.Receipt(t.Context(), after); !errors.Is(err, ErrNotFound) {
			t.Errorf("a receipt of after the backup: %v", err)
		}
	}
	close(stop)
	wg.Wait()
}

func TestBackupFails(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t)
	full := errors.New("no space left")
	if err := s.Backup(t.Context(), writerFunc(func([]byte) (int, error) { return 0, full })); !errors.Is(err, full) {
		t.Errorf("a full disk: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	err := s.Backup(ctx, writerFunc(func(p []byte) (int, error) { cancel(); return len(p), nil }))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled half-way: %v", err)
	}
	if left, err := filepath.Glob(filepath.Join(s.dir, tempPattern)); err != nil || len(left) != 0 {
		t.Errorf("temporary files left: %q, %v", left, err)
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }
