package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"readout/bot/chat"
	"readout/bot/control"
	"readout/bot/datadir"
	"readout/bot/desk"
	"readout/bot/engine"
	"readout/bot/failure"
	"readout/bot/libraries"
	"readout/bot/store"
	"readout/bot/store/storetest"
	"readout/bot/terminal"
	"readout/bot/version"
)

// holdData has a data directory open, as the bot has while it runs, until a signal comes: hold DIR.
func holdData() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := hold(ctx, os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func hold(ctx context.Context, path string) error {
	log := slog.New(slog.DiscardHandler)
	dir, err := datadir.Open(path, "hold", store.Options{})
	if err != nil {
		return err
	}
	from := engine.CorpusConfig{Articles: os.Getenv("READOUT_ARTICLES")}
	e, err := engine.Open(ctx, from, func(string, ...any) {})
	if err != nil {
		return err
	}
	shelves, err := engine.OpenLibraries(ctx, from, path, e, engine.Wording{}, nil, nil, log)
	if err != nil {
		return err
	}
	outside := desk.OpenDoor(&desk.Own{Libraries: shelves, Dir: dir}, log)
	<-ctx.Done()
	if err := outside.Close(); err != nil {
		return err
	}
	if err := shelves.Close(); err != nil {
		return err
	}
	return dir.Close()
}

// house is a data directory that is open, with a door that other processes come in by, over a folder of one article.
type house struct {
	data, articles string
	desk           *desk.Own
	door           *desk.Door
}

const harbourNote = "---\ntitle: Harbour reopens\n---\n\nThe harbour of Aldmoor reopened on Thursday after nine weeks of repairs.\n"

func openHouse(t *testing.T) *house {
	t.Helper()
	root, err := os.MkdirTemp("", "h") // short enough for a socket's path
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(root) })
	h := &house{data: filepath.Join(root, "data"), articles: filepath.Join(root, "articles")}
	write(t, filepath.Join(h.articles, "harbour.md"), harbourNote)
	dir, err := datadir.Open(h.data, "test", store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	from := engine.CorpusConfig{Articles: h.articles}
	e, err := engine.Open(t.Context(), from, t.Logf)
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	shelves, err := engine.OpenLibraries(t.Context(), from, h.data, e, engine.Wording{}, nil, nil, log)
	if err != nil {
		t.Fatal(err)
	}
	h.desk = &desk.Own{Libraries: shelves, Dir: dir}
	h.door = desk.OpenDoor(h.desk, log)
	if h.door.Server == nil {
		t.Fatal("no socket")
	}
	return h
}

