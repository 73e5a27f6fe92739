package chromem

import (
	"cmp"
	"slices"

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

// leg is one way to score passages.
type leg struct {
	share  float64
	scores []float64 // by passage; those out of scope mean nothing
	best   []scored  // its candidates, best first
	lowest float64   // what counts as nothing
}

// legs are words, the best sentence and the whole passage, with their candidates in scope. The cosines are those of the texts.
func (x *Index) legs(scope [][2]int, cosines []float32, words []float64) []leg {
	sentence, whole := make([]float64, len(x.passages)), make([]float64, len(x.passages))
	for _, r := range scope {
		for p := r[0]; p < r[1]; p++ {
			whole[p] = float64(cosines[x.whole[p]])
			sentence[p] = whole[p]
			if len(x.of[p]) > 0 {
				sentence[p] = -1
			}
			for _, text := range x.of[p] {
				sentence[p] = max(sentence[p], float64(cosines[text]))
			}
		}
	}
	return []leg{
		newLeg(1-sentenceShare-paragraphShare, scope, words, true),
		newLeg(sentenceShare, scope, sentence, false),
		newLeg(paragraphShare, scope, whole, false),
	}
}

// newLeg finds the candidates in scope; of words, only passages that match any. Where not all candidates that a leg may have are there,
// those that match no word are the lowest.
func newLeg(share float64, scope [][2]int, scores []float64, matched bool) leg {
	var t top
	for _, r := range scope {
		for p := r[0]; p < r[1]; p++ {
			if !matched || scores[p] > 0 {
				t.add(scored{int32(p), scores[p]})
			}
		}
	}
	l := leg{share: share, scores: scores, best: t.kept}
	if len(l.best) > 0 && (!matched || len(l.best) == candidates) {
		l.lowest = l.best[len(l.best)-1].score
	}
	return l
}

// of is what the leg gives a passage, from 0 to its share.
func (l *leg) of(passage int32) float64 {
	if len(l.best) == 0 {
		return 0
	}
	above, all := l.scores[passage]-l.lowest, l.best[0].score-l.lowest
	if all <= 0 {
		if above < 0 {
			return 0
		}
		return l.share
	}
	return l.share * max(0, above/all)
}

// fuse ranks what the legs nominated, best first, in parts of the best one's score.
func (x *Index) fuse(q retrieval.Query, legs []leg) []scored {
	var nominated []int32
	for _, l := range legs {
		for _, s := range l.best {
			nominated = append(nominated, s.passage)
		}
	}
	slices.Sort(nominated)
	nominated = slices.Compact(nominated)
	ranked := make([]scored, len(nominated))
	expected, quoted := retrieval.Expected(q.Text), retrieval.Quoted(q.Text)
	for i, p := range nominated {
		score := 0.
		for l := range legs {
			score += legs[l].of(p)
		}
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
func (x *Index) hit(f scored, words float64, terms []retrieval.Term, cosineOf func(text int32) float32) retrieval.Hit {
	p := x.passages[f.passage]
	h := retrieval.Hit{Passage: p, Score: f.score, Words: words, Meaning: -1}
	_, h.Matches = x.words.MatchPassage(terms, int(f.passage))
	for i, s := range p.Sentences {
		share, _ := x.words.Match(terms, s.Text)
		cosine := float64(cosineOf(x.of[f.passage][i]))
		h.Sentences = append(h.Sentences, retrieval.SentenceScore{Words: share, Meaning: cosine})
		h.Meaning = max(h.Meaning, cosine)
	}
	return h
}
