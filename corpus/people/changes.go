package people

import (
	"hash/fnv"
	"maps"
	"slices"
	"sync"

	"readout/corpus"
	"readout/corpus/prose"
)

// Reading is what a corpus needs to know of an article to tell whether a change of others changes how it is read. It is found when it
// is first needed, and shared by all corpora that hold the article as it is.
type Reading struct {
	Words  *Words
	asked  []uint32 // hashes of the words that are read as names unless they stand in lower case somewhere, sorted
	Labels bool     // it may be a transcript
}

// Words are the hashes of all words in an article and in its facts, sorted.
type Words struct {
	once   sync.Once
	hashes []uint32
}

func (w *Words) Of(a *corpus.Article) []uint32 {
	w.once.Do(func() { w.hashes = hashedWords(a) })
	return w.hashes
}

// Change is one set of articles as seen from another.
type Change struct {
	Out  []*corpus.Article // are there no more, or not as they were
	In   []*corpus.Article // are there now, or as they are now
	Kept []*corpus.Article // of the new set: the same as before
}

// Learn counts and reads the names of the articles after a change. It sets what each newly read article asked in after.
func (f *Finder) Learn(c Change, before, after map[corpus.ArticleID]*Reading) *Finder {
	next := &Finder{lower: maps.Clone(f.lower), upper: maps.Clone(f.upper), full: maps.Clone(f.full), single: maps.Clone(f.single),
		alone: maps.Clone(f.alone)}
	touched := map[string]bool{}
	for _, part := range []struct {
		articles []*corpus.Article
		times    int
	}{{c.Out, -1}, {c.In, 1}} {
		readTokens(part.articles, countCases, func(_ *corpus.Article, words map[string]caseCount) {
			for w, n := range words {
				count(next.lower, w, part.times*n.lower)
				count(next.upper, w, part.times*n.upper)
				if len(c.Kept) > 0 {
					touched[w] = true
				}
			}
		})
	}
	turned := wordSet{}
	for w := range touched {
		if (f.lower[w] > 0) != (next.lower[w] > 0) {
			turned.add(w)
		}
	}
	var again []*corpus.Article
	for _, a := range c.Kept {
		if turned.hasAny(before[a.ID].asked) {
			again = append(again, a)
		}
	}
	reader := func(lower map[string]int) func(*corpus.Article, [][]Token) *namesRead {
		return func(a *corpus.Article, passages [][]Token) *namesRead { return readNames(a, passages, lower) }
	}
	changed := formsChanged{f, next}
	readTokens(slices.Concat(c.Out, again), reader(f.lower), func(a *corpus.Article, r *namesRead) { changed.add(a.ID, r, -1) })
	readTokens(slices.Concat(c.In, again), reader(next.lower), func(a *corpus.Article, r *namesRead) {
		changed.add(a.ID, r, 1)
		known := after[a.ID]
		after[a.ID] = &Reading{Words: known.Words, asked: hashesOf(r.asked), Labels: known.Labels}
	})
	return next
}

// formsChanged adds to a Finder that shares forms with the one it was copied from.
type formsChanged struct{ before, after *Finder }

func (c formsChanged) add(article corpus.ArticleID, r *namesRead, times int) {
	for w, u := range r.alone {
		if sum := c.after.alone[w].plus(u, times); sum == (loneUse{}) {
			delete(c.after.alone, w)
		} else {
			c.after.alone[w] = sum
		}
	}
	for _, part := range []struct {
		seen          []sighting
		before, after map[string]*form
	}{{r.full, c.before.full, c.after.full}, {r.single, c.before.single, c.after.single}} {
		for _, s := range part.seen {
			key := s.key()
			fm := part.after[key]
			switch {
			case fm == nil:
				fm = &form{words: s.words, spellings: map[string]int{}, offices: map[string]int{}, articles: map[corpus.ArticleID]bool{}}
				part.after[key] = fm
			case fm == part.before[key]:
				fm = fm.clone()
				part.after[key] = fm
			}
			fm.add(s, times)
			if times > 0 {
				fm.articles[article] = true
			} else {
				delete(fm.articles, article)
			}
			if fm.count == 0 {
				delete(part.after, key)
			}
		}
	}
}

// wordSet is a set of words by hash: words that share one are in it together.
type wordSet map[uint32]bool

func (s wordSet) add(word string) { s[hashOf(word)] = true }

func (s wordSet) hasAny(hashes []uint32) bool {
	return len(s) > 0 && slices.ContainsFunc(hashes, func(h uint32) bool { return s[h] })
}

