package provenance

import (
	"strings"

	"readout/corpus"
	"readout/corpus/parse"
)

// Facts are what an edit sets; nil leaves a fact as it is, "" removes it.
type Facts struct {
	Title, Publisher, Agency, Author *string
	Published                        *string // as in front matter: 2019-05-14, 2019-05, 2019
	URL, Kind, Form, Language        *string
	Report                           *string // the article that it is one report with
}

// Empty reports whether nothing is set.
func (f Facts) Empty() bool {
	return f.Title == nil && f.Publisher == nil && f.Agency == nil && f.Author == nil && f.Published == nil && f.URL == nil &&
		f.Kind == nil && f.Form == nil && f.Language == nil && f.Report == nil
}

// On sets the facts on those of an article.
func (f Facts) On(facts parse.Facts) (parse.Facts, error) {
	set := func(to *string, value *string) {
		if value != nil {
			*to = strings.TrimSpace(*value)
		}
	}
	set(&facts.Title, f.Title)
	set(&facts.Publisher, f.Publisher)
	set(&facts.Agency, f.Agency)
	set(&facts.Author, f.Author)
	set(&facts.URL, f.URL)
	set((*string)(&facts.Kind), f.Kind)
	set((*string)(&facts.Form), f.Form)
	set(&facts.Language, f.Language)
	set((*string)(&facts.Report), f.Report)
	if f.Published != nil {
		facts.Published = corpus.Date{}
		if stated := strings.TrimSpace(*f.Published); stated != "" {
			date, err := corpus.ParseDate(stated)
			if err != nil {
				return facts, &parse.FactsError{Field: "published", Err: err}
			}
			facts.Published = date
		}
	}
	return facts, facts.Check()
}

// Over is these facts, with those of earlier where none is set.
func (f Facts) Over(earlier *Facts) Facts {
	if earlier == nil {
		return f
	}
	first := func(a, b *string) *string {
		if a != nil {
			return a
		}
		return b
	}
	return Facts{
		Title: first(f.Title, earlier.Title), Publisher: first(f.Publisher, earlier.Publisher), Agency: first(f.Agency, earlier.Agency),
		Author: first(f.Author, earlier.Author), Published: first(f.Published, earlier.Published), URL: first(f.URL, earlier.URL),
		Kind: first(f.Kind, earlier.Kind), Form: first(f.Form, earlier.Form), Language: first(f.Language, earlier.Language),
		Report: first(f.Report, earlier.Report),
	}
}

// Stated are all facts that an article states.
func Stated(f parse.Facts) *Facts {
	some := func(s string) *string {
		if s == "" {
			return nil
		}
		return &s
	}
	return &Facts{
		Title: some(f.Title), Publisher: some(f.Publisher), Agency: some(f.Agency), Author: some(f.Author),
		Published: some(f.Published.String()), URL: some(f.URL), Kind: some(string(f.Kind)), Form: some(string(f.Form)),
		Language: some(f.Language), Report: some(string(f.Report)),
	}
}
