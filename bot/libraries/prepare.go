package libraries

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/sync/errgroup"

	"readout/bot/libraries/judging"
	"readout/bot/libraries/provenance"
	"readout/bot/store"
	"readout/corpus"
	"readout/corpus/fetch"
	"readout/corpus/library"
	"readout/corpus/parse"
)

// candidate is a version in the making.
type candidate struct {
	next    library.Manifest // Articles and Feeds as they will be
	sources []SourceResult
	taken   []string // links that feeds led to
	checks  []byte   // to be set; nil leaves them
	origins map[string]provenance.Origin

	concerns map[corpus.ArticleID][]fetch.Concern // what was seen while articles were read
	weight   weight                               // of what was fetched
}

// maker makes the candidate of one change.
type maker struct {
	s         *Libraries
	c         *community
	base      library.Manifest
	change    Change
	report    *reporter
	scheduled bool // sources that fail are left alone until it is their time
	every     time.Duration
}

// Prepare makes a draft of a change: what would be published, what is of concern, and how the judged questions fare. A change that
// changes nothing is a draft that is Same, and is not kept. progress may be nil; it is never called twice at a time, nor after Prepare
// returned. Errors: ErrInput, ErrNotFound, ErrExists, ErrEmpty, those of Fetcher, of corpus/library for an import, *parse.FactsError.
func (s *Libraries) Prepare(ctx context.Context, g store.GuildID, by string, c Change, progress func(Progress)) (d *Draft, err error) {
	report := newReporter(progress)
	defer report.close()
	err = s.with(ctx, g, true, func(of *community) error {
		m := &maker{s: s, c: of, base: s.present(of), change: c, report: report}
		d, err = m.draft(ctx, by)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.Kind, err)
	}
	return d, nil
}

// draft makes the candidate, indexes and checks it, and keeps the draft.
func (m *maker) draft(ctx context.Context, by string) (*Draft, error) {
	const longestWhy = 1200 // bytes: 300 characters of any language
	if len(m.change.Why) > longestWhy || !utf8.ValidString(m.change.Why) {
		return nil, fmt.Errorf("%w: the reason is longer than %d bytes, or no text", ErrInput, longestWhy)
	}
	if m.base.Number == 0 {
		// The files of the shipped articles, since the candidate needs them as any other.
		for _, a := range m.s.o.Shipped.Corpus.Articles {
			if _, err := m.c.library.Put(ctx, []byte(a.Body)); err != nil {
				return nil, err
			}
		}
	}
	ready := m.makeReady()
	made, err := m.make(ctx)
	ready.Wait()
	if err != nil {
		return nil, err
	}
	slices.SortFunc(made.next.Articles, func(a, b library.Entry) int { return strings.Compare(string(a.ID), string(b.ID)) })
	slices.SortFunc(made.next.Feeds, func(a, b library.Feed) int { return strings.Compare(a.URL, b.URL) })
	if len(made.next.Articles) == 0 {
		return nil, ErrEmpty
	}
	made.next.Version = library.Version{By: by, Action: string(m.change.Kind), Why: m.change.Why}
	if err := made.next.Check(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrInput, err) // now, and not only once it is to be published
	}
	d := &storedDraft{
		Draft: Draft{
			ID: newDraftID(), Guild: m.c.guild, By: by, At: m.s.o.Clock().UTC(), Kind: m.change.Kind, Why: m.change.Why, Base: m.base.Number,
			Sources: made.sources,
		},
		BaseContent: m.base.Content(), Articles: made.next.Articles, Feeds: made.next.Feeds, Taken: made.taken, Checks: made.checks,
		Concerns: made.concerns,
	}
	if d.Draft.Same = m.same(made); d.Draft.Same {
		return &d.Draft, nil
	}
	select {
	case m.s.comparing <- struct{}{}:
		defer func() { <-m.s.comparing }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if err := m.compare(ctx, d, made.weight); err != nil {
		return nil, err
	}
	return &d.Draft, m.c.keep(ctx, d)
}

