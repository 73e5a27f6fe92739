package store

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"
)

// JobKind is what a job does.
type JobKind string

// The kinds of jobs.
const (
	JobSweep  JobKind = "sweep"  // deletes what is kept no longer, counters of past days with it; of no server
	JobDelete JobKind = "delete" // deletes all of a server that the bot left

	JobRefresh JobKind = "refresh" // fetches a server's articles and feeds again, for as long as its settings say how often
	JobRecall  JobKind = "recall"  // marks a server's answers that rest on what its articles have no longer
)

// RecallAfter is how long after a publication a server's answers are recalled: by then whichever process does it knows the new version.
const RecallAfter = 15 * time.Second

// Job is work that is done at a time or later, once, by whichever process comes first; again when it fails. Of each kind a server has one
// at most. Package bot/jobs works them.
type Job struct {
	Kind  JobKind   `json:"kind"`
	Guild GuildID   `json:"guild"` // "" where it is of no server
	Due   time.Time `json:"due"`   // UTC, when it is to be begun
	Tries int       `json:"tries"` // how often it was begun
	Until time.Time `json:"until"` // UTC, when it is taken from whoever has begun it; zero while nobody has
	Again bool      `json:"again"` // it was asked for once more after it was begun
	Fault string    `json:"fault"` // why it failed the last time; "" when it did not
}

// Validate tells what no store takes.
func (j Job) Validate() error {
	if j.Kind == "" || len(j.Kind) > LongestName {
		return fmt.Errorf("job of kind %q", j.Kind)
	}
	return errors.Join(OptionalID("server", j.Guild), ValidTime(j.Due))
}

// Asked is what becomes of a job when it is asked for: at is when it is to be begun, there says whether it was asked for before.
func (j Job) Asked(at, now time.Time, there bool) Job {
	at = at.UTC().Truncate(time.Millisecond)
	switch {
	case !there:
		j.Due = at
	case now.Before(j.Until): // whoever does it may have gone past what it is asked for
		j.Again = true
	case at.Before(j.Due):
		j.Due, j.Fault, j.Tries = at, "", 0
	}
	return j
}

// IsDue tells whether the job can be begun: nobody has, or has had it for too long.
func (j Job) IsDue(now time.Time) bool { return !now.Before(j.Due) && !now.Before(j.Until) }

// Begun is the job as it is while somebody does it, for as long as that may take.
func (j Job) Begun(now time.Time, most time.Duration) Job {
	j.Tries++
	j.Until, j.Again = now.Add(most).UTC().Truncate(time.Millisecond), false
	return j
}

// Ended is the job after it was done, or failed for the reason in fault; next is when it is to be begun again. over says that it is gone.
func (j Job) Ended(fault string, next, now time.Time) (after Job, over bool) {
	switch {
	case fault == "" && j.Again:
		next = now
	case fault == "" && next.IsZero():
		return j, true
	}
	j.Until, j.Again, j.Fault, j.Due = time.Time{}, false, fault, next.UTC().Truncate(time.Millisecond)
	if fault == "" {
		j.Tries = 0
	}
	return j, false
}

// SortedJobs are the jobs by kind and server.
func SortedJobs(all []Job) []Job {
	slices.SortFunc(all, func(a, b Job) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(Snowflake(a.Guild), Snowflake(b.Guild)))
	})
	return all
}
