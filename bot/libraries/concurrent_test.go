package libraries

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"readout/bot/snapshots"
	"readout/bot/store"
	"readout/corpus/reading"
	"readout/retrieval"
	"readout/retrieval/answer"
	"readout/retrieval/chromem"
	"readout/retrieval/retrievaltest"
)

// counted counts the texts that are embedded.
type counted struct {
	retrievaltest.HashEmbedder
	texts *atomic.Int64
}

func (c counted) Embed(ctx context.Context, as retrieval.Purpose, texts []string) ([]retrieval.Vector, error) {
	c.texts.Add(int64(len(texts)))
	return c.HashEmbedder.Embed(ctx, as, texts)
}

// plain are options that cost little: two articles, an embedder that hashes, no judged questions. count counts what is embedded.
func plain(t testing.TB, dir string, fetcher Fetcher, count *atomic.Int64) Options {
	t.Helper()
	return hashing(t, dir, fetcher, count, 32)
}

// hashing are plain options with vectors of a size.
func hashing(t testing.TB, dir string, fetcher Fetcher, count *atomic.Int64, size int) Options {
	t.Helper()
	embedder := counted{retrievaltest.HashEmbedder{Dimensions: size}, count}
	texts := retrievaltest.Corpus(t, map[string]string{"holm": story("Holm", "1 million"), "sund": story("Sund", "1 million")})
	built, err := chromem.Build(t.Context(), chromem.Input{Corpus: texts, Version: "shipped", Embedder: embedder})
	if err != nil {
		t.Fatal(err)
	}
	count.Store(0)
	return Options{
		Dir: dir, Fetcher: fetcher, Vectors: built.Vectors(),
		Shipped: &retrieval.Snapshot{Version: "shipped", Corpus: texts, Index: built, Words: built.Words(), Embedder: embedder, Reader: retrievaltest.OverlapReader{}},
	}
}

// TestQuestionsWhilePublishing asks 50 questions a second while 100 versions are published. Version n tells of n million, so that an
// answer that mixed two versions would show.
func TestQuestionsWhilePublishing(t *testing.T) {
	t.Parallel()
	var count atomic.Int64
	s := open(t, plain(t, t.TempDir(), newWeb(), &count))
	must(t, s, guild, upload("ostby.md", story("Ostby", "2 million")))
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var asking sync.WaitGroup
	var asked, changed atomic.Int64
	question := func() error {
		answers, err := s.Answers(t.Context(), guild)
		if err != nil {
			return err
		}
		a, err := answers.Answer(t.Context(), answer.Question{Text: "What will the harbour of Ostby cost?"})
		if err != nil {
			return err
		}
		if asked.Add(1); a.Abstention != nil {
			return fmt.Errorf("no answer from %s", a.Version)
		}
		if a.Version != "v2" {
			changed.Add(1)
		}
		for _, c := range a.Citations {
			amount := strings.TrimPrefix(a.Version, "v") + " million"
			if c.Article.ID == "ostby.md" && !strings.Contains(c.Article.Body, amount) {
				return fmt.Errorf("an answer of %s cites %q", a.Version, c.Article.Body)
			}
			if c.Article.Text(c.Passage.Span) != c.Passage.Text {
				return fmt.Errorf("an answer of %s cites a passage that its article does not have", a.Version)
			}
		}
		if !strings.Contains(a.Text(), strings.TrimPrefix(a.Version, "v")+" million") {
			return fmt.Errorf("an answer of %s: %q", a.Version, a.Text())
		}
		return nil
	}
	slots := make(chan struct{}, 2) // a busy machine, or one that looks for races, answers fewer
	asking.Go(func() {
		ticker := time.NewTicker(time.Second / 50)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
				slots <- struct{}{}
				asking.Go(func() {
					defer func() { <-slots }()
					if err := question(); err != nil {
						t.Error(err)
					}
				})
			}
		}
	})
	for n := range 100 {
		if p := must(t, s, guild, upload("ostby.md", story("Ostby", fmt.Sprintf("%d million", n+3)))); p.Version != n+3 || len(p.Changed) == 0 {
			t.Fatalf("published %+v", p)
		}
	}
	stop()
	asking.Wait()
	if asked.Load() == 0 || changed.Load() == 0 {
		t.Errorf("%d questions, %d of later versions", asked.Load(), changed.Load())
	}
}

