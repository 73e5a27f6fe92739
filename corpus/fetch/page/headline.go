package page

import (
	"cmp"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"readout/corpus"
	"readout/corpus/prose"
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
		if before := strings.TrimRight(strings.TrimSuffix(title, text), " "); strings.HasSuffix(before, ":") ||
			strings.HasSuffix(before, "|") ||
			strings.HasSuffix(before, " -") {
			return text
		}
	}
	return title
}

// dateByHeadline is the date of a page in a line by its headline that is no sentence: "By Ann Baker, 5 March 2024", "Monday, 5 March 2024,
// 14:05". Lines that say when it was changed count where no other does.
func dateByHeadline(doc, headline *html.Node, order dayOrder) corpus.Date {
	const before, behind = 4, 14 // lines over the headline, and under it
	lines := lineReader{headline: headline}
	lines.walk(doc)
	under, changed := dateInLines(lines.read[lines.at:min(len(lines.read), lines.at+behind)], order)
	over, changedOver := dateInLines(lines.read[max(0, lines.at-before):lines.at], order)
	return cmp.Or(under, over, changed, changedOver)
}

// lineReader reads the lines of a page that may tell about it.
type lineReader struct {
	headline *html.Node
	read     []string
	at       int // how many were read before the headline
}

func (r *lineReader) walk(n *html.Node) {
	switch {
	case n == r.headline:
		r.at = len(r.read)
		return
	case n.Type == html.TextNode:
		r.add(prose.OneLine(n.Data))
		return
	case tellsNothing(n):
		return
	case n.Type == html.ElementNode && n.DataAtom != atom.Body && (isLeaf(n) || isRow(n)):
		r.add(inLine(n))
		return
	}
	for child := range n.ChildNodes() {
		r.walk(child)
	}
}

func (r *lineReader) add(line string) {
	if line != "" {
		r.read = append(r.read, line)
	}
}

// tellsNothing reports whether an element holds no line about the page.
func tellsNothing(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Head, atom.Script, atom.Style, atom.Noscript, atom.Nav, atom.Aside, atom.Form, atom.Figure:
		return true
	case atom.Footer:
		return !strings.Contains(nameOf(n), "meta")
	}
	return isElsewhere(n)
}

// dateInLines is the first date in lines that are no sentences, and the first of those that say when something was changed. It ends where
// an article begins, behind its first paragraph.
func dateInLines(lines []string, order dayOrder) (published, updated corpus.Date) {
	const most, fewer = 140, 60 // bytes of such a line
	longest, led := most, false // what sums the article up may stand over its date
	label := ""
	for _, line := range lines {
		before := label
		label = ""
		switch {
		case isProse(line) && len(line) > longest && led:
			return published, updated
		case isProse(line) && len(line) > longest:
			longest, led = fewer, true
		case isProse(line), len(line) > longest:
			continue
		}
		if label = dateClause.FindString(line); label != "" && len(strings.TrimRight(line, " :")) == len(label) {
			continue // a list of terms has the date in its next line
		}
		d, changed := datesIn(before+" "+line, order)
		if updated = cmp.Or(updated, changed); d != (corpus.Date{}) {
			return d, updated
		}
	}
	return published, updated
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
		case atom.P, atom.Div, atom.Section, atom.H1, atom.H2, atom.H3, atom.Li, atom.Dt, atom.Dd, atom.Br:
			return false
		}
	}
	return true
}
