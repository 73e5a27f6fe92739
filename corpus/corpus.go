package corpus

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
)

// Corpus is a fixed set of articles together with what is found only by reading them together. It is immutable and safe for
// concurrent use.
type Corpus struct {
	Articles []*Article // ordered by ID
	Reports  []Report   // ordered by ID
	People   []*Person  // ordered by Name

	byID     map[ArticleID]*Article
	passages map[PassageID]*Passage
	names    *nameIndex
	runs     *runIndex // read when first asked for
}

// Report is a group of articles that are one text, published by one outlet or several.
type Report struct {
	ID       ReportID
	Articles []ArticleID // ordered
}

// New reads the articles together: finds the people they name, credits the remarks, and groups the articles into reports.
// It takes ownership of the articles. Two articles with one ID are an error.
func New(articles []*Article) (*Corpus, error) {
	c := &Corpus{byID: map[ArticleID]*Article{}, passages: map[PassageID]*Passage{}, runs: &runIndex{}}
	for _, a := range articles {
		if c.byID[a.ID] != nil {
			return nil, fmt.Errorf("corpus: two articles have the ID %q", a.ID)
		}
		c.byID[a.ID] = a
		c.Articles = append(c.Articles, a)
	}
	sortArticles(c.Articles)
	c.Reports = groupReports(c.Articles)
	c.People, c.names = findPeople(c.Articles)
	each(len(c.Articles), func(i int) {
		markOrders(c.Articles[i])
		findRemarks(c.Articles[i], c.names)
	})
	for _, a := range c.Articles {
		for i := range a.Passages {
			c.passages[a.Passages[i].ID] = &a.Passages[i]
		}
	}
	return c, nil
}

// each calls f for every number under n, on all processors.
func each(n int, f func(i int)) {
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				f(int(i))
			}
		})
	}
	workers.Wait()
}

// Article is the article with the ID, or nil.
func (c *Corpus) Article(id ArticleID) *Article { return c.byID[id] }

// Passage is the passage with the ID, or nil.
func (c *Corpus) Passage(id PassageID) *Passage { return c.passages[id] }

// MentionForm is how a text refers to a person.
type MentionForm int

const (
	ByName    MentionForm = iota // a full name in any variant
	BySurname                    // the surname alone, or with Mr., Gen. and the like
	ByRole                       // a role alone: "the foreign minister"
)

// Mention is a place in a text that refers to a person.
type Mention struct {
	Person *Person
	Span   Span // in the text searched; "Mr." and the like before a surname included
	Form   MentionForm
}

// Mentions finds the people that a text (a sentence, a question) refers to, in order. Case and accents are folded, so a question
// in lower case is understood. A role is resolved only when one person of the corpus holds it. Possessives ("Lavrov's") count;
// the span leaves out the possessive ending.
func (c *Corpus) Mentions(text string) []Mention { return c.names.mentions(text, Words(text)) }

// MentionsAmong is Mentions for a text whose Words are known.
func (c *Corpus) MentionsAmong(text string, words []Word) []Mention {
	return c.names.mentions(text, words)
}
