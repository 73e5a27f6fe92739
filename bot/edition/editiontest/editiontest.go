// Package editiontest opens articles for the tests of the doors: with the program's own models, as people have them. For tests only.
package editiontest

import (
	"context"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"

	"readout/bot/edition"
	"readout/corpus"
	"readout/corpus/articles"
	"readout/corpus/fetch"
	"readout/corpus/reading"
	"readout/retrieval"
	"readout/retrieval/answer"
	"readout/retrieval/builtin"
	"readout/retrieval/chromem"
)

// model is opened once for all tests of a package: it is large, and does not change.
var model = sync.OnceValues(func() (*builtin.Model, error) { return builtin.Open() })

// Shipped is the articles that the program ships.
func Shipped(t testing.TB) *edition.Edition {
	t.Helper()
	loaded, err := articles.Load()
	if err != nil {
		t.Fatal(err)
	}
	m, err := model()
	if err != nil {
		t.Fatal(err)
	}
	_, here, _, _ := runtime.Caller(0)
	known, err := chromem.ReadFile(filepath.Join(filepath.Dir(here), "..", "..", "engine", "shipped.vectors"), m.Model())
	if err != nil {
		t.Fatal(err)
	}
	return open(t, "shipped", loaded, known)
}

// Harbour is invented articles of another meeting: two that differ, a transcript, and one whose text is hostile.
func Harbour(t testing.TB) *edition.Edition { return folder(t, "harbour", "testdata", "harbour") }

// River is invented articles of a third meeting, as files come: reports that differ, an opinion, a transcript, a page of HTML.
func River(t testing.TB) *edition.Edition {
	return folder(t, "river", "..", "..", "..", "retrieval", "eval", "testdata", "second", "articles")
}

// Sluice is two transcripts, and a report whose quotations stand to them in every way.
func Sluice(t testing.TB) *edition.Edition {
	return folder(t, "sluice", "..", "..", "misquotes", "testdata", "library")
}

// folder opens the articles in a folder, which is named from this one.
func folder(t testing.TB, version string, path ...string) *edition.Edition {
	t.Helper()
	_, here, _, _ := runtime.Caller(0)
	loaded, _, err := fetch.Path(context.Background(), filepath.Join(append([]string{filepath.Dir(here)}, path...)...))
	if err != nil {
		t.Fatal(err)
	}
	return open(t, version, loaded, nil)
}

// RiverQuestions are questions to the articles of River: answered by one and by several, not answered, leaning on the one before.
func RiverQuestions() []string {
	return []string{
		"How far apart are the two sides on the release from the dam?", "What did Vestergren say about the two maps?",
		"When will the ministers meet again?", "How many engineers will visit the Torrin Dam?",
		"According to the Herald, what would Kestovia release in summer?", "Who paid for the customs house?",
	}
}

// Without is an edition without some of its articles, as an earlier version of it.
func Without(t testing.TB, e *edition.Edition, ids ...corpus.ArticleID) *edition.Edition {
	t.Helper()
	var left []*corpus.Article
	for _, a := range e.Snapshot.Corpus.Articles {
		if !slices.Contains(ids, a.ID) {
			left = append(left, a.Clone())
		}
	}
	if len(left)+len(ids) != len(e.Snapshot.Corpus.Articles) {
		t.Fatalf("not all of %v are articles of %s", ids, e.Snapshot.Version)
	}
	return open(t, e.Snapshot.Version+" before", left, Vectors(e))
}

// Vectors are those of an edition's sentences, so that nobody computes them again.
func Vectors(e *edition.Edition) *chromem.Vectors {
	if x, ok := e.Snapshot.Index.(*chromem.Index); ok {
		return x.Vectors()
	}
	return nil
}

func open(t testing.TB, version string, loaded []*corpus.Article, known *chromem.Vectors) *edition.Edition {
	t.Helper()
	texts, err := reading.New(loaded)
	if err != nil {
		t.Fatal(err)
	}
	m, err := model()
	if err != nil {
		t.Fatal(err)
	}
	in := chromem.Input{Corpus: texts, Version: version, Embedder: m, WordVectors: m, Reuse: known}
	index, err := chromem.Build(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	s := &retrieval.Snapshot{Version: version, Corpus: texts, Index: index, Words: index.Words(), Embedder: m, Reader: m.Reader()}
	return &edition.Edition{Snapshot: s, Answers: answer.New(func() *retrieval.Snapshot { return s })}
}

// Source always gives the same edition.
func Source(e *edition.Edition) edition.Source {
	return func(context.Context) (*edition.Edition, error) { return e, nil }
}
