package serve

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	cdp "github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"readout/bot/edition/editiontest"
	"readout/retrieval"
	"readout/retrieval/answer"
	"readout/retrieval/written"
	"readout/retrieval/written/writtentest"
)

// worded has a server's answers worded by a model that takes until goOn is closed, and quotes the first passage that it is shown.
func worded(t *testing.T, goOn <-chan struct{}) func(*Options) {
	e := *editiontest.Harbour(t)
	model := &writtentest.Script{Lines: []writtentest.Line{{Reply: func(r written.Request) (string, error) {
		var data struct {
			Passages []struct {
				Label string `json:"id"`
				Text  string `json:"text"`
			} `json:"passages"`
		}
		if err := json.Unmarshal(r.Data, &data); err != nil || len(data.Passages) == 0 {
			return "", fmt.Errorf("no passages in %s: %v", r.Data, err)
		}
		<-goOn
		const said = "The talks lasted three hours."
		for _, p := range data.Passages {
			if strings.Contains(p.Text, said) {
				return fmt.Sprintf(`{"claims":[{"text":%q,"passage":%q,"quote":%q,"speaker":""}]}`, said, p.Label, said), nil
			}
		}
		return `{"claims":[]}`, nil
	}}}}
	e.Answers = answer.NewWritten(func() *retrieval.Snapshot { return e.Snapshot }, model, answer.WrittenOptions{})
	return func(o *Options) { o.Source, o.Staged = editiontest.Source(&e), true }
}

const howLong = "How long did the talks last?"

// TestStagesAreToldMeanwhile: a program is told of each stage when it begins, long before the answer.
func TestStagesAreToldMeanwhile(t *testing.T) {
	t.Parallel()
	goOn := make(chan struct{})
	s := serveHarbour(t, worded(t, goOn))
	req, err := http.NewRequestWithContext(t.Context(), "POST", s.URL+"/api/v1/ask", strings.NewReader(`{"question":"`+howLong+`"}`))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "text/event-stream")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var events []string
	lines := bufio.NewScanner(resp.Body)
	lines.Buffer(nil, 1<<20)
	answered := ""
	for lines.Scan() {
		switch line := lines.Text(); {
		case strings.HasPrefix(line, "event: "):
			events = append(events, strings.TrimPrefix(line, "event: "))
		case strings.Contains(line, `"stage":"`):
			events[len(events)-1] += " " + strings.Split(line, `"`)[3]
			if events[len(events)-1] == "stage writing" {
				close(goOn) // the model is asked, and answers only now
			}
		case strings.HasPrefix(line, "data: "):
			answered = line
		}
	}
	if got := strings.Join(events, ", "); got != "stage reading, stage writing, stage checking, answer" {
		t.Errorf("told %s", got)
	}
	if !strings.Contains(answered, "three hours") || !strings.Contains(answered, `"model":"script"`) {
		t.Errorf("answered %s", answered)
	}
}

// TestThePageTellsStages: somebody at the page sees how far a written answer is, and then the answer.
func TestThePageTellsStages(t *testing.T) {
	goOn := make(chan struct{})
	s := serveHarbour(t, worded(t, goOn))
	b := openBrowser(t, s.URL)
	if b == nil {
		return
	}
	b.run(cdp.Navigate(s.URL), cdp.WaitVisible(cdp.CSS("#q")), cdp.SendKeys(cdp.CSS("#q"), howLong+kb.Enter))
	for deadline := time.Now().Add(30 * time.Second); b.shown("#working") != "Wording the answer …"; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("it tells %q", b.shown("#working"))
		}
	}
	b.look("working")
	close(goOn)
	b.run(cdp.WaitVisible(cdp.CSS(".answer h1")))
	if text := b.shown(".answer"); !strings.Contains(text, "three hours") {
		t.Errorf("answered\n%s", text)
	}
	b.end()
}

func TestNoStagesWithoutAQuestion(t *testing.T) {
	t.Parallel()
	s := serveHarbour(t, nil)
	for path, want := range map[string]string{"/stages": "no question", "/stages?q=Who%3F&kind=poem": "no question"} {
		if status, text, _ := s.do("GET", path, ""); status != 400 || !strings.Contains(text, want) {
			t.Errorf("%s: status %d %s", path, status, text)
		}
	}
	if status, text, h := s.do("GET", "/stages?q=Who+met%3F", ""); status != 200 || text != "event: ready\ndata: {}\n\n" || !strings.HasPrefix(h.Get("Content-Type"), "text/event-stream") {
		t.Errorf("without a model: status %d %q", status, text)
	}
	if _, text, _ := s.do("GET", "/stages?q=Who%3F&publisher=The+Moon", ""); !strings.HasPrefix(text, "event: failed\n") {
		t.Errorf("of nobody: %q", text)
	}
}
