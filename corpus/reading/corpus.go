// Package reading reads articles together: who their people are, who said what, which articles are one report, which of their text
// addresses whoever answers. A changed set of articles is read from what was known of the set before.
package reading

import (
	"fmt"
	"maps"
	"slices"

	"readout/corpus"
	"readout/corpus/orders"
	"readout/corpus/parallel"
	"readout/corpus/people"
	"readout/corpus/prose"
	"readout/corpus/remarks"
)

// Corpus is a fixed set of articles together with what is found only by reading them together. It is immutable and safe for
// concurrent use.
type Corpus struct {
	Articles []*corpus.Article // ordered by ID
	Reports  []Report          // ordered by ID
	People   []*corpus.Person  // ordered by Name

	byID     map[corpus.ArticleID]*corpus.Article
	passages map[corpus.PassageID]*corpus.Passage
	names    *people.Index
	claims   map[corpus.ArticleID]corpus.ReportID // what front matter claims
	known    func() *knowledge                    // made when first asked for, unless New made it
	itself   *lineage
	from     *lineage                  // of the corpus that NewFrom was given
	same     map[corpus.ArticleID]bool // articles that SameIn holds of, for that corpus
}

// lineage stands for a corpus without keeping it in memory.
type lineage struct{ _ byte }

// Report is a group of articles that are one text, published by one outlet or several.
type Report struct {
	ID       corpus.ReportID
	Articles []corpus.ArticleID // ordered
}

// New reads the articles together: finds the people they name, credits the remarks, and groups the articles into reports.
// It takes ownership of the articles. Two articles with one ID are an error.
func New(articles []*corpus.Article) (*Corpus, error) { return NewFrom(nil, articles) }

// NewFrom is New for articles most of which are in another corpus as they are: the result is the same, and what the changed articles
// do not change about the others is taken from there, not read again. The corpus is not changed, and not kept in memory by the new one.
// The articles are not those of the other corpus themselves. nil is a corpus without articles.
func NewFrom(other *Corpus, articles []*corpus.Article) (*Corpus, error) {
	if other == nil {
		other = &Corpus{names: people.NewIndex(people.NewFinder()), known: noKnowledge, itself: &lineage{}}
	}
	c, err := gather(articles)
	if err != nil {
		return nil, err
	}
	d := c.changeSince(other)
	known := other.known().learn(d)
	c.known = func() *knowledge { return known }
	for _, a := range c.Articles {
		if a.Report != "" {
			c.claims[a.ID] = a.Report
		}
	}
	c.Reports = groupReports(c.Articles, known.pairs)
	c.People, c.names = known.people.People(other.People, other.names)
	c.from, c.same = other.itself, map[corpus.ArticleID]bool{}
	read := d.In
	if len(d.Kept) > 0 {
		read = slices.Concat(read, c.keep(other, d.Kept))
	}
	parallel.Each(len(read), func(i int) {
		markOrders(read[i])
		remarks.Find(read[i], c.names)
	})
	c.indexPassages()
	return c, nil
}

// gather is a corpus of the articles, of which nothing is read yet.
func gather(articles []*corpus.Article) (*Corpus, error) {
	c := &Corpus{byID: make(map[corpus.ArticleID]*corpus.Article, len(articles)), claims: map[corpus.ArticleID]corpus.ReportID{},
		itself: &lineage{}}
	for _, a := range articles {
		if c.byID[a.ID] != nil {
			return nil, fmt.Errorf("corpus: two articles have the ID %q", a.ID)
		}
		c.byID[a.ID] = a
		c.Articles = append(c.Articles, a)
	}
	sortArticles(c.Articles)
	return c, nil
}

func (c *Corpus) indexPassages() {
	n := 0
	for _, a := range c.Articles {
		n += len(a.Passages)
	}
	c.passages = make(map[corpus.PassageID]*corpus.Passage, n)
	for _, a := range c.Articles {
		for i := range a.Passages {
			c.passages[a.Passages[i].ID] = &a.Passages[i]
		}
	}
}

