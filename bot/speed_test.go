//go:build unix

package main

import (
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"testing"
	"time"
)

// TestAskIsQuickAndSmall measures a whole run of the program as a process: what it costs somebody to ask one question.
func TestAskIsQuickAndSmall(t *testing.T) {
	if testing.Short() {
		t.Log("not measured in a short run")
		return
	}
	const (
		// Of processors, the best of a few runs. The aim is 300 ms on a quiet machine; where tests of other packages share its caches
		// the same work takes longer. On a slow machine it is so many times what the yardstick takes there.
		mostTime       = 500 * time.Millisecond
		mostYardsticks = 5
		mostMemory     = 150 << 20 // bytes, resident
	)
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	run := func(args ...string) (took time.Duration, memory int64) {
		cmd := exec.CommandContext(t.Context(), program)
		cmd.Args = args // the first of which says what the test binary runs
		cmd.Dir, cmd.Env = t.TempDir(), []string{}
		if out, err := cmd.CombinedOutput(); err != nil || len(out) == 0 {
			t.Fatalf("%v: %s", err, out)
		}
		if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
			unit := int64(1024)
			if runtime.GOOS == "darwin" {
				unit = 1
			}
			memory = usage.Maxrss * unit
		}
		return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), memory
	}
	best, stick, memory := time.Hour, time.Hour, int64(0)
	for range 5 {
		took, used := run("readout", "ask", "What was said about the talks?")
		best, memory = min(best, took), max(memory, used)
		took, _ = run("yardstick")
		stick = min(stick, took)
	}
	t.Logf("%v of processor time, where the yardstick takes %v, and %d MB", best, stick, memory>>20)
	if most := max(mostTime, mostYardsticks*stick); best > most {
		t.Errorf("a question takes %v, more than %v", best, most)
	}
	if memory > mostMemory {
		t.Errorf("a question takes %d MB, more than %d", memory>>20, int64(mostMemory)>>20)
	}
}
