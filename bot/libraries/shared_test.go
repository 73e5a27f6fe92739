package libraries

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"readout/bot/postgres"
	"readout/bot/postgres/postgrestest"
	"readout/bot/store"
	"readout/corpus"
	"readout/corpus/library"
	"readout/corpus/library/librarytest"
	"readout/retrieval/answer"
	"readout/retrieval/eval"
)

// commons is Shared in memory.
type commons struct {
	mu        sync.Mutex
	libraries map[store.GuildID]*librarytest.Memory
	told      []chan struct{} // of those who watch
	silent    bool            // nobody is told of anything
}

func (c *commons) Library(g store.GuildID) library.Files {
	c.mu.Lock()
	defer c.mu.Unlock()
	if m, ok := c.libraries[g]; ok {
		return telling{m, c}
	}
	return telling{librarytest.NewMemory(), c} // of one that was deleted
}

// telling tells of what is changed.
type telling struct {
	*librarytest.Memory
	c *commons
}

func (t telling) Commit(base, version int, manifest, pointer []byte) error {
	defer t.c.tell()
	return t.Memory.Commit(base, version, manifest, pointer)
}

func (t telling) Changed() error {
	defer t.c.tell()
	return t.Memory.Changed()
}

func (c *commons) tell() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, told := range c.told {
		select {
		case told <- struct{}{}:
		default:
		}
	}
}

func (c *commons) Heads(context.Context) (map[store.GuildID]library.Head, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	out := map[store.GuildID]library.Head{}
	for g, m := range c.libraries {
		version, changes := m.Head()
		out[g] = library.Head{Version: version, Revision: int64(changes)}
	}
	return out, nil
}

func (c *commons) BeginLibrary(_ context.Context, g store.GuildID) error {
	defer c.tell()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.libraries[g] == nil {
		c.libraries[g] = librarytest.NewMemory()
	}
	return nil
}

func (c *commons) DeleteLibrary(_ context.Context, g store.GuildID) error {
	defer c.tell()
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.libraries, g)
	return nil
}

func (c *commons) WatchLibraries(ctx context.Context, every time.Duration, changed func(context.Context)) {
	told := make(chan struct{}, 1)
	c.mu.Lock()
	if !c.silent {
		c.told = append(c.told, told)
	} else {
		every = time.Millisecond
	}
	c.mu.Unlock()
	for {
		changed(ctx)
		select {
		case <-ctx.Done():
			return
		case <-told:
		case <-time.After(every):
		}
	}
}

// processes are two processes that share libraries.
type processes struct{ a, b *Libraries }

// TestShared runs what two processes do to each other's libraries over a place in memory, over one that tells nobody, and over a real
// database.
func TestShared(t *testing.T) {
	t.Parallel()
	places := map[string]func(t *testing.T) func() Shared{}
	for name, silent := range map[string]bool{"told": false, "looked for": true} {
		places[name] = func(*testing.T) func() Shared {
			c := &commons{libraries: map[store.GuildID]*librarytest.Memory{}, silent: silent}
			return func() Shared { return c }
		}
	}
	server, err := postgrestest.Start()
	switch {
	case errors.Is(err, postgrestest.ErrNotInstalled):
		t.Logf("NOT RUN in a database: %v", err)
	case err != nil:
		t.Fatal(err)
	default:
		t.Cleanup(func() {
			if err := server.Stop(); err != nil {
				t.Error(err)
			}
		})
		places["database"] = func(t *testing.T) func() Shared {
			url := server.Database(t)
			return func() Shared {
				s, err := postgres.Open(t.Context(), url, store.Options{})
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { s.Close() })
				return s
			}
		}
	}
	for name, test := range map[string]func(*testing.T, processes){
		"published elsewhere": testPublishedElsewhere,
		"two moderators":      testTwoModerators,
		"drafts and checks":   testDraftsElsewhere,
		"never two versions":  testNeverTwoVersions,
		"forgotten, deleted":  testForgottenElsewhere,
	} {
		for where, place := range places {
			t.Run(name+", "+where, func(t *testing.T) {
				t.Parallel()
				shared := place(t)
				p := func() *Libraries {
					o := options(t, newWeb())
					o.Shared = shared()
					return open(t, o)
				}
				test(t, processes{p(), p()})
			})
		}
	}
}

// until waits until something is so.
func until(t testing.TB, what string, is func() bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !is(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
		}
	}
}

func listed(t testing.TB, s *Libraries) []string {
	t.Helper()
	items, err := s.List(t.Context(), guild)
	if err != nil {
		t.Fatal(err)
	}
	return ids(items)
}

