package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"readout/bot/store/storetest"

	"golang.org/x/sys/unix"
)

// keyboard is a program at a terminal of its own, and what it has shown.
type keyboard struct {
	t     *testing.T
	own   *os.File // the keyboard's and the screen's side of the terminal
	shown storetest.Log
	ended chan error
	at    int // how much of what is shown was looked at
}

// typeAt starts the program at a terminal.
func typeAt(t *testing.T, env []string, args ...string) *keyboard {
	t.Helper()
	own, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	number, err := unix.IoctlGetInt(int(own.Fd()), unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(int(own.Fd()), unix.TIOCSPTLCK, 0)
	}
	if err == nil {
		err = unix.IoctlSetWinsize(int(own.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: 80})
	}
	if err != nil {
		t.Fatal(err)
	}
	side, err := os.OpenFile(fmt.Sprint("/dev/pts/", number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Args, cmd.Dir = append([]string{"readout"}, args...), t.TempDir()
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "TERM=xterm"}, env...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = side, side, side
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	side.Close()
	k := &keyboard{t: t, own: own, ended: make(chan error, 1)}
	go func() {
		buffer := make([]byte, 4096)
		for {
			n, err := own.Read(buffer)
			_, _ = k.shown.Write(buffer[:n])
			if strings.Contains(string(buffer[:n]), whereIsTheCursor) {
				_, _ = own.WriteString("\x1b[1;1R") // as a terminal answers
			}
			if err != nil { // EIO once nobody has the other side open
				break
			}
		}
		k.ended <- cmd.Wait()
		own.Close()
	}()
	return k
}

// see waits until something is shown behind what was seen before.
func (k *keyboard) see(what string) {
	k.t.Helper()
	for deadline := time.Now().Add(2 * time.Minute); ; time.Sleep(5 * time.Millisecond) {
		all := k.shown.String()
		if i := strings.Index(all[k.at:], what); i >= 0 {
			k.at += i + len(what)
			return
		}
		select {
		case err := <-k.ended:
			k.t.Fatalf("it ended (%v) before it showed %q:\n%q", err, what, all)
		default:
		}
		if time.Now().After(deadline) {
			k.t.Fatalf("%q is not shown:\n%q", what, all)
		}
	}
}

func (k *keyboard) press(keys string) {
	k.t.Helper()
	if _, err := k.own.WriteString(keys); err != nil {
		k.t.Fatal(err)
	}
}

const (
	ctrlC, ctrlD, enter = "\x03", "\x04", "\r"
	whereIsTheCursor    = "\x1b[6n"
)

// leaves waits for the end, with status 0.
func (k *keyboard) leaves() {
	k.t.Helper()
	select {
	case err := <-k.ended:
		if err != nil {
			k.t.Errorf("it ended with %v:\n%q", err, k.shown.String())
		}
	case <-time.After(time.Minute):
		k.t.Errorf("it goes on:\n%q", k.shown.String())
	}
}

// TestCtrlCClearsTheLine: what is half typed is gone, and the prompt goes on; Ctrl-D ends it.
func TestCtrlCClearsTheLine(t *testing.T) {
	t.Parallel()
	k := typeAt(t, nil, "ask")
	k.see("> ")
	k.press("/nonsen")
	k.see("/nonsen")
	k.press(ctrlC)
	k.see("> ")
	k.press("/sources" + enter)
	k.see("5 articles") // had the line not been cleared, this would be no command
	k.see("> ")
	k.press(ctrlD)
	k.leaves()
}

// TestCtrlCGivesUpAnAnswer: what is under way ends, and the prompt goes on.
func TestCtrlCGivesUpAnAnswer(t *testing.T) {
	t.Parallel()
	asked := make(chan struct{}, 10)
	never := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // only then is it seen that the client left
		asked <- struct{}{}
		<-r.Context().Done()
	}))
	t.Cleanup(never.Close)
	k := typeAt(t, []string{"OPENAI_API_KEY=" + testKey, "OPENAI_BASE_URL=" + never.URL, "OPENAI_MODEL=slow"}, "ask")
	k.see("> ")
	k.press("What did Lavrov say about Venezuela?" + enter)
	<-asked
	k.see("asking") // shown while it takes long
	k.press(ctrlC)
	k.see("given up")
	k.see("> ")
	k.press("/sources" + enter)
	k.see("5 articles")
	k.see("> ")
	k.press(ctrlC) // on an empty line it leaves
	k.leaves()
}
