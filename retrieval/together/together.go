// Package together orders paragraphs for showing. Those that follow or lean on each other are understood in the order of their article,
// and stay together; articles, and such blocks of an article, stand in the order of their best sentences.
package together

import (
	"cmp"

	"readout/corpus"
)

// Order is an order of paragraphs, made by NewOrder.
type Order struct {
	above    func(*corpus.Passage) *corpus.Passage
	articles map[corpus.ArticleID]int
	best     map[*corpus.Passage]int // the rank of the best sentence of the paragraph's block
	put      map[int]*corpus.Passage // the first paragraph put with a rank
}

// NewOrder returns an empty order; above tells the paragraph before one in its article, nil for none.
func NewOrder(above func(*corpus.Passage) *corpus.Passage) *Order {
	return &Order{above, map[corpus.ArticleID]int{}, map[*corpus.Passage]int{}, map[int]*corpus.Passage{}}
}

// Put puts a paragraph into the order, to be shown for the sentence of a rank: the paragraph of that sentence first, then those that it
// leans on. Ranks come in order.
func (o *Order) Put(rank int, p *corpus.Passage) {
	if _, ok := o.articles[p.Article]; !ok {
		o.articles[p.Article] = rank
	}
	if _, ok := o.best[p]; !ok {
		o.best[p] = rank
	}
	if first, ok := o.put[rank]; ok {
		o.join(p, first)
	} else {
		o.put[rank] = p
	}
	for q := range o.best {
		if q == o.above(p) || p == o.above(q) {
			o.join(p, q)
		}
	}
}

// join makes one block of those of two paragraphs.
func (o *Order) join(p, q *corpus.Passage) {
	a, b := o.best[p], o.best[q]
	for r, rank := range o.best {
		if rank == a || rank == b {
			o.best[r] = min(a, b)
		}
	}
}

// Compare tells by its sign whether a paragraph is shown before another.
func (o *Order) Compare(a, b *corpus.Passage) int {
	return cmp.Or(cmp.Compare(o.articles[a.Article], o.articles[b.Article]), cmp.Compare(o.best[a], o.best[b]),
		cmp.Compare(a.Span.Start, b.Span.Start))
}
