// Package page reads web pages: who published one, when, and its article, without what sites put around it. What a page shows counts, and
// where it shows hardly anything, what it holds for its programs to show. What is said about pictures, captions and credits, is taken out
// by what its element is called (paragraphs.go); what is left of it, package parse leaves out by how it reads (its furniture.go).
package page

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"codeberg.org/readeck/go-readability/v2"
	"codeberg.org/readeck/go-readability/v2/render"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"

	"readout/corpus"
	"readout/corpus/parse"
	"readout/corpus/prose"
)

// mostElements bounds the elements of a page: finding the article takes more than linear time in them.
const mostElements = 50_000

// Page is what was found in a web page.
type Page struct {
	parse.Page
	Opinion bool   // the page says of itself that it is opinion
	Lost    string // what speaks for more text than was found, or ""

	// Unseen are the texts that the page holds and nobody sees on it, as comments and descriptions of pictures are.
	Unseen []string
}

// MostZeros is how many zero bytes a text of n bytes may have and still be taken for one: an interrupted copy leaves a few, and in a small
// file these are a larger share.
func MostZeros(n int) int {
	const (
		share, shareOfSmall = 100, 20 // of so many bytes one
		few                 = 2
	)
	return max(n/share, min(n/shareOfSmall, few))
}

// ErrBinary says that bytes are none of a page.
var ErrBinary = errors.New("not a text file")

// Read finds the article in a page, which was found at an address, or nil. What the site stated about its type may state its encoding.
func Read(data []byte, contentType string, at *url.URL) (Page, error) {
	if !IsUTF16(data) {
		if zeros := bytes.Count(data, []byte{0}); zeros > MostZeros(len(data)) {
			return Page{}, fmt.Errorf("%w: byte %d is zero", ErrBinary, bytes.IndexByte(data, 0))
		}
		data = bytes.ReplaceAll(data, []byte{0}, nil) // as browsers do
	}
	doc, err := parseDocument(data, contentType)
	if err != nil {
		return Page{}, err
	}
	unseen := takeUnseenOut(doc)
	stated := statedFacts(doc)
	address := address(doc, at)
	site := at
	if site == nil && address != "" {
		if site, err = url.Parse(address); err != nil {
			site = nil
		}
	}
	order := orderOf(siteOf(site), attribute(rootOf(doc), "lang"))
	pageTitle := titleOf(doc)
	headline := headlineOf(doc, pageTitle)
	shown := cmp.Or(shownDate(doc, order), dateByHeadline(doc, headline, order))
	publisher := cmp.Or(stated.publisher, siteNamed(doc, pageTitle, site))
	inData, inScripts, unscripted := dataOf(doc), dateInScripts(doc), withoutScripts(doc)
	takeDatesOut(doc)
	takeStrangersOut(doc)
	paragraphs := paragraphsOf(doc, headline)
	parser := readability.NewParser()
	parser.MaxElemsToParse = mostElements
	found, err := parser.ParseDocument(doc, nil)
	if err != nil {
		return Page{}, fmt.Errorf("read page: %w", err)
	}
	out := Page{Unseen: unseen}
	out.Text, out.Lost = paragraphs.complete(text(found.Node, doc), stated.words)
	if longer := longest(out.Text, stated.text, inData.text(), unscripted); longer != "" {
		out.Text, out.Lost = longer, ""
	}
	out.Byline = cmp.Or(found.Byline(), stated.byline)
	published := stated.published
	if t, err := found.PublishedTime(); err == nil {
		published = cmp.Or(day(t), published)
	}
	out.Published = cmp.Or(published, stated.pagePublished, shown, inData.published(), dateInAddress(site), inScripts, stated.updated)
	out.URL, out.Language, out.Opinion = address, found.Language(), stated.opinion
	out.Publisher = cmp.Or(found.SiteName(), publisher, stated.site, siteOf(site))
	if name := cmp.Or(publisher, stated.site); name != "" && isHost(out.Publisher) {
		out.Publisher = name
	}
	if out.Text = withoutFacts(out, pageTitle); out.Text == "" {
		return Page{}, parse.ErrNoText
	}
	out.Title = headlineIn(withoutTail(cmp.Or(found.Title(), pageTitle, stated.title), out.Publisher), headline)
	return out, nil
}

// rootOf is the element that a page is.
func rootOf(doc *html.Node) *html.Node {
	for n := range doc.ChildNodes() {
		if n.DataAtom == atom.Html {
			return n
		}
	}
	return doc
}

// titleOf is what a page's head calls it.
func titleOf(doc *html.Node) string {
	for n := range doc.Descendants() {
		if n.DataAtom == atom.Title && n.Parent.DataAtom == atom.Head {
			return prose.OneLine(innerText(n))
		}
	}
	return ""
}

// withoutTail is a title without the name of the site at its end.
func withoutTail(title, site string) string {
	for _, sep := range separators {
		if at := strings.LastIndex(title, sep); at > 0 && site != "" && strings.EqualFold(strings.TrimSpace(title[at+len(sep):]), site) {
			return strings.TrimSpace(title[:at])
		}
	}
	return title
}