// changeSince tells how the articles differ from those of another corpus.
func (c *Corpus) changeSince(other *Corpus) people.Change {
	var d people.Change
	for _, a := range c.Articles {
		if old := other.byID[a.ID]; old != nil && sameText(old, a) {
			d.Kept = append(d.Kept, a)
		} else {
			d.In = append(d.In, a)
		}
	}
	for _, a := range other.Articles {
		if now := c.byID[a.ID]; now == nil || !sameText(a, now) {
			d.Out = append(d.Out, a)
		}
	}
	return d
}

// keep gives articles the passages that another corpus has of them, and returns those that must be read again.
func (c *Corpus) keep(other *Corpus, articles []*corpus.Article) (again []*corpus.Article) {
	names := people.CompareNames(other.names, c.names)
	readings := c.known().readings
	type kept struct{ passages, mentions bool }
	results := make([]kept, len(articles))
	parallel.Each(len(articles), func(i int) {
		a := articles[i]
		r := readings[a.ID]
		words := r.Words.Of(a)
		results[i] = kept{
			passages: !r.Labels && maps.Equal(other.names.Present[a.ID], c.names.Present[a.ID]) && !names.InArticles.AnyAmong(words),
			mentions: !names.Anywhere.AnyAmong(words),
		}
	})
	for i, a := range articles {
		if results[i].passages {
			a.Passages = other.byID[a.ID].Passages
		} else {
			again = append(again, a)
		}
		if results[i].mentions {
			c.same[a.ID] = true
		}
	}
	return again
}

// Unread is a copy of an article of the corpus as it was parsed, before New read it; nil when there is no such article.
func (c *Corpus) Unread(id corpus.ArticleID) *corpus.Article {
	read := c.byID[id]
	if read == nil {
		return nil
	}
	a := read.Clone()
	a.Report = c.claims[id]
	for i := range a.Passages {
		a.Passages[i].Remarks, a.Passages[i].Turn.Speaker = nil, ""
		for j := range a.Passages[i].Sentences {
			a.Passages[i].Sentences[j].Order = false
		}
	}
	return a
}

// Ready does now what the first NewFrom from an unpacked corpus, or the first Overlaps with it, would do: it reads all articles. Of other
// corpora they are read.
func (c *Corpus) Ready() { c.known() }

// SameIn reports whether an article is known to be, to the word, in another corpus, the one that NewFrom was given, and whether the
// same people are mentioned there wherever its words mention any.
func (c *Corpus) SameIn(other *Corpus, id corpus.ArticleID) bool {
	return c.from == other.itself && c.same[id]
}

// Article is the article with the ID, or nil.
func (c *Corpus) Article(id corpus.ArticleID) *corpus.Article { return c.byID[id] }

// Passage is the passage with the ID, or nil.
func (c *Corpus) Passage(id corpus.PassageID) *corpus.Passage { return c.passages[id] }

// Mentions finds the people that a text (a sentence, a question) refers to, in order. Case and accents are folded, so a question
// in lower case is understood. A role is resolved only when one person of the corpus holds it. Possessives ("Orlov's") count;
// the span leaves out the possessive ending.
func (c *Corpus) Mentions(text string) []people.Mention {
	return c.names.Mentions(text, prose.Words(text))
}

// MentionsAmong is Mentions for a text whose Words are known.
func (c *Corpus) MentionsAmong(text string, words []prose.Word) []people.Mention {
	return c.names.Mentions(text, words)
}

// markOrders sets Sentence.Order in every passage of the article.
func markOrders(a *corpus.Article) {
	paragraphs := make([]orders.Paragraph, len(a.Passages))
	for i := range a.Passages {
		paragraphs[i] = orders.Paragraph{Text: a.Passages[i].Text, Sentences: a.Passages[i].SentenceSpans()}
	}
	for i, flags := range orders.InParagraphs(paragraphs) {
		for j, flag := range flags {
			a.Passages[i].Sentences[j].Order = flag
		}
	}
}
