package library

import (
	"bytes"
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

	"github.com/google/go-cmp/cmp"

	"readout/corpus"
	"readout/corpus/parse"
)

func TestVersions(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "a", "library")
	l := open(t, dir, Options{Clock: func() time.Time { return day(2) }})
	if m, ok := l.Current(); ok || len(l.Versions()) != 0 || m.Number != 0 {
		t.Fatalf("a new library has version %+v", m)
	}
	var built []string
	m := next(l, entry(t, l, "b", 2), entry(t, l, "a", 1))
	m.Feeds = []Feed{{URL: "https://example.org/z", By: "4711"}, {URL: "https://example.org/feed", Title: "Feed", Added: day(1)}}
	one, err := l.Publish(t.Context(), m, func(_ context.Context, m Manifest, articles []*corpus.Article) error {
		if _, ok := l.Current(); ok {
			t.Error("the version is current before it is built")
		}
		for _, a := range articles {
			built = append(built, string(a.ID))
		}
		m.Articles[0].ID = "changed by the builder"
		return nil
	})
	must(t, err)
	if one.Number != 1 || one.Count != 2 || !one.At.Equal(day(2)) || one.By != "4711" || one.Articles[0].ID != "a" || one.Feeds[0].Title != "Feed" || fmt.Sprint(built) != "[a b]" {
		t.Fatalf("published %+v, built from %v", one, built)
	}
	two := publish(t, l, entry(t, l, "a", 3), entry(t, l, "c", 4))
	if two.Number != 2 || two.Base != 1 || titles(t, l) != "3 4" {
		t.Fatalf("version 2 is %+v with %q", two.Version, titles(t, l))
	}
	// A rollback is an old manifest as a new version.
	old := get[Manifest](t)(l.Version(1))
	old.Base, old.Action, old.Why = 2, "rollback", "version 1 again"
	three, err := l.Publish(t.Context(), old, nil)
	must(t, err)
	if three.Number != 3 || three.Content() != one.Content() || three.Content() == two.Content() || titles(t, l) != "1 2" {
		t.Fatalf("version 3 is %+v with %q", three, titles(t, l))
	}
	history := l.Versions()
	must(t, l.Close())
	must(t, l.Close())

	l = open(t, dir, Options{})
	if diff := cmp.Diff(history, l.Versions()); diff != "" || len(history) != 3 {
		t.Errorf("versions, reopened (-was +is):\n%s", diff)
	}
	current, _ := l.Current()
	if diff := cmp.Diff(three, current); diff != "" {
		t.Errorf("current version, reopened (-was +is):\n%s", diff)
	}
	if diff := cmp.Diff(two, get[Manifest](t)(l.Version(2))); diff != "" {
		t.Errorf("version 2, reopened (-was +is):\n%s", diff)
	}
	for _, n := range []int{-1, 0, 4} {
		if _, err := l.Version(n); !errors.Is(err, ErrNotFound) {
			t.Errorf("version %d: %v", n, err)
		}
	}
	must(t, l.Check(t.Context()))
	if left, err := l.disk.Names(newDir); err != nil || len(left) != 0 {
		t.Errorf("published files still are in %s: %v %v", newDir, left, err)
	}
}

func TestEmptyVersion(t *testing.T) {
	t.Parallel()
	l := open(t, t.TempDir(), Options{})
	publish(t, l, entry(t, l, "a", 1))
	if m := publish(t, l); m.Number != 2 || m.Count != 0 || titles(t, l) != "" {
		t.Errorf("a version without articles is %+v", m)
	}
}

