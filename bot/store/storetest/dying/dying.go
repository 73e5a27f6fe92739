// Package dying runs a test's program anew as a child that announces its steps, and kills it at one of them: what a store promises must
// hold after any.
package dying

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

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
