package fetch

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"
)

// asChild is the variable that has this test program be a child instead of testing. Its value is what the child does.
const asChild = "READOUT_TEST_CHILD"

// memoryReport is the variable that names the file in which a child tells how much memory it holds.
const memoryReport = "READOUT_TEST_MEMORY"

func TestMain(m *testing.M) {
	if file := os.Getenv(memoryReport); file != "" {
		go reportMemory(file)
	}
	switch os.Getenv(asChild) {
	case "":
		os.Exit(m.Run())
	case "extract":
		if err := Extract(context.Background(), os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	case "batch":
		if err := batch(os.Stdin); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	case "confined":
		if err := confined(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	case "hang":
		time.Sleep(time.Minute)
	case "spin":
		if err := limitProcessor(1); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		for spun := 0; spun >= 0; spun = (spun + 1) % 1000 {
		}
	case "chatter":
		for {
			if _, err := os.Stdout.Write(bytes.Repeat([]byte("a"), 1<<16)); err != nil {
				os.Exit(1)
			}
		}
	case "greed":
		if err := greed(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	case "crash":
		panic("as a parser might")
	case "nonsense":
		fmt.Print(`{"Title": 1}`)
	}
}

// greed takes memory until it is stopped, under the limits of Extract.
func greed() error {
	if err := limitMemory(extractMemory); err != nil {
		return err
	}
	go func() {
		fmt.Fprintln(os.Stderr, watchMemory(context.Background(), extractMemory))
		os.Exit(1)
	}()
	var held [][]byte
	for {
		held = append(held, bytes.Repeat([]byte("a"), 1<<20))
		if len(held) > 4096 {
			return fmt.Errorf("%d MB were to be had", len(held))
		}
	}
}

// child starts this test program as a child that extracts.
func child(ctx context.Context) *exec.Cmd { return childThat("extract")(ctx) }

// childThat starts this test program as a child that does something.
func childThat(does string) func(context.Context) *exec.Cmd {
	return func(ctx context.Context) *exec.Cmd {
		cmd := exec.CommandContext(ctx, os.Args[0])
		cmd.Env = []string{asChild + "=" + does}
		return cmd
	}
}
