// Package jobs works what is to be done at a time or later, over all processes of the bot: each job is done by one of them, and by another
// one when that dies.
//
// Where jobs wait, and what makes two the same, is the store's: package bot/store says what a job is, bot/bolt keeps them in the file
// and bot/postgres in a table, in the same transaction as what causes them (that the bot left a server, say). One suite, in
// bot/store/storetest, holds both to it. Who takes a job has it for a while; one who dies loses it then, and what they would have said
// of it counts no more. One that fails is tried again, later each time.
//
// River (github.com/riverqueue/river) does that for PostgreSQL, and was weighed. Of the same jobs in the file store it knows nothing, so
// all rules would be there a second time, and no suite could hold River's to the clock that tests set; it brings eight modules, tables
// with a history of migrations beside ours, which copies and backups would have to know, and an election of a leader beside that of the
// gateway. What is worked here is a few jobs a day for each server: a row that is locked while it is taken (SKIP LOCKED) does for them.
package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"runtime/debug"
	"slices"
	"time"

	"readout/bot/store"
)

// Queue is where jobs wait: *bolt.Store is one, *postgres.Store another.
type Queue interface {
	Enqueue(ctx context.Context, kind store.JobKind, guild store.GuildID, due time.Time) error
	TakeJob(ctx context.Context, kinds []store.JobKind, most time.Duration) (j store.Job, ok bool, err error)
	EndJob(ctx context.Context, taken store.Job, fault string, next time.Time) error
	Jobs(ctx context.Context) ([]store.Job, error)
}

// Work does a job. next is when it is to be done again; zero is when somebody asks for it.
type Work func(ctx context.Context, j store.Job) (next time.Time, err error)

// Options for Run. Zero fields are the defaults.
type Options struct {
	Clock func() time.Time // nil is time.Now
	Log   *slog.Logger     // nil discards; never given members' text or IDs
	Look  time.Duration    // how often it is looked for a job that is due; 0 is 10 seconds
	Most  time.Duration    // how long a job may take; 0 is an hour
}

func (o Options) withDefaults() Options {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Look <= 0 {
		o.Look = 10 * time.Second
	}
	if o.Most <= 0 {
		o.Most = time.Hour
	}
	return o
}

// Run works the jobs of the kinds it is given, one after the other, until the context ends. What can't be taken or ended is logged and
// tried again.
func Run(ctx context.Context, q Queue, work map[store.JobKind]Work, o Options) {
	o = o.withDefaults()
	for ctx.Err() == nil {
		done, err := One(ctx, q, work, o)
		if err != nil && ctx.Err() == nil {
			o.Log.Error("a job was not done", "error", err)
		}
		if done && err == nil {
			continue
		}
		select {
		case <-time.After(o.Look):
		case <-ctx.Done():
		}
	}
}

// One works one job, if any is due. Its error is that of the job, which is tried again, or of the queue.
func One(ctx context.Context, q Queue, work map[store.JobKind]Work, o Options) (done bool, err error) {
	o = o.withDefaults()
	var kinds []store.JobKind
	for kind := range work {
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	j, ok, err := q.TakeJob(ctx, kinds, o.Most)
	if err != nil || !ok {
		return false, err
	}
	began := o.Clock()
	next, err := try(ctx, work[j.Kind], j, o.Most)
	fault := ""
	if err != nil {
		fault, next = err.Error(), o.Clock().Add(Backoff(j.Tries))
		err = fmt.Errorf("job %s, try %d: %w", j.Kind, j.Tries, err)
	}
	// Whoever stops the program: what was done is said to be, and what was broken off is begun by the next process.
	if ctx.Err() != nil && fault != "" {
		next = o.Clock()
	}
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	err = errors.Join(err, q.EndJob(ending, j, fault, next))
	if err == nil {
		o.Log.Info("job done", "kind", j.Kind, "try", j.Tries, "seconds", o.Clock().Sub(began).Seconds())
	}
	return true, err
}

// try does a job within its time; a panic of it is its error.
func try(ctx context.Context, work Work, j store.Job, most time.Duration) (next time.Time, err error) {
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return work(ctx, j)
}

// The pause after a job failed for the first time, and the longest.
const (
	firstPause   = 10 * time.Second
	longestPause = 6 * time.Hour
)

// Backoff is how long to wait after so many tries that failed: twice as long each time, and not as long as others do.
func Backoff(tries int) time.Duration {
	pause := longestPause
	if doublings := max(tries, 1) - 1; doublings < 12 {
		pause = min(firstPause<<doublings, longestPause)
	}
	return pause/2 + rand.N(pause/2)
}

// Health is how jobs fare.
type Health struct {
	Waiting int       // not begun, or to be begun again
	Running int       // by some process
	Failing int       // among both: that failed the last time
	Late    time.Time // since when the oldest is due that nobody has begun; zero where none is
	Fault   string    // of one that fails
}

// Look tells how jobs fare at a time.
func Look(ctx context.Context, q Queue, now time.Time) (h Health, err error) {
	all, err := q.Jobs(ctx)
	for _, j := range all {
		if now.Before(j.Until) {
			h.Running++
		} else {
			h.Waiting++
		}
		if j.Fault != "" {
			h.Failing++
			h.Fault = fmt.Sprintf("%s: %s", j.Kind, j.Fault)
		}
		if j.IsDue(now) && (h.Late.IsZero() || j.Due.Before(h.Late)) {
			h.Late = j.Due
		}
	}
	return h, err
}
