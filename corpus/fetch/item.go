package fetch

import (
	"errors"
	"net/url"

	"readout/corpus"
	"readout/corpus/parse"
)

const (
	// mostItem is the longest text of an item that is taken, in bytes.
	mostItem = 20 << 10
	// leastItem is the shortest text of an item, in bytes, that stands for the page: shorter ones only announce it.
	leastItem = 300
)

// Listed is the document of a page that a feed led to, with what the feed tells of it where the page does not: the day of its publication,
// and its text where none could be read. doc and err are what came of the page. Of a page of another site than the feed's nothing is
// taken: what is told of it is not its own.
func (i Item) Listed(feed string, doc *Document, err error) (*Document, error) {
	if !SameSite(feed, i.Link) {
		return doc, err
	}
	day := corpus.Date{}
	if !i.Published.IsZero() {
		day = corpus.NewDay(i.Published.UTC().Date())
	}
	switch unread := errors.Is(err, parse.ErrNoText) || errors.Is(err, ErrNoWords) || errors.Is(err, ErrUnreadable); {
	case err == nil && doc != nil && doc.Article.Published.Precision() == corpus.Unknown:
		doc.Listed = day
	case unread && len(i.Text) >= leastItem:
		at, fault := url.Parse(i.Link)
		if fault != nil {
			return nil, err
		}
		told, fault := extracted{Title: i.Title, Text: i.Text}.document(nameOf(at), i.Link)
		if fault != nil {
			return nil, err
		}
		told.Listed = day
		told.Concerns = append(told.Concerns, Concern{ConcernLoss, "the page could not be read: this is what its feed tells"})
		return told, nil
	}
	return doc, err
}