func TestContent(t *testing.T) {
	t.Parallel()
	base := Manifest{Articles: []Entry{{ID: "a", Name: "a.md", Hash: HashOf(nil)}, {ID: "b", Name: "b.md", Hash: HashOf(nil)}}}
	same := base.clone()
	same.Number, same.By, same.Feeds = 7, "x", []Feed{{URL: "y"}}
	same.Articles[0].Source.ETag, same.Articles[0].Name = "z", "other.md"
	slices.Reverse(same.Articles)
	if base.Content() != same.Content() || !isHash(base.Content()) {
		t.Error("what is no content changes it")
	}
	for name, change := range map[string]func(*Entry){
		"id": func(e *Entry) { e.ID = "c" }, "format": func(e *Entry) { e.Name = "a.txt" }, "file": func(e *Entry) { e.Hash = HashOf([]byte("x")) },
		"alias": func(e *Entry) { e.Aliases = []string{"x"} },
	} {
		m := base.clone()
		change(&m.Articles[0])
		if m.Content() == base.Content() {
			t.Errorf("another %s is the same content", name)
		}
	}
	if e, ok := base.Entry("b"); !ok || e.Name != "b.md" {
		t.Errorf("entry b is %+v", e)
	}
	if _, ok := base.Entry("c"); ok {
		t.Error("there is an entry c")
	}
}

func TestPublishRefuses(t *testing.T) {
	t.Parallel()
	l := open(t, t.TempDir(), Options{})
	good := entry(t, l, "a", 1)
	publish(t, l, good)
	long := strings.Repeat("x", 1<<20)
	for name, tc := range map[string]struct {
		change func(*Manifest)
		says   string
	}{
		"a path as ID":         {func(m *Manifest) { m.Articles[0].ID = "../../x" }, "id"},
		"a backslash":          {func(m *Manifest) { m.Articles[0].ID = `a\b` }, "id"},
		"no ID":                {func(m *Manifest) { m.Articles[0].ID = "" }, "id"},
		"a long ID":            {func(m *Manifest) { m.Articles[0].ID = corpus.ArticleID(long) }, "id"},
		"two lines as ID":      {func(m *Manifest) { m.Articles[0].ID = "a\nb" }, "id"},
		"ID not UTF-8":         {func(m *Manifest) { m.Articles[0].ID = "a\xff" }, "id"},
		"a hidden name":        {func(m *Manifest) { m.Articles[0].Name = ".md" }, "name"},
		"another format":       {func(m *Manifest) { m.Articles[0].Name = "a.html" }, "name"},
		"a path as hash":       {func(m *Manifest) { m.Articles[0].Hash = "../" + strings.Repeat("a", 61) }, "hash"},
		"capitals in the hash": {func(m *Manifest) { m.Articles[0].Hash = strings.ToUpper(m.Articles[0].Hash) }, "hash"},
		"twice":                {func(m *Manifest) { m.Articles = append(m.Articles, m.Articles[0]) }, "twice"},
		"many aliases":         {func(m *Manifest) { m.Articles[0].Aliases = make([]string, MaxAliases+1) }, "aliases"},
		"a long alias":         {func(m *Manifest) { m.Articles[0].Aliases = []string{long} }, "alias"},
		"a long ETag":          {func(m *Manifest) { m.Articles[0].Source.ETag = long }, "etag"},
		"a long why":           {func(m *Manifest) { m.Why = long }, "why"},
		"no action":            {func(m *Manifest) { m.Action = "" }, "action"},
		"control characters":   {func(m *Manifest) { m.By = "\x00" }, "by"},
		"a feed without link":  {func(m *Manifest) { m.Feeds = []Feed{{}} }, "url"},
		"a feed twice":         {func(m *Manifest) { m.Feeds = []Feed{{URL: "a"}, {URL: "a"}} }, "twice"},
		"feeds without end":    {func(m *Manifest) { m.Feeds = make([]Feed, maxFeeds+1) }, "feeds"},
	} {
		m := next(l, good)
		tc.change(&m)
		_, err := l.Publish(t.Context(), m, nil)
		if !errors.Is(err, ErrInvalid) || !strings.Contains(err.Error(), tc.says) || len(err.Error()) > 1000 {
			t.Errorf("%s: %.1000v", name, err)
		}
	}

	m := next(l, good)
	m.Base = 0
	var conflict *ConflictError
	if _, err := l.Publish(t.Context(), m, nil); !errors.As(err, &conflict) || !errors.Is(err, ErrConflict) || conflict.Current.By != "4711" || conflict.Current.Number != 1 {
		t.Errorf("made from an old version: %v", err)
	}
	missing := good
	missing.Hash = HashOf([]byte("never put"))
	if _, err := l.Publish(t.Context(), next(l, missing), nil); !errors.Is(err, ErrNotFound) || !strings.Contains(err.Error(), `"a"`) {
		t.Errorf("a file that was not put: %v", err)
	}
	unreadable := good
	unreadable.Hash = get[string](t)(l.Put(t.Context(), []byte("---\nkind: x\n---\n")))
	var parse *parse.Error
	if _, err := l.Publish(t.Context(), next(l, unreadable), nil); !errors.As(err, &parse) || !strings.Contains(err.Error(), `"a"`) {
		t.Errorf("a file that cannot be read: %v", err)
	}
	failure := errors.New("no room for the index")
	if _, err := l.Publish(t.Context(), next(l, good), func(context.Context, Manifest, []*corpus.Article) error { return failure }); !errors.Is(err, failure) {
		t.Errorf("an index that cannot be built: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	if _, err := l.Publish(ctx, next(l, good), func(context.Context, Manifest, []*corpus.Article) error { cancel(); return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled while it is built: %v", err)
	}
	if _, err := l.Put(t.Context(), make([]byte, MaxArticle+1)); !errors.Is(err, ErrTooLarge) {
		t.Errorf("a large file: %v", err)
	}
	if current, _ := l.Current(); current.Number != 1 || len(l.Versions()) != 1 || titles(t, l) != "1" {
		t.Errorf("what was refused left version %+v", current)
	}
	must(t, l.Check(t.Context()))
}

