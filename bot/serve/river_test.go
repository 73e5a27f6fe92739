package serve

import (
	"bytes"
	"html"
	"net/url"
	"strings"
	"testing"

	cdp "github.com/chromedp/chromedp"

	"readout/bot/edition"
	"readout/bot/edition/editiontest"
	"readout/bot/receipt"
	"readout/bot/typeset"
	"readout/retrieval/answer"
)

// TestThePageShowsWhatIsAnswered asks two sets of articles on the page: it shows the sentences of the answer and nothing else, each
// citation leads to its words in the article, and the receipt holds.
func TestThePageShowsWhatIsAnswered(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Log("not asked in a short run: reading takes long where it is watched")
		return
	}
	for name, set := range map[string]struct {
		of        *edition.Edition
		questions []string
	}{
		"river":   {editiontest.River(t), editiontest.RiverQuestions()},
		"shipped": {editiontest.Shipped(t), timed[:3]},
	} {
		s := serveHarbour(t, func(o *Options) { o.Source = editiontest.Source(set.of) })
		answered, silent := 0, 0
		for _, question := range set.questions {
			want, err := set.of.Ask(t.Context(), edition.Question{Text: question})
			if err != nil {
				t.Fatal(err)
			}
			page := s.page("/", "q", question)
			s.showsAnswer(name+": "+question, page, want.Answer)
			if want.Abstention == nil {
				answered++
			} else {
				silent++
			}
			status, file, h := s.do("GET", "/receipt?"+url.Values{"q": {question}}.Encode(), "")
			if status != 200 || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment") {
				t.Fatalf("%s: the receipt: status %d\n%s", question, status, file)
			}
			r, err := receipt.Read(bytes.NewReader([]byte(file)))
			if err != nil {
				t.Fatalf("%s: the receipt: %v", question, err)
			}
			if faults := r.Verify(set.of.Snapshot.Corpus, set.of.Snapshot.Version); len(faults) > 0 {
				t.Errorf("%s: the receipt does not hold: %v", question, faults)
			}
		}
		if answered < 2 || silent < 1 {
			t.Errorf("%s: %d answered, %d not: the questions are not of both kinds", name, answered, silent)
		}
		for _, path := range []string{"/summary", "/timeline", "/sources"} {
			if shown := words(s.page(path)); len(shown) < 200 {
				t.Errorf("%s: %s shows\n%s", name, path, shown)
			}
		}
	}
}

// showsAnswer compares a page with the answer that it is to show.
func (s *serving) showsAnswer(about, page string, want *answer.Answer) {
	s.t.Helper()
	shown := words(page)
	for _, sentence := range want.Sentences {
		if text := strings.Join(strings.Fields(typeset.Harmless(sentence.Text)), " "); !strings.Contains(shown, text) {
			s.t.Errorf("%s: the page lacks %q:\n%s", about, text, shown)
		}
	}
	if n := strings.Count(page, "<ul class=\"sentences\">"); (n == 1) != (len(want.Sentences) > 0) {
		s.t.Errorf("%s: %d lists of sentences for %d", about, n, len(want.Sentences))
	}
	if want.Abstention != nil && !strings.Contains(page, "class=\"silent\"") {
		s.t.Errorf("%s: that nothing is answered is not said:\n%s", about, shown)
	}
	links := map[string]bool{}
	for _, m := range marker.FindAllStringSubmatch(page, -1) {
		links[html.UnescapeString(m[1])] = true
	}
	for _, c := range want.Citations {
		if !links[passageLink(c)] {
			s.t.Errorf("%s: no link leads to [%d]", about, c.N)
			continue
		}
		path, _, _ := strings.Cut(passageLink(c), "#")
		status, article, _ := s.do("GET", path, "")
		marked := ""
		for _, part := range strings.Split(article, "<mark>")[1:] {
			inner, _, _ := strings.Cut(part, "</mark>")
			marked += html.UnescapeString(tags.ReplaceAllString(inner, ""))
		}
		got, quoted := strings.Join(strings.Fields(marked), ""), strings.Join(strings.Fields(typeset.Harmless(c.Article.Text(c.Quote))), "")
		if status != 200 || got != quoted {
			s.t.Errorf("%s: [%d] leads to %q, not %q", about, c.N, got, quoted)
		}
	}
}

func TestNoReceiptWithoutAQuestion(t *testing.T) {
	t.Parallel()
	s := serveHarbour(t, nil)
	for path, want := range map[string]int{"/receipt": 404, "/receipt?q=Who%3F&kind=poem": 422, "/receipt?q=Who%3F&publisher=The+Moon": 422} {
		status, page, h := s.do("GET", path, "")
		if status != want || h.Get("Content-Disposition") != "" || !strings.Contains(page, "class=\"problem\"") {
			t.Errorf("%s: status %d\n%s", path, status, page)
		}
	}
}

// TestJourneyOverTheRiver reads a foreign set of articles in the browser: an answer, its citation, a follow-up, what the question says.
func TestJourneyOverTheRiver(t *testing.T) {
	e := editiontest.River(t)
	s := serveHarbour(t, func(o *Options) { o.Source = editiontest.Source(e) })
	b := openBrowser(t, s.URL)
	if b == nil {
		return
	}
	b.run(cdp.Navigate(s.URL), cdp.WaitVisible(cdp.CSS("#q")))
	b.typed("When will the ministers meet again?")
	if text := b.shown(".answer"); !strings.Contains(text, "December") {
		t.Errorf("answered\n%s", text)
	}
	b.look("river-answer")
	b.led(cdp.Click(cdp.CSS(".sentences .marker")))
	b.run(cdp.WaitVisible(cdp.CSS(".read mark")))
	b.look("river-article")
	// The link of a paragraph leads back to it.
	link := value[string](b, `document.querySelector(".read a[href*='passage=']").href`)
	b.run(cdp.Navigate(link), cdp.WaitVisible(cdp.CSS(".read")))
	if at := value[string](b, `location.hash`); !strings.HasPrefix(at, "#p") || !value[bool](b, `!!document.querySelector(location.hash)`) {
		t.Errorf("the paragraph's link leads to %s", at)
	}
	for _, path := range []string{"/summary", "/said?speaker=Ilona+Vestergren", "/timeline", "/sources"} {
		b.run(cdp.Navigate(s.URL+path), cdp.WaitVisible(cdp.CSS("main h1")))
		b.look("river-" + strings.Trim(strings.Split(path, "?")[0], "/"))
	}
	b.end()
}