func (h *house) close(t *testing.T) {
	t.Helper()
	if err := errors.Join(h.door.Close(), h.desk.Close()); err != nil {
		t.Error(err)
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// readout runs the program in a pipe.
func (h *house) readout(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs strings.Builder
	status = runWith(t.Context(), terminal.NewConsole([]string{"READOUT_DATA=" + h.data, "READOUT_ARTICLES=" + h.articles}, strings.NewReader(""), &out, &errs), args, []string{"READOUT_DATA=" + h.data, "READOUT_ARTICLES=" + h.articles}, engine.Open)
	return status, out.String(), errs.String()
}

// add has the program add an article with a text, and gives the ID of its draft.
func (h *house) add(t *testing.T, text string) (draft string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "note.md")
	write(t, file, "---\ntitle: A note\n---\n\n"+text+"\n")
	status, stdout, stderr := h.readout(t, "corpus", "add", "--server", "7", file)
	found := regexp.MustCompile(`corpus publish --server 7 (\w+)\n`).FindStringSubmatch(stdout)
	if status != failure.StatusDone || found == nil {
		t.Fatalf("status %d\n%s\n%s", status, stdout, stderr)
	}
	return found[1]
}

// TestPublishThroughTheDoor: the bot is told of what is published through it, and what it was not told of any more is noted.
func TestPublishThroughTheDoor(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	draft := h.add(t, "The mayor of Aldmoor thanked the divers on Friday.")
	if status, stdout, stderr := h.readout(t, "corpus", "publish", "--server", "7", draft); status != failure.StatusDone || !strings.Contains(stdout, "v2 is published") {
		t.Errorf("status %d\n%s\n%s", status, stdout, stderr)
	}
	want := chat.Publication{Guild: "7", Version: 2, What: "add: A note"}
	if got := <-h.door.Published; got != want {
		t.Errorf("the bot is told %+v", got)
	}

	// Two at once: the second is told who was first.
	first, second := h.add(t, "The divers thanked the mayor."), h.add(t, "The divers thanked nobody.")
	if status, _, stderr := h.readout(t, "corpus", "publish", "--server", "7", first); status != failure.StatusDone {
		t.Errorf("status %d\n%s", status, stderr)
	}
	if status, _, stderr := h.readout(t, "corpus", "publish", "--server", "7", second); status != failure.StatusFailed || !strings.Contains(stderr, "terminal published version 3 (add)") ||
		!strings.Contains(stderr, "make the change again from there") {
		t.Errorf("status %d\n%s", status, stderr)
	}
	if status, stdout, _ := h.readout(t, "corpus", "discard", "--server", "7", second); status != failure.StatusDone || !strings.Contains(stdout, "Discarded") {
		t.Errorf("status %d\n%s", status, stdout)
	}
	if _, stdout, _ := h.readout(t, "corpus", "drafts", "--server", "7"); stdout != "Nothing waits to be published.\n" {
		t.Errorf("drafts:\n%s", stdout)
	}

	h.close(t)
	dir, err := datadir.Open(h.data, "test", store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer dir.Close()
	entries, err := dir.Store.Audit(t.Context(), "7", 0, 10)
	if err != nil || len(entries) != 1 || entries[0].Target != "v3" || entries[0].Note != "add: A note" {
		t.Errorf("noted: %+v, %v", entries, err)
	}
}

// TestConfirm: in a terminal, only a yes publishes.
func TestConfirm(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	defer h.close(t)
	write(t, filepath.Join(h.articles, "..", "note.md"), "The mayor of Aldmoor thanked the divers on Friday.\n")
	for _, tc := range []struct {
		typed, says string
		versions    int
	}{{"\n", "Discarded. Nothing has changed.", 0}, {"no\n", "Discarded.", 0}, {"", "Discarded.", 0}, {"yes\n", "v2 is published", 2}} {
		var out strings.Builder
		con := terminal.NewConsole(nil, strings.NewReader(tc.typed), &out, io.Discard)
		con.Interactive = true
		c := desk.CorpusAddCommand{Source: filepath.Join(h.articles, "..", "note.md")}
		c.DataConfig, c.Articles, c.Server = desk.DataConfig{Data: h.data}, h.articles, "7"
		if err := c.Run(t.Context(), con, engine.Open); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), "Publish? [y/N]") || !strings.Contains(out.String(), tc.says) {
			t.Errorf("%q:\n%s", tc.typed, &out)
		}
		if versions, err := h.desk.History(t.Context(), "7"); err != nil || len(versions) != tc.versions {
			t.Errorf("%q: %d versions, %v", tc.typed, len(versions), err)
		}
	}

	// Whoever breaks off at the question is told how to go on.
	ctx, cancel := context.WithCancel(t.Context())
	typing, _ := io.Pipe()
	var out, errs storetest.Log
	con := terminal.NewConsole(nil, typing, &out, &errs)
	con.Interactive = true
	c := desk.CorpusRemoveCommand{ID: "harbour.md"}
	c.DataConfig, c.Articles, c.Server = desk.DataConfig{Data: h.data}, h.articles, "7"
	ended := make(chan error, 1)
	go func() { ended <- c.Run(ctx, con, engine.Open) }()
	for !strings.Contains(out.String(), "[y/N]") {
		time.Sleep(time.Millisecond)
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) || !strings.Contains(errs.String(), "readout corpus publish --server 7") {
		t.Errorf("%v\n%s", err, &errs)
	}
}