// makeReady reads, while sources are fetched, what a candidate is compared with, if it was opened without being read.
func (m *maker) makeReady() *sync.WaitGroup {
	var work sync.WaitGroup
	if m.base.Number == 0 {
		return &work
	}
	before := m.s.indices.Peek(m.c.content(m.base))
	if before == nil {
		return &work
	}
	work.Go(before.corpus.Ready)
	return &work
}

// same reports whether publishing the candidate would change nothing. That a source was looked at is no change.
func (m *maker) same(made candidate) bool {
	follows := func(feeds []library.Feed) (out []string) {
		for _, f := range feeds {
			out = append(out, f.URL)
		}
		slices.Sort(out)
		return out
	}
	return m.base.Content() == made.next.Content() && slices.Equal(follows(m.base.Feeds), follows(made.next.Feeds)) && made.checks == nil
}

// compare indexes the candidate and tells what it changes, and how the judged questions fare. fetched is how much text is new to it.
func (m *maker) compare(ctx context.Context, d *storedDraft, fetched weight) error {
	before, err := m.s.index(ctx, m.c, d.BaseContent, m.base, how{report: m.report})
	if err != nil {
		return fmt.Errorf("open version %d: %w", m.base.Number, err)
	}
	if !fits(before.corpus, fetched) {
		return ErrMuch
	}
	next := library.Manifest{Articles: d.Articles}
	after, err := m.s.index(ctx, m.c, next.Content(), next, how{near: before, report: m.report})
	if err != nil {
		return err
	}
	d.describe(m.base, before, after)
	d.Withdrawn, d.Gone = withdrawn(before.corpus, after.corpus)
	questions, err := m.s.questions(m.c)
	if err != nil {
		return err
	}
	if d.Checks != nil {
		if questions, err = judging.Read(d.Checks); err != nil {
			return fmt.Errorf("checks: %w", err)
		}
	}
	// What is asked about an article that the change removes is asked once more: the answer may stand in another one.
	questions = m.s.applying(questions, anyOf(before.corpus, after.corpus))
	own, err := m.ownChecks(ctx, before, after)
	if err != nil {
		return err
	}
	asked := func(done, total int) { m.report.say(Checking, done, total) }
	d.Draft.Gate, err = judging.Compare(ctx, before.judge(), after.judge(), slices.Concat(questions, own), asked)
	if err != nil || m.s.o.Waiting == nil {
		return err
	}
	waiting, err := m.s.o.Waiting(ctx, m.c.guild)
	if err != nil {
		return fmt.Errorf("open questions: %w", err)
	}
	d.Draft.Open, err = after.judge().Count(ctx, waiting, m.s.o.Sure)
	return err
}

