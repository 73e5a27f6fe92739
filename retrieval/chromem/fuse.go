package chromem

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"

	"readout/retrieval"
)

// leg is what one way of matching puts up.
type leg struct {
	candidates []scored // best first
	low        float64  // the score that counts as nothing: the lowest candidate's, or 0 when all that match at all are candidates
}

// legs are both ways of matching.
type legs struct{ words, meaning leg }

// scored is a passage, by index, with a score.
type scored struct {
	passage int32
	score   float64
}

func compareScored(a, b scored) int {
	return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.passage, b.passage))
}

// top keeps the best few of what it is shown, best first.
type top struct {
	kept []scored
	cut  bool // whether any was left out
}

func (t *top) add(s scored) {
	if len(t.kept) == candidates {
		t.cut = true
		if compareScored(s, t.kept[candidates-1]) > 0 {
			return
		}
		t.kept = t.kept[:candidates-1]
	}
	at, _ := slices.BinarySearchFunc(t.kept, s, compareScored)
	t.kept = slices.Insert(t.kept, at, s)
}

// byWords nominates the passages in scope that match any word.
func byWords(scores []float64, scope [][2]int) leg {
	var t top
	for _, r := range scope {
		for p := r[0]; p < r[1]; p++ {
			if scores[p] > 0 {
				t.add(scored{int32(p), scores[p]})
			}
		}
	}
	l := leg{candidates: t.kept}
	if t.cut {
		l.low = t.kept[len(t.kept)-1].score
	}
	return l
}

// byMeaning nominates the passages of the nearest sentences of the whole corpus.
func (x *Index) byMeaning(ctx context.Context, query retrieval.Vector) (leg, error) {
	n := min(candidates, len(x.sentences))
	if n == 0 {
		return leg{}, nil
	}
	nearest, err := x.documents.QueryEmbedding(ctx, query, n, nil, nil)
	if err == nil {
		err = ctx.Err() // chromem-go gives what it has so far, and no error
	}
	if err != nil {
		return leg{}, fmt.Errorf("query %d sentences: %w", len(x.sentences), err)
	}
	if len(nearest) != n {
		return leg{}, fmt.Errorf("query %d sentences: %d results, want %d", len(x.sentences), len(nearest), n)
	}
	lowest := nearest[n-1].Similarity
	best := map[int32]float64{}
	for _, r := range nearest {
		if n < len(x.sentences) && r.Similarity == lowest {
			break // which of the equals at the cut are given is random
		}
		id, err := strconv.Atoi(r.ID)
		if err != nil || id >= len(x.sentences) {
			return leg{}, fmt.Errorf("query %d sentences: unknown document %q", len(x.sentences), r.ID)
		}
		for _, p := range x.sentences[id].passages {
			if s, ok := best[p]; !ok || float64(r.Similarity) > s {
				best[p] = float64(r.Similarity)
			}
		}
	}
	l := leg{low: float64(lowest)}
	for p, s := range best {
		l.candidates = append(l.candidates, scored{p, s})
	}
	slices.SortFunc(l.candidates, compareScored)
	if n == len(x.sentences) && len(l.candidates) > 0 {
		l.low = l.candidates[len(l.candidates)-1].score
	}
	return l, nil
}

// byMeaningWithin nominates among the passages in scope. It compares them itself: a filter of chromem-go goes through the whole
// collection once for each article.
func (x *Index) byMeaningWithin(scope [][2]int, query retrieval.Vector) leg {
	var t top
	for _, r := range scope {
		for p := r[0]; p < r[1]; p++ {
			if len(x.of[p]) > 0 {
				t.add(scored{int32(p), x.nearest(int32(p), query)})
			}
		}
	}
	l := leg{candidates: t.kept}
	if len(t.kept) > 0 {
		l.low = t.kept[len(t.kept)-1].score
	}
	return l
}

// fused is a passage with its scores.
type fused struct {
	scored
	words, meaning float64
}

// fuse ranks the union of both legs' candidates, best first.
func (x *Index) fuse(q retrieval.Query, legs legs, words []float64) []fused {
	union := map[int32]bool{}
	for _, c := range slices.Concat(legs.words.candidates, legs.meaning.candidates) {
		union[c.passage] = true
	}
	all := make([]fused, 0, len(union))
	var mostWords, mostMeaning float64
	for p := range union {
		f := fused{scored{passage: p}, words[p], x.nearest(p, q.Vector)}
		mostWords, mostMeaning = max(mostWords, f.words), max(mostMeaning, f.meaning)
		all = append(all, f)
	}
	expected, quoted := retrieval.Expected(q.Text), retrieval.Quoted(q.Text)
	for i := range all {
		f := &all[i]
		f.score = (1-meaningShare)*scale(f.words, legs.words.low, mostWords) + meaningShare*scale(f.meaning, legs.meaning.low, mostMeaning)
		if expected != 0 {
			f.score = prefer(f.score, formShare, x.words.Meets(int(f.passage), expected))
		}
		if len(quoted) > 0 {
			f.score = prefer(f.score, quoteShare, x.words.Holds(int(f.passage), quoted))
		}
	}
	slices.SortFunc(all, func(a, b fused) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(x.passages[a.passage].ID, x.passages[b.passage].ID))
	})
	return all
}

// prefer makes a share of the score depend on whether something holds.
func prefer(score, share float64, holds bool) float64 {
	score *= 1 - share
	if holds {
		score += share
	}
	return score
}

// scale maps low..high to 0..1. Where all are equal, what matches at all counts in full.
func scale(v, low, high float64) float64 {
	if high <= low {
		if v > 0 && v >= high {
			return 1
		}
		return 0
	}
	return min(1, max(0, (v-low)/(high-low)))
}

// hit tells why a passage was found; words is what it matches by itself.
func (x *Index) hit(f scored, words float64, terms []retrieval.Term, query retrieval.Vector) retrieval.Hit {
	p := x.passages[f.passage]
	h := retrieval.Hit{Passage: p, Score: f.score, Words: words, Meaning: x.nearest(f.passage, query)}
	_, h.Matches = x.words.MatchPassage(terms, int(f.passage))
	for i, s := range p.Sentences {
		share, _ := x.words.Match(terms, s.Text)
		h.Sentences = append(h.Sentences, retrieval.SentenceScore{Words: share, Meaning: dot(x.sentences[x.of[f.passage][i]].vector, query)})
	}
	return h
}

// nearest is the cosine of the passage's best sentence.
func (x *Index) nearest(passage int32, query retrieval.Vector) float64 {
	best := -1.0
	for _, s := range x.of[passage] {
		best = max(best, dot(x.sentences[s].vector, query))
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
