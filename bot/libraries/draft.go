package libraries

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"readout/bot/store"
	"readout/corpus"
	"readout/corpus/fetch"
	"readout/corpus/library"
	"readout/corpus/reading"
)

// storedDraft is a draft as it is kept: with the version that it would publish.
type storedDraft struct {
	Draft       Draft              `json:"draft"`
	BaseContent string             `json:"base_content"`
	Articles    []library.Entry    `json:"articles"`
	Feeds       []library.Feed     `json:"feeds,omitempty"`
	Taken       []string           `json:"taken,omitempty"`
	Checks      []byte             `json:"checks,omitempty"`
	Withdrawn   []corpus.PassageID `json:"withdrawn,omitempty"` // Published.Changed
	Gone        []corpus.PassageID `json:"gone,omitempty"`

	Concerns map[corpus.ArticleID][]fetch.Concern `json:"concerns,omitempty"` // that only reading the source showed
}

// isGrave reports whether an article of the draft is not to be published without a person who looks at it.
func (d *storedDraft) isGrave() bool {
	grave := func(i Item) bool {
		return slices.ContainsFunc(i.Concerns, func(c fetch.Concern) bool { return c.Kind.Grave() })
	}
	return slices.ContainsFunc(d.Draft.Added, grave) || slices.ContainsFunc(d.Draft.Changed, grave)
}

// newDraftID is letters and digits that are never given twice.
func newDraftID() string { return strings.ToLower(rand.Text()[:16]) }

// keep writes the draft.
func (c *community) keep(ctx context.Context, d *storedDraft) error {
	data, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("keep the draft: %w", err)
	}
	var hashes []string
	for _, e := range d.Articles {
		hashes = append(hashes, e.Hash)
	}
	return c.library.PutDraft(ctx, d.Draft.ID, data, hashes...)
}

// draft reads a draft that can still be published. c may be nil.
func (s *Libraries) draft(c *community, id string) (*storedDraft, error) {
	if c == nil {
		return nil, ErrDraftGone
	}
	data, err := c.library.Draft(id)
	if errors.Is(err, library.ErrNotFound) {
		return nil, ErrDraftGone
	}
	if err != nil {
		return nil, err
	}
	d := &storedDraft{}
	if err := json.Unmarshal(data, d); err != nil {
		return nil, fmt.Errorf("draft %s: %w", id, library.ErrDamaged)
	}
	if s.o.Clock().Sub(d.Draft.At) > DraftKept {
		return nil, ErrDraftGone
	}
	return d, nil
}

// Draft is a draft made before, by anybody and in any run of the program; ErrDraftGone.
func (s *Libraries) Draft(ctx context.Context, g store.GuildID, id string) (d *Draft, err error) {
	err = s.with(ctx, g, false, func(c *community) error {
		kept, err := s.draft(c, id)
		if err == nil {
			d = &kept.Draft
		}
		return err
	})
	return d, err
}

// Drafts are the drafts that can be published, oldest first.
func (s *Libraries) Drafts(ctx context.Context, g store.GuildID) (out []*Draft, err error) {
	err = s.with(ctx, g, false, func(c *community) error {
		if c == nil {
			return nil
		}
		ids, err := c.library.Drafts()
		if err != nil {
			return err
		}
		for _, id := range ids {
			kept, err := s.draft(c, id)
			if errors.Is(err, ErrDraftGone) {
				continue
			}
			if err != nil {
				return err
			}
			out = append(out, &kept.Draft)
		}
		return nil
	})
	slices.SortStableFunc(out, func(a, b *Draft) int { return a.At.Compare(b.At) })
	return out, err
}

// Discard throws a draft away. One that is gone is no error.
func (s *Libraries) Discard(ctx context.Context, g store.GuildID, id string) error {
	return s.with(ctx, g, false, func(c *community) error {
		if c == nil {
			return nil
		}
		return c.library.DeleteDraft(id)
	})
}

// describe lists what the draft adds, changes and removes.
func (d *storedDraft) describe(base library.Manifest, before, after *index) {
	was := map[corpus.ArticleID]library.Entry{}
	for _, e := range base.Articles {
		was[e.ID] = e
	}
	for _, e := range d.Articles {
		old, ok := was[e.ID]
		delete(was, e.ID)
		if ok && old.Hash == e.Hash && slices.Equal(old.Aliases, e.Aliases) {
			continue
		}
		item := itemOf(after.corpus.Article(e.ID))
		item.Concerns = append(slices.Clone(d.Concerns[e.ID]), fetch.Review(after.corpus.Article(e.ID), after.corpus)...)
		if ok {
			d.Draft.Changed = append(d.Draft.Changed, item)
		} else {
			d.Draft.Added = append(d.Draft.Added, item)
		}
	}
	for _, e := range base.Articles {
		if _, removed := was[e.ID]; removed {
			d.Draft.Removed = append(d.Draft.Removed, itemOf(before.corpus.Article(e.ID)))
		}
	}
}

// itemOf is an article as a list shows it.
func itemOf(a *corpus.Article) Item {
	item := Item{
		ID: a.ID, Title: a.Title, Publisher: a.Publisher, Agency: a.Agency, Published: a.Published, Kind: a.Kind, URL: a.URL, Report: a.Report,
	}
	for _, p := range a.Passages {
		if p.Paragraph > 0 {
			item.Paragraphs++
		}
		item.Remarks += len(p.Remarks)
	}
	return item
}

// withdrawn are the passages of one version that another lacks: of articles that are still there, and of those that are not.
func withdrawn(before, after *reading.Corpus) (changed, gone []corpus.PassageID) {
	for _, a := range before.Articles {
		for i := range a.Passages {
			switch id := a.Passages[i].ID; {
			case after.Passage(id) != nil:
			case after.Article(a.ID) != nil:
				changed = append(changed, id)
			default:
				gone = append(gone, id)
			}
		}
	}
	return changed, gone
}
