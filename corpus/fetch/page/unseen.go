package page

import (
	"regexp"
	"strings"

	"readout/corpus/prose"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// What a page holds and nobody sees on it may still be meant for a program that reads it.

var (
	// invisible matches styles of what takes no room, or stands outside the page.
	invisible = regexp.MustCompile(`(?i)(?:^|;)\s*(?:font-size\s*:\s*(?:0(?:\.0*)?|\.0+)(?:px|pt|em|rem|%)?\s*(?:;|!|$)|` +
		`(?:left|top|text-indent|margin-left)\s*:\s*-\d{3,}(?:px|em|rem)?|clip\s*:\s*rect\(\s*(?:0|1px)|clip-path\s*:\s*inset\(\s*(?:50|100)%)`)
	// unshown matches styles of what is not shown, or not yet: programs of the page may show it.
	unshown = regexp.MustCompile(`(?i)(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*(?:0(?:\.0*)?|\.0+)\s*(?:;|!|$)|` +
		`color\s*:\s*transparent|(?:max-)?(?:height|width)\s*:\s*[01](?:px)?\s*(?:;|!|$))`)
	sized = regexp.MustCompile(`(?i)font(?:-size)?\s*:`)
)

// described are the attributes that tell in words what an element is.
var described = []string{"alt", "title", "aria-label", "aria-description", "data-caption", "placeholder", "summary", "content"}

// takeUnseenOut takes out of a page what takes no room on it, and returns all texts that nobody sees: that, what is hidden, comments, what
// stands in for pictures, what elements are described by.
func takeUnseenOut(doc *html.Node) (texts []string) {
	const (
		most    = 20_000  // texts
		longest = 4 << 10 // bytes of one; what is longer is cut
	)
	seen := map[string]bool{}
	add := func(text string) {
		text = prose.OneLine(text)
		for ; strings.Contains(text, " ") && !seen[text] && len(texts) < most; text = text[min(len(text), longest):] {
			seen[text] = true
			texts = append(texts, text[:min(len(text), longest)])
		}
	}
	var gone []*html.Node
	for n := range doc.Descendants() {
		switch n.Type {
		case html.CommentNode:
			add(n.Data)
		case html.ElementNode:
			for _, key := range described {
				add(attribute(n, key))
			}
			style := attribute(n, "style")
			template := n.DataAtom == atom.Template && !hasAttribute(n, "shadowrootmode")
			none := template || invisible.MatchString(style) && !setsSizes(n)
			if none || unshown.MatchString(style) || hasAttribute(n, "hidden") || n.DataAtom == atom.Noscript {
				add(spaced(n))
			}
			if none {
				gone = append(gone, n)
			}
		}
	}
	for _, n := range gone {
		if n.Parent != nil {
			n.Parent.RemoveChild(n)
		}
	}
	return texts
}

// setsSizes reports whether something in an element has letters of a size of its own: of none around them, sites make it to close gaps.
func setsSizes(n *html.Node) bool {
	for d := range n.Descendants() {
		if sized.MatchString(attribute(d, "style")) || d.Type == html.ElementNode && attribute(d, "class") != "" {
			return true
		}
	}
	return false
}
