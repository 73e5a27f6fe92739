package serve

import (
	"context"
	"encoding/json"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	cdp "github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"readout/bot/edition/editiontest"
)

// browser is a tab of a headless Chromium that nobody used before. What it asks of other hosts, and its dialogs, are faults.
type browser struct {
	context.Context
	t *testing.T

	mu      sync.Mutex
	strange []string
}

// browserTime is what a whole journey may take on a slow machine.
const browserTime = 3 * time.Minute

// openBrowser gives nil where there is no Chromium, which is said in the log.
func openBrowser(t *testing.T, base string) *browser {
	t.Helper()
	program := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			program = found
			break
		}
	}
	if program == "" || testing.Short() {
		t.Log("NOT RUN IN A BROWSER: there is no Chromium here (Debian: apt-get install chromium), or the run is short")
		return nil
	}
	allocated, cancel := cdp.NewExecAllocator(context.Background(), append(cdp.DefaultExecAllocatorOptions[:],
		cdp.ExecPath(program), cdp.NoSandbox, cdp.DisableGPU, cdp.UserDataDir(t.TempDir()), cdp.Flag("disable-quic", true), cdp.Flag("disable-component-update", true),
		cdp.Flag("disable-dev-shm-usage", true), cdp.WSURLReadTimeout(time.Minute))...)
	t.Cleanup(cancel)
	tab, cancel := cdp.NewContext(allocated)
	t.Cleanup(cancel)
	b := &browser{Context: tab, t: t}
	if err := cdp.Do(tab); err != nil { // the browser ends with the context of the first call
		t.Fatal(err)
	}
	limited, cancel := context.WithTimeout(tab, browserTime)
	t.Cleanup(cancel)
	b.Context = limited
	err := cdp.Listen(b, func(event any) {
		switch e := event.(type) {
		case *network.EventRequestWillBeSent:
			if !strings.HasPrefix(e.Request.URL, base) && !strings.HasPrefix(e.Request.URL, "about:") {
				b.note("asked for " + e.Request.URL)
			}
		case *page.EventJavascriptDialogOpening:
			b.note("a dialog: " + e.Message)
		}
	})
	if err == nil {
		_, err = cdp.Call(b, network.Enable, network.EnableParams{})
	}
	if err != nil {
		t.Fatal(err)
	}
	b.run(cdp.EmulateViewport(1100, 900))
	return b
}

func (b *browser) note(what string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.strange = append(b.strange, what)
}

func (b *browser) run(actions ...cdp.Action[cdp.Void]) {
	b.t.Helper()
	if err := cdp.Do(b, actions...); err != nil {
		// A page that hangs is not waited for.
		looking, cancel := context.WithTimeout(b, 5*time.Second)
		defer cancel()
		at, _ := cdp.Run(looking, cdp.Location())
		text, _ := cdp.Run(looking, cdp.Text(cdp.CSS("body")))
		b.t.Fatalf("in the browser: %v\nat %s\n%s", err, at, text)
	}
}

// led runs what makes the browser load another page, and waits for it.
func (b *browser) led(actions ...cdp.Action[cdp.Void]) {
	b.t.Helper()
	b.run(cdp.Func(func(ctx context.Context, _ *cdp.Target) error {
		_, err := cdp.RunResponse(ctx, actions...)
		return err
	}))
}

// got is the value of an action.
func got[T any](b *browser, action cdp.Action[T]) T {
	b.t.Helper()
	v, err := cdp.Run(b, action)
	if err != nil {
		b.t.Fatalf("in the browser: %v", err)
	}
	return v
}

// shown is the text of the first element that a selector finds.
func (b *browser) shown(selector string) string {
	b.t.Helper()
	return got(b, cdp.Text(cdp.CSS(selector)))
}

// value evaluates a script.
func value[T any](b *browser, script string, o ...cdp.EvaluateOption) T {
	b.t.Helper()
	return got(b, cdp.Evaluate[T](script, o...))
}

