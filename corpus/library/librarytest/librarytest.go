package librarytest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"readout/corpus"
	"readout/corpus/library"
)

// Run tests a place. place makes an empty one, and returns what opens it, as another process with each call.
func Run(t *testing.T, place func(t testing.TB) (open func() library.Files)) {
	for name, test := range map[string]func(t *testing.T, open func() library.Files){
		"files":               testFiles,
		"moves":               testMoves,
		"locks":               testLocks,
		"published elsewhere": testPublishedElsewhere,
		"conflict":            testConflict,
		"fence":               testFence,
		"many publish":        testManyPublish,
		"drafts":              testDrafts,
		"sweep":               testSweep,
		"forgotten elsewhere": testForgotten,
		"damage":              testDamage,
		"death":               testDeath,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, place(t))
		})
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// process is a library as another process has it open.
func process(t testing.TB, f library.Files, o library.Options) *library.Library {
	t.Helper()
	o.Files = f
	l, err := library.Open(t.Context(), "", o)
	must(t, err)
	t.Cleanup(func() { must(t, l.Close()) })
	return l
}

// put keeps the file of an article, and is its entry.
func put(t testing.TB, l *library.Library, id string) library.Entry {
	t.Helper()
	text := fmt.Appendf(nil, "---\ntitle: On %s\nkind: report\n---\n\nThe harbour of %s opened on Tuesday.\n", id, id)
	hash, err := l.Put(context.Background(), text)
	must(t, err)
	return library.Entry{ID: corpus.ArticleID(id), Name: id + ".md", Hash: hash}
}

// with is the current version with one article more, by somebody.
func with(t testing.TB, l *library.Library, by, id string) library.Manifest {
	t.Helper()
	m, _ := l.Current()
	m.Base, m.By, m.Action = m.Number, by, "add"
	m.Articles = append(m.Articles, put(t, l, id))
	return m
}

// added is a first version with an article.
func added(e library.Entry) library.Manifest {
	return library.Manifest{Version: library.Version{Action: "add"}, Articles: []library.Entry{e}}
}

func publish(t testing.TB, l *library.Library, by, id string) library.Manifest {
	t.Helper()
	m, err := l.Publish(t.Context(), with(t, l, by, id), nil)
	must(t, err)
	return m
}

func refresh(t testing.TB, l *library.Library) library.Manifest {
	t.Helper()
	must(t, l.Refresh(t.Context(), false))
	m, _ := l.Current()
	return m
}

func ids(m library.Manifest) (out []string) {
	for _, e := range m.Articles {
		out = append(out, string(e.ID))
	}
	return out
}

// testFiles tests the operations one by one.
func testFiles(t *testing.T, open func() library.Files) {
	a, b := open(), open()
	if _, err := a.Read("new/x"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("read what is not there: %v", err)
	}
	if _, err := a.Begin("new/x", 10); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("begin what is not there: %v", err)
	}
	if err := a.Move("new/x", "new/y"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("move what is not there: %v", err)
	}
	if err := a.Touch("new/x"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("touch what is not there: %v", err)
	}
	must(t, errors.Join(a.Remove("new/x"), a.RemoveOld("new/x", 0)))
	must(t, errors.Join(a.Write("new/x", []byte("one")), a.Write("new/b", []byte{0, 255}), a.Write("newer", nil), a.Write("new0/x", nil)))
	must(t, b.Write("new/x", []byte("another one")))
	if data, err := a.Read("new/x"); err != nil || string(data) != "another one" {
		t.Errorf("read %q, %v", data, err)
	}
	if data, err := a.Begin("new/x", 7); err != nil || string(data) != "another" {
		t.Errorf("begins %q, %v", data, err)
	}
	if data, err := a.Read("newer"); err != nil || len(data) > 0 {
		t.Errorf("an empty file is %q, %v", data, err)
	}
	if names, err := b.Names("new"); err != nil || !slices.Equal(names, []string{"b", "x"}) {
		t.Errorf("names %q, %v", names, err)
	}
}