// about is the article about a town; "" when there is none.
func about(t testing.TB, s *Libraries, town string) corpus.ArticleID {
	t.Helper()
	for _, id := range listed(t, s) {
		if strings.HasPrefix(id, town) {
			return corpus.ArticleID(id)
		}
	}
	return ""
}

func testPublishedElsewhere(t *testing.T, p processes) {
	if v := version(t, p.b, guild); v != "shipped" {
		t.Errorf("before anything is published: version %s", v)
	}
	must(t, p.a, guild, upload("sund.md", story("Sund", "40 million")))
	until(t, "b has what a published", func() bool { return version(t, p.b, guild) == version(t, p.a, guild) })
	if a := ask(t, p.b, guild, "How much will the harbour of Sund cost?"); !strings.Contains(a.Text(), "40 million") {
		t.Errorf("b answers %q", a.Text())
	}
	must(t, p.b, guild, Change{Kind: Remove, Article: about(t, p.b, "sund")})
	until(t, "a has what b published", func() bool { return version(t, p.b, guild) == version(t, p.a, guild) })
	if a := ask(t, p.a, guild, "How much will the harbour of Sund cost?"); strings.Contains(a.Text(), "40 million") {
		t.Errorf("a answers %q", a.Text())
	}
	if guilds, err := p.b.Guilds(); err != nil || !slices.Equal(guilds, []store.GuildID{guild}) {
		t.Errorf("servers %q, %v", guilds, err)
	}
}

// testTwoModerators: each makes a change of the same version, and the second is told of the first's instead of undoing it.
func testTwoModerators(t *testing.T, p processes) {
	must(t, p.a, guild, upload("sund.md", story("Sund", "40 million")))
	until(t, "b has what a published", func() bool { return version(t, p.b, guild) == version(t, p.a, guild) })
	ofA, ofB := prepare(t, p.a, guild, upload("vik.md", story("Vik", "2 million"))), prepare(t, p.b, guild, upload("ness.md", story("Ness", "7 million")))
	type end struct {
		published *Published
		err       error
	}
	ends := make([]end, 2)
	var both sync.WaitGroup
	for i, who := range []struct {
		s *Libraries
		d *Draft
	}{{p.a, ofA}, {p.b, ofB}} {
		both.Go(func() {
			published, err := who.s.Publish(t.Context(), guild, who.d.ID, fmt.Sprint(i), true)
			ends[i] = end{published, err}
		})
	}
	both.Wait()
	won, lost := 0, 1
	if ends[0].err != nil {
		won, lost = 1, 0
	}
	var conflict *ConflictError
	if ends[won].err != nil || !errors.As(ends[lost].err, &conflict) || len(conflict.Since) != 1 || conflict.Since[0].By != fmt.Sprint(won) {
		t.Fatalf("published %+v", ends)
	}
	again := []func(){
		func() { must(t, p.a, guild, upload("vik.md", story("Vik", "2 million"))) },
		func() { must(t, p.b, guild, upload("ness.md", story("Ness", "7 million"))) },
	}
	again[lost]()
	until(t, "both have both changes", func() bool {
		return about(t, p.a, "vik") != "" && about(t, p.a, "ness") != "" && slices.Equal(listed(t, p.a), listed(t, p.b))
	})
}

func testDraftsElsewhere(t *testing.T, p processes) {
	d := prepare(t, p.a, guild, upload("sund.md", story("Sund", "40 million")))
	until(t, "b knows the draft", func() bool {
		_, err := p.b.Draft(t.Context(), guild, d.ID)
		return err == nil
	})
	if _, err := p.b.Publish(t.Context(), guild, d.ID, "9", true); err != nil {
		t.Fatal(err)
	}
	if _, err := p.a.Publish(t.Context(), guild, d.ID, "7", true); !errors.Is(err, ErrDraftGone) {
		t.Errorf("published twice: %v", err)
	}
	// Checks that both add at once are all kept.
	var both sync.WaitGroup
	for i, s := range []*Libraries{p.a, p.b} {
		both.Go(func() {
			for n := range 5 {
				q := eval.Question{ID: fmt.Sprintf("c%d-%d", i, n), Text: "How much will the harbour cost?", Expected: eval.Abstain}
				if err := s.AddCheck(t.Context(), guild, q); err != nil {
					t.Error(err)
				}
			}
		})
	}
	both.Wait()
	for _, s := range []*Libraries{p.a, p.b} {
		if checks, err := s.Checks(t.Context(), guild); err != nil || len(checks) != 10 {
			t.Errorf("%d checks, %v", len(checks), err)
		}
	}
}