// picture keeps a picture of the page, where READOUT_PICTURES names a folder for them.
func (b *browser) picture(name string) {
	b.t.Helper()
	dir := os.Getenv("READOUT_PICTURES")
	if dir == "" {
		return
	}
	png := got(b, cdp.FullScreenshot(100))
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644); err != nil {
		b.t.Error(err)
	}
}

// accessible has axe-core look for faults, where it is installed (npm ci in testdata/axe).
func (b *browser) accessible(where string) {
	b.t.Helper()
	axe, err := os.ReadFile("testdata/axe/node_modules/axe-core/axe.min.js")
	if err != nil {
		b.t.Log("NOT LOOKED AT BY axe-core: it is not installed (npm ci in bot/serve/testdata/axe)")
		return
	}
	found := value[string](b, string(axe)+`;axe.run().then(r => JSON.stringify(r.violations.map(v => ({id: v.id, impact: v.impact, at: v.nodes.map(n => n.html + " " + n.failureSummary)}))))`,
		cdp.EvalAwaitPromise)
	var faults []struct {
		ID, Impact string
		At         []string
	}
	if err := json.Unmarshal([]byte(found), &faults); err != nil {
		b.t.Fatal(err)
	}
	for _, f := range faults {
		b.t.Errorf("%s: axe-core finds %s (%s): %s", where, f.ID, f.Impact, strings.Join(f.At, "\n"))
	}
}

// look looks at the page as it is on a desk by day and on a telephone by night.
func (b *browser) look(name string) {
	b.t.Helper()
	b.asIs(name)
	b.scheme("dark")
	b.run(cdp.EmulateViewport(360, 740, cdp.EmulateMobile))
	b.asIs("telephone-" + name)
	b.scheme("light")
	b.run(cdp.EmulateViewport(1100, 900))
}

// asIs looks at the page as it is: a picture, what axe-core finds, whether it fits.
func (b *browser) asIs(name string) {
	b.t.Helper()
	b.picture(name)
	b.accessible(name)
	b.fits(name)
}

// scheme has the browser prefer light or dark.
func (b *browser) scheme(name string) {
	b.t.Helper()
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: name}}}
	if _, err := cdp.Call(b, emulation.SetEmulatedMedia, media); err != nil {
		b.t.Fatal(err)
	}
}

// fits reports a page that must be scrolled sideways.
func (b *browser) fits(where string) {
	b.t.Helper()
	if over := value[int](b, `document.documentElement.scrollWidth - window.innerWidth`); over > 0 {
		b.t.Errorf("%s: %d pixels too wide", where, over)
	}
}

// end tells what was strange.
func (b *browser) end() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, s := range b.strange {
		b.t.Errorf("the browser %s", s)
	}
}

// typed asks a question as somebody does who has no mouse.
func (b *browser) typed(question string) {
	b.t.Helper()
	b.run(cdp.Focus(cdp.CSS("#q")))
	b.led(cdp.KeyEvent(question + kb.Enter))
	b.run(cdp.WaitVisible(cdp.CSS(".answer h1")))
	if asked := b.shown(".answer h1"); asked != question {
		b.t.Errorf("asked %q, and answered was %q", question, asked)
	}
}

