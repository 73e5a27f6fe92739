package page

import (
	"cmp"
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
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
	updated           corpus.Date // where nothing tells when it was published
	opinion           bool
	title             string
	text              string      // of the article, where it is stated
	words             int         // that the article is stated to have
	pagePublished     corpus.Date // of the page, where none is stated of the article
	site              string      // that the page is stated to be of, where nobody is stated to have published the article
}

// statedFacts reads what a page states. The first statement of each fact counts.
func statedFacts(doc *html.Node) stated {
	var out stated
	for n := range doc.Descendants() {
		switch {
		case n.Type == html.ElementNode && n.DataAtom != atom.Meta && isProperty(n, "publisher", "copyrightHolder"):
			if name := nameWithin(n); isProperty(n, "publisher") {
				out.publisher = cmp.Or(out.publisher, name)
			} else {
				out.site = cmp.Or(out.site, name)
			}
		case isLinkedData(n):
			out.readLinkedData(n.FirstChild.Data)
		case n.Type == html.ElementNode && n.DataAtom != atom.Meta && isProperty(n, "datePublished", "date", "issued", "created"):
			out.published = cmp.Or(out.published, date(cmp.Or(attribute(n, "datetime"), attribute(n, "content"), innerText(n))))
		case n.DataAtom == atom.Meta &&
			(attribute(n, "itemprop") == "datePublished" || isDateName(attribute(n, "name")) || isDateName(attribute(n, "property"))):
			out.published = cmp.Or(out.published, date(attribute(n, "content")))
		case n.DataAtom == atom.Meta && (attribute(n, "property") == "og:updated_time" || attribute(n, "property") == "article:modified_time"):
			out.updated = cmp.Or(out.updated, date(attribute(n, "content")))
		}
	}
	return out
}

// isProperty reports whether an element states one of some properties, in microdata or in RDFa.
func isProperty(n *html.Node, names ...string) bool {
	for stated := range strings.FieldsSeq(attribute(n, "itemprop") + " " + attribute(n, "property")) {
		if slices.Contains(names, withoutVocabulary(stated)) {
			return true
		}
	}
	return false
}

// isLinkedData reports whether an element holds JSON-LD.
func isLinkedData(n *html.Node) bool {
	return n.DataAtom == atom.Script && strings.EqualFold(strings.TrimSpace(attribute(n, "type")), "application/ld+json") &&
		n.FirstChild != nil
}

// nameWithin is the name that an element of the page states, or one within it.
func nameWithin(n *html.Node) string {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && isProperty(d, "name") {
			return strings.TrimSpace(cmp.Or(attribute(d, "content"), inLine(d)))
		}
	}
	const longest = 60 // bytes
	if name := cmp.Or(attribute(n, "content"), inLine(n)); len(name) <= longest && !strings.Contains(name, "://") {
		return strings.TrimSpace(name)
	}
	return ""
}

var (
	dateName = regexp.MustCompile(
		`(?i)^(?:date|[\w.:-]*(?:publish|publi[ck]ation|pubdate|pub[-_]date|issued|created|release|display|posted)[\w.:-]*|(?:dc|` +
			`dcterms)\.(?:date|created)[\w.]*|(?:citation|sailthru|parsely|article)[._:-]date|og:date|article_date[\w]*)$`,
	)
	otherName = regexp.MustCompile(`(?i)modif|updat|expir|valid|until|publisher|event|status|section|unpublish`)
)

// isDateName reports whether a meta element of the name states when the page was published.
func isDateName(name string) bool { return dateName.MatchString(name) && !otherName.MatchString(name) }

// thing is a thing of JSON-LD.
type thing = map[string]any

// readLinkedData reads a script of JSON-LD: a thing, a list of them, or a graph.
func (s *stated) readLinkedData(script string) {
	data, ok := linkedData(script)
	if !ok {
		if m := damagedDate.FindStringSubmatch(script); m != nil {
			s.published = cmp.Or(s.published, date(m[1]))
		}
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
		switch {
		case isArticle(t):
			s.readArticle(t, named)
		case slices.Contains(typesOf(t), "WebPage"):
			s.pagePublished = cmp.Or(s.pagePublished, date(valueText(t["datePublished"])))
			s.site = cmp.Or(s.site, strings.Join(namesOf(t["publisher"], named), ", "))
		case slices.Contains(typesOf(t), "WebSite"):
			s.site = cmp.Or(s.site, strings.Join(ownName(t), ""))
		}
	}
}

var (
	damagedDate = regexp.MustCompile(`"datePublished"\s*:\s*"([^"]{8,40})"`)
	inComment   = regexp.MustCompile(`^\s*(?:/\*|//)?\s*<!(?:--|\[CDATA\[)\s*(?:\*/)?|(?:/\*|//)?\s*(?:-->|\]\]>)\s*(?:\*/)?\s*$`)
)

// linkedData decodes JSON-LD as pages write it: in a comment, with line breaks within texts, with a comma too many.
func linkedData(script string) (data any, ok bool) {
	script = strings.TrimSpace(inComment.ReplaceAllString(script, ""))
	if json.NewDecoder(strings.NewReader(script)).Decode(&data) == nil {
		return data, true
	}
	script = strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, script)
	script = looseComma.ReplaceAllString(script, "$1")
	return data, json.NewDecoder(strings.NewReader(script)).Decode(&data) == nil
}

