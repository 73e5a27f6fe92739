package copying_test

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

	"readout/bot/datadir"
	"readout/bot/postgres"
	"readout/bot/postgres/postgrestest"
	"readout/bot/store"
	"readout/bot/store/copying"
	"readout/bot/store/storetest"
	"readout/bot/store/storetest/dying"
	"readout/corpus/library"
)

// A child of a test is the test's program, which copies between a directory and a database until it is killed.
const (
	childTask = "READOUT_COPY_TEST_CHILD"
	childDir  = "READOUT_COPY_TEST_DIR"
	childURL  = "READOUT_COPY_TEST_URL"
	setKills  = "READOUT_COPY_TEST_KILLS"
)

// server is what the tests' databases are on; nil where none is installed.
var server *postgrestest.Server

func TestMain(m *testing.M) {
	if task := os.Getenv(childTask); task != "" {
		os.Exit(postgrestest.Status(copyAs(context.Background(), task, os.Getenv(childDir), os.Getenv(childURL), func(doing string, done, _ int) {
			_ = dying.Announce(fmt.Sprint(doing, " ", done/400))
		})))
	}
	os.Exit(postgrestest.Main(m, &server))
}

func installed(t testing.TB) bool { return server.Installed(t) }

// copyAs copies the directory to the database ("to"), or back ("from").
func copyAs(ctx context.Context, task, dir, url string, tell copying.Progress) (err error) {
	d, err := datadir.Open(dir, "store copy", store.Options{Copying: task == "from"})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	s, err := postgres.Open(ctx, url, store.Options{Copying: task == "to"})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if task == "from" {
		return s.Whole(ctx, func(w *postgres.Whole) error {
			_, err := copying.Copy(ctx, w, d, tell)
			return err
		})
	}
	return s.Copy(ctx, func(c *postgres.Copy) error {
		_, err := copying.Copy(ctx, d, c, tell)
		return err
	})
}

// fill writes records of every kind into a store, of so many answers.
func fill(t testing.TB, s storetest.Store, answers int) {
	t.Helper()
	ctx := t.Context()
	var last store.ReceiptID
	for i := range answers {
		r := storetest.Answer(storetest.Ann, i+1, "p1", "p2")
		r.Unanswered, r.Private, r.Follows = "nothing on it", i%7 == 0, last
		if i%5 == 0 {
			r.Guild, r.Channel, r.Question = "", "77", "a question of a direct message, with <&> and ünïcödé"
		}
		last = storetest.Add(t, s, r)
	}
	for _, err := range []error{
		s.PutFeedback(ctx, store.Feedback{Receipt: last, Member: storetest.Ben, Vote: store.Down, Text: "no"}),
		s.PutThread(ctx, store.Thread{ID: "55", Guild: storetest.GuildA, Owner: storetest.Ann}),
		s.AppendAudit(ctx, store.AuditEntry{Guild: storetest.GuildA, Actor: storetest.Ann, Action: "publish"}),
		s.AppendAudit(ctx, store.AuditEntry{Guild: storetest.GuildB, Action: "refresh"}),
		s.KeepWritten(ctx, "who?", []byte("they")),
		s.PutNote(ctx, store.Note{Kind: "waiting", Guild: storetest.GuildA, Name: "n", Member: storetest.Ben, Until: time.Now().Add(time.Hour),
			Data: []byte(`{"a": 1}`)}),
		s.GuildLeft(ctx, storetest.GuildB),
		s.SetRecalled(ctx, storetest.GuildA, "3"),
	} {
		storetest.Must(t, err)
	}
	_, err := s.UpdateSettings(ctx, storetest.GuildA, func(v *store.Settings) error {
		v.Language, v.Limits.Guild.Questions = "de", 1<<60+1
		return nil
	})
	storetest.Must(t, err)
	_, err = s.Reserve(ctx, store.Charge{Guild: storetest.GuildA, Member: storetest.Ann, Amount: store.Amount{Questions: 3}})
	storetest.Must(t, err)
}

