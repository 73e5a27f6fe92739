// Package snapshottest makes snapshots of invented articles for tests, with the built-in models.
package snapshottest

import (
	"sync"
	"testing"

	"readout/corpus"
	"readout/corpus/parse"
	"readout/corpus/reading"
	"readout/retrieval"
	"readout/retrieval/builtin"
	"readout/retrieval/chromem"
)

// Models are the built-in ones, opened once.
var Models = sync.OnceValues(builtin.Open)

// Parsed indexes articles given as Markdown, by ID.
func Parsed(t testing.TB, articles map[string]string) *retrieval.Snapshot {
	t.Helper()
	var parsed []*corpus.Article
	for id, text := range articles {
		a, err := parse.Markdown(corpus.ArticleID(id), text)
		if err != nil {
			t.Fatal(err)
		}
		parsed = append(parsed, a)
	}
	return Of(t, parsed)
}

// Of indexes articles.
func Of(t testing.TB, articles []*corpus.Article) *retrieval.Snapshot {
	t.Helper()
	c, err := reading.New(articles)
	if err != nil {
		t.Fatal(err)
	}
	model, err := Models()
	if err != nil {
		t.Fatal(err)
	}
	index, err := chromem.Build(t.Context(), chromem.Input{Corpus: c, Version: "test", Embedder: model, WordVectors: model})
	if err != nil {
		t.Fatal(err)
	}
	return &retrieval.Snapshot{Version: "test", Corpus: c, Index: index, Words: index.Words(), Embedder: model, Reader: model.Reader()}
}