// A clock that jumps moves nothing but the times that are shown.
func TestClockJumps(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	now := day(20)
	clock := func() time.Time { return now }
	l := open(t, dir, Options{Clock: clock})
	publish(t, l, entry(t, l, "a", 1))
	must(t, l.PutDraft(t.Context(), "d", []byte("x"), entry(t, l, "b", 2).Hash))
	now = day(1)
	publish(t, l, entry(t, l, "a", 3))
	now = day(28).AddDate(40, 0, 0)
	publish(t, l, entry(t, l, "a", 4))
	now = time.Unix(0, 0)
	publish(t, l, entry(t, l, "a", 5))
	must(t, l.Close())
	l = open(t, dir, Options{Clock: clock})
	if current, _ := l.Current(); current.Number != 4 || titles(t, l) != "5" || !slices.IsSortedFunc(l.Versions(), func(a, b Version) int { return a.Number - b.Number }) {
		t.Errorf("versions are %+v", l.Versions())
	}
	// A draft of the wrong future does not stay for ever.
	if _, err := l.Draft("d"); !errors.Is(err, ErrNotFound) {
		t.Errorf("draft of the future: %v", err)
	}
	now = time.Date(12026, 1, 1, 0, 0, 0, 0, time.UTC)
	if _, err := l.Publish(t.Context(), next(l), nil); err == nil {
		t.Error("a year of five digits was kept")
	}
	now = day(1)
	if m := publish(t, l); m.Number != 5 {
		t.Errorf("after it, version %d", m.Number)
	}
}

func TestDraftsKeepTheirFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	now := time.Now()
	o := Options{Clock: func() time.Time { return now }, Grace: time.Hour, DraftLife: 3 * time.Hour}
	l := open(t, dir, o)
	kept, loose, young := entry(t, l, "a", 1).Hash, entry(t, l, "b", 2).Hash, entry(t, l, "c", 3).Hash
	must(t, l.PutDraft(t.Context(), "one", []byte("first"), kept))
	must(t, l.PutDraft(t.Context(), "one", []byte("line\nsecond"), kept))
	must(t, l.PutDraft(t.Context(), "two", nil))
	must(t, l.DeleteDraft("two"))
	must(t, l.DeleteDraft("never"))
	for _, hash := range []string{kept, loose} {
		old := time.Now().Add(-2 * time.Hour)
		must(t, os.Chtimes(filepath.Join(dir, newDir, hash), old, old))
	}
	must(t, l.Close())
	l = open(t, dir, o)
	if _, err := l.File(loose); !errors.Is(err, ErrNotFound) {
		t.Errorf("a file that nothing refers to: %v", err)
	}
	for _, hash := range []string{kept, young} {
		if _, err := l.File(hash); err != nil {
			t.Errorf("a file of a draft, or a young one: %v", err)
		}
	}
	if got := get[[]byte](t)(l.Draft("one")); string(got) != "line\nsecond" {
		t.Errorf("draft %q", got)
	}
	if ids := get[[]string](t)(l.Drafts()); fmt.Sprint(ids) != "[one]" {
		t.Errorf("drafts %v", ids)
	}
	for _, id := range []string{"", "../current", "two", strings.Repeat("x", 65)} {
		if _, err := l.Draft(id); !errors.Is(err, ErrNotFound) {
			t.Errorf("draft %q: %v", id, err)
		}
	}
	for _, id := range []string{"", "../x", "a/b", "a b", ".a", strings.Repeat("x", 65)} {
		if err := l.PutDraft(t.Context(), id, nil); !errors.Is(err, ErrInvalid) {
			t.Errorf("put draft %q: %v", id, err)
		}
	}
	if err := l.PutDraft(t.Context(), "x", nil, loose); !errors.Is(err, ErrNotFound) {
		t.Errorf("a draft of a file that is gone: %v", err)
	}
	now = now.Add(4 * time.Hour)
	if _, err := l.Draft("one"); !errors.Is(err, ErrNotFound) {
		t.Errorf("an old draft: %v", err)
	}
	must(t, l.Sweep(t.Context()))
	if left := files(t, dir); slices.Contains(left, "drafts/one") || slices.Contains(left, "new/"+kept) || !slices.Contains(left, "new/"+young) {
		t.Errorf("swept, there are %v", left)
	}
}

func TestPutAgain(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	l := open(t, dir, Options{Grace: time.Hour})
	hash := entry(t, l, "a", 1).Hash
	path := filepath.Join(dir, newDir, hash)
	old := time.Now().Add(-2 * time.Hour)
	must(t, os.Chtimes(path, old, old))
	entry(t, l, "a", 1)
	must(t, l.Sweep(t.Context()))
	if _, err := os.Stat(path); err != nil {
		t.Errorf("a file that was put again: %v", err)
	}
	e := entry(t, l, "a", 1)
	publish(t, l, e)
	entry(t, l, "a", 1)
	if left := files(t, filepath.Join(dir, newDir)); len(left) != 0 {
		t.Errorf("a published file was kept twice: %v", left)
	}
	// What is damaged is mended by putting it again.
	path = filepath.Join(dir, objectsDir, hash)
	must(t, os.Truncate(path, 10))
	if _, err := l.File(hash); !errors.Is(err, ErrDamaged) {
		t.Errorf("a truncated file: %v", err)
	}
	entry(t, l, "a", 1)
	if data, err := l.File(hash); err != nil || string(data) != text(1) {
		t.Errorf("mended: %v", err)
	}
}