func TestJourneyOverTheHarbour(t *testing.T) {
	s := serveHarbour(t, withNews(t, nil))
	b := openBrowser(t, s.URL)
	if b == nil {
		return
	}
	b.run(cdp.Navigate(s.URL), cdp.WaitVisible(cdp.CSS("#q")))
	b.look("front")
	b.typed("How long did the talks last?")
	if text := b.shown(".answer"); !strings.Contains(text, "three hours") || !strings.Contains(text, "five hours") || !strings.Contains(text, "Sources differ") {
		t.Errorf("answered\n%s", text)
	}
	b.look("answer")

	answered := got(b, cdp.Location())
	// A citation is opened with the keyboard; the words are marked, and in sight.
	b.run(cdp.Focus(cdp.CSS(".sentences .marker")))
	b.led(cdp.KeyEvent(kb.Enter))
	b.run(cdp.WaitVisible(cdp.CSS(".read mark")))
	if got := b.shown(".read mark"); got != "The talks lasted three hours." {
		t.Errorf("marked %q", got)
	}
	if !value[bool](b, `(() => { const r = document.querySelector("mark").getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight })()`) {
		t.Error("what is marked is out of sight")
	}
	b.look("article")
	b.run(cdp.Navigate(answered), cdp.WaitVisible(cdp.CSS(".answer h1")))

	b.typed("What did Brandt say about the ferries?")
	b.typed("When did he say it?")
	if text := b.shown(".earlier"); !strings.Contains(text, "How long did the talks last?") || !strings.Contains(text, "What did Brandt say about the ferries?") {
		t.Errorf("the conversation was\n%s", text)
	}
	b.look("follow-up")

	// What the question itself says is shown, and taken back.
	b.run(cdp.Navigate(s.URL), cdp.WaitVisible(cdp.CSS("#q")))
	b.typed("According to the Ravnes Courier, how long did the talks last?")
	if text := b.shown(".answer"); strings.Contains(text, "three hours") || !strings.Contains(text, "as the question says") {
		t.Errorf("answered\n%s", text)
	}
	b.look("inferred")
	b.led(cdp.Click(cdp.CSS(".chosen a")))
	b.run(cdp.WaitNotPresent(cdp.CSS(".chosen")))

	for path, name := range map[string]string{"/summary": "summary", "/said?speaker=Tove+Lindqvist": "said", "/timeline": "timeline", "/sources": "sources", "/new": "new",
		"/?q=Who+will+be+the+next+king%3F": "silent", "/nowhere": "nowhere", "/?q=What%3F&kind=poem": "problem"} {
		b.run(cdp.Navigate(s.URL+path), cdp.WaitVisible(cdp.CSS("main h1")))
		b.look(name)
	}
	b.end()
}

// TestHostileTextIsInert reads an article that would run scripts, hide the page and turn its writing round.
func TestHostileTextIsInert(t *testing.T) {
	s := serveHarbour(t, nil)
	b := openBrowser(t, s.URL)
	if b == nil {
		return
	}
	for _, path := range []string{"/?q=How+many+bicycles+did+the+harbour+office+count%3F", "/article?id=hostile.md", "/sources", "/quotes?all=1", "/said?speaker=Sunniva+Dahl", "/summary?article=hostile.md",
		"/?q=" + url.QueryEscape(`"><script>document.title='owned'</script>`), "/?q=Who%3F&publisher=" + url.QueryEscape(`"><img src=x onerror=document.title='owned'>`),
		"/?q=Who%3F&v=" + url.QueryEscape(`<b onmouseover=alert(1)>`)} {
		b.run(cdp.Navigate(s.URL+path), cdp.WaitVisible(cdp.CSS("main h1")))
		if title := value[string](b, `document.title`); title == "owned" || strings.HasPrefix(title, "1") {
			t.Errorf("%s: a script of the article ran", path)
		}
		if n := value[int](b, `document.querySelectorAll("main script, main img, main style, main b, [onerror], [onmouseover], a[href^=javascript]").length`); n > 0 {
			t.Errorf("%s: %d elements of the article's", path, n)
		}
		if strings.ContainsRune(value[string](b, `document.documentElement.innerHTML`), 0x202e) {
			t.Errorf("%s: the article turns the writing round", path)
		}
	}
	b.run(cdp.Navigate(s.URL+"/article?id=hostile.md"), cdp.WaitVisible(cdp.CSS(".read")))
	b.look("hostile")
	if text := b.shown(".read"); !strings.Contains(text, "<script>document.title='owned'</script>") || !strings.Contains(text, "desrever") {
		t.Errorf("the article's words are\n%s", text)
	}
	// Even a script that came into the page would not run: the policy forbids it.
	if ran := value[bool](b, `(() => { try { const s = document.createElement("script"); s.textContent = "window.ran = true"; document.body.append(s) } catch {} return !!window.ran })()`); ran {
		t.Error("the policy lets scripts in")
	}
	b.end()
}

