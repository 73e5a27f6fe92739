package fetch

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"readout/corpus/parse"
)

// TestFeedsAsFound: what feeds lack or have of their own, each with the one item that is read of it.
func TestFeedsAsFound(t *testing.T) {
	t.Parallel()
	at, err := url.Parse("http://news.example.org/feeds/rss.xml")
	if err != nil {
		t.Fatal(err)
	}
	const head, tail = `<rss version="2.0"><channel><title>River Post</title><item>`, `</item></channel></rss>`
	first := Item{Link: "http://news.example.org/a", Title: "Quay", Published: time.Date(2024, 3, 5, 0, 0, 0, 0, time.UTC)}
	undated := Item{Link: first.Link, Title: first.Title}
	for name, tt := range map[string]struct {
		data, stated string
		want         Item
	}{
		"an identity that is an address":  {head + `<title>Quay</title><guid>http://news.example.org/a</guid>` + tail, "", undated},
		"one that says it is":             {head + `<title>Quay</title><guid isPermaLink="true">http://news.example.org/a</guid>` + tail, "", undated},
		"an identity beside an address":   {head + `<title>Quay</title><guid isPermaLink="false">x-17</guid><link>/a</link>` + tail, "", undated},
		"a byte that is none of UTF-8":    {`<?xml version="1.0" encoding="UTF-8"?>` + head + "<title>Quay</title><link>/a</link><description>\xff\x03</description>" + tail, "", Item{Link: first.Link, Title: "Quay", Text: "\uFFFD"}},
		"an encoding of the transport":    {head + "<title>Qua\xed</title><link>/a</link>" + tail, "application/xml; charset=iso-8859-1", Item{Link: first.Link, Title: "Quaí"}},
		"a date as people write it":       {head + `<title>Quay</title><link>/a</link><pubDate>5 March 2024</pubDate>` + tail, "", first},
		"a date in another language":      {head + `<title>Quay</title><link>/a</link><pubDate>5 mars 2024</pubDate>` + tail, "", first},
		"a German date":                   {head + `<title>Quay</title><link>/a</link><pubDate>05.03.2024 10:00</pubDate>` + tail, "", first},
		"a date with a weekday of theirs": {head + `<title>Quay</title><link>/a</link><pubDate>Di, 5 März 2024 00:00:00</pubDate>` + tail, "", first},
		"numbers of a country":            {strings.Replace(head, "<item>", "<language>en-gb</language><item>", 1) + `<title>Quay</title><link>/a</link><pubDate>05/03/2024</pubDate>` + tail, "", first},
		"numbers of another country":      {strings.Replace(head, "<item>", "<language>en-us</language><item>", 1) + `<title>Quay</title><link>/a</link><pubDate>03/05/2024</pubDate>` + tail, "", first},
		"numbers with their weekday":      {head + `<title>Quay</title><link>/a</link><pubDate>Tue, 05/03/2024 10:00</pubDate>` + tail, "", first},
		"seconds since 1970":              {head + `<title>Quay</title><link>/a</link><pubDate>1709596800</pubDate>` + tail, "", first},
		"a date that has two readings":    {head + `<title>Quay</title><link>/a</link><pubDate>05/03/2024</pubDate>` + tail, "", undated},
		"a text":                          {head + `<title>Quay</title><link>/a</link><description>&lt;p&gt;The quay&lt;br&gt;is &amp;lt;shut&amp;gt;.&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;</description>` + tail, "", Item{Link: first.Link, Title: "Quay", Text: "The quay\n\nis <shut>."}},
	} {
		feed, err := parseFeed([]byte(tt.data), tt.stated, at)
		if err != nil || len(feed.Items) != 1 || feed.Items[0] != tt.want {
			t.Errorf("%s: %+v, error %v, want %+v", name, feed, err, tt.want)
		}
	}
	_, err = parseFeed([]byte(`<html><head><link rel="alternate" type="application/rss+xml" href="/rss.xml"></head><body><p>News</p></body></html>`), "text/html", at)
	if !errors.Is(err, ErrNotFeed) || !strings.Contains(err.Error(), "http://news.example.org/rss.xml") {
		t.Errorf("a site's address: %v", err)
	}
	for name, data := range map[string]string{
		"an identity that is none":    head + `<title>Quay</title><guid isPermaLink="false">x-17</guid>` + tail,
		"an identity with a password": head + `<title>Quay</title><guid>http://a:b@news.example.org/a</guid>` + tail,
	} {
		if feed, err := parseFeed([]byte(data), "", at); err != nil || len(feed.Items) != 0 {
			t.Errorf("%s: %+v, error %v", name, feed, err)
		}
	}
}

// TestListed: what a feed tells of a page counts where the page doesn't say it, and only of pages of the feed's own site.
func TestListed(t *testing.T) {
	t.Parallel()
	const feed = "http://news.example.org/rss.xml"
	text := strings.TrimSpace(strings.Repeat("The quay is shut until June, the mayor said on Tuesday.\n\n", 8))
	item := Item{Link: "http://news.example.org/a", Title: "Quay shut", Published: time.Date(2024, 3, 5, 23, 0, 0, 0, time.UTC), Text: text}
	page := func(source string) *Document {
		doc, err := textDocument("a.md", "md", source, item.Link)
		if err != nil {
			t.Fatal(err)
		}
		return doc
	}
	if doc, err := item.Listed(feed, page(text), nil); err != nil || doc.Listed.String() != "2024-03-05" {
		t.Errorf("a page without a date: %v, %v", doc, err)
	}
	if doc, err := item.Listed(feed, page("---\npublished: 2024-03-01\n---\n\n"+text), nil); err != nil || doc.Listed.String() != "" {
		t.Errorf("a page with a date: %v, %v", doc, err)
	}
	doc, err := item.Listed(feed, nil, parse.ErrNoText)
	if err != nil || doc.Article.Title != "Quay shut" || doc.Listed.String() != "2024-03-05" || len(doc.Article.Passages) < 8 || doc.URL != item.Link ||
		len(doc.Concerns) != 1 || doc.Concerns[0].Kind != ConcernLoss {
		t.Errorf("a page without text: %+v, %v", doc, err)
	}
	other, short := item, item
	other.Link, short.Text = "http://gazette.example/a", "The quay is shut."
	for name, i := range map[string]Item{"another site's page": other, "a text that only announces": short} {
		if doc, err := i.Listed(feed, nil, parse.ErrNoText); doc != nil || !errors.Is(err, parse.ErrNoText) {
			t.Errorf("%s: %+v, %v", name, doc, err)
		}
	}
	if doc, err := item.Listed(feed, nil, ErrStatus); doc != nil || !errors.Is(err, ErrStatus) {
		t.Errorf("a page that is gone: %+v, %v", doc, err)
	}
}
