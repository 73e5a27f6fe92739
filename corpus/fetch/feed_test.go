package fetch

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const rssFeed = `<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour news</title><link>https://example.com/</link>
<item><title>Old</title><link>/old#top</link><pubDate>Tue, 01 May 2018 10:00:00 GMT</pubDate></item>
<item><title> New  one </title><link>https://example.com/new</link><pubDate>Thu, 03 May 2018 10:00:00 +0200</pubDate></item>
<item><title>Undated</title><link>undated</link></item>
<item><title>Twice</title><link>https://example.com/new</link></item>
<item><title>No link</title></item>
<item><title>A script</title><link>javascript:alert(1)</link></item>
</channel></rss>`

func TestParseFeed(t *testing.T) {
	t.Parallel()
	from, err := url.Parse("https://example.com/news/feed.xml")
	if err != nil {
		t.Fatal(err)
	}
	one := Item{"https://example.com/new", "New one", time.Date(2018, 5, 3, 8, 0, 0, 0, time.UTC), ""}
	for name, tt := range map[string]struct {
		data string
		want *Feed
	}{
		"RSS": {rssFeed, &Feed{"Harbour news", []Item{
			one, {"https://example.com/old", "Old", time.Date(2018, 5, 1, 10, 0, 0, 0, time.UTC), ""}, {"https://example.com/news/undated", "Undated", time.Time{}, ""},
		}}},
		"Atom": {`<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour news</title>
<entry><title>New one</title><link rel="alternate" href="/new"/><updated>2018-05-03T08:00:00Z</updated></entry></feed>`, &Feed{"Harbour news", []Item{one}}},
		"JSON": {`{"version": "https://jsonfeed.org/version/1.1", "title": "Harbour news",
"items": [{"id": "1", "url": "https://example.com/new", "title": "New one", "date_published": "2018-05-03T10:00:00+02:00"}]}`, &Feed{"Harbour news", []Item{one}}},
		"empty": {`<rss version="2.0"><channel><title>Nothing</title></channel></rss>`, &Feed{Title: "Nothing"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := parseFeed([]byte(tt.data), "", from)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("feed (-want +got):\n%s", diff)
			}
		})
	}
	for _, data := range []string{"", "<html><body><p>No feed</p></body></html>", "{}", "[1, 2]", "<rss", "\x00\x01", harbourPage} {
		if feed, err := parseFeed([]byte(data), "", from); !errors.Is(err, ErrNotFeed) {
			t.Errorf("%.30q: feed %v, error %v", data, feed, err)
		}
	}
}

func TestFeed(t *testing.T) {
	t.Parallel()
	var long strings.Builder
	long.WriteString(`<rss version="2.0"><channel><title>Long</title>` + "\n")
	for i := range 50_000 / 5 {
		fmt.Fprintf(&long, "<item>\n<title>Item %d</title>\n<link>https://example.com/%d</link>\n<description>News</description>\n</item>\n", i, i)
	}
	long.WriteString("</channel></rss>")
	bomb := `<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaaaaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><rss version="2.0"><channel><title>&b;</title></channel></rss>`
	pages := map[string]string{
		"/feed": rssFeed, "/nested": `<rss version="2.0" xmlns:e="http://example.com/e"><channel><item>` + strings.Repeat("<e:a>", 900_000), "/long": long.String(), "/deep": strings.Repeat("<rss>", 50_000), "/bomb": bomb,
		"/large": "<rss>" + strings.Repeat(" ", feedSize), "/page": harbourPage,
	}
	s := site(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, ok := pages[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Last-Modified", "Thu, 03 May 2018 10:00:00 GMT")
		if r.Header.Get("If-Modified-Since") != "" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		answer("application/xml", body)(w, r)
	}))
	c := client(t, ClientOptions{}, s)
	feed, now, err := c.Feed(t.Context(), s.URL+"/feed", Conditions{})
	if err != nil || len(feed.Items) != 3 || feed.Items[1].Link != s.URL+"/old" {
		t.Fatalf("feed %+v, error %v", feed, err)
	}
	for _, known := range []Conditions{{LastModified: now.LastModified}, {Hash: now.Hash}} {
		if _, _, err := c.Feed(t.Context(), s.URL+"/feed", known); !errors.Is(err, ErrUnchanged) {
			t.Errorf("known %+v: error %v", known, err)
		}
	}
	feed, _, err = c.Feed(t.Context(), s.URL+"/long", Conditions{})
	if err != nil || len(feed.Items) != MostItems {
		t.Errorf("a long feed: error %v", err)
	}
	for path, want := range map[string]error{"/nested": ErrUnreadable, "/deep": ErrNotFeed, "/large": ErrTooLarge, "/page": ErrNotFeed, "/none": ErrStatus} {
		if feed, _, err := c.Feed(t.Context(), s.URL+path, Conditions{}); !errors.Is(err, want) {
			t.Errorf("%s: feed %v, error %v, want %v", path, feed, err, want)
		}
	}
	if feed, _, err := c.Feed(t.Context(), s.URL+"/bomb", Conditions{}); err == nil && len(feed.Title) > 300 {
		t.Errorf("entities became a title of %d bytes", len(feed.Title))
	}
}

func FuzzFeed(f *testing.F) {
	f.Add([]byte(rssFeed))
	f.Add([]byte(`{"version": "https://jsonfeed.org/version/1", "items": [{"url": "a"}]}`))
	f.Add([]byte(`<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="//b"/></entry></feed>`))
	from := &url.URL{Scheme: "https", Host: "example.com", Path: "/feed"}
	f.Fuzz(func(t *testing.T, data []byte) {
		feed, err := parseFeed(data, "", from)
		if err != nil {
			if !errors.Is(err, ErrNotFeed) {
				t.Fatalf("error %v", err)
			}
			return
		}
		if len(feed.Items) > MostItems {
			t.Fatalf("%d items", len(feed.Items))
		}
		for _, item := range feed.Items {
			if u, err := url.Parse(item.Link); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
				t.Fatalf("link %q", item.Link)
			}
		}
	})
}
