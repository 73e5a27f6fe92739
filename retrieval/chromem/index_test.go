package chromem_test

import (
	"testing"

	"readout/corpus"
	"readout/retrieval"
	"readout/retrieval/chromem"
	"readout/retrieval/retrievaltest"
)

func TestIndex(t *testing.T) {
	t.Parallel()
	retrievaltest.Index(t, func(t *testing.T, c *corpus.Corpus, e retrieval.Embedder, version string) retrieval.Index {
		index, err := chromem.Build(t.Context(), chromem.Input{Corpus: c, Embedder: e, Version: version})
		if err != nil {
			t.Fatal(err)
		}
		return index
	})
}
