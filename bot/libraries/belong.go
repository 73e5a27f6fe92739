package libraries

import (
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"readout/bot/libraries/provenance"
	"readout/corpus"
	"readout/corpus/fetch"
	"readout/corpus/library"
	"readout/corpus/reading"
)

// belongs is the ID of the article that a document is a state of, and whether it is there. An article belongs to its source: only what
// comes from the same link is another state of it, or, for an upload, a file of the same name. A document whose ID an article of
// another source has gets another.
func (made *candidate) belongs(doc *fetch.Document) (id corpus.ArticleID, there bool) {
	if doc.URL != "" {
		// One that is there may have got its ID from another address of the same page, or from an earlier release.
		if at := slices.IndexFunc(made.next.Articles, func(e library.Entry) bool { return e.Source.URL == doc.URL }); at >= 0 {
			return made.next.Articles[at].ID, true
		}
	}
	id = doc.Article.ID
	ext := filepath.Ext(string(id))
	for n := 2; ; n++ {
		e, ok := made.next.Entry(id)
		switch {
		case !ok:
			return id, false
		case (e.Source.URL == "") == (doc.URL == "") && (doc.URL == "" || fetch.SameSite(e.Source.URL, doc.URL)):
			return id, true
		}
		id = corpus.ArticleID(strings.TrimSuffix(string(doc.Article.ID), ext) + "-" + strconv.Itoa(n) + ext)
	}
}

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
func (made *candidate) room(doc *fetch.Document) bool {
	next := made.weight.plus(len(doc.Data), len(doc.Article.Passages))
	if next.over(mostFetched) {
		return false
	}
	made.weight = next
	return true
}

// fits reports whether text is taken in beside what is held. Where nothing is taken in, what is held may be more than is allowed now.
func fits(held *reading.Corpus, fetched weight) bool {
	if fetched == (weight{}) {
		return true
	}
	for _, a := range held.Articles {
		fetched = fetched.plus(len(a.Body), len(a.Passages))
	}
	return !fetched.over(mostHeld)
}
