package fetch

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"readout/corpus"
)

// stated is what a page states about itself for machines, in JSON-LD and in the attributes of its elements, where the library that
// finds the article does not look: in lists of things, in things of several types, in things that are referred to.
type stated struct {
	publisher, byline string
	published         corpus.Date
	opinion           bool
}

// statedFacts reads what a page states. The first statement of each fact counts.
func statedFacts(doc *html.Node) stated {
	var out stated
	for n := range doc.Descendants() {
		switch {
		case n.DataAtom == atom.Script && strings.EqualFold(strings.TrimSpace(attribute(n, "type")), "application/ld+json") && n.FirstChild != nil:
			out.readLinkedData(n.FirstChild.Data)
		case n.Type == html.ElementNode && n.DataAtom != atom.Meta && attribute(n, "itemprop") == "datePublished":
			out.published = cmp.Or(out.published, looseDate(cmp.Or(attribute(n, "datetime"), attribute(n, "content"), innerText(n))))
		case n.DataAtom == atom.Meta && (attribute(n, "itemprop") == "datePublished" || isDateName(attribute(n, "name")) || isDateName(attribute(n, "property"))):
			out.published = cmp.Or(out.published, looseDate(attribute(n, "content")))
		}
	}
	return out
}

// isDateName reports whether a meta element of the name states when the page was published.
func isDateName(name string) bool {
	switch strings.ToLower(name) {
	case "date", "pubdate", "publishdate", "publish-date", "publication_date", "dc.date", "dc.date.issued", "dcterms.date", "sailthru.date", "article:published_time", "og:published_time",
		"parsely-pub-date", "dcterms.created", "dc.date.created", "citation_date", "citation_publication_date", "originalpublicationdate", "publish_date",
		"article.published", "published", "published-date", "article:published", "cxenseparse:recs:publishtime", "displaydate", "release_date":
		return true
	}
	return false
}

// thing is a thing of JSON-LD.
type thing = map[string]any

// readLinkedData reads a script of JSON-LD: a thing, a list of them, or a graph.
func (s *stated) readLinkedData(script string) {
	var data any
	if json.Unmarshal([]byte(script), &data) != nil {
		return
	}
	things := thingsOf(data)
	named := map[string]thing{}
	for _, t := range things {
		if id, ok := t["@id"].(string); ok {
			named[id] = t
		}
	}
	for _, t := range things {
		if !isArticle(t) {
			continue
		}
		s.opinion = s.opinion || slices.Contains(typesOf(t), "OpinionNewsArticle")
		s.publisher = cmp.Or(s.publisher, strings.Join(namesOf(t["publisher"], named), ", "))
		s.byline = cmp.Or(s.byline, strings.Join(namesOf(t["author"], named), ", "))
		if published, ok := t["datePublished"].(string); ok {
			s.published = cmp.Or(s.published, looseDate(published))
		}
	}
}

// thingsOf are the things that stand at the top of JSON-LD.
func thingsOf(data any) []thing {
	var out []thing
	switch data := data.(type) {
	case thing:
		out = append(out, data)
		if graph, ok := data["@graph"].([]any); ok {
			out = append(out, thingsOf(graph)...)
		}
	case []any:
		for _, d := range data {
			if t, ok := d.(thing); ok {
				out = append(out, t)
			}
		}
	}
	return out
}

// namesOf are the names of the things that a property holds, or refers to.
func namesOf(value any, named map[string]thing) []string {
	switch value := value.(type) {
	case string:
		if t, ok := named[value]; ok {
			return ownName(t)
		}
		if value = strings.TrimSpace(value); value != "" && !strings.Contains(value, "://") {
			return []string{value}
		}
	case thing:
		if names := ownName(value); names != nil {
			return names
		}
		if id, ok := value["@id"].(string); ok {
			return ownName(named[id])
		}
	case []any:
		var out []string
		for _, v := range value {
			if _, isList := v.([]any); !isList {
				out = append(out, namesOf(v, named)...)
			}
		}
		return out
	}
	return nil
}

func ownName(t thing) []string {
	if name, ok := t["name"].(string); ok && strings.TrimSpace(name) != "" {
		return []string{strings.TrimSpace(name)}
	}
	return nil
}

// isArticle reports whether a thing is an article of some kind.
func isArticle(t thing) bool {
	return slices.ContainsFunc(typesOf(t), func(kind string) bool {
		return strings.HasSuffix(kind, "Article") || strings.HasSuffix(kind, "BlogPosting") || kind == "Report"
	})
}

func typesOf(t thing) []string {
	switch kind := t["@type"].(type) {
	case string:
		return []string{kind}
	case []any:
		var out []string
		for _, k := range kind {
			if k, ok := k.(string); ok {
				out = append(out, k)
			}
		}
		return out
	}
	return nil
}

// dateOf reads a date as machines write it, with a time or without; the day is that of the place where it was written.
func dateOf(s string) corpus.Date {
	s = strings.TrimSpace(s)
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", time.DateOnly, "2006/01/02", "20060102"} {
		if t, err := time.Parse(layout, s); err == nil {
			return day(t)
		}
	}
	return corpus.Date{}
}

// day is the day of a time; unknown when nothing can have been published then, as where programs write their zero or their largest time.
func day(t time.Time) corpus.Date {
	const first, last = 1600, 2100
	if t.Year() < first || t.Year() > last {
		return corpus.Date{}
	}
	return corpus.NewDay(t.Date())
}
