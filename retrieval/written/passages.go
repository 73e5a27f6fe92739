package written

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"readout/corpus"
	"readout/corpus/prose"
	"readout/retrieval"
)

// mostPassages is how many passages a model is shown at most. Nearly all that answers stand on lies among the first dozen; more only make
// a model careless.
const mostPassages = 16

// longestPieces is how many tokens of a long passage, such as a turn in a transcript or a paragraph of minutes, are shown: the sentences
// nearest to the question, in one piece, the longer the better the passage. The last counts for all after it.
var longestPieces = []int{450, 300, 250, 250, 250, 160, 160, 110}

// What a prompt has besides the words of the passages, in tokens: for each its label and speakers, and what each article is.
const (
	tokensPerPassage = 20
	tokensPerArticle = 30
)

// longestRun is how many tokens of passages that follow each other in an article are shown as one.
const longestRun = 300

// piece is what is shown under one label: passages that follow each other in an article or, of a long one, some of its sentences, in a row.
type piece struct {
	passages []*corpus.Passage
	span     prose.Span // in its article
}

func (p piece) article() corpus.ArticleID { return p.passages[0].Article }

func (p piece) has(id corpus.PassageID) bool {
	return slices.ContainsFunc(p.passages, func(q *corpus.Passage) bool { return q.ID == id })
}

func (p piece) text() string {
	if len(p.passages) > 1 {
		var parts []string
		for _, q := range p.passages {
			parts = append(parts, prose.OneLine(q.Text))
		}
		return strings.Join(parts, " ")
	}
	q := p.passages[0]
	text := prose.OneLine(q.Text[p.span.Start-q.Span.Start : p.span.End-q.Span.Start])
	if p.span.Start > q.Span.Start {
		text = "… " + text
	}
	if p.span.End < q.Span.End {
		text += " …"
	}
	return text
}

func (p piece) tokens() int { return EstimateTokens(p.text()) + tokensPerPassage }

// with is the piece and a whole passage right before or behind it; nothing when they do not follow each other or are too long for one.
func (p piece) with(q *corpus.Passage, in *corpus.Article) (piece, bool) {
	first, last := p.passages[0], p.passages[len(p.passages)-1]
	whole := p.span.Start == first.Span.Start && p.span.End == last.Span.End
	if q.Article != p.article() || !whole || first.Role != corpus.RoleBody || q.Role != corpus.RoleBody {
		return piece{}, false
	}
	at := func(p *corpus.Passage) int {
		return slices.IndexFunc(in.Passages, func(o corpus.Passage) bool { return o.ID == p.ID })
	}
	joined := piece{span: p.span}
	switch i := at(q); {
	case i == at(last)+1:
		joined.passages, joined.span.End = append(slices.Clone(p.passages), q), q.Span.End
	case i == at(first)-1:
		joined.passages, joined.span.Start = append([]*corpus.Passage{q}, p.passages...), q.Span.Start
	default:
		return piece{}, false
	}
	return joined, joined.tokens() <= longestRun+tokensPerPassage
}

// pieces are those of the passages that fit, taken in their order, each passage once; those that follow each other are shown as one. The
// first stand first and last, where models read most carefully (Liu et al., "Lost in the Middle", 2024). A passage with an order to
// whoever answers is left out whole, and so are lines that are no reporting, unless the search found them first.
func (t Task) pieces(tokens, most int) []piece {
	var out []piece
	articles := map[corpus.ArticleID]bool{}
	for _, p := range t.Ranked {
		if !t.showable(p) || slices.ContainsFunc(out, func(o piece) bool { return o.has(p.ID) }) {
			continue
		}
		shown := t.pieceOf(p, longestPieces[min(len(out), len(longestPieces)-1)])
		if i, joined, ok := t.joins(out, shown); ok {
			if cost := joined.tokens() - out[i].tokens(); cost <= tokens {
				tokens -= cost
				out[i] = joined
			}
			continue
		}
		cost := shown.tokens()
		if !articles[p.Article] {
			cost += tokensPerArticle
		}
		if len(out) == most || cost > tokens && len(out) > 0 { // the best is shown however long it is: without it nothing can be answered
			continue
		}
		tokens -= cost
		articles[p.Article] = true
		out = append(out, shown)
	}
	return bestAtBothEnds(t.filled(out, tokens))
}

