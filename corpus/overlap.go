package corpus

import (
	"cmp"
	"hash/maphash"
	"slices"
	"sort"
	"sync"
)

// Overlap tells that an article of a corpus is one report with another article, which is not in it.
type Overlap struct {
	Article ArticleID
	Claimed bool    // front matter says so
	Shared  float64 // the share of the shorter text's runs of five words that stand in both
	Same    bool    // the texts have the same runs: they differ at most in order, marks and case
}

// Overlaps finds the articles that a, an article that is not in the corpus, would be one report with, by the rules of New. They are
// ordered by ID. An article with the ID of a is left out: it is an earlier version. The first call takes longer: it reads all texts.
func (c *Corpus) Overlaps(a *Article) []Overlap {
	c.runs.build.Do(func() { c.runs.read(c.Articles) })
	own := wordRuns(a, c.runs.seed)
	shared := map[int32]int{}
	for _, run := range own {
		held := c.runs.held
		for i := sort.Search(len(held), func(i int) bool { return held[i].run >= run }); i < len(held) && held[i].run == run; i++ {
			shared[held[i].article]++
		}
	}
	var out []Overlap
	for i, other := range c.Articles {
		if other.ID == a.ID {
			continue
		}
		o := Overlap{Article: other.ID, Claimed: claims(a, other)}
		size := c.runs.sizes[i]
		if least := min(len(own), size); least > 0 {
			n := shared[int32(i)]
			o.Shared = float64(n) / float64(least)
			o.Same = n == len(own) && n == size
		}
		if o.Claimed || o.Shared >= sharedRuns {
			out = append(out, o)
		}
	}
	return out
}

// claims reports whether the front matter of a says that it is one report with other, which is in a corpus.
func claims(a, other *Article) bool {
	claim := withoutExtension(string(a.Report))
	return claim != "" && (claim == withoutExtension(string(other.ID)) || claim == withoutExtension(string(other.Report)))
}

// runIndex holds the runs of words of the articles of a corpus.
type runIndex struct {
	build sync.Once
	seed  maphash.Seed
	held  []holding // by run, then by article
	sizes []int     // runs of each article
}

func (x *runIndex) read(articles []*Article) {
	x.seed = maphash.MakeSeed()
	for i, a := range articles {
		runs := wordRuns(a, x.seed)
		x.sizes = append(x.sizes, len(runs))
		for _, run := range runs {
			x.held = append(x.held, holding{run, int32(i)})
		}
	}
	slices.SortFunc(x.held, func(a, b holding) int { return cmp.Or(cmp.Compare(a.run, b.run), cmp.Compare(a.article, b.article)) })
}
