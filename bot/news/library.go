package news

import (
	"context"
	"fmt"
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
