// Package editiontest opens articles for the tests of the doors: with the program's own models, as people have them. For tests only.
package editiontest

import (
	"context"
	"path/filepath"
	"runtime"
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
	return open(t, "shipped", loaded)
}

// Harbour is invented articles of another meeting: two that differ, a transcript, and one whose text is hostile.
func Harbour(t testing.TB) *edition.Edition {
	t.Helper()
	_, here, _, _ := runtime.Caller(0)
	loaded, _, err := fetch.Path(context.Background(), filepath.Join(filepath.Dir(here), "testdata", "harbour"))
	if err != nil {
		t.Fatal(err)
	}
	return open(t, "harbour", loaded)
}

// River is invented articles of a third meeting, as files come: reports that differ, an opinion, a transcript, a page of HTML.
func River(t testing.TB) *edition.Edition {
	t.Helper()
	_, here, _, _ := runtime.Caller(0)
	dir := filepath.Join(filepath.Dir(here), "..", "..", "..", "retrieval", "eval", "testdata", "second", "articles")
	loaded, _, err := fetch.Path(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	return open(t, "river", loaded)
}

// RiverQuestions are questions to the articles of River: answered by one and by several, not answered, leaning on the one before.
func RiverQuestions() []string {
	return []string{
		"How far apart are the two sides on the release from the dam?", "What did Vestergren say about the two maps?",
		"When will the ministers meet again?", "How many engineers will visit the Torrin Dam?",
		"According to the Herald, what would Kestovia release in summer?", "Who paid for the customs house?",
	}
}

func open(t testing.TB, version string, loaded []*corpus.Article) *edition.Edition {
	t.Helper()
	texts, err := reading.New(loaded)
	if err != nil {
		t.Fatal(err)
	}
	m, err := model()
	if err != nil {
		t.Fatal(err)
	}
	index, err := chromem.Build(context.Background(), chromem.Input{Corpus: texts, Version: version, Embedder: m, WordVectors: m})
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
