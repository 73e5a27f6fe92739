// Package corpustest is what the tests of several rooms share of articles: paragraphs, seeds, and the files that results are compared with.
package corpustest

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"readout/corpus"
	"readout/corpus/prose"
)

// Two paragraphs of reporting, long enough to be known for it.
const (
	First = "The foreign ministers of the two countries met in Oslo on Tuesday " +
		"and agreed to open the harbour to each other’s boats, the first such step in years."
	Second = "“We came to agree,” Ms. Lee told reporters after the talks, which lasted four hours. Nobody else spoke."
)

// Check fails when a passage or a sentence of an article is not the file's own characters, in order.
func Check(t *testing.T, a *corpus.Article) {
	t.Helper()
	at, paragraph := 0, 0
	seen := map[corpus.PassageID]bool{}
	for _, p := range a.Passages {
		if p.Span.Start < at || a.Body[p.Span.Start:p.Span.End] != p.Text || p.Text == "" || strings.TrimSpace(p.Text) != p.Text {
			t.Fatalf("passage %v %q after offset %d of %q", p.Span, p.Text, at, a.Body)
		}
		at = p.Span.End
		if p.Role == "" || p.Article != a.ID || seen[p.ID] {
			t.Fatalf("passage %+v: no role, another article or an ID used twice", p)
		}
		seen[p.ID] = true
		if p.Role != corpus.RoleMatter {
			paragraph++
			if p.Paragraph != paragraph {
				t.Fatalf("passage %q has number %d, want %d", p.Text, p.Paragraph, paragraph)
			}
		} else if p.Paragraph != 0 {
			t.Fatalf("line of front matter %q has number %d", p.Text, p.Paragraph)
		}
		var spans []prose.Span
		for _, s := range p.Sentences {
			if !p.Span.Contains(s.Span) || a.Text(s.Span) != s.Text {
				t.Fatalf("sentence %v %q of passage %v %q", s.Span, s.Text, p.Span, p.Text)
			}
			spans = append(spans, prose.Span{Start: s.Span.Start - p.Span.Start, End: s.Span.End - p.Span.Start})
		}
		if end := 0; true {
			for _, s := range spans {
				if s.Start < end || strings.TrimSpace(p.Text[end:s.Start]) != "" {
					t.Errorf("%q: sentences %v", p.Text, spans)
				}
				end = s.End
			}
		}
	}
}

// Golden compares a text with a file below testdata, or writes the file anew.
func Golden(t testing.TB, write bool, file, got string) {
	t.Helper()
	file = filepath.Join("testdata", filepath.FromSlash(file))
	if write {
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(got), 0o644)); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s has changed; if for the better, go test -update writes it anew (-want +got):\n%s", file, diff)
	}
}

// Shared is where a file of the folder "shared" beside the repository lies, and whether it is there.
func Shared(t testing.TB, elem ...string) (path string, ok bool) {
	t.Helper()
	root, err := os.Getwd()
	for ; err == nil; root = filepath.Dir(root) {
		if _, err := os.Stat(filepath.Join(root, "go.mod")); err == nil {
			break
		}
		if filepath.Dir(root) == root {
			t.Fatal("no go.mod above the test")
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(append([]string{filepath.Dir(root), "shared"}, elem...)...)
	if _, err := os.Stat(path); err != nil {
		t.Logf("nothing to compare with: %v", err)
		return "", false
	}
	return path, true
}

// Seeds parses the articles of ../shared/seeds beside the repository; none where they are not at hand.
func Seeds(t testing.TB, parse func(corpus.ArticleID, string) (*corpus.Article, error)) []*corpus.Article {
	t.Helper()
	dir, ok := Shared(t, "seeds")
	if !ok {
		return nil
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var out []*corpus.Article
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		a, err := parse(corpus.ArticleID(filepath.Base(file)), string(data))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, a)
	}
	return out
}
