package serve

import (
	"net/url"
	"strings"
	"testing"

	cdp "github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"readout/bot/edition/editiontest"
)

// TestKeyboardAlone reads an answer, its passage and its article without a mouse, from the link that leads over the menu.
func TestKeyboardAlone(t *testing.T) {
	e := editiontest.Shipped(t)
	s := serveHarbour(t, func(o *Options) { o.Source = editiontest.Source(e) })
	b := openBrowser(t, s.URL)
	if b == nil {
		return
	}
	focused := func() string {
		return value[string](b, `(() => { const e = document.activeElement; return e.tagName + " " + (e.getAttribute("aria-label") || e.id || e.textContent).trim().slice(0, 60) })()`)
	}
	b.run(cdp.Navigate(s.URL+"/?q="+url.QueryEscape("What did Lavrov say about Venezuela?")), cdp.WaitVisible(cdp.CSS(".answer h1")), cdp.KeyEvent(kb.Tab))
	if got := focused(); got != "A To the content" || value[int](b, `Math.round(document.activeElement.getBoundingClientRect().left)`) < 0 {
		t.Errorf("the first Tab leads to %q, out of sight", got)
	}
	b.run(cdp.KeyEvent(kb.Enter), cdp.KeyEvent(kb.Tab))
	if got := focused(); !strings.HasPrefix(got, "A Source 1: digest of") {
		t.Errorf("over the menu, Tab leads to %q", got)
	}
	if outline := value[string](b, `getComputedStyle(document.activeElement).outlineStyle`); outline != "solid" {
		t.Errorf("what has the focus is outlined %s", outline)
	}
	// Every stop is reached, each is seen, and each has a name.
	stops := 0
	for range 60 {
		b.run(cdp.KeyEvent(kb.Tab))
		if value[bool](b, `document.activeElement === document.body`) {
			break
		}
		stops++
		if !value[bool](b, `(() => { const e = document.activeElement, r = e.getBoundingClientRect(); return r.width > 0 && r.height > 0 && r.left >= 0 && (e.labels?.length > 0 || (e.getAttribute("aria-label") || e.textContent).trim() !== "") })()`) {
			t.Errorf("Tab leads to %q, which is not seen or has no name", focused())
		}
	}
	if all := value[int](b, `document.querySelectorAll("main .sentences a, main summary, main .share a, main #q, main button, main .follow a").length`); stops < all-1 {
		t.Errorf("%d stops, for %d links, fields and buttons", stops, all)
	}
	// A passage is opened in its place.
	b.run(cdp.Focus(cdp.CSS(".answer details summary")), cdp.KeyEvent(kb.Enter), cdp.WaitVisible(cdp.CSS(".answer details mark")))
	b.look("keyboard")
	b.end()
}

// TestSharedLinks gives the links of an answer, an article and a paragraph to somebody else, who comes from another site.
func TestSharedLinks(t *testing.T) {
	s := serveHarbour(t, nil)
	b := openBrowser(t, s.URL)
	if b == nil {
		return
	}
	b.run(cdp.Navigate(s.URL), cdp.WaitVisible(cdp.CSS("#q")))
	b.typed("What did Brandt say about the ferries?")
	b.typed("When did he say it?")
	told := b.shown(".answer .sentences")
	link := value[string](b, `document.querySelector(".share a[data-copy]").href`)
	for _, want := range []string{"v=harbour", "after=", "q=When"} {
		if !strings.Contains(link, want) {
			t.Errorf("the link %s lacks %q", link, want)
		}
	}
	// A press copies it, and says so.
	value[bool](b, `(() => { navigator.clipboard.writeText = async (text) => { window.copied = text }; return true })()`)
	b.run(cdp.Click(cdp.CSS(".share a[data-copy]")), cdp.WaitVisible(cdp.CSS("#copied")))
	if said, copied := b.shown("#copied"), value[string](b, `window.copied`); said != "Copied." || copied != link {
		t.Errorf("a press says %q, and copies %s", said, copied)
	}
	b.end()
	other := openBrowser(t, s.URL)
	other.run(cdp.Navigate(link), cdp.WaitVisible(cdp.CSS(".answer h1")))
	if got := other.shown(".answer .sentences"); got != told {
		t.Errorf("the link leads to\n%s\nnot\n%s", got, told)
	}
	if text := other.shown("main"); strings.Contains(text, "made at version") || !strings.Contains(text, "You asked") {
		t.Errorf("the same version, and it leads to\n%s", text)
	}
	other.run(cdp.Navigate(strings.Replace(link, "v=harbour", "v=older", 1)), cdp.WaitVisible(cdp.CSS(".answer h1")))
	if text := other.shown("main"); !strings.Contains(text, "made at version older") || !strings.Contains(text, "answered from version harbour") {
		t.Errorf("another version, and nothing is said of it:\n%s", text)
	}
	other.led(cdp.Click(cdp.CSS(".sentences .marker")))
	other.run(cdp.WaitVisible(cdp.CSS(".read mark")))
	article := value[string](other, `document.querySelector("a[data-copy]").href`)
	other.run(cdp.Navigate(article), cdp.WaitVisible(cdp.CSS(".read h1")))
	if n := value[int](other, `document.querySelectorAll("mark, .linked").length`); n != 0 {
		t.Errorf("the article's link marks %d places", n)
	}
	other.end()
}

