package articles

import (
	"io/fs"
	"strings"
	"testing"

	"readout/corpus"
	"readout/corpus/reading"
)

func TestLoad(t *testing.T) {
	t.Parallel()
	all, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	files, err := fs.Glob(files, "*")
	if err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 || len(all) != len(files) {
		t.Fatalf("%d articles of %d files", len(all), len(files))
	}
	for i, a := range all {
		if string(a.ID)+".md" != files[i] {
			t.Errorf("article %d has ID %q, its file is %s", i, a.ID, files[i])
		}
		if a.Title == "" || a.Form != corpus.FormDigest || a.Kind == "" {
			t.Errorf("%s: title %q, form %q, kind %q", a.ID, a.Title, a.Form, a.Kind)
		}
		body := 0
		for _, p := range a.Passages {
			if a.Text(p.Span) != p.Text {
				t.Errorf("%s: passage %q is not the text at its place", a.ID, p.Text)
			}
			if p.Role == corpus.RoleBody {
				body++
			}
		}
		if paragraphs := strings.Count(a.Body, "\n\n"); body < 5 || body > paragraphs {
			t.Errorf("%s has %d passages in %d paragraphs", a.ID, body, paragraphs)
		}
	}
}

// TestReportsAreStated checks that what digests say about being one report holds: our words differ, so they cannot show it.
func TestReportsAreStated(t *testing.T) {
	t.Parallel()
	all, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, a := range all {
		known[string(a.ID)] = true
	}
	for _, a := range all {
		if a.Report != "" && !known[string(a.Report)] {
			t.Errorf("%s says that it is one report with %q, which is not shipped", a.ID, a.Report)
		}
	}
	c, err := reading.New(all)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Reports) >= len(all) {
		t.Errorf("%d reports of %d articles: no two are one", len(c.Reports), len(all))
	}
}
