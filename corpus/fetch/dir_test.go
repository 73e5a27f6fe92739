package fetch

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
)

func TestDir(t *testing.T) {
	t.Parallel()
	out, warnings, err := Folder{}.Read(t.Context(), fstest.MapFS{
		"b.txt":       {Data: []byte(paragraph)},
		"a.md":        {Data: []byte("---\ntitle: Harbour\n---\nText here.")},
		"c.HTML":      {Data: []byte("<p>" + paragraph)},
		"u.txt":       {Data: utf16of(paragraph)},
		"z.txt":       {Data: []byte(strings.Replace(paragraph, " ", "\x00", 1))},
		"v.srt":       {Data: []byte("1\n00:00:01,000 --> 00:00:02,000\nMIA HOLT: The gate is shut.\n")},
		".git/x.md":   {Data: []byte(paragraph)},
		"b.doc":       {Data: []byte("x")},
		"notes.pdf":   {Data: []byte("%PDF")},
		".hidden":     {Data: []byte("x")},
		"old/a.txt":   {Data: []byte(paragraph)},
		"d.txt/x.txt": {Data: []byte(paragraph)},
	})
	if err != nil {
		t.Fatal(err)
	}
	var ids, passed []string
	for _, a := range out {
		ids = append(ids, string(a.ID))
	}
	for _, w := range warnings {
		passed = append(passed, w.File)
		if w.Reason == "" || !strings.HasPrefix(w.String(), w.File+": ") {
			t.Errorf("warning %q", w)
		}
	}
	if diff := cmp.Diff([]string{"a.md", "b.txt", "c.HTML", "x.txt", "a.txt", "u.txt", "v.srt", "z.txt"}, ids); diff != "" {
		t.Errorf("articles (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"b.doc", "notes.pdf"}, passed); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
}

func TestDirRefuses(t *testing.T) {
	t.Parallel()
	good := &fstest.MapFile{Data: []byte(paragraph)}
	for name, tt := range map[string]struct {
		files fstest.MapFS
		want  error
		says  string
	}{
		"empty":           {fstest.MapFS{}, ErrNoArticles, "no articles"},
		"nothing to read": {fstest.MapFS{"a.pdf": good}, ErrNoArticles, "no articles"},
		"only a bad file": {fstest.MapFS{"b.md": {Data: []byte("---\ntitle: A\nkind: x\n---\nText.")}}, nil, "b.md: line 3: unknown kind"},
		"one bad file":    {fstest.MapFS{"a.txt": good, "b.md": {Data: []byte("---\ntitle: A\nkind: x\n---\nText.")}}, nil, "b.md: line 3: unknown kind"},
		"bad files": {fstest.MapFS{"a.txt": good, "b.md": {Data: []byte("---\nkind: x\n---\nText.")}, "c.txt": {Data: []byte("\xff")}}, nil,
			"b.md: line 2: unknown kind \"x\" (known: report preview opinion transcript editorial minutes press release fact sheet live page)\nc.txt: "},
		"too large": {fstest.MapFS{"a.txt": {Data: []byte(strings.Repeat("a", MaxSize+10))}}, ErrTooLarge, "a.txt: file is too large"},
		"pipe":      {fstest.MapFS{"a.txt": {Mode: fs.ModeNamedPipe}}, ErrNoArticles, "no articles"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out, _, err := Folder{Strict: true}.Read(t.Context(), tt.files)
			if err == nil || tt.want != nil && !errors.Is(err, tt.want) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("%d articles, error %v; want %v that says %q", len(out), err, tt.want, tt.says)
			}
		})
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := (Folder{}).Read(ctx, fstest.MapFS{"a.txt": good}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v of a cancelled context", err)
	}
}

// utf16of is a text as UTF-16, with its mark.
func utf16of(s string) []byte {
	out := []byte{0xFF, 0xFE}
	for _, c := range utf16.Encode([]rune(s)) {
		out = append(out, byte(c), byte(c>>8))
	}
	return out
}

// TestFolder: what cannot be read is left out, files of one name have their paths for IDs, and a child reads what is not text.
func TestFolder(t *testing.T) {
	t.Parallel()
	out, warnings, err := Folder{Extract: child}.Read(t.Context(), fstest.MapFS{
		"a.txt":     {Data: []byte(paragraph)},
		"old/a.txt": {Data: []byte(paragraph)},
		"bad.md":    {Data: []byte("---\nkind: x\n---\nText.")},
		"c.html":    {Data: []byte("<p>" + paragraph)},
		"d.pdf":     {Data: []byte("%PDF-1.4 and nothing else")},
		"e.md":      {Data: []byte("---\nlayout: post\n---\nText is here.")},
	})
	if err != nil {
		t.Fatal(err)
	}
	var ids, said []string
	for _, a := range out {
		ids = append(ids, string(a.ID))
	}
	for _, w := range warnings {
		said = append(said, w.String())
	}
	if diff := cmp.Diff([]string{"a.txt", "c.html", "e.md", "old/a.txt"}, ids); diff != "" {
		t.Errorf("articles (-want +got):\n%s", diff)
	}
	want := []string{"bad.md: left out: line 2: unknown kind", "d.pdf: left out: ", `e.md: line 2: the key "layout" is kept`}
	if len(said) != len(want) {
		t.Fatalf("warnings %q, want %q", said, want)
	}
	for i, w := range want {
		if !strings.HasPrefix(said[i], w) {
			t.Errorf("warning %q, want %q", said[i], w)
		}
	}
}

func TestPath(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "a.txt")
	if err := os.WriteFile(file, []byte(paragraph), 0o600); err != nil {
		t.Fatal(err)
	}
	out, _, err := Path(t.Context(), dir)
	if err != nil || len(out) != 1 || out[0].ID != "a.txt" {
		t.Fatalf("articles %v, error %v", out, err)
	}
	missing, empty := filepath.Join(dir, "none"), t.TempDir()
	for path, want := range map[string]error{missing: fs.ErrNotExist, empty: ErrNoArticles, file: nil} {
		_, _, err := Path(t.Context(), path)
		if err == nil || want != nil && !errors.Is(err, want) || !strings.Contains(err.Error(), path) {
			t.Errorf("error %v, want %v that names %s", err, want, path)
		}
	}
}

