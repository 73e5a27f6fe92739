package waiting_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"readout/bot/bolt"
	"readout/bot/store"
	"readout/bot/store/storetest/dying"
	"readout/bot/waiting"
	"readout/retrieval/answer"
)

const (
	guild  store.GuildID = "11"
	member store.UserID  = "22"
)

var start = time.Date(2031, 5, 6, 12, 0, 0, 0, time.UTC)

func opened(t testing.TB, dir string) *bolt.Store {
	t.Helper()
	s, err := bolt.Open(dir, store.Options{Clock: func() time.Time { return start }, LockTimeout: 20 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// asked is the receipt of a question that was not answered.
func asked(t testing.TB, s *bolt.Store) store.ReceiptID {
	t.Helper()
	id, err := s.AddReceipt(t.Context(), store.Receipt{Guild: guild, Channel: "33", Asker: member, Question: "Who paid?", Unanswered: "not_covered"})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// wire is the channel in which the bot tells.
type wire struct {
	dying.Channel
	kept    *bolt.Store
	answers bool
}

func (w *wire) Ask(context.Context, waiting.Question) (*answer.Answer, bool, error) {
	return &answer.Answer{}, w.answers, w.Step("ask")
}

func (w *wire) Begin(ctx context.Context, q waiting.Question, _ *answer.Answer) (waiting.Sending, error) {
	if err := w.Step("begin"); err != nil {
		return waiting.Sending{}, err
	}
	id, err := w.kept.AddReceipt(ctx, store.Receipt{Channel: "44", Asker: q.Member, Question: q.Text})
	return waiting.Sending{Receipt: id, Channel: "44"}, err
}

func (w *wire) Arrived(_ context.Context, _ waiting.Question, s waiting.Sending) (bool, error) {
	return w.Channel.Arrived(string(s.Receipt))
}

func (w *wire) Send(_ context.Context, _ waiting.Question, _ *answer.Answer, s waiting.Sending) error {
	return w.Channel.Send(string(s.Receipt), "it")
}

func (w *wire) Undo(ctx context.Context, s waiting.Sending) error {
	return w.kept.DeleteReceipt(ctx, s.Receipt)
}

// told is how often anybody was told anything.
func (w *wire) told(t testing.TB) int {
	t.Helper()
	all, err := w.Messages("*")
	if err != nil {
		t.Fatal(err)
	}
	return len(all)
}

func add(t testing.TB, s *bolt.Store, id store.ReceiptID) error {
	t.Helper()
	return waiting.Add(t.Context(), s, id, waiting.Question{Text: "Who paid?", Member: member, Guild: guild, Channel: "33"}, start)
}

// TestTold: nothing is told until the articles answer; then once, and never again.
func TestTold(t *testing.T) {
	t.Parallel()
	s := opened(t, t.TempDir())
	defer s.Close()
	w := &wire{Channel: dying.Channel{Dir: t.TempDir()}, kept: s}
	id := asked(t, s)
	if err := add(t, s, id); err != nil {
		t.Fatal(err)
	}
	if err := add(t, s, id); !errors.Is(err, store.ErrExists) {
		t.Errorf("asked for twice: %v", err)
	}
	tell := func(version string, want int) {
		t.Helper()
		if n, err := waiting.Tell(t.Context(), s, w, guild, version, start); n != want || err != nil {
			t.Errorf("at %s %d are told, %v; want %d", version, n, err, want)
		}
	}
	tell("v1", 0)
	w.Fail = func(step string) error { return errors.New(step + " again") } // of a version that was asked nothing is
	tell("v1", 0)
	w.Fail, w.answers = nil, true
	tell("v2", 1)
	tell("v2", 0)
	tell("v3", 0)
	if n := w.told(t); n != 1 {
		t.Errorf("told %d times", n)
	}
}

// TestFailures: whatever fails, the question goes on waiting; where nobody can be told, it ends.
func TestFailures(t *testing.T) {
	t.Parallel()
	for _, step := range []string{"ask", "begin", "send", "sent"} {
		s := opened(t, t.TempDir())
		w := &wire{Channel: dying.Channel{Dir: t.TempDir()}, kept: s, answers: true}
		if err := add(t, s, asked(t, s)); err != nil {
			t.Fatal(err)
		}
		w.FailAt(step, errors.New("the wire is cut"))
		if n, err := waiting.Tell(t.Context(), s, w, guild, "v1", start); n != 0 || err == nil {
			t.Errorf("%s fails: told %d, %v", step, n, err)
		}
		w.Fail = nil
		if n, err := waiting.Tell(t.Context(), s, w, guild, "v1", start); n != 1 || err != nil || w.told(t) != 1 {
			t.Errorf("after %s failed: told %d, %v, %d messages", step, n, err, w.told(t))
		}
		if err := add(t, s, asked(t, s)); err != nil {
			t.Fatal(err)
		}
		w.FailAt(step, fmt.Errorf("gone: %w", waiting.ErrNowhere))
		_, _ = waiting.Tell(t.Context(), s, w, guild, "v2", start)
		if open, err := waiting.Open(t.Context(), s, guild, start); step != "ask" && (len(open) != 0 || err != nil) {
			t.Errorf("nowhere to tell at %s, and %d wait, %v", step, len(open), err)
		}
		s.Close()
	}
}

// TestNoLongerAnswered: what was on its way when the program ended, and is not answered any more, is not sent.
func TestNoLongerAnswered(t *testing.T) {
	t.Parallel()
	s := opened(t, t.TempDir())
	defer s.Close()
	w := &wire{Channel: dying.Channel{Dir: t.TempDir()}, kept: s, answers: true}
	w.FailAt("send", errors.New("cut"))
	if err := add(t, s, asked(t, s)); err != nil {
		t.Fatal(err)
	}
	if _, err := waiting.Tell(t.Context(), s, w, guild, "v1", start); err == nil {
		t.Fatal("sent")
	}
	w.Fail, w.answers = nil, false
	if n, err := waiting.Tell(t.Context(), s, w, guild, "v2", start); n != 0 || err != nil || w.told(t) != 0 {
		t.Errorf("told %d, %v", n, err)
	}
	w.answers = true
	if n, err := waiting.Tell(t.Context(), s, w, guild, "v3", start); n != 1 || err != nil || w.told(t) != 1 {
		t.Errorf("told %d, %v", n, err)
	}
}

// TestLimits: so many wait for a member and in a server, for so long, and none for who is forgotten.
func TestLimits(t *testing.T) {
	t.Parallel()
	s := opened(t, t.TempDir())
	defer s.Close()
	for i := range waiting.MostMember + 1 {
		if err := add(t, s, asked(t, s)); (err != nil) != (i == waiting.MostMember) || err != nil && !errors.Is(err, store.ErrFull) {
			t.Errorf("number %d: %v", i+1, err)
		}
	}
	late := start.Add(waiting.Kept)
	if open, err := waiting.Open(t.Context(), s, guild, late.Add(-time.Second)); len(open) != waiting.MostMember || err != nil {
		t.Errorf("before the end %d wait, %v", len(open), err)
	}
	if open, err := waiting.Open(t.Context(), s, guild, late); len(open) != 0 || err != nil {
		t.Errorf("after it %d wait, %v", len(open), err)
	}
	if _, err := s.ForgetMember(t.Context(), member); err != nil {
		t.Fatal(err)
	}
	if open, err := waiting.Open(t.Context(), s, guild, start); len(open) != 0 || err != nil {
		t.Errorf("of who is forgotten %d wait, %v", len(open), err)
	}
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// asTeller in the environment makes the test a process that tells, and is killed.
const asTeller = "READOUT_TEST_TELLER"

func TestMain(m *testing.M) { os.Exit(dying.Main(m, os.Getenv(asTeller), tell)) }

// tell is what the child does: two versions are published one after the other while it runs. Each step is announced, so that whoever
// waits can kill it at any of them.
func tell(task string) error {
	dir, version, _ := strings.Cut(task, "|")
	s, err := bolt.Open(filepath.Join(dir, "store"), store.Options{Clock: func() time.Time { return start }, LockTimeout: 20 * time.Second})
	if err != nil {
		return err
	}
	w := &wire{Channel: dying.Channel{Dir: filepath.Join(dir, "wire"), Fail: dying.Announce}, kept: s, answers: true}
	for _, v := range []string{version, version + "b"} {
		if _, err := waiting.Tell(context.Background(), s, w, guild, v, start); err != nil {
			return err
		}
	}
	return s.Close()
}

// TestKilled: the process that tells is killed at any moment, and started again: in the end everybody is told exactly once.
func TestKilled(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	w := &wire{Channel: dying.Channel{Dir: filepath.Join(dir, "wire")}}
	if err := os.Mkdir(w.Dir, 0o700); err != nil {
		t.Fatal(err)
	}
	run := func(round int, step string) {
		dying.Run(t, append(os.Environ(), fmt.Sprintf("%s=%s|v%d", asTeller, dir, round)), step)
	}
	steps := []string{"ask", "begin", "send", "sent", "arrived"}
	for round := range dying.Rounds(os.Getenv("READOUT_TEST_ROUNDS"), 12) {
		s := opened(t, filepath.Join(dir, "store"))
		if err := add(t, s, asked(t, s)); err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		run(round, steps[rand.IntN(len(steps))])
		run(round, steps[rand.IntN(len(steps))])
		run(round, "")
		if n := w.told(t); n != round+1 {
			t.Fatalf("after %d rounds, %d messages", round+1, n)
		}
	}
}
