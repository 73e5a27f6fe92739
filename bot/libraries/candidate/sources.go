package candidate

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"readout/bot/libraries/provenance"
	"readout/corpus"
	"readout/corpus/fetch"
	"readout/corpus/library"
	"readout/corpus/parse"
)

func (m *maker) fetcher() (Fetcher, error) {
	if m.Fetcher == nil {
		return nil, fmt.Errorf("%w: nothing is fetched here", ErrInput)
	}
	return m.Fetcher, nil
}

func (m *maker) addFile(ctx context.Context, made *Candidate) error {
	fetcher, err := m.fetcher()
	if err != nil {
		return err
	}
	m.tell(0, 1)
	doc, err := fetcher.Upload(ctx, m.change.Name, m.change.Data)
	if err != nil {
		return err
	}
	m.tell(1, 1)
	if !made.room(doc) {
		return ErrMuch
	}
	id, _ := made.belongs(doc)
	_, err = m.put(ctx, made, id, doc, library.Source{})
	return err
}

func (m *maker) addLink(ctx context.Context, made *Candidate) error {
	fetcher, err := m.fetcher()
	if err != nil {
		return err
	}
	m.tell(0, 1)
	doc, now, err := fetcher.Page(ctx, m.change.URL, fetch.Conditions{})
	if err != nil {
		return err
	}
	m.tell(1, 1)
	if !made.room(doc) {
		return ErrMuch
	}
	id, _ := made.belongs(doc)
	changed, err := m.put(ctx, made, id, doc, m.source(doc, now, ""))
	made.Sources = []SourceResult{{URL: doc.URL, State: stateOf(changed, SourceNew)}}
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
		Fetched: m.Clock().UTC().Truncate(time.Second),
	}
}

// page is one link to fetch, and what came of it.
type page struct {
	link  string
	feed  string           // that led to it; "" for none
	item  fetch.Item       // as that feed lists it, for a new one
	id    corpus.ArticleID // of the article that is there; "" for a new one
	known fetch.Conditions

	doc *fetch.Document // nil unless there is something new
	now fetch.Conditions
	err error
}

// fetchPages fetches the links. A link that fails has its err set; only a cancelled context is an error.
func (m *maker) fetchPages(ctx context.Context, pages []page, done, total int) error {
	return m.fetchAll(ctx, done, total, len(pages), func(ctx context.Context, i int) error {
		p := &pages[i]
		p.doc, p.now, p.err = m.Fetcher.Page(ctx, p.link, p.known)
		p.err = tooSlow(ctx, p.err)
		if p.item.Link != "" {
			p.doc, p.err = p.item.Listed(p.feed, p.doc, p.err)
		}
		return outOf(ctx)
	})
}

// tooSlow is the error of a source: that it is too slow, once the time of all sources is over.
func tooSlow(ctx context.Context, err error) error {
	if err != nil && errors.Is(context.Cause(ctx), fetch.ErrSlow) {
		return fetch.ErrSlow
	}
	return err
}

// outOf is the error of a context that ended for another reason than that the time of all sources is over.
func outOf(ctx context.Context) error {
	if ctx.Err() == nil || errors.Is(context.Cause(ctx), fetch.ErrSlow) {
		return nil
	}
	return ctx.Err()
}

