package libraries

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"readout/bot/postgres"
	"readout/bot/postgres/postgrestest"
	"readout/bot/store"
	"readout/corpus"
	"readout/corpus/fetch"
)

// rounds is how often the child is killed; READOUT_CRASH_ROUNDS asks for more.
const rounds = 30

// A child is told by these variables where its libraries are; without an address, in the directory.
const (
	crashDir = "READOUT_CRASH_DIR"
	crashURL = "READOUT_CRASH_URL"
)

// sharedAt are plain options for libraries in a database, or in the directory where there is no address.
func sharedAt(t testing.TB, dir, url string, w *web) Options {
	t.Helper()
	o := plain(t, dir, w, new(atomic.Int64))
	if url != "" {
		kept, err := postgres.Open(t.Context(), url, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { kept.Close() })
		o.Shared = kept
	}
	return o
}

// TestMain is the child, too: it publishes, refreshes and imports until it is killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv(crashDir); dir != "" {
		crash(dir, os.Getenv(crashURL))
	}
	if os.Getenv(asExtractor) != "" {
		if err := fetch.Extract(context.Background(), os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// crash changes the library for ever. Version n, whatever made it, tells of n million.
func crash(dir, url string) {
	t := &child{}
	w := harbours("Vik")
	s, err := Open(t.Context(), sharedAt(t, dir, url, w))
	if err != nil {
		t.Fatal(err)
	}
	current := func() int {
		history, err := s.History(t.Context(), guild)
		if err != nil {
			t.Fatal(err)
		}
		if len(history) == 0 {
			return 1
		}
		return history[0].Number
	}
	// change publishes a change unless it was published before the child was killed.
	change := func(g store.GuildID, c Change) (done bool) {
		d := prepare(t, s, g, c)
		if !d.Same {
			if _, err := s.Publish(t.Context(), g, d.ID, "7", true); err != nil {
				t.Fatal(err)
			}
		}
		return !d.Same
	}
	if current() == 1 {
		change(guild, Change{Kind: Add, URL: link("Vik")})
	}
	fmt.Println("ready")
	for n := current() + 1; ; n++ {
		text := story("Vik", fmt.Sprintf("%d million", n))
		switch n % 3 {
		case 0: // another text of the page
			w.set(func() { w.pages[link("Vik")] = text })
			if !change(guild, Change{Kind: Refresh}) {
				change(guild, Change{Kind: Add, URL: link("Vik")}) // it was imported last
			}
		case 1:
			w.set(func() { w.pages[link("Vik")] = text })
			change(guild, Change{Kind: Add, URL: link("Vik")})
		case 2: // the export of another server that has it
			change(other, upload("vik.md", text))
			var file bytes.Buffer
			if err := s.Export(t.Context(), other, &file); err != nil {
				t.Fatal(err)
			}
			change(guild, Change{Kind: Import, Data: file.Bytes()})
		}
		fmt.Println(n)
	}
}

// child is the testing.TB of the child process.
type child struct{ testing.TB }

func (c *child) Context() context.Context { return context.Background() }

func (c *child) Fatal(args ...any) {
	fmt.Fprintln(os.Stderr, args...)
	os.Exit(1)
}

func (c *child) Helper() {}

func (c *child) Cleanup(func()) {} // it is killed

// TestKill kills a process that publishes, refreshes and imports, at random moments, in a directory and in a database. The library opens
// every time, shows a version that is whole, and none that was published is lost.
func TestKill(t *testing.T) {
	t.Parallel()
	n := rounds
	if more, err := strconv.Atoi(os.Getenv("READOUT_CRASH_ROUNDS")); err == nil {
		n = more
	}
	t.Run("directory", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		testKill(t, dir, "", n)
		for _, left := range []string{"state.json", "vectors"} {
			if _, err := os.Stat(filepath.Join(dir, string(guild), left)); err != nil {
				t.Error(err)
			}
		}
	})
	t.Run("database", func(t *testing.T) {
		t.Parallel()
		server, err := postgrestest.Start()
		switch {
		case errors.Is(err, postgrestest.ErrNotInstalled):
			t.Logf("NOT RUN: %v", err)
			return
		case err != nil:
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := server.Stop(); err != nil {
				t.Error(err)
			}
		})
		testKill(t, t.TempDir(), server.Database(t), n)
	})
}

// testKill has the libraries at a place be changed by a child that is killed so many times.
func testKill(t *testing.T, dir, url string, n int) {
	t.Helper()
	told := 0
	for round := range n {
		told = max(told, killed(t, dir, url))
		o := sharedAt(t, dir, url, newWeb())
		s, err := Open(t.Context(), o)
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		now, err := s.Snapshot(t.Context(), guild)
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		number := 0
		if now.Version != "shipped" {
			if number, err = strconv.Atoi(strings.TrimPrefix(now.Version, "v")); err != nil {
				t.Fatal(err)
			}
		}
		if number < told {
			t.Errorf("round %d: version %d, but %d was published", round, number, told)
		}
		if number > 2 {
			// What was imported has no link, so that what the link gives afterwards stands beside it.
			has := func(a *corpus.Article) bool { return strings.Contains(a.Body, fmt.Sprintf(" %d million", number)) }
			if !slices.ContainsFunc(now.Corpus.Articles, has) {
				t.Errorf("round %d: version %d has no text of its own", round, number)
			}
		}
		drafts, err := s.Drafts(t.Context(), guild)
		if err != nil {
			t.Errorf("round %d: %v", round, err)
		}
		// What was broken off can be published, or is told to be late.
		for _, d := range drafts {
			if err := s.Discard(t.Context(), guild, d.ID); err != nil {
				t.Error(err)
			}
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if kept, ok := o.Shared.(*postgres.Store); ok {
			kept.Close()
		}
	}
	if told < 3 {
		t.Errorf("the child published %d versions in %d rounds", told, n)
	}
	t.Logf("%d kills: %d versions", n, told)
}

// killed runs the child for a moment and returns the last version that it said was published.
func killed(t *testing.T, dir, url string) (told int) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), crashDir+"="+dir, crashURL+"="+url)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	// Mostly while it changes something, sometimes while it opens what the one before left.
	kill := func() { _ = cmd.Process.Kill() }
	moment := time.Duration(rand.IntN(200)) * time.Millisecond
	if rand.IntN(6) == 0 {
		time.AfterFunc(moment, kill)
	}
	// In half of the rounds only after a change, since on a slow machine the moment is over before the first.
	patient := rand.IntN(2) == 0
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if patient != (lines.Text() == "ready") {
			time.AfterFunc(moment, kill)
		}
		if n, err := strconv.Atoi(lines.Text()); err == nil {
			told = n
		}
	}
	if err := cmd.Wait(); errs.Len() > 0 {
		t.Errorf("the child ended by itself: %v\n%s", err, errs.Bytes())
	}
	return told
}
