package retrieval

import (
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	lru "github.com/hashicorp/golang-lru/v2"

	"readout/corpus"
	"readout/corpus/prose"
	"readout/corpus/reading"
)

// How words match. The thresholds were chosen on judged questions; between .4 and .6 the nearness asked for hardly matters.
const (
	minNearness    = .5 // cosine from which two words count as near in meaning
	nearWordWeight = .7 // what a cosine of 1 would be worth, against 1 for the same stem
	matterWeight   = .5 // what a match in an article's title, publisher, agency or date is worth, against 1 in the passage
	contextWeight  = .3 // what a match in the paragraph before or after is worth when passages are ranked
)

// Lexicon is the words of one corpus: it knows how rare each is, matches texts by words, and mends slips of spelling against them.
// Matching is late interaction (as in ColBERT, Khattab and Zaharia 2020, over single words): a text's score is the sum over the
// query's terms of the term's weight times its best match in the text. It does not change, but for what it remembers to be quick,
// and is safe for concurrent use.
type Lexicon struct {
	corpus   *reading.Corpus
	vectors  WordVectors
	passages []*corpus.Passage
	offers   []Expectation // what each passage holds
	articles []span        // of passages, for each of reading.Articles

	words     []word             // every distinct word and naming of the corpus
	byStem    map[string][]int32 // indices of words
	byName    map[string][]int32 // of words that name, by Naming.Of
	known     []int32            // words that have a vector
	spelt     map[string]spelt   // by folded word: what a slip may be mended to
	spellings []spelling         // of all in spelt

	recent *lru.Cache[string, []token]     // tokens of the texts last matched: a corpus's own sentences are matched for every question
	near   *lru.Cache[string, []wordMatch] // what is near in meaning to the terms last asked about: looking through all words is slow
}

// How much is remembered: the sentences of some dozens of articles, and the words that a community asks about.
const (
	recentTexts = 8192
	recentTerms = 1024
)

// spelt is how a word is written in the corpus.
type spelt struct {
	passages int
	common   int // how often it stands without a capital: then it is not only a name
}

// spelling is a word of the corpus as it is compared with others at a glance.
type spelling struct {
	word    string
	letters letters
}

// span is a half-open range of passages.
type span struct{ start, end int32 }

// word is a distinct token and where it stands.
type word struct {
	token
	passages []int32 // ascending, each once
	articles []int32 // whose title, publisher, agency or date has it
}

// token is what a word of a text is compared by. One that names a person or a place has no stem: the words of the name have their
// own tokens.
type token struct {
	text  string // folded
	stem  string
	exact bool // never near in meaning to another: numbers, and initialisms, which the vectors take for words ("US" for "us")
	name  Naming
}

// Indexed is the passages that are searched, in the order of the corpus: all but lines of front matter.
func Indexed(c *reading.Corpus) []*corpus.Passage {
	var out []*corpus.Passage
	for _, a := range c.Articles {
		for i := range a.Passages {
			if a.Passages[i].Role != corpus.RoleMatter {
				out = append(out, &a.Passages[i])
			}
		}
	}
	return out
}

// NewLexicon reads a corpus. Without word vectors (nil) only the same words match, and names.
func NewLexicon(c *reading.Corpus, vectors WordVectors) *Lexicon {
	l := &Lexicon{corpus: c, vectors: vectors, passages: Indexed(c), articles: spansOf(c)}
	l.offers = make([]Expectation, len(l.passages))
	b := lexiconBuilder{Lexicon: l, ids: map[token]int32{}, small: map[string]spelt{}}
	b.each(c.Articles, func(i int, read articleRead) {
		for j, p := range read.passages {
			at := l.articles[i].start + int32(j)
			l.offers[at] = p.offers
			for _, t := range p.tokens {
				b.add(t, func(w *word) *[]int32 { return &w.passages }, at)
			}
			for _, w := range p.common {
				how := b.small[w]
				how.common++
				b.small[w] = how
			}
		}
		for _, t := range read.about {
			b.add(t, func(w *word) *[]int32 { return &w.articles }, int32(i))
		}
	})
	l.prepare(b.small)
	return l
}