var looseComma = regexp.MustCompile(`,\s*([}\]])`)

// readArticle reads what is stated about an article.
func (s *stated) readArticle(t thing, named map[string]thing) {
	s.opinion = s.opinion || slices.Contains(typesOf(t), "OpinionNewsArticle")
	for _, key := range []string{"publisher", "copyrightHolder", "sourceOrganization"} {
		s.publisher = cmp.Or(s.publisher, strings.Join(namesOf(t[key], named), ", "))
	}
	s.byline = cmp.Or(s.byline, strings.Join(namesOf(t["author"], named), ", "))
	s.title = cmp.Or(s.title, strings.TrimSpace(html.UnescapeString(valueText(t["headline"]))))
	s.published = cmp.Or(s.published, date(valueText(t["datePublished"])))
	switch words := t["wordCount"].(type) {
	case float64:
		s.words = cmp.Or(s.words, int(min(words, 1e6)))
	case string:
		n, _ := strconv.Atoi(words)
		s.words = cmp.Or(s.words, n)
	}
	if text, ok := t["articleBody"].(string); ok && s.text == "" {
		s.text = strings.Join(textParagraphs(text), "\n\n")
	}
	s.readEntries(t["liveBlogUpdate"])
}

// readEntries reads the entries of a page that is written while something happens, each under its time.
func (s *stated) readEntries(value any) {
	entries, _ := value.([]any)
	var out []string
	for _, e := range entries {
		entry, ok := e.(thing)
		text, isText := entry["articleBody"].(string)
		if !ok || !isText {
			continue
		}
		if at, ok := entry["datePublished"].(string); ok {
			if clock := clockIn.FindStringSubmatch(at); clock != nil {
				out = append(out, clock[1])
			}
		}
		out = append(out, textParagraphs(text)...)
	}
	if len(out) > 0 && len(strings.Join(out, " ")) > len(s.text) {
		s.text = strings.Join(out, "\n\n")
	}
}

var clockIn = regexp.MustCompile(`[T ](\d\d:\d\d)`)

// thingsOf are the things of JSON-LD: those at its top, those of a graph, and what a page is said to be about or to hold.
func thingsOf(data any) []thing { return thingsWithin(data, 0) }

func thingsWithin(data any, depth int) (out []thing) {
	const deepest = 5
	if depth > deepest {
		return nil
	}
	switch data := data.(type) {
	case thing:
		out = append(out, data)
		for _, key := range []string{"@graph", "mainEntity", "hasPart"} {
			out = append(out, thingsWithin(data[key], depth+1)...)
		}
	case []any:
		for _, d := range data {
			out = append(out, thingsWithin(d, depth+1)...)
		}
	}
	return out
}

// valueText is a value of JSON-LD as text: the text that it is, or states with its type, the first of a list; a number in figures.
func valueText(value any) string {
	switch value := value.(type) {
	case string:
		return value
	case float64:
		if value > 0 && value < 1e15 {
			return strconv.FormatInt(int64(value), 10)
		}
	case thing:
		text, _ := value["@value"].(string)
		return text
	case []any:
		if len(value) > 0 {
			if _, isList := value[0].([]any); !isList {
				return valueText(value[0])
			}
		}
	}
	return ""
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
	if name := strings.TrimSpace(valueText(t["name"])); name != "" {
		return []string{name}
	}
	return nil
}

// isArticle reports whether a thing is an article of some kind.
func isArticle(t thing) bool {
	return slices.ContainsFunc(typesOf(t), func(kind string) bool {
		return strings.HasSuffix(kind, "Article") || strings.HasSuffix(kind, "Posting") && kind != "JobPosting" || kind == "Report"
	})
}

func typesOf(t thing) []string {
	switch kind := t["@type"].(type) {
	case string:
		return []string{withoutVocabulary(kind)}
	case []any:
		var out []string
		for _, k := range kind {
			if k, ok := k.(string); ok {
				out = append(out, withoutVocabulary(k))
			}
		}
		return out
	}
	return nil
}

// withoutVocabulary is the name of a kind or a property without where it is defined: "NewsArticle" for "http://schema.org/NewsArticle".
func withoutVocabulary(name string) string { return name[strings.LastIndexAny(name, "/#:")+1:] }

// dateOf reads a date as machines write it, with a time or without; the day is that of the place where it was written, or of Greenwich
// for one that is counted from the beginning of 1970.
func dateOf(s string) corpus.Date {
	s = strings.TrimSpace(s)
	const inSeconds, inThousandths = len("1618216200"), len("1618216200000")
	if n, err := strconv.ParseInt(s, 10, 64); err == nil && n > 0 {
		switch len(s) {
		case inSeconds:
			return day(time.Unix(n, 0).UTC())
		case inThousandths:
			return day(time.UnixMilli(n).UTC())
		}
	}
	for _, layout := range []string{
		time.RFC3339, "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", time.DateOnly, "2006/01/02",
		"20060102",
	} {
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
