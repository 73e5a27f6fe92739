package bolt

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
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

// writeUntilKilled prints a line for each write after the store has acknowledged it.
func writeUntilKilled(dir string) error {
	s, err := Open(dir, store.Options{LockTimeout: 10 * time.Second})
	if err != nil {
		return err
	}
	ctx := context.Background()
	var mu sync.Mutex
	acknowledge := func(format string, args ...any) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Printf(format+"\n", args...)
	}
	failed := make(chan error)
	for range 4 {
		go func() {
			for {
				n := rand.Uint64()>>1 | 1
				r := storetest.Answer(storetest.Ann, 1, "p1", "p2")
				r.Message = store.FromSnowflake[store.MessageID](n)
				id, err := s.AddReceipt(ctx, r)
				if err != nil {
					failed <- err
					return
				}
				acknowledge("receipt %s", id)
				res, err := s.Reserve(ctx, store.Charge{Guild: storetest.GuildA, Member: storetest.Ben, Amount: store.Amount{Questions: 1, Tokens: 10}})
				if err != nil {
					failed <- err
					return
				}
				acknowledge("reserved 10")
				if n%2 == 0 {
					if err := s.Settle(ctx, res, store.Amount{Questions: 1, Tokens: 4}); err != nil {
						failed <- err
						return
					}
				}
				if err := s.PutFeedback(ctx, store.Feedback{Receipt: id, Member: storetest.Ben, Vote: store.Down}); err != nil {
					failed <- err
					return
				}
				acknowledge("feedback %s", id)
				if n%4 < 2 {
					if err := s.DeleteReceipt(ctx, id); err != nil {
						failed <- err
						return
					}
					acknowledge("deleted %s", id)
				}
			}
		}()
	}
	return <-failed
}

// Killed at any moment, the store opens again, is whole, and holds everything that was acknowledged.
func TestKilledWhileWriting(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	receipt, feedback, deleted := map[store.ReceiptID]bool{}, map[store.ReceiptID]bool{}, map[store.ReceiptID]bool{}
	questions := int64(0)
	began := time.Now().UTC()
	kills := dying.Rounds(os.Getenv("READOUT_TEST_KILLS"), 10)
	for round := range kills {
		cmd := child(t, "write", dir)
		out, err := cmd.StdoutPipe()
		storetest.Must(t, err)
		storetest.Must(t, cmd.Start())
		// Most children are killed a while after their first write, however slow the machine; some while they begin.
		killer := time.AfterFunc(time.Minute, func() { cmd.Process.Kill() })
		soon := func() { killer.Reset(time.Duration(rand.IntN(130)) * time.Millisecond) }
		if round%5 == 4 {
			soon()
		}
		lines := bufio.NewScanner(out)
		for first := true; lines.Scan(); first = false {
			if first && round%5 != 4 {
				soon()
			}
			what, id, _ := strings.Cut(lines.Text(), " ")
			switch what {
			case "receipt":
				receipt[store.ReceiptID(id)] = true
			case "feedback":
				feedback[store.ReceiptID(id)] = true
			case "deleted":
				deleted[store.ReceiptID(id)] = true
			case "reserved":
				questions++
			}
		}
		err = cmd.Wait()
		killer.Stop()
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() == 1 {
			t.Fatalf("the child ended by itself: %v", err)
		}

		s, err := Open(dir, store.Options{})
		storetest.Must(t, err)
		storetest.Must(t, s.Check(t.Context()))
		for id := range receipt {
			_, err := s.Receipt(t.Context(), id)
			switch {
			case err == nil && !deleted[id]:
			case errors.Is(err, store.ErrNotFound) && (deleted[id] || feedback[id]): // the deletion that follows feedback may not be acknowledged
			default:
				t.Fatalf("receipt %s, acknowledged, deleted %v: %v", id, deleted[id], err)
			}
		}
		for id := range feedback {
			all, err := s.FeedbackOn(t.Context(), id)
			storetest.Must(t, err)
			if _, err := s.Receipt(t.Context(), id); err == nil && len(all) != 1 {
				t.Fatalf("feedback on %s is gone", id)
			}
		}
		counted := int64(0)
		for _, at := range []time.Time{began, time.Now().UTC()} { // the test may run over midnight
			if at.Day() == began.Day() && counted > 0 {
				break
			}
			u, err := s.Usage(t.Context(), at, storetest.GuildA, storetest.Ben)
			storetest.Must(t, err)
			counted += u.MemberHere.Questions
		}
		if counted < questions {
			t.Fatalf("%d questions counted, %d were acknowledged", counted, questions)
		}
		storetest.Must(t, s.Close())
	}
	if len(receipt) == 0 || questions == 0 {
		t.Fatalf("%d kills interrupted nothing", kills)
	}
	t.Logf("%d kills: %d receipts, %d deleted, %d reservations", kills, len(receipt), len(deleted), questions)
}
