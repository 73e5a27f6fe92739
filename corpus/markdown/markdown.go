// Package markdown is the blocks of a Markdown text: its paragraphs, headings, items of lists and rows of tables, each with where it
// stands in the text and what it belongs to. It wraps goldmark, and alone imports it.
//
// Nothing is rewritten: a block is a range of the text, so that it can be quoted as it stands. What it looks like to a reader, without
// marks, is Plain.
package markdown

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// Kind is what sort of block one is.
type Kind uint8

const (
	Paragraph Kind = iota
	Heading
	Item // the first text of an item of a list; what else the item holds is Within it
	Row  // of a table, without its outer bars
)

// Block is a range of the text. Blocks are in order and do not overlap.
type Block struct {
	Start, End int   // bytes, without white space at the ends and without the marks before and after
	Kind       Kind  // of what it is
	Level      int   // of a heading, from 1 to 6
	Header     bool  // a row that names the columns of its table
	Within     []int // the items, and for a row the Header, that it belongs to: numbers of earlier blocks, outermost first
}

// deepest is how far blocks may be nested. Hostile texts nest thousands of them.
const deepest = 64

var reader = goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.TaskList)).Parser()

// Blocks finds the blocks of a text. Rules, comments, images alone and definitions of links are none.
func Blocks(source string) []Block {
	f := finder{source: source}
	f.walk(reader.Parse(text.NewReader(withPlainLines(source))), nil, 0)
	return f.blocks
}

// withPlainLines is the text with positions as they are, in which only line feeds end lines, and lines of white space of any sort are
// blank: to Markdown a no-break space is a letter.
func withPlainLines(source string) []byte {
	out := []byte(source)
	for i := range out {
		if out[i] == '\r' && (i+1 == len(out) || out[i+1] != '\n') {
			out[i] = '\n'
		}
	}
	for rest := out; len(rest) > 0; {
		line := rest
		if end := bytes.IndexByte(rest, '\n'); end >= 0 {
			line = rest[:end]
			rest = rest[end+1:]
		} else {
			rest = nil
		}
		if len(bytes.TrimSpace(line)) == 0 {
			for i := range line {
				line[i] = ' '
			}
		}
	}
	return out
}

type finder struct {
	source string
	blocks []Block
}

// walk adds the blocks under a node, which belongs to the blocks within.
func (f *finder) walk(parent ast.Node, within []int, depth int) {
	if depth > deepest {
		f.addLines(parent, Block{Within: within})
		return
	}
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Heading:
			f.addHeading(n, within)
		case *ast.Paragraph, *ast.TextBlock:
			f.addParagraph(n, within)
		case *ast.ListItem:
			f.walkItem(n, within, depth)
		case *east.Table:
			f.addTable(n, within)
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			f.addRuns(n, within)
		case *ast.HTMLBlock:
			f.addHTML(n, within)
		default:
			f.walk(n, within, depth+1)
		}
	}
}

// walkItem adds an item of a list: its first text, and within that what else it holds.
func (f *finder) walkItem(item *ast.ListItem, within []int, depth int) {
	first := item.FirstChild()
	switch first.(type) {
	case *ast.Paragraph, *ast.TextBlock:
	default:
		f.walk(item, within, depth+1)
		return
	}
	at := len(f.blocks)
	f.addLines(first, Block{Kind: Item, Within: within})
	if len(f.blocks) > at {
		b := &f.blocks[at]
		b.Start += len(checkBox(f.source[b.Start:b.End]))
		within = append(within[:len(within):len(within)], at)
	}
	rest := ast.NewListItem(0)
	for n := first.NextSibling(); n != nil; {
		next := n.NextSibling()
		rest.AppendChild(rest, n)
		n = next
	}
	f.walk(rest, within, depth+1)
}

// checkBox is the box to tick that an item of a list of tasks begins with, or "".
func checkBox(item string) string {
	if len(item) < 4 || item[0] != '[' || item[2] != ']' || strings.IndexByte(" xX", item[1]) < 0 {
		return ""
	}
	rest := strings.TrimLeftFunc(item[3:], unicode.IsSpace)
	if rest == "" || len(rest) == len(item)-3 {
		return ""
	}
	return item[:len(item)-len(rest)]
}

// addHeading adds a heading. A line of dashes under a paragraph makes it a heading to Markdown, and to whoever typed it a paragraph over
// a rule: what is as long as no heading, or ends as a sentence does, is a paragraph.
func (f *finder) addHeading(n *ast.Heading, within []int) {
	const longest = 160 // runes
	at := len(f.blocks)
	f.addLines(n, Block{Kind: Heading, Level: n.Level, Within: within})
	if len(f.blocks) == at {
		return
	}
	b := &f.blocks[at]
	title := f.source[b.Start:b.End]
	underlined := !strings.HasPrefix(strings.TrimLeft(f.lineOf(b.Start), " "), "#")
	if underlined && (utf8.RuneCountInString(title) > longest || strings.HasSuffix(title, ".") && strings.Contains(title, " ")) {
		b.Kind, b.Level = Paragraph, 0
	}
}

// lineOf is the line that a position is in, from its beginning.
func (f *finder) lineOf(at int) string {
	return f.source[strings.LastIndexAny(f.source[:at], "\r\n")+1:]
}

