// Package dying runs a test's program anew as a child that announces its steps, and kills it at one of them: what a store promises must
// hold after any.
package dying

import (
	"bufio"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Main runs the tests, or as the child, which has a task, does that; it returns the program's status.
func Main(m *testing.M, task string, child func(task string) error) int {
	if task == "" {
		return m.Run()
	}
	if err := child(task); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// Rounds is how often a child is killed: what is set, or the given number where that is no number.
func Rounds(set string, otherwise int) int {
	if n, err := strconv.Atoi(set); err == nil {
		return n
	}
	return otherwise
}

// Announce tells the parent which step begins, and leaves it a moment in which to kill. It fails none.
func Announce(step string) error {
	fmt.Println(step)
	time.Sleep(time.Duration(rand.IntN(300)) * time.Microsecond)
	return nil
}

// Run runs the test's program in an environment until it ends, killed once it has announced the given step; "" kills none.
func Run(t testing.TB, env []string, step string) {
	t.Helper()
	c := exec.Command(os.Args[0])
	c.Env = env
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	var seen strings.Builder
	b := make([]byte, 64)
	for {
		n, err := out.Read(b)
		seen.Write(b[:n])
		if step != "" && strings.Contains(seen.String(), step+"\n") {
			time.Sleep(time.Duration(rand.IntN(2000)) * time.Microsecond)
			_ = c.Process.Kill() // it may have ended
			step = ""
		}
		if err != nil {
			break
		}
	}
	_ = c.Wait() // that it was killed is what was wanted; what it left is looked at
}

// AtSomeMoment starts a child, which prints a line of two words for each thing that it did, and kills it: mostly a while after its first
// line, however slow the machine, in every fifth round while it begins.
func AtSomeMoment(t testing.TB, c *exec.Cmd, round int, heard func(what, of string)) {
	t.Helper()
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	killer := time.AfterFunc(time.Minute, func() { _ = c.Process.Kill() })
	soon := func() { killer.Reset(time.Duration(rand.IntN(130)) * time.Millisecond) }
	early := round%5 == 4
	if early {
		soon()
	}
	lines := bufio.NewScanner(out)
	for first := true; lines.Scan(); first = false {
		if first && !early {
			soon()
		}
		what, of, _ := strings.Cut(lines.Text(), " ")
		heard(what, of)
	}
	err = c.Wait()
	killer.Stop()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() == 1 {
		t.Fatalf("the child ended by itself: %v", err)
	}
}