// make makes the candidate.
func (m *maker) make(ctx context.Context) (candidate, error) {
	made := candidate{
		next:     library.Manifest{Articles: slices.Clone(m.base.Articles), Feeds: slices.Clone(m.base.Feeds)},
		origins:  map[string]provenance.Origin{},
		concerns: map[corpus.ArticleID][]fetch.Concern{},
	}
	var err error
	switch c := m.change; c.Kind {
	case Add:
		switch {
		case c.Feed != "" && c.URL == "" && c.Name == "":
			err = m.addFeed(ctx, &made)
		case c.URL != "" && c.Feed == "" && c.Name == "":
			err = m.addLink(ctx, &made)
		case c.Name != "" && c.Feed == "" && c.URL == "":
			err = m.addFile(ctx, &made)
		default:
			err = fmt.Errorf("%w: a link, a feed or a file is needed, one of them", ErrInput)
		}
	case Edit:
		err = m.edit(ctx, &made)
	case Remove:
		err = m.remove(&made)
	case Refresh:
		err = m.refresh(ctx, &made)
	case Rollback:
		err = m.rollback(&made)
	case Import:
		err = m.importFile(ctx, &made)
	default:
		err = fmt.Errorf("%w: no change is of the kind %q", ErrInput, c.Kind)
	}
	if err == nil && len(made.origins) > 0 {
		err = m.c.state.Change(func(s *provenance.State) { maps.Copy(s.Origins, made.origins) })
	}
	return made, err
}

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
	ctx context.Context, made *candidate, id corpus.ArticleID, doc *fetch.Document, source library.Source,
) (changed bool, err error) {
	fetched := hashOf(string(doc.Data))
	if len(doc.Concerns) > 0 {
		made.concerns[id] = doc.Concerns
	}
	at := slices.IndexFunc(made.next.Articles, func(e library.Entry) bool { return e.ID == id })
	if at < 0 {
		data, edits, err := withListedDate(doc)
		if err != nil {
			return false, err
		}
		entry := library.Entry{ID: id, Name: doc.Name, Source: source}
		if edits != nil {
			entry.Name = withExtension(doc.Name, ".md")
		}
		if entry.Hash, err = m.c.library.Put(ctx, data); err != nil {
			return false, err
		}
		made.next.Articles = append(made.next.Articles, entry)
		made.origins[entry.Hash] = provenance.Origin{Fetched: fetched, Edits: edits}
		return true, nil
	}
	entry := &made.next.Articles[at]
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
	hash, err := m.c.library.Put(ctx, data)
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
	m.c.state.Look(func(s *provenance.State) { o, ok = s.Origins[e.Hash] })
	if !ok && e.Source.URL == "" {
		return provenance.Origin{Fetched: e.Hash}, true // an upload, or a shipped article
	}
	return o, ok
}

// parse reads the file of an article.
func (m *maker) parse(e library.Entry) (*corpus.Article, []byte, error) {
	data, err := m.c.library.File(e.Hash)
	if err != nil {
		return nil, nil, err
	}
	a, err := e.Parse(data)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", e.Name, err)
	}
	return a, data, nil
}

func (m *maker) stated(e library.Entry) (*Facts, error) {
	a, _, err := m.parse(e)
	if err != nil {
		return nil, err
	}
	return provenance.Stated(parse.FactsOf(a)), nil
}

func (m *maker) fetcher() (Fetcher, error) {
	if m.s.o.Fetcher == nil {
		return nil, fmt.Errorf("%w: nothing is fetched here", ErrInput)
	}
	return m.s.o.Fetcher, nil
}

func (m *maker) addFile(ctx context.Context, made *candidate) error {
	fetcher, err := m.fetcher()
	if err != nil {
		return err
	}
	m.report.say(Fetching, 0, 1)
	doc, err := fetcher.Upload(ctx, m.change.Name, m.change.Data)
	if err != nil {
		return err
	}
	m.report.say(Fetching, 1, 1)
	if !made.room(doc) {
		return ErrMuch
	}
	id, _ := made.belongs(doc)
	_, err = m.put(ctx, made, id, doc, library.Source{})
	return err
}

func (m *maker) addLink(ctx context.Context, made *candidate) error {
	fetcher, err := m.fetcher()
	if err != nil {
		return err
	}
	m.report.say(Fetching, 0, 1)
	doc, now, err := fetcher.Page(ctx, m.change.URL, fetch.Conditions{})
	if err != nil {
		return err
	}
	m.report.say(Fetching, 1, 1)
	if !made.room(doc) {
		return ErrMuch
	}
	id, _ := made.belongs(doc)
	changed, err := m.put(ctx, made, id, doc, m.source(doc, now, ""))
	made.sources = []SourceResult{{URL: doc.URL, State: stateOf(changed, SourceNew)}}
	return err
}

func stateOf(changed bool, state SourceState) SourceState {
	if !changed {
		return SourceUnchanged
	}
	return state
}

func (m *maker) source(doc *fetch.Document, now fetch.Conditions, feed string) library.Source {
	return library.Source{
		URL: doc.URL, Feed: feed, ETag: header(now.ETag), LastModified: header(now.LastModified),
		Fetched: m.s.o.Clock().UTC().Truncate(time.Second),
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
		text = strings.ToValidUTF8(text[:longest], "")
	}
	return text
}

