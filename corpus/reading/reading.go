package reading

import (
	"slices"

	"readout/corpus"
	"readout/corpus/parallel"
)

// knowledge is what New keeps of how it came to its results, to read a changed set of articles from there.
type knowledge struct {
	people   *peopleFinder
	readings map[corpus.ArticleID]*reading
	runs     map[corpus.ArticleID][]uint64 // see wordRuns
	pairs    [][2]corpus.ArticleID         // of articles that share enough runs
}

func noKnowledge() *knowledge {
	return &knowledge{people: newPeopleFinder(), readings: map[corpus.ArticleID]*reading{}, runs: map[corpus.ArticleID][]uint64{}}
}

// learn is what is known of the articles after a change, from what is known of those before it. It does not change the latter.
func (k *knowledge) learn(c change) *knowledge {
	next := &knowledge{readings: make(map[corpus.ArticleID]*reading, len(c.kept)+len(c.in)), runs: make(map[corpus.ArticleID][]uint64, len(c.kept)+len(c.in))}
	for _, a := range c.kept {
		next.readings[a.ID], next.runs[a.ID] = k.readings[a.ID], k.runs[a.ID]
	}
	fresh, runs := make([]*reading, len(c.in)), make([][]uint64, len(c.in))
	parallel.Each(len(c.in), func(i int) {
		fresh[i], runs[i] = &reading{words: &words{}, labels: hasTurns(c.in[i])}, wordRuns(c.in[i])
	})
	for i, a := range c.in {
		next.readings[a.ID], next.runs[a.ID] = fresh[i], runs[i]
	}
	next.people = k.people.learn(c, k.readings, next.readings)
	next.pairs = pairsAfter(k, next, c)
	return next
}

// hasTurns reports whether labels tell who speaks in the article.
func hasTurns(a *corpus.Article) bool {
	return slices.ContainsFunc(a.Passages, func(p corpus.Passage) bool { return p.Turn.Label != "" })
}

// sameText reports whether two articles are the same but for what New finds, and for what they are called besides. An order that the
// passages are in, and where they stand, is part of it.
func sameText(a, b *corpus.Article) bool {
	return a.ID == b.ID && a.Title == b.Title && a.Publisher == b.Publisher && a.Agency == b.Agency && a.Author == b.Author &&
		a.Published == b.Published && a.Kind == b.Kind && a.Body == b.Body && slices.EqualFunc(a.Passages, b.Passages, samePassage)
}

func samePassage(p, q corpus.Passage) bool {
	return p.ID == q.ID && p.Paragraph == q.Paragraph && p.Role == q.Role && p.Span == q.Span && p.Text == q.Text &&
		slices.Equal(p.Headings, q.Headings) && slices.Equal(p.Parents, q.Parents) && p.Turn.Unread() == q.Turn.Unread() &&
		slices.EqualFunc(p.Sentences, q.Sentences, func(s, t corpus.Sentence) bool { return s.Span == t.Span && s.Text == t.Text })
}
