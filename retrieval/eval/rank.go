package eval

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"readout/corpus"
	"readout/retrieval/answer"
)

// RankDepth is how many passages are judged for each question.
const RankDepth = 10

// The measures of Rank. A hit is right when it holds a gold paragraph or a gold span (see Question).
const (
	MeasureHit1   = "hit@1" // a right passage is first
	MeasureHit3   = "hit@3" // among the first three
	MeasureHit5   = "hit@5"
	MeasureRecall = "recall@10" // mean share of the gold paragraphs or spans that are found
	MeasureMRR    = "MRR@10"    // mean of 1/rank of the first right passage, 0 when there is none
	MeasureNDCG   = "nDCG@10"   // normalised discounted cumulative gain (Järvelin and Kekäläinen, 2002): each gold item gains once
)

// Searcher finds the k best passages for a question, best first.
type Searcher func(ctx context.Context, q answer.Question, k int) ([]*corpus.Passage, error)

// Rank searches for the questions that judge passages and scores what is found. The types of the report are "reworded" and
// "keyword" for questions with gold paragraphs, else the questions' own.
func Rank(ctx context.Context, search Searcher, questions []Question) (Report, error) {
	found := map[string][]Cited{}
	for _, q := range questions {
		if !q.judgesPassages() {
			continue
		}
		passages, err := search(ctx, q.Ask(), RankDepth)
		if err != nil {
			return Report{}, fmt.Errorf("eval: search for %s: %w", q.ID, err)
		}
		for _, p := range passages {
			found[q.ID] = append(found[q.ID], Cited{Article: string(p.Article), Text: p.Text})
		}
	}
	return scoreRanks(questions, found), nil
}

// scoreRanks scores ranked passages, by question ID; a question without any found nothing.
func scoreRanks(questions []Question, found map[string][]Cited) Report {
	t := newTally()
	n := 0
	for i := range questions {
		q := &questions[i]
		if !q.judgesPassages() {
			continue
		}
		n++
		kind := q.Type
		if len(q.Gold) > 0 {
			kind = "keyword"
			if q.Reworded {
				kind = "reworded"
			}
		}
		hits := found[q.ID]
		if len(hits) > RankDepth {
			hits = hits[:RankDepth]
		}
		first, recall, ndcg := q.rank(hits)
		t.add(MeasureHit1, kind, share(0 < first && first <= 1))
		t.add(MeasureHit3, kind, share(0 < first && first <= 3))
		t.add(MeasureHit5, kind, share(0 < first && first <= 5))
		t.add(MeasureRecall, kind, recall)
		t.add(MeasureMRR, kind, ratio(1, first))
		t.add(MeasureNDCG, kind, ndcg)
		switch {
		case first == 0:
			t.miss(Miss{ID: q.ID, Question: q.Text, Why: "not found"})
		case first > 1:
			t.miss(Miss{ID: q.ID, Question: q.Text, Why: fmt.Sprintf("rank %d", first)})
		}
	}
	return t.report(n, []string{MeasureHit1, MeasureHit3, MeasureHit5, MeasureRecall, MeasureMRR, MeasureNDCG})
}

func (q *Question) judgesPassages() bool { return len(q.Gold) > 0 || len(q.GoldSpans) > 0 }

// rank gives the rank of the first right hit (0 when none is), the share of the gold items found, and the gain normalised by that
// of a ranking which has a gold item in each of its first places.
func (q *Question) rank(hits []Cited) (first int, recall, ndcg float64) {
	items := len(q.GoldSpans)
	if len(q.Gold) > 0 {
		items = len(q.Gold)
	}
	got := make([]bool, items)
	gain, ideal, count := 0.0, 0.0, 0
	for i, h := range hits {
		gained := false
		for j := range items {
			if !q.right(h, j) {
				continue
			}
			if first == 0 {
				first = i + 1
			}
			if !got[j] {
				got[j], gained = true, true
				count++
			}
		}
		if gained {
			gain += discount(i + 1)
		}
	}
	for i := range min(items, RankDepth) {
		ideal += discount(i + 1)
	}
	return first, ratio(count, items), gain / ideal
}

func discount(rank int) float64 { return 1 / math.Log2(float64(rank)+1) }

// right reports whether the hit holds the j-th gold item.
func (q *Question) right(h Cited, j int) bool {
	if len(q.Gold) > 0 {
		return sameParagraph(h.Text, q.Gold[j].Text)
	}
	return slices.Contains(q.GoldSpanArticles[j], h.Article) && strings.Contains(fold(h.Text), fold(q.GoldSpans[j]))
}

// Two texts are the same paragraph when they share sameShare of the words of the shorter, and sameWords at least: other ways to
// split a text, and another publication of the same report, are judged fairly.
const (
	sameShare = .6
	sameWords = 3
)

func sameParagraph(a, b string) bool {
	words := func(s string) map[string]bool { return wordSet(strings.ReplaceAll(strings.ToLower(s), "’", "'")) }
	x, y := words(a), words(b)
	common := 0
	for w := range x {
		if y[w] {
			common++
		}
	}
	return common >= sameWords && float64(common) >= sameShare*float64(min(len(x), len(y)))
}