func hashOf(word string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(word))
	return h.Sum32()
}

// hashesOf are the words' hashes, sorted.
func hashesOf(words []string) []uint32 {
	out := make([]uint32, len(words))
	for i, w := range words {
		out[i] = hashOf(w)
	}
	slices.Sort(out)
	return slices.Clip(slices.Compact(out))
}

// hashedWords are the hashes of the words of an article and of what is stated about it.
func hashedWords(a *corpus.Article) []uint32 {
	var words []string
	add := func(text string) {
		for _, w := range prose.Words(text) {
			words = append(words, w.Folded)
		}
	}
	for i := range a.Passages {
		add(a.Passages[i].Text)
	}
	for _, fact := range []string{a.Title, a.Publisher, a.Agency, a.Author, a.Published.String()} {
		add(fact)
	}
	if t := a.Published.Time(); !t.IsZero() {
		add(t.Month().String())
	}
	return hashesOf(words)
}

// renamed is how a change of the articles changes whom words stand for.
type renamed struct {
	InArticles phrases // may be read otherwise in an article that names the same people
	Anywhere   phrases // may be read otherwise in any text
}

// phrases are words, and runs of several, by hash. The order of a run does not count.
type phrases struct {
	words wordSet
	runs  map[uint32][][]uint32 // by the first of them
}

func newPhrases() phrases { return phrases{wordSet{}, map[uint32][][]uint32{}} }

func (p phrases) add(words ...string) {
	if len(words) == 1 {
		p.words.add(words[0])
		return
	}
	first := hashOf(words[0])
	p.runs[first] = append(p.runs[first], hashesOf(words[1:]))
}

// AnyAmong reports whether a text with words of these sorted hashes may hold any of the phrases.
func (p phrases) AnyAmong(hashes []uint32) bool {
	if p.words.hasAny(hashes) {
		return true
	}
	missing := func(h uint32) bool {
		_, found := slices.BinarySearch(hashes, h)
		return !found
	}
	return len(p.runs) > 0 && slices.ContainsFunc(hashes, func(h uint32) bool {
		return slices.ContainsFunc(p.runs[h], func(rest []uint32) bool { return !slices.ContainsFunc(rest, missing) })
	})
}

// CompareNames tells what differs between the names of two corpora that share the people who are the same.
func CompareNames(old, now *Index) renamed {
	r := renamed{newPhrases(), newPhrases()}
	both := func(words ...string) {
		r.InArticles.add(words...)
		r.Anywhere.add(words...)
	}
	for _, counts := range [][2]map[string]int{{old.Lower, now.Lower}, {now.Lower, old.Lower}, {old.Upper, now.Upper},
		{now.Upper, old.Upper}} {
		for w, n := range counts[0] {
			if n != counts[1][w] && ((old.Lower[w] > 0) != (now.Lower[w] > 0) || old.mostlyLower(w) != now.mostlyLower(w)) {
				both(w)
			}
		}
	}
	for _, given := range [][2]map[string]bool{{old.Given, now.Given}, {now.Given, old.Given}} {
		for w := range given[0] {
			if !given[1][w] {
				both(w)
			}
		}
	}
	for w := range old.Root.Next {
		if now.Root.Next[w] == nil {
			both(w)
		}
	}
	for w, n := range now.Root.Next {
		if m := old.Root.Next[w]; m == nil {
			both(w)
		} else {
			n.compare(m, []string{w}, func(path []string, names bool) {
				if names {
					both(path...)
				} else {
					r.Anywhere.add(path...)
				}
			})
		}
	}
	return r
}

// compare calls differ with the words down to each node that stands for others in another tree: for other names, or only for offices
// that somebody else alone holds.
func (n *Node) compare(m *Node, path []string, differ func(path []string, names bool)) {
	switch {
	case !samePeople(n.Names, m.Names) || !samePeople(n.Surnames, m.Surnames):
		differ(path, true)
	case n.holder() != m.holder():
		differ(path, false)
	}
	nothing := &Node{}
	for w, below := range n.Next {
		other := m.Next[w]
		if other == nil {
			other = nothing
		}
		below.compare(other, append(path, w), differ)
	}
	for w, below := range m.Next {
		if n.Next[w] == nil {
			nothing.compare(below, append(path, w), differ)
		}
	}
}

func samePeople(a, b []*corpus.Person) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(p *corpus.Person) bool { return !slices.Contains(b, p) })
}
