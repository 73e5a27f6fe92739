package corpus

import (
	"regexp"
	"strings"
)

// ParseMarkdown reads a Markdown file: front matter, then paragraphs. Front matter is strict: an unknown key, a repeated one or a
// wrong value is a *ParseError. A file without front matter is read as ParseText reads plain text, with Markdown's paragraphs.
// Headings, rules, images and comments are not passages; an item of a list is one, without its bullet; all else is kept as it stands.
func ParseMarkdown(id ArticleID, data string) (*Article, error) {
	a, err := newArticle(id, data)
	if err != nil {
		return nil, err
	}
	matter, rest, err := parseFrontMatter(a)
	if err != nil {
		return nil, err
	}
	blocks := append(matter, markdownBlocks(a.Body, rest)...)
	if a.Form == FormDigest {
		markProvenance(blocks)
	} else {
		blocks = clean(a, blocks)
	}
	return finish(a, blocks)
}

// ofItself is a sentence in which a digest tells of the article it digests: who published it, what its copy lacks, whose views it holds.
var ofItself = regexp.MustCompile(`(?i)\bpublished this (?:[\w'’-]+ ){0,3}(?:article|report|preview|piece|column|story|text|transcript)\b|\b(?:a|the|this) copy of (?:this|the) (?:article|report|preview|piece|column|story|text|transcript)\b|\b(?:the|this) (?:article|report|preview|piece|column|story|text|transcript) (?:has|carries|names|gives|credits|originally|first|appeared|is dated|was published|comes from)\b|\bviews in (?:its|their|the) (?:opinion|articles|columns)`)

// markProvenance gives the closing paragraphs of a digest that tell of the article itself the role of its origin, or of a disclaimer, so
// that they answer questions about the article and none about what it reports.
func markProvenance(blocks []block) {
	for i := len(blocks) - 1; i >= 0; i-- {
		for _, s := range Sentences(blocks[i].text) {
			if !ofItself.MatchString(blocks[i].text[s.Start:s.End]) {
				return
			}
		}
		blocks[i].role = RoleOrigin
		if strings.Contains(blocks[i].text, "views") {
			blocks[i].role = RoleDisclaimer
		}
	}
}

var (
	atxHeading  = regexp.MustCompile(`^#{1,6}(?:\s+|$)`)
	setextLine  = regexp.MustCompile(`^(?:=+|-+)$`)
	ruleLine    = regexp.MustCompile(`^(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$`)
	listMark    = regexp.MustCompile(`^(?:[-*+]|\d{1,9}[.)])\s+`)
	codeFence   = regexp.MustCompile("^(?:`{3,}|~{3,})")
	imageLine   = regexp.MustCompile(`^!\[[^\]]*\]\([^)]*\)$`)
	boldLine    = regexp.MustCompile(`^(?:\*\*[^*]+\*\*|__[^_]+__):?$`)
	commentLine = regexp.MustCompile(`^<!--.*-->$`)
	definition  = regexp.MustCompile(`^\[[^\]]+\]:\s*\S+`)
)

// sentenceClosed finds the end of a sentence before closing marks of emphasis: an emphasised sentence is no heading.
var sentenceClosed = regexp.MustCompile(`[.!…]["”’]?[*_]+$`)

// markdownBlocks finds the paragraphs of Markdown from start on. Headings come as dropped blocks.
func markdownBlocks(body string, start int) []block {
	var out []block
	group := 0
	item := false
	open := false // whether the last block takes the next line
	fenced := ""  // what closes the code that we are in
	for _, l := range splitLines(body, start) {
		text := body[l.Start:l.End]
		span := l.Span
		item = item && open
		switch {
		case fenced != "" && text != "":
			if strings.HasPrefix(text, fenced) {
				fenced = ""
			}
		case fenced != "":
			continue
		case text == "":
			open = false
			group++
			continue
		case codeFence.MatchString(text):
			fenced = codeFence.FindString(text)
			open = false
		case atxHeading.MatchString(text):
			span = trimSpan(body, Span{l.Start + len(atxHeading.FindString(text)), l.End})
			out = append(out, block{span: span, text: body[span.Start:span.End], group: group, drop: true, heading: true})
			open = false
			continue
		case open && setextLine.MatchString(text):
			out[len(out)-1].drop, out[len(out)-1].heading = true, true
			open = false
			continue
		case ruleLine.MatchString(text) || imageLine.MatchString(text) || commentLine.MatchString(text) || definition.MatchString(text):
			open = false
			continue
		case listMark.MatchString(text):
			span.Start += len(listMark.FindString(text))
			open, item = false, true
		}
		if open {
			out[len(out)-1].span.End = span.End
		} else {
			out = append(out, block{span: span, group: group, item: item})
		}
		open = true
	}
	for i, b := range out {
		out[i].text = body[b.span.Start:b.span.End]
		if boldLine.MatchString(out[i].text) && !sentenceClosed.MatchString(out[i].text) {
			out[i].drop, out[i].heading = true, true
		}
	}
	return out
}
