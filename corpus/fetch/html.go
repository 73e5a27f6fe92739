package fetch

import (
	"bytes"
	"cmp"
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"

	"codeberg.org/readeck/go-readability/v2"
	"codeberg.org/readeck/go-readability/v2/render"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"

	"readout/corpus"
)

// mostElements bounds the elements of a page: finding the article takes more than linear time in them.
const mostElements = 50_000

// parseHTML finds the article in a page. A page on which the parsers fail is an error like any other.
func parseHTML(id corpus.ArticleID, data []byte) (a *corpus.Article, err error) {
	defer func() {
		if r := recover(); r != nil {
			a, err = nil, fmt.Errorf("read page: %v", r)
		}
	}()
	if !isUTF16(data) {
		if at := bytes.IndexByte(data, 0); at >= 0 {
			return nil, fmt.Errorf("%w: byte %d is zero", ErrBinary, at)
		}
	}
	doc, err := parseDocument(data)
	if err != nil {
		return nil, err
	}
	parser := readability.NewParser()
	parser.MaxElemsToParse = mostElements
	found, err := parser.ParseDocument(doc, nil)
	if err != nil {
		return nil, fmt.Errorf("read page: %w", err)
	}
	page := corpus.Page{
		ID: id, Title: found.Title(), Publisher: found.SiteName(), Byline: found.Byline(), URL: address(doc),
		Language: found.Language(), Text: text(found.Node, doc),
	}
	if t, err := found.PublishedTime(); err == nil {
		page.Published = corpus.NewDay(t.Date())
	}
	return corpus.ParsePage(page)
}

// parseDocument decodes a page by its byte order mark or its own statement. One that states nothing is UTF-8 if its bytes can be,
// all of them: the library looks at the first kilobyte only.
func parseDocument(data []byte) (*html.Node, error) {
	encoding, _, stated := charset.DetermineEncoding(data, "text/html")
	if stated || !utf8.Valid(data) {
		decoded, err := encoding.NewDecoder().Bytes(data)
		if err != nil {
			return nil, fmt.Errorf("decode page: %w", err)
		}
		data = decoded
	}
	doc, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("parse page: %w", err)
	}
	return doc, nil
}

// text is the paragraphs of an article, without captions and headings. On a page where no article is found it is the page's text.
func text(article, doc *html.Node) string {
	if article != nil {
		prune(article)
		if s := clean(render.InnerText(article)); s != "" {
			return s
		}
	}
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

// address is the address that a page states for itself, or "".
func address(doc *html.Node) string {
	var canonical, shared string
	for n := range doc.Descendants() {
		switch n.DataAtom {
		case atom.Link:
			if strings.EqualFold(attribute(n, "rel"), "canonical") && canonical == "" {
				canonical = absolute(attribute(n, "href"))
			}
		case atom.Meta:
			if attribute(n, "property") == "og:url" && shared == "" {
				shared = absolute(attribute(n, "content"))
			}
		}
	}
	return cmp.Or(canonical, shared)
}

func absolute(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
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
