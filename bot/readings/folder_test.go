package readings

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"readout/corpus/fetch"
	"readout/corpus/reading"
	"readout/retrieval"
)

// TestFolderIsKept: a folder is read once, and again when a file of it has changed or what was kept is of no use; what was told is told
// each time.
func TestFolderIsKept(t *testing.T) {
	t.Parallel()
	dir, kept := t.TempDir(), filepath.Join(t.TempDir(), "deep", "kept")
	write := func(path, text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	load := func(ctx context.Context, warn Warn) (*reading.Corpus, error) {
		return Load(ctx, dir, fetch.Folder{}, warn)
	}
	read := func(file, way string, wantKept bool) (texts, told []string) {
		t.Helper()
		f, err := Read(t.Context(), dir, file, way, nil, func(format string, args ...any) { told = append(told, fmt.Sprintf(format, args...)) }, load)
		if err != nil {
			t.Fatal(err)
		}
		if (f.Words != nil) != wantKept {
			t.Errorf("taken from what was kept: %v, want %v", f.Words != nil, wantKept)
		}
		if err := f.Keep(retrieval.NewLexicon(f.Corpus, nil)); err != nil {
			t.Error(err)
		}
		for _, a := range f.Corpus.Articles {
			texts = append(texts, a.Body)
		}
		return texts, told
	}
	article := filepath.Join(dir, "one.txt")
	write(article, "The harbour of Aldmoor reopened on Tuesday after nine weeks.\n")
	write(filepath.Join(dir, "left.xyz"), "no article")
	texts, told := read(kept, "", false)
	again, toldAgain := read(kept, "", true)
	if !slices.Equal(texts, again) || !slices.Equal(told, toldAgain) || len(told) != 1 || told[0] != "left.xyz: "+fetch.ErrFormat.Error() {
		t.Errorf("kept %q, told %q; were %q, %q", again, toldAgain, texts, told)
	}
	read(kept, "another way", false)
	write(article, "The harbour of Aldmoor reopened on Monday after nine weeks.\n")
	if changed, _ := read(kept, "", false); slices.Equal(texts, changed) {
		t.Error("a changed article is answered from as it was")
	}
	for name, damage := range map[string]func([]byte) []byte{
		"cut off":      func(b []byte) []byte { return b[:len(b)/2] },
		"one bit":      func(b []byte) []byte { b[len(b)/2] ^= 1; return b },
		"empty":        func([]byte) []byte { return nil },
		"another file": func([]byte) []byte { return []byte("another file, of another program") },
	} {
		data, err := os.ReadFile(kept)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		write(kept, string(damage(data)))
		read(kept, "", false)
		read(kept, "", true)
	}
	read("", "", false)
	read("", "", false)
	broken := errors.New("broken")
	if _, err := Read(t.Context(), dir, "", "", nil, nil, func(context.Context, Warn) (*reading.Corpus, error) { return nil, broken }); !errors.Is(err, broken) {
		t.Errorf("a folder that can't be read: %v", err)
	}
	f, err := Read(t.Context(), dir, filepath.Join(kept, "below"), "", nil, func(string, ...any) {}, load)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Keep(retrieval.NewLexicon(f.Corpus, nil)); err == nil {
		t.Error("it is kept below a file")
	}
}
