package snapshots

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"readout/bot/readings"
	"readout/corpus"
	"readout/retrieval"
	"readout/retrieval/chromem"
	"readout/retrieval/retrievaltest"
)

const content = "0123456789abcdef"

// sample is a version to be written, and the index that it is of.
func sample(t testing.TB) (*Snapshot, *chromem.Index) {
	t.Helper()
	texts := retrievaltest.Corpus(t, map[string]string{
		"a.txt": "Snow fell on the pass.\n\nThe inn of Holm was full of guests, Ada Quill said.",
		"b.txt": "The tariff rose by a tenth.\n\nThe guests at the inn were merchants.",
	})
	x, err := chromem.Build(t.Context(), chromem.Input{Corpus: texts, Version: "before", Embedder: retrievaltest.HashEmbedder{}})
	if err != nil {
		t.Fatal(err)
	}
	return &Snapshot{Corpus: texts, Words: x.Words(), Vectors: x.Pack()}, x
}

// found is what an index finds for a question.
func found(t testing.TB, x *chromem.Index, text string) (out []string) {
	t.Helper()
	v, err := retrievaltest.HashEmbedder{}.Embed(t.Context(), retrieval.ForQuery, []string{text})
	if err != nil {
		t.Fatal(err)
	}
	results, err := x.Search(t.Context(), retrieval.Query{Text: text, Vector: v[0]}, 4)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range results.Hits {
		out = append(out, h.Passage.Text)
	}
	return out
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	f := In(filepath.Join(t.TempDir(), "deep", "snapshots"))
	s, x := sample(t)
	if _, err := f.Write(content, s); err != nil {
		t.Fatal(err)
	}
	opened, err := f.Open(content, s.Vectors.Model, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(s.Corpus.Articles, opened.Corpus.Articles, cmp.AllowUnexported(corpus.Date{})); diff != "" {
		t.Errorf("articles written (-) and opened (+) differ:\n%s", diff)
	}
	again, err := chromem.Open(opened.Words, "after", opened.Vectors)
	if err != nil {
		t.Fatal(err)
	}
	const question = "Who was at the inn?"
	if diff := cmp.Diff(found(t, x, question), found(t, again, question)); diff != "" {
		t.Errorf("found before (-) and after (+):\n%s", diff)
	}
	if _, err := f.Write(content, opened); err != nil { // as it was opened
		t.Fatal(err)
	}
	second, err := f.Open(content, s.Vectors.Model, nil)
	if err != nil || !bytes.Equal(second.Vectors.Rows, s.Vectors.Rows) || second.Read != s.Read || s.Read == 0 {
		t.Errorf("written again: %v", err)
	}
}

// maps reports whether a folder of which a snapshot is open maps it, as it does on most systems.
func maps(t *testing.T, f *Folder) bool {
	t.Helper()
	if f.Mapped() == 0 && runtime.GOOS == "linux" {
		t.Fatal("what was opened is not mapped")
	}
	return f.Mapped() > 0
}

// opened is the index in a snapshot that was written and opened again, and nothing else that refers to it; mapped is false on systems
// that read the file instead.
func opened(t *testing.T, f *Folder, s *Snapshot) (index *chromem.Index, mapped bool) {
	t.Helper()
	if _, err := f.Write(content, s); err != nil {
		t.Fatal(err)
	}
	kept, err := f.Open(content, s.Vectors.Model, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !maps(t, f) {
		return nil, false
	}
	if index, err = chromem.Open(kept.Words, "", kept.Vectors); err != nil {
		t.Fatal(err)
	}
	return index, true
}

// TestUnmapped: what nobody refers to any more is unmapped; an index keeps it mapped, though its file is gone.
func TestUnmapped(t *testing.T) {
	t.Parallel()
	f := In(t.TempDir())
	s, x := sample(t)
	want := found(t, x, "the inn")
	index, mapped := opened(t, f, s)
	if !mapped {
		return
	}
	if err := f.Sweep(nil); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		runtime.GC()
	}
	if got := found(t, index, "the inn"); !slices.Equal(want, got) {
		t.Errorf("found %q, want %q", got, want)
	}
	if f.Mapped() == 0 {
		t.Error("an index in use is not mapped")
	}
	index = nil
	for end := time.Now().Add(10 * time.Second); f.Mapped() > 0; time.Sleep(time.Millisecond) {
		runtime.GC()
		if time.Now().After(end) {
			t.Fatalf("%d bytes stay mapped", f.Mapped())
		}
	}
}

// TestCutOffWhileMapped: a file that somebody cuts off while it is searched is an error, and does not end the program.
func TestCutOffWhileMapped(t *testing.T) {
	t.Parallel()
	f := In(t.TempDir())
	s, _ := sample(t)
	index, mapped := opened(t, f, s)
	if !mapped {
		return
	}
	if err := os.Truncate(f.Path(content), 0); err != nil {
		t.Fatal(err)
	}
	v, _ := retrievaltest.HashEmbedder{}.Embed(t.Context(), retrieval.ForQuery, []string{"inn"})
	if _, err := index.Search(t.Context(), retrieval.Query{Text: "inn", Vector: v[0]}, 4); !errors.Is(err, chromem.ErrDamaged) {
		t.Errorf("searched: %v", err)
	}
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	f := In(t.TempDir())
	s, _ := sample(t)
	good, err := encode(content, s)
	if err != nil {
		t.Fatal(err)
	}
	changed := func(at int) []byte {
		data := slices.Clone(good)
		data[at] ^= 4
		return data
	}
	older := append([]byte("readout snapshot 0\n"), good[len(format):]...)
	long := slices.Clone(good)
	binary.LittleEndian.PutUint64(long[len(format):], 1<<63)
	other, err := encode("another-content", s)
	if err != nil {
		t.Fatal(err)
	}
	foreign := slices.Clone(good)
	foreign[len(format)+8+len(readings.Format)] ^= 1 // the program's sum
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"empty":              {nil, ErrDamaged},
		"its first half":     {good[:len(good)/2], ErrDamaged},
		"its first line":     {good[:len(format)], ErrDamaged},
		"a byte less":        {good[:len(good)-1], ErrDamaged},
		"a byte more":        {append(slices.Clone(good), 0), ErrDamaged},
		"one bit of rows":    {changed(len(good) - 9), ErrDamaged},
		"one bit of reading": {changed(len(good) / 4), ErrDamaged},
		"its length":         {long, ErrDamaged},
		"another file":       {[]byte(strings.Repeat("another file, of another program. ", 9)), ErrDamaged},
		"an older form":      {older, ErrStale},
		"another content":    {other, ErrStale},
		"another program":    {foreign, ErrStale},
	} {
		if err := os.WriteFile(f.Path(content), c.data, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := f.Open(content, s.Vectors.Model, nil)
		if !errors.Is(err, c.want) || !strings.Contains(err.Error(), f.Path(content)) {
			t.Errorf("%s: %v, want %v that names the file", name, err, c.want)
		}
	}
	if _, err := f.Write(content, s); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Open(content, "another/32", nil); !errors.Is(err, ErrStale) {
		t.Errorf("another model: %v", err)
	}
	for _, name := range []string{"missing-content", "", "../../../etc/passwd", "a/b/c/d/e/f/g"} {
		if _, err := f.Open(name, s.Vectors.Model, nil); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%q: %v", name, err)
		}
	}
	if _, err := f.Write("../outside", s); err == nil {
		t.Error("written outside")
	}
	if err := os.Mkdir(f.Path("a-directory"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Open("a-directory", s.Vectors.Model, nil); err == nil {
		t.Error("a directory was opened")
	}
	if _, err := In(f.Path(content)).Write(content, s); err == nil {
		t.Error("written below a file")
	}
}

func TestSweep(t *testing.T) {
	t.Parallel()
	f := In(t.TempDir())
	if err := In(filepath.Join(f.path, "missing")).Sweep([]*Wishes{WishesIn(f.path)}); err != nil {
		t.Error(err)
	}
	s, _ := sample(t)
	for _, c := range []string{content, "another-content"} {
		if _, err := f.Write(c, s); err != nil {
			t.Fatal(err)
		}
	}
	begun, left := filepath.Join(f.path, ".begun"), filepath.Join(f.path, ".left")
	for _, name := range []string{begun, left} {
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	old := time.Now().Add(-2 * unfinished)
	if err := os.Chtimes(left, old, old); err != nil {
		t.Fatal(err)
	}
	w := WishesIn(filepath.Join(t.TempDir(), "wishes"))
	if _, err := w.Add(content, time.Now(), nil); err != nil {
		t.Fatal(err)
	}
	if err := f.Sweep([]*Wishes{w}); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(f.path)
	if err != nil || len(entries) != 2 || entries[0].Name() != ".begun" || entries[1].Name() != content+suffix {
		t.Errorf("left are %v, %v", entries, err)
	}
}

// TestWishes: a library wants its present version's snapshot, and those that it asked for last.
func TestWishes(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "wishes")
	w, now := WishesIn(dir), time.Now()
	names := func() (out []string) {
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			out = append(out, e.Name())
		}
		return out
	}
	add := func(content string, wantFewer bool) {
		t.Helper()
		now = now.Add(time.Minute)
		fewer, err := w.Add(content, now, func() string { return "content-1" })
		if err != nil || fewer != wantFewer {
			t.Errorf("%s: fewer %v, %v; want %v", content, fewer, err, wantFewer)
		}
	}
	for n := range MostWanted {
		add(fmt.Sprintf("content-%d", n+1), false)
	}
	add("content-1", false)
	add("content-5", true)
	if got, want := names(), []string{"content-1", "content-3", "content-4", "content-5"}; !slices.Equal(got, want) {
		t.Errorf("wanted are %q, want %q", got, want)
	}
	add("content-2", true) // again
	if got, want := names(), []string{"content-1", "content-2", "content-4", "content-5"}; !slices.Equal(got, want) {
		t.Errorf("wanted are %q, want %q", got, want)
	}
	for _, bad := range []string{"", "..", "../outside"} {
		if _, err := w.Add(bad, now, nil); err == nil {
			t.Errorf("%q was noted", bad)
		}
	}
	if _, err := WishesIn(filepath.Join(dir, "content-1")).Add(content, now, nil); err == nil {
		t.Error("noted below a file")
	}
}

// FuzzDecode: what is read is what was written, or an error; a reading that is whole beside vectors that are not, too.
func FuzzDecode(f *testing.F) {
	s, _ := sample(f)
	good, err := encode(content, s)
	if err != nil {
		f.Fatal(err)
	}
	about, err := json.Marshal(beside{s.Vectors.Model, s.Vectors.Size, len(s.Vectors.Rows), 1})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good, about, s.Vectors.Rows)
	f.Add(good[:len(good)/2], []byte(`{"model":"hash/64","size":-1,"bytes":-1,"sum":0}`), []byte("rows"))
	f.Add([]byte(format+"\xff\xff\xff\xff\xff\xff\xff\xff"), []byte(nil), []byte(nil))
	f.Fuzz(func(t *testing.T, data, about, rows []byte) {
		read, err := readings.Pack(content, readings.Reading{Corpus: s.Corpus, Words: s.Words, More: about})
		if err != nil {
			t.Fatal(err)
		}
		made := append(append(binary.LittleEndian.AppendUint64([]byte(format), uint64(len(read))), read...), rows...)
		for _, file := range [][]byte{data, made} {
			opened, at, err := decode(bytes.NewReader(file), int64(len(file)), content, s.Vectors.Model, nil)
			if err != nil {
				if !errors.Is(err, ErrStale) && !errors.Is(err, ErrDamaged) {
					t.Errorf("%v", err)
				}
				continue
			}
			opened.Vectors.Rows = file[at:]
			if _, err := chromem.Open(opened.Words, "", opened.Vectors); err == nil && !bytes.Equal(file[at:], s.Vectors.Rows) && len(file[at:]) != len(s.Vectors.Rows) {
				t.Errorf("rows of %d bytes were opened", len(file[at:]))
			}
		}
	})
}
