package library

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"readout/corpus"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func get[T any](t testing.TB) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		must(t, err)
		return v
	}
}

// open opens a library that does not sync: it makes tests fast, and a crash of a process loses nothing.
func open(t testing.TB, dir string, o Options) *Library {
	t.Helper()
	o.noSync = true
	l, err := Open(t.Context(), dir, o)
	must(t, err)
	t.Cleanup(func() { l.Close() })
	return l
}

// text is the file of an article that differs by its number.
func text(n int) string {
	return fmt.Sprintf(`---
title: Harbour number %d opens
publisher: The Example Times
published: 2018-05-03
---

The foreign ministers of the two countries met in Oslo on Tuesday and agreed to open harbour %d to each other’s boats.

“We came to agree on number %d,” Ms. Lee told reporters after the talks, which lasted four hours. Nobody else spoke.
`, n, n, n)
}

// entry puts the article and is its entry. The ID stays the same when the content differs.
func entry(t testing.TB, l *Library, id string, content int) Entry {
	t.Helper()
	hash, err := l.Put(context.Background(), []byte(text(content)))
	must(t, err)
	return Entry{ID: corpus.ArticleID(id), Name: id + ".md", Hash: hash, Source: Source{URL: "https://example.org/" + id, ETag: `"x"`, Fetched: day(1)}}
}

func day(n int) time.Time { return time.Date(2026, 3, n, 12, 0, 0, 0, time.UTC) }

// next is the manifest of the next version, with the articles.
func next(l *Library, entries ...Entry) Manifest {
	m, _ := l.Current()
	m.Base, m.Articles = m.Number, entries
	m.By, m.Action, m.Why = "4711", "add", "because"
	return m
}

func publish(t testing.TB, l *Library, entries ...Entry) Manifest {
	t.Helper()
	m, err := l.Publish(context.Background(), next(l, entries...), nil)
	must(t, err)
	return m
}

// titles is what the current version's articles are called.
func titles(t testing.TB, l *Library) string {
	t.Helper()
	m, _ := l.Current()
	articles, err := l.Articles(context.Background(), m)
	must(t, err)
	var out []string
	for _, a := range articles {
		out = append(out, strings.TrimSuffix(strings.TrimPrefix(a.Title, "Harbour number "), " opens"))
	}
	return strings.Join(out, " ")
}

// files are the names of all files of a library.
func files(t testing.TB, dir string) []string {
	t.Helper()
	var out []string
	must(t, filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			rel, _ := filepath.Rel(dir, path)
			out = append(out, filepath.ToSlash(rel))
		}
		return err
	}))
	return out
}