// filled are the pieces with what follows them in their articles, the best first, as long as there is room: a reply may have many parts.
func (t Task) filled(out []piece, tokens int) []piece {
	following := map[corpus.PassageID]*corpus.Passage{} // of the evidence, by the one before
	for _, h := range t.Evidence.Hits {
		if t.Form == AnAnswer && h.Passage.Role == corpus.RoleBody && t.showable(h.Passage) {
			if before := t.before(h.Passage); before != nil {
				following[before.ID] = h.Passage
			}
		}
	}
	for grown := true; grown; {
		grown = false
		for i, o := range out {
			next := following[o.passages[len(o.passages)-1].ID]
			if next == nil || slices.ContainsFunc(out, func(o piece) bool { return o.has(next.ID) }) {
				continue
			}
			joined, ok := o.with(next, t.Evidence.Corpus.Article(next.Article))
			if !ok {
				continue
			}
			if cost := joined.tokens() - o.tokens(); cost <= tokens {
				tokens -= cost
				out[i], grown = joined, true
			}
		}
	}
	return out
}

// before is the passage before one in its article, or nil.
func (t Task) before(p *corpus.Passage) *corpus.Passage {
	in := t.Evidence.Corpus.Article(p.Article).Passages
	if i := slices.IndexFunc(in, func(o corpus.Passage) bool { return o.ID == p.ID }); i > 0 {
		return &in[i-1]
	}
	return nil
}

// joins gives the place among the pieces of the one that a whole passage goes on with, and both as one.
func (t Task) joins(out []piece, shown piece) (int, piece, bool) {
	p := shown.passages[0]
	if shown.span != p.Span || t.Evidence.Corpus == nil {
		return 0, piece{}, false
	}
	for i, o := range out {
		if joined, ok := o.with(p, t.Evidence.Corpus.Article(p.Article)); ok {
			return i, joined, true
		}
	}
	return 0, piece{}, false
}

// mostMatter is how many of the first that the search found may be lines that are no reporting, such as a disclaimer.
const mostMatter = 3

// showable reports whether a model may be shown a passage.
func (t Task) showable(p *corpus.Passage) bool {
	if slices.ContainsFunc(p.Sentences, func(s corpus.Sentence) bool { return s.Order }) {
		return false
	}
	first := t.Evidence.Hits[:min(mostMatter, len(t.Evidence.Hits))]
	return p.Role == corpus.RoleBody ||
		t.Form == AnAnswer && slices.ContainsFunc(first, func(h retrieval.Hit) bool { return h.Passage.ID == p.ID })
}

// pieceOf is what is shown of a passage: all of it or, of a long one, the sentence nearest to the question and, as long as they fit, those
// around it, the nearer one first, up to so many tokens.
func (t Task) pieceOf(p *corpus.Passage, longest int) piece {
	if EstimateTokens(p.Text) <= longest || len(p.Sentences) < 2 {
		return piece{[]*corpus.Passage{p}, p.Span}
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
			return piece{[]*corpus.Passage{p}, prose.Span{Start: p.Sentences[from].Span.Start, End: p.Sentences[to].Span.End}}
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

// How a passage's place among those found makes it worth showing (reciprocal rank fusion, Cormack et al., 2009), and what the passages
// around one add: a reply follows its question, a motion stands above the vote.
const (
	fusionRank = 10
	fromBefore = .5
	fromTwoUp  = .25
	fromBehind = .3
)

// Fuse makes one ranking of several of the same passages, each best first: those at the front of any come first, and with them what stands
// around them in their articles, as far as it is part of the evidence. What the first ranking has keeps its place.
func Fuse(ev retrieval.Evidence, kept []*corpus.Passage, rankings ...[]*corpus.Passage) []*corpus.Passage {
	scores := map[corpus.PassageID]float64{}
	for _, ranking := range append(slices.Clone(rankings), kept) {
		rank := 0
		seen := map[corpus.PassageID]bool{}
		for _, p := range ranking {
			if !seen[p.ID] {
				seen[p.ID] = true
				scores[p.ID] += 1 / float64(fusionRank+rank)
				rank++
			}
		}
	}
	near := maps.Clone(scores)
	for _, a := range articlesOf(ev) {
		body := slices.DeleteFunc(slices.Clone(a.Passages), func(p corpus.Passage) bool { return p.Role != corpus.RoleBody })
		score := func(i int) float64 {
			if i < 0 || i >= len(body) {
				return 0
			}
			return scores[body[i].ID]
		}
		for i, p := range body {
			near[p.ID] = scores[p.ID] + fromBefore*score(i-1) + fromTwoUp*score(i-2) + fromBehind*score(i+1)
		}
	}
	var rest []*corpus.Passage
	for _, h := range ev.Hits {
		rest = append(rest, h.Passage)
	}
	slices.SortStableFunc(rest, func(a, b *corpus.Passage) int {
		return cmp.Or(cmp.Compare(near[b.ID], near[a.ID]), cmp.Compare(a.ID, b.ID))
	})
	return append(slices.Clone(kept), rest...)
}

// articlesOf are the articles that something was found in.
func articlesOf(ev retrieval.Evidence) []*corpus.Article {
	var out []*corpus.Article
	for _, h := range ev.Hits {
		if a := ev.Corpus.Article(h.Passage.Article); !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return out
}
