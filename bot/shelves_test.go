package main

import (
	"context"
	"log/slog"
	"sync"
	"testing"

	"readout/bot/engine"
	"readout/bot/libraries"
	"readout/bot/store"
	"readout/bot/waiting"
	"readout/retrieval/retrievaltest"
)

// shippedEngine is opened once for all tests.
var shippedEngine = sync.OnceValues(func() (*engine.Engine, error) {
	return engine.Open(context.Background(), engine.CorpusConfig{}, func(string, ...any) {})
})

// openShipped is an opener of the shipped articles, whatever is chosen.
func openShipped(context.Context, engine.CorpusConfig, func(string, ...any)) (*engine.Engine, error) {
	return shippedEngine()
}

// newShelves opens the libraries of a data directory, or of a database that they are kept in. What is published there is judged by a reader that counts words: it costs nothing.
func newShelves(t *testing.T, data string, kept waiting.Notes) *libraries.Libraries {
	t.Helper()
	shipped, err := shippedEngine()
	if err != nil {
		t.Fatal(err)
	}
	e, snapshot := *shipped, *shipped.Snapshot
	snapshot.Reader = retrievaltest.OverlapReader{}
	e.Snapshot = &snapshot
	shelves, err := engine.OpenLibraries(t.Context(), engine.CorpusConfig{}, data, &e, engine.Wording{}, nil, kept, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := shelves.Close(); err != nil {
			t.Error(err)
		}
	})
	return shelves
}

// addNote publishes an article.
func addNote(t *testing.T, shelves *libraries.Libraries, guild store.GuildID, title, text string) {
	t.Helper()
	draft, err := shelves.Prepare(t.Context(), guild, "terminal", libraries.Change{Kind: libraries.Add, Name: "note.md", Data: []byte("---\ntitle: " + title + "\npublished: 2019-05-15\n---\n\n" + text + "\n")}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := shelves.Publish(t.Context(), guild, draft.ID, "terminal", true); err != nil {
		t.Fatal(err)
	}
}
