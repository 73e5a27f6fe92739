package parse

import (
	"strings"
	"unicode"

	"readout/corpus"
	"readout/corpus/parse/about"
	"readout/corpus/prose"
)

// Page is what was extracted from a web page, or from another document that is not text itself.
type Page struct {
	ID        corpus.ArticleID
	Title     string
	Publisher string
	Byline    string // as the page has it, "By" included or not
	Published corpus.Date
	URL       string
	Language  string // BCP 47; "" is English
	Text      string // the paragraphs, a blank line between them
}

// FromPage makes an article of a page. Its Body is the facts that the page states about itself, a "key: value" line each, so that
// they can be cited as front matter can, and then the text, cleaned as ParseText cleans a file's.
func FromPage(p Page) (*corpus.Article, error) {
	stated := &corpus.Article{
		ID: p.ID, Title: withoutSite(prose.OneLine(p.Title), prose.OneLine(p.Publisher)), Publisher: prose.OneLine(p.Publisher),
		Published: p.Published, URL: prose.OneLine(p.URL), Language: p.Language,
	}
	if byline := prose.OneLine(p.Byline); byline != "" {
		f := about.BylineOf(byline)
		if f == nil {
			f = about.BylineOf("By " + byline)
		}
		if f == nil {
			f = &about.Facts{Author: unreadByline(byline)}
		}
		f.Apply(stated)
	}
	var body strings.Builder
	var blocks []block
	for _, field := range []struct{ key, value string }{
		{"title", stated.Title}, {"publisher", stated.Publisher}, {"agency", stated.Agency}, {"author", stated.Author},
		{"published", stated.Published.String()}, {"url", stated.URL},
	} {
		if field.value == "" {
			continue
		}
		start := body.Len()
		body.WriteString(field.key + ": " + field.value)
		blocks = append(blocks, block{span: prose.Span{Start: start, End: body.Len()}, role: corpus.RoleMatter})
		body.WriteByte('\n')
	}
	body.WriteByte('\n')
	start := body.Len()
	body.WriteString(p.Text)
	a, err := newArticle(p.ID, body.String())
	if err != nil {
		return nil, err
	}
	stated.Body = a.Body
	for i, b := range blocks {
		blocks[i].text = stated.Text(b.span)
	}
	return finish(stated, clean(stated, append(blocks, textBlocks(stated.Body, start)...)))
}

// unreadByline is the author that a byline states when it has no person's name: an outlet or a desk. One with figures in it is a
// date or a count that ran into the name, and states nothing.
func unreadByline(byline string) string {
	const longest = 80 // bytes
	if len(byline) > longest || strings.ContainsFunc(byline, unicode.IsDigit) {
		return ""
	}
	return strings.TrimSpace(about.BylineStart.ReplaceAllString(byline, ""))
}

// withoutSite takes the name of the site off the end of a page's title: "Headline - The Example Times".
func withoutSite(title, site string) string {
	for _, sep := range []string{" - ", " | ", " – ", " — "} {
		if before, after, ok := about.CutLast(title, sep); ok && site != "" && prose.Fold(after) == prose.Fold(site) {
			return before
		}
	}
	return title
}
