package library

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
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"readout/corpus"
)

// A child of a test is the test binary itself, told by these variables what to do in the directory of the other, and before which
// operation on the disk to die.
const (
	childTask = "READOUT_LIBRARY_TEST_CHILD"
	childDir  = "READOUT_LIBRARY_TEST_DIR"
	childDies = "READOUT_LIBRARY_TEST_DIES"
)

// killRounds is the environment variable that says how often TestKilled kills, instead of 100 times:
//
//	READOUT_LIBRARY_KILLS=1000 go test ./corpus/library -run TestKilled
const killRounds = "READOUT_LIBRARY_KILLS"

func TestMain(m *testing.M) {
	if os.Getenv(childTask) == "" {
		os.Exit(m.Run())
	}
	if err := runChild(os.Getenv(childTask), os.Getenv(childDir)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// killAt kills the process, as kill -9 does, before its n-th operation on the disk.
func killAt(n int) func(string, string) error {
	return func(string, string) error {
		if n--; n == 0 {
			p, err := os.FindProcess(os.Getpid())
			if err == nil {
				err = p.Kill()
			}
			if err != nil {
				return err
			}
			select {} // until the signal has come
		}
		return nil
	}
}

const crashArticles = 4

// runChild works on a library until it is killed, and prints a line for each version after it has been acknowledged.
func runChild(task, dir string) error {
	o := Options{noSync: true}
	o.Grace = time.Millisecond // so that sweeping, too, has something to do
	o.LockTimeout = 10 * time.Second
	if dies, err := strconv.Atoi(os.Getenv(childDies)); err == nil {
		o.fault = killAt(dies)
	}
	ctx := context.Background()
	l, err := Open(ctx, dir, o)
	if err != nil {
		return err
	}
	var exported []byte
	if task == "import" {
		if exported, err = os.ReadFile(dir + ".tar.gz"); err != nil {
			return err
		}
	}
	for {
		m, _ := l.Current()
		m.Base = m.Number
		m.Action, m.By = "add", "4711"
		m.Articles = nil
		var hashes []string
		put := func(e Entry, data []byte) error {
			hash, err := l.Put(ctx, data)
			e.Hash = hash
			m.Articles = append(m.Articles, e)
			hashes = append(hashes, hash)
			return err
		}
		if task == "import" {
			x, err := ReadExport(ctx, bytes.NewReader(exported), Limits{})
			if err != nil {
				return err
			}
			if err := l.SetChecks(ctx, x.Checks); err != nil {
				return err
			}
			for n, a := range x.Articles {
				// Another content for each version, all of the same, so that a mixture shows.
				if err := put(a.Entry, []byte(text((m.Base+1)*10)+fmt.Sprintf("\nOf the import, %d.\n", n))); err != nil {
					return err
				}
			}
		} else {
			for n := range crashArticles {
				if err := put(Entry{ID: corpus.ArticleID(fmt.Sprint(n)), Name: "a.md"}, []byte(text((m.Base+1)*10)+fmt.Sprintf("\nArticle %d.\n", n))); err != nil {
					return err
				}
			}
		}
		if err := l.PutDraft(ctx, "d", []byte("draft"), hashes...); err != nil {
			return err
		}
		done, err := l.Publish(ctx, m, func(context.Context, Manifest, []*corpus.Article) error { return nil })
		if err != nil {
			return err
		}
		fmt.Println(done.Number)
		if err := l.DeleteDraft("d"); err != nil {
			return err
		}
		if done.Number%5 == 0 {
			if err := l.Sweep(ctx); err != nil {
				return err
			}
		}
	}
}

// killed runs a child until it dies, and returns the last version that it acknowledged. It dies before an operation on the disk, or
// after some time.
func killed(t *testing.T, task, dir string, operation int, after time.Duration) (acknowledged int) {
	t.Helper()
	exe, err := os.Executable()
	must(t, err)
	cmd := exec.CommandContext(t.Context(), exe)
	cmd.Env = append(os.Environ(), childTask+"="+task, childDir+"="+dir)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	if operation > 0 {
		cmd.Env = append(cmd.Env, childDies+"="+strconv.Itoa(operation))
	}
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	if operation == 0 {
		killer := time.AfterFunc(after, func() { cmd.Process.Kill() })
		defer killer.Stop()
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if acknowledged, err = strconv.Atoi(strings.TrimSpace(lines.Text())); err != nil {
			t.Fatal(err)
		}
	}
	err = cmd.Wait()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() == 1 {
		t.Fatalf("the child ended by itself: %v\n%s", err, complaint.String())
	}
	return acknowledged
}

// Killed at any moment of publishing or importing, the library opens and shows the old version or the new one, whole.
func TestKilled(t *testing.T) {
	t.Parallel()
	rounds := 100
	if s := os.Getenv(killRounds); s != "" {
		n, err := strconv.Atoi(s)
		must(t, err)
		rounds = n
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	dir := filepath.Join(t.TempDir(), "library")
	l := open(t, dir, Options{})
	entries := make([]Entry, crashArticles)
	for n := range entries {
		entries[n] = entry(t, l, fmt.Sprint(n), 10)
	}
	publish(t, l, entries...)
	must(t, l.SetChecks(t.Context(), []byte("{}\n")))
	var exported bytes.Buffer
	must(t, l.Export(t.Context(), &exported))
	must(t, os.WriteFile(dir+".tar.gz", exported.Bytes(), 0o600))
	must(t, l.Close())

	last, made, unacknowledged := 1, 0, 0
	for round := range rounds {
		task := []string{"publish", "import"}[round%2]
		// Most die at an operation; their random points are spread over one publish or two. Some die in between, by the clock.
		operation := 1 + random.IntN(90)
		if round%5 == 0 {
			operation = 0
		}
		acknowledged := killed(t, task, dir, operation, time.Duration(5+random.IntN(40))*time.Millisecond)

		l, err := Open(t.Context(), dir, Options{Grace: time.Millisecond, noSync: true})
		if err != nil {
			t.Fatalf("round %d, %s, killed before operation %d: %v", round, task, operation, err)
		}
		m, ok := l.Current()
		if !ok || m.Number < max(last, acknowledged) || acknowledged > 0 && m.Number > acknowledged+1 || acknowledged == 0 && m.Number > last+1 {
			t.Fatalf("round %d: version %d is current, %d was before, %d acknowledged", round, m.Number, last, acknowledged)
		}
		if m.Number > max(last, acknowledged) {
			unacknowledged++
		}
		made += m.Number - last
		checkWhole(t, l, m)
		if err := l.Check(t.Context()); err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		if checks, err := l.Checks(); err != nil || string(checks) != "{}\n" {
			t.Fatalf("round %d: checks %q, %v", round, checks, err)
		}
		for _, name := range files(t, dir) {
			if strings.Contains(name, tempPrefix) {
				t.Fatalf("round %d: %s is left over", round, name)
			}
		}
		must(t, l.Close())
		last = m.Number
		if last >= 20 { // or checking all versions would take longer and longer
			must(t, os.RemoveAll(dir))
			l := open(t, dir, Options{})
			must(t, l.SetChecks(t.Context(), []byte("{}\n")))
			var all []Entry
			for n := range entries {
				all = append(all, entry(t, l, fmt.Sprint(n), 10))
			}
			publish(t, l, all...)
			must(t, l.Close())
			last = 1
		}
	}
	if made < rounds/4 || unacknowledged == 0 {
		t.Errorf("%d kills: only %d versions were made, %d of them not acknowledged", rounds, made, unacknowledged)
	}
	t.Logf("%d kills: %d versions made, %d whole although their publisher died before saying so", rounds, made, unacknowledged)
}

// checkWhole fails unless all articles of the version are of that version.
func checkWhole(t *testing.T, l *Library, m Manifest) {
	t.Helper()
	articles, err := l.Articles(t.Context(), m)
	must(t, err)
	if len(articles) != crashArticles {
		t.Fatalf("version %d has %d articles", m.Number, len(articles))
	}
	want := fmt.Sprintf("Harbour number %d opens", m.Number*10)
	for _, a := range articles {
		if a.Title != want {
			t.Fatalf("article %s of version %d is %q", a.ID, m.Number, a.Title)
		}
	}
}

// Whatever operation on a full disk fails, the old version stays, the error says why, and with room again the next attempt succeeds.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	for _, stuck := range []bool{false, true} { // whether the disk stays full, so that nothing can be undone by writing, either
		failures := 0
		for at := 1; ; at++ {
			dir := t.TempDir()
			n, armed := 0, false
			o := Options{Grace: time.Hour, fault: func(op, _ string) error {
				if !armed || op == "remove" { // which a full disk allows
					return nil
				}
				if n++; n == at || stuck && n > at {
					return &os.PathError{Op: op, Path: "x", Err: syscall.ENOSPC}
				}
				return nil
			}}
			l := open(t, dir, o)
			publish(t, l, entry(t, l, "a", 1))
			must(t, l.PutDraft(t.Context(), "old", []byte("old")))
			must(t, l.SetChecks(t.Context(), []byte("old\n")))
			attempt := func() error {
				hash, err := l.Put(t.Context(), []byte(text(2)))
				if err != nil {
					return err
				}
				if err := l.SetChecks(t.Context(), []byte("new\n")); err != nil {
					return err
				}
				if err := l.PutDraft(t.Context(), "old", []byte("new"), hash); err != nil {
					return err
				}
				_, err = l.Publish(t.Context(), next(l, Entry{ID: "a", Name: "a.md", Hash: hash}), nil)
				return err
			}
			armed = true
			err := attempt()
			armed = false
			if err == nil && n < at {
				break // there are no more operations
			}
			if err != nil {
				failures++
				if !errors.Is(err, syscall.ENOSPC) {
					t.Fatalf("operation %d: %v", at, err)
				}
				if titles(t, l) != "1" {
					t.Fatalf("operation %d failed, and the current version has %q", at, titles(t, l))
				}
			}
			must(t, l.Check(t.Context()))
			must(t, l.Close())
			l = open(t, dir, Options{})
			before, _ := l.Current()
			switch got := titles(t, l); {
			case err == nil && got != "2", err != nil && !stuck && got != "1", got != "1" && got != "2":
				t.Fatalf("operation %d, %v, reopened: %q", at, err, got)
			}
			must(t, l.Check(t.Context()))
			if draft := get[[]byte](t)(l.Draft("old")); string(draft) != "old" && string(draft) != "new" {
				t.Fatalf("operation %d: draft %q", at, draft)
			}
			if checks := get[[]byte](t)(l.Checks()); string(checks) != "old\n" && string(checks) != "new\n" {
				t.Fatalf("operation %d: checks %q", at, checks)
			}
			if err := attempt(); err != nil {
				t.Fatalf("operation %d, with room again: %v", at, err)
			}
			if m, _ := l.Current(); m.Number != before.Number+1 || titles(t, l) != "2" {
				t.Fatalf("operation %d, with room again: version %d", at, m.Number)
			}
			must(t, l.Close())
		}
		if failures < 15 {
			t.Errorf("only %d operations failed", failures)
		}
	}
}

// A disk that cannot be written is read.
func TestReadsWithoutRoom(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	l := open(t, dir, Options{})
	publish(t, l, entry(t, l, "a", 1))
	entry(t, l, "b", 2)
	must(t, l.Close())
	full := func(string, string) error { return syscall.ENOSPC }
	l = open(t, dir, Options{Grace: time.Nanosecond, fault: full})
	if titles(t, l) != "1" {
		t.Errorf("articles %q", titles(t, l))
	}
}
