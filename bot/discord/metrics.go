package discord

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

// metrics are what an operator watches. Nothing in them names a member, a server or a question.
type metrics struct {
	registry   *prometheus.Registry
	questions  prometheus.Counter
	answers    prometheus.Counter
	outcomes   *prometheus.CounterVec
	refusals   *prometheus.CounterVec
	failures   *prometheus.CounterVec
	votes      *prometheus.CounterVec
	requests   *prometheus.CounterVec
	unsent     prometheus.Counter
	recalled   prometheus.Counter
	repeats    prometheus.Counter
	connects   *prometheus.CounterVec
	connected  atomic.Bool // to the gateway
	answerTime prometheus.Histogram
	ackTime    prometheus.Histogram
}

func newMetrics() *metrics {
	counter := func(name, help string) prometheus.Counter {
		return prometheus.NewCounter(prometheus.CounterOpts{Namespace: "readout", Name: name, Help: help})
	}
	by := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "readout", Name: name, Help: help}, labels)
	}
	times := func(name, help string, buckets ...float64) prometheus.Histogram {
		return prometheus.NewHistogram(prometheus.HistogramOpts{Namespace: "readout", Name: name, Help: help, Buckets: buckets})
	}
	m := &metrics{
		registry:  prometheus.NewRegistry(),
		questions: counter("questions_total", "Questions let in."),
		answers:   counter("messages_sent_total", "Answers and notices that reached Discord."),
		outcomes:  by("answers_total", "Answers, by whether the articles answer: answered, or the reason of the abstention.", "outcome"),
		refusals:  by("refusals_total", "Questions and actions refused, by reason.", "reason"),
		failures:  by("failures_total", "Failures that a member was told of, by kind.", "kind"),
		votes:     by("votes_total", "Votes on answers.", "vote"),
		requests:  by("discord_requests_total", "Requests to Discord's REST API, by route and status (0: no response).", "route", "status"),
		recalled:  counter("answers_recalled_total", "Answers marked because what they rest on was changed or withdrawn."),
		unsent:    counter("messages_unsent_total", "Answers and notices that did not reach Discord."),
		repeats:   counter("repeated_events_total", "Events that Discord delivered more than once."),
		connects:  by("gateway_connects_total", "Connections to the gateway, by kind: identify or resume.", "kind"),
		answerTime: times("answer_seconds", "Time to answer a question, without waiting and sending.",
			.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 20),
		ackTime: times("acknowledge_seconds", "Time from an event to the acknowledgement of it.", .01, .025, .05, .1, .25, .5, 1, 2, 3),
	}
	connected := prometheus.NewGaugeFunc(prometheus.GaugeOpts{Namespace: "readout", Name: "gateway_connected", Help: "1 while connected to the gateway."},
		func() float64 {
			if m.connected.Load() {
				return 1
			}
			return 0
		})
	m.registry.MustRegister(m.questions, m.answers, m.outcomes, m.refusals, m.failures, m.votes, m.requests, m.unsent, m.recalled, m.repeats, m.connects,
		connected, m.answerTime, m.ackTime, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *metrics) refused(why reason)               { m.refusals.WithLabelValues(string(why)).Inc() }
func (m *metrics) failed(kind string)               { m.failures.WithLabelValues(kind).Inc() }
func (m *metrics) voted(v store.Vote)               { m.votes.WithLabelValues(string(v)).Inc() }
func (m *metrics) acknowledged(after time.Duration) { m.ackTime.Observe(after.Seconds()) }
func (m *metrics) request(route string, status int) {
	m.requests.WithLabelValues(route, strconv.Itoa(status)).Inc()
}
func (m *metrics) answered(a *answer.Answer, took time.Duration) {
	outcome := "answered"
	if a.Abstention != nil {
		outcome = string(a.Abstention.Reason)
	}
	m.outcomes.WithLabelValues(outcome).Inc()
	m.answerTime.Observe(took.Seconds())
}

// serve serves health, readiness and metrics until the context ends. ready reports whether questions are answered.
func (m *metrics) serve(ctx context.Context, listener net.Listener, ready func() bool) error {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}))
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
