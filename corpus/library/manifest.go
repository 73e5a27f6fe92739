package library

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"time"

	"readout/corpus"
)

// Source is where an article came from, for fetching it again. It is zero for an uploaded file.
type Source struct {
	URL          string    `json:"url,omitempty"`  // the article's own address
	Feed         string    `json:"feed,omitempty"` // the address of the feed that led to it
	ETag         string    `json:"etag,omitempty"`
	LastModified string    `json:"last_modified,omitempty"` // as the server wrote it
	Fetched      time.Time `json:"fetched,omitzero"`
}

// Entry is an article of a version.
type Entry struct {
	ID      corpus.ArticleID `json:"id"`
	Name    string           `json:"name"` // a file name; its extension, .md or .txt, decides how the article is read
	Hash    string           `json:"hash"` // of the article's file, see Library.Put
	Source  Source           `json:"source,omitzero"`
	Aliases []string         `json:"aliases,omitempty"` // other names for the article
}

// Feed is a feed that a library follows.
type Feed struct {
	URL          string    `json:"url"`
	Title        string    `json:"title,omitempty"`
	ETag         string    `json:"etag,omitempty"`
	LastModified string    `json:"last_modified,omitempty"` // as the server wrote it
	Added        time.Time `json:"added,omitzero"`
	By           string    `json:"by,omitempty"` // who added it; never exported
}

// Version tells of a version what its history shows.
type Version struct {
	Number int       `json:"number"`         // from 1, without gaps; the order of versions
	At     time.Time `json:"at"`             // when it was published, by the clock of then: not an order
	By     string    `json:"by,omitempty"`   // who published it; never exported
	Action string    `json:"action"`         // what was done: "add", "rollback"
	Why    string    `json:"why,omitempty"`  // in the words of whoever did it; never exported
	Base   int       `json:"base,omitempty"` // the version that it was made from; 0 for the first
	Count  int       `json:"articles"`       // how many articles it has
}

// Manifest is a version whole. A published one does not change; only Forget takes a member's ID out of it.
type Manifest struct {
	Version
	Articles []Entry // ordered by ID
	Feeds    []Feed  // ordered by URL
}

// Content names what an index is built from: the articles, their IDs, files and aliases. Manifests of equal Content, of whichever
// libraries, have equal indices. It is 64 hexadecimal digits.
func (m Manifest) Content() string {
	h := sha256.New()
	for _, e := range m.Articles {
		fmt.Fprintf(h, "%q %q %s %q\n", e.ID, path.Ext(e.Name), e.Hash, e.Aliases)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Entry is the entry of the article, if the version has it.
func (m Manifest) Entry(id corpus.ArticleID) (e Entry, ok bool) {
	for _, e := range m.Articles {
		if e.ID == id {
			return e, true
		}
	}
	return Entry{}, false
}