// TestShippedOnATelephone asks the shipped articles on a small screen, in the dark.
func TestShippedOnATelephone(t *testing.T) {
	o := editiontest.Shipped(t)
	s := serveHarbour(t, func(opts *Options) { opts.Source = editiontest.Source(o) })
	b := openBrowser(t, s.URL)
	if b == nil {
		return
	}
	b.scheme("dark")
	b.run(cdp.EmulateViewport(360, 740, cdp.EmulateMobile),
		cdp.Navigate(s.URL), cdp.WaitVisible(cdp.CSS("#q")))
	b.asIs("shipped-front")
	b.typed("What did Lavrov say about Venezuela?")
	b.asIs("shipped-answer")
	if text := b.shown(".answer"); !strings.Contains(text, "Venezuela") || !strings.Contains(text, "digest of") {
		t.Errorf("answered\n%s", text)
	}
	b.run(cdp.Click(cdp.CSS(".answer details summary")), cdp.WaitVisible(cdp.CSS(".answer details mark")))
	b.fits("passages")
	b.led(cdp.Click(cdp.CSS(".sentences .marker")))
	b.run(cdp.WaitVisible(cdp.CSS(".read mark")))
	b.asIs("shipped-article")
	for _, path := range []string{"/summary?length=long", "/timeline", "/sources", "/said"} {
		b.run(cdp.Navigate(s.URL+path), cdp.WaitVisible(cdp.CSS("main h1")))
		b.asIs("shipped-" + strings.Trim(strings.Split(path, "?")[0], "/"))
	}
	b.end()
}

// TestAnArticleIsAddedInTheBrowser goes from the token to an answer from the article that was added.
func TestAnArticleIsAddedInTheBrowser(t *testing.T) {
	s, _ := serveLibrary(t)
	b := openBrowser(t, s.URL)
	if b == nil {
		return
	}
	file := filepath.Join(t.TempDir(), "lighthouse.md")
	if err := os.WriteFile(file, []byte(lighthouse), 0o600); err != nil {
		t.Fatal(err)
	}
	b.run(cdp.Navigate(s.URL+"/add"), cdp.WaitVisible(cdp.CSS("#token")))
	b.look("token")
	b.run(cdp.SendKeys(cdp.CSS("#token"), "not the token"))
	b.led(cdp.Submit(cdp.CSS("#token")))
	if text := b.shown(".problem"); !strings.Contains(text, "not the token") {
		t.Errorf("told %q", text)
	}
	b.run(cdp.SendKeys(cdp.CSS("#token"), s.s.Token()))
	b.led(cdp.Submit(cdp.CSS("#token")))
	b.run(cdp.WaitVisible(cdp.CSS("#file")))
	b.look("add")
	b.run(cdp.SetUploadFiles(cdp.CSS("#file"), []string{file}))
	b.led(cdp.Submit(cdp.CSS("#file")))
	b.run(cdp.WaitVisible(cdp.CSS("form[action='/publish']")))
	if text := b.shown("main"); !strings.Contains(text, "The lighthouse is sold") || !strings.Contains(text, "addresses whoever answers") {
		t.Errorf("the preview is\n%s", text)
	}
	b.look("preview")
	b.led(cdp.Submit(cdp.CSS("form[action='/publish'] button")))
	if text := b.shown("main"); !strings.Contains(text, "This is version 2 now.") {
		t.Errorf("published\n%s", text)
	}
	b.look("published")
	b.run(cdp.Navigate(s.URL), cdp.WaitVisible(cdp.CSS("#q")))
	b.typed("Who bought the lighthouse?")
	if text := b.shown(".answer"); !strings.Contains(text, "Birgit Nygaard bought the lighthouse") {
		t.Errorf("answered\n%s", text)
	}
	b.end()
}