// testNeverTwoVersions: while versions change, each answer is of one: the figure that it tells is that of the version that it names.
func testNeverTwoVersions(t *testing.T, p processes) {
	must(t, p.a, guild, upload("sund.md", story("Sund", "40 million")))       // version 2
	must(t, p.a, guild, Change{Kind: Remove, Article: about(t, p.a, "sund")}) // version 3
	until(t, "b has it", func() bool { return version(t, p.b, guild) == version(t, p.a, guild) })
	done := make(chan struct{})
	var asking sync.WaitGroup
	asking.Go(func() {
		for {
			answers, err := p.b.Answers(t.Context(), guild)
			if err != nil {
				t.Error(err)
				return
			}
			a, err := answers.Answer(t.Context(), answer.Question{Text: "How much will the harbour of Sund cost?"})
			if err != nil {
				t.Error(err)
				return
			}
			var n int
			if _, err := fmt.Sscanf(a.Version, "v%d", &n); err != nil {
				t.Errorf("version %q: %v", a.Version, err)
				return
			}
			if has := strings.Contains(a.Text(), "40 million"); has != (n%2 == 0) {
				t.Errorf("version %s answers %q", a.Version, a.Text())
			}
			select {
			case <-done:
				return
			default:
			}
		}
	})
	for i := range 4 {
		must(t, p.a, guild, Change{Kind: Rollback, Version: 2 + i%2})
	}
	until(t, "b has the last", func() bool { return version(t, p.b, guild) == version(t, p.a, guild) })
	close(done)
	asking.Wait()
}

func testForgottenElsewhere(t *testing.T, p processes) {
	must(t, p.a, guild, upload("sund.md", story("Sund", "40 million")))
	until(t, "b has it", func() bool { return version(t, p.b, guild) == version(t, p.a, guild) })
	by := func(s *Libraries) bool {
		history, err := s.History(t.Context(), guild)
		if err != nil {
			t.Fatal(err)
		}
		return slices.ContainsFunc(history, func(v Version) bool { return v.By == "7" })
	}
	if !by(p.b) {
		t.Fatal("nobody published it")
	}
	if err := p.a.Forget(t.Context(), "7"); err != nil {
		t.Fatal(err)
	}
	until(t, "b has forgotten the member", func() bool { return !by(p.b) })
	if err := p.a.Delete(t.Context(), guild); err != nil {
		t.Fatal(err)
	}
	until(t, "b answers from the shipped articles", func() bool {
		s, err := p.b.Snapshot(t.Context(), guild)
		return err == nil && s.Version == "shipped"
	})
	must(t, p.b, guild, upload("vik.md", story("Vik", "2 million")))
	until(t, "a has the new library", func() bool { return about(t, p.a, "vik") != "" })
}

// TestMovedToShared: libraries in the directory are moved, with their versions, drafts and checks, and what refreshing came to.
func TestMovedToShared(t *testing.T) {
	t.Parallel()
	o := options(t, newWeb())
	own := open(t, o)
	must(t, own, guild, upload("sund.md", story("Sund", "40 million")))
	d := prepare(t, own, guild, upload("vik.md", story("Vik", "2 million")))
	if err := own.AddCheck(t.Context(), guild, eval.Question{ID: "c1", Text: "How much will the harbour cost?", Expected: eval.Abstain}); err != nil {
		t.Fatal(err)
	}
	history, err := own.History(t.Context(), guild)
	if err != nil {
		t.Fatal(err)
	}
	if err := own.Close(); err != nil {
		t.Fatal(err)
	}
	o.Shared = &commons{libraries: map[store.GuildID]*librarytest.Memory{}}
	for range 2 { // the second time, there is nothing to move
		moved, err := Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		now, err := moved.History(t.Context(), guild)
		if err != nil || !slices.Equal(now, history) {
			t.Errorf("history %v, %v; want %v", now, err, history)
		}
		if _, err := moved.Draft(t.Context(), guild, d.ID); err != nil {
			t.Error(err)
		}
		if checks, err := moved.Checks(t.Context(), guild); err != nil || !slices.ContainsFunc(checks, func(q eval.Question) bool { return q.ID == "c1" }) {
			t.Errorf("checks %v, %v", checks, err)
		}
		if a := ask(t, moved, guild, "How much will the harbour of Sund cost?"); !strings.Contains(a.Text(), "40 million") {
			t.Errorf("answers %q", a.Text())
		}
		if err := errors.Join(moved.Check(t.Context(), guild), moved.Close()); err != nil {
			t.Error(err)
		}
		if _, err := os.Stat(filepath.Join(o.Dir, string(guild), libraryDir)); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("the directory still has it: %v", err)
		}
	}
}
