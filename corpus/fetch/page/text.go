package page

import (
	"strings"

	"readout/corpus/prose"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Text is the paragraphs of a piece of HTML, such as an item of a feed has, with a blank line between them; at most so many bytes.
func Text(source string, most int) string {
	var b strings.Builder
	tokens := html.NewTokenizer(strings.NewReader(source))
	hidden := 0 // elements of which nothing is shown
	for b.Len() < most {
		switch kind := tokens.Next(); kind {
		case html.ErrorToken:
			return linesApart(b.String())
		case html.TextToken:
			if hidden == 0 {
				b.WriteString(strings.ReplaceAll(html.UnescapeString(string(tokens.Text())), "\n", " "))
			}
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			name, _ := tokens.TagName()
			switch atom.Lookup(name) {
			case atom.Script, atom.Style, atom.Figcaption:
				if kind == html.StartTagToken {
					hidden++
				} else if kind == html.EndTagToken {
					hidden = max(0, hidden-1)
				}
			case atom.P, atom.Div, atom.Br, atom.Li, atom.Ul, atom.Ol, atom.Blockquote, atom.H1, atom.H2, atom.H3, atom.H4, atom.Table, atom.Tr,
				atom.Section, atom.Article:
				b.WriteByte('\n')
			}
		}
	}
	return linesApart(strings.ToValidUTF8(b.String()[:most], ""))
}

// linesApart is a text whose lines are paragraphs, those without a word left out.
func linesApart(lines string) string {
	var out []string
	for line := range strings.Lines(lines) {
		if line = prose.OneLine(line); line != "" {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n\n")
}