// fillDir makes a directory with records of every kind, and two libraries.
func fillDir(t testing.TB, answers int) string {
	t.Helper()
	dir := t.TempDir()
	d, err := datadir.Open(dir, "test", store.Options{NoSync: true})
	storetest.Must(t, err)
	fill(t, d.Store, answers)
	storetest.Must(t, d.Close())
	for _, g := range []store.GuildID{storetest.GuildA, storetest.GuildB} {
		l, err := library.Open(t.Context(), filepath.Join(dir, "libraries", string(g), "library"), library.Options{})
		storetest.Must(t, err)
		for i := range 3 {
			hash, err := l.Put(t.Context(), fmt.Appendf(nil, "---\ntitle: A note\n---\n\nThe harbour of %s closed %d times.\n", g, i))
			storetest.Must(t, err)
			_, err = l.Publish(t.Context(), library.Manifest{Version: library.Version{Base: i, Action: "add"},
				Articles: []library.Entry{{ID: "note", Name: "note.md", Hash: hash}}}, nil)
			storetest.Must(t, err)
		}
		storetest.Must(t, l.Close())
		storetest.Must(t, os.WriteFile(filepath.Join(dir, "libraries", string(g), "state.json"), []byte("{}"), 0o600))
	}
	return dir
}

// sumOf is what a directory holds; its store and libraries are whole.
func sumOf(t testing.TB, dir string) copying.Sum {
	t.Helper()
	d, err := datadir.Open(dir, "test", store.Options{})
	storetest.Must(t, err)
	defer d.Close()
	report, err := d.Verify(t.Context(), nil)
	storetest.Must(t, errors.Join(err, report.Err()))
	s, err := copying.Of(t.Context(), d, func(int) {})
	storetest.Must(t, err)
	return s
}

