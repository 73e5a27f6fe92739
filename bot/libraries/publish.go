package libraries

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"readout/bot/libraries/provenance"
	"readout/bot/store"
	"readout/corpus/library"
)

// Publish makes a draft the server's next version; the first one is preceded by the shipped articles, as version 1. Errors: ErrDraftGone;
// *ConflictError, the draft is of no use any more; and unless worse answers are accepted, *WorseError, the draft stays. To publish a
// draft again whose publishing was broken off is no error: it is ended.
func (s *Libraries) Publish(ctx context.Context, g store.GuildID, id, by string, accept bool) (p *Published, err error) {
	err = s.with(ctx, g, false, func(c *community) error {
		d, err := s.draft(c, id)
		if err != nil {
			return err
		}
		p, err = s.publish(ctx, c, d, by, accept)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("publish: %w", err)
	}
	return p, nil
}

func (s *Libraries) publish(ctx context.Context, c *community, d *storedDraft, by string, accept bool) (*Published, error) {
	next := library.Manifest{
		Version:  library.Version{By: by, Action: string(d.Draft.Kind), Why: d.Draft.Why, Base: d.Draft.Base},
		Articles: d.Articles, Feeds: d.Feeds,
	}
	for i := range next.Feeds {
		next.Feeds[i].By = "" // nobody asks who added a feed, and a draft would bring back a member who was forgotten since
	}
	content := next.Content()
	current, err := s.current(ctx, c)
	if err != nil {
		return nil, err
	}
	if next.Base == 0 {
		// The shipped articles are version 1 now, if they are still those that the draft was made from.
		first, err := c.library.Version(1)
		if err != nil {
			return nil, err
		}
		if first.Action == string(Start) && first.Content() == d.BaseContent {
			next.Base = first.Number
		}
	}
	done := current
	switch {
	case current.Base == next.Base && current.Number == next.Base+1 && current.Action == next.Action && c.content(current) == content:
		// It was published, and not ended.
	case current.Number != next.Base:
		return nil, conflict(c, d.Draft.Base, next.Base)
	case len(d.Draft.Gate.Worse) > 0 && !accept:
		return nil, &WorseError{d.Draft.Gate}
	default:
		// Whoever asks right after the publication finds the index made.
		x, err := s.index(ctx, c, content, next, how{near: s.indices.Peek(d.BaseContent)})
		if err != nil {
			return nil, err
		}
		c.library.Know(next, x.corpus.Unread)
		done, err = c.library.Publish(ctx, next, nil)
		c.library.Know(library.Manifest{}, nil)
		if errors.Is(err, library.ErrConflict) {
			return nil, conflict(c, d.Draft.Base, next.Base)
		}
		if err != nil {
			return nil, err
		}
		s.o.Logger.Info("a version was published", "version", done.Number, "action", done.Action, "articles", len(done.Articles))
	}
	if err := s.settle(ctx, c, d); err != nil {
		return nil, fmt.Errorf("version %d is published, but not all that belongs to it is done: %w", done.Number, err)
	}
	return &Published{Version: done.Number, Articles: len(done.Articles), Changed: d.Withdrawn, Gone: d.Gone}, nil
}

// current is the current version; where there is none, it is made of the shipped articles.
func (s *Libraries) current(ctx context.Context, c *community) (library.Manifest, error) {
	if m, ok := c.library.Current(); ok {
		return m, nil
	}
	for _, a := range s.o.Shipped.Corpus.Articles {
		if _, err := c.library.Put(ctx, []byte(a.Body)); err != nil {
			return library.Manifest{}, err
		}
	}
	m, err := c.library.Publish(ctx, s.start, nil)
	if errors.Is(err, library.ErrConflict) {
		if m, ok := c.library.Current(); ok {
			return m, nil
		}
	}
	return m, err
}

// settle does what belongs to a publication besides the version, and ends with the draft: what a crash leaves undone is done when the
// draft is published again.
func (s *Libraries) settle(ctx context.Context, c *community, d *storedDraft) error {
	if d.Checks != nil {
		done, err := c.changingChecks(ctx)
		if err != nil {
			return err
		}
		err = c.library.SetChecks(ctx, d.Checks)
		done()
		if err != nil {
			return err
		}
	}
	if len(d.Taken) > 0 {
		now := s.o.Clock().UTC()
		err := c.state.Change(func(s *provenance.State) {
			for _, link := range d.Taken {
				s.Taken[link] = now
			}
		})
		if err != nil {
			return err
		}
	}
	return c.library.DeleteDraft(d.Draft.ID)
}

// conflict tells what was published since a draft was made from the version base.
func conflict(c *community, made, base int) error {
	e := &ConflictError{Base: made}
	for _, v := range c.library.Versions() {
		if v.Number > base {
			e.Since = append(e.Since, versionOf(v))
		}
	}
	return e
}

func versionOf(v library.Version) Version {
	return Version{Number: v.Number, At: v.At, By: v.By, Kind: Kind(v.Action), Why: v.Why, Base: v.Base, Articles: v.Count}
}

// History is every version, newest first; none when nothing was ever published.
func (s *Libraries) History(ctx context.Context, g store.GuildID) (out []Version, err error) {
	err = s.with(ctx, g, false, func(c *community) error {
		if c == nil {
			return nil
		}
		for _, v := range c.library.Versions() {
			out = append(out, versionOf(v))
		}
		slices.Reverse(out)
		return nil
	})
	return out, err
}

// presentIndex is the version that is present, and its index. c may be nil.
func (s *Libraries) presentIndex(ctx context.Context, c *community) (library.Manifest, *index, error) {
	m := s.present(c)
	if m.Number == 0 {
		return m, s.indices.Peek(s.start.Content()), nil
	}
	x, err := s.index(ctx, c, c.content(m), m, how{})
	if err != nil {
		return m, nil, fmt.Errorf("open version %d: %w", m.Number, err)
	}
	return m, x, nil
}

// List is the articles of the present version, by ID.
func (s *Libraries) List(ctx context.Context, g store.GuildID) (out []Item, err error) {
	err = s.with(ctx, g, false, func(c *community) error {
		_, x, err := s.presentIndex(ctx, c)
		if err != nil {
			return err
		}
		for _, a := range x.corpus.Articles {
			out = append(out, itemOf(a))
		}
		return nil
	})
	return out, err
}

// Status tells about the present version and its sources.
func (s *Libraries) Status(ctx context.Context, g store.GuildID) (out *Status, err error) {
	err = s.with(ctx, g, false, func(c *community) error {
		m, x, err := s.presentIndex(ctx, c)
		if err != nil {
			return err
		}
		out = &Status{
			Own: m.Number > 0, Name: s.o.Shipped.Version, Articles: len(x.corpus.Articles), Reports: len(x.corpus.Reports),
			Passages: x.passages(), People: len(x.corpus.People),
		}
		if out.Own {
			out.Version, out.Name = versionOf(m.Version), versionName(m.Number)
		}
		for _, a := range x.corpus.Articles {
			out.Remarks += itemOf(a).Remarks
		}
		questions, err := s.questions(c)
		if err != nil {
			return err
		}
		out.Checks = len(s.applying(questions, anyOf(x.corpus)))
		if c != nil {
			c.state.Look(func(st *provenance.State) {
				out.Fetched, out.Refresh, out.Sources = st.Fetched, st.Next, sourcesOf(m, st)
			})
		}
		return nil
	})
	return out, err
}

// sourcesOf are the feeds and links of a version, feeds first.
func sourcesOf(m library.Manifest, st *provenance.State) (out []Source) {
	source := func(url string, feed bool) {
		s := Source{URL: url, Feed: feed}
		if f, ok := st.Failing[url]; ok {
			s = failing(url, f)
		}
		out = append(out, s)
	}
	for _, f := range m.Feeds {
		source(f.URL, true)
	}
	for _, e := range m.Articles {
		if e.Source.URL != "" {
			source(e.Source.URL, false)
		}
	}
	return out
}

func failing(url string, f provenance.Failure) Source {
	return Source{URL: url, Feed: f.Feed, Failures: f.Times, Failing: f.Since, Err: f.Why}
}