func (m *maker) edit(ctx context.Context, made *candidate) error {
	at := slices.IndexFunc(made.next.Articles, func(e library.Entry) bool { return e.ID == m.change.Article })
	if at < 0 {
		return fmt.Errorf("article %q: %w", m.change.Article, ErrNotFound)
	}
	if m.change.Facts.Empty() && m.change.Aliases == nil {
		return fmt.Errorf("%w: no fact is given", ErrInput)
	}
	entry := &made.next.Articles[at]
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
	if entry.Hash, err = m.c.library.Put(ctx, []byte(text)); err != nil {
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

func (m *maker) remove(made *candidate) error {
	c := m.change
	switch {
	case c.Article != "" && c.Feed == "":
		before := len(made.next.Articles)
		made.next.Articles = slices.DeleteFunc(made.next.Articles, func(e library.Entry) bool { return e.ID == c.Article })
		if len(made.next.Articles) == before {
			return fmt.Errorf("article %q: %w", c.Article, ErrNotFound)
		}
	case c.Feed != "" && c.Article == "":
		before := len(made.next.Feeds)
		made.next.Feeds = slices.DeleteFunc(made.next.Feeds, func(f library.Feed) bool { return f.URL == c.Feed })
		if len(made.next.Feeds) == before {
			return fmt.Errorf("feed %q: %w", c.Feed, ErrNotFound)
		}
	default:
		return fmt.Errorf("%w: an article or a feed is needed, one of them", ErrInput)
	}
	return nil
}

func (m *maker) rollback(made *candidate) error {
	if m.change.Version == m.base.Number {
		return nil
	}
	old, err := m.c.library.Version(m.change.Version)
	if errors.Is(err, library.ErrNotFound) {
		return fmt.Errorf("version %d: %w", m.change.Version, ErrNotFound)
	}
	if err != nil {
		return err
	}
	made.next.Articles, made.next.Feeds = slices.Clone(old.Articles), slices.Clone(old.Feeds)
	return nil
}

func (m *maker) importFile(ctx context.Context, made *candidate) error {
	in, err := library.ReadExport(ctx, bytes.NewReader(m.change.Data), library.Limits{})
	if err != nil {
		return err
	}
	made.next.Articles, made.next.Feeds, made.checks = nil, in.Feeds, in.Checks
	for _, a := range in.Articles {
		if _, err := m.c.library.Put(ctx, a.Data); err != nil {
			return err
		}
		made.next.Articles = append(made.next.Articles, a.Entry)
	}
	if present, err := m.c.library.Checks(); err == nil && bytes.Equal(present, in.Checks) {
		made.checks = nil
	}
	return nil
}

// atOnce is how many sources are fetched at a time, for one library.
const atOnce = 4

// longestFetch and longestScheduled are how long the sources of one change may take together, those of the scheduler's turn less: it has
// other servers to look after. What is not there by then is a source that is too slow.
const longestFetch, longestScheduled = 4 * time.Minute, 90 * time.Second

// fetchAll calls f for each number under n, some at a time, and reports how many are done. The context that f is given may end before ctx
// does; only the end of ctx is an error.
func (m *maker) fetchAll(ctx context.Context, done, total, n int, f func(ctx context.Context, i int) error) error {
	longest := cmp.Or(m.s.o.FetchTime, longestFetch)
	if m.scheduled {
		longest = min(longest, longestScheduled)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, longest, fetch.ErrSlow)
	defer cancel()
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	var mu sync.Mutex
	m.report.say(Fetching, done, total)
	for i := range n {
		group.Go(func() error {
			if err := f(ctx, i); err != nil {
				return err
			}
			mu.Lock()
			defer mu.Unlock()
			done++
			m.report.say(Fetching, done, total)
			return nil
		})
	}
	return group.Wait()
}