// TestAskedWithin narrows a question in the form, sees what it is narrowed to, and takes each part away again.
func TestAskedWithin(t *testing.T) {
	for name, set := range map[string]struct {
		open                               func(testing.TB) *serving
		question, kind, publisher, speaker string
	}{
		"harbour": {func(testing.TB) *serving { return serveHarbour(t, nil) }, "What about the night route?", "transcript", "Ostby Town Hall", "Lindqvist"},
		"shipped": {func(testing.TB) *serving {
			e := editiontest.Shipped(t)
			return serveHarbour(t, func(o *Options) { o.Source = editiontest.Source(e) })
		}, "What did Lavrov say about Venezuela?", "opinion", "The Moscow Times", "Lavrov"},
	} {
		s := set.open(t)
		b := openBrowser(t, s.URL)
		if b == nil {
			return
		}
		b.run(cdp.Navigate(s.URL), cdp.WaitVisible(cdp.CSS("#q")), cdp.Click(cdp.CSS("details.within summary")), cdp.WaitVisible(cdp.CSS("#kind")),
			cdp.SendKeys(cdp.CSS("#q"), set.question), cdp.SetValue(cdp.CSS("#kind"), set.kind), cdp.SetValue(cdp.CSS("#publisher"), set.publisher),
			cdp.SetValue(cdp.CSS("#speaker"), set.speaker), cdp.SetValue(cdp.CSS("#from"), "2001"), cdp.SetValue(cdp.CSS("#to"), "2040-12"))
		b.led(cdp.Submit(cdp.CSS("#q")))
		b.run(cdp.WaitVisible(cdp.CSS(".chosen")))
		chosen := b.shown(".chosen")
		for _, want := range []string{"kind: " + set.kind, "publisher: " + set.publisher, "said by ", "from 2001", "to 2040-12"} {
			if !strings.Contains(chosen, want) {
				t.Errorf("%s: %q lacks %q", name, chosen, want)
			}
		}
		if n := value[int](b, `document.querySelectorAll(".answer ol.sources > li").length`); n != 1 {
			t.Errorf("%s: %d sources:\n%s", name, n, b.shown("main"))
		}
		b.look("within-" + name)
		for left := 5; left > 0; left-- {
			if n := value[int](b, `document.querySelectorAll(".chosen li").length`); n != left {
				t.Fatalf("%s: narrowed to %d things, not %d:\n%s", name, n, left, b.shown("main"))
			}
			b.led(cdp.Click(cdp.CSS(".chosen a")))
			b.run(cdp.WaitVisible(cdp.CSS(".answer h1")))
		}
		if n := value[int](b, `document.querySelectorAll(".chosen").length`); n != 0 {
			t.Errorf("%s: it is narrowed still", name)
		}
		if n := value[int](b, `document.querySelectorAll(".answer ol.sources > li").length`); n < 2 {
			t.Errorf("%s: everything is asked, and %d sources answer", name, n)
		}
		b.end()
	}
}
