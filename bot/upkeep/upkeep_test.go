package upkeep_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"readout/bot/datadir"
	"readout/bot/postgres"
	"readout/bot/postgres/postgrestest"
	"readout/bot/store"
	"readout/bot/store/storetest"
	"readout/bot/upkeep"
	"readout/corpus/library"
)

// server is what the tests' databases are on; nil where none is installed.
var server *postgrestest.Server

func TestMain(m *testing.M) { os.Exit(postgrestest.Main(m, &server)) }

var at = time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)

func opened(t testing.TB, url string) *postgres.Store {
	t.Helper()
	s, err := postgres.Open(t.Context(), url, store.Options{})
	storetest.Must(t, err)
	t.Cleanup(func() { s.Close() })
	return s
}

// publish makes an article with the text the whole of a server's library, and returns the name of its file.
func publish(t testing.TB, s *postgres.Store, g store.GuildID, text string) (file string) {
	t.Helper()
	storetest.Must(t, s.BeginLibrary(t.Context(), g))
	l, err := library.Open(t.Context(), "", library.Options{Files: s.Library(g)})
	storetest.Must(t, err)
	hash, err := l.Put(t.Context(), []byte("---\ntitle: A note\n---\n\n"+text+"\n"))
	storetest.Must(t, err)
	now, _ := l.Current()
	_, err = l.Publish(t.Context(), library.Manifest{Version: library.Version{Base: now.Number, Action: "add"},
		Articles: []library.Entry{{ID: "note", Name: "note.md", Hash: hash}}}, nil)
	storetest.Must(t, errors.Join(err, l.Close()))
	return "objects/" + string(hash)
}

func language(t testing.TB, s *postgres.Store, set string) string {
	t.Helper()
	v, err := s.UpdateSettings(t.Context(), "7", func(v *store.Settings) error {
		if set != "" {
			v.Language = set
		}
		return nil
	})
	storetest.Must(t, err)
	return v.Language
}

// TestBackupAndRestore: a database is backed up while it is written to, and restored into another one, into itself, and into a directory.
func TestBackupAndRestore(t *testing.T) {
	t.Parallel()
	if !server.Installed(t) {
		return
	}
	ctx := t.Context()
	url := server.Database(t)
	s := opened(t, url)
	language(t, s, "de")
	publish(t, s, "7", "The harbour closed.")
	var packed bytes.Buffer
	storetest.Must(t, upkeep.Backup(ctx, url, &packed, "v1", at))

	language(t, s, "fr")
	publish(t, s, "7", "The harbour reopened.")
	if err := upkeep.Restore(ctx, url, bytes.NewReader(packed.Bytes()), false); !errors.Is(err, store.ErrOccupied) {
		t.Errorf("over records: %v", err)
	}
	if got := language(t, s, ""); got != "fr" {
		t.Errorf("a refused backup left %q", got)
	}
	fence, ok, err := s.Take(ctx, "gateway", "me", time.Hour)
	if !ok || err != nil {
		t.Fatal(ok, err)
	}
	if err := upkeep.Restore(ctx, url, bytes.NewReader(packed.Bytes()), true); !errors.Is(err, postgres.ErrInUse) {
		t.Errorf("while a bot runs: %v", err)
	}
	storetest.Must(t, s.Release(ctx, "gateway", "me", fence))
	cut := packed.Bytes()[:packed.Len()-100]
	if err := upkeep.Restore(ctx, url, bytes.NewReader(cut), true); !errors.Is(err, datadir.ErrDamaged) {
		t.Errorf("a cut backup: %v", err)
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if err := upkeep.Restore(cancelled, url, bytes.NewReader(packed.Bytes()), true); !errors.Is(err, context.Canceled) {
		t.Errorf("broken off: %v", err)
	}
	if heads, err := s.Heads(ctx); err != nil || heads["7"].Version != 2 || language(t, s, "") != "fr" {
		t.Errorf("what failed left %v, %v", heads, err)
	}
	for _, into := range []string{url, server.Database(t)} {
		storetest.Must(t, upkeep.Restore(ctx, into, bytes.NewReader(packed.Bytes()), into == url))
		o := opened(t, into)
		if heads, err := o.Heads(ctx); err != nil || heads["7"].Version != 1 || language(t, o, "") != "de" {
			t.Errorf("restored: %v, %v", heads, err)
		}
		if report, err := upkeep.Verify(ctx, into); err != nil || report.Err() != nil || report.Libraries != 1 {
			t.Errorf("verified: %+v, %v", report, err)
		}
	}
	dir := t.TempDir()
	storetest.Must(t, datadir.Restore(ctx, dir, bytes.NewReader(packed.Bytes()), datadir.RestoreOptions{}))
	d, err := datadir.Open(dir, "test", store.Options{})
	storetest.Must(t, err)
	defer d.Close()
	if v, err := d.Store.Settings(ctx, "7"); err != nil || v.Language != "de" {
		t.Errorf("restored into a directory: %q, %v", v.Language, err)
	}
}

// TestDamagedLibrary: a library that is damaged is called so, with its server: in the database, in a backup of it, and when it is copied.
func TestDamagedLibrary(t *testing.T) {
	t.Parallel()
	if !server.Installed(t) {
		return
	}
	ctx := t.Context()
	url := server.Database(t)
	s := opened(t, url)
	publish(t, s, "7", "The harbour closed.")
	file := publish(t, s, "11", "The harbour reopened.")
	storetest.Must(t, s.Library("11").Write(file, []byte("The harbour sank.")))

	const what = "the library of server 11"
	report, err := upkeep.Verify(ctx, url)
	if err != nil || len(report.Damage) != 1 || report.Damage[0].Part != what || !strings.Contains(report.Damage[0].What, "damaged") {
		t.Errorf("verified: %+v, %v", report, err)
	}
	var packed bytes.Buffer
	storetest.Must(t, upkeep.Backup(ctx, url, &packed, "v1", at))
	err = datadir.Examine(ctx, t.TempDir(), bytes.NewReader(packed.Bytes()), datadir.Limits{}, store.Options{})
	if !errors.Is(err, datadir.ErrDamaged) || !strings.Contains(err.Error(), what) || strings.Contains(err.Error(), "server 7") {
		t.Errorf("examined: %v", err)
	}
	fresh := server.Database(t)
	err = upkeep.Restore(ctx, fresh, bytes.NewReader(packed.Bytes()), false)
	if !errors.Is(err, datadir.ErrDamaged) || !strings.Contains(err.Error(), what) {
		t.Errorf("restored: %v", err)
	}
	if _, err := upkeep.CopyFrom(ctx, t.TempDir(), url, nil); err == nil || !strings.Contains(err.Error(), what) {
		t.Errorf("copied: %v", err)
	}
	if heads, err := opened(t, fresh).Heads(ctx); err != nil || len(heads) > 0 {
		t.Errorf("something of it was restored: %v, %v", heads, err)
	}
}