var dateLabel = regexp.MustCompile(
	`(?i)^(?:\W|\d|(?:first|last|originally|published|posted|updated|modified|revised|date|on|at|am|pm|gmt|utc|[a-z]{1,3}t|` +
		`(?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?) ago|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b)*$`,
)

// longestDate is the longest line, in bytes, that is taken for a date alone.
const longestDate = 80

// takeDatesOut takes out of a page the lines that are dates, with their labels, and nothing else: the date is a fact of the page by
// now, and beside other lines, such as the byline, its words would run together with theirs. Dates within sentences stay.
func takeDatesOut(doc *html.Node) {
	var dates []*html.Node // the outer ones first
	for n := range doc.Descendants() {
		if marksDate(n) {
			dates = append(dates, n)
		}
	}
	live := liveTitle.MatchString(titleOf(doc))
	for _, n := range dates {
		if clock := clockIn.FindStringSubmatch(attribute(n, "datetime")); live && clock != nil && n.DataAtom == atom.Time {
			tellTime(n, clock[1])
			continue
		}
		if !standsAlone(n) {
			continue
		}
		if n = wholeDate(n); n.Parent != nil {
			n.Parent.RemoveChild(n)
		}
	}
}

// marksDate reports whether a page says of an element that it is a date.
func marksDate(n *html.Node) bool {
	return n.Type == html.ElementNode && n.DataAtom != atom.Meta &&
		(isTime(n) || isProperty(n, "datePublished", "date", "issued", "created") || dateClass.MatchString(attribute(n, "class")))
}

// isDate reports whether an element shows nothing but a date with its label, or nothing at all.
func isDate(n *html.Node) bool {
	text := spaced(n)
	if len(text) > longestDate || text == "" {
		return text == ""
	}
	rest := text
	for _, pattern := range []*regexp.Regexp{dayMonth, monthDay, yearMonth, dayOnly} {
		rest = pattern.ReplaceAllString(rest, " ")
	}
	return dateLabel.MatchString(rest) && strings.ContainsFunc(text, unicode.IsDigit)
}

// standsAlone reports whether an element that is marked as a date is no part of a sentence, and no time of day over an entry.
func standsAlone(n *html.Node) bool {
	stated := statedTime(n) != "" && len(innerText(n)) <= longestDate/2 && !timeOfDay.MatchString(innerText(n))
	if !stated && !isDate(n) || n.Parent == nil {
		return false
	}
	return n.Parent.DataAtom != atom.P || isDate(n.Parent) || len(innerText(n.Parent)) <= longestDate
}

// wholeDate is the outermost element around a date that shows nothing else.
func wholeDate(n *html.Node) *html.Node {
	for n.Parent != nil && n.Parent.Parent != nil && n.Parent.DataAtom != atom.Body && n.Parent.DataAtom != atom.Article && isDate(n.Parent) {
		n = n.Parent
	}
	return n
}

var liveTitle = regexp.MustCompile(`(?i)^live\b|\blive(?: ?blog| updates?| reporting| coverage)?\s*[:|–—-]|[:|–—-]\s*live\b|` +
	`\bas it happened\b|\blive (?:updates?|blog)\b`)

// tellTime puts the time at which an entry of a live page was written in the place of how long ago that was.
func tellTime(n *html.Node, clock string) {
	for n.FirstChild != nil {
		n.RemoveChild(n.FirstChild)
	}
	n.Data, n.DataAtom, n.Attr = "p", atom.P, nil
	n.AppendChild(&html.Node{Type: html.TextNode, Data: clock})
}

// timeOfDay matches what the entries of a page that is written as things happen are headed by.
var timeOfDay = regexp.MustCompile(`\d[:.]\d\d`)

// dayOnly matches a day and a month without a year.
var dayOnly = regexp.MustCompile(
	`(?i)\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}\b|\b\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|` +
		`oct|nov|dec)[a-z]*\b`,
)

// parseDocument parses a page.
func parseDocument(data []byte, contentType string) (*html.Node, error) {
	data, err := UTF8(data, contentType)
	if err != nil {
		return nil, fmt.Errorf("decode page: %w", err)
	}
	doc, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("parse page: %w", err)
	}
	return doc, nil
}

// UTF8 decodes a page or a text by its byte order mark, what the site stated, or its own statement. One that states nothing is UTF-8
// if its bytes can be, all of them: the library looks at the first kilobyte only.
func UTF8(data []byte, contentType string) ([]byte, error) {
	encoding, _, stated := charset.DetermineEncoding(data, contentType)
	if !stated && utf8.Valid(data) {
		return data, nil
	}
	return encoding.NewDecoder().Bytes(data)
}

