package candidate

import (
	"readout/bot/libraries/provenance"
	"readout/corpus/fetch"
	"readout/corpus/reading"
)

// weight is how much text there is.
type weight struct {
	bytes, passages int
}

// The most text that a library holds, and that one change fetches: more would take the memory that others need.
var (
	mostHeld    = weight{bytes: 64 << 20, passages: 60_000}
	mostFetched = weight{bytes: 16 << 20, passages: 20_000}
)

// ErrMuch says that a library, or one change of it, would hold more text than it may.
var ErrMuch = provenance.ErrMuch

func (w weight) plus(bytes, passages int) weight {
	return weight{w.bytes + bytes, w.passages + passages}
}

func (w weight) over(most weight) bool { return w.bytes > most.bytes || w.passages > most.passages }

// room reports whether a document may be taken in beside what was fetched before it, and counts it.
func (made *Candidate) room(doc *fetch.Document) bool {
	next := made.fetched.plus(len(doc.Data), len(doc.Article.Passages))
	if next.over(mostFetched) {
		return false
	}
	made.fetched = next
	return true
}

// Fits reports whether what was fetched is taken in beside what the version before holds. Where nothing is taken in, that may be more than
// is allowed now.
func (made *Candidate) Fits(held *reading.Corpus) bool {
	all := made.fetched
	if all == (weight{}) {
		return true
	}
	for _, a := range held.Articles {
		all = all.plus(len(a.Body), len(a.Passages))
	}
	return !all.over(mostHeld)
}
