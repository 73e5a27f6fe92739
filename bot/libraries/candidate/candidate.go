package candidate

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"readout/bot/libraries/provenance"
	"readout/corpus"
	"readout/corpus/fetch"
	"readout/corpus/library"
	"readout/corpus/parse"
)

// Options are what a candidate is made with. Library, State, Base and Clock must be set; without a Fetcher nothing can be added or
// refreshed.
type Options struct {
	Library *library.Library // whose next version it may become; the files of the articles are put there
	State   *provenance.File // what is known of its sources
	Base    library.Manifest // the version that is changed
	Fetcher Fetcher          // of links, feeds and uploaded files
	Clock   func() time.Time
	// FetchTime is how long all sources may take together; 0 is 4 minutes. Those of the scheduler's turn have less.
	FetchTime time.Duration
	// Fetched is told how many sources are fetched; nil tells nobody. It is never called twice at a time.
	Fetched func(done, total int)
	// Turn is how often the scheduler refreshes, when this is a turn of it: sources that fail are left alone until it is their time, and
	// what a person should look at waits. 0 is a change that somebody wants.
	Turn time.Duration
}

// Candidate is a version in the making.
type Candidate struct {
	Next     library.Manifest // Articles and Feeds as they will be, by ID and address; they are valid once its Check says so
	Sources  []SourceResult
	Taken    []string                             // links that feeds led to: taken once the candidate is published
	Checks   []byte                               // to be set; nil leaves them
	Concerns map[corpus.ArticleID][]fetch.Concern // what was seen while articles were read

	origins map[string]provenance.Origin
	fetched weight
}

// maker makes the candidate of one change.
type maker struct {
	Options
	change Change
}

func (m *maker) scheduled() bool { return m.Turn > 0 }

