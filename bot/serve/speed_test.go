package serve

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"testing"
	"time"

	"readout/bot/edition"
	"readout/bot/edition/editiontest"
)

// timed are questions of several kinds: answered, answered by several articles, not answered, narrowed by their own words.
var timed = []string{
	"What did Lavrov say about Venezuela?", "Will Trump and Putin meet in Japan?", "Who will attend the Osaka summit?", "What did Pompeo say about elections?",
	"According to Bloomberg, what do the two presidents have to discuss?", "When did Pompeo meet Putin?", "What is the mayor's favourite dish?",
}

// BenchmarkPage asks each question directly and on the page, over a connection, by turns in one process, and reports the medians in
// milliseconds, and how many times its answer a page takes. No answer is kept: each page is the first that shows it.
func BenchmarkPage(b *testing.B) {
	e := editiontest.Shipped(b)
	s, err := New(Options{Source: editiontest.Source(e)})
	if err != nil {
		b.Fatal(err)
	}
	srv := httptest.NewServer(s)
	defer srv.Close()
	page := func(question string) {
		s.answers.Purge()
		resp, err := http.Get(srv.URL + "/?" + url.Values{"q": {question}}.Encode())
		if err != nil {
			b.Fatal(err)
		}
		defer resp.Body.Close()
		if _, err := io.Copy(io.Discard, resp.Body); err != nil || resp.StatusCode != http.StatusOK {
			b.Fatal(resp.Status, err)
		}
	}
	direct := func(question string) {
		if _, err := e.Ask(b.Context(), edition.Question{Text: question}); err != nil {
			b.Fatal(err)
		}
	}
	direct(timed[0]) // what is made when first needed is made
	page(timed[0])
	var asked, shown, over []time.Duration
	for b.Loop() {
		for _, question := range timed {
			start := time.Now()
			direct(question)
			took := time.Since(start)
			start = time.Now()
			page(question)
			whole := time.Since(start)
			asked, shown, over = append(asked, took), append(shown, whole), append(over, whole-took)
		}
	}
	median := func(times []time.Duration) float64 {
		slices.Sort(times)
		return float64(times[len(times)/2].Microseconds()) / 1000
	}
	b.ReportMetric(median(over), "over-ms")
	b.ReportMetric(median(asked), "ask-ms")
	b.ReportMetric(median(shown), "page-ms")
	b.ReportMetric(median(shown)/median(asked), "page/ask")
}