func TestFolderTellsItsProgress(t *testing.T) {
	t.Parallel()
	var told []string
	folder := Folder{Progress: func(done, total int) { told = append(told, fmt.Sprint(done, "/", total)) }}
	files := fstest.MapFS{}
	for _, name := range []string{"a.txt", "b.md", "c/d.txt"} {
		files[name] = &fstest.MapFile{Data: []byte("A title\n\nSomething happened on Monday.\n")}
	}
	if _, _, err := folder.Read(t.Context(), files); err != nil {
		t.Fatal(err)
	}
	if want := []string{"1/3", "2/3", "3/3"}; !slices.Equal(told, want) {
		t.Errorf("told %v, want %v", told, want)
	}
}

// TestDigest: whatever a folder's reading hangs on changes its digest, and nothing else does.
func TestDigest(t *testing.T) {
	t.Parallel()
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	folder := fstest.MapFS{"a.md": file("one"), "in/b.txt": file("two"), "c.xyz": file("three"), ".git/d.md": file("four"), ".e.md": file("five")}
	digest := func(folder fs.FS) string {
		d, err := Digest(t.Context(), folder)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	was := digest(folder)
	for name, test := range map[string]struct {
		file, text string
		same       bool
	}{
		"another text":     {"a.md", "1", false},
		"another folder":   {"in/b.txt", "2", false},
		"one more":         {"f.md", "", false},
		"of no format":     {"c.xyz", "3", true},
		"one more of none": {"g.xyz", "", false}, // it is told that it is passed over
		"hidden":           {".e.md", "5", true},
		"hidden folder":    {".git/d.md", "4", true},
	} {
		changed := maps.Clone(folder)
		changed[test.file] = file(test.text)
		if now := digest(changed); (now == was) != test.same {
			t.Errorf("%s: %s, was %s", name, now, was)
		}
	}
	moved := maps.Clone(folder)
	moved["b.txt"] = moved["in/b.txt"]
	delete(moved, "in/b.txt")
	if digest(moved) == was {
		t.Error("a file that was moved changes nothing")
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Digest(cancelled, folder); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	broken := maps.Clone(folder)
	broken["a.md"] = &fstest.MapFile{Mode: fs.ModeDir}
	broken["a.md/x.md"] = file("x")
	if digest(broken) == was {
		t.Error("a file that became a folder changes nothing")
	}
}