// Make makes the candidate of a change. Errors: ErrInput, ErrNotFound, ErrExists, ErrEmpty, ErrMuch, those of the Fetcher, of
// corpus/library for an import, *parse.FactsError.
func Make(ctx context.Context, o Options, c Change) (*Candidate, error) {
	m := &maker{Options: o, change: c}
	made := &Candidate{
		Next:     library.Manifest{Articles: slices.Clone(m.Base.Articles), Feeds: slices.Clone(m.Base.Feeds)},
		Concerns: map[corpus.ArticleID][]fetch.Concern{},
		origins:  map[string]provenance.Origin{},
	}
	if err := m.make(ctx, made); err != nil {
		return nil, err
	}
	if len(made.origins) > 0 {
		if err := m.State.Change(func(s *provenance.State) { maps.Copy(s.Origins, made.origins) }); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(made.Next.Articles, func(a, b library.Entry) int { return strings.Compare(string(a.ID), string(b.ID)) })
	slices.SortFunc(made.Next.Feeds, func(a, b library.Feed) int { return strings.Compare(a.URL, b.URL) })
	if len(made.Next.Articles) == 0 {
		return nil, ErrEmpty
	}
	return made, nil
}

// make makes the change.
func (m *maker) make(ctx context.Context, made *Candidate) error {
	switch c := m.change; c.Kind {
	case Add:
		switch {
		case c.Feed != "" && c.URL == "" && c.Name == "":
			return m.addFeed(ctx, made)
		case c.URL != "" && c.Feed == "" && c.Name == "":
			return m.addLink(ctx, made)
		case c.Name != "" && c.Feed == "" && c.URL == "":
			return m.addFile(ctx, made)
		default:
			return fmt.Errorf("%w: a link, a feed or a file is needed, one of them", ErrInput)
		}
	case Edit:
		return m.edit(ctx, made)
	case Remove:
		return m.remove(made)
	case Refresh:
		return m.refresh(ctx, made)
	case Rollback:
		return m.rollback(made)
	case Import:
		return m.importFile(ctx, made)
	default:
		return fmt.Errorf("%w: no change is of the kind %q", ErrInput, c.Kind)
	}
}

func (m *maker) edit(ctx context.Context, made *Candidate) error {
	at := slices.IndexFunc(made.Next.Articles, func(e library.Entry) bool { return e.ID == m.change.Article })
	if at < 0 {
		return fmt.Errorf("article %q: %w", m.change.Article, ErrNotFound)
	}
	if m.change.Facts.Empty() && m.change.Aliases == nil {
		return fmt.Errorf("%w: no fact is given", ErrInput)
	}
	entry := &made.Next.Articles[at]
	if m.change.Aliases != nil {
		aliases, err := aliasesOf(*m.change.Aliases)
		if err != nil {
			return err
		}
		entry.Aliases = aliases
	}
	a, data, err := m.parse(*entry)
	if err != nil {
		return err
	}
	facts, err := m.change.Facts.On(parse.FactsOf(a))
	if err != nil {
		return err
	}
	if facts == parse.FactsOf(a) {
		return nil
	}
	text, err := parse.WithFacts(entry.Name, string(data), facts)
	if err != nil {
		return err
	}
	known, ok := m.origin(*entry)
	if !ok {
		known = provenance.Origin{Edits: provenance.Stated(parse.FactsOf(a))}
	}
	edits := m.change.Facts.Over(known.Edits)
	known.Edits = &edits
	if entry.Hash, err = m.Library.Put(ctx, []byte(text)); err != nil {
		return err
	}
	entry.Name = withExtension(entry.Name, ".md")
	made.origins[entry.Hash] = known
	return nil
}

// aliasesOf reads the other names of an article, parted by semicolons.
func aliasesOf(text string) ([]string, error) {
	var out []string
	for _, alias := range strings.Split(text, ";") {
		if alias = line(alias); alias != "" && !slices.Contains(out, alias) {
			out = append(out, alias)
		}
	}
	if len(out) > library.MaxAliases {
		return nil, fmt.Errorf("%w: %d, at most %d", ErrAliases, len(out), library.MaxAliases)
	}
	return out, nil
}

func (m *maker) remove(made *Candidate) error {
	c := m.change
	switch {
	case c.Article != "" && c.Feed == "":
		before := len(made.Next.Articles)
		made.Next.Articles = slices.DeleteFunc(made.Next.Articles, func(e library.Entry) bool { return e.ID == c.Article })
		if len(made.Next.Articles) == before {
			return fmt.Errorf("article %q: %w", c.Article, ErrNotFound)
		}
	case c.Feed != "" && c.Article == "":
		before := len(made.Next.Feeds)
		made.Next.Feeds = slices.DeleteFunc(made.Next.Feeds, func(f library.Feed) bool { return f.URL == c.Feed })
		if len(made.Next.Feeds) == before {
			return fmt.Errorf("feed %q: %w", c.Feed, ErrNotFound)
		}
	default:
		return fmt.Errorf("%w: an article or a feed is needed, one of them", ErrInput)
	}
	return nil
}

func (m *maker) rollback(made *Candidate) error {
	if m.change.Version == m.Base.Number {
		return nil
	}
	old, err := m.Library.Version(m.change.Version)
	if errors.Is(err, library.ErrNotFound) {
		return fmt.Errorf("version %d: %w", m.change.Version, ErrNotFound)
	}
	if err != nil {
		return err
	}
	made.Next.Articles, made.Next.Feeds = slices.Clone(old.Articles), slices.Clone(old.Feeds)
	return nil
}

func (m *maker) importFile(ctx context.Context, made *Candidate) error {
	in, err := library.ReadExport(ctx, bytes.NewReader(m.change.Data), library.Limits{})
	if err != nil {
		return err
	}
	made.Next.Articles, made.Next.Feeds, made.Checks = nil, in.Feeds, in.Checks
	for _, a := range in.Articles {
		if _, err := m.Library.Put(ctx, a.Data); err != nil {
			return err
		}
		made.Next.Articles = append(made.Next.Articles, a.Entry)
	}
	if present, err := m.Library.Checks(); err == nil && bytes.Equal(present, in.Checks) {
		made.Checks = nil
	}
	return nil
}
