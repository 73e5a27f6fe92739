package retrieval

import (
	"context"
	"fmt"

	"readout/corpus"
	"readout/corpus/reading"
)

// Snapshot is one version of a library with all that is needed to search it. It is immutable and safe for concurrent use: a new
// version is a new Snapshot, put in the place of the old one whole, so a question sees one or the other.
type Snapshot struct {
	Version  string
	Corpus   *reading.Corpus
	Index    Index    // built from Corpus with Embedder
	Words    *Lexicon // of Corpus
	Embedder Embedder
	Reader   Reader // reads what Index finds
}

// Evidence is what was retrieved for a question, with scores, of one corpus version.
type Evidence struct {
	Query     string          // as searched: with the slips of spelling mended
	Corrected []Correction    // what was mended
	Corpus    *reading.Corpus // of the version searched
	Results
}

// Retrieve finds the passages nearest to a question, at most k, best first. Only the named articles are searched; none named means
// all. No evidence is no error; a failed embedding, an index of another model and a cancelled context are.
func (s *Snapshot) Retrieve(ctx context.Context, question string, articles []corpus.ArticleID, k int) (Evidence, error) {
	query, corrected := s.Words.Mend(question)
	vectors, err := s.Embedder.Embed(ctx, ForQuery, []string{query})
	if err != nil {
		return Evidence{}, fmt.Errorf("embed the question: %w", err)
	}
	if len(vectors) != 1 {
		return Evidence{}, fmt.Errorf("embed the question: %s returned %d vectors for one text", s.Embedder.Model(), len(vectors))
	}
	results, err := s.Index.Search(ctx, Query{Text: query, Vector: vectors[0], Articles: articles}, k)
	if err != nil {
		return Evidence{}, fmt.Errorf("search version %s: %w", s.Version, err)
	}
	return Evidence{Query: query, Corrected: corrected, Corpus: s.Corpus, Results: results}, nil
}
