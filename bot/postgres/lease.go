package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"readout/bot/store"
)

// ErrLost says that somebody else may have the lease.
var ErrLost = store.ErrLost

// Take gets the lease of a name for a while, or renews it for the holder who has it; ok is false while another one has it. fence is
// larger for each who gets it after another. Only the database's clock counts, so those of the processes may differ.
func (s *Store) Take(ctx context.Context, name, holder string, d time.Duration) (fence int64, ok bool, err error) {
	db, err := s.db(ctx)
	if err == nil {
		err = db.QueryRow(ctx, `insert into leases as l (name, holder, fence, until) values ($1, $2, 1, clock_timestamp() + $3)
			on conflict (name) do update set holder = excluded.holder, until = clock_timestamp() + $3,
				fence = case when l.holder = excluded.holder and l.until > clock_timestamp() then l.fence else l.fence + 1 end
			where l.holder = excluded.holder or l.until <= clock_timestamp()
			returning fence`, name, holder, d).Scan(&fence)
	}
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, fmt.Errorf("take the lease %s: %w", name, err)
	}
	return fence, true, nil
}

// Renew extends a lease that was got with the fence. ErrLost: it ran out, whether or not another one has it.
func (s *Store) Renew(ctx context.Context, name, holder string, fence int64, d time.Duration) error {
	db, err := s.db(ctx)
	if err == nil {
		var n int
		n, err = remove(ctx, db, `update leases set until = clock_timestamp() + $4
			where name = $1 and holder = $2 and fence = $3 and until > clock_timestamp()`, name, holder, fence, d)
		if err == nil && n == 0 {
			err = ErrLost
		}
	}
	if err != nil {
		return fmt.Errorf("renew the lease %s: %w", name, err)
	}
	return nil
}

// Leave notes what the next holder of a lease goes on with, for one that was got with the fence; it does nothing to one that is lost.
func (s *Store) Leave(ctx context.Context, name, holder string, fence int64, state []byte) error {
	db, err := s.db(ctx)
	if err == nil {
		_, err = remove(ctx, db, "update leases set state = $4 where name = $1 and holder = $2 and fence = $3", name, holder, fence, state)
	}
	if err != nil {
		return fmt.Errorf("note the state of the lease %s: %w", name, err)
	}
	return nil
}

// Left is what was noted last for the next holder of a lease, nil for nothing.
func (s *Store) Left(ctx context.Context, name string) (state []byte, err error) {
	db, err := s.db(ctx)
	if err == nil {
		err = db.QueryRow(ctx, "select state from leases where name = $1", name).Scan(&state)
	}
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the state of the lease %s: %w", name, err)
	}
	return state, nil
}

// Release gives a lease back before it runs out; it does nothing to one that is lost.
func (s *Store) Release(ctx context.Context, name, holder string, fence int64) error {
	db, err := s.db(ctx)
	if err == nil {
		_, err = remove(ctx, db, "update leases set until = clock_timestamp() where name = $1 and holder = $2 and fence = $3",
			name, holder, fence)
	}
	if err != nil {
		return fmt.Errorf("release the lease %s: %w", name, err)
	}
	return nil
}