// spansOf tells which of Indexed are each article's.
func spansOf(c *reading.Corpus) []span {
	out := make([]span, len(c.Articles))
	next := int32(0)
	for i, a := range c.Articles {
		out[i].start = next
		for j := range a.Passages {
			if a.Passages[j].Role != corpus.RoleMatter {
				next++
			}
		}
		out[i].end = next
	}
	return out
}

// prepare makes what is looked up in the words. spelt has how often each stands without a capital.
func (l *Lexicon) prepare(spelt map[string]spelt) {
	l.recent, l.near = newCache[[]token](recentTexts), newCache[[]wordMatch](recentTerms)
	l.byStem, l.byName, l.spelt = make(map[string][]int32, len(l.words)), map[string][]int32{}, spelt
	for i := range l.words {
		w := &l.words[i]
		if w.name.Of != "" {
			l.byName[w.name.Of] = append(l.byName[w.name.Of], int32(i))
			continue
		}
		l.byStem[w.stem] = append(l.byStem[w.stem], int32(i))
		how := l.spelt[w.text]
		how.passages += len(w.passages)
		l.spelt[w.text] = how
		if l.vectors != nil && !w.exact && l.vectors.Known(w.text) {
			l.known = append(l.known, int32(i))
		}
	}
	l.spellings = make([]spelling, 0, len(l.spelt))
	for w := range l.spelt {
		l.spellings = append(l.spellings, spelling{w, lettersOf(w)})
	}
}

func newCache[V any](size int) *lru.Cache[string, V] {
	cache, err := lru.New[string, V](size)
	if err != nil {
		panic(err) // only a size under one is an error
	}
	return cache
}

// matter is what is known of an article besides its text.
func matter(a *corpus.Article) string {
	parts := []string{a.Title, a.Publisher, a.Agency, a.Author, a.Published.String()}
	if t := a.Published.Time(); !t.IsZero() {
		parts = append(parts, t.Month().String())
	}
	return strings.Join(parts, "\n")
}

// lexiconBuilder holds what only building needs.
type lexiconBuilder struct {
	*Lexicon
	ids   map[token]int32
	small map[string]spelt // how often words stand without a capital
}

// articleRead is what the lexicon takes from an article.
type articleRead struct {
	passages []passageRead
	about    []token // title, publisher, agency, date
}

// passageRead is what the lexicon takes from a passage.
type passageRead struct {
	offers Expectation
	tokens []token
	common []string // words without a capital, folded
}

// each calls f for the articles, in order, with what was read of each. Reading costs most, so it is done on all processors, for some
// articles at a time.
func (b *lexiconBuilder) each(articles []*corpus.Article, f func(i int, read articleRead)) {
	const together = 64
	stems := make([]map[string]string, runtime.GOMAXPROCS(0)) // stemming costs more than all else
	for i := range stems {
		stems[i] = map[string]string{}
	}
	done := 0
	for part := range slices.Chunk(articles, together) {
		read := make([]articleRead, len(part))
		var next atomic.Int64
		var workers sync.WaitGroup
		for _, known := range stems {
			workers.Go(func() {
				for i := next.Add(1) - 1; i < int64(len(part)); i = next.Add(1) - 1 {
					read[i] = b.read(part[i], known)
				}
			})
		}
		workers.Wait()
		for i, r := range read {
			f(done+i, r)
		}
		done += len(part)
	}
}

// read reads an article. known are stems, to which it adds.
func (b *lexiconBuilder) read(a *corpus.Article, known map[string]string) articleRead {
	stemOf := func(w string) string {
		s, ok := known[w]
		if !ok {
			s = stem(w)
			known[w] = s
		}
		return s
	}
	var out articleRead
	for i := range a.Passages {
		if a.Passages[i].Role == corpus.RoleMatter {
			continue
		}
		text := a.Passages[i].Text
		words := prose.Words(text)
		content := contentAmong(text, words)
		read := passageRead{offered(words), b.tokensOf(text, words, content, stemOf), commonAmong(content)}
		if over := strings.Join(a.Passages[i].Context(), "\n"); over != "" { // what it stands under finds it, too
			words := prose.Words(over)
			for _, t := range b.tokensOf(over, words, contentAmong(over, words), stemOf) {
				if !slices.Contains(read.tokens, t) {
					read.tokens = append(read.tokens, t)
				}
			}
		}
		out.passages = append(out.passages, read)
	}
	about := matter(a)
	words := prose.Words(about)
	out.about = b.tokensOf(about, words, contentAmong(about, words), stemOf)
	return out
}

