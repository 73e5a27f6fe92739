package serve

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"readout/bot/edition/editiontest"
	"readout/bot/fragment"
	"readout/bot/news"
)

// withNews has a server of the harbour tell what is new since a version without the ledger's article, as of what time was asked for.
func withNews(t *testing.T, asked *[]time.Duration) func(*Options) {
	harbour := editiontest.Harbour(t)
	before := editiontest.Without(t, harbour, "ledger.md")
	return func(o *Options) {
		o.News = func(ctx context.Context, since time.Time) (*news.Report, error) {
			if asked != nil {
				*asked = append(*asked, time.Since(since).Round(time.Hour))
			}
			return news.Between(ctx, before.Snapshot, harbour.Snapshot, []news.Asked{{Text: "How long did the talks last?", Members: 2}})
		}
	}
}

func TestNewOnThePage(t *testing.T) {
	t.Parallel()
	var asked []time.Duration
	s := serveHarbour(t, withNews(t, &asked))
	page := s.page("/new", "since", "month")
	shown := words(page)
	for _, want := range []string{"What is new", "A new article", "The Ostby Ledger", "How long did the talks last? · new in the answer", "three hours"} {
		if !strings.Contains(shown, want) {
			t.Errorf("it lacks %q:\n%s", want, shown)
		}
	}
	if !marker.MatchString(page) || !strings.Contains(s.page("/"), `href="/new"`) {
		t.Errorf("no marker, or no way there:\n%s", page)
	}
	router := described(t)
	status, data := s.asked(router, true, "GET", "/api/v1/new?since=day", "")
	var r news.Record
	if err := json.Unmarshal(data, &r); err != nil || status != 200 || len(r.Added) != 1 || len(r.Answers) != 1 || len(r.Answers[0].Fresh) == 0 {
		t.Errorf("status %d, %v, %s", status, err, data)
	}
	if len(asked) != 2 || asked[0] != 30*24*time.Hour || asked[1] != 24*time.Hour {
		t.Errorf("asked for %v", asked)
	}
	if status, data := s.asked(router, false, "GET", "/api/v1/new?since=ever", ""); status != 422 || !strings.Contains(string(data), "day, week or month") {
		t.Errorf("since ever: %d %s", status, data)
	}
	if status, page, _ := s.do("GET", "/new?since=ever", ""); status != 422 || !strings.Contains(page, "day, week or month") {
		t.Errorf("since ever: %d %s", status, words(page))
	}
	without := serveHarbour(t, nil)
	if status, _, _ := without.do("GET", "/new", ""); status != 404 || strings.Contains(without.page("/"), `href="/new"`) {
		t.Errorf("where there are no versions: status %d", status)
	}
	if status, data := without.asked(router, true, "GET", "/api/v1/new", ""); status != 404 {
		t.Errorf("where there are no versions: %d %s", status, data)
	}
}

// TestPlainLinks: for hosts whose pages break on it, no link of the API opens at the words.
func TestPlainLinks(t *testing.T) {
	t.Parallel()
	plain := serveHarbour(t, func(o *Options) { withNews(t, nil)(o); o.Plain = fragment.Hosts{"ledger.example"} })
	usual := serveHarbour(t, withNews(t, nil))
	for _, path := range []string{"summary?article=ledger.md", "timeline?article=ledger.md", "new"} {
		const at = "https://ledger.example/harbour-talks#:~:text="
		if _, text, _ := usual.do("GET", "/api/v1/"+path, ""); !strings.Contains(text, at) {
			t.Errorf("%s has no link to words: %s", path, text)
		}
		if _, text, _ := plain.do("GET", "/api/v1/"+path, ""); strings.Contains(text, at) || !strings.Contains(text, `"link":"https://ledger.example/harbour-talks"`) {
			t.Errorf("%s: %s", path, text)
		}
	}
}
