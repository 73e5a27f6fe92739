package metrics

import (
	"context"
	"math"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"readout/bot/store"
)

// Jobs is where jobs wait.
type Jobs interface {
	Jobs(ctx context.Context) ([]store.Job, error)
}

// Of makes metrics that count from nothing, those of the jobs that a store keeps, if it keeps any, and those of the libraries in memory, if
// all tells of them.
func Of(kept, all any) *Metrics {
	m := New()
	if of, ok := all.(memory); ok {
		m.watchLibraries(of)
	}
	if q, ok := kept.(Jobs); ok {
		m.watch(q)
	}
	return m
}

// askTime is how long a store may take to say which jobs there are.
const askTime = 2 * time.Second

// watch adds what is known of jobs. Where the store does not say, it is NaN.
func (m *Metrics) watch(q Jobs) {
	gauge := func(name, help string, value func(all []store.Job, now time.Time) float64) {
		m.Registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Namespace: "readout", Name: name, Help: help}, func() float64 {
			ctx, cancel := context.WithTimeout(context.Background(), askTime)
			defer cancel()
			all, err := q.Jobs(ctx)
			if err != nil {
				return math.NaN()
			}
			return value(all, time.Now())
		}))
	}
	gauge("jobs", "Jobs that wait or are worked.", func(all []store.Job, _ time.Time) float64 { return float64(len(all)) })
	gauge("jobs_failing", "Jobs that failed the last time.", func(all []store.Job, _ time.Time) (n float64) {
		for _, j := range all {
			if j.Fault != "" {
				n++
			}
		}
		return n
	})
	const late = "For how long the oldest job is due that nobody has begun."
	gauge("jobs_late_seconds", late, func(all []store.Job, now time.Time) (late float64) {
		for _, j := range all {
			if j.IsDue(now) {
				late = max(late, now.Sub(j.Due).Seconds())
			}
		}
		return late
	})
}