func same(t testing.TB, what string, got, want copying.Sum) {
	t.Helper()
	if !got.Equal(want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// sumIn is what a database holds; its store and libraries are whole.
func sumIn(t testing.TB, url string) (sum copying.Sum) {
	t.Helper()
	s, err := postgres.Open(t.Context(), url, store.Options{})
	storetest.Must(t, err)
	defer s.Close()
	storetest.Must(t, s.Check(t.Context()))
	heads, err := s.Heads(t.Context())
	storetest.Must(t, err)
	for g, head := range heads {
		l, err := library.Open(t.Context(), "", library.Options{Files: s.Library(g)})
		storetest.Must(t, err)
		if now, _ := l.Current(); now.Number != head.Version || head.Version != 3 {
			t.Errorf("library of %s: version %d, its head says %d", g, now.Number, head.Version)
		}
		storetest.Must(t, errors.Join(l.Check(t.Context()), l.Close()))
	}
	storetest.Must(t, s.Whole(t.Context(), func(w *postgres.Whole) error {
		sum, err = copying.Of(t.Context(), w, func(int) {})
		return err
	}))
	return sum
}

// TestThereAndBack: what was copied to a database and back is what it was, and goes on from there.
func TestThereAndBack(t *testing.T) {
	t.Parallel()
	if !installed(t) {
		return
	}
	dir, url, back := fillDir(t, 20), server.Database(t), filepath.Join(t.TempDir(), "back")
	want := sumOf(t, dir)
	for _, kind := range []store.Kind{store.KindReceipt, store.KindFeedback, store.KindThread, store.KindAudit, store.KindAuditCount, store.KindSettings,
		store.KindUsage, store.KindDeparture, store.KindRecall, store.KindWritten, store.KindNote, "files of libraries"} {
		if want.Counts[string(kind)] == 0 {
			t.Errorf("no %s are copied", kind)
		}
	}
	var told []string
	storetest.Must(t, copyAs(t.Context(), "to", dir, url, func(doing string, done, total int) {
		told = append(told, fmt.Sprint(doing, " ", done, " of ", total))
	}))
	if n := want.Total(); !strings.Contains(strings.Join(told, "\n"), fmt.Sprintf("copying %d of %d\n", n, n)) {
		t.Errorf("told %q", told)
	}
	same(t, "in the database", sumIn(t, url), want)
	same(t, "the source", sumOf(t, dir), want)
	storetest.Must(t, copyAs(t.Context(), "from", back, url, nil))
	same(t, "back", sumOf(t, back), want)

	// It goes on: a budget is counted on, and no number of the audit is given twice.
	s, err := postgres.Open(t.Context(), url, store.Options{})
	storetest.Must(t, err)
	defer s.Close()
	used, err := s.Usage(t.Context(), time.Now(), storetest.GuildA, storetest.Ann)
	if err != nil || used.MemberHere.Questions != 3 {
		t.Errorf("used %+v, %v", used, err)
	}
	storetest.Must(t, s.AppendAudit(t.Context(), store.AuditEntry{Guild: storetest.GuildA, Action: "next"}))
	if all, err := s.Audit(t.Context(), storetest.GuildA, 0, 1); err != nil || all[0].ID != 3 {
		t.Errorf("the next entry is %+v, %v", all, err)
	}
	if data, ok, err := s.Written(t.Context(), "who?"); string(data) != "they" || !ok || err != nil {
		t.Errorf("written: %q, %v, %v", data, ok, err)
	}
}

// TestOccupied: what holds anything is not copied into, and stays as it is.
func TestOccupied(t *testing.T) {
	t.Parallel()
	if !installed(t) {
		return
	}
	dir, url := fillDir(t, 2), server.Database(t)
	storetest.Must(t, copyAs(t.Context(), "to", dir, url, nil))
	for _, task := range []string{"to", "from"} {
		if err := copyAs(t.Context(), task, dir, url, nil); !errors.Is(err, store.ErrOccupied) {
			t.Errorf("%s: %v", task, err)
		}
	}
	same(t, "the database", sumIn(t, url), sumOf(t, dir))
	// A library alone is something, too.
	other := t.TempDir()
	storetest.Must(t, os.MkdirAll(filepath.Join(other, "libraries", "5", "library"), 0o700))
	if err := copyAs(t.Context(), "from", other, url, nil); !errors.Is(err, store.ErrOccupied) {
		t.Errorf("over a library: %v", err)
	}
	// A bot that works with the database is not copied over.
	fresh := server.Database(t)
	s, err := postgres.Open(t.Context(), fresh, store.Options{})
	storetest.Must(t, err)
	defer s.Close()
	if _, ok, err := s.Take(t.Context(), "gateway", "me", time.Hour); !ok || err != nil {
		t.Fatal(ok, err)
	}
	if err := copyAs(t.Context(), "to", dir, fresh, nil); !errors.Is(err, postgres.ErrInUse) {
		t.Errorf("while a bot runs: %v", err)
	}
}

// broken is a source that ends with an error after so many records.
type broken struct {
	copying.Source
	after int
}

func (b broken) Records(ctx context.Context, fn func(store.Kept) error) error {
	n := 0
	return b.Source.Records(ctx, func(k store.Kept) error {
		if n++; n > b.after {
			return errBroken
		}
		return fn(k)
	})
}

var errBroken = errors.New("the cable")

// onceWhole is a source that breaks when it is read a second time.
type onceWhole struct {
	copying.Source
	reads *int
}

func (o onceWhole) Records(ctx context.Context, fn func(store.Kept) error) error {
	if *o.reads++; *o.reads > 1 {
		return broken{o.Source, 700}.Records(ctx, fn)
	}
	return o.Source.Records(ctx, fn)
}

// TestUnfinished: a half copy is opened for nothing, one of something else is thrown away, and one of the same is gone on with.
func TestUnfinished(t *testing.T) {
	t.Parallel()
	from, err := datadir.Open(fillDir(t, 900), "test", store.Options{})
	storetest.Must(t, err)
	defer from.Close()
	path := t.TempDir()
	to, err := datadir.Open(path, "test", store.Options{Copying: true})
	storetest.Must(t, err)
	if _, err := copying.Copy(t.Context(), onceWhole{from, new(int)}, to, nil); !errors.Is(err, errBroken) {
		t.Fatal(err)
	}
	storetest.Must(t, to.Close())
	if _, err := datadir.Open(path, "test", store.Options{}); !errors.Is(err, store.ErrUnfinished) {
		t.Errorf("a half copy was opened: %v", err)
	}
	to, err = datadir.Open(path, "test", store.Options{Copying: true})
	storetest.Must(t, err)
	first := 0
	_, err = copying.Copy(t.Context(), from, to, func(doing string, done, _ int) {
		if doing == "copying" && first == 0 {
			first = done
		}
	})
	storetest.Must(t, errors.Join(err, to.Close()))
	if first <= 500 {
		t.Errorf("began anew: the first batch ends at %d", first)
	}
	want, err := copying.Of(t.Context(), from, func(int) {})
	storetest.Must(t, err)
	same(t, "gone on with", sumOf(t, path), want)
}

// changing is a source that another process writes to meanwhile.
type changing struct {
	*datadir.Dir
	t     testing.TB
	reads *int
}

func (c changing) Records(ctx context.Context, fn func(store.Kept) error) error {
	if *c.reads++; *c.reads == 2 {
		storetest.Add(c.t, c.Dir.Store, storetest.Answer(storetest.Ben, 5000))
	}
	return c.Dir.Records(ctx, fn)
}

// TestDiffers: a source that is written to meanwhile is found out, and the next copy begins anew.
func TestDiffers(t *testing.T) {
	t.Parallel()
	from, err := datadir.Open(fillDir(t, 3), "test", store.Options{})
	storetest.Must(t, err)
	defer from.Close()
	path := t.TempDir()
	to, err := datadir.Open(path, "test", store.Options{Copying: true})
	storetest.Must(t, err)
	source := changing{from, t, new(int)}
	if _, err := copying.Copy(t.Context(), source, to, nil); !errors.Is(err, copying.ErrDiffers) {
		t.Fatal(err)
	}
	_, err = copying.Copy(t.Context(), source, to, nil)
	storetest.Must(t, errors.Join(err, to.Close()))
	want, err := copying.Of(t.Context(), from, func(int) {})
	storetest.Must(t, err)
	same(t, "copied again", sumOf(t, path), want)
}

// TestKilled: a copy that is killed at random moments, again and again, is whole in the end, in both directions; and what it is made of
// stays.
func TestKilled(t *testing.T) {
	t.Parallel()
	if !installed(t) {
		return
	}
	dir, url := fillDir(t, 1200), server.Database(t)
	want := sumOf(t, dir)
	back := filepath.Join(t.TempDir(), "back")
	kills := dying.Rounds(os.Getenv(setKills), 6)
	for _, task := range []string{"to", "from"} {
		target := dir
		if task == "from" {
			target = back
		}
		env := append(os.Environ(), childTask+"="+task, childDir+"="+target, childURL+"="+url)
		for i := range kills {
			step := fmt.Sprint([]string{"copying", "verifying", "copying", "reading"}[i%4], " ", rand.IntN(4))
			dying.Run(t, env, step)
		}
		dying.Run(t, env, "")
		if err := copyAs(t.Context(), task, target, url, nil); !errors.Is(err, store.ErrOccupied) {
			t.Errorf("%s: it did not end: %v", task, err)
		}
	}
	same(t, "in the database", sumIn(t, url), want)
	same(t, "back", sumOf(t, back), want)
	same(t, "the source", sumOf(t, dir), want)
}