// testMoves: files are moved, over others too, and removed when they are old.
func testMoves(t *testing.T, open func() library.Files) {
	a, b := open(), open()
	must(t, errors.Join(a.Write("new/x", []byte("one")), a.Move("new/x", "objects/x")))
	must(t, a.Write("new/x", []byte("again")))
	must(t, b.Move("new/x", "objects/x")) // over the other
	there, err := a.Exists("new/x")
	data, readErr := a.Read("objects/x")
	if there || err != nil || readErr != nil || string(data) != "again" {
		t.Errorf("moved: %v, %v; %q, %v", there, err, data, readErr)
	}
	must(t, a.RemoveOld("objects/x", time.Hour))
	if there, err := b.Exists("objects/x"); err != nil || !there {
		t.Errorf("a fresh file was removed as old: %v", err)
	}
	time.Sleep(5 * time.Millisecond)
	must(t, a.RemoveOld("objects/x", time.Millisecond))
	if there, err := b.Exists("objects/x"); err != nil || there {
		t.Errorf("an old file was not removed: %v", err)
	}
}

// testLocks: one at a time has a lock, and who waits for it can give up.
func testLocks(t *testing.T, open func() library.Files) {
	a, b := open(), open()
	release, err := a.Lock(t.Context(), "turn")
	must(t, err)
	other, err := b.Lock(t.Context(), "another")
	must(t, err)
	other()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := b.Lock(ctx, "turn"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("two have it: %v", err)
	}
	release()
	again, err := b.Lock(t.Context(), "turn")
	must(t, err)
	again()
	// Many at once, of many names, end.
	var all sync.WaitGroup
	held := 0
	for range 24 {
		all.Go(func() {
			for _, name := range []string{"turn", "another"} {
				release, err := a.Lock(t.Context(), name)
				if err != nil {
					t.Error(err)
					return
				}
				if name == "turn" {
					held++ // which only who has it may
				}
				release()
			}
		})
	}
	all.Wait()
	if held != 24 {
		t.Errorf("%d had it", held)
	}
}

// testPublishedElsewhere: what one process publishes, another one sees once it looks.
func testPublishedElsewhere(t *testing.T, open func() library.Files) {
	a, b := process(t, open(), library.Options{}), process(t, open(), library.Options{})
	publish(t, a, "1", "first")
	publish(t, a, "1", "second")
	if _, ok := b.Current(); ok {
		t.Error("it is there before it was looked for")
	}
	m := refresh(t, b)
	if m.Number != 2 || !slices.Equal(ids(m), []string{"first", "second"}) || len(b.Versions()) != 2 {
		t.Errorf("current %d of %q, %d versions", m.Number, ids(m), len(b.Versions()))
	}
	articles, err := b.Articles(t.Context(), m)
	if err != nil || len(articles) != 2 || articles[1].Title != "On second" {
		t.Errorf("articles %v, %v", articles, err)
	}
	if old, err := b.Version(1); err != nil || !slices.Equal(ids(old), []string{"first"}) {
		t.Errorf("the version before: %q, %v", ids(old), err)
	}
	if late := process(t, open(), library.Options{}); len(late.Versions()) != 2 {
		t.Errorf("opened later: %d versions", len(late.Versions()))
	}
	must(t, b.Check(t.Context()))
}

// testConflict: two moderators at two processes make each a version from the same one. The second is told, and nothing of the first's is
// lost.
func testConflict(t *testing.T, open func() library.Files) {
	a, b := process(t, open(), library.Options{}), process(t, open(), library.Options{})
	publish(t, a, "1", "first")
	refresh(t, b)
	ofA, ofB := with(t, a, "1", "of-a"), with(t, b, "2", "of-b")
	if _, err := a.Publish(t.Context(), ofA, nil); err != nil {
		t.Fatal(err)
	}
	_, err := b.Publish(t.Context(), ofB, nil)
	var conflict *library.ConflictError
	if !errors.As(err, &conflict) || conflict.Base != 1 || conflict.Current.Number != 2 || conflict.Current.By != "1" {
		t.Fatalf("published over the other: %v", err)
	}
	if m, _ := b.Current(); m.Number != 2 {
		t.Errorf("after the conflict, current is %d", m.Number)
	}
	publish(t, b, "2", "of-b")
	if m := refresh(t, a); m.Number != 3 || !slices.Equal(ids(m), []string{"first", "of-a", "of-b"}) {
		t.Errorf("current %d of %q", m.Number, ids(m))
	}
}

