package chromem

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"

	"readout/retrieval"
)

// scored is a passage, by index, with a score.
type scored struct {
	passage int32
	score   float64
}

func compareScored(a, b scored) int {
	return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.passage, b.passage))
}

// top keeps the best few of what it is shown, best first.
type top struct{ kept []scored }

func (t *top) add(s scored) {
	if len(t.kept) == candidates {
		if compareScored(s, t.kept[candidates-1]) > 0 {
			return
		}
		t.kept = t.kept[:candidates-1]
	}
	at, _ := slices.BinarySearchFunc(t.kept, s, compareScored)
	t.kept = slices.Insert(t.kept, at, s)
}

// passages are those kept.
func (t *top) passages() []int32 {
	out := make([]int32, len(t.kept))
	for i, s := range t.kept {
		out[i] = s.passage
	}
	return out
}

// byWords nominates the passages in scope that match any word.
func byWords(scores []float64, scope [][2]int) []int32 {
	var t top
	for _, r := range scope {
		for p := r[0]; p < r[1]; p++ {
			if scores[p] > 0 {
				t.add(scored{int32(p), scores[p]})
			}
		}
	}
	return t.passages()
}

// byMeaning nominates the passages of the nearest sentences of the whole corpus.
func (x *Index) byMeaning(ctx context.Context, query retrieval.Vector) ([]int32, error) {
	n := min(candidates, len(x.sentences))
	if n == 0 {
		return nil, nil
	}
	nearest, err := x.documents.QueryEmbedding(ctx, query, n, nil, nil)
	if err == nil {
		err = ctx.Err() // chromem-go gives what it has so far, and no error
	}
	if err != nil {
		return nil, fmt.Errorf("query %d sentences: %w", len(x.sentences), err)
	}
	if len(nearest) != n {
		return nil, fmt.Errorf("query %d sentences: %d results, want %d", len(x.sentences), len(nearest), n)
	}
	var out []int32
	lowest := nearest[n-1].Similarity
	for _, r := range nearest {
		if n < len(x.sentences) && r.Similarity == lowest {
			break // which of the equals at the cut are given is random
		}
		id, err := strconv.Atoi(r.ID)
		if err != nil || id >= len(x.sentences) {
			return nil, fmt.Errorf("query %d sentences: unknown document %q", len(x.sentences), r.ID)
		}
		out = append(out, x.sentences[id].passages...)
	}
	return out, nil
}

// byMeaningWithin nominates among the passages in scope. It compares them itself: a filter of chromem-go goes through the whole
// collection once for each article.
func (x *Index) byMeaningWithin(scope [][2]int, query retrieval.Vector) []int32 {
	var t top
	for _, r := range scope {
		for p := r[0]; p < r[1]; p++ {
			best := -1.0
			for _, s := range x.of[p] {
				best = max(best, dot(x.sentences[s].vector, query))
			}
			if len(x.of[p]) > 0 {
				t.add(scored{int32(p), best})
			}
		}
	}
	return t.passages()
}

// fuse ranks what both legs nominated, best first, in parts of the best one's score; words is each passage's score by words.
func (x *Index) fuse(q retrieval.Query, nominated []int32, words []float64) []scored {
	slices.Sort(nominated)
	nominated = slices.Compact(nominated)
	ranked := make([]scored, len(nominated))
	expected, quoted := retrieval.Expected(q.Text), retrieval.Quoted(q.Text)
	query := x.center.of(q.Vector)
	for i, p := range nominated {
		score := (1-meaningShare)*words[p] + meaningShare*max(0, x.nearest(p, query))
		if expected != 0 {
			score = prefer(score, formShare, x.words.Meets(int(p), expected))
		}
		if len(quoted) > 0 {
			score = prefer(score, quoteShare, x.words.Holds(int(p), quoted))
		}
		ranked[i] = scored{p, score}
	}
	slices.SortFunc(ranked, func(a, b scored) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(x.passages[a.passage].ID, x.passages[b.passage].ID))
	})
	if len(ranked) > 0 && ranked[0].score > 0 {
		best := ranked[0].score
		for i := range ranked {
			ranked[i].score /= best
		}
	}
	return ranked
}

// prefer makes a share of the score depend on whether something holds.
func prefer(score, share float64, holds bool) float64 {
	score *= 1 - share
	if holds {
		score += share
	}
	return score
}

// hit tells why a passage was found; words is what it matches by itself.
func (x *Index) hit(f scored, words float64, terms []retrieval.Term, query retrieval.Vector) retrieval.Hit {
	p := x.passages[f.passage]
	h := retrieval.Hit{Passage: p, Score: f.score, Words: words, Meaning: -1}
	_, h.Matches = x.words.MatchPassage(terms, int(f.passage))
	for i, s := range p.Sentences {
		share, _ := x.words.Match(terms, s.Text)
		cosine := dot(x.sentences[x.of[f.passage][i]].vector, query)
		h.Sentences = append(h.Sentences, retrieval.SentenceScore{Words: share, Meaning: cosine})
		h.Meaning = max(h.Meaning, cosine)
	}
	return h
}

// nearest is the cosine of the passage's best sentence once the center is taken off.
func (x *Index) nearest(passage int32, query offCenter) float64 {
	best := -1.0
	for _, s := range x.of[passage] {
		best = max(best, x.center.cosine(x.sentences[s].offCenter, query))
	}
	return best
}

func dot(a, b retrieval.Vector) float64 {
	var sum float64
	for i := range a {
		sum += float64(a[i]) * float64(b[i])
	}
	return sum
}
