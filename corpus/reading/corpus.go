// Package reading reads articles together: who their people are, who said what, which articles are one report, which of their text
// addresses whoever answers. Two articles are one report where their front matter says so, or where a fifth of the shorter one's runs of
// five words stand in both (reports.go).
package reading

import (
	"fmt"

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
	runs     func() map[corpus.ArticleID][]uint64 // see wordRuns; of an unpacked corpus made when first asked for
}

// Report is a group of articles that are one text, published by one outlet or several.
type Report struct {
	ID       corpus.ReportID
	Articles []corpus.ArticleID // ordered
}

// New reads the articles together: finds the people they name, credits the remarks, and groups the articles into reports.
// It takes ownership of the articles. Two articles with one ID are an error.
func New(articles []*corpus.Article) (*Corpus, error) {
	c, err := gather(articles)
	if err != nil {
		return nil, err
	}
	for _, a := range c.Articles {
		if a.Report != "" {
			c.claims[a.ID] = a.Report
		}
	}
	runs := runsOf(c.Articles)
	c.runs = func() map[corpus.ArticleID][]uint64 { return runs }
	c.Reports = groupReports(c.Articles, sharingPairs(c.Articles, runs))
	c.People, c.names = people.NewFinder(c.Articles).People()
	parallel.Each(len(c.Articles), func(i int) {
		markOrders(c.Articles[i])
		remarks.Find(c.Articles[i], c.names)
	})
	c.indexPassages()
	return c, nil
}

// gather is a corpus of the articles, of which nothing is read yet.
func gather(articles []*corpus.Article) (*Corpus, error) {
	c := &Corpus{byID: make(map[corpus.ArticleID]*corpus.Article, len(articles)), claims: map[corpus.ArticleID]corpus.ReportID{}}
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
