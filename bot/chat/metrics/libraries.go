package metrics

import (
	"github.com/prometheus/client_golang/prometheus"

	"readout/bot/libraries"
)

// memory tells what of the libraries is in memory; *libraries.Libraries does.
type memory interface{ Memory() libraries.Memory }

// watchLibraries adds what is known of the libraries in memory.
func (m *Metrics) watchLibraries(of memory) {
	value := func(read func(libraries.Memory) int64) func() float64 {
		return func() float64 { return float64(read(of.Memory())) }
	}
	gauge := func(name, help string, read func(libraries.Memory) int64) {
		o := prometheus.GaugeOpts{Namespace: "readout", Name: name, Help: help}
		m.Registry.MustRegister(prometheus.NewGaugeFunc(o, value(read)))
	}
	count := func(name, help string, read func(libraries.Memory) int64) {
		o := prometheus.CounterOpts{Namespace: "readout", Name: name, Help: help}
		m.Registry.MustRegister(prometheus.NewCounterFunc(o, value(read)))
	}
	gauge("libraries_open", "Versions of servers' articles that are in memory.",
		func(m libraries.Memory) int64 { return int64(m.Libraries) })
	gauge("libraries_bytes", "About how much memory they take.", func(m libraries.Memory) int64 { return m.Bytes })
	gauge("libraries_most_bytes", "How much they may take: READOUT_LIBRARY_MEMORY.", func(m libraries.Memory) int64 { return m.Most })
	gauge("libraries_mapped_bytes", "How much of it is files that are mapped.", func(m libraries.Memory) int64 { return m.Mapped })
	count("libraries_hits_total", "How often articles were asked for that were in memory.",
		func(m libraries.Memory) int64 { return m.Hits })
	count("libraries_opened_total", "How often articles were opened from a snapshot.", func(m libraries.Memory) int64 { return m.Opened })
	count("libraries_made_total", "How often articles were read, and their snapshot made.",
		func(m libraries.Memory) int64 { return m.Made })
	count("libraries_dropped_total", "How often articles were dropped from memory for others.",
		func(m libraries.Memory) int64 { return m.Dropped })
}
