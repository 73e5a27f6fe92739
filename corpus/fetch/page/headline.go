package page

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"readout/corpus"
)

// headlineOf is where the headline of a page stands: the heading that its title begins with, or ends with, else its only heading of the
// first order; nil when there is none.
func headlineOf(doc *html.Node, title string) *html.Node {
	const shortest, longest = 8, 300 // bytes
	var first, last *html.Node
	firsts := 0
	named := folded(title)
	for n := range doc.Descendants() {
		switch n.DataAtom {
		case atom.H1, atom.H2, atom.H3, atom.B, atom.Strong, atom.Div, atom.P:
		default:
			continue
		}
		text, whole := textUpTo(n, longest)
		if text = folded(text); !whole || len(text) < shortest {
			continue
		}
		if n.DataAtom == atom.H1 {
			firsts++
			first = n
		}
		if last == nil && (strings.HasPrefix(named, text) || strings.HasSuffix(named, text)) && len(text)*2 > len(named) {
			last = n
		}
	}
	switch {
	case last != nil:
		return last
	case firsts == 1:
		return first
	}
	return nil
}

var titleBreak = regexp.MustCompile(`^\s*(?:[-|:•·–—]|::|//)\s`)

// headlineIn is a title without what follows the headline of the page in it: the author, the section, the site.
func headlineIn(title string, headline *html.Node) string {
	if headline == nil {
		return title
	}
	text := inLine(headline)
	const fewest = 3 // words; fewer may be the site's own
	switch {
	case len(strings.Fields(text)) < fewest:
	case title == "":
		return text
	case strings.HasPrefix(title, text) && titleBreak.MatchString(title[len(text):]):
		return text
	case strings.HasSuffix(title, text):
		if before := strings.TrimRight(strings.TrimSuffix(title, text), " "); strings.HasSuffix(before, ":") || strings.HasSuffix(before, "|") || strings.HasSuffix(before, " -") {
			return text
		}
	}
	return title
}

// dateByHeadline is the date of a page in a line by its headline that is no sentence: "By Ann Baker, 5 March 2024", "Monday, 5 March 2024,
// 14:05". Lines that say when it was changed count where no other does.
func dateByHeadline(doc, headline *html.Node, order dayOrder) corpus.Date {
	const (
		longest = 140 // bytes of such a line
		before  = 4   // lines over the headline
		behind  = 14  // lines under it
	)
	var lines []string
	at := -1
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		switch n.DataAtom {
		case atom.Head, atom.Script, atom.Style, atom.Noscript, atom.Nav, atom.Aside, atom.Footer, atom.Form, atom.Figure:
			if n.DataAtom != atom.Footer || !strings.Contains(nameOf(n), "meta") {
				return
			}
		}
		if n == headline {
			at = len(lines)
			return
		}
		if n.Type == html.ElementNode && elsewhere.MatchString(attribute(n, "class")+" "+attribute(n, "id")) {
			return
		}
		if n.Type == html.ElementNode && n.DataAtom != atom.Body && (isLeaf(n) || isRow(n)) {
			if text := inLine(n); text != "" {
				lines = append(lines, text)
			}
			return
		}
		if n.Type == html.TextNode && strings.TrimSpace(n.Data) != "" {
			lines = append(lines, strings.Join(strings.Fields(n.Data), " "))
		}
		for child := range n.ChildNodes() {
			walk(child)
		}
	}
	walk(doc)
	if at < 0 {
		at = 0
	}
	updated := corpus.Date{}
	look := func(from, to int) corpus.Date {
		for _, line := range lines[max(0, from):min(len(lines), to)] {
			if len(line) > longest {
				if isProse(line) {
					return corpus.Date{} // the article has begun
				}
				continue
			}
			if isProse(line) {
				continue
			}
			d := dateAt(line, order)
			switch {
			case d.Precision() != corpus.Day:
			case updatedText.MatchString(beforeDigits(line)):
				if updated == (corpus.Date{}) {
					updated = d
				}
			default:
				return d
			}
		}
		return corpus.Date{}
	}
	for _, d := range []corpus.Date{look(at, at+behind), look(at-before, at), updated} {
		if d != (corpus.Date{}) {
			return d
		}
	}
	return corpus.Date{}
}

// beforeDigits is the beginning of a line up to its first figure.
func beforeDigits(line string) string {
	if i := strings.IndexAny(line, "0123456789"); i >= 0 {
		words := strings.Fields(line[:i]) // the month may stand before the day
		for len(words) > 0 && monthOf(strings.Trim(words[len(words)-1], ".,")) != 0 {
			words = words[:len(words)-1]
		}
		return strings.Join(words, " ")
	}
	return line
}

// isRow reports whether an element is one line of a few short pieces, as lines under headlines are.
func isRow(n *html.Node) bool {
	const longest = 140 // bytes
	if _, whole := textUpTo(n, longest); !whole || n.DataAtom == atom.Ul || n.DataAtom == atom.Ol || n.DataAtom == atom.Table {
		return false
	}
	for d := range n.Descendants() {
		switch d.DataAtom {
		case atom.P, atom.Div, atom.Section, atom.H1, atom.H2, atom.H3, atom.Li, atom.Br:
			return false
		}
	}
	return true
}
