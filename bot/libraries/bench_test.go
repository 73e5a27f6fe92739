//go:build unix

package libraries

import (
	"fmt"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"readout/corpus"
	"readout/corpus/library"
	"readout/retrieval"
	"readout/retrieval/answer"
)

// paragraphs is how many an article of the benchmarks has.
const paragraphs = 20

// large are the libraries in a directory, with one of so many made-up articles that are fetched from the web. Vectors are hashes; the
// words' vectors are those of the product.
func large(b *testing.B, articles int, embedded *atomic.Int64) (o Options, w *web, pages *writer) {
	b.Helper()
	w, pages = newWeb(), newWriter(1)
	o = hashing(b, b.TempDir(), w, embedded, 512)
	real, err := ship()
	if err != nil {
		b.Fatal(err)
	}
	o.WordVectors = real.model
	o.Memory = 4 << 30
	for n := range articles {
		setPage(w, pages, n)
		w.feeds[feed] = append(w.feeds[feed], pageLink(n))
	}
	s := open(b, o)
	must(b, s, guild, Change{Kind: Add, Feed: feed})
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	return o, w, pages
}

func pageLink(n int) string { return fmt.Sprintf("http://a.example/page-%05d", n) }

func setPage(w *web, pages *writer, n int) {
	_, text := pages.article(n, paragraphs)
	w.set(func() { w.pages[pageLink(n)] = text })
}

// processorTime is what the process has used on all processors: it says more than the clock where others use them, too.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// BenchmarkPublish refreshes and publishes a library of 2,000 articles of which 5 changed, without judged questions.
func BenchmarkPublish(b *testing.B) {
	var embedded atomic.Int64
	o, w, pages := large(b, 2000, &embedded)
	s := open(b, o)
	if _, err := s.Snapshot(b.Context(), guild); err != nil {
		b.Fatal(err)
	}
	var preparing, publishing time.Duration
	change := func() (processors time.Duration) {
		for n := range 5 {
			setPage(w, pages, n*100)
		}
		start, used := time.Now(), processorTime(b)
		d := prepare(b, s, guild, Change{Kind: Refresh})
		preparing += time.Since(start)
		start = time.Now()
		p, err := s.Publish(b.Context(), guild, d.ID, "7", true)
		if err != nil || len(d.Changed) != 5 || len(p.Changed) == 0 {
			b.Fatalf("%d articles changed, %v", len(d.Changed), err)
		}
		publishing += time.Since(start)
		return processorTime(b) - used
	}
	change()
	first := preparing + publishing
	var processors time.Duration
	preparing, publishing = 0, 0
	embedded.Store(0)
	for b.Loop() {
		processors += change()
	}
	b.ReportMetric(first.Seconds(), "s-first-after-restart")
	b.ReportMetric(processors.Seconds()/float64(b.N), "s-processors/op")
	b.ReportMetric(preparing.Seconds()/float64(b.N), "s-prepare/op")
	b.ReportMetric(publishing.Seconds()/float64(b.N), "s-publish/op")
	b.ReportMetric(float64(embedded.Load())/float64(b.N), "embedded/op")
}

// publishDirectly has a server's library have so many made-up articles, and its snapshot made.
func publishDirectly(b *testing.B, o Options, articles int) {
	b.Helper()
	s := open(b, o)
	err := s.with(b.Context(), guild, true, func(c *community) error {
		m, pages := library.Manifest{Version: library.Version{Action: string(Import)}}, newWriter(1)
		for n := range articles {
			name, text := pages.article(n, paragraphs)
			hash, err := c.library.Put(b.Context(), []byte(text))
			if err != nil {
				return err
			}
			m.Articles = append(m.Articles, library.Entry{ID: corpus.ArticleID(name), Name: name, Hash: hash})
		}
		_, err := c.library.Publish(b.Context(), m, nil)
		return err
	})
	if err == nil {
		_, err = s.Snapshot(b.Context(), guild)
	}
	if err != nil {
		b.Fatal(err)
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkRestart opens a library of 100,000 passages, more than one may come to hold by way of Prepare, and answers a question.
func BenchmarkRestart(b *testing.B) {
	var embedded atomic.Int64
	o := hashing(b, b.TempDir(), newWeb(), &embedded, 384)
	real, err := ship()
	if err != nil {
		b.Fatal(err)
	}
	o.WordVectors = real.model
	publishDirectly(b, o, 100_000/paragraphs)
	var opening, processors time.Duration
	embedded.Store(0)
	for b.Loop() {
		start, used := time.Now(), processorTime(b)
		s := open(b, o)
		now, err := s.Snapshot(b.Context(), guild)
		if err != nil {
			b.Fatal(err)
		}
		a := answer.New(func() *retrieval.Snapshot { return now })
		if _, err := a.Answer(b.Context(), answer.Question{Text: "What did the minister say about the treaty?"}); err != nil {
			b.Fatal(err)
		}
		opening += time.Since(start)
		processors += processorTime(b) - used
		b.ReportMetric(float64(len(now.Words.Passages())), "passages")
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(opening.Seconds()/float64(b.N), "s-first-answer/op")
	b.ReportMetric(processors.Seconds()/float64(b.N), "s-processors/op")
	b.ReportMetric(float64(embedded.Load())/float64(b.N), "embedded/op")
}
