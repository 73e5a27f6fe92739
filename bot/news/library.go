package news

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"readout/bot/libraries"
	"readout/bot/store"
	"readout/retrieval"
)

// Library has the versions of servers' articles; *libraries.Libraries is one, and says what each method does.
type Library interface {
	History(ctx context.Context, g store.GuildID) ([]libraries.Version, error)
	Snapshot(ctx context.Context, g store.GuildID) (*retrieval.Snapshot, error)
	SnapshotOf(ctx context.Context, g store.GuildID, number int) (*retrieval.Snapshot, error)
}

var _ Library = (*libraries.Libraries)(nil)

// In tells what is new in a server's library since the version of a number; 0 is the articles that every server begins with. asked gives
// the questions to compare the answers to; it is called only where there is anything to compare.
func In(ctx context.Context, of Library, g store.GuildID, number int, asked func() ([]Asked, error)) (*Report, error) {
	now, err := of.Snapshot(ctx, g)
	if err != nil {
		return nil, fmt.Errorf("what is new: %w", err)
	}
	then, err := of.SnapshotOf(ctx, g, number)
	if err != nil {
		return nil, fmt.Errorf("what is new: %w", err)
	}
	var questions []Asked
	if then.Version != now.Version {
		if questions, err = asked(); err != nil {
			return nil, fmt.Errorf("what is new: %w", err)
		}
	}
	return Between(ctx, then, now, questions)
}

// Since is the version that was present at a time, or the first where nothing was published before; versions are all there are, the newest
// first. 0 is the one that every server begins with, where nothing was published at all.
func Since(versions []libraries.Version, at time.Time) (number int) {
	for _, v := range versions {
		if number = v.Number; !v.At.After(at) {
			break
		}
	}
	return number
}

// Source tells what is new in a server's library since a time; asked gives the questions to compare the answers to, nil none.
func Source(of Library, g store.GuildID, asked func(context.Context) ([]Asked, error)) func(context.Context, time.Time) (*Report, error) {
	return func(ctx context.Context, since time.Time) (*Report, error) {
		versions, err := of.History(ctx, g)
		if err != nil {
			return nil, fmt.Errorf("what is new: %w", err)
		}
		return In(ctx, of, g, Since(versions, since), func() ([]Asked, error) {
			if asked == nil {
				return nil, nil
			}
			return asked(ctx)
		})
	}
}

// Last is a library of which the earlier version that was asked for last is kept, where opening one takes long.
type Last struct {
	Library

	mu     sync.Mutex
	guild  store.GuildID
	number int
	known  *retrieval.Snapshot
}

// SnapshotOf implements Library.
func (l *Last) SnapshotOf(ctx context.Context, g store.GuildID, number int) (*retrieval.Snapshot, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.known != nil && l.guild == g && l.number == number {
		return l.known, nil
	}
	s, err := l.Library.SnapshotOf(ctx, g, number)
	if err == nil {
		l.guild, l.number, l.known = g, number, s
	}
	return s, err
}

// ErrSince says of a text that it names no time and no version.
var ErrSince = errors.New("no time and no version")

// SinceOf is the version that a text names: v3, or the one that was present so many days ago (7d), or when a day began (2026-11-02).
func SinceOf(text string, versions []libraries.Version, now time.Time) (number int, err error) {
	if n, ok := strings.CutPrefix(text, "v"); ok {
		number, err = strconv.Atoi(n)
		if err == nil && !slices.ContainsFunc(versions, func(v libraries.Version) bool { return v.Number == number }) {
			return 0, fmt.Errorf("there is no version %d", number)
		}
	} else if n, ok := strings.CutSuffix(text, "d"); ok {
		var days int
		if days, err = strconv.Atoi(n); err == nil && days >= 0 {
			return Since(versions, now.AddDate(0, 0, -days)), nil
		}
		err = cmp.Or(err, ErrSince)
	} else {
		var day time.Time
		if day, err = time.Parse(time.DateOnly, text); err == nil {
			return Since(versions, day), nil
		}
	}
	if err != nil {
		return 0, fmt.Errorf("%q: %w: give days (7d), a day (2026-11-02) or a version (v3)", text, ErrSince)
	}
	return number, nil
}

// How far what is new goes back, as options name it.
const (
	SinceDay   = "day"
	SinceWeek  = "week"
	SinceMonth = "month"
)

// Back is how far back that is; a week where nothing is named.
func Back(since string) time.Duration {
	switch since {
	case SinceDay:
		return 24 * time.Hour
	case SinceMonth:
		return 30 * 24 * time.Hour
	}
	return Week
}

// ReadBack is Back of what somebody wrote. The error is ErrSince.
func ReadBack(since string) (time.Duration, error) {
	if since != "" && !slices.Contains([]string{SinceDay, SinceWeek, SinceMonth}, since) {
		return 0, fmt.Errorf("%q: %w: give %s, %s or %s", since, ErrSince, SinceDay, SinceWeek, SinceMonth)
	}
	return Back(since), nil
}