// commonAmong are the words without a capital, folded.
func commonAmong(words []prose.Word) []string {
	var out []string
	for _, w := range words {
		if strings.ToLower(w.Text) == w.Text {
			out = append(out, w.Folded)
		}
	}
	return out
}

func (b *lexiconBuilder) add(t token, list func(*word) *[]int32, at int32) {
	id, ok := b.ids[t]
	if !ok {
		id = int32(len(b.words))
		b.ids[t] = id
		b.words = append(b.words, word{token: t})
	}
	if l := list(&b.words[id]); len(*l) == 0 || (*l)[len(*l)-1] != at {
		*l = append(*l, at)
	}
}

// tokens are the content words of an article's text, or of part of it, and the people and places that it names.
func (l *Lexicon) tokens(text string) []token {
	if known, ok := l.recent.Get(text); ok {
		return known
	}
	words := prose.Words(text)
	fresh := l.tokensOf(text, words, contentAmong(text, words), stem)
	l.recent.Add(text, fresh)
	return fresh
}

// tokensOf is tokens of a text whose words, and the content words among them, are known.
func (l *Lexicon) tokensOf(text string, words, content []prose.Word, stem func(string) string) []token {
	out := make([]token, 0, len(content)+2)
	for _, w := range content {
		n := normal(w.Folded)
		out = append(out, token{text: n, stem: stem(n), exact: w.Initialism || hasDigit(n)})
	}
	for _, m := range l.namings(text, words, false) {
		for _, n := range m.names {
			out = append(out, token{text: prose.Fold(text[m.span.Start:m.span.End]), name: n})
		}
	}
	return out
}

// namings finds the people and places that a text names.
func (l *Lexicon) namings(text string, words []prose.Word, anyCase bool) []naming {
	out := countries().mentions(words, anyCase)
	for _, m := range l.corpus.MentionsAmong(text, words) {
		out = append(out, naming{m.Span, []Naming{{Of: "person:" + m.Person.Name, Directness: byName}}})
	}
	return out
}

// Passages is the passages searched; Scores are in this order.
func (l *Lexicon) Passages() []*corpus.Passage { return l.passages }

// Terms are the content words of a query, in order, each stem once.
func (l *Lexicon) Terms(query string) []Term {
	names := l.namings(query, prose.Words(query), true)
	var out []Term
	for _, w := range contentWords(query) {
		t := Term{Text: w.Text, Word: normal(w.Folded), Span: w.Span}
		t.Stem = stem(t.Word)
		t.Near = l.vectors != nil && !w.Initialism && !hasDigit(t.Word) && l.vectors.Known(t.Word)
		if slices.ContainsFunc(out, func(o Term) bool { return o.Stem == t.Stem }) {
			continue
		}
		for _, m := range names {
			if m.span.Contains(w.Span) {
				t.Names = append(t.Names, m.names...)
			}
		}
		t.Weight = l.weight(t.Stem)
		out = append(out, t)
	}
	return out
}

// weight is the inverse document frequency of BM25 (Robertson and Sparck Jones), kept positive.
func (l *Lexicon) weight(stem string) float64 {
	var in []int32
	for _, id := range l.byStem[stem] {
		in = append(in, l.words[id].passages...)
	}
	slices.Sort(in)
	df := float64(len(slices.Compact(in)))
	return math.Log1p((float64(len(l.passages)) - df + .5) / (df + .5))
}

// Unseen is the weight of a term that no passage holds: the most that a term can weigh.
func (l *Lexicon) Unseen() float64 { return l.weight("") }

// strength tells how well a token matches a term, 0 to 1.
func (l *Lexicon) strength(t Term, k token) float64 {
	if k.name.Of != "" {
		for _, n := range t.Names {
			if n.Of == k.name.Of {
				return min(n.Directness, k.name.Directness)
			}
		}
		return 0
	}
	if t.Stem == k.stem {
		return 1
	}
	if !t.Near || k.exact {
		return 0
	}
	if cos, ok := l.vectors.Cosine(t.Word, k.text); ok && cos >= minNearness {
		return nearWordWeight * cos
	}
	return 0
}

