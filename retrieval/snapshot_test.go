package retrieval_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"readout/corpus"
	"readout/retrieval"
	"readout/retrieval/retrievaltest"
)

// oneHit is an Index that finds the first passage and remembers what it was asked.
type oneHit struct {
	asked   *retrieval.Query
	passage *corpus.Passage
}

func (x oneHit) Search(_ context.Context, q retrieval.Query, _ int) (retrieval.Results, error) {
	*x.asked = q
	return retrieval.Results{Version: "v1", Hits: []retrieval.Hit{{Passage: x.passage}}}, nil
}

// badEmbedder breaks its contract.
type badEmbedder struct {
	retrievaltest.HashEmbedder
	err error
}

func (e badEmbedder) Embed(context.Context, retrieval.Purpose, []string) ([]retrieval.Vector, error) {
	return nil, e.err
}

func TestRetrieve(t *testing.T) {
	t.Parallel()
	c := library(t)
	var asked retrieval.Query
	s := retrieval.Snapshot{Version: "v1", Corpus: c, Index: oneHit{&asked, &c.Articles[0].Passages[0]}, Words: retrieval.NewLexicon(c, nil),
		Embedder: retrievaltest.HashEmbedder{}}
	evidence, err := s.Retrieve(t.Context(), "Who signed the treety?", []corpus.ArticleID{"summit.txt"}, 5)
	if err != nil {
		t.Fatal(err)
	}
	const mended = "Who signed the treaty?"
	vectors, err := s.Embedder.Embed(t.Context(), retrieval.ForQuery, []string{mended})
	if err != nil {
		t.Fatal(err)
	}
	want := retrieval.Query{Text: mended, Vector: vectors[0], Articles: []corpus.ArticleID{"summit.txt"}}
	if diff := cmp.Diff(want, asked); diff != "" {
		t.Errorf("the index was asked (-want +got):\n%s", diff)
	}
	if evidence.Query != mended || len(evidence.Corrected) != 1 || evidence.Version != "v1" || evidence.Corpus != c || len(evidence.Hits) != 1 {
		t.Errorf("evidence %+v", evidence)
	}
}

func TestRetrieveFails(t *testing.T) {
	t.Parallel()
	c := library(t)
	down := errors.New("down")
	for name, e := range map[string]retrieval.Embedder{"error": badEmbedder{err: down}, "no vector": badEmbedder{}} {
		s := retrieval.Snapshot{Corpus: c, Index: oneHit{new(retrieval.Query), nil}, Words: retrieval.NewLexicon(c, nil), Embedder: e}
		evidence, err := s.Retrieve(t.Context(), "treaty", nil, 5)
		if err == nil || len(evidence.Hits) != 0 {
			t.Errorf("%s: %d hits, error %v", name, len(evidence.Hits), err)
		}
		if name == "error" && !errors.Is(err, down) {
			t.Errorf("error %v does not say %v", err, down)
		}
	}
}
