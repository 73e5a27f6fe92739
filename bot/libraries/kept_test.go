package libraries

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"readout/bot/readings"
	"readout/bot/snapshots"
	"readout/bot/store"
	"readout/bot/store/storetest"
	"readout/retrieval"
)

// seen is what readers of a snapshot can tell of it.
func seen(s *retrieval.Snapshot) (out []string) {
	for _, a := range s.Corpus.Articles {
		out = append(out, string(a.ID)+" of "+string(a.Report)+" "+a.Title)
		for _, p := range a.Passages {
			out = append(out, string(p.ID)+" "+p.Text)
			for _, r := range p.Remarks {
				out = append(out, r.Speaker+": "+r.Text)
			}
			for _, m := range s.Corpus.Mentions(p.Text) {
				out = append(out, m.Person.Name)
			}
		}
	}
	own, _ := s.Words.Scores(s.Words.Terms("Who said that 5 million were paid?"))
	return append(out, fmt.Sprint(own))
}

func TestSnapshotIsKept(t *testing.T) {
	t.Parallel()
	const kept, again, damaged = "without reading its articles again", "articles are read again, since", "is of no use"
	var count atomic.Int64
	o := plain(t, t.TempDir(), newWeb(), &count)
	s := open(t, o)
	must(t, s, guild, upload("ostby.md", story("Ostby", "5 million")))
	must(t, s, guild, upload("vik.md", story("Vik", "6 million")))
	now, err := s.Snapshot(t.Context(), guild)
	if err != nil {
		t.Fatal(err)
	}
	want := seen(now)
	content := ""
	if err := s.with(t.Context(), guild, false, func(c *community) error {
		content = c.content(s.present(c))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	path := s.snapshots.Path(content)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	changed := func(at int) []byte {
		data := slices.Clone(good)
		data[at] ^= 4
		return data
	}
	const first = len("readout snapshot 1\n") + 8
	program := first + len(readings.Format)
	for _, test := range []struct {
		name, log string
		data      []byte
	}{
		{"as written", kept, good},
		{"one bit of what was read", damaged, changed(len(good) / 4)},
		{"one bit of a vector", damaged, changed(len(good) - 3)},
		{"cut off", damaged, good[:len(good)-5]},
		{"empty", damaged, nil},
		{"another file", damaged, []byte(strings.Repeat("another file, of another program. ", 20))},
		{"another release", again, changed(program)},
		{"an older form", again, append([]byte("readout snapshot 0\n"), good[first-8:]...)},
	} {
		log := &storetest.Log{}
		o := o
		o.Logger = slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		if err := os.WriteFile(path, test.data, 0o600); err != nil {
			t.Fatal(err)
		}
		count.Store(0)
		s := open(t, o)
		now, err := s.Snapshot(t.Context(), guild)
		if err != nil {
			t.Fatalf("%s: %v", test.name, err)
		}
		if diff := cmp.Diff(want, seen(now)); diff != "" {
			t.Errorf("%s: what was published (-) and what was opened (+) differ:\n%s", test.name, diff)
		}
		if !strings.Contains(log.String(), test.log) || !strings.Contains(log.String(), filepath.Base(path)) || test.log != kept && strings.Contains(log.String(), kept) {
			t.Errorf("%s: logged\n%s", test.name, log)
		}
		if count.Load() != 0 {
			t.Errorf("%s: %d sentences were embedded", test.name, count.Load())
		}
		must(t, s, guild, Change{Kind: Remove, Article: "vik.md"})
		must(t, s, guild, upload("vik.md", story("Vik", "6 million")))
		if now, err = s.Snapshot(t.Context(), guild); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, seen(now)); diff != "" {
			t.Errorf("%s: after changes that lead nowhere:\n%s", test.name, diff)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if data, err := os.ReadFile(path); err != nil || len(data) != len(good) {
			t.Errorf("%s: the file was not made again: %v", test.name, err)
		}
	}
}

// TestSnapshotsAreShared: servers with the same articles have one snapshot; it stays as long as one of them wants it.
func TestSnapshotsAreShared(t *testing.T) {
	t.Parallel()
	var count atomic.Int64
	o := plain(t, t.TempDir(), newWeb(), &count)
	s := open(t, o)
	files := func() int {
		t.Helper()
		entries, err := os.ReadDir(filepath.Join(o.Dir, snapshotsDir))
		if err != nil {
			t.Fatal(err)
		}
		return len(entries)
	}
	for _, g := range []store.GuildID{"1", "2", "3"} {
		must(t, s, g, upload("ostby.md", story("Ostby", "5 million")))
	}
	if n := files(); n != 1 {
		t.Errorf("%d snapshots of the same articles", n)
	}
	if m := s.Memory(); m.Libraries != 1 || m.Made != 1 || m.Opened != 0 {
		t.Errorf("in memory: %+v", m)
	}
	for n := range 2 * snapshots.MostWanted {
		must(t, s, "1", upload("ostby.md", story("Ostby", fmt.Sprintf("%d million", n+6))))
	}
	if n := files(); n != snapshots.MostWanted+1 {
		t.Errorf("%d snapshots after many changes, want those of the server's last %d, and the others' one", n, snapshots.MostWanted)
	}
	for _, g := range []store.GuildID{"1", "2"} {
		if err := s.Delete(t.Context(), g); err != nil {
			t.Fatal(err)
		}
	}
	if n := files(); n != 1 {
		t.Errorf("%d snapshots are left, want that of the server that is left", n)
	}
	if err := s.Delete(t.Context(), "3"); err != nil {
		t.Fatal(err)
	}
	if n := files(); n != 0 {
		t.Errorf("%d snapshots are left", n)
	}
}

// TestSnapshotsCannotBeWritten: a library answers all the same, and does after a restart.
func TestSnapshotsCannotBeWritten(t *testing.T) {
	t.Parallel()
	var count atomic.Int64
	o := plain(t, t.TempDir(), newWeb(), &count)
	log := &storetest.Log{}
	o.Logger = slog.New(slog.NewTextHandler(log, nil))
	s := open(t, o)
	if err := os.WriteFile(filepath.Join(o.Dir, snapshotsDir), []byte("in the way"), 0o600); err != nil {
		t.Fatal(err)
	}
	must(t, s, guild, upload("ostby.md", story("Ostby", "5 million")))
	ask(t, s, guild, "What will the harbour of Ostby cost?")
	if !strings.Contains(log.String(), "is not kept") {
		t.Errorf("logged\n%s", log)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	count.Store(0)
	s = open(t, o)
	ask(t, s, guild, "What will the harbour of Ostby cost?")
	if m := s.Memory(); m.Made != 1 || m.Bytes == 0 || count.Load() != 1 {
		t.Errorf("in memory: %+v; %d texts were embedded", m, count.Load())
	}
}
