package bolt

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"readout/bot/bolt/internal/commit"
	"readout/bot/bolt/internal/dbfile"
	"readout/bot/bolt/internal/table"
	"readout/bot/store"
	"readout/bot/store/storetest"
)

func TestOpenMakesAPrivateDirectory(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "a", "data")
	s := openStore(t, dir, store.Options{})
	if runtime.GOOS == "windows" {
		return
	}
	for path, want := range map[string]os.FileMode{dir: 0o700, filepath.Join(dir, dbfile.FileName): 0o600} {
		info, err := os.Stat(path)
		storetest.Must(t, err)
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s has mode %o, want %o", filepath.Base(path), got, want)
		}
	}
	left, err := filepath.Glob(filepath.Join(dir, "*"))
	storetest.Must(t, err)
	if len(left) != 1 {
		t.Errorf("in the directory of %s: %q", s.dir, left)
	}
}

func TestOpenTwiceIsLocked(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := openStore(t, dir, store.Options{})
	begin := time.Now()
	_, err := Open(dir, store.Options{LockTimeout: 200 * time.Millisecond})
	if took := time.Since(begin); !errors.Is(err, store.ErrLocked) || !strings.Contains(err.Error(), dir) || took > 2*time.Second {
		t.Errorf("%v after %v", err, took)
	}
	storetest.Add(t, s, storetest.Answer(storetest.Ann, 1))
	// It opens as soon as the other lets go.
	opened := make(chan error, 1)
	go func() {
		second, err := Open(dir, store.Options{LockTimeout: 10 * time.Second})
		if err == nil {
			err = second.Close()
		}
		opened <- err
	}()
	time.Sleep(50 * time.Millisecond)
	storetest.Must(t, s.Close())
	storetest.Must(t, <-opened)
}

