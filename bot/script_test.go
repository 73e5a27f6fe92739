package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"readout": main, "spend": spendUntilKilled})
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
			env.Setenv("LONG", strings.Repeat("why ", 2500)) // 10,000 characters
			return os.WriteFile(filepath.Join(latin, "caf\u00e9.txt"), []byte("A title\n\nThe caf\xe9 reopened on Tuesday.\n"), 0o644)
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){"status": status},
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