func TestOnlyNewSentencesAreEmbedded(t *testing.T) {
	t.Parallel()
	var count atomic.Int64
	o := plain(t, t.TempDir(), newWeb(), &count)
	s := open(t, o)
	embedded := func(what string, want int64) {
		t.Helper()
		if got := count.Swap(0); got != want {
			t.Errorf("%s: %d sentences embedded, want %d", what, got, want)
		}
	}
	must(t, s, guild, upload("ostby.md", story("Ostby", "5 million")))
	embedded("an article of three sentences", 3)
	must(t, s, guild, upload("ostby.md", story("Ostby", "6 million")))
	embedded("one sentence changed", 1)
	must(t, s, guild, Change{Kind: Remove, Article: "holm"})
	must(t, s, guild, Change{Kind: Rollback, Version: 2})
	embedded("nothing new", 0)
	for n := range 2 * snapshots.MostFiles {
		must(t, s, guild, upload("ostby.md", story("Ostby", fmt.Sprintf("%d million", n+100))))
	}
	embedded("one sentence each", 2*snapshots.MostFiles)
	names, err := os.ReadDir(filepath.Join(o.Dir, string(guild), "vectors"))
	if err != nil || len(names) > snapshots.MostFiles {
		t.Errorf("%d files of vectors, %v", len(names), err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, o)
	ask(t, s, guild, "What will the harbour of Ostby cost?")
	embedded("a restart, and a question", 1)
	// Files that are damaged are made anew.
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(o.Dir, snapshotsDir)); err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if err := os.WriteFile(filepath.Join(o.Dir, string(guild), "vectors", name.Name()), []byte("readout vectors 1\nxx"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s = open(t, o)
	ask(t, s, guild, "What will the harbour of Ostby cost?")
	embedded("damaged files", 1+3)
}

// twoOf is as much memory as two libraries need of those, of one size, that are in memory.
func twoOf(t *testing.T, s *Libraries) int64 {
	t.Helper()
	m := s.Memory()
	if m.Libraries == 0 || m.Bytes <= 0 {
		t.Fatalf("in memory: %+v", m)
	}
	return m.Bytes / int64(m.Libraries) * 5 / 2
}

func TestIndicesInMemory(t *testing.T) {
	t.Parallel()
	var count atomic.Int64
	o := plain(t, t.TempDir(), newWeb(), &count)
	s := open(t, o)
	for n := range 4 {
		g := store.GuildID(fmt.Sprint(n + 1))
		must(t, s, g, upload("ostby.md", story("Ostby", fmt.Sprintf("%d million", n))))
	}
	o.Memory = twoOf(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, o)
	held := map[store.GuildID]*reading.Corpus{}
	look := func(g store.GuildID) (again bool) {
		t.Helper()
		now, err := s.Snapshot(t.Context(), g)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { held[g] = now.Corpus }()
		return held[g] == now.Corpus
	}
	for _, step := range []struct {
		guild store.GuildID
		again bool
	}{{"1", false}, {"2", false}, {"1", true}, {"3", false}, {"1", true}, {"2", false}, {"3", false}, {"2", true}} {
		if look(step.guild) != step.again {
			t.Errorf("%+v", step)
		}
	}
	if m := s.Memory(); m.Libraries != 2 || m.Bytes > m.Most || m.Most != o.Memory || m.Hits != 3 || m.Opened != 5 || m.Made != 0 || m.Dropped != 3 {
		t.Errorf("in memory: %+v", m)
	}
	// Many ask for one that is not there: it is built once.
	var same sync.Map
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			now, err := s.Snapshot(t.Context(), "4")
			if err != nil {
				t.Error(err)
				return
			}
			same.Store(now, true)
		})
	}
	group.Wait()
	n := 0
	same.Range(func(any, any) bool { n++; return true })
	if n != 1 {
		t.Errorf("%d snapshots of one version", n)
	}
}