// testFence: who lost the turn without knowing publishes nothing.
func testFence(t *testing.T, open func() library.Files) {
	f := open()
	must(t, f.Commit(0, 1, []byte("one"), []byte("1")))
	if err := f.Commit(0, 1, []byte("two"), []byte("1")); !errors.Is(err, library.ErrConflict) {
		t.Errorf("a second first version: %v", err)
	}
	must(t, f.Commit(1, 2, []byte("three"), []byte("2")))
	if err := open().Commit(1, 2, []byte("four"), []byte("2")); !errors.Is(err, library.ErrConflict) {
		t.Errorf("a second second version: %v", err)
	}
	for name, want := range map[string]string{"versions/00000001": "one", "versions/00000002": "three", "current": "2"} {
		if data, err := f.Read(name); err != nil || string(data) != want {
			t.Errorf("%s is %q, %v", name, data, err)
		}
	}
}

// testManyPublish: many moderators at several processes publish at once, each again until it succeeds. No one's change is lost.
func testManyPublish(t *testing.T, open func() library.Files) {
	const processes, moderators, changes = 3, 2, 3
	var all sync.WaitGroup
	var libraries []*library.Library
	for p := range processes {
		l := process(t, open(), library.Options{})
		libraries = append(libraries, l)
		for m := range moderators {
			all.Go(func() {
				for n := range changes {
					id := fmt.Sprintf("p%d-m%d-n%d", p, m, n)
					for {
						_, err := l.Publish(t.Context(), with(t, l, "1", id), nil)
						if err == nil {
							break
						}
						if !errors.Is(err, library.ErrConflict) {
							t.Error(err)
							return
						}
					}
				}
			})
		}
	}
	all.Wait()
	const want = processes * moderators * changes
	for _, l := range libraries {
		m := refresh(t, l)
		if m.Number != want || len(m.Articles) != want || len(l.Versions()) != want {
			t.Errorf("version %d with %d articles, %d versions; want %d", m.Number, len(m.Articles), len(l.Versions()), want)
		}
		must(t, l.Check(t.Context()))
	}
}

// testDrafts: a draft that was prepared at one process is published at another.
func testDrafts(t *testing.T, open func() library.Files) {
	a, b := process(t, open(), library.Options{}), process(t, open(), library.Options{})
	e := put(t, a, "first")
	must(t, a.PutDraft(t.Context(), "d1", []byte("a draft"), e.Hash))
	must(t, a.SetChecks(t.Context(), []byte("questions")))
	if err := a.PutDraft(t.Context(), "d2", nil, strings.Repeat("0", 64)); !errors.Is(err, library.ErrNotFound) {
		t.Errorf("a draft of what was never put: %v", err)
	}
	data, err := b.Draft("d1")
	checks, checksErr := b.Checks()
	if err != nil || string(data) != "a draft" || checksErr != nil || string(checks) != "questions" {
		t.Errorf("draft %q, %v; checks %q, %v", data, err, checks, checksErr)
	}
	if _, err := b.Publish(t.Context(), added(e), nil); err != nil {
		t.Fatal(err)
	}
	must(t, b.DeleteDraft("d1"))
	if _, err := a.Draft("d1"); !errors.Is(err, library.ErrNotFound) {
		t.Errorf("a draft deleted elsewhere: %v", err)
	}
}

// testSweep: what one process is preparing, another one does not sweep; what nobody needs is swept.
func testSweep(t *testing.T, open func() library.Files) {
	const grace = 40 * time.Millisecond
	a, b := process(t, open(), library.Options{Grace: grace}), process(t, open(), library.Options{Grace: grace})
	kept, published, left := put(t, a, "kept"), put(t, a, "published"), put(t, a, "left")
	must(t, a.PutDraft(t.Context(), "d1", nil, kept.Hash))
	if _, err := a.Publish(t.Context(), added(published), nil); err != nil {
		t.Fatal(err)
	}
	time.Sleep(3 * grace)
	must(t, b.Sweep(t.Context()))
	for _, e := range []library.Entry{kept, published} {
		if _, err := a.File(e.Hash); err != nil {
			t.Errorf("%s: %v", e.ID, err)
		}
	}
	if _, err := a.File(left.Hash); !errors.Is(err, library.ErrNotFound) {
		t.Errorf("what nobody needs: %v", err)
	}
}

