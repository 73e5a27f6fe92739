package libraries

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"time"

	"readout/bot/libraries/provenance"
	"readout/bot/store"
	"readout/corpus/library"
)

// RefreshDue refreshes a server's library when it is time, some `every` after the last time, and publishes what changed unless answers
// get worse or something is of grave concern: then the draft is left for a moderator. What failed is due at once.
func (s *Libraries) RefreshDue(
	ctx context.Context, g store.GuildID, every time.Duration, progress func(Progress),
) (out *Refreshed, err error) {
	if every <= 0 {
		return nil, fmt.Errorf("refresh: %w: every %v", ErrInput, every)
	}
	report := newReporter(progress)
	defer report.close()
	out = &Refreshed{}
	err = s.with(ctx, g, false, func(c *community) error {
		if c == nil || !hasSources(s.present(c)) {
			return nil
		}
		due, err := c.due(s.o.Clock().UTC(), every)
		if err == nil && due {
			out.Due = true
			if err = s.refresh(ctx, c, every, report, out); err != nil {
				err = errors.Join(err, c.state.Change(func(st *provenance.State) { st.Next = s.o.Clock().UTC() }))
			}
		}
		c.state.Look(func(st *provenance.State) { out.Next = st.Next })
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("refresh: %w", err)
	}
	return out, nil
}

// hasSources reports whether there is anything to fetch again.
func hasSources(m library.Manifest) bool {
	return len(m.Feeds) > 0 || slices.ContainsFunc(m.Articles, func(e library.Entry) bool { return e.Source.URL != "" })
}

func sameFile(a, b library.Entry) bool { return a.ID == b.ID && a.Hash == b.Hash }

// due reports whether it is time, and plans the next time: before the work, so that what ends in a crash is not tried at each start.
func (c *community) due(now time.Time, every time.Duration) (due bool, err error) {
	var next time.Time
	c.state.Look(func(st *provenance.State) { next = st.Next })
	// Between nine and eleven tenths of the interval, so that servers do not stay in step.
	jittered := time.Duration((.9 + .2*rand.Float64()) * float64(every))
	switch late := now.Sub(next); {
	case next.IsZero() || late < -jittered*2:
		// Never planned; or so far ahead that the clock was wrong when it was, or the interval was longer: somewhere in the interval.
		next = now.Add(time.Duration(rand.Float64() * float64(every)))
	case late < 0:
		return false, nil
	case late > every:
		// The program or the clock stood still for long: with all other servers, so not all at once.
		next = now.Add(time.Duration(rand.Float64() * float64(every) / 10))
	default:
		due, next = true, now.Add(jittered)
	}
	return due, c.state.Change(func(st *provenance.State) { st.Next = next })
}

// refresh is one turn of the scheduler.
func (s *Libraries) refresh(ctx context.Context, c *community, every time.Duration, report *reporter, out *Refreshed) error {
	reported := map[string]provenance.Failure{}
	c.state.Look(func(st *provenance.State) {
		for url, f := range st.Failing {
			if f.Reported {
				reported[url] = f
			}
		}
	})
	m := &maker{s: s, c: c, base: s.present(c), change: Change{Kind: Refresh}, report: report, turn: every}
	d, err := m.draft(ctx, "")
	if err != nil {
		return err
	}
	err = c.state.Change(func(st *provenance.State) {
		for url, f := range st.Failing {
			if !f.Reported {
				f.Reported = true
				st.Failing[url] = f
				out.Failed = append(out.Failed, failing(url, f))
			}
		}
		for url, f := range reported {
			if _, still := st.Failing[url]; !still {
				out.Recovered = append(out.Recovered, Source{URL: url, Feed: f.Feed})
			}
		}
	})
	byURL := func(a, b Source) int { return cmp.Compare(a.URL, b.URL) }
	slices.SortFunc(out.Failed, byURL)
	slices.SortFunc(out.Recovered, byURL)
	if err != nil || d.Same {
		return err
	}
	kept, err := s.draft(c, d.ID)
	if err != nil {
		return err
	}
	if kept.isGrave() {
		return s.leave(c, kept, out)
	}
	out.Published, err = s.publish(ctx, c, kept, "", false)
	switch {
	case errors.Is(err, ErrWorse):
		return s.leave(c, kept, out)
	case errors.Is(err, ErrConflict):
		// A moderator was quicker; the next turn starts from what they published.
		return c.library.DeleteDraft(d.ID)
	}
	return err
}

// leave leaves a draft for a moderator, in the place of the one left before. One like that is left once.
func (s *Libraries) leave(c *community, d *storedDraft, out *Refreshed) error {
	var before string
	c.state.Look(func(st *provenance.State) { before = st.Left })
	if before != "" {
		old, err := s.draft(c, before)
		if err == nil && old.Draft.Base == d.Draft.Base && slices.EqualFunc(old.Articles, d.Articles, sameFile) {
			return c.library.DeleteDraft(d.Draft.ID)
		}
		if err := c.library.DeleteDraft(before); err != nil {
			return err
		}
	}
	out.Draft = &d.Draft
	return c.state.Change(func(st *provenance.State) { st.Left = d.Draft.ID })
}

// ExportVersion writes the articles and feeds of an earlier version into one file, as Export does those of the present one.
func (s *Libraries) ExportVersion(ctx context.Context, g store.GuildID, number int, w io.Writer) error {
	return s.with(ctx, g, false, func(c *community) error {
		if c == nil {
			return fmt.Errorf("export version %d: %w", number, ErrNotFound)
		}
		return c.library.ExportVersion(ctx, number, w)
	})
}

// Export writes the articles, feeds and checks of the present version into one file, which Import takes. It holds no member's ID.
func (s *Libraries) Export(ctx context.Context, g store.GuildID, w io.Writer) error {
	err := s.with(ctx, g, true, func(c *community) error {
		if _, err := s.current(ctx, c); err != nil {
			return err
		}
		return c.library.Export(ctx, w)
	})
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return nil
}