// Match tells how well any text (a sentence, say) matches the terms: the share of their weight that it matches, 0 to 1, and for
// each term what it matched. No terms match nothing.
func (l *Lexicon) Match(terms []Term, text string) (float64, []TermMatch) {
	matches := l.best(terms, l.tokens(text))
	return share(terms, matches), matches
}

// MatchPassage is Match for the passage with this index in Passages, the matter of its article included.
func (l *Lexicon) MatchPassage(terms []Term, passage int) (float64, []TermMatch) {
	p := l.passages[passage]
	matches := l.best(terms, l.tokens(p.Text))
	for i, m := range l.best(terms, l.tokens(matter(l.corpus.Article(p.Article)))) {
		if m.Strength *= matterWeight; m.Strength > matches[i].Strength {
			matches[i] = m
		}
	}
	return share(terms, matches), matches
}

func (l *Lexicon) best(terms []Term, tokens []token) []TermMatch {
	matches := make([]TermMatch, len(terms))
	for i, t := range terms {
		for _, k := range tokens {
			if s := l.strength(t, k); s > matches[i].Strength {
				matches[i] = TermMatch{Word: k.text, Strength: s}
			}
		}
	}
	return matches
}

func share(terms []Term, matches []TermMatch) float64 {
	var sum, total float64
	for i, t := range terms {
		sum += t.Weight * matches[i].Strength
		total += t.Weight
	}
	if total == 0 {
		return 0
	}
	return sum / total
}

// Scores is the score that MatchPassage would give each of Passages; and the score to rank them by, in which the paragraphs before
// and after it in the article count too, since an article names a thing once and then goes on about it. It reads the postings of
// the words that match, so its cost follows the matches more than the size of the corpus.
func (l *Lexicon) Scores(terms []Term) (own, ranked []float64) {
	own, ranked = make([]float64, len(l.passages)), make([]float64, len(l.passages))
	var total float64
	for _, t := range terms {
		total += t.Weight
	}
	best := make([]float64, len(l.passages))
	for _, t := range terms {
		clear(best)
		for _, m := range l.matching(t) {
			l.raise(best, m)
		}
		for _, a := range l.articles {
			for p := a.start; p < a.end; p++ {
				around := best[p]
				if p > a.start {
					around = max(around, contextWeight*best[p-1])
				}
				if p+1 < a.end {
					around = max(around, contextWeight*best[p+1])
				}
				own[p] += t.Weight / total * best[p]
				ranked[p] += t.Weight / total * around
			}
		}
	}
	return own, ranked
}

// raise lifts the best match of every passage that has the word.
func (l *Lexicon) raise(best []float64, m wordMatch) {
	w := &l.words[m.word]
	for _, p := range w.passages {
		best[p] = max(best[p], m.strength)
	}
	for _, a := range w.articles {
		for p := l.articles[a].start; p < l.articles[a].end; p++ {
			best[p] = max(best[p], m.strength*matterWeight)
		}
	}
}

// wordMatch is a word of the corpus that matches a term.
type wordMatch struct {
	word     int32
	strength float64
}

// matching is every word of the corpus that matches the term.
func (l *Lexicon) matching(t Term) []wordMatch {
	var out []wordMatch
	add := func(id int32) {
		if s := l.strength(t, l.words[id].token); s > 0 {
			out = append(out, wordMatch{id, s})
		}
	}
	for _, id := range l.byStem[t.Stem] {
		add(id)
	}
	for _, n := range t.Names {
		for _, id := range l.byName[n.Of] {
			add(id)
		}
	}
	if t.Near {
		out = append(out, l.nearTo(t)...)
	}
	return out
}

// nearTo is every word of the corpus that is near in meaning to the term, and not of its stem.
func (l *Lexicon) nearTo(t Term) []wordMatch {
	if known, ok := l.near.Get(t.Word); ok {
		return known
	}
	var out []wordMatch
	for _, id := range l.known {
		if k := l.words[id].token; k.stem != t.Stem {
			if s := l.strength(t, k); s > 0 {
				out = append(out, wordMatch{id, s})
			}
		}
	}
	l.near.Add(t.Word, out)
	return out
}
