package evidence

import (
	"cmp"
	"context"
	"math"
	"slices"

	"readout/corpus"
	"readout/retrieval"
)

// readerShare is what a passage's best sentence, as it was read, gives of its rank; the rest is its score. Half of each ranks best, or as
// well as any share, on every set of judged questions.
const readerShare = .5

// Searcher searches a snapshot as its Retrieve does, and has what is found read, which ranks it better.
type Searcher struct{ Snapshot *retrieval.Snapshot }

// Retrieve finds the passages that are nearest to a question and rather answer it, at most k, best first; see
// retrieval.Snapshot.Retrieve.
func (s Searcher) Retrieve(ctx context.Context, question string, articles []corpus.ArticleID, k int) (retrieval.Evidence, error) {
	found, err := s.Snapshot.Retrieve(ctx, question, articles, max(k, searched))
	if err != nil {
		return retrieval.Evidence{}, err
	}
	if k > 0 {
		if err := Rank(ctx, s.Snapshot, found); err != nil {
			return retrieval.Evidence{}, err
		}
	}
	found.Hits = found.Hits[:min(max(k, 0), len(found.Hits))]
	return found, nil
}

// searched is how many passages are looked at before they are ranked.
const searched = 60

// Rank has the best of what was found read, and orders all anew by score and reading. The hits' scores are then of both, in parts of the
// best one's.
func Rank(ctx context.Context, s *retrieval.Snapshot, found retrieval.Evidence) error {
	r := newRun(s, found.Query, found)
	if err := r.read(ctx, lay(s.Corpus, found.Hits, firstWindows)); err != nil {
		return err
	}
	read := map[corpus.PassageID]float64{}
	for _, r := range r.sentences {
		read[r.Passage.ID] = max(read[r.Passage.ID], r.Probability)
	}
	for i := range found.Hits {
		h := &found.Hits[i]
		h.Score = (1-readerShare)*h.Score + readerShare*math.Sqrt(read[h.Passage.ID])
	}
	slices.SortStableFunc(found.Hits, func(a, b retrieval.Hit) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Passage.ID, b.Passage.ID))
	})
	if len(found.Hits) > 0 && found.Hits[0].Score > 0 {
		best := found.Hits[0].Score
		for i := range found.Hits {
			found.Hits[i].Score /= best
		}
	}
	return nil
}
