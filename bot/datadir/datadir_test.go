package datadir

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"readout/bot/store"
	"readout/corpus/library"
)

var at = time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)

func openDir(t *testing.T, path string) *Dir {
	t.Helper()
	d, err := Open(path, "test", store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func closeDir(t *testing.T, d *Dir) {
	t.Helper()
	if err := d.Close(); err != nil {
		t.Error(err)
	}
}

// publish makes an article with the text the whole of a server's library.
func publish(t *testing.T, l *library.Library, text string) {
	t.Helper()
	hash, err := l.Put(t.Context(), []byte("---\ntitle: A note\n---\n\n"+text+"\n"))
	if err != nil {
		t.Fatal(err)
	}
	now, _ := l.Current()
	next := library.Manifest{Version: library.Version{Base: now.Number, Action: "add"}, Articles: []library.Entry{{ID: "note", Name: "note.md", Hash: hash}}}
	if _, err := l.Publish(t.Context(), next, nil); err != nil {
		t.Fatal(err)
	}
}

func openLibrary(t *testing.T, path, guild string) *library.Library {
	t.Helper()
	l, err := library.Open(t.Context(), filepath.Join(path, "libraries", guild, "library"), library.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// fill makes a directory with a receipt that asks the question and libraries of two servers whose articles say the text.
func fill(t *testing.T, path, question, text string) {
	t.Helper()
	d := openDir(t, path)
	defer closeDir(t, d)
	if _, err := d.Store.AddReceipt(t.Context(), store.Receipt{Guild: "7", Channel: "8", Asker: "9", Question: question}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Store.UpdateSettings(t.Context(), "7", func(s *store.Settings) error { s.Language = question; return nil }); err != nil {
		t.Fatal(err)
	}
	for _, guild := range []string{"7", "11"} {
		l := openLibrary(t, path, guild)
		publish(t, l, text)
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// holds reads what fill put there; "" for what is not.
func holds(t *testing.T, path string) (question, text string) {
	t.Helper()
	d := openDir(t, path)
	defer closeDir(t, d)
	s, err := d.Store.Settings(t.Context(), "7")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(path, "libraries", "7")); err == nil {
		l := openLibrary(t, path, "7")
		defer l.Close()
		if m, ok := l.Current(); ok {
			articles, err := l.Articles(t.Context(), m)
			if err != nil {
				t.Fatal(err)
			}
			if _, after, ok := strings.Cut(articles[0].Body, "---\n\n"); ok {
				text = strings.TrimSpace(after)
			}
		}
	}
	return s.Language, text
}

func backUp(t *testing.T, path string) []byte {
	t.Helper()
	d := openDir(t, path)
	defer closeDir(t, d)
	var b bytes.Buffer
	if err := d.Backup(t.Context(), &b, "v1", at); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestBackupAndRestore(t *testing.T) {
	t.Parallel()
	from, to := t.TempDir(), filepath.Join(t.TempDir(), "new", "data")
	fill(t, from, "why?", "The harbour reopened on Tuesday.")
	packed := backUp(t, from)
	if err := Examine(t.Context(), t.TempDir(), bytes.NewReader(packed), Limits{}, store.Options{}); err != nil {
		t.Errorf("examined: %v", err)
	}
	if err := Restore(t.Context(), to, bytes.NewReader(packed), RestoreOptions{}); err != nil {
		t.Fatal(err)
	}
	if question, text := holds(t, to); question != "why?" || !strings.Contains(text, "Tuesday") {
		t.Errorf("restored: %q, %q", question, text)
	}
	d := openDir(t, to)
	if report, err := d.Verify(t.Context(), nil); err != nil || report.Libraries != 2 || report.Err() != nil {
		t.Errorf("verified: %+v, %v", report, err)
	}
	closeDir(t, d)

	fill(t, from, "when?", "The harbour closed on Friday.")
	packed = backUp(t, from)
	if err := Restore(t.Context(), to, bytes.NewReader(packed), RestoreOptions{}); !errors.Is(err, ErrExists) {
		t.Errorf("over data: %v", err)
	}
	if question, _ := holds(t, to); question != "why?" {
		t.Errorf("a refused backup left %q", question)
	}
	if err := Restore(t.Context(), to, bytes.NewReader(packed), RestoreOptions{Replace: true}); err != nil {
		t.Fatal(err)
	}
	if question, text := holds(t, to); question != "when?" || !strings.Contains(text, "Friday") {
		t.Errorf("replaced: %q, %q", question, text)
	}
	for _, left := range []string{"restored", "replaced", "process"} {
		if _, err := os.Lstat(filepath.Join(to, left)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is left: %v", left, err)
		}
	}
	// A backup without libraries leaves none.
	empty := t.TempDir()
	d = openDir(t, empty)
	closeDir(t, d)
	if err := Restore(t.Context(), to, bytes.NewReader(backUp(t, empty)), RestoreOptions{Replace: true}); err != nil {
		t.Fatal(err)
	}
	if question, text := holds(t, to); question != "" || text != "" {
		t.Errorf("emptied: %q, %q", question, text)
	}
}

// TestRestoreCrash: at whatever step a restore dies, the next start finds the old data or the new, whole.
func TestRestoreCrash(t *testing.T) {
	t.Parallel()
	from := t.TempDir()
	fill(t, from, "new", "New text of the harbour.")
	packed := backUp(t, from)
	errCrash := errors.New("crash")
	ended := false
	for at := 1; !ended; at++ {
		to := t.TempDir()
		fill(t, to, "old", "Old text of the harbour.")
		steps := 0
		err := Restore(t.Context(), to, bytes.NewReader(packed), RestoreOptions{Replace: true, crash: func(string) error {
			if steps++; steps == at {
				return errCrash
			}
			return nil
		}})
		if ended = err == nil; !ended && !errors.Is(err, errCrash) {
			t.Fatal(err)
		}
		question, text := holds(t, to)
		if question != "new" || !strings.HasPrefix(text, "New") {
			t.Errorf("after step %d: %q, %q", at, question, text)
		}
		if at > 20 {
			t.Fatal("it never ends")
		}
	}
}

func TestInUse(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	fill(t, path, "why?", "The harbour reopened.")
	packed := backUp(t, path)
	d := openDir(t, path)
	defer closeDir(t, d)
	var used *InUseError
	if _, err := Open(path, "other", store.Options{LockTimeout: time.Millisecond}); !errors.As(err, &used) || used.Process.PID != os.Getpid() || used.Process.Command != "test" {
		t.Errorf("opened twice: %v", err)
	}
	if want := fmt.Sprintf("in use by process %d (readout test, since ", os.Getpid()); !strings.Contains(used.Error(), want) {
		t.Errorf("%q lacks %q", used, want)
	}
	o := RestoreOptions{Replace: true, Store: store.Options{LockTimeout: time.Millisecond}}
	if err := Restore(t.Context(), path, bytes.NewReader(packed), o); !errors.Is(err, ErrInUse) {
		t.Errorf("restored under a process: %v", err)
	}
	if err := os.WriteFile(filepath.Join(path, "process"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path, "other", store.Options{LockTimeout: time.Millisecond}); !errors.As(err, &used) || used.Process.PID != 0 {
		t.Errorf("opened twice, by nobody knows whom: %v", err)
	}
}

// TestBackupWhilePublishing: a backup made at any moment is whole.
func TestBackupWhilePublishing(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	fill(t, path, "why?", "Text number 0 of the harbour.")
	d := openDir(t, path)
	defer closeDir(t, d)
	l := openLibrary(t, path, "7")
	defer l.Close()
	stop, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for n := 1; ; n++ {
			select {
			case <-stop:
				return
			default:
			}
			publish(t, l, fmt.Sprintf("Text number %d of the harbour.", n))
		}
	}()
	for range 10 {
		var b bytes.Buffer
		if err := d.Backup(t.Context(), &b, "v1", at); err != nil {
			t.Fatal(err)
		}
		if err := Examine(t.Context(), t.TempDir(), &b, Limits{}, store.Options{}); err != nil {
			t.Error(err)
		}
	}
	close(stop)
	<-ended
}

// archive makes a backup of files: names and contents in turn. sums adds a right SHA256SUMS.
func archive(t testing.TB, sums bool, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	packed := gzip.NewWriter(&b)
	w := tar.NewWriter(packed)
	list := ""
	add := func(name, text string) {
		h := &tar.Header{Typeflag: tar.TypeReg, Name: name, Size: int64(len(text)), Mode: 0o600}
		if strings.HasPrefix(text, "->") {
			h.Typeflag, h.Linkname, h.Size, text = tar.TypeSymlink, text[2:], 0, ""
		}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, text); err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256([]byte(text))
		list += hex.EncodeToString(sum[:]) + "  " + name + "\n"
	}
	for i := 0; i < len(files); i += 2 {
		add(files[i], files[i+1])
	}
	if sums {
		add("SHA256SUMS", list)
	}
	if err := errors.Join(w.Close(), packed.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestRestoreRefuses(t *testing.T) {
	t.Parallel()
	whole := t.TempDir()
	fill(t, whole, "why?", "The harbour reopened.")
	good := backUp(t, whole)
	flipped := bytes.Clone(good)
	flipped[len(flipped)/2] ^= 1
	const first = `{"kind":"readout-backup","format":1,"program":"v1"}`
	head := []string{"backup.json", first}
	with := func(files ...string) []byte { return archive(t, true, append(head[:2:2], files...)...) }
	var bomb bytes.Buffer
	packed := gzip.NewWriter(&bomb)
	w := tar.NewWriter(packed)
	for name, size := range map[string]int64{"backup.json": int64(len(first))} {
		if err := w.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: size}); err != nil {
			t.Fatal(err)
		}
	}
	_, _ = io.WriteString(w, first)
	if err := w.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: "store.db", Size: 1 << 30}); err != nil {
		t.Fatal(err)
	}
	if _, err := io.CopyN(w, zeros{}, 4<<20); err != nil {
		t.Fatal(err)
	}
	if err := packed.Close(); err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		packed []byte
		want   error
		limits Limits
	}{
		"nothing":                {nil, ErrNotBackup, Limits{}},
		"a text":                 {[]byte("hello"), ErrNotBackup, Limits{}},
		"another archive":        {archive(t, false, "readme.txt", "hello"), ErrNotBackup, Limits{}},
		"another kind":           {archive(t, true, "backup.json", `{"kind":"x","format":1}`), ErrNotBackup, Limits{}},
		"a newer format":         {archive(t, true, "backup.json", `{"kind":"readout-backup","format":2,"later":true}`), ErrNewer, Limits{}},
		"no store":               {with(), ErrDamaged, Limits{}},
		"no sums":                {archive(t, false, "backup.json", first, "store.db", "x"), ErrDamaged, Limits{}},
		"a store that is none":   {with("store.db", "x"), ErrDamaged, Limits{}},
		"up":                     {with("store.db", "x", "../../x", "y"), ErrNotBackup, Limits{}},
		"up in a library":        {with("libraries/7/../../x", "y"), ErrNotBackup, Limits{}},
		"absolute":               {with("/etc/x", "y"), ErrNotBackup, Limits{}},
		"no server":              {with("libraries/x/library/current", "y"), ErrNotBackup, Limits{}},
		"hidden":                 {with("libraries/7/library/.x", "y"), ErrNotBackup, Limits{}},
		"a backslash":            {with(`libraries/7/library\x`, "y"), ErrNotBackup, Limits{}},
		"deep":                   {with("libraries/7/"+strings.Repeat("a/", 100)+"x", "y"), ErrNotBackup, Limits{}},
		"a link":                 {with("libraries/7/library/current", "->/etc/x"), ErrNotBackup, Limits{}},
		"two of a name":          {with("store.db", "x", "store.db", "y"), ErrDamaged, Limits{}},
		"a file in a file":       {with("libraries/7/a", "x", "libraries/7/a/b", "y"), nil, Limits{}},
		"more after the end":     {archive(t, false, "backup.json", first, "SHA256SUMS", "", "store.db", "x"), ErrDamaged, Limits{}},
		"cut short":              {good[:len(good)/2], ErrDamaged, Limits{}},
		"cut at the end":         {good[:len(good)-4], ErrDamaged, Limits{}},
		"a bit":                  {flipped, ErrDamaged, Limits{}},
		"many files":             {good, ErrTooLarge, Limits{Files: 3}},
		"many bytes":             {good, ErrTooLarge, Limits{Unpacked: 1000}},
		"a size that it has not": {bomb.Bytes(), ErrDamaged, Limits{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			to := t.TempDir()
			fill(t, to, "old", "Old text.")
			err := Restore(t.Context(), to, bytes.NewReader(tc.packed), RestoreOptions{Replace: true, Limits: tc.limits})
			if err == nil || tc.want != nil && !errors.Is(err, tc.want) {
				t.Errorf("got %v, want %v", err, tc.want)
			}
			if question, text := holds(t, to); question != "old" || text != "Old text." {
				t.Errorf("left: %q, %q", question, text)
			}
			entries, err := os.ReadDir(to)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range entries {
				if strings.HasPrefix(e.Name(), ".") || e.Name() == "restored" {
					t.Errorf("left: %s", e.Name())
				}
			}
		})
	}
}

// zeros never end.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func TestVerifyTellsDamage(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	fill(t, path, "why?", "The harbour reopened.")
	objects, err := filepath.Glob(filepath.Join(path, "libraries", "11", "library", "objects", "*"))
	if err != nil || len(objects) != 1 {
		t.Fatal(objects, err)
	}
	if err := os.WriteFile(objects[0], []byte("something else"), 0o600); err != nil {
		t.Fatal(err)
	}
	d := openDir(t, path)
	report, err := d.Verify(t.Context(), nil)
	if err != nil || report.Libraries != 2 || len(report.Damage) != 1 {
		t.Fatalf("%+v, %v", report, err)
	}
	if got := report.Damage[0]; got.Part != "the library of server 11" || !strings.Contains(got.What, "note") || !strings.Contains(got.Do, "corpus rollback") {
		t.Errorf("%+v", got)
	}
	if _, err := d.Verify(cancelled(t), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	var b bytes.Buffer
	if err := d.Backup(t.Context(), &b, "v1", at); err != nil {
		t.Fatal(err)
	}
	if err := d.Backup(cancelled(t), io.Discard, "v1", at); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	closeDir(t, d)
	if err := Restore(t.Context(), t.TempDir(), &b, RestoreOptions{}); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "server 11") {
		t.Errorf("a backup of what is damaged: %v", err)
	}

	if err := os.WriteFile(filepath.Join(path, "store.db"), []byte("no store"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, openErr := Open(path, "test", store.Options{})
	if !errors.Is(openErr, store.ErrDamaged) {
		t.Fatal(openErr)
	}
	if report, err := VerifyClosed(t.Context(), path, openErr); err != nil || len(report.Damage) != 2 {
		t.Errorf("%+v, %v", report, err)
	}
	other := t.TempDir()
	fill(t, other, "new", "New text.")
	if err := Restore(t.Context(), path, bytes.NewReader(backUp(t, other)), RestoreOptions{Replace: true}); err != nil {
		t.Fatal(err)
	}
	if question, text := holds(t, path); question != "new" || text != "New text." {
		t.Errorf("in the place of what was damaged: %q, %q", question, text)
	}
}

func cancelled(t *testing.T) context.Context {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	return ctx
}

// TestOpenClearsUp: what a process that was killed had begun is gone after the next start.
func TestOpenClearsUp(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	fill(t, path, "why?", "The harbour reopened.")
	for _, left := range []string{".restoring-1/libraries/7", ".backup-2", "replaced/7/library", "libraries"} {
		if err := os.MkdirAll(filepath.Join(path, left), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if question, text := holds(t, path); question != "why?" || text != "The harbour reopened." {
		t.Errorf("%q, %q", question, text)
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() != "store.db" && e.Name() != "libraries" {
			t.Errorf("left: %s", e.Name())
		}
	}
}

// FuzzStage: whatever is read as a backup ends in an error or in files below the directory, within the limits.
func FuzzStage(f *testing.F) {
	const first = `{"kind":"readout-backup","format":1}`
	f.Add(archive(f, true, "backup.json", first, "store.db", "x", "libraries/7/library/current", "y"))
	f.Add(archive(f, false, "backup.json", first, "store.db", "x"))
	f.Add(archive(f, true, "backup.json", first, "libraries/7/../../x", "x"))
	f.Add([]byte("hello"))
	f.Fuzz(func(t *testing.T, packed []byte) {
		dir := t.TempDir()
		staged, err := stage(t.Context(), dir, bytes.NewReader(packed), Limits{Files: 100, Unpacked: 1 << 20})
		entries, readErr := os.ReadDir(dir)
		if readErr != nil {
			t.Fatal(readErr)
		}
		switch {
		case err != nil && len(entries) > 0:
			t.Errorf("an error left %v", entries)
		case err == nil && (len(entries) != 1 || filepath.Join(dir, entries[0].Name()) != staged):
			t.Errorf("staged in %s: %v", staged, entries)
		}
	})
}

func FuzzNamed(f *testing.F) {
	for _, name := range []string{"store.db", "libraries/7/library/current", "libraries/7/../x", "/x", "libraries/7/a\\b/c", "libraries/07/library/x"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if named(name) && !filepath.IsLocal(filepath.FromSlash(name)) {
			t.Errorf("%q leads elsewhere", name)
		}
	})
}
