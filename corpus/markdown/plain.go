package markdown

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// inline reads a text as one paragraph, whatever it begins with.
var inline = parser.NewParser(
	parser.WithBlockParsers(util.Prioritized(parser.NewParagraphParser(), 1)),
	parser.WithInlineParsers(append(parser.DefaultInlineParsers(), util.Prioritized(extension.NewStrikethroughParser(), 500))...),
)

// Plain is a sentence or a paragraph as a reader of the rendered text sees it: of a link its words, of what is emphasised, struck
// through or code the text alone, no images and no tags. A line break is a space. What has no marks is returned as it is.
func Plain(s string) string {
	if !strings.ContainsAny(s, "*_`[]<>~\\&\n") {
		return s
	}
	var b strings.Builder
	for part := range strings.SplitSeq(string(unquoted(strings.ReplaceAll(s, "\r", "\n"))), "\n\n") {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		source := []byte(part)
		writePlain(&b, inline.Parse(text.NewReader(source)), source, 0)
	}
	return referring.ReplaceAllString(strings.Join(strings.Fields(b.String()), " "), "$1")
}

// referring is a link whose address stands elsewhere in the file.
var referring = regexp.MustCompile(`\[([^\[\]]{0,200}\pL[^\[\]]{0,200})\]\[[^\[\]]{0,60}\]`)

// writePlain writes the text under a node.
func writePlain(b *strings.Builder, n ast.Node, source []byte, depth int) {
	if depth > deepest {
		return
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			b.Write(util.UnescapePunctuations(util.ResolveEntityNames(util.ResolveNumericReferences(c.Value(source)))))
			if c.SoftLineBreak() || c.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(c.Value)
		case *ast.AutoLink:
			b.Write(c.Label(source))
		case *ast.CodeSpan:
			for t := c.FirstChild(); t != nil; t = t.NextSibling() {
				if t, ok := t.(*ast.Text); ok {
					b.Write(t.Value(source))
				}
			}
		case *ast.RawHTML, *ast.Image:
		default:
			writePlain(b, c, source, depth+1)
		}
	}
}
