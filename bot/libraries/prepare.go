package libraries

import (
	"context"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"readout/bot/libraries/candidate"
	"readout/bot/libraries/judging"
	"readout/bot/store"
	"readout/corpus/library"
)

// maker makes the draft of one change.
type maker struct {
	s      *Libraries
	c      *community
	base   library.Manifest
	change Change
	report *reporter
	turn   time.Duration // how often the scheduler refreshes, whose turn it is; 0 for a change that somebody wants
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
	made, err := candidate.Make(ctx, candidate.Options{
		Library: m.c.library, State: m.c.state, Base: m.base, Fetcher: m.s.o.Fetcher, Clock: m.s.o.Clock, FetchTime: m.s.o.FetchTime,
		Fetched: func(done, total int) { m.report.say(Fetching, done, total) }, Turn: m.turn,
	}, m.change)
	if err != nil {
		return nil, err
	}
	made.Next.Version = library.Version{By: by, Action: string(m.change.Kind), Why: m.change.Why}
	if err := made.Next.Check(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrInput, err) // now, and not only once it is to be published
	}
	d := &storedDraft{
		Draft: Draft{
			ID: newDraftID(), Guild: m.c.guild, By: by, At: m.s.o.Clock().UTC(), Kind: m.change.Kind, Why: m.change.Why, Base: m.base.Number,
			Sources: made.Sources,
		},
		BaseContent: m.base.Content(), Articles: made.Next.Articles, Feeds: made.Next.Feeds, Taken: made.Taken, Checks: made.Checks,
		Concerns: made.Concerns,
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
	if err := m.compare(ctx, d, made); err != nil {
		return nil, err
	}
	return &d.Draft, m.c.keep(ctx, d)
}

// same reports whether publishing the candidate would change nothing. That a source was looked at is no change.
func (m *maker) same(made *candidate.Candidate) bool {
	follows := func(feeds []library.Feed) (out []string) {
		for _, f := range feeds {
			out = append(out, f.URL)
		}
		slices.Sort(out)
		return out
	}
	return m.base.Content() == made.Next.Content() && slices.Equal(follows(m.base.Feeds), follows(made.Next.Feeds)) && made.Checks == nil
}

// compare indexes the candidate and tells what it changes, and how the judged questions fare.
func (m *maker) compare(ctx context.Context, d *storedDraft, made *candidate.Candidate) error {
	before, err := m.s.index(ctx, m.c, d.BaseContent, m.base, how{report: m.report})
	if err != nil {
		return fmt.Errorf("open version %d: %w", m.base.Number, err)
	}
	if !made.Fits(before.corpus) {
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
