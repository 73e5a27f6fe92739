package fetch

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"testing"
)

// asChild is the variable that has this test program extract instead of test.
const asChild = "READOUT_TEST_EXTRACT"

func TestMain(m *testing.M) {
	if os.Getenv(asChild) == "" {
		os.Exit(m.Run())
	}
	if err := Extract(context.Background(), os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// child starts this test program as a child that extracts.
func child(ctx context.Context) *exec.Cmd {
	cmd := exec.CommandContext(ctx, os.Args[0])
	cmd.Env = []string{asChild + "=1"}
	return cmd
}
