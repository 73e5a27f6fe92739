// Package snapshottest makes snapshots of invented articles for tests, with the built-in models.
package snapshottest

import (
	"sync"
	"testing"

	"readout/corpus/reading"
	"readout/retrieval"
	"readout/retrieval/builtin"
	"readout/retrieval/chromem"
	"readout/retrieval/retrievaltest"
)

// Models are the built-in ones, opened once.
var Models = sync.OnceValues(builtin.Open)

// Parsed indexes articles given as Markdown, by ID.
func Parsed(t testing.TB, articles map[string]string) *retrieval.Snapshot {
	t.Helper()
	return Of(t, retrievaltest.Corpus(t, articles))
}

// Of indexes articles.
func Of(t testing.TB, c *reading.Corpus) *retrieval.Snapshot {
	t.Helper()
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
