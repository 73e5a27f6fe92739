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
		// the same work takes longer.
		mostTime   = 500 * time.Millisecond
		mostMemory = 150 << 20 // bytes, resident
	)
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	best, memory := time.Hour, int64(0)
	for range 5 {
		cmd := exec.CommandContext(t.Context(), program)
		cmd.Args = []string{"readout", "ask", "What was said about the talks?"} // the test binary runs main under this name
		cmd.Dir, cmd.Env = t.TempDir(), []string{}
		if out, err := cmd.CombinedOutput(); err != nil || len(out) == 0 {
			t.Fatalf("%v: %s", err, out)
		}
		best = min(best, cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime())
		if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
			unit := int64(1024)
			if runtime.GOOS == "darwin" {
				unit = 1
			}
			memory = max(memory, usage.Maxrss*unit)
		}
	}
	t.Logf("%v of processor time, %d MB", best, memory>>20)
	if best > mostTime {
		t.Errorf("a question takes %v, more than %v", best, mostTime)
	}
	if memory > mostMemory {
		t.Errorf("a question takes %d MB, more than %d", memory>>20, int64(mostMemory)>>20)
	}
}