func TestChecks(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	l := open(t, dir, Options{})
	if data, err := l.Checks(); data != nil || err != nil {
		t.Errorf("checks of a new library: %q, %v", data, err)
	}
	must(t, l.SetChecks(t.Context(), []byte("{}\n{}\n")))
	must(t, l.Close())
	l = open(t, dir, Options{})
	if data := get[[]byte](t)(l.Checks()); string(data) != "{}\n{}\n" {
		t.Errorf("checks %q", data)
	}
	if err := l.SetChecks(t.Context(), make([]byte, maxChecks+1)); !errors.Is(err, ErrTooLarge) {
		t.Errorf("many checks: %v", err)
	}
	must(t, l.SetChecks(t.Context(), nil))
	must(t, l.SetChecks(t.Context(), nil))
	if data, err := l.Checks(); data != nil || err != nil {
		t.Errorf("no checks: %q, %v", data, err)
	}
}

func TestForget(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	l := open(t, dir, Options{})
	for n, by := range []string{"4711", "42", "4711"} {
		m := next(l, entry(t, l, "a", n))
		m.By, m.Why = by, "words of "+by
		m.Feeds = []Feed{{URL: "https://example.org/1", By: "4711"}, {URL: "https://example.org/2", By: "42"}}
		get[Manifest](t)(l.Publish(t.Context(), m, nil))
	}
	current, _ := l.Current()
	must(t, l.Forget(t.Context(), ""))
	must(t, l.Forget(t.Context(), "4711"))
	must(t, l.Forget(t.Context(), "4711"))
	after, _ := l.Current()
	if after.By != "" || after.Why != "" || after.Feeds[0].By != "" || after.Feeds[1].By != "42" || after.Content() != current.Content() || !after.At.Equal(current.At) {
		t.Errorf("forgotten, the current version is %+v", after)
	}
	if v := l.Versions(); v[0].By != "" || v[1].By != "42" || v[1].Why != "words of 42" || v[2].By != "" {
		t.Errorf("forgotten, the versions are %+v", v)
	}
	must(t, l.Close())
	for _, name := range files(t, dir) {
		if data := get[[]byte](t)(os.ReadFile(filepath.Join(dir, name))); bytes.Contains(data, []byte("4711")) {
			t.Errorf("%s still names the member:\n%s", name, data)
		}
	}
	l = open(t, dir, Options{})
	must(t, l.Check(t.Context()))
}

