package written

import (
	"slices"

	"readout/corpus"
	"readout/retrieval"
)

// mostPassages is how many passages a model is shown at most. Nearly all that answers stand on lies among the first dozen; more only make
// a model careless.
const mostPassages = 16

// longestPieces is how many tokens of a long passage, such as a turn in a transcript or a paragraph of minutes, are shown: the sentences
// nearest to the question, in one piece, the longer the better the passage. The last counts for all after it.
var longestPieces = []int{450, 300, 220, 160, 160, 160, 110}

// What a prompt has besides the words of the passages, in tokens: for each its label and speakers, and what each article is.
const (
	tokensPerPassage = 20
	tokensPerArticle = 30
)

// piece is what is shown of a passage: some of its sentences, in a row.
type piece struct {
	passage *corpus.Passage
	span    corpus.Span // in its article
}

func (p piece) text() string {
	text := onOneLine(p.passage.Text[p.span.Start-p.passage.Span.Start : p.span.End-p.passage.Span.Start])
	if p.span.Start > p.passage.Span.Start {
		text = "… " + text
	}
	if p.span.End < p.passage.Span.End {
		text += " …"
	}
	return text
}

func (p piece) tokens() int { return EstimateTokens(p.text()) + tokensPerPassage }

// pieces are those of the passages that fit, taken in their order, each passage once. The first stand first and last, where models read
// most carefully (Liu et al., "Lost in the Middle", 2024). A passage with an order to whoever answers is left out whole, and so are lines
// that are no reporting.
func (t Task) pieces(tokens, most int) []piece {
	var out []piece
	articles := map[corpus.ArticleID]bool{}
	for _, p := range t.Ranked {
		if len(out) == most {
			break
		}
		if p.Role != corpus.RoleBody || slices.ContainsFunc(out, func(o piece) bool { return o.passage == p }) ||
			slices.ContainsFunc(p.Sentences, func(s corpus.Sentence) bool { return s.Order }) {
			continue
		}
		shown := t.pieceOf(p, longestPieces[min(len(out), len(longestPieces)-1)])
		cost := shown.tokens()
		if !articles[p.Article] {
			cost += tokensPerArticle
		}
		if cost > tokens && len(out) > 0 { // the best is shown however long it is: without it there is nothing to answer from
			continue
		}
		tokens -= cost
		articles[p.Article] = true
		out = append(out, shown)
	}
	return bestAtBothEnds(out)
}

// pieceOf is what is shown of a passage: all of it or, of a long one, the sentence nearest to the question and, as long as they fit, those
// around it, the nearer one first, up to so many tokens.
func (t Task) pieceOf(p *corpus.Passage, longest int) piece {
	if EstimateTokens(p.Text) <= longest || len(p.Sentences) < 2 {
		return piece{p, p.Span}
	}
	near := t.nearness(p)
	from := slices.Index(near, slices.Max(near))
	to := from
	for {
		before, after := from > 0, to+1 < len(near)
		size := func(a, b int) int { return (p.Sentences[b].Span.End - p.Sentences[a].Span.Start + 3) / 4 }
		before = before && size(from-1, to) <= longest
		after = after && size(from, to+1) <= longest
		switch {
		case before && (!after || near[from-1] >= near[to+1]):
			from--
		case after:
			to++
		default:
			return piece{p, corpus.Span{Start: p.Sentences[from].Span.Start, End: p.Sentences[to].Span.End}}
		}
	}
}

// nearness is how near each sentence of a passage is to what is asked: as the search found it, or else by the words they share.
func (t Task) nearness(p *corpus.Passage) []float64 {
	out := make([]float64, len(p.Sentences))
	for _, h := range t.Evidence.Hits {
		if h.Passage.ID == p.ID && len(h.Sentences) == len(out) {
			for i, s := range h.Sentences {
				out[i] = s.Words + s.Meaning
			}
			return out
		}
	}
	stems := retrieval.ContentStems(t.Question + " " + t.Topic)
	for i, s := range p.Sentences {
		out[i] = float64(shared(stems, s.Text))
	}
	return out
}

// bestAtBothEnds puts the first, third, fifth ... in front and the second, fourth ... behind, the second last.
func bestAtBothEnds[T any](ranked []T) []T {
	front, back := make([]T, 0, len(ranked)), []T{}
	for i, x := range ranked {
		if i%2 == 0 {
			front = append(front, x)
		} else {
			back = append(back, x)
		}
	}
	slices.Reverse(back)
	return append(front, back...)
}
