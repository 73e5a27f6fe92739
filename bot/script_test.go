package main

import (
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
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"readout/bot/control"
	"readout/bot/version"
)

func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == "extract" { // the program starts itself anew to read a file
		main()
		return
	}
	testscript.Main(m, map[string]func(){"readout": main, "spend": spendUntilKilled, "hold": holdData, "yardstick": yardstick})
}

// yardstick is work of which a processor that answers a question in the time it should takes about a fifth of that time.
func yardstick() {
	numbers := make([]uint64, 1<<19)
	source := rand.NewPCG(1, 2)
	for i := range numbers {
		numbers[i] = source.Uint64()
	}
	slices.Sort(numbers)
	fmt.Println(numbers[0])
}

// TestScripts runs the program as a process of its own, as people and scripts do: see testdata/script.
func TestScripts(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Log("not run in a short run: each line starts the program anew")
		return
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			// What a script's text can't hold.
			latin := filepath.Join(env.WorkDir, "latin")
			if err := os.Mkdir(latin, 0o755); err != nil {
				return err
			}
			env.Setenv("HOME", filepath.Join(env.WorkDir, "home")) // what is kept for the user lies there
			env.Setenv("LONG", strings.Repeat("why ", 2500))       // 10,000 characters
			env.Setenv("MANY", strings.Repeat("why ", 1500))       // 6,000 characters
			return os.WriteFile(filepath.Join(latin, "caf\u00e9.txt"), []byte("A title\n\nThe caf\xe9 reopened on Tuesday.\n"), 0o644)
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){"status": status, "damage": damage, "listens": listens},
	})
}

// status runs a command that must end with the exit status given: status 2 readout ask.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N command [args...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var exit *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("%q ended with status %d, want %d", args[1:], got, want)
	}
}

// damage changes a byte of a file, or of the first in a folder: damage FILE.
func damage(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: damage FILE")
	}
	file := ts.MkAbs(args[0])
	if entries, err := os.ReadDir(file); err == nil {
		file = filepath.Join(file, entries[0].Name())
	}
	data, err := os.ReadFile(file)
	ts.Check(err)
	data[len(data)/2] ^= 1
	for i := range min(len(data), 8192) {
		data[i] ^= 1 // the first pages of a store are used, whichever else are
	}
	ts.Check(os.WriteFile(file, data, 0o600))
}

// listens waits until a process listens in a data directory: listens DIR.
func listens(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: listens DIR")
	}
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		client, err := control.Dial(context.Background(), ts.MkAbs(args[0]), version.Program())
		if err == nil {
			client.Close()
			return
		}
		if time.Now().After(deadline) {
			ts.Fatalf("nobody listens in %s: %v", args[0], err)
		}
	}
}