// settle puts what was fetched into the candidate.
func (m *maker) settle(ctx context.Context, made *Candidate, p page) error {
	result := SourceResult{URL: p.link, State: SourceUnchanged}
	switch {
	case errors.Is(p.err, fetch.ErrUnchanged):
	case p.err != nil:
		result.State, result.Err = SourceFailed, provenance.ReasonOf(p.err)
	case p.id != "" && !fetch.SameSite(p.link, p.doc.URL):
		// What is followed leads elsewhere now: that is another's, and takes no place by itself.
		result.State, result.Err = SourceFailed, provenance.Reason(provenance.ReasonMoved)
	case m.scheduled() && slices.ContainsFunc(p.doc.Concerns, func(c fetch.Concern) bool { return c.Kind.Grave() }):
		result.State, result.Err = SourceFailed, provenance.Reason(provenance.ReasonHeld) // a person is to look at it
	case !made.room(p.doc):
		result.State, result.Err = SourceFailed, provenance.Reason(provenance.ReasonMuch)
	default:
		id, state, feed := p.id, SourceChanged, p.feed
		if id == "" {
			var there bool
			if id, there = made.belongs(p.doc); !there {
				state = SourceNew
			} else if e, ok := made.Next.Entry(id); ok {
				feed = e.Source.Feed // that it came by itself or by another feed stays
			}
		}
		changed, err := m.put(ctx, made, id, p.doc, m.source(p.doc, p.now, feed))
		if err != nil {
			if ctx.Err() != nil || !isOfDocument(err) {
				return err
			}
			result.State, result.Err = SourceFailed, provenance.ReasonOf(err)
			break
		}
		result.State = stateOf(changed, state)
	}
	made.Sources = append(made.Sources, result)
	if p.feed == "" || p.id != "" || result.State == SourceFailed {
		return nil
	}
	if result.State == SourceUnchanged {
		// It is there already, under another address: that needs no publishing to be known.
		return m.State.Change(func(s *provenance.State) { s.Taken[p.link] = m.Clock().UTC() })
	}
	made.Taken = append(made.Taken, p.link)
	return nil
}

// isOfDocument reports whether an error is due to what was fetched, and not to the disk: other sources can go on.
func isOfDocument(err error) bool {
	var facts *parse.FactsError
	var parse *parse.Error
	return errors.As(err, &facts) || errors.As(err, &parse)
}

func (m *maker) addFeed(ctx context.Context, made *Candidate) error {
	fetcher, err := m.fetcher()
	if err != nil {
		return err
	}
	if slices.ContainsFunc(made.Next.Feeds, func(f library.Feed) bool { return f.URL == m.change.Feed }) {
		return fmt.Errorf("feed %s: %w", m.change.Feed, ErrExists)
	}
	m.tell(0, 1)
	list, now, err := fetcher.Feed(ctx, m.change.Feed, fetch.Conditions{})
	if err != nil {
		return err
	}
	made.Next.Feeds = append(made.Next.Feeds, library.Feed{
		URL: m.change.Feed, Title: line(list.Title), ETag: header(now.ETag), LastModified: header(now.LastModified),
		Added: m.Clock().UTC().Truncate(time.Second),
	})
	made.Sources = append(made.Sources, SourceResult{URL: m.change.Feed, Feed: true, State: SourceNew})
	pages := m.untaken(made, m.change.Feed, list, nil)
	if err := m.fetchPages(ctx, pages, 1, 1+len(pages)); err != nil {
		return err
	}
	for _, p := range pages {
		if err := m.settle(ctx, made, p); err != nil {
			return err
		}
	}
	if f := &made.Next.Feeds[len(made.Next.Feeds)-1]; failedOf(f.URL, pages) {
		forgetConditions(f)
	}
	return nil
}

// failedOf reports whether a page failed that a feed led to.
func failedOf(feed string, pages []page) bool {
	return slices.ContainsFunc(pages, func(p page) bool { return p.feed == feed && p.id == "" && p.err != nil })
}

// forgetConditions has a feed read again although it does not change: they say that all it lists was seen.
func forgetConditions(f *library.Feed) { f.ETag, f.LastModified = "", "" }

// untaken are the pages that a feed lists and that are neither there, nor were taken from a feed before, nor are among others.
func (m *maker) untaken(made *Candidate, feed string, list *fetch.Feed, others []page) (out []page) {
	there := map[string]bool{}
	for _, e := range made.Next.Articles {
		there[e.Source.URL] = true
	}
	for _, p := range others {
		there[p.link] = true
	}
	m.State.Look(func(s *provenance.State) {
		for _, item := range list.Items {
			if _, taken := s.Taken[item.Link]; !taken && !there[item.Link] {
				there[item.Link] = true
				out = append(out, page{link: item.Link, feed: feed, item: item})
			}
		}
	})
	return out
}

