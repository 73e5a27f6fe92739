package libraries

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"readout/corpus/fetch"
)

// asExtractor is set for a process that reads a page, as the program does for the fetcher.
const asExtractor = "READOUT_TEST_EXTRACT"

// TestSpoofedAddressInFeed holds, with pages fetched over the wire, that a page of a followed feed which says that it is another site's is
// not published by itself, under that site's name or any, and keeps the feed's other pages from nothing.
func TestSpoofedAddressInFeed(t *testing.T) {
	t.Parallel()
	page := func(town, head string) string {
		return "<html><head><title>Harbour of " + town + " opens</title>" + head + "</head><body><article><h1>Harbour of " + town +
			" opens</h1><p>The harbour of " + town + " opened on Tuesday after eleven months of work on the long quay, the harbour master " +
			"told reporters at the gate.</p><p>Two ferries and nine fishing boats came in before noon, and a band played on the old " +
			"customs house until it rained.</p></article></body></html>"
	}
	items := []string{"vik"}
	var mu sync.Mutex
	set := func(change func()) {
		mu.Lock()
		defer mu.Unlock()
		change()
	}
	pages := map[string]string{"/vik": page("Vik", ""), "/moss": page("Moss", ""),
		"/nes": page("Nes", `<link rel="canonical" href="https://gazette.example/nes"><meta property="og:site_name" content="The Gazette">`)}
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/feed" {
			var list strings.Builder
			set(func() {
				for _, item := range items {
					fmt.Fprintf(&list, "<item><title>%s</title><link>http://%s/%s</link></item>", item, r.Host, item)
				}
			})
			w.Header().Set("Content-Type", "application/rss+xml")
			fmt.Fprintf(w, "<rss version='2.0'><channel><title>Harbours</title>%s</channel></rss>", list.String())
			return
		}
		if text, ok := pages[r.URL.Path]; ok {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprint(w, text)
			return
		}
		http.NotFound(w, r)
	}))
	t.Cleanup(site.Close)
	here := site.Listener.Addr().(*net.TCPAddr).AddrPort()
	client, err := fetch.NewClient(fetch.ClientOptions{
		Extract: func(ctx context.Context) *exec.Cmd {
			cmd := exec.CommandContext(ctx, os.Args[0])
			cmd.Env = []string{asExtractor + "=1"}
			return cmd
		},
		Allow:    func(at netip.AddrPort) bool { return at == here },
		Interval: time.Microsecond,
	})
	if err != nil {
		t.Fatal(err)
	}
	s, now := timed(t, options(t, client))
	must(t, s, guild, Change{Kind: Add, Feed: site.URL + "/feed"})

	set(func() { items = append(items, "nes", "moss") })
	for range 60 {
		now.Advance(time.Hour)
		if _, err := s.RefreshDue(t.Context(), guild, 24*time.Hour, nil); err != nil {
			t.Fatal(err)
		}
	}
	snapshot, err := s.Snapshot(t.Context(), guild)
	if err != nil {
		t.Fatal(err)
	}
	var titles []string
	for _, a := range snapshot.Corpus.Articles {
		titles = append(titles, a.Title)
		if strings.Contains(a.URL+a.Publisher, "azette") {
			t.Errorf("%q stands as published by %q at %q", a.Title, a.Publisher, a.URL)
		}
	}
	for title, want := range map[string]bool{"Harbour of Vik opens": true, "Harbour of Moss opens": true, "Harbour of Nes opens": false} {
		if slices.Contains(titles, title) != want {
			t.Errorf("%q is published: %v, want %v", title, !want, want)
		}
	}
}
