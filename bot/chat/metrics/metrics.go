// Package metrics counts what the bot does, for whoever runs it. Nothing in it names a member, a server or a question.
package metrics

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"readout/bot/store"
	"readout/retrieval/answer"
)

// Metrics are what an operator watches.
type Metrics struct {
	Registry   *prometheus.Registry
	Questions  prometheus.Counter
	Answers    prometheus.Counter
	outcomes   *prometheus.CounterVec
	refusals   *prometheus.CounterVec
	failures   *prometheus.CounterVec
	votes      *prometheus.CounterVec
	requests   *prometheus.CounterVec
	Unsent     prometheus.Counter
	Recalled   prometheus.Counter
	Repeats    prometheus.Counter
	Connects   *prometheus.CounterVec
	Connected  atomic.Bool // to the gateway
	answerTime prometheus.Histogram
	ackTime    prometheus.Histogram
}

// New makes metrics that count from nothing.
func New() *Metrics {
	counter := func(name, help string) prometheus.Counter {
		return prometheus.NewCounter(prometheus.CounterOpts{Namespace: "readout", Name: name, Help: help})
	}
	by := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "readout", Name: name, Help: help}, labels)
	}
	times := func(name, help string, buckets ...float64) prometheus.Histogram {
		return prometheus.NewHistogram(prometheus.HistogramOpts{Namespace: "readout", Name: name, Help: help, Buckets: buckets})
	}
	m := &Metrics{
		Registry:  prometheus.NewRegistry(),
		Questions: counter("questions_total", "Questions let in."),
		Answers:   counter("messages_sent_total", "Answers and notices that reached Discord."),
		outcomes:  by("answers_total", "Answers, by whether the articles answer: answered, or the reason of the abstention.", "outcome"),
		refusals:  by("refusals_total", "Questions and actions refused, by reason.", "reason"),
		failures:  by("failures_total", "Failures that a member was told of, by kind.", "kind"),
		votes:     by("votes_total", "Votes on answers.", "vote"),
		requests:  by("discord_requests_total", "Requests to Discord's REST API, by route and status (0: no response).", "route", "status"),
		Recalled:  counter("answers_recalled_total", "Answers marked because what they rest on was changed or withdrawn."),
		Unsent:    counter("messages_unsent_total", "Answers and notices that did not reach Discord."),
		Repeats:   counter("repeated_events_total", "Events that Discord delivered more than once."),
		Connects:  by("gateway_connects_total", "Connections to the gateway, by kind: identify or resume.", "kind"),
		answerTime: times("answer_seconds", "Time to answer a question, without waiting and sending.",
			.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 20),
		ackTime: times("acknowledge_seconds", "Time from an event to the acknowledgement of it.", .01, .025, .05, .1, .25, .5, 1, 2, 3),
	}
	connected := prometheus.NewGaugeFunc(prometheus.GaugeOpts{Namespace: "readout", Name: "gateway_connected",
		Help: "1 while connected to the gateway."},
		func() float64 {
			if m.Connected.Load() {
				return 1
			}
			return 0
		})
	m.Registry.MustRegister(m.Questions, m.Answers, m.outcomes, m.refusals, m.failures, m.votes, m.requests, m.Unsent, m.Recalled, m.Repeats,
		m.Connects,
		connected, m.answerTime, m.ackTime, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Refused counts a refusal.
func (m *Metrics) Refused(why string) { m.refusals.WithLabelValues(why).Inc() }

// Failed counts a failure that a member was told of.
func (m *Metrics) Failed(kind string) { m.failures.WithLabelValues(kind).Inc() }

// Voted counts a vote.
func (m *Metrics) Voted(v store.Vote) { m.votes.WithLabelValues(string(v)).Inc() }

// Acknowledged notes how long an acknowledgement took.
func (m *Metrics) Acknowledged(after time.Duration) { m.ackTime.Observe(after.Seconds()) }

// Request counts a request to Discord.
func (m *Metrics) Request(route string, status int) {
	m.requests.WithLabelValues(route, strconv.Itoa(status)).Inc()
}

// Answered counts an answer, and notes how long it took.
func (m *Metrics) Answered(a *answer.Answer, took time.Duration) {
	outcome := "answered"
	if a.Abstention != nil {
		outcome = string(a.Abstention.Reason)
	}
	m.outcomes.WithLabelValues(outcome).Inc()
	m.answerTime.Observe(took.Seconds())
}

// Serve serves health, readiness and metrics until the context ends. ready reports whether questions are answered.
func (m *Metrics) Serve(ctx context.Context, listener net.Listener, ready func() bool) error {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.Registry, promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("alive\n")) })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		if !ready() {
			http.Error(w, "not connected to Discord", http.StatusServiceUnavailable)
			return
		}
		_, _ = w.Write([]byte("ready\n"))
	})
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second, WriteTimeout: 30 * time.Second, MaxHeaderBytes: 1 << 14}
	stop := context.AfterFunc(ctx, func() { server.Close() })
	defer stop()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
