package page

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"readout/corpus/prose"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

var (
	besides = regexp.MustCompile(
		`(?i)comment|related|recommend|sidebar|promo|teaser|trending|most-?read|widget|newsletter|event|subscri|signup|sign-up|` +
			`carousel|disclaimer|banner|modal|popup|bio\b|author-|about|breadcrumb|footer|masthead|toolbar|share|social|advert|sponsor|` +
			`\bcard|\bad-|summary|standfirst|copyright|paywall`,
	)
	caption   = regexp.MustCompile(`(?i)caption|cutline|(?:photo|image|media|picture)-?credit|(?:^|[-_ ])credits?(?:$|[-_ ])`)
	consent   = regexp.MustCompile(`(?i)cookie|consent|gdpr|onetrust|didomi|privacy-?(?:banner|notice|modal|popup)`)
	endsPlain = regexp.MustCompile(`[.!?…]["'”’»)\]]*$`)
)

// nameOf is what an element is called by whoever made the page: its classes, its identity, its kind.
func nameOf(n *html.Node) string {
	return attribute(n, "class") + " " + attribute(n, "id") + " " + attribute(n, "data-testid") + " " + attribute(n, "data-component")
}

// takeStrangersOut takes what stands on a page without being of its article, and looks like it: what is said about pictures, and what asks
// for consent.
func takeStrangersOut(doc *html.Node) {
	const (
		longest = 600 // bytes of a caption
		share   = 2   // what asks for consent is at most one part in so many
	)
	all := len(innerText(doc))
	var out []*html.Node
	for n := range doc.Descendants() {
		switch n.DataAtom {
		case atom.Html, atom.Head, atom.Body, atom.Main, atom.Article, 0:
			if n.Type != html.ElementNode || n.DataAtom != 0 {
				continue
			}
		}
		name := nameOf(n)
		switch {
		case caption.MatchString(name) && n.DataAtom != atom.H1:
			if text := innerText(n); len(text) > longest || count(n, atom.P) > 1 {
				continue
			}
		case consent.MatchString(name):
			if len(innerText(n)) > all/share {
				continue
			}
		default:
			continue
		}
		out = append(out, n)
	}
	for _, n := range out {
		if n.Parent != nil {
			n.Parent.RemoveChild(n)
		}
	}
}

func count(n *html.Node, kind atom.Atom) (times int) {
	for d := range n.Descendants() {
		if d.DataAtom == kind {
			times++
		}
	}
	return times
}

// paragraph is an element of a page that holds sentences and no other such element.
type paragraph struct {
	text   string // in one line
	kind   string // its element and classes
	after  bool   // it stands behind the headline
	beside bool   // what is around it leads elsewhere
}

type paragraphs []paragraph

// paragraphsOf are the paragraphs of a page in their order. headline is where its headline stands, or nil.
func paragraphsOf(doc, headline *html.Node) (out paragraphs) {
	after := headline == nil
	var walk func(n *html.Node, beside bool)
	walk = func(n *html.Node, beside bool) {
		switch n.DataAtom {
		case atom.Head, atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Figcaption, atom.Form, atom.Button, atom.Select:
			return
		case atom.Nav, atom.Aside, atom.Footer, atom.Figure, atom.Table, atom.Li, atom.Address, atom.Details:
			beside = true
		}
		if n == headline {
			after = true
			return
		}
		if n.Type == html.ElementNode && n.DataAtom != atom.Body && n.DataAtom != atom.Html {
			name := nameOf(n)
			beside = beside || besides.MatchString(name) || strings.Contains(strings.ToLower(attribute(n, "style")), "display:none") ||
				hasAttribute(n, "hidden")
			if isLeaf(n) {
				if text := inLine(n); isProse(text) && linked(n)*2 < len(text) {
					out = append(
						out,
						paragraph{
							text:   text,
							kind:   n.Data + " " + attribute(n, "class") + " " + attribute(n, "itemprop"),
							after:  after,
							beside: beside,
						},
					)
				}
				return
			}
		}
		for child := range n.ChildNodes() {
			walk(child, beside)
		}
	}
	walk(doc, false)
	return out
}

