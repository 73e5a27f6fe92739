package news_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"readout/bot/bolt"
	"readout/bot/news"
	"readout/bot/store"
	"readout/bot/store/storetest/dying"
	"readout/corpus"
)

const guild store.GuildID = "11"

// monday is a Monday, an hour before digests of the day are due.
var monday = time.Date(2031, 5, 5, 8, 0, 0, 0, time.UTC)

func opened(t testing.TB, dir string) *bolt.Store {
	t.Helper()
	s, err := bolt.Open(dir, store.Options{Clock: func() time.Time { return monday }, LockTimeout: 20 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// wire is the channel in which digests are posted.
type wire struct {
	dying.Channel
	kept    *bolt.Store
	version int
}

func (w *wire) Present(context.Context) (int, error) { return w.version, w.Step("present") }

func (w *wire) Make(_ context.Context, since int) (*news.Report, error) {
	r := &news.Report{Since: fmt.Sprint("v", since), Now: fmt.Sprint("v", w.version)}
	if w.version%2 == 0 { // every other version brings an article
		r.Added = []news.Addition{{Article: &corpus.Article{ID: "a"}}}
	}
	return r, w.Step("make")
}

func (w *wire) Begin(ctx context.Context, s news.Sending, _ *news.Report) (store.ReceiptID, error) {
	if err := w.Step("begin"); err != nil || s.Receipt != "" {
		return s.Receipt, err
	}
	return w.kept.AddReceipt(ctx, store.Receipt{Guild: guild, Channel: s.Channel})
}

func (w *wire) Arrived(_ context.Context, s news.Sending) (bool, error) {
	return w.Channel.Arrived(string(s.Receipt))
}

func (w *wire) Post(_ context.Context, s news.Sending, _ *news.Report) error {
	return w.Send(string(s.Receipt), fmt.Sprint("v", s.Version))
}

func (w *wire) Undo(ctx context.Context, id store.ReceiptID) error {
	return w.kept.DeleteReceipt(ctx, id)
}

// posted are the versions that were told of.
func (w *wire) posted(t testing.TB) string {
	t.Helper()
	all, err := w.Messages("*")
	if err != nil {
		t.Fatal(err)
	}
	var versions []string
	for _, name := range all {
		versions = append(versions, strings.Split(filepath.Base(name), ".")[1])
	}
	slices.Sort(versions) // all are of one figure, where their order matters
	return strings.Join(versions, " ")
}

func choose(t testing.TB, in *bolt.Store, to store.ChannelID, day time.Weekday, present int, now time.Time) {
	t.Helper()
	if err := news.Choose(t.Context(), in, guild, to, day, present, now); err != nil {
		t.Fatal(err)
	}
}

func TestDue(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		day  time.Weekday
		now  string
		want string
	}{
		{time.Monday, "2031-05-05T08:59:59Z", "2031-04-28T09:00:00Z"},
		{time.Monday, "2031-05-05T09:00:00Z", "2031-05-05T09:00:00Z"},
		{time.Monday, "2031-05-11T23:00:00Z", "2031-05-05T09:00:00Z"},
		{time.Sunday, "2031-05-05T12:00:00Z", "2031-05-04T09:00:00Z"},
		{time.Saturday, "2031-05-05T12:00:00Z", "2031-05-03T09:00:00Z"},
		{time.Monday, "2031-05-05T10:30:00+02:00", "2031-04-28T09:00:00Z"},
	} {
		now, err := time.Parse(time.RFC3339, tc.now)
		if err != nil {
			t.Fatal(err)
		}
		if got := news.Due(tc.day, now).Format(time.RFC3339); got != tc.want {
			t.Errorf("%v at %s: %s, want %s", tc.day, tc.now, got, tc.want)
		}
	}
}

// TestWeekly: a digest of what is new since the one before, on its day, or as soon as the bot is there again; none where nothing is.
func TestWeekly(t *testing.T) {
	t.Parallel()
	s := opened(t, t.TempDir())
	defer s.Close()
	w := &wire{Channel: dying.Channel{Dir: t.TempDir()}, kept: s, version: 2}
	turn := func(version int, after time.Duration, want string) {
		t.Helper()
		w.version = version
		before := w.posted(t)
		posted, err := news.Turn(t.Context(), s, w, guild, monday.Add(after))
		if got := strings.TrimSpace(strings.TrimPrefix(w.posted(t), before)); got != want || posted != (want != "") || err != nil {
			t.Errorf("v%d after %v: posted %q (%v), %v; want %q", version, after, got, posted, err, want)
		}
	}
	const day = 24 * time.Hour
	turn(2, 2*time.Hour, "") // nobody has chosen it
	choose(t, s, "33", time.Monday, 2, monday)
	turn(4, 0, "")
	turn(4, 2*time.Hour, "v4")
	turn(6, 3*time.Hour, "")
	turn(6, 6*day, "")
	turn(6, 9*day, "v6") // the bot was down on the day
	turn(6, 14*day+2*time.Hour, "")
	turn(7, 21*day+2*time.Hour, "") // a version that brings nothing to tell
	choose(t, s, "34", time.Wednesday, 8, monday.Add(22*day))
	turn(8, 23*day, "")
	turn(8, 23*day+2*time.Hour, "v8")
	if err := news.End(t.Context(), s, guild); err != nil {
		t.Fatal(err)
	}
	turn(10, 40*day, "")
	if _, ok, err := news.Chosen(t.Context(), s, guild); ok || err != nil {
		t.Errorf("it is chosen still: %v, %v", ok, err)
	}
}

// TestWeeklyFailures: whatever fails, the digest is posted once in the end; where it can't be, the next one tells of that week too.
func TestWeeklyFailures(t *testing.T) {
	t.Parallel()
	for _, step := range []string{"present", "make", "begin", "send", "sent", "arrived"} {
		s := opened(t, t.TempDir())
		w := &wire{Channel: dying.Channel{Dir: t.TempDir()}, kept: s, version: 2}
		choose(t, s, "33", time.Monday, 0, monday)
		at := monday.Add(2 * time.Hour)
		for _, cut := range []string{step, "send"} { // the second time at the end of it
			w.Fail = func(now string) error {
				if now == cut || cut == "arrived" && now == "sent" {
					return errors.New("the wire is cut")
				}
				return nil
			}
			if posted, err := news.Turn(t.Context(), s, w, guild, at); err == nil && w.posted(t) == "" {
				t.Errorf("%s fails: posted %v, %v", cut, posted, err)
			}
		}
		w.Fail = nil
		choose(t, s, "44", time.Monday, 2, at) // another channel does not have it posted there as well
		for range 2 {
			if _, err := news.Turn(t.Context(), s, w, guild, at); err != nil || w.posted(t) != "v2" {
				t.Errorf("after %s failed: posted %q, %v", step, w.posted(t), err)
			}
		}
		w.version = 4
		w.Fail = func(now string) error {
			if now == step && step != "arrived" || now == "send" && step == "arrived" {
				return fmt.Errorf("gone: %w", news.ErrNowhere)
			}
			return nil
		}
		_, err := news.Turn(t.Context(), s, w, guild, at.AddDate(0, 0, 7))
		if chosen, _, err := news.Chosen(t.Context(), s, guild); err != nil || step == "send" && (chosen.Sending != nil || chosen.Version != 2) {
			t.Errorf("nowhere to post: %+v, %v", chosen, err)
		}
		if !errors.Is(err, news.ErrNowhere) {
			t.Errorf("nowhere to post at %s: %v", step, err)
		}
		s.Close()
	}
}

// asPoster in the environment makes the test a process that posts, and is killed.
const asPoster = "READOUT_TEST_POSTER"

func TestMain(m *testing.M) { os.Exit(dying.Main(m, os.Getenv(asPoster), post)) }

// post is what the child does: it posts the digest of a week, and looks again.
func post(task string) error {
	dir, week, _ := strings.Cut(task, "|")
	n, err := strconv.Atoi(week)
	if err != nil {
		return err
	}
	s, err := bolt.Open(filepath.Join(dir, "store"), store.Options{Clock: func() time.Time { return monday }, LockTimeout: 20 * time.Second})
	if err != nil {
		return err
	}
	w := &wire{Channel: dying.Channel{Dir: filepath.Join(dir, "wire"), Fail: dying.Announce}, kept: s, version: 2 * n}
	for range 2 {
		if _, err := news.Turn(context.Background(), s, w, guild, monday.AddDate(0, 0, 7*n)); err != nil {
			return err
		}
	}
	return s.Close()
}

// TestKilled: the process that posts is killed at any moment, and started again: each week's digest is posted exactly once.
func TestKilled(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	w := &wire{Channel: dying.Channel{Dir: filepath.Join(dir, "wire")}}
	if err := os.Mkdir(w.Dir, 0o700); err != nil {
		t.Fatal(err)
	}
	s := opened(t, filepath.Join(dir, "store"))
	choose(t, s, "33", time.Monday, 0, monday)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	run := func(week int, step string) {
		dying.Run(t, append(os.Environ(), fmt.Sprintf("%s=%s|%d", asPoster, dir, week)), step)
	}
	steps := []string{"present", "make", "begin", "send", "sent", "arrived"}
	var want []string
	for week := 1; week <= dying.Rounds(os.Getenv("READOUT_TEST_ROUNDS"), 6); week++ {
		run(week, steps[rand.IntN(len(steps))])
		run(week, steps[rand.IntN(len(steps))])
		run(week, "")
		want = append(want, fmt.Sprint("v", 2*week))
		if got := strings.Fields(w.posted(t)); len(got) != len(want) {
			t.Fatalf("after %d weeks: %v", week, got)
		}
	}
}
