package postgres_test

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

	"readout/bot/postgres"
	"readout/bot/store"
	"readout/bot/store/storetest"
	"readout/bot/store/storetest/dying"
)

// A child of a test is the test's program, told by this variable to write to a database until it is killed.
const writeURL = "READOUT_POSTGRES_TEST_WRITE"

// writeUntilKilled prints a line for each write after the store has acknowledged it: answers, what is reserved for them, and versions of a
// library.
func writeUntilKilled(ctx context.Context, url string) error {
	s, err := postgres.Open(ctx, url, store.Options{})
	if err != nil {
		return err
	}
	var mu sync.Mutex
	tell := func(format string, args ...any) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Printf(format+"\n", args...)
	}
	failed := make(chan error)
	for range 2 {
		go func() {
			for {
				r := storetest.Answer(storetest.Ann, 1, "p1", "p2")
				r.Message = store.FromSnowflake[store.MessageID](rand.Uint64()>>1 | 1)
				id, err := s.AddReceipt(ctx, r)
				if err != nil {
					failed <- err
					return
				}
				tell("receipt %s", id)
				c := store.Charge{Guild: storetest.GuildA, Member: storetest.Ben, Amount: store.Amount{Questions: 1}}
				if _, err := s.Reserve(ctx, c); err != nil {
					failed <- err
					return
				}
				tell("reserved 1")
			}
		}()
	}
	go func() {
		for {
			heads, err := s.Heads(ctx)
			next := heads["5"].Version + 1
			if err == nil {
				err = s.Library("5").Commit(next-1, next, fmt.Appendf(nil, "manifest %d", next), fmt.Append(nil, next))
			}
			if err != nil {
				failed <- err
				return
			}
			tell("published %d", next)
		}
	}()
	return <-failed
}

// TestKilledWhileWriting: of a process that is killed at any moment, all that was acknowledged is there, once, and nothing is half there.
func TestKilledWhileWriting(t *testing.T) {
	t.Parallel()
	if !installed(t) {
		return
	}
	url := server.Database(t)
	s := opened(t, url)
	storetest.Must(t, s.BeginLibrary(t.Context(), "5"))
	began := time.Now().UTC()
	receipts, questions, published := map[store.ReceiptID]bool{}, int64(0), 0
	kills := dying.Rounds(os.Getenv("READOUT_TEST_KILLS"), 10)
	for round := range kills {
		c := exec.CommandContext(t.Context(), os.Args[0])
		c.Env = append(os.Environ(), writeURL+"="+url)
		c.Stderr = os.Stderr
		out, err := c.StdoutPipe()
		storetest.Must(t, err)
		storetest.Must(t, c.Start())
		killer := time.AfterFunc(time.Minute, func() { _ = c.Process.Kill() })
		soon := func() { killer.Reset(time.Duration(rand.IntN(130)) * time.Millisecond) }
		if round%5 == 4 {
			soon()
		}
		lines := bufio.NewScanner(out)
		for first := true; lines.Scan(); first = false {
			if first && round%5 != 4 {
				soon()
			}
			what, of, _ := strings.Cut(lines.Text(), " ")
			switch what {
			case "receipt":
				receipts[store.ReceiptID(of)] = true
			case "reserved":
				questions++
			case "published":
				_, err := fmt.Sscan(of, &published)
				storetest.Must(t, err)
			}
		}
		err = c.Wait()
		killer.Stop()
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() == 1 {
			t.Fatalf("the child ended by itself: %v", err)
		}
	}
	storetest.Must(t, s.Check(t.Context()))
	for id := range receipts {
		if _, err := s.Receipt(t.Context(), id); err != nil {
			t.Fatalf("acknowledged: %v", err)
		}
	}
	contents := postgres.Contents(t, s)
	if n := len(contents["receipts"]); len(contents["passages"]) != 2*n || n < len(receipts) || n > len(receipts)+2*kills {
		t.Errorf("%d receipts and %d of their passages, %d were acknowledged", n, len(contents["passages"]), len(receipts))
	}
	u, err := s.Usage(t.Context(), began, storetest.GuildA, storetest.Ben)
	if n := u.Total.Questions; err != nil || time.Now().UTC().Day() == began.Day() && (n < questions || n != int64(len(contents["reservations"]))) {
		t.Errorf("%d counted, %d reservations, %d were acknowledged, %v", n, len(contents["reservations"]), questions, err)
	}
	heads, err := s.Heads(t.Context())
	storetest.Must(t, err)
	head := heads["5"].Version
	if head < published || head > published+kills {
		t.Errorf("the library's head is %d, %d was acknowledged", head, published)
	}
	for v := 1; v <= head; v++ {
		if m, err := s.Library("5").Read(fmt.Sprintf("versions/%08d", v)); err != nil || string(m) != fmt.Sprint("manifest ", v) {
			t.Fatalf("version %d: %q, %v", v, m, err)
		}
	}
	if now, err := s.Library("5").Read("current"); err != nil || string(now) != fmt.Sprint(head) {
		t.Errorf("current is %q, the head %d, %v", now, head, err)
	}
	t.Logf("%d kills: %d receipts, %d reservations, %d versions", kills, len(receipts), questions, head)
}