func hasAttribute(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

// inLine is the text of an element in one line.
func inLine(n *html.Node) string { return prose.OneLine(innerText(n)) }

// isLeaf reports whether an element holds words and no other element of which blocks are made.
func isLeaf(n *html.Node) bool {
	words := false
	for d := range n.Descendants() {
		switch d.DataAtom {
		case atom.P,
			atom.Div,
			atom.Section,
			atom.Article,
			atom.Ul,
			atom.Ol,
			atom.Li,
			atom.Dl,
			atom.Dt,
			atom.Dd,
			atom.Table,
			atom.Blockquote,
			atom.H1,
			atom.H2,
			atom.H3,
			atom.H4,
			atom.Figure,
			atom.Aside,
			atom.Header,
			atom.Footer,
			atom.Main,
			atom.Script,
			atom.Style,
			atom.Br,
			atom.Pre,
			atom.Form,
			atom.Nav:
			return false
		}
		words = words || d.Type == html.TextNode && strings.ContainsFunc(d.Data, unicode.IsLetter)
	}
	return words
}

// linked is how many bytes of an element's text lead elsewhere.
func linked(n *html.Node) (bytes int) {
	for d := range n.Descendants() {
		if d.DataAtom == atom.A {
			bytes += len(inLine(d))
		}
	}
	return bytes
}

// isProse reports whether a text is made of sentences.
func isProse(text string) bool {
	const fewest = 6 // words
	return len(strings.Fields(text)) >= fewest && endsPlain.MatchString(text)
}

// folded is what texts are compared by.
func folded(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}

// complete puts into a text that was found on a page the paragraphs that belong to it and were passed over: those between the headline and
// its first one, and those made as others of it are. lost is what speaks for more that was not found: more paragraphs of another kind, or
// more words than the page says it has.
func (ps paragraphs) complete(text string, words int) (complete, lost string) {
	lines := strings.Split(text, "\n")
	at := make(map[string]int, len(lines)) // lines by their text
	for i, line := range lines {
		if f := folded(line); f != "" {
			if _, known := at[f]; !known {
				at[f] = i
			}
		}
	}
	kinds := map[string]int{}
	first := -1
	for i, p := range ps {
		if _, kept := at[folded(p.text)]; kept {
			kinds[p.kind]++
			if first < 0 {
				first = i
			}
		}
	}
	missing, passed := ps.missing(at, kinds, first)
	complete = strings.TrimSpace(insert(lines, missing))
	return complete, lossOf(len(strings.Fields(complete)), passed, words)
}

// missing are the paragraphs to put behind each line, -1 being before the first; passed is how many words others hold.
func (ps paragraphs) missing(at, kinds map[string]int, first int) (missing map[int][]string, passed int) {
	const alike = 2 // paragraphs that make a kind of an article
	missing = map[int][]string{}
	line := -1
	for i, p := range ps {
		if l, kept := at[folded(p.text)]; kept {
			line = l
			continue
		}
		whole := strings.TrimSpace(p.kind)
		plain := whole == "p" || whole == "div" || whole == "span"
		switch {
		case first < 0 || p.beside:
		case i < first && p.after, i > first && !plain && kinds[p.kind] >= alike:
			missing[line] = append(missing[line], p.text)
			at[folded(p.text)] = line // the same paragraph may be there twice, for narrow screens
			continue
		}
		if !p.beside {
			passed += len(strings.Fields(p.text))
		}
	}
	return missing, passed
}

// insert puts what is missing behind the lines.
func insert(lines []string, missing map[int][]string) string {
	var b strings.Builder
	put := func(line int) {
		for _, p := range missing[line] {
			b.WriteString("\n\n" + p)
		}
		if len(missing[line]) > 0 {
			b.WriteString("\n\n")
		}
	}
	put(-1)
	for i, line := range lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(line)
		put(i)
	}
	return b.String()
}

// lossOf says what speaks for a loss, where that is much: words that stand elsewhere on the page, words that it says it has.
func lossOf(read, passed, stated int) string {
	const much = 120 // words
	switch {
	case stated > read+much && read*10 < stated*6:
		return fmt.Sprintf("%d words were found of %d that the page says it has", read, stated)
	case passed > much && passed > read:
		return fmt.Sprintf("%d words were found, %d others stand on the page in paragraphs that were passed over", read, passed)
	}
	return ""
}
