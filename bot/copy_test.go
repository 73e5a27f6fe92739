package main

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"readout/bot/datadir"
	"readout/bot/desk"
	"readout/bot/failure"
	"readout/bot/invocation"
	"readout/bot/postgres/postgrestest"
	"readout/bot/secret"
	"readout/bot/store"
	"readout/bot/terminal"
)

// TestStoreCopy: what the bot remembers goes from the folder to a database, from there into a backup and another folder, and back, by the
// commands of the operators' page; the password is in nothing that is said.
func TestStoreCopy(t *testing.T) {
	t.Parallel()
	server, err := postgrestest.Start()
	if errors.Is(err, postgrestest.ErrNotInstalled) {
		t.Log("NOT RUN: no PostgreSQL here")
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := server.Stop(); err != nil {
			t.Error(err)
		}
	}()
	work := t.TempDir()
	in := func(name string) string { return filepath.Join(work, name) }
	kept := func(dir string) string {
		t.Helper()
		d, err := datadir.Open(dir, "test", store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		s, err := d.Store.Settings(t.Context(), "7")
		if err != nil {
			t.Fatal(err)
		}
		return s.Language
	}
	d, err := datadir.Open(in("data"), "test", store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Store.UpdateSettings(t.Context(), "7", func(s *store.Settings) error { s.Language = "de"; return nil }); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	shelves := newShelves(t, in("data"), nil)
	addNote(t, shelves, "7", "A note", "The harbour reopened on Tuesday.")
	if err := shelves.Close(); err != nil {
		t.Fatal(err)
	}

	url := server.Database(t)
	run := func(env []string, status int, want string, args ...string) {
		t.Helper()
		var out bytes.Buffer
		got := Run(t.Context(), invocation.Usual, args, append(env, "READOUT_CACHE=none"), strings.NewReader(""), &out, &out)
		if got != status || !strings.Contains(out.String(), want) || strings.Contains(out.String(), server.Password()) {
			t.Errorf("%q: status %d, want %d with %q:\n%s", args, got, status, want, out.String())
		}
	}
	database := []string{"DATABASE_URL=" + url}
	data := "--data=" + in("data")
	run(database, failure.StatusDone, "found the same", "store", "copy", data, "--to=DATABASE_URL")
	run(database, failure.StatusInput, "it holds other records already", "store", "copy", data, "--to=DATABASE_URL")
	run(nil, failure.StatusInput, "it holds other records already", "store", "copy", data, "--from="+url)
	run(nil, failure.StatusInput, "no such data directory", "store", "copy", "--data="+in("absent"), "--to="+url)
	run(nil, failure.StatusInput, "missing flags", "store", "copy", data)
	run(nil, failure.StatusInput, "can't be used together", "store", "copy", data, "--to="+url, "--from="+url)
	run(nil, failure.StatusInput, "Set DATABASE_URL", "store", "copy", data, "--to=elsewhere")
	run(database, failure.StatusDone, "The store and 1 library are whole", "verify", data)
	throughTheRunning(t, url, in("running"), in("running.tar.gz"))
	run(nil, failure.StatusDone, "Restored into", "restore", "--data="+in("of the running"), in("running.tar.gz"))
	run(database, failure.StatusDone, "Written to", "backup", data, in("backup.tar.gz"))
	run(nil, failure.StatusDone, "The backup is whole", "verify", in("backup.tar.gz"))
	run(nil, failure.StatusDone, "Restored into", "restore", "--data="+in("restored"), in("backup.tar.gz"))
	run(nil, failure.StatusDone, "found the same", "store", "copy", "--data="+in("back"), "--from="+url)
	run(database, failure.StatusInput, "restore with --replace", "restore", data, in("backup.tar.gz"))
	run(database, failure.StatusDone, "Restored into the database", "restore", "--replace", data, in("backup.tar.gz"))
	run([]string{"DATABASE_URL=" + server.Database(t)}, failure.StatusDone, "Restored into the database", "restore", data, in("backup.tar.gz"))
	for _, dir := range []string{"restored", "back", "of the running"} {
		if got := kept(in(dir)); got != "de" {
			t.Errorf("%s: language %q", dir, got)
		}
		run(nil, failure.StatusDone, "The store and 1 library are whole", "verify", "--data="+in(dir))
	}
}

// throughTheRunning has a bot that keeps its records in a database verify and back up: what the command line, which knows of no database,
// asks of a running one.
func throughTheRunning(t *testing.T, url, dir, backup string) {
	t.Helper()
	d, err := datadir.Open(dir, "test", store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	kept, err := desk.DataConfig{Database: secret.Value(url)}.Remember(t.Context(), d, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	shelves := newShelves(t, dir, kept)
	own := &desk.Own{Libraries: shelves, Dir: d, Memory: kept}
	if report, err := own.Verify(t.Context()); err != nil || report.Err() != nil || report.Libraries != 1 {
		t.Errorf("verified: %+v, %v", report, err)
	}
	var written bytes.Buffer
	if err := own.Backup(t.Context(), &written); err != nil {
		t.Error(err)
	}
	if err := errors.Join(own.Close(), os.WriteFile(backup, written.Bytes(), 0o600)); err != nil {
		t.Error(err)
	}
}

// TestOperatorsPage: every command of the program that the operators' page gives is one, and the page tells of those that operators need.
func TestOperatorsPage(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("operate/README.md")
	if err != nil {
		t.Fatal(err)
	}
	con := terminal.NewConsole(nil, strings.NewReader(""), io.Discard, io.Discard)
	told := map[string]bool{}
	for _, m := range regexp.MustCompile("(?m)^readout ([a-z].*)$|`readout ([a-z][^`]*)`").FindAllStringSubmatch(string(page), -1) {
		line := m[1] + m[2]
		if _, err := parseArguments(strings.Fields(line), nil, con); err != nil {
			t.Errorf("readout %s: %v", line, err)
		}
		told[strings.Join(strings.Fields(line)[:min(2, len(strings.Fields(line)))], " ")] = true
	}
	for _, command := range []string{"store copy", "doctor"} {
		if !told[command] {
			t.Errorf("the page does not tell of readout %s", command)
		}
	}
	for _, command := range []string{"readout backup ", "readout restore ", "readout verify", "--to DATABASE_URL", "--from DATABASE_URL"} {
		if !strings.Contains(string(page), command) {
			t.Errorf("the page does not tell of %s", command)
		}
	}
}
