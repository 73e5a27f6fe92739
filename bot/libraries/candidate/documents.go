package candidate

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"readout/bot/libraries/provenance"
	"readout/corpus"
	"readout/corpus/fetch"
	"readout/corpus/library"
	"readout/corpus/parse"
)

// withListedDate is the file of a new document with the date that its feed lists it under, which is set as if by an edit: it stays when
// the page changes.
func withListedDate(doc *fetch.Document) ([]byte, *provenance.Facts, error) {
	if doc.Listed.Precision() == corpus.Unknown {
		return doc.Data, nil, nil
	}
	day := doc.Listed.String()
	edits := &provenance.Facts{Published: &day}
	facts, err := edits.On(parse.FactsOf(doc.Article))
	if err != nil {
		return nil, nil, err
	}
	text, err := parse.WithFacts(doc.Name, string(doc.Data), facts)
	if errors.Is(err, parse.ErrParagraphs) {
		return doc.Data, nil, nil // it has no place for a date
	}
	return []byte(text), edits, err
}

// put takes a document in: a new article, or another state of one that is there. What moderators changed about the article stays.
// changed is false when it is there as it is.
func (m *maker) put(
	ctx context.Context, made *Candidate, id corpus.ArticleID, doc *fetch.Document, source library.Source,
) (changed bool, err error) {
	fetched := library.HashOf(doc.Data)
	if len(doc.Concerns) > 0 {
		made.Concerns[id] = doc.Concerns
	}
	at := slices.IndexFunc(made.Next.Articles, func(e library.Entry) bool { return e.ID == id })
	if at < 0 {
		data, edits, err := withListedDate(doc)
		if err != nil {
			return false, err
		}
		entry := library.Entry{ID: id, Name: doc.Name, Source: source}
		if edits != nil {
			entry.Name = withExtension(doc.Name, ".md")
		}
		if entry.Hash, err = m.Library.Put(ctx, data); err != nil {
			return false, err
		}
		made.Next.Articles = append(made.Next.Articles, entry)
		made.origins[entry.Hash] = provenance.Origin{Fetched: fetched, Edits: edits}
		return true, nil
	}
	entry := &made.Next.Articles[at]
	known, ok := m.origin(*entry)
	if fetched == known.Fetched || fetched == entry.Hash {
		return false, nil
	}
	data, name := doc.Data, withExtension(entry.Name, filepath.Ext(doc.Name))
	edits := known.Edits
	if !ok {
		// Of an imported article nobody knows what was corrected: what it states stays.
		if edits, err = m.stated(*entry); err != nil {
			return false, err
		}
	}
	if edits != nil {
		facts, err := edits.On(parse.FactsOf(doc.Article))
		if err != nil {
			return false, err
		}
		text, err := parse.WithFacts(doc.Name, string(doc.Data), facts)
		if err != nil {
			return false, err
		}
		data, name = []byte(text), withExtension(entry.Name, ".md")
	}
	hash, err := m.Library.Put(ctx, data)
	if err != nil {
		return false, err
	}
	changed = hash != entry.Hash
	if entry.Source.URL != "" {
		source.URL = entry.Source.URL // the article goes on to be followed where it was
	}
	entry.Hash, entry.Name, entry.Source = hash, name, source
	made.origins[hash] = provenance.Origin{Fetched: fetched, Edits: edits}
	return changed, nil
}

func withExtension(name, ext string) string {
	return strings.TrimSuffix(name, filepath.Ext(name)) + ext
}

// origin is where an article's file came from, as far as it is known.
func (m *maker) origin(e library.Entry) (o provenance.Origin, ok bool) {
	m.State.Look(func(s *provenance.State) { o, ok = s.Origins[e.Hash] })
	if !ok && e.Source.URL == "" {
		return provenance.Origin{Fetched: e.Hash}, true // an upload, or a shipped article
	}
	return o, ok
}

// parse reads the file of an article.
func (m *maker) parse(e library.Entry) (*corpus.Article, []byte, error) {
	data, err := m.Library.File(e.Hash)
	if err != nil {
		return nil, nil, err
	}
	a, err := e.Parse(data)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", e.Name, err)
	}
	return a, data, nil
}

func (m *maker) stated(e library.Entry) (*provenance.Facts, error) {
	a, _, err := m.parse(e)
	if err != nil {
		return nil, err
	}
	return provenance.Stated(parse.FactsOf(a)), nil
}

// belongs is the ID of the article that a document is a state of, and whether it is there. An article belongs to its source: only what
// comes from the same link is another state of it, or, for an upload, a file of the same name. A document whose ID an article of
// another source has gets another.
func (made *Candidate) belongs(doc *fetch.Document) (id corpus.ArticleID, there bool) {
	if doc.URL != "" {
		// One that is there may have got its ID from another address of the same page, or from an earlier release.
		if at := slices.IndexFunc(made.Next.Articles, func(e library.Entry) bool { return e.Source.URL == doc.URL }); at >= 0 {
			return made.Next.Articles[at].ID, true
		}
	}
	id = doc.Article.ID
	ext := filepath.Ext(string(id))
	for n := 2; ; n++ {
		e, ok := made.Next.Entry(id)
		switch {
		case !ok:
			return id, false
		case (e.Source.URL == "") == (doc.URL == "") && (doc.URL == "" || fetch.SameSite(e.Source.URL, doc.URL)):
			return id, true
		}
		id = corpus.ArticleID(strings.TrimSuffix(string(doc.Article.ID), ext) + "-" + strconv.Itoa(n) + ext)
	}
}

// header is a header of a site as it is kept; one that is too long to be honest, or no text, is not, and costs a request.
func header(value string) string {
	const longest = 200 // bytes
	if len(value) > longest || !utf8.ValidString(value) || strings.ContainsFunc(value, unicode.IsControl) {
		return ""
	}
	return value
}

// line is a site's text on one line, not longer than a title is.
func line(text string) string {
	const longest = 300 // bytes
	parts := func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }
	text = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(text, ""), parts), " ")
	if len(text) > longest {
		text = strings.TrimSpace(strings.ToValidUTF8(text[:longest], ""))
	}
	return text
}
