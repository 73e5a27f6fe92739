package libraries

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"readout/bot/libraries/provenance"
	"readout/corpus"
	"readout/corpus/fetch"
	"readout/corpus/library"
	"readout/corpus/parse"
)

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
		p.doc, p.now, p.err = m.s.o.Fetcher.Page(ctx, p.link, p.known)
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
func (m *maker) settle(ctx context.Context, made *candidate, p page) error {
	result := SourceResult{URL: p.link, State: SourceUnchanged}
	switch {
	case errors.Is(p.err, fetch.ErrUnchanged):
	case p.err != nil:
		result.State, result.Err = SourceFailed, provenance.ReasonOf(p.err)
	case p.id != "" && !fetch.SameSite(p.link, p.doc.URL):
		// What is followed leads elsewhere now: that is another's, and takes no place by itself.
		result.State, result.Err = SourceFailed, Reason(provenance.ReasonMoved)
	case m.scheduled && slices.ContainsFunc(p.doc.Concerns, func(c fetch.Concern) bool { return c.Kind.Grave() }):
		result.State, result.Err = SourceFailed, Reason(provenance.ReasonHeld) // a person is to look at it
	case !made.room(p.doc):
		result.State, result.Err = SourceFailed, Reason(provenance.ReasonMuch)
	default:
		id, state, feed := p.id, SourceChanged, p.feed
		if id == "" {
			var there bool
			if id, there = made.belongs(p.doc); !there {
				state = SourceNew
			} else if e, ok := made.next.Entry(id); ok {
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
	made.sources = append(made.sources, result)
	if p.feed == "" || p.id != "" || result.State == SourceFailed {
		return nil
	}
	if result.State == SourceUnchanged {
		// It is there already, under another address: that needs no publishing to be known.
		return m.c.state.Change(func(s *provenance.State) { s.Taken[p.link] = m.s.o.Clock().UTC() })
	}
	made.taken = append(made.taken, p.link)
	return nil
}

// isOfDocument reports whether an error is due to what was fetched, and not to the disk: other sources can go on.
func isOfDocument(err error) bool {
	var facts *parse.FactsError
	var parse *parse.Error
	return errors.As(err, &facts) || errors.As(err, &parse)
}

func (m *maker) addFeed(ctx context.Context, made *candidate) error {
	fetcher, err := m.fetcher()
	if err != nil {
		return err
	}
	if slices.ContainsFunc(made.next.Feeds, func(f library.Feed) bool { return f.URL == m.change.Feed }) {
		return fmt.Errorf("feed %s: %w", m.change.Feed, ErrExists)
	}
	m.report.say(Fetching, 0, 1)
	list, now, err := fetcher.Feed(ctx, m.change.Feed, fetch.Conditions{})
	if err != nil {
		return err
	}
	made.next.Feeds = append(made.next.Feeds, library.Feed{
		URL: m.change.Feed, Title: line(list.Title), ETag: header(now.ETag), LastModified: header(now.LastModified),
		Added: m.s.o.Clock().UTC().Truncate(time.Second),
	})
	made.sources = append(made.sources, SourceResult{URL: m.change.Feed, Feed: true, State: SourceNew})
	pages := m.untaken(made, m.change.Feed, list, nil)
	if err := m.fetchPages(ctx, pages, 1, 1+len(pages)); err != nil {
		return err
	}
	for _, p := range pages {
		if err := m.settle(ctx, made, p); err != nil {
			return err
		}
	}
	if f := &made.next.Feeds[len(made.next.Feeds)-1]; failedOf(f.URL, pages) {
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
func (m *maker) untaken(made *candidate, feed string, list *fetch.Feed, others []page) (out []page) {
	there := map[string]bool{}
	for _, e := range made.next.Articles {
		there[e.Source.URL] = true
	}
	for _, p := range others {
		there[p.link] = true
	}
	m.c.state.Look(func(s *provenance.State) {
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
func (m *maker) refresh(ctx context.Context, made *candidate) error {
	fetcher, err := m.fetcher()
	if err != nil {
		return err
	}
	var feeds []*library.Feed
	for i := range made.next.Feeds {
		if m.due(made.next.Feeds[i].URL) {
			feeds = append(feeds, &made.next.Feeds[i])
		}
	}
	var pages []page
	for _, e := range made.next.Articles {
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
	made.sources = append(made.sources, results...)
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
	return m.recordSources(made.sources)
}

// due reports whether a source is to be fetched now: the scheduler lets one that fails rest.
func (m *maker) due(link string) bool {
	if !m.scheduled {
		return true
	}
	now, due := m.s.o.Clock(), true
	m.c.state.Look(func(s *provenance.State) {
		f, failing := s.Failing[link]
		// A time further away than any rest was written by a clock that was wrong.
		due = !failing || !now.Before(f.Retry) || f.Retry.Sub(now) > longestRest(m.every)
	})
	return due
}

// longestRest is the most that a failing source rests between two attempts.
func longestRest(every time.Duration) time.Duration { return max(7*24*time.Hour, every) }

// rest is how long a source rests after so many failures in a row: for one turn, two, four, ... A little less, for turns come a
// little early at times.
func rest(every time.Duration, failures int) time.Duration {
	longest := longestRest(every)
	for range min(failures, 30) - 1 {
		if every *= 2; every >= longest {
			return longest
		}
	}
	return every * 4 / 5
}

// recordSources remembers which sources fail.
func (m *maker) recordSources(results []SourceResult) error {
	now, every := m.s.o.Clock().UTC(), m.every
	if every == 0 {
		every = 24 * time.Hour
	}
	return m.c.state.Change(func(s *provenance.State) {
		if len(results) > 0 {
			s.Fetched = now
		}
		for _, r := range results {
			if r.State != SourceFailed {
				delete(s.Failing, r.URL)
				continue
			}
			f := s.Failing[r.URL]
			if f.Times == 0 {
				f.Since = now
			}
			f.Times++
			f.Retry, f.Why, f.Feed = now.Add(rest(every, f.Times)), r.Err, r.Feed
			s.Failing[r.URL] = f
		}
	})
}