// refresh fetches every article with a link and every feed again. A source that fails leaves what was published from it.
func (m *maker) refresh(ctx context.Context, made *Candidate) error {
	fetcher, err := m.fetcher()
	if err != nil {
		return err
	}
	var feeds []*library.Feed
	for i := range made.Next.Feeds {
		if m.due(made.Next.Feeds[i].URL) {
			feeds = append(feeds, &made.Next.Feeds[i])
		}
	}
	var pages []page
	for _, e := range made.Next.Articles {
		if e.Source.URL != "" && m.due(e.Source.URL) {
			known, _ := m.origin(e)
			pages = append(pages, page{link: e.Source.URL, feed: e.Source.Feed, id: e.ID, known: fetch.Conditions{
				ETag: e.Source.ETag, LastModified: e.Source.LastModified, Hash: known.Fetched,
			}})
		}
	}
	lists, results := make([]*fetch.Feed, len(feeds)), make([]SourceResult, len(feeds))
	err = m.fetchAll(ctx, 0, len(feeds)+len(pages), len(feeds), func(ctx context.Context, i int) error {
		f := feeds[i]
		list, now, err := fetcher.Feed(ctx, f.URL, fetch.Conditions{ETag: f.ETag, LastModified: f.LastModified})
		err = tooSlow(ctx, err)
		results[i] = SourceResult{URL: f.URL, Feed: true, State: SourceUnchanged}
		switch {
		case errors.Is(err, fetch.ErrUnchanged):
		case err != nil:
			results[i].State, results[i].Err = SourceFailed, provenance.ReasonOf(err)
		default:
			lists[i] = list
			f.Title, f.ETag, f.LastModified = line(list.Title), header(now.ETag), header(now.LastModified)
		}
		return outOf(ctx)
	})
	if err != nil {
		return err
	}
	for i, list := range lists {
		if list == nil {
			continue
		}
		listed := m.untaken(made, feeds[i].URL, list, pages)
		fresh := slices.DeleteFunc(slices.Clone(listed), func(p page) bool { return !m.due(p.link) })
		if len(fresh) < len(listed) {
			forgetConditions(feeds[i])
		}
		if len(fresh) > 0 {
			results[i].State = SourceChanged
		}
		pages = append(pages, fresh...)
	}
	made.Sources = append(made.Sources, results...)
	if err := m.fetchPages(ctx, pages, len(feeds), len(feeds)+len(pages)); err != nil {
		return err
	}
	for _, p := range pages {
		if err := m.settle(ctx, made, p); err != nil {
			return err
		}
	}
	for i, f := range feeds {
		if lists[i] != nil && failedOf(f.URL, pages) {
			forgetConditions(f)
		}
	}
	return m.recordSources(made.Sources)
}

// due reports whether a source is to be fetched now: the scheduler lets one that fails rest.
func (m *maker) due(link string) (due bool) {
	if !m.scheduled() {
		return true
	}
	m.State.Look(func(s *provenance.State) { due = s.Due(link, m.Clock(), m.Turn) })
	return due
}

// recordSources remembers which sources fail.
func (m *maker) recordSources(results []SourceResult) error {
	now := m.Clock().UTC()
	return m.State.Change(func(s *provenance.State) {
		if len(results) > 0 {
			s.Fetched = now
		}
		for _, r := range results {
			if r.State == SourceFailed {
				s.Failed(r.URL, r.Feed, r.Err, now, m.Turn)
			} else {
				delete(s.Failing, r.URL)
			}
		}
	})
}

// atOnce is how many sources are fetched at a time, for one library.
const atOnce = 4

// longestFetch and longestScheduled are how long the sources of one change may take together, those of the scheduler's turn less: it has
// other servers to look after. What is not there by then is a source that is too slow.
const longestFetch, longestScheduled = 4 * time.Minute, 90 * time.Second

// fetchAll calls f for each number under n, some at a time, and reports how many are done. The context that f is given may end before ctx
// does; only the end of ctx is an error.
func (m *maker) fetchAll(ctx context.Context, done, total, n int, f func(ctx context.Context, i int) error) error {
	longest := cmp.Or(m.FetchTime, longestFetch)
	if m.scheduled() {
		longest = min(longest, longestScheduled)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, longest, fetch.ErrSlow)
	defer cancel()
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	var mu sync.Mutex
	m.tell(done, total)
	for i := range n {
		group.Go(func() error {
			if err := f(ctx, i); err != nil {
				return err
			}
			mu.Lock()
			defer mu.Unlock()
			done++
			m.tell(done, total)
			return nil
		})
	}
	return group.Wait()
}

// tell tells how many sources are fetched.
func (m *maker) tell(done, total int) {
	if m.Fetched != nil {
		m.Fetched(done, total)
	}
}
