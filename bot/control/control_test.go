package control_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"readout/bot/control"
)

var silent = slog.New(slog.DiscardHandler)

// dir is a directory whose name leaves room for a socket's.
func dir(t *testing.T) string {
	t.Helper()
	d, err := os.MkdirTemp("", "c")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(d) })
	return d
}

func echo(w http.ResponseWriter, r *http.Request) {
	_, _ = io.WriteString(w, r.URL.Path+" ")
	_, _ = io.Copy(w, r.Body)
}

func listen(t *testing.T, dir, version string, handler http.HandlerFunc) *control.Server {
	t.Helper()
	s, err := control.Listen(dir, version, handler, silent)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAsk(t *testing.T) {
	t.Parallel()
	d := dir(t)
	s := listen(t, d, "v1", echo)
	info, err := os.Stat(filepath.Join(d, "socket"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the socket: %v, %v", info, err)
	}
	c, err := control.Dial(t.Context(), d, "v1")
	if err != nil {
		t.Fatal(err)
	}
	resp, err := c.Post(t.Context(), "/do", strings.NewReader("this"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(resp.Body)
	if err != nil || string(got) != "/do this" {
		t.Errorf("%q, %v", got, err)
	}
	resp.Body.Close()
	c.Close()
	if err := s.Close(t.Context()); err != nil {
		t.Error(err)
	}
	if left, _ := os.ReadDir(d); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
	if _, err := control.Dial(t.Context(), d, "v1"); !errors.Is(err, control.ErrNobody) {
		t.Errorf("afterwards: %v", err)
	}
}

func TestVersions(t *testing.T) {
	t.Parallel()
	d := dir(t)
	s := listen(t, d, "v1", echo)
	var differ *control.VersionError
	if _, err := control.Dial(t.Context(), d, "v2"); !errors.As(err, &differ) || *differ != (control.VersionError{Ours: "v2", Theirs: "v1"}) {
		t.Errorf("another version: %v", err)
	}
	// The program is replaced between two requests.
	c, err := control.Dial(t.Context(), d, "v1")
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := s.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	s = listen(t, d, "v2", echo)
	defer func() {
		if err := s.Close(t.Context()); err != nil {
			t.Error(err)
		}
	}()
	if _, err := c.Post(t.Context(), "/do", nil); !errors.As(err, &differ) {
		t.Errorf("replaced: %v", err)
	}
}

// TestNobody: what a killed process leaves is no obstacle, neither to those who ask nor to the next one that listens.
func TestNobody(t *testing.T) {
	t.Parallel()
	d := dir(t)
	if _, err := control.Dial(t.Context(), d, "v1"); !errors.Is(err, control.ErrNobody) {
		t.Errorf("no socket: %v", err)
	}
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: filepath.Join(d, "socket"), Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	l.SetUnlinkOnClose(false)
	l.Close()
	if err := os.Mkdir(filepath.Join(d, ".socket-17"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := control.Dial(t.Context(), d, "v1"); !errors.Is(err, control.ErrNobody) {
		t.Errorf("a stale socket: %v", err)
	}
	s := listen(t, d, "v1", echo)
	c, err := control.Dial(t.Context(), d, "v1")
	if err != nil {
		t.Errorf("after a stale socket: %v", err)
	} else {
		c.Close()
	}
	if err := s.Close(t.Context()); err != nil {
		t.Error(err)
	}
	if left, _ := os.ReadDir(d); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
	long := filepath.Join(d, strings.Repeat("long", 40))
	if err := os.Mkdir(long, 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := control.Listen(long, "v1", http.HandlerFunc(echo), silent); err == nil {
		t.Error("a path too long for a socket has one")
	}
	if _, err := control.Dial(t.Context(), long, "v1"); !errors.Is(err, control.ErrNobody) {
		t.Errorf("a path too long for a socket: %v", err)
	}
	if left, _ := os.ReadDir(long); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

// TestInterrupted: who goes away ends what was begun for them; who closes waits for what was begun.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	d := dir(t)
	began, ended := make(chan struct{}), make(chan error, 1)
	finish := make(chan struct{})
	s := listen(t, d, "v1", func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		began <- struct{}{}
		select {
		case <-r.Context().Done():
			ended <- r.Context().Err()
		case <-finish:
			_, _ = io.WriteString(w, "done")
		}
	})
	c, err := control.Dial(t.Context(), d, "v1")
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-began
		cancel()
	}()
	if _, err := c.Post(ctx, "/do", strings.NewReader("x")); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
	if err := <-ended; err == nil {
		t.Error("the handler was not told")
	}

	got := make(chan string, 1)
	go func() {
		resp, err := c.Post(t.Context(), "/do", nil)
		if err != nil {
			got <- err.Error()
			return
		}
		defer resp.Body.Close()
		text, _ := io.ReadAll(resp.Body)
		got <- string(text)
	}()
	<-began
	closed := make(chan error, 1)
	go func() { closed <- s.Close(t.Context()) }()
	select {
	case <-closed:
		t.Error("closed while a request had begun")
	case <-time.After(50 * time.Millisecond):
	}
	close(finish)
	if text := <-got; text != "done" {
		t.Errorf("the last answer: %q", text)
	}
	if err := <-closed; err != nil {
		t.Error(err)
	}
}

func TestCloseInTime(t *testing.T) {
	t.Parallel()
	d := dir(t)
	began := make(chan struct{})
	s := listen(t, d, "v1", func(_ http.ResponseWriter, r *http.Request) {
		close(began)
		<-r.Context().Done()
	})
	c, err := control.Dial(t.Context(), d, "v1")
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	failed := make(chan error, 1)
	go func() {
		resp, err := c.Post(t.Context(), "/do", nil)
		if err == nil {
			resp.Body.Close()
		}
		failed <- err
	}()
	<-began
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if err := s.Close(ctx); err != nil {
		t.Error(err)
	}
	if err := <-failed; err == nil {
		t.Error("a request that was broken off was answered")
	}
}
