package reading

import "readout/corpus"

// Overlap tells that an article of a corpus is one report with another article, which is not in it.
type Overlap struct {
	Article corpus.ArticleID
	Claimed bool    // front matter says so
	Shared  float64 // the share of the shorter text's runs of five words that stand in both
	Same    bool    // the texts have the same runs: they differ at most in order, marks and case
}

// Overlaps finds the articles that a, an article that is not in the corpus, would be one report with, by the rules of New. They are
// ordered by ID. An article with the ID of a is left out: it is an earlier version.
func (c *Corpus) Overlaps(a *corpus.Article) []Overlap {
	own, runs := newRunSet(wordRuns(a)), c.runs()
	var out []Overlap
	for _, other := range c.Articles {
		if other.ID == a.ID {
			continue
		}
		o := Overlap{Article: other.ID, Claimed: claims(a, other)}
		size := len(runs[other.ID])
		if least := min(len(own.runs), size); least > 0 {
			n := own.inBoth(runs[other.ID])
			o.Shared = float64(n) / float64(least)
			o.Same = n == len(own.runs) && n == size
		}
		if o.Claimed || o.Shared >= sharedRuns {
			out = append(out, o)
		}
	}
	return out
}

// claims reports whether the front matter of a says that it is one report with other, which is in a corpus.
func claims(a, other *corpus.Article) bool {
	claim := withoutExtension(string(a.Report))
	return claim != "" && (claim == withoutExtension(string(other.ID)) || claim == withoutExtension(string(other.Report)))
}