// text is the paragraphs of an article, without captions and headings. On a page where no article is found it is the page's text.
func text(article, doc *html.Node) string {
	if article != nil {
		tellTables(article)
		prune(article)
		if s := clean(render.InnerText(article)); s != "" {
			return s
		}
	}
	tellTables(doc)
	prune(doc)
	return clean(render.InnerText(doc))
}

func clean(s string) string { return strings.TrimSpace(strings.ToValidUTF8(s, string(utf8.RuneError))) }

// prune takes out what is no paragraph of an article. A heading that is a sentence is kept: some pages set paragraphs so.
func prune(n *html.Node) {
	for child := n.FirstChild; child != nil; {
		next := child.NextSibling
		switch child.DataAtom {
		case atom.Figcaption, atom.Nav, atom.Footer, atom.Form, atom.Button, atom.Noscript, atom.Title:
			n.RemoveChild(child)
		case atom.Ul, atom.Ol, atom.P:
			if s := inLine(child); s != "" && linked(child) >= len(s)*9/10 && !endsPlain.MatchString(s) {
				n.RemoveChild(child) // nothing but links to other pages
			} else {
				prune(child)
			}
		case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
			if s := strings.TrimSpace(render.InnerText(child)); !strings.HasSuffix(s, ".") {
				n.RemoveChild(child)
			}
		default:
			prune(child)
		}
		child = next
	}
}

// dated matches the beginning of a line that only tells when a page was published.
var dated = regexp.MustCompile(
	`(?i)^(?:first |last )?(?:posted|published|updated|publié|mis à jour|mise à jour|veröffentlicht|aktualisiert|` +
		`stand|publicado|actualizado|pubblicato|aggiornato|gepubliceerd)\P{L}.*\d`,
)

// withoutFacts is the text of a page without the lines over it that begin with who wrote it, or tell who published it or when, or are the
// names of such facts: they are known of the page by now.
func withoutFacts(p Page, title string) string {
	const (
		longest = 12 // words
		most    = 8  // lines over a text
	)
	name := folded(strings.TrimPrefix(p.Byline, "By "))
	lines := strings.Split(p.Text, "\n")
	passed := 0
	for i, line := range lines {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if passed++; passed > most || isProse(line) {
			break
		}
		words := len(strings.Fields(line))
		isDate := words <= 2*longest && dated.MatchString(line) ||
			words <= longest && tellsDay(line) && !strings.Contains(folded(title), folded(line))
		isLabel := len(strings.TrimRight(line, " :")) == len(dateClause.FindString(line)) ||
			!strings.ContainsFunc(line, unicode.IsLetter) && !timeOfDay.MatchString(line) ||
			strings.EqualFold(line, p.Publisher) || releaseNumber.MatchString(line)
		if isDate || isLabel || name != "" && strings.HasPrefix(folded(line), name) && words <= longest {
			lines[i] = ""
		}
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

var releaseNumber = regexp.MustCompile(`(?i)^(?:press |news )?release (?:no\.?|number|#)`)

// tellsDay reports whether a line names a day with its year.
func tellsDay(line string) bool {
	return dateAt(line, dayBefore).Precision() == corpus.Day || dateAt(line, monthBefore).Precision() == corpus.Day
}

// address is the address that a page, found at an address or nil, states for itself, or "".
func address(doc *html.Node, at *url.URL) string {
	var canonical, shared string
	for n := range doc.Descendants() {
		switch n.DataAtom {
		case atom.Link:
			if strings.EqualFold(attribute(n, "rel"), "canonical") && canonical == "" {
				canonical = absolute(attribute(n, "href"), at)
			}
		case atom.Meta:
			if attribute(n, "property") == "og:url" && shared == "" {
				shared = absolute(attribute(n, "content"), at)
			}
		}
	}
	return cmp.Or(canonical, shared)
}

// absolute is an address of the web, seen from another one, which may be nil; "" for what is none.
func absolute(address string, from *url.URL) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || address == "" {
		return ""
	}
	if from != nil {
		u = from.ResolveReference(u)
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		return ""
	}
	u.Fragment, u.RawFragment = "", ""
	return u.String()
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// IsUTF16 reports whether a text begins with a mark of UTF-16.
func IsUTF16(data []byte) bool {
	return bytes.HasPrefix(data, []byte{0xFF, 0xFE}) || bytes.HasPrefix(data, []byte{0xFE, 0xFF})
}

// FeedNamed is the feed that a page names, or "".
func FeedNamed(data []byte, contentType string, at *url.URL) string {
	const longest = 200 // bytes
	doc, err := parseDocument(data, contentType)
	if err != nil {
		return ""
	}
	for n := range doc.Descendants() {
		if n.DataAtom != atom.Link || !strings.Contains(" "+strings.ToLower(attribute(n, "rel"))+" ", " alternate ") {
			continue
		}
		switch strings.ToLower(strings.TrimSpace(attribute(n, "type"))) {
		case "application/rss+xml", "application/atom+xml", "application/feed+json":
			if link := absolute(attribute(n, "href"), at); link != "" && len(link) <= longest {
				return link
			}
		}
	}
	return ""
}
