package postgres_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"testing"

	"readout/bot/postgres"
	"readout/bot/store"
	"readout/bot/store/storetest"
	"readout/bot/store/storetest/dying"
)

// A child of a test is the test's program, told by this variable to write to a database until it is killed.
const writeURL = "READOUT_POSTGRES_TEST_WRITE"

// writeUntilKilled writes to a database, and publishes versions of a library there, until the process is killed.
func writeUntilKilled(ctx context.Context, url string) error {
	s, err := postgres.Open(ctx, url, store.Options{})
	if err != nil {
		return err
	}
	return storetest.WriteUntilKilled(ctx, s, func(tell func(what string, of any)) error {
		for {
			heads, err := s.Heads(ctx)
			next := heads["5"].Version + 1
			if err == nil {
				err = s.Library("5").Commit(next-1, next, fmt.Appendf(nil, "manifest %d", next), fmt.Append(nil, next))
			}
			if err != nil {
				return err
			}
			tell("published", next)
		}
	})
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
	all, published := storetest.NewAcknowledged(), 0
	kills := dying.Rounds(os.Getenv("READOUT_TEST_KILLS"), 10)
	for round := range kills {
		c := exec.CommandContext(t.Context(), os.Args[0])
		c.Env = append(os.Environ(), writeURL+"="+url)
		dying.AtSomeMoment(t, c, round, func(what, of string) {
			if all.Heard(what, of); what == "published" {
				_, err := fmt.Sscan(of, &published)
				storetest.Must(t, err)
			}
		})
	}
	all.Check(t, s, kills)
	if contents := postgres.Contents(t, s); len(contents["passages"]) != 2*len(contents["receipts"]) {
		t.Errorf("%d receipts and %d of their passages", len(contents["receipts"]), len(contents["passages"]))
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
	t.Logf("%d kills: %s, %d versions", kills, all, head)
}
