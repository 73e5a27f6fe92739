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
	if a.Form != FormDigest {
		blocks = clean(a, blocks)
	}
	return finish(a, blocks)
}

var (
	atxHeading  = regexp.MustCompile(`^#{1,6}(?:\s+|$)`)
	setextLine  = regexp.MustCompile(`^(?:=+|-+)$`)
	ruleLine    = regexp.MustCompile(`^(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$`)
	listMark    = regexp.MustCompile(`^(?:[-*+]|\d{1,9}[.)])\s+`)
	codeFence   = regexp.MustCompile("^(?:`{3,}|~{3,})")
	imageLine   = regexp.MustCompile(`^!\[[^\]]*\]\([^)]*\)$`)
	commentLine = regexp.MustCompile(`^<!--.*-->$`)
	definition  = regexp.MustCompile(`^\[[^\]]+\]:\s*\S+`)
)

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
	}
	return out
}