// addParagraph adds a paragraph: none for an image alone, a heading for a line that is all bold and no sentence.
func (f *finder) addParagraph(n ast.Node, within []int) {
	only := n.FirstChild()
	if only != nil && only.NextSibling() == nil {
		switch only := only.(type) {
		case *ast.Image:
			return
		case *ast.Emphasis:
			if only.Level == 2 && isTitle(f.plain(only)) {
				f.addLines(n, Block{Kind: Heading, Level: boldLevel, Within: within})
				return
			}
		}
	}
	f.addLines(n, Block{Within: within})
}

// boldLevel is the level of a heading in bold: below those with marks.
const boldLevel = 6

// isTitle reports whether a text in bold is no sentence.
func isTitle(s string) bool {
	s = strings.TrimRight(s, "\"”’ ")
	return s != "" && !strings.HasSuffix(s, ".") && !strings.HasSuffix(s, "!") && !strings.HasSuffix(s, "…")
}

// addTable adds the rows of a table.
func (f *finder) addTable(table *east.Table, within []int) {
	header := -1
	for row := table.FirstChild(); row != nil; row = row.NextSibling() {
		b := Block{Kind: Row, Start: -1, Within: within}
		if _, b.Header = row.(*east.TableHeader); !b.Header && header >= 0 {
			b.Within = append(within[:len(within):len(within)], header)
		}
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			lines := cell.Lines()
			for i := range lines.Len() {
				s := lines.At(i)
				if strings.TrimSpace(f.source[s.Start:s.Stop]) == "" {
					continue
				}
				if b.Start < 0 || s.Start < b.Start {
					b.Start = s.Start
				}
				b.End = max(b.End, s.Stop)
			}
		}
		if b.Start >= 0 && f.add(b) && b.Header {
			header = len(f.blocks) - 1
		}
	}
}

// addRuns adds the runs of lines without a blank one between: what is indented or fenced is code to Markdown, and in notes a text that
// somebody pasted.
func (f *finder) addRuns(n ast.Node, within []int) {
	lines := n.Lines()
	run := Block{Start: -1, Within: within}
	for i := range lines.Len() {
		s := lines.At(i)
		if strings.TrimSpace(f.source[s.Start:s.Stop]) == "" {
			if run.Start >= 0 {
				f.add(run)
			}
			run.Start = -1
			continue
		}
		if run.Start < 0 {
			run.Start = s.Start
		}
		run.End = s.Stop
	}
	if run.Start >= 0 {
		f.add(run)
	}
}

// addHTML adds the text between tags, as a heading where they say so; a comment, a program, a declaration, or tags alone, have none.
func (f *finder) addHTML(n *ast.HTMLBlock, within []int) {
	lines := n.Lines()
	if lines.Len() == 0 || n.HTMLBlockType >= ast.HTMLBlockType2 && n.HTMLBlockType <= ast.HTMLBlockType5 {
		return
	}
	b := Block{Start: lines.At(0).Start, End: lines.At(lines.Len() - 1).Stop, Within: within}
	source := f.source[b.Start:b.End]
	switch plain := Plain(source); {
	case programTag.MatchString(source) || !strings.ContainsFunc(plain, unicode.IsLetter):
	case isTitle(plain) && htmlHeading.MatchString(source):
		b.Kind, b.Level = Heading, boldLevel
		if m := htmlHeading.FindStringSubmatch(source); m[1] != "" {
			b.Level = int(m[1][0] - '0')
		}
		f.add(b)
	default:
		f.addRuns(n, within)
	}
}

var (
	programTag  = regexp.MustCompile(`(?i)^\s*<(?:script|style)\b`)
	htmlHeading = regexp.MustCompile(`(?is)^\s*(?:<(?:details|div|center|p|header)\b[^<>]*>\s*)*` +
		`<(?:h([1-6])|summary)\b[^<>]*>.*</(?:h[1-6]|summary)>` +
		`\s*(?:</?(?:details|div|center|p|header)\b[^<>]*>\s*)*$`)
)

// addLines adds the lines of a node as one block.
func (f *finder) addLines(n ast.Node, b Block) {
	if n.Type() != ast.TypeBlock {
		return
	}
	lines := n.Lines()
	if lines == nil || lines.Len() == 0 {
		return
	}
	b.Start, b.End = lines.At(0).Start, lines.At(lines.Len()-1).Stop
	f.add(b)
}

// add adds a block without the white space at its ends, unless nothing is left of it or it does not follow the last one.
func (f *finder) add(b Block) bool {
	s := f.source[b.Start:b.End]
	b.Start += len(s) - len(strings.TrimLeftFunc(s, unicode.IsSpace))
	b.End = b.Start + len(strings.TrimSpace(s))
	if b.Start >= b.End || len(f.blocks) > 0 && b.Start < f.blocks[len(f.blocks)-1].End {
		return false
	}
	f.blocks = append(f.blocks, b)
	return true
}

// plain is the text of an inline node.
func (f *finder) plain(n ast.Node) string {
	var b strings.Builder
	writePlain(&b, n, withPlainLines(f.source), 0)
	return b.String()
}

// unquoted is a text without the marks that stand before the later lines of a quotation; those before its first are no part of a block.
func unquoted(source string) []byte {
	if !strings.Contains(source, "\n") {
		return []byte(source)
	}
	var b bytes.Buffer
	for i, line := range strings.Split(source, "\n") {
		if i > 0 {
			b.WriteByte('\n')
			for trimmed := strings.TrimLeft(line, " \t"); strings.HasPrefix(trimmed, ">"); trimmed = strings.TrimLeft(line, " \t") {
				line = trimmed[1:]
			}
		}
		b.WriteString(line)
	}
	return b.Bytes()
}
