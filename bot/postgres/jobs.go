package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"readout/bot/store"
)

// Enqueue has a job done at a time or later; one that waits already is not done twice.
func (s *Store) Enqueue(ctx context.Context, kind store.JobKind, guild store.GuildID, due time.Time) error {
	err := s.write(ctx, func(tx pgx.Tx) error { return s.enqueue(ctx, tx, kind, guild, due) })
	if err != nil {
		return fmt.Errorf("enqueue job %s: %w", kind, err)
	}
	return nil
}

// enqueue is Enqueue in the transaction of what causes the job. Two that ask for one at a time wait for one another at its row.
func (s *Store) enqueue(ctx context.Context, tx pgx.Tx, kind store.JobKind, guild store.GuildID, due time.Time) error {
	j := store.Job{Kind: kind, Guild: guild}.Asked(due, s.now(), false)
	if err := j.Validate(); err != nil {
		return err
	}
	record, err := encode(j)
	if err != nil {
		return err
	}
	n, err := remove(ctx, tx, "insert into jobs (kind, guild, due, record) values ($1, $2, $3, $4) on conflict do nothing",
		kind, number(guild), j.Due, record)
	if err != nil || n > 0 {
		return err
	}
	j, there, err := oneRecord[store.Job](ctx, tx, "select record from jobs where kind = $1 and guild = $2 for update", kind, number(guild))
	if err != nil {
		return err
	}
	if !there { // it was done just now
		return s.enqueue(ctx, tx, kind, guild, due)
	}
	return putJob(ctx, tx, j.Asked(due, s.now(), true))
}

func putJob(ctx context.Context, tx pgx.Tx, j store.Job) error {
	record, err := encode(j)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "update jobs set due = $3, record = $4 where kind = $1 and guild = $2", j.Kind, number(j.Guild), waits(j), record)
	return err
}

// waits is until when nobody may take the job.
func waits(j store.Job) time.Time {
	if j.Until.After(j.Due) {
		return j.Until
	}
	return j.Due
}

// TakeJob begins the job that has been due for longest, of one of the kinds; it is taken from whoever has not ended it when most is over.
// ok is false when none is due. Of several processes that take at a time each gets another one.
func (s *Store) TakeJob(ctx context.Context, kinds []store.JobKind, most time.Duration) (j store.Job, ok bool, err error) {
	err = s.write(ctx, func(tx pgx.Tx) error {
		now := s.now()
		j, ok, err = oneRecord[store.Job](ctx, tx, `select record from jobs where kind = any($1) and due <= $2 order by due, kind, guild limit 1
			for update skip locked`, kinds, now)
		if err != nil || !ok {
			return err
		}
		j = j.Begun(now, most)
		return putJob(ctx, tx, j)
	})
	if err != nil {
		return store.Job{}, false, fmt.Errorf("take a job: %w", err)
	}
	return j, ok, nil
}

// EndJob says that a job which was taken is done, or why it failed, and when it is to be begun again; zero is never, unless it was asked
// for meanwhile. It does nothing for a job that another one has taken since.
func (s *Store) EndJob(ctx context.Context, taken store.Job, fault string, next time.Time) error {
	err := s.write(ctx, func(tx pgx.Tx) error {
		j, there, err := oneRecord[store.Job](ctx, tx, "select record from jobs where kind = $1 and guild = $2 for update",
			taken.Kind, number(taken.Guild))
		if err != nil || !there || j.Tries != taken.Tries || !j.Until.Equal(taken.Until) {
			return err
		}
		after, over := j.Ended(fault, next, s.now())
		if !over {
			return putJob(ctx, tx, after)
		}
		_, err = tx.Exec(ctx, "delete from jobs where kind = $1 and guild = $2", taken.Kind, number(taken.Guild))
		return err
	})
	if err != nil {
		return fmt.Errorf("end job %s: %w", taken.Kind, err)
	}
	return nil
}

// Jobs are all that wait, are being done or have failed, by kind and server.
func (s *Store) Jobs(ctx context.Context) ([]store.Job, error) {
	db, err := s.db(ctx)
	var all []store.Job
	if err == nil {
		all, err = records[store.Job](ctx, db, "select record from jobs")
	}
	if err != nil {
		return nil, fmt.Errorf("list jobs: %w", err)
	}
	return store.SortedJobs(all), nil
}
