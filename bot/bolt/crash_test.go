package bolt

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"readout/bot/store"
	"readout/bot/store/storetest"
	"readout/bot/store/storetest/dying"
)

// A child of a test is the test binary itself, told by this variable what to do in the directory of the other.
const (
	childTask = "READOUT_STORE_TEST_CHILD"
	childDir  = "READOUT_STORE_TEST_DIR"
)

func TestMain(m *testing.M) {
	switch task := os.Getenv(childTask); task {
	case "":
		os.Exit(m.Run())
	case "write":
		fail(writeUntilKilled(os.Getenv(childDir)))
	case "fill":
		fail(fillADisk(os.Getenv(childDir)))
	default:
		fail(fmt.Errorf("no such task: %s", task))
	}
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func child(t *testing.T, task, dir string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	storetest.Must(t, err)
	cmd := exec.CommandContext(t.Context(), exe)
	cmd.Env = append(os.Environ(), childTask+"="+task, childDir+"="+dir)
	cmd.Stderr = os.Stderr
	return cmd
}

// writeUntilKilled writes to a store until the process is killed.
func writeUntilKilled(dir string) error {
	s, err := Open(dir, store.Options{LockTimeout: 10 * time.Second})
	if err != nil {
		return err
	}
	return storetest.WriteUntilKilled(context.Background(), s, nil)
}

// inOneFile is how often a file's writer is killed before a new file is begun: reading what was acknowledged of a longer life takes ever
// longer, and shows no more.
const inOneFile = 20

// Killed at any moment, the store opens again, is whole, and holds everything that was acknowledged.
func TestKilledWhileWriting(t *testing.T) {
	t.Parallel()
	dir, all, last := "", (*storetest.Acknowledged)(nil), 0
	kills := dying.Rounds(os.Getenv("READOUT_TEST_KILLS"), 10)
	for round := range kills {
		if round%inOneFile == 0 {
			dir, all, last = t.TempDir(), storetest.NewAcknowledged(), 0
		}
		last++
		dying.AtSomeMoment(t, child(t, "write", dir), round, all.Heard)
		s, err := Open(dir, store.Options{})
		storetest.Must(t, err)
		all.Check(t, s, last)
		storetest.Must(t, s.Close())
		if last == inOneFile || round == kills-1 {
			t.Logf("%d kills: in the last %d %s", round+1, last, all)
		}
	}
}