// TestDoorRefuses: other versions, and requests that are none.
func TestDoorRefuses(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	client, err := control.Dial(t.Context(), h.data, version.Program())
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	for path, body := range map[string]string{"/list": "{", "/prepare": `{"guild":"7"}`, "/nothing": "{}", "/export": "no", "/backup": ""} {
		resp, err := client.Post(t.Context(), path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil || resp.StatusCode == http.StatusOK && !strings.Contains(string(text), `"fault":{`) {
			t.Errorf("%s %s: status %d, %s, %v", path, body, resp.StatusCode, text, err)
		}
	}
	if err := h.door.Close(); err != nil {
		t.Fatal(err)
	}

	// Nobody listens, and the directory is taken: by this process.
	status, _, stderr := h.readout(t, "corpus", "list", "--server", "7")
	if want := fmt.Sprintf("in use by process %d (readout test, since ", os.Getpid()); status != failure.StatusInput || !strings.Contains(stderr, want) ||
		!strings.Contains(stderr, "or stop it") {
		t.Errorf("taken: status %d\n%s", status, stderr)
	}

	server, err := control.Listen(h.data, "v0.0.1", desk.Serve(h.desk), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"corpus", "list", "--server", "7"}, {"backup", "-"}, {"verify"}, {"ask", "--server", "7", "Why?"}} {
		status, _, stderr := h.readout(t, args...)
		if status != failure.StatusInput || !strings.Contains(stderr, "the process that runs is version v0.0.1") || !strings.Contains(stderr, "restart the bot") {
			t.Errorf("%v: status %d\n%s", args, status, stderr)
		}
	}
	if err := errors.Join(server.Close(t.Context()), h.desk.Close()); err != nil {
		t.Error(err)
	}
}

// slowDesk begins, and waits until it is told to go on or given up.
type slowDesk struct {
	desk.Desk
	began chan string
	goOn  chan struct{}
}

func (s *slowDesk) Prepare(ctx context.Context, g store.GuildID, c libraries.Change, progress func(libraries.Progress)) (*libraries.Draft, error) {
	progress(libraries.Progress{Step: libraries.Reading, Done: 1, Total: 2})
	s.began <- "prepare"
	<-ctx.Done()
	s.began <- "given up"
	return nil, ctx.Err()
}

func (s *slowDesk) Publish(ctx context.Context, _ store.GuildID, _ string, _ bool) (*libraries.Published, error) {
	s.began <- "publish"
	<-s.goOn
	s.began <- fmt.Sprint("published ", ctx.Err())
	return &libraries.Published{Version: 5}, nil
}

func (s *slowDesk) Export(_ context.Context, _ store.GuildID, w io.Writer) error {
	_, _ = io.WriteString(w, "half of it")
	return errors.New("the disk is full")
}

// TestInterruptedClient: who goes away gives up what was only prepared, and not what was being published; a file that ends early is
// known to.
func TestInterruptedClient(t *testing.T) {
	t.Parallel()
	dir, err := os.MkdirTemp("", "h")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	slow := &slowDesk{began: make(chan string), goOn: make(chan struct{})}
	server, err := control.Listen(dir, version.Program(), desk.Serve(slow), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	far, err := desk.DataConfig{Data: dir}.Dial(t.Context())
	if err != nil || far == nil {
		t.Fatal(far, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	told := make(chan libraries.Progress, 1)
	go func() {
		<-slow.began
		<-told
		cancel()
	}()
	if _, err := far.Prepare(ctx, "7", libraries.Change{}, func(p libraries.Progress) { told <- p }); !errors.Is(err, context.Canceled) {
		t.Errorf("prepared: %v", err)
	}
	if got := <-slow.began; got != "given up" {
		t.Error(got)
	}
	ctx, cancel = context.WithCancel(t.Context())
	go func() {
		<-slow.began
		cancel()
	}()
	if _, err := far.Publish(ctx, "7", "x", false); !errors.Is(err, context.Canceled) {
		t.Errorf("published: %v", err)
	}
	close(slow.goOn)
	if got := <-slow.began; got != "published <nil>" {
		t.Error(got)
	}
	var b strings.Builder
	if err := far.Export(t.Context(), "7", &b); err == nil || err.Error() != "the disk is full" {
		t.Errorf("exported: %v", err)
	}
	if err := errors.Join(far.Close(), server.Close(t.Context())); err != nil {
		t.Error(err)
	}
}
