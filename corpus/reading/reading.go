package reading

import (
	"slices"

	"readout/corpus"
	"readout/corpus/parallel"
	"readout/corpus/people"
)

// knowledge is what New keeps of how it came to its results, to read a changed set of articles from there.
type knowledge struct {
	people   *people.Finder
	readings map[corpus.ArticleID]*people.Reading
	runs     map[corpus.ArticleID][]uint64 // see wordRuns
	pairs    [][2]corpus.ArticleID         // of articles that share enough runs
}

func noKnowledge() *knowledge {
	return &knowledge{people: people.NewFinder(), readings: map[corpus.ArticleID]*people.Reading{}, runs: map[corpus.ArticleID][]uint64{}}
}

// learn is what is known of the articles after a change, from what is known of those before it. It does not change the latter.
func (k *knowledge) learn(c people.Change) *knowledge {
	next := &knowledge{readings: make(map[corpus.ArticleID]*people.Reading, len(c.Kept)+len(c.In)),
		runs: make(map[corpus.ArticleID][]uint64, len(c.Kept)+len(c.In))}
	for _, a := range c.Kept {
		next.readings[a.ID], next.runs[a.ID] = k.readings[a.ID], k.runs[a.ID]
	}
	fresh, runs := make([]*people.Reading, len(c.In)), make([][]uint64, len(c.In))
	parallel.Each(len(c.In), func(i int) {
		fresh[i], runs[i] = &people.Reading{Words: &people.Words{}, Labels: hasTurns(c.In[i])}, wordRuns(c.In[i])
	})
	for i, a := range c.In {
		next.readings[a.ID], next.runs[a.ID] = fresh[i], runs[i]
	}
	next.people = k.people.Learn(c, k.readings, next.readings)
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
