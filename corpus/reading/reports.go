package reading

import (
	"cmp"
	"hash/maphash"
	"slices"
	"strings"

	"readout/corpus"
	"readout/corpus/parallel"
	"readout/corpus/prose"
)

const (
	// runLength is the number of words in the runs by which texts are compared.
	runLength = 5
	// sharedRuns is the part of the shorter article's runs that makes two articles one report.
	sharedRuns = 1.0 / 5
)

func sortArticles(as []*corpus.Article) {
	slices.SortFunc(as, func(a, b *corpus.Article) int { return cmp.Compare(a.ID, b.ID) })
}

// groupReports finds the articles, ordered by ID, that are one text, and sets the Report of each. Two articles are one report when
// they share enough runs of words, which pairs tells, when one says so in its front matter, or when each is one report with a third.
func groupReports(articles []*corpus.Article, pairs [][2]corpus.ArticleID) []Report {
	groups := newDisjoint(len(articles))
	joinClaimed(articles, groups)
	at := func(id corpus.ArticleID) int {
		i, _ := slices.BinarySearchFunc(articles, id, func(a *corpus.Article, id corpus.ArticleID) int { return cmp.Compare(a.ID, id) })
		return i
	}
	for _, p := range pairs {
		groups.join(at(p[0]), at(p[1]))
	}

	var out []Report
	place := map[int]int{} // of a group, by its root, in out
	for i, a := range articles {
		root := groups.find(i)
		n, ok := place[root]
		if !ok {
			n = len(out)
			place[root] = n
			out = append(out, Report{ID: corpus.ReportID(a.ID)})
		}
		a.Report = out[n].ID
		out[n].Articles = append(out[n].Articles, a.ID)
	}
	return out
}

// joinClaimed joins what front matter says is one report. A claim may leave the extension of a file's name out; articles that claim
// the same report are joined even when no article has that ID.
func joinClaimed(articles []*corpus.Article, groups *disjoint) {
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

// shares reports whether texts of so many runs, some of which are in both, are one report.
func shares(both, a, b int) bool { return both > 0 && float64(both) >= sharedRuns*float64(min(a, b)) }

// runSet is a set of runs with which many others are compared.
type runSet struct {
	runs []uint64        // sorted
	some [1 << 10]uint64 // a bit for each value of the last bits of a run: set if one in the set ends so
}

func newRunSet(runs []uint64) *runSet {
	s := &runSet{runs: runs}
	for _, r := range runs {
		s.some[r>>6%(1<<10)] |= 1 << (r % 64)
	}
	return s
}

// inBoth counts what it has in common with another set.
func (s *runSet) inBoth(others []uint64) int {
	n := 0
	for _, r := range others {
		if s.some[r>>6%(1<<10)]&(1<<(r%64)) == 0 {
			continue
		}
		if _, ok := slices.BinarySearch(s.runs, r); ok {
			n++
		}
	}
	return n
}

// sharingPairs finds the articles that share runs of words: enough pairs of them to tell which are one report. It looks only at those
// that share at least one.
func sharingPairs(articles []*corpus.Article, runsOf map[corpus.ArticleID][]uint64) (pairs [][2]corpus.ArticleID) {
	join := func(i, j int) { pairs = append(pairs, [2]corpus.ArticleID{articles[i].ID, articles[j].ID}) }
	sizes := make([]int, len(articles))
	var held []holding // by run, then by article
	first := map[uint64]int{}
	for i, a := range articles {
		runs := runsOf[a.ID]
		if len(runs) == 0 {
			continue
		}
		var all maphash.Hash
		all.SetSeed(runSeed)
		for _, run := range runs {
			maphash.WriteComparable(&all, run)
		}
		if copied, ok := first[all.Sum64()]; ok {
			join(copied, i) // and nothing more to compare: what shares with the one shares with the other
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
			if shares(shared[j], sizes[i], sizes[j]) {
				join(i, int(j))
			}
			shared[j] = 0
		}
	}
	return pairs
}

// runSeed makes the hashes of runs differ from one run of the program to the next, so that nobody can write texts that collide.
var runSeed = maphash.MakeSeed()

// wordRuns is the set of the runs of words in the article's reporting: their hashes, in order.
func wordRuns(a *corpus.Article) []uint64 {
	var runs, window []uint64
	for _, p := range a.Passages {
		if p.Role != corpus.RoleBody {
			continue
		}
		for _, w := range prose.Words(p.Text) {
			window = append(window, maphash.String(runSeed, w.Folded))
			if len(window) >= runLength {
				window = window[len(window)-runLength:]
				runs = append(runs, maphash.Comparable(runSeed, [runLength]uint64(window)))
			}
		}
	}
	slices.Sort(runs)
	return slices.Clip(slices.Compact(runs))
}

// runsOf are the runs of each article.
func runsOf(articles []*corpus.Article) map[corpus.ArticleID][]uint64 {
	runs := make([][]uint64, len(articles))
	parallel.Each(len(articles), func(i int) { runs[i] = wordRuns(articles[i]) })
	out := make(map[corpus.ArticleID][]uint64, len(articles))
	for i, a := range articles {
		out[a.ID] = runs[i]
	}
	return out
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