func TestUnreadableVersionIsAnError(t *testing.T) {
	t.Parallel()
	var count atomic.Int64
	o := plain(t, t.TempDir(), newWeb(), &count)
	s := open(t, o)
	must(t, s, guild, upload("ostby.md", story("Ostby", "5 million")))
	must(t, s, other, upload("vik.md", story("Vik", "5 million")))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	objects := filepath.Join(o.Dir, string(guild), "library", "objects")
	if err := os.RemoveAll(objects); err != nil {
		t.Fatal(err)
	}
	s = open(t, o)
	for range 2 {
		if now, err := s.Snapshot(t.Context(), guild); err == nil {
			t.Errorf("snapshot %s of a library without articles", now.Version)
		}
	}
	if got := version(t, s, other); got != "v2" {
		t.Errorf("another server has %s", got)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Snapshot(ctx, other); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled context: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Snapshot(t.Context(), other); !errors.Is(err, os.ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
}

// TestFewLibrariesStayOpen: one that nobody works with is closed for another, and opened again when it is asked.
func TestFewLibrariesStayOpen(t *testing.T) {
	t.Parallel()
	var count atomic.Int64
	o := plain(t, t.TempDir(), newWeb(), &count)
	o.Open = 2
	s := open(t, o)
	opened := func() (out []store.GuildID) {
		for _, g := range []store.GuildID{"1", "2", "3", "4"} {
			s.mu.Lock()
			c := s.known[g]
			s.mu.Unlock()
			if c == nil {
				continue
			}
			c.opening.Lock()
			if c.library != nil {
				out = append(out, g)
			}
			c.opening.Unlock()
		}
		return out
	}
	rested := func(g store.GuildID) { // what goes on in the background after a publication is over
		s.mu.Lock()
		c := s.known[g]
		s.mu.Unlock()
		c.users.all.Wait()
	}
	for _, g := range []store.GuildID{"1", "2", "3", "4"} {
		must(t, s, g, upload("ostby.md", story("Ostby", string(g)+" million")))
		rested(g)
	}
	if diff := cmp.Diff([]store.GuildID{"3", "4"}, opened()); diff != "" {
		t.Errorf("open (-want +got):\n%s", diff)
	}
	waiting := prepare(t, s, "1", upload("vik.md", story("Vik", "9 million")))
	err := s.with(t.Context(), "1", false, func(c *community) error {
		for _, g := range []store.GuildID{"2", "3", "4"} {
			if a := ask(t, s, g, "What will the harbour of Ostby cost?"); !strings.Contains(a.Text(), string(g)+" million") {
				t.Errorf("server %s answers %q", g, a.Text())
			}
			rested(g)
		}
		_, err := c.library.Drafts()
		return err
	})
	if err != nil {
		t.Errorf("a library that somebody works with: %v", err)
	}
	if diff := cmp.Diff([]store.GuildID{"1", "4"}, opened()); diff != "" {
		t.Errorf("open (-want +got):\n%s", diff)
	}
	version(t, s, "2")
	version(t, s, "3")
	if p, err := s.Publish(t.Context(), "1", waiting.ID, "7", true); err != nil || p.Version != 3 {
		t.Errorf("a draft from before its library was closed: %+v, %v", p, err)
	}
	if err := s.Delete(t.Context(), "3"); err != nil {
		t.Error(err)
	}

	// All at once, with room for one.
	s.o.Open = 1
	var group sync.WaitGroup
	for i := range 24 {
		group.Go(func() {
			g := store.GuildID(fmt.Sprint(i%3 + 1))
			switch i % 4 {
			case 0:
				if _, err := s.Prepare(t.Context(), g, "7", upload("vik.md", story("Vik", fmt.Sprint(i, " million"))), nil); err != nil {
					t.Error(err)
				}
			case 1:
				version(t, s, g)
			case 2:
				if _, err := s.Status(t.Context(), g); err != nil {
					t.Error(err)
				}
			case 3:
				if _, err := s.Drafts(t.Context(), g); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
}

// TestRankingEndsWithItsIndex: what goes on for an index ends when that is dropped from memory, and with the libraries.
func TestRankingEndsWithItsIndex(t *testing.T) {
	t.Parallel()
	var count atomic.Int64
	o := plain(t, t.TempDir(), newWeb(), &count)
	first := open(t, plain(t, t.TempDir(), newWeb(), &count))
	must(t, first, guild, upload("ostby.md", story("Ostby", "1 million")))
	o.Memory = twoOf(t, first)
	begun := make(chan context.Context, 10)
	o.Rank = func(ctx context.Context, own *chromem.Index, _ string) retrieval.Index {
		begun <- ctx
		return own
	}
	s := open(t, o)
	var ranking []context.Context
	for n := range 3 {
		g := store.GuildID(fmt.Sprint(n + 1))
		must(t, s, g, upload("ostby.md", story("Ostby", fmt.Sprintf("%d million", n))))
		ask(t, s, g, "What will the harbour of Ostby cost?")
		ranking = append(ranking, <-begun)
	}
	for n, ended := range []bool{true, false, false} {
		if got := ranking[n].Err() != nil; got != ended {
			t.Errorf("server %d: ended %v, want %v", n+1, got, ended)
		}
	}
	ask(t, s, "1", "What will the harbour of Ostby cost?")
	if again := <-begun; again.Err() != nil || ranking[1].Err() == nil {
		t.Errorf("asked again: %v; the one asked longest ago: %v", again.Err(), ranking[1].Err())
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if ranking[2].Err() == nil {
		t.Error("it goes on after Close")
	}
}