func TestFirstStartsAtOnceMakeOneStore(t *testing.T) {
	t.Parallel()
	for range 5 {
		dir := t.TempDir()
		var wg sync.WaitGroup
		for n := range 4 {
			wg.Go(func() {
				s, err := Open(dir, store.Options{LockTimeout: 20 * time.Second})
				if err != nil {
					t.Error(err)
					return
				}
				if _, err := s.AddReceipt(t.Context(), storetest.Answer(storetest.Ann, n)); err != nil {
					t.Error(err)
				}
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		s := openStore(t, dir, store.Options{})
		for n := range 4 {
			if _, err := s.ReceiptOf(t.Context(), storetest.Message(n)); err != nil {
				t.Error(err)
			}
		}
	}
}

func TestOpenRemovesLeftovers(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	left, kept := filepath.Join(dir, dbfile.FileName+".tmp-123"), filepath.Join(dir, "library")
	for _, path := range []string{left, kept} {
		storetest.Must(t, os.WriteFile(path, []byte("x"), 0o600))
	}
	openStore(t, dir, store.Options{})
	if _, err := os.Stat(left); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the temporary file is still there: %v", err)
	}
	if _, err := os.Stat(kept); err != nil {
		t.Error(err)
	}
}

func TestOpenWhatCannotBeOpened(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	storetest.Must(t, os.WriteFile(file, nil, 0o600))
	if _, err := Open(file, store.Options{}); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("a file for a directory: %v", err)
	}
	storetest.Must(t, os.Mkdir(filepath.Join(dir, dbfile.FileName), 0o700))
	if _, err := Open(dir, store.Options{}); err == nil || !strings.Contains(err.Error(), dir) {
		t.Errorf("a directory for a file: %v", err)
	}
}

func TestClosedStore(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t)
	id := storetest.Add(t, s, storetest.Answer(storetest.Ann, 1))
	storetest.Must(t, s.Close())
	storetest.Must(t, s.Close())
	ctx := t.Context()
	for name, call := range map[string]func() error{
		"add":     func() error { _, err := s.AddReceipt(ctx, storetest.Answer(storetest.Ann, 2)); return err },
		"read":    func() error { _, err := s.Receipt(ctx, id); return err },
		"reserve": func() error { _, err := s.Reserve(ctx, store.Charge{Member: storetest.Ann}); return err },
		"sweep":   func() error { _, err := s.Sweep(ctx, time.Now()); return err },
		"backup":  func() error { return s.Backup(ctx, filepath.Join(t.TempDir(), "copy")) },
		"check":   func() error { return s.Check(ctx) },
	} {
		if err := call(); !errors.Is(err, store.ErrClosed) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCloseWhileWriting(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, err := Open(dir, store.Options{})
	storetest.Must(t, err)
	var mu sync.Mutex
	var acknowledged []store.ReceiptID
	var wg sync.WaitGroup
	for worker := range 8 {
		wg.Go(func() {
			for n := 0; ; n++ {
				id, err := s.AddReceipt(t.Context(), storetest.Answer(storetest.Ann, worker*100_000+n))
				if errors.Is(err, store.ErrClosed) {
					return
				}
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				acknowledged = append(acknowledged, id)
				mu.Unlock()
			}
		})
	}
	time.Sleep(30 * time.Millisecond)
	storetest.Must(t, s.Close())
	wg.Wait()
	s = openStore(t, dir, store.Options{})
	for _, id := range acknowledged {
		if _, err := s.Receipt(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d receipts before closing", len(acknowledged))
}

func TestNewerSchemaIsRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, err := Open(dir, store.Options{})
	storetest.Must(t, err)
	raw(t, s, func(tx *bbolt.Tx) error { return setSchema(tx, 7) })
	storetest.Must(t, s.Close())
	_, err = Open(dir, store.Options{})
	if !errors.Is(err, store.ErrNewer) || !strings.Contains(err.Error(), "7") || !strings.Contains(err.Error(), dir) {
		t.Errorf("opening a newer store: %v", err)
	}
}

func mustReadFile(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	storetest.Must(t, err)
	return string(b)
}

func TestMigration(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, err := Open(dir, store.Options{})
	storetest.Must(t, err)
	id := storetest.Add(t, s, storetest.Answer(storetest.Ann, 1))
	storetest.Must(t, s.Close())

	failure := errors.New("no room")
	put := func(k string) migration {
		return func(tx *bbolt.Tx) error { return tx.Bucket([]byte(metaBucket)).Put([]byte(k), []byte("x")) }
	}
	first := schemaBase + len(migrations())
	// A step that fails leaves the store as it was, with what the steps before it did undone.
	_, err = open(dir, store.Options{}.WithDefaults(), append(migrations(), put("first"), func(*bbolt.Tx) error { return failure }))
	if !errors.Is(err, failure) || !strings.Contains(err.Error(), fmt.Sprint("version ", first+1)) {
		t.Fatalf("failing migration: %v", err)
	}
	s, err = Open(dir, store.Options{})
	storetest.Must(t, err)
	raw(t, s, func(tx *bbolt.Tx) error {
		if tx.Bucket([]byte(metaBucket)).Get([]byte("first")) != nil {
			return errors.New("half of the migration is there")
		}
		return nil
	})
	storetest.Must(t, s.Close())

	steps := append(migrations(), put("first"), put("second"))
	for range 2 { // the second time there is nothing to do
		s, err = open(dir, store.Options{}.WithDefaults(), steps)
		storetest.Must(t, err)
		if _, err := s.Receipt(t.Context(), id); err != nil {
			t.Error(err)
		}
		raw(t, s, func(tx *bbolt.Tx) error {
			schema, err := readSchema(tx)
			if schema != first+2 || tx.Bucket([]byte(metaBucket)).Get([]byte("second")) == nil {
				t.Errorf("schema version %d after two steps", schema)
			}
			return err
		})
		storetest.Must(t, s.Close())
	}
	if _, err := Open(dir, store.Options{}); !errors.Is(err, store.ErrNewer) {
		t.Errorf("the program without the steps: %v", err)
	}
	// A new store begins with the layout that the steps lead to.
	s, err = open(t.TempDir(), store.Options{}.WithDefaults(), append(migrations(), func(*bbolt.Tx) error { return failure }))
	storetest.Must(t, err)
	storetest.Must(t, s.Close())
}

// filled makes a store of some dozen pages in dir and closes it: its file, what that holds, and how many bytes of it hold anything.
func filled(t *testing.T, dir string) (path string, content []byte, size int) {
	t.Helper()
	s, err := Open(dir, store.Options{NoSync: true, Clock: storetest.NewClock().Now})
	storetest.Must(t, err)
	for n := range 25 {
		id := storetest.Add(t, s, storetest.Answer(store.FromSnowflake[store.UserID](uint64(n%7+1)), n, "p1", "p2"))
		storetest.Must(t, s.PutFeedback(t.Context(), store.Feedback{Receipt: id, Member: storetest.Ann, Vote: store.Down, Text: strings.Repeat("text ", 50)}))
	}
	big := storetest.Answer(storetest.Ann, 1000)
	big.Answer = strings.Repeat("long ", 2500)
	storetest.Add(t, s, big)
	_, err = s.UpdateSettings(t.Context(), storetest.GuildA, func(*store.Settings) error { return nil })
	storetest.Must(t, err)
	raw(t, s, func(tx *bbolt.Tx) error { size = int(tx.Size()); return nil })
	storetest.Must(t, s.Close())
	path = filepath.Join(dir, dbfile.FileName)
	content, err = os.ReadFile(path)
	storetest.Must(t, err)
	return path, content, size
}

// pagesOf are the pages of a kind that hold several things.
func pagesOf(content []byte, kind uint16) (out [][]byte) {
	for page := range slices.Chunk(content, os.Getpagesize()) {
		if binary.NativeEndian.Uint16(page[8:]) == kind && binary.NativeEndian.Uint16(page[10:]) > 1 {
			out = append(out, page)
		}
	}
	return out
}

// A damaged file is an error, wherever the damage is: of Open when the tree can't be read, else of Check; or it lies where nothing
// is kept.
func TestDamagedFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path, whole, used := filled(t, dir)
	try := func(name string, content []byte) error {
		storetest.Must(t, os.WriteFile(path, content, 0o600))
		s, err := Open(dir, store.Options{NoSync: true})
		if err == nil {
			err = s.Check(t.Context())
			storetest.Must(t, s.Close())
		}
		if err != nil && (!errors.Is(err, store.ErrDamaged) || !strings.Contains(err.Error(), dir)) {
			t.Errorf("%s: %v", name, err)
		}
		return err
	}
	for _, size := range []int{0, 1, 100, 4096, 8192, 16384, used / 2, used - 1} {
		if try("", whole[:size]) == nil {
			t.Errorf("no error for %d bytes of %d", size, len(whole))
		}
	}
	if try("text", []byte(strings.Repeat("not a store ", 10_000))) == nil {
		t.Error("no error for a text")
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	page := os.Getpagesize()
	found := 0
	for at := 0; at < used; at += page {
		damage := map[string]func(b []byte){
			"zeros":            func(b []byte) { clear(b) },
			"noise":            func(b []byte) { fill(b, func() byte { return byte(rnd.Uint32()) }) },
			"noise in content": func(b []byte) { fill(b[16:], func() byte { return byte(rnd.Uint32()) }) },
			"a flipped bit":    func(b []byte) { b[rnd.IntN(len(b))] ^= 1 << rnd.IntN(8) },
		}
		for name, change := range damage {
			content := append([]byte(nil), whole...)
			change(content[at : at+page])
			if try(fmt.Sprintf("%s at %d", name, at), content) != nil {
				found++
			}
		}
	}
	t.Logf("%d of %d damages found, in %d pages", found, 4*used/page, used/page)
	if found < 2*used/page {
		t.Errorf("only %d damages found in %d pages", found, used/page)
	}
	try("whole", whole)
	s, err := Open(dir, store.Options{})
	storetest.Must(t, err)
	storetest.Must(t, s.Check(t.Context()))
	storetest.Must(t, s.Close())
}

// A page that is on the list of free pages twice, or is none, would be written over: the list is verified, too.
func TestDamagedFreeList(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path, whole, used := filled(t, dir)
	for name, change := range map[string]func(id, count, numbers []byte){
		"twice":        func(_, _, numbers []byte) { copy(numbers[8:16], numbers[:8]) },
		"in use":       func(id, _, numbers []byte) { copy(numbers[:8], id) },
		"not there":    func(_, _, numbers []byte) { binary.NativeEndian.PutUint64(numbers, 1<<40) },
		"one too few":  func(_, count, _ []byte) { count[0]-- },
		"one too many": func(_, count, _ []byte) { count[0]++ },
		"endless":      func(_, count, numbers []byte) { copy(count, "\xff\xff"); binary.NativeEndian.PutUint64(numbers, 1000) },
	} {
		content := append([]byte(nil), whole...)
		lists := pagesOf(content[:used], dbfile.FreePage)
		for _, page := range lists {
			change(page[:8], page[10:12], page[dbfile.PageHeader:])
		}
		storetest.Must(t, os.WriteFile(path, content, 0o600))
		s, err := Open(dir, store.Options{})
		if len(lists) == 0 || !errors.Is(err, store.ErrDamaged) {
			t.Errorf("%s, in %d lists: %v", name, len(lists), err)
		}
		if err == nil {
			storetest.Must(t, s.Close())
		}
	}
}

// bbolt finds a child in its parent by the child's first key: where the two differ, its next write frees pages that are in use.
func TestDamagedBranch(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path, content, used := filled(t, dir)
	branches := pagesOf(content[:used], dbfile.BranchPage)
	for _, page := range branches {
		second := page[dbfile.PageHeader+dbfile.PageElement:]
		second[binary.NativeEndian.Uint32(second)+binary.NativeEndian.Uint32(second[4:])-1] ^= 1 // the last byte of its key
	}
	storetest.Must(t, os.WriteFile(path, content, 0o600))
	if _, err := Open(dir, store.Options{}); len(branches) == 0 || !errors.Is(err, store.ErrDamaged) {
		t.Errorf("in %d branches: %v", len(branches), err)
	}
}

func fill(b []byte, with func() byte) {
	for i := range b {
		b[i] = with()
	}
}

func TestWritesShareTransactions(t *testing.T) {
	t.Parallel()
	s, err := Open(t.TempDir(), store.Options{})
	storetest.Must(t, err)
	t.Cleanup(func() { storetest.Must(t, s.Close()) })
	id := func() (id int) {
		raw(t, s, func(tx *bbolt.Tx) error { id = tx.ID(); return nil })
		return id
	}
	const members = 500
	before := id()
	var wg sync.WaitGroup
	for n := range members {
		wg.Go(func() { storetest.Add(t, s, storetest.Answer(storetest.Ann, n)) })
	}
	wg.Wait()
	if used := id() - before; used > members/10 {
		t.Errorf("%d receipts took %d transactions", members, used)
	}
}

// A disk that takes 30 ms for a transaction keeps up with 500 members a second who do not arrive together: the last of them waits for
// the transaction that is being written and for the one after it.
func TestSlowDiskKeepsUp(t *testing.T) {
	t.Parallel()
	s, err := Open(t.TempDir(), store.Options{})
	storetest.Must(t, err)
	t.Cleanup(func() { storetest.Must(t, s.Close()) })
	var transactions int
	var slowest time.Duration
	slow := commit.New(func(fn func(*bbolt.Tx) error) error {
		begin := time.Now()
		time.Sleep(30 * time.Millisecond)
		err := s.db.Update(fn)
		transactions++
		slowest = max(slowest, time.Since(begin))
		return err
	})
	s.writes.Close()
	s.writes = slow
	var wg sync.WaitGroup
	begin := time.Now()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for n := range 300 {
		<-tick.C
		wg.Go(func() { storetest.Add(t, s, storetest.Answer(storetest.Ann, n)) })
	}
	arrived := time.Since(begin)
	wg.Wait()
	late := time.Since(begin) - arrived
	slow.Close()
	t.Logf("300 receipts arrived in %v and were stored %v later, in %d transactions of at most %v", arrived, late, transactions, slowest)
	if late > 4*slowest+500*time.Millisecond {
		t.Errorf("the last receipt was stored %v after it arrived; a transaction took at most %v", late, slowest)
	}
}

// One write that fails does not take those beside it along, and a refusal undoes nothing.
func TestFailedWriteFailsAlone(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t)
	failure, refused := errors.New("failed"), errors.New("refused")
	release := holdUp(t, s)
	var wg sync.WaitGroup
	k := func(n int) table.Key { return table.Key{}.Number(uint64(n + 1)) }
	for n := range 30 {
		wg.Go(func() {
			err := s.write(t.Context(), func(tx *bbolt.Tx) error {
				if n%3 == 1 {
					return commit.Refuse(refused)
				}
				if err := table.WriteValue(tx, leftBucket, k(n), departure{}); err != nil {
					return err
				}
				switch {
				case n == 5:
					panic("out of range")
				case n%3 == 2:
					return failure
				}
				return nil
			})
			want := []error{nil, refused, failure}[n%3]
			if n == 5 {
				want = store.ErrDamaged // what a panic with a string is taken for
			}
			if !errors.Is(err, want) {
				t.Errorf("write %d: %v, want %v", n, err, want)
			}
		})
	}
	time.Sleep(20 * time.Millisecond)
	release()
	wg.Wait()
	storetest.Must(t, s.view(t.Context(), func(tx *bbolt.Tx) error {
		for n := range 30 {
			if there := tx.Bucket([]byte(leftBucket)).Get(k(n)) != nil; there != (n%3 == 0) {
				t.Errorf("write %d is there: %v", n, there)
			}
		}
		return nil
	}))
}

func TestCancelledWriteIsTakenBack(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t)
	release := holdUp(t, s)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	_, err := s.AddReceipt(ctx, storetest.Answer(storetest.Ann, 1))
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("waiting behind a slow write: %v", err)
	}
	release()
	if _, err := s.ReceiptOf(t.Context(), storetest.Message(1)); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the cancelled receipt: %v", err)
	}
}

// holdUp begins a write that ends when release is called; it is alone in its transaction.
func holdUp(t *testing.T, s *Store) (release func()) {
	begun, hold, ended := make(chan struct{}), make(chan struct{}), make(chan error)
	var once sync.Once
	go func() {
		ended <- s.write(context.Background(), func(*bbolt.Tx) error {
			once.Do(func() { close(begun) })
			<-hold
			return nil
		})
	}()
	<-begun
	return func() {
		close(hold)
		storetest.Must(t, <-ended)
	}
}
