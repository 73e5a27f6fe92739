package fetch

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"

	"readout/corpus"
	"readout/corpus/fetch/page"
	"readout/corpus/prose"
)

// MostItems is the largest number of a feed's items that are listed.
const MostItems = 50

// feedSize is the largest feed that is read, in bytes.
const feedSize = 5 << 20

// Feed is what a feed lists.
type Feed struct {
	Title string
	Items []Item // newest first, those without a date last; at most MostItems, each link once
}

// Item is an article that a feed lists.
type Item struct {
	Link      string // absolute
	Title     string
	Published time.Time // zero when not stated
	Text      string    `json:",omitempty"` // what the feed tells of it, paragraphs with a blank line between them; at most mostItem bytes
}

// Feed fetches the list of articles of a feed: RSS, Atom or JSON. Its errors are those of Page, and ErrNotFeed.
func (c *Client) Feed(ctx context.Context, link string, known Conditions) (*Feed, Conditions, error) {
	got, err := c.get(ctx, request{
		link: link, accept: "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, " +
			"text/xml;q=0.9, application/json;q=0.9",
		limit: feedSize, robots: true, known: known,
	})
	if err != nil {
		return nil, known, fmt.Errorf("feed %s: %w", showLink(link), err)
	}
	now := got.conditions(got.body)
	if now.Hash == known.Hash {
		return nil, now, fmt.Errorf("feed %s: %w", showLink(link), ErrUnchanged)
	}
	stated := cutTo(got.header.Get("Content-Type"), 200)
	found, err := c.extractor.extract(ctx, task{Format: "feed", ContentType: stated, Link: got.url.String()}, got.body)
	if err == nil && found.Feed == nil {
		err = ErrNotFeed
	}
	if err != nil {
		return nil, known, fmt.Errorf("feed %s: %w", showLink(link), err)
	}
	return found.Feed, now, nil
}

// parseFeed reads a feed that was found at the address, in the child: nested deep enough, a feed takes all of a stack.
func parseFeed(data []byte, contentType string, at *url.URL) (*Feed, error) {
	const longest = 300 // bytes of a title
	parsed, err := gofeed.NewParser().Parse(bytes.NewReader(cleanFeed(data, contentType)))
	if err != nil {
		if named := page.FeedNamed(data, contentType, at); named != "" {
			return nil, fmt.Errorf("%w: this is a page, which names %s as its feed", ErrNotFeed, named)
		}
		return nil, fmt.Errorf("%w: %w", ErrNotFeed, err)
	}
	if parsed.Title == "" && len(parsed.Items) == 0 {
		return nil, fmt.Errorf("%w: no title and no items", ErrNotFeed)
	}
	out := &Feed{Title: shorten(parsed.Title, longest)}
	seen := map[string]bool{}
	for _, item := range parsed.Items {
		link := itemLink(item, at)
		if link == "" || seen[link] {
			continue
		}
		seen[link] = true
		found := Item{Link: link, Title: shorten(item.Title, longest), Text: page.Text(cmp.Or(item.Content, item.Description), mostItem)}
		found.Published = itemDate(item, at.Hostname(), parsed.Language)
		out.Items = append(out.Items, found)
	}
	slices.SortStableFunc(out.Items, func(a, b Item) int { return b.Published.Compare(a.Published) })
	out.Items = out.Items[:min(len(out.Items), MostItems)]
	return out, nil
}

// dayOrMonth is a date that begins with two numbers, of which either may be the month. The feed's parser takes one of the two readings.
var dayOrMonth = regexp.MustCompile(`^\s*\d{1,2}[/.-]\d{1,2}[/.-]`)

// itemDate is when an item was published, or else changed; zero when it does not say so, or in a way that can be read twice where nothing
// tells which country writes so.
func itemDate(item *gofeed.Item, host, language string) time.Time {
	stated := cmp.Or(item.Published, item.Updated)
	if t := cmp.Or(item.PublishedParsed, item.UpdatedParsed); t != nil && !dayOrMonth.MatchString(stated) {
		return t.UTC()
	}
	if d := page.DateIn(stated, host, language); d.Precision() == corpus.Day {
		return d.Time()
	}
	return time.Time{}
}

// itemLink is the address of an item, made absolute; "" when it has none on the web. Where an item states none, its identity may be one.
func itemLink(item *gofeed.Item, at *url.URL) string {
	const longest = 2048 // bytes
	for _, link := range slices.Concat([]string{item.Link}, item.Links, extensionLinks(item), []string{item.GUID}) {
		link = strings.TrimSpace(link)
		isIdentity := link == strings.TrimSpace(item.GUID) && link != strings.TrimSpace(item.Link)
		if link == "" || len(link) > longest || isIdentity && !strings.HasPrefix(link, "http://") && !strings.HasPrefix(link, "https://") {
			continue
		}
		if u, err := at.Parse(link); err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.User == nil {
			u.Fragment, u.RawFragment = "", ""
			return u.String()
		}
	}
	return ""
}

// extensionLinks are the links of an item of RSS that are written as in Atom.
func extensionLinks(item *gofeed.Item) (out []string) {
	for _, link := range item.Extensions["atom"]["link"] {
		if rel := link.Attrs["rel"]; rel == "" || rel == "alternate" {
			out = append(out, link.Attrs["href"])
		}
	}
	return out
}

var encodingStated = regexp.MustCompile(`^\s*<\?xml[^>]*\bencoding\s*=\s*["']([^"']*)`)

// cleanFeed is a feed without what its parser stumbles over: characters that XML does not have, bytes that are none of its encoding,
// and an encoding that only the transport states.
func cleanFeed(data []byte, contentType string) []byte {
	data = bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF")), " \t\r\n")
	if page.IsUTF16(data) {
		return data
	}
	stated := encodingStated.FindSubmatch(data)
	if stated == nil {
		if decoded, err := page.UTF8(data, contentType); err == nil {
			data = decoded
		}
	}
	if stated == nil || strings.EqualFold(string(stated[1]), "utf-8") {
		data = bytes.ToValidUTF8(data, []byte("\uFFFD"))
	}
	return slices.DeleteFunc(slices.Clone(data), func(c byte) bool { return c < ' ' && c != '\t' && c != '\n' && c != '\r' })
}

// shorten is a text on one line, cut off between characters after so many bytes.
func shorten(s string, longest int) string {
	s = strings.ToValidUTF8(prose.OneLine(s), "\uFFFD")
	if len(s) <= longest {
		return s
	}
	return cutTo(s, longest) + "…"
}
