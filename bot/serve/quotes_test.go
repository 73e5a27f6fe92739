package serve

import (
	"encoding/json"
	"html"
	"strings"
	"testing"

	cdp "github.com/chromedp/chromedp"

	"readout/bot/edition/editiontest"
	"readout/bot/misquotes"
)

// serveSluice serves a report whose quotations stand to two transcripts in every way.
func serveSluice(t *testing.T) *serving {
	e := editiontest.Sluice(t)
	return serveHarbour(t, func(o *Options) { o.Source = editiontest.Source(e) })
}

func TestQuotations(t *testing.T) {
	t.Parallel()
	s := serveSluice(t)
	page := s.page("/quotes")
	shown := words(page)
	for _, want := range []string{"6 quotations compared with 2 transcripts", "Altered", "left out: ninety", "not said: sixty", "Why it may differ", "Not found in a transcript",
		"Said by somebody else", "it may have been said elsewhere", "Also those that are as they were said"} {
		if !strings.Contains(shown, want) {
			t.Errorf("it lacks %q:\n%s", want, shown)
		}
	}
	if strings.Contains(shown, "Word for word") || !strings.Contains(page, `aria-current="page">Quotations`) {
		t.Errorf("what is as it was said is shown, or the page is not named:\n%s", shown)
	}
	if all := words(s.page("/quotes", "all", "1")); !strings.Contains(all, "Word for word") || !strings.Contains(all, "Only those that differ") {
		t.Errorf("with all:\n%s", all)
	}
	// Both places are opened with their words marked.
	links := 0
	for _, part := range strings.Split(page, `href="/article?`)[1:] {
		link, _, _ := strings.Cut(html.UnescapeString(part), `"`)
		link, _, _ = strings.Cut(link, "#")
		if !strings.Contains(link, "mark=") {
			continue
		}
		links++
		if status, article, _ := s.do("GET", "/article?"+link, ""); status != 200 || !strings.Contains(article, "<mark>") {
			t.Errorf("%s: status %d\n%s", link, status, words(article))
		}
	}
	if links < 7 {
		t.Errorf("%d links to words", links)
	}
	without := serveHarbour(t, func(o *Options) { o.Source = editiontest.Source(editiontest.Shipped(t)) })
	if front := without.page("/"); strings.Contains(front, `href="/quotes"`) {
		t.Error("where there is no transcript, quotations are offered")
	}
	if shown := words(without.page("/quotes")); !strings.Contains(shown, "There is no transcript among the articles") || strings.Contains(shown, "Nothing that was compared") {
		t.Errorf("without a transcript:\n%s", shown)
	}
}

func TestQuotationsOfTheAPI(t *testing.T) {
	t.Parallel()
	s, router := serveSluice(t), described(t)
	for path, want := range map[string]int{"misquotes": 4, "misquotes?all=1": 6, "misquotes?article=courier.md&kind=report": 4, "misquotes?kind=transcript": 0} {
		status, data := s.asked(router, true, "GET", "/api/v1/"+path, "")
		var r misquotes.Record
		if err := json.Unmarshal(data, &r); err != nil || status != 200 || len(r.Quotations) != want || want > 0 && r.Counts["verbatim"] != 1 {
			t.Errorf("%s: status %d, %v, %d quotations: %s", path, status, err, len(r.Quotations), data)
		}
	}
	if status, data := s.asked(router, true, "GET", "/api/v1/misquotes?publisher=The+Moon", ""); status != 422 {
		t.Errorf("of nobody: %d %s", status, data)
	}
}

// TestQuotationsInTheBrowser reads what differs, and opens the words of the transcript.
func TestQuotationsInTheBrowser(t *testing.T) {
	s := serveSluice(t)
	b := openBrowser(t, s.URL)
	if b == nil {
		return
	}
	b.run(cdp.Navigate(s.URL), cdp.WaitVisible(cdp.CSS("#q")))
	b.led(cdp.Click(cdp.CSS("nav a[href='/quotes']")))
	b.run(cdp.WaitVisible(cdp.CSS(".answer del")))
	b.look("quotes")
	b.led(cdp.Click(cdp.CSS(".said a")))
	b.run(cdp.WaitVisible(cdp.CSS(".read mark")))
	if got := b.shown(".read mark"); len(got) < 10 {
		t.Errorf("marked %q", got)
	}
	b.end()
}
