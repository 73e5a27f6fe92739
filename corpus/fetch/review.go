package fetch

import "readout/corpus"

// ConcernKind is what a Concern is about.
type ConcernKind string

const (
	ConcernOrder       ConcernKind = "order"        // the text addresses whoever answers questions; Detail is the sentence
	ConcernNoTitle     ConcernKind = "no title"     // no headline is stated
	ConcernNoDate      ConcernKind = "no date"      // no date of publication is stated
	ConcernNoPublisher ConcernKind = "no publisher" // nobody is stated to have published it
	ConcernPaywall     ConcernKind = "paywall"      // what is there seems to be the beginning of an article; Detail is what says so
	ConcernShort       ConcernKind = "short"        // hardly any text
	ConcernDuplicate   ConcernKind = "duplicate"    // the same text as an article that is there; Detail is its ID
	ConcernReport      ConcernKind = "same report"  // one report with an article that is there; Detail is its ID
	ConcernUncredited  ConcernKind = "uncredited"   // quotations, and nobody who is credited with them
)

// Concern is something about an article that a person should look at before it is published.
type Concern struct {
	Kind   ConcernKind
	Detail string // may be text of the article: escape it; "" when there is nothing to add
}

// Review looks for what speaks against publishing an article beside those that are there. present may be nil; the article itself, when
// an earlier version of it is among them, is not compared with. It changes nothing.
func Review(a *corpus.Article, present *corpus.Corpus) []Concern {
	return nil
}
