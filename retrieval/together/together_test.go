package together_test

import (
	"slices"
	"testing"

	"readout/corpus"
	"readout/corpus/prose"
	"readout/retrieval/together"
)

// TestOrder: the article and the paragraph with the best sentence come first; paragraphs that follow or lean on each other stay together.
func TestOrder(t *testing.T) {
	t.Parallel()
	article := make([]*corpus.Passage, 9)
	for i := range article {
		article[i] = &corpus.Passage{Article: "a", Span: prose.Span{Start: i, End: i + 1}}
	}
	other := &corpus.Passage{Article: "b"}
	above := func(p *corpus.Passage) *corpus.Passage {
		if i := slices.Index(article, p); i > 0 {
			return article[i-1]
		}
		return nil
	}
	for name, tt := range map[string]struct {
		put  [][]int // of each rank, its paragraph and those that it leans on; -1 is of the other article
		want []int
	}{
		"apart":           {[][]int{{5}, {2}, {7}, {0}}, []int{5, 2, 7, 0}},
		"one follows":     {[][]int{{5}, {2}, {4}}, []int{4, 5, 2}},
		"one joins two":   {[][]int{{6}, {0}, {4}, {5}}, []int{4, 5, 6, 0}},
		"leans on one":    {[][]int{{8}, {6, 3}, {0}}, []int{8, 3, 6, 0}},
		"leans on known":  {[][]int{{3}, {0}, {7, 3}}, []int{3, 7, 0}},
		"another article": {[][]int{{-1}, {4}, {2}}, []int{-1, 4, 2}},
		"same twice":      {[][]int{{4}, {1}, {4}}, []int{4, 1}},
	} {
		order := together.NewOrder(above)
		of := map[*corpus.Passage]int{}
		var shown []*corpus.Passage
		for rank, ps := range tt.put {
			for _, i := range ps {
				p := other
				if i >= 0 {
					p = article[i]
				}
				order.Put(rank, p)
				if _, ok := of[p]; !ok {
					shown = append(shown, p)
				}
				of[p] = i
			}
		}
		slices.SortStableFunc(shown, order.Compare)
		var got []int
		for _, p := range shown {
			got = append(got, of[p])
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}
