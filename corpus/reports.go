package corpus

import (
	"cmp"
	"hash/maphash"
	"slices"
	"strings"
)

const (
	// runLength is the number of words in the runs by which texts are compared.
	runLength = 5
	// sharedRuns is the part of the shorter article's runs that makes two articles one report.
	sharedRuns = 1.0 / 5
)

func sortArticles(as []*Article) {
	slices.SortFunc(as, func(a, b *Article) int { return cmp.Compare(a.ID, b.ID) })
}

// groupReports finds the articles, ordered by ID, that are one text, and sets the Report of each. Two articles are one report when
// they share enough runs of words, when one says so in its front matter, or when each is one report with a third.
func groupReports(articles []*Article) []Report {
	groups := newDisjoint(len(articles))
	joinClaimed(articles, groups)
	joinShared(articles, groups)

	var out []Report
	at := map[int]int{} // root of a group -> its place in out
	for i, a := range articles {
		root := groups.find(i)
		n, ok := at[root]
		if !ok {
			n = len(out)
			at[root] = n
			out = append(out, Report{ID: ReportID(a.ID)})
		}
		a.Report = out[n].ID
		out[n].Articles = append(out[n].Articles, a.ID)
	}
	return out
}

// joinClaimed joins what front matter says is one report. A claim may leave the extension of a file's name out; articles that claim
// the same report are joined even when no article has that ID.
func joinClaimed(articles []*Article, groups *disjoint) {
	named := map[string]int{}
	for i, a := range articles {
		named[string(a.ID)] = i
	}
	for i, a := range articles {
		bare := withoutExtension(string(a.ID))
		if _, ok := named[bare]; !ok {
			named[bare] = i
		}
	}
	for i, a := range articles {
		if a.Report == "" {
			continue
		}
		claim := string(a.Report)
		other, ok := named[claim]
		if !ok {
			other, ok = named[withoutExtension(claim)]
		}
		if !ok {
			named[claim], other = i, i
		}
		groups.join(i, other)
	}
}

func withoutExtension(id string) string {
	for _, ext := range []string{".md", ".txt", ".html", ".htm"} {
		if bare, ok := strings.CutSuffix(id, ext); ok {
			return bare
		}
	}
	return id
}

// holding says that an article has a run of words.
type holding struct {
	run     uint64
	article int32
}

// joinShared joins articles that share runs of words. It looks only at pairs that share at least one.
func joinShared(articles []*Article, groups *disjoint) {
	seed := maphash.MakeSeed()
	sizes := make([]int, len(articles))
	var held []holding // by run, then by article
	first := map[uint64]int{}
	runsOf := make([][]uint64, len(articles))
	each(len(articles), func(i int) { runsOf[i] = wordRuns(articles[i], seed) })
	for i, runs := range runsOf {
		if len(runs) == 0 {
			continue
		}
		var all maphash.Hash
		all.SetSeed(seed)
		for _, run := range runs {
			maphash.WriteComparable(&all, run)
		}
		if copied, ok := first[all.Sum64()]; ok {
			groups.join(copied, i) // and nothing more to compare: what shares with the one shares with the other
			continue
		}
		first[all.Sum64()] = i
		sizes[i] = len(runs)
		for _, run := range runs {
			held = append(held, holding{run, int32(i)})
		}
	}
	slices.SortFunc(held, func(a, b holding) int { return cmp.Or(cmp.Compare(a.run, b.run), cmp.Compare(a.article, b.article)) })

	earlier := make([][][]holding, len(articles)) // for each run that an article shares, the holders before it
	for lo := 0; lo < len(held); {
		hi := lo + 1
		for hi < len(held) && held[hi].run == held[lo].run {
			earlier[held[hi].article] = append(earlier[held[hi].article], held[lo:hi])
			hi++
		}
		lo = hi
	}
	shared := make([]int, len(articles))
	for i := range articles {
		var others []int32
		for _, holders := range earlier[i] {
			for _, h := range holders {
				if shared[h.article] == 0 {
					others = append(others, h.article)
				}
				shared[h.article]++
			}
		}
		for _, j := range others {
			if float64(shared[j]) >= sharedRuns*float64(min(sizes[i], sizes[j])) {
				groups.join(i, int(j))
			}
			shared[j] = 0
		}
	}
}

// wordRuns is the set of the runs of words in the article's reporting: their hashes, in order.
func wordRuns(a *Article, seed maphash.Seed) []uint64 {
	var runs, window []uint64
	for _, p := range a.Passages {
		if p.Role != RoleBody {
			continue
		}
		for _, w := range Words(p.Text) {
			window = append(window, maphash.String(seed, w.Folded))
			if len(window) >= runLength {
				window = window[len(window)-runLength:]
				runs = append(runs, maphash.Comparable(seed, [runLength]uint64(window)))
			}
		}
	}
	slices.Sort(runs)
	return slices.Compact(runs)
}

// disjoint is a set of numbers in groups that can be joined. The smallest number of a group stands for it.
type disjoint struct{ parent []int }

func newDisjoint(n int) *disjoint {
	d := &disjoint{make([]int, n)}
	for i := range d.parent {
		d.parent[i] = i
	}
	return d
}

func (d *disjoint) find(i int) int {
	for d.parent[i] != i {
		d.parent[i] = d.parent[d.parent[i]]
		i = d.parent[i]
	}
	return i
}

func (d *disjoint) join(i, j int) {
	i, j = d.find(i), d.find(j)
	d.parent[max(i, j)] = min(i, j)
}