func TestTwoPublishers(t *testing.T) {
	t.Parallel()
	l := open(t, t.TempDir(), Options{})
	publish(t, l, entry(t, l, "a", 0))
	const publishers, rounds = 8, 5
	for range rounds {
		var wg sync.WaitGroup
		var mu sync.Mutex
		won, lost := 0, 0
		base := l.newest()
		manifests := make([]Manifest, publishers)
		for n := range manifests {
			manifests[n] = next(l, entry(t, l, "a", n), entry(t, l, fmt.Sprint("b", n), n))
		}
		for _, m := range manifests {
			wg.Go(func() {
				_, err := l.Publish(t.Context(), m, func(context.Context, Manifest, []*corpus.Article) error {
					_, err := l.Put(t.Context(), []byte("put while building"))
					return err
				})
				mu.Lock()
				defer mu.Unlock()
				var conflict *ConflictError
				switch {
				case err == nil:
					won++
				case errors.As(err, &conflict) && conflict.Base == base && conflict.Current.Number == base+1:
					lost++
				default:
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if won != 1 || lost != publishers-1 {
			t.Fatalf("%d published, %d were told of it", won, lost)
		}
	}
	must(t, l.Check(t.Context()))
}

// Readers see whole versions while others publish, sweep, put, keep drafts and export.
func TestReadersSeeWholeVersions(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	l := open(t, dir, Options{Grace: time.Nanosecond}) // all that nothing refers to goes at once
	publish(t, l, entry(t, l, "a", 0), entry(t, l, "b", 0))
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	loop := func(do func() error) {
		wg.Go(func() {
			for ctx.Err() == nil {
				if err := do(); err != nil && !errors.Is(err, context.Canceled) {
					t.Error(err)
					return
				}
			}
		})
	}
	for range 2 {
		loop(func() error {
			m, _ := l.Current()
			articles, err := l.Articles(ctx, m)
			if err == nil && (len(articles) != 2 || articles[0].Title != articles[1].Title) {
				err = fmt.Errorf("version %d mixes %q and %q", m.Number, articles[0].Title, articles[1].Title)
			}
			return err
		})
	}
	loop(func() error { return l.Sweep(ctx) })
	loop(func() error {
		var b bytes.Buffer
		if err := l.Export(ctx, &b); err != nil {
			return err
		}
		x, err := ReadExport(ctx, &b, Limits{})
		if err == nil && string(x.Articles[0].Data) != string(x.Articles[1].Data) {
			err = fmt.Errorf("the export of version %d is mixed", x.Version)
		}
		return err
	})
	loop(func() error { return l.SetChecks(ctx, []byte("{}\n")) })
	loop(func() error {
		time.Sleep(time.Millisecond)
		return l.Forget(ctx, "nobody")
	})
	for n := 1; n <= 30; n++ {
		var m Manifest
		for { // until the sweeper, for which files are old at once, has left both to a draft
			e, f := entry(t, l, "a", n), entry(t, l, "b", n)
			if err := l.PutDraft(ctx, "d", nil, e.Hash, f.Hash); err == nil {
				m = next(l, e, f)
				break
			} else if !errors.Is(err, ErrNotFound) {
				t.Fatal(err)
			}
		}
		get[Manifest](t)(l.Publish(ctx, m, nil))
		must(t, l.DeleteDraft("d"))
	}
	stop()
	wg.Wait()
	must(t, l.Check(t.Context()))
	if len(l.Versions()) != 31 {
		t.Errorf("%d versions", len(l.Versions()))
	}
}

func TestOpenedTwice(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	l := open(t, dir, Options{})
	if _, err := Open(t.Context(), dir, Options{LockTimeout: time.Millisecond}); !errors.Is(err, ErrLocked) || !strings.Contains(err.Error(), dir) {
		t.Errorf("opened twice: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Open(ctx, dir, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("opened with a cancelled context: %v", err)
	}
	time.AfterFunc(50*time.Millisecond, func() { l.Close() })
	open(t, dir, Options{LockTimeout: 10 * time.Second})
}

func TestClosed(t *testing.T) {
	t.Parallel()
	l := open(t, t.TempDir(), Options{})
	m := publish(t, l, entry(t, l, "a", 1))
	building, goOn := make(chan bool), make(chan bool)
	var wg sync.WaitGroup
	wg.Go(func() {
		_, err := l.Publish(t.Context(), next(l, m.Articles...), func(context.Context, Manifest, []*corpus.Article) error {
			close(building)
			<-goOn
			return nil
		})
		if err != nil {
			t.Errorf("published while it was being closed: %v", err)
		}
	})
	<-building
	wg.Go(func() { must(t, l.Close()) })
	for l.begin() == nil {
		l.end()
	}
	close(goOn)
	wg.Wait()
	for name, err := range map[string]error{
		"put":     second(l.Put(t.Context(), nil)),
		"publish": second(l.Publish(t.Context(), m, nil)),
		"version": second(l.Version(1)),
		"file":    second(l.File(m.Articles[0].Hash)),
		"draft":   second(l.Draft("x")),
		"drafts":  second(l.Drafts()),
		"checks":  second(l.Checks()),
		"keep":    l.PutDraft(t.Context(), "x", nil),
		"delete":  l.DeleteDraft("x"),
		"set":     l.SetChecks(t.Context(), nil),
		"sweep":   l.Sweep(t.Context()),
		"forget":  l.Forget(t.Context(), "x"),
		"check":   l.Check(t.Context()),
		"export":  l.Export(t.Context(), &bytes.Buffer{}),
	} {
		if !errors.Is(err, ErrClosed) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if m, ok := l.Current(); !ok || m.Number != 2 {
		t.Errorf("closed, the current version is %+v", m.Version)
	}
}

func second[T any](_ T, err error) error { return err }