// testForgotten: a member who is forgotten at one process is at the others.
func testForgotten(t *testing.T, open func() library.Files) {
	a, b := process(t, open(), library.Options{}), process(t, open(), library.Options{})
	publish(t, a, "1", "first")
	refresh(t, b)
	publish(t, b, "7", "second")
	must(t, a.Forget(t.Context(), "7"))
	must(t, b.Refresh(t.Context(), true))
	for _, l := range []*library.Library{a, b} {
		for _, v := range l.Versions() {
			if v.By == "7" {
				t.Errorf("version %d is still by the member", v.Number)
			}
		}
		if len(l.Versions()) != 2 {
			t.Errorf("%d versions", len(l.Versions()))
		}
	}
}

// testDamage: what is not what was written is told.
func testDamage(t *testing.T, open func() library.Files) {
	f := open()
	l := process(t, f, library.Options{})
	m := publish(t, l, "1", "first")
	must(t, f.Write("objects/"+m.Articles[0].Hash, []byte("something else")))
	if _, err := l.Articles(t.Context(), m); !errors.Is(err, library.ErrDamaged) {
		t.Errorf("a damaged article: %v", err)
	}
	if err := l.Check(t.Context()); !errors.Is(err, library.ErrDamaged) {
		t.Errorf("checked: %v", err)
	}
}

// dying is a place that a process can't reach any more after so many operations, as one that is killed.
type dying struct {
	library.Files
	left *atomic.Int64
}

var errDead = errors.New("killed")

func (d dying) lives() error {
	if d.left.Add(-1) < 0 {
		return errDead
	}
	return nil
}

func (d dying) Write(name string, data []byte) error {
	if err := d.lives(); err != nil {
		return err
	}
	return d.Files.Write(name, data)
}

func (d dying) Touch(name string) error {
	if err := d.lives(); err != nil {
		return err
	}
	return d.Files.Touch(name)
}

func (d dying) Move(from, to string) error {
	if err := d.lives(); err != nil {
		return err
	}
	return d.Files.Move(from, to)
}

func (d dying) Read(name string) ([]byte, error) {
	if err := d.lives(); err != nil {
		return nil, err
	}
	return d.Files.Read(name)
}

// Commit is done though it is not acknowledged, or not done, when the process dies at it.
func (d dying) Commit(base, number int, manifest, pointer []byte) error {
	switch before := d.left.Load(); before {
	case 0, 1:
		d.left.Store(0)
		if before == 1 {
			if err := d.Files.Commit(base, number, manifest, pointer); err != nil {
				return err
			}
		}
		return errDead
	}
	d.left.Add(-1)
	return d.Files.Commit(base, number, manifest, pointer)
}

// testDeath: a process that dies at any moment of a publication leaves the old version or the new one, whole, and the next goes on from it.
func testDeath(t *testing.T, open func() library.Files) {
	alive := process(t, open(), library.Options{})
	first := publish(t, alive, "1", "first").Articles
	survived, died := 0, 0
	for n := 0; survived == 0; n++ {
		before := refresh(t, alive).Number
		var left atomic.Int64
		left.Store(1 << 30)
		dead, err := library.Open(t.Context(), "", library.Options{Files: dying{open(), &left}})
		must(t, err)
		m, _ := dead.Current()
		m.Base, m.By, m.Action = m.Number, "2", "add"
		left.Store(int64(n))
		hash, err := dead.Put(t.Context(), fmt.Appendf(nil, "The harbour of town %d opened.", n))
		if err == nil {
			m.Articles = append(m.Articles, library.Entry{ID: corpus.ArticleID(fmt.Sprintf("n%d", n)), Name: "n.txt", Hash: hash})
			_, err = dead.Publish(t.Context(), m, nil)
		}
		must(t, dead.Close())
		now := refresh(t, alive)
		switch {
		case err == nil && now.Number == before+1:
			survived++
		case err != nil && (now.Number == before || now.Number == before+1): // at its commit, nobody knows
			died++
		default:
			t.Errorf("dead after %d operations: %v, version %d after %d", n, err, now.Number, before)
		}
		must(t, alive.Check(t.Context()))
		if _, err := alive.Articles(t.Context(), now); err != nil {
			t.Errorf("dead after %d operations: %v", n, err)
		}
		next := library.Manifest{Version: library.Version{Action: "rollback", Base: now.Number}, Articles: first}
		if _, err := alive.Publish(t.Context(), next, nil); err != nil {
			t.Fatal(err)
		}
	}
	if died < 5 {
		t.Errorf("it died only %d times", died)
	}
}
