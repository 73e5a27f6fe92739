package fetch

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestDir(t *testing.T) {
	t.Parallel()
	out, warnings, err := Dir(t.Context(), fstest.MapFS{
		"b.txt":       {Data: []byte(paragraph)},
		"a.md":        {Data: []byte("---\ntitle: Harbour\n---\nText here.")},
		"c.HTML":      {Data: []byte("<p>" + paragraph)},
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
	if diff := cmp.Diff([]string{"a.md", "b.txt", "c.HTML"}, ids); diff != "" {
		t.Errorf("articles (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{".hidden", "d.txt", "notes.pdf", "old"}, passed); diff != "" {
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
		"one bad file":    {fstest.MapFS{"a.txt": good, "b.md": {Data: []byte("---\ntitle: A\nkind: x\n---\nText.")}}, nil, "b.md: line 3: unknown kind"},
		"bad files": {fstest.MapFS{"a.txt": good, "b.md": {Data: []byte("---\nkind: x\n---\nText.")}, "c.txt": {Data: []byte("\xff")}}, nil,
			"b.md: line 2: unknown kind \"x\" (known: report preview opinion transcript)\nc.txt: "},
		"too large": {fstest.MapFS{"a.txt": {Data: []byte(strings.Repeat("a", MaxSize+10))}}, ErrTooLarge, "a.txt: file is too large"},
		"pipe":      {fstest.MapFS{"a.txt": {Mode: fs.ModeNamedPipe}}, ErrNoArticles, "no articles"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out, _, err := Dir(t.Context(), tt.files)
			if err == nil || tt.want != nil && !errors.Is(err, tt.want) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("%d articles, error %v; want %v that says %q", len(out), err, tt.want, tt.says)
			}
		})
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := Dir(ctx, fstest.MapFS{"a.txt": good}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v of a cancelled context", err)
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
