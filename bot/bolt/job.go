package bolt

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"readout/bot/bolt/internal/table"
	"readout/bot/store"
)

var jobs = table.Table[store.Job]{Name: "jobs", Key: jobKeyOf, Entries: func(store.Job) []table.Entry { return nil }}

func jobKey(kind store.JobKind, guild store.GuildID) table.Key {
	return table.ID(guild).Text(string(kind))
}

func jobKeyOf(j store.Job) []byte { return jobKey(j.Kind, j.Guild) }

// Enqueue has a job done at a time or later; one that waits already is not done twice.
func (s *Store) Enqueue(ctx context.Context, kind store.JobKind, guild store.GuildID, due time.Time) error {
	err := s.write(ctx, func(tx *bbolt.Tx) error { return s.enqueue(tx, kind, guild, due) })
	if err != nil {
		return fmt.Errorf("enqueue job %s: %w", kind, err)
	}
	return nil
}

// enqueue is Enqueue in the transaction of what causes the job.
func (s *Store) enqueue(tx *bbolt.Tx, kind store.JobKind, guild store.GuildID, due time.Time) error {
	j, there, err := jobs.Get(tx, jobKey(kind, guild))
	if err != nil {
		return err
	}
	if !there {
		j = store.Job{Kind: kind, Guild: guild}
	}
	j = j.Asked(due, s.now(), there)
	if err := j.Validate(); err != nil {
		return err
	}
	return jobs.Put(tx, j)
}

// TakeJob begins the job that has been due for longest, of one of the kinds; it is taken from whoever has not ended it when most is over.
// ok is false when none is due.
func (s *Store) TakeJob(ctx context.Context, kinds []store.JobKind, most time.Duration) (j store.Job, ok bool, err error) {
	find := func(tx *bbolt.Tx) error {
		j, ok = store.Job{}, false
		return tx.Bucket([]byte(jobs.Name)).ForEach(func(_, v []byte) error {
			var one store.Job
			if err := table.Decode(v, &one); err != nil {
				return err
			}
			if slices.Contains(kinds, one.Kind) && one.IsDue(s.now()) && (!ok || one.Due.Before(j.Due)) {
				j, ok = one, true
			}
			return nil
		})
	}
	if err = s.view(ctx, find); err == nil && ok { // most looks find none, and cost no write
		err = s.write(ctx, func(tx *bbolt.Tx) error {
			if err := find(tx); err != nil || !ok {
				return err
			}
			j = j.Begun(s.now(), most)
			return jobs.Put(tx, j)
		})
	}
	if err != nil {
		return store.Job{}, false, fmt.Errorf("take a job: %w", err)
	}
	return j, ok, nil
}

// EndJob says that a job which was taken is done, or why it failed, and when it is to be begun again; zero is never, unless it was asked
// for meanwhile. It does nothing for a job that another one has taken since.
func (s *Store) EndJob(ctx context.Context, taken store.Job, fault string, next time.Time) error {
	err := s.write(ctx, func(tx *bbolt.Tx) error {
		j, there, err := jobs.Get(tx, jobKeyOf(taken))
		if err != nil || !there || j.Tries != taken.Tries || !j.Until.Equal(taken.Until) {
			return err
		}
		after, over := j.Ended(fault, next, s.now())
		if over {
			return jobs.Delete(tx, jobKeyOf(taken))
		}
		return jobs.Put(tx, after)
	})
	if err != nil {
		return fmt.Errorf("end job %s: %w", taken.Kind, err)
	}
	return nil
}

// Jobs are all that wait, are being done or have failed, by kind and server.
func (s *Store) Jobs(ctx context.Context) (all []store.Job, err error) {
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		return tx.Bucket([]byte(jobs.Name)).ForEach(func(_, v []byte) error {
			var j store.Job
			err := table.Decode(v, &j)
			all = append(all, j)
			return err
		})
	})
	if err != nil {
		return nil, errors.Join(errors.New("list jobs"), err)
	}
	return store.SortedJobs(all), nil
}
