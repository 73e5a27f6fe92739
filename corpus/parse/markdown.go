package parse

import (
	"regexp"
	"strings"

	"readout/corpus"
	"readout/corpus/markdown"
	"readout/corpus/parse/about"
	"readout/corpus/prose"
)

// Markdown reads a Markdown file: front matter, then paragraphs. Front matter is strict: an unknown key, a repeated one or a
// wrong value is a *ParseError. A file without front matter is read as ParseText reads plain text, with Markdown's paragraphs.
// Headings, rules, images and comments are not passages. An item of a list is one, without its bullet, and so is a row of a table;
// what either stands under is in Headings and Parents. Marks inside a sentence stay in Text, which is the file's own: Plain is without.
func Markdown(id corpus.ArticleID, data string) (*corpus.Article, error) {
	a, err := newArticle(id, data)
	if err != nil {
		return nil, err
	}
	matter, rest, err := parseFrontMatter(a)
	if err != nil {
		return nil, err
	}
	blocks := append(matter, splitTurns(a.Body, markdownBlocks(a.Body, rest))...)
	if a.Form == corpus.FormDigest {
		markProvenance(blocks)
	} else {
		blocks = clean(a, blocks)
		if a.Publisher == "" {
			a.Publisher = about.HostOf(a)
		}
	}
	return finish(a, blocks)
}

// ofItself is a sentence in which a digest tells of the article it digests: who published it, what its copy lacks, whose views it holds.
var ofItself = regexp.MustCompile(`(?i)\bpublished this (?:[\w'’-]+ ){0,3}(?:article|report|preview|piece|column|story|text|` +
	`transcript)\b|\b(?:a|the|this) copy of (?:this|the) (?:article|report|preview|piece|column|story|text|transcript)\b|\b(?:the|` +
	`this) (?:article|report|preview|piece|column|story|text|transcript) (?:has|carries|names|gives|credits|originally|first|appeared|` +
	`is dated|was published|comes from)\b|\bviews in (?:its|their|the) (?:opinion|articles|columns)`)

// markProvenance gives the closing paragraphs of a digest that tell of the article itself the role of its origin, or of a disclaimer, so
// that they answer questions about the article and none about what it reports.
func markProvenance(blocks []block) {
	for i := len(blocks) - 1; i >= 0; i-- {
		for _, s := range prose.Sentences(blocks[i].text) {
			if !ofItself.MatchString(blocks[i].text[s.Start:s.End]) {
				return
			}
		}
		blocks[i].role = corpus.RoleOrigin
		if strings.Contains(blocks[i].text, "views") {
			blocks[i].role = corpus.RoleDisclaimer
		}
	}
}

// markdownBlocks finds the paragraphs of Markdown from start on, with the blocks that they are within. Headings come as dropped blocks.
func markdownBlocks(body string, start int) []block {
	found := markdown.Blocks(body[start:])
	out := make([]block, len(found))
	within := make([][]int, len(found))
	for i, b := range found {
		span := prose.Span{Start: start + b.Start, End: start + b.End}
		out[i] = block{span: span, text: body[span.Start:span.End], group: i, item: b.Kind == markdown.Item || b.Kind == markdown.Row,
			row: b.Kind == markdown.Row, marked: true}
		if b.Kind == markdown.Heading {
			out[i].drop, out[i].heading, out[i].level = true, true, b.Level
		}
		within[i] = b.Within
		for _, n := range b.Within {
			out[i].parents = append(out[i].parents, markdown.Plain(out[n].text))
		}
		if b.Header {
			out[i].drop = true // it stands over each row
		}
	}
	noteSpeakers(out, within)
	return out
}
