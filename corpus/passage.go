package corpus

import (
	"slices"
	"strings"

	"readout/corpus/markdown"
	"readout/corpus/prose"
)

// Plain is a text of an article as its reader sees it, on one line: without the marks of Markdown, and without characters that are not
// shown. It is for showing and comparing; what is cited is the article's own text.
func Plain(text string) string { return prose.OneLine(prose.Shown(markdown.Plain(text))) }

// Context is what a passage stands under and cannot be understood without, outermost first: headings, the items of a list that it is
// part of or the heading row of its table, and who speaks where the passage itself does not say. It is for finding and reading, and is
// not the passage's: a quotation never includes it.
func (p *Passage) Context() []string {
	context := slices.Clone(p.Headings)
	for _, parent := range p.Parents {
		if p.Turn.Number > 0 || p.Turn.Label == "" || !strings.HasPrefix(parent, p.Turn.Label) || len(parent) > len(p.Turn.Label)+len(":") {
			context = append(context, parent) // otherwise Lead tells
		}
	}
	if p.Turn.Number > 0 && p.Turn.Words == 0 && p.Turn.Speaker != "" {
		context = append(context, p.Turn.Speaker+":")
	}
	return context
}

// Orders reports whether a stretch of the article touches what in the passage addresses whoever answers: such text is shown nowhere.
func (p *Passage) Orders(stretch prose.Span) bool {
	return slices.ContainsFunc(p.Sentences, func(s Sentence) bool { return s.Order && s.Span.Overlaps(stretch) })
}

// SentenceSpans are the spans of the passage's sentences in its Text.
func (p *Passage) SentenceSpans() []prose.Span {
	spans := make([]prose.Span, len(p.Sentences))
	for i, s := range p.Sentences {
		spans[i] = prose.Span{Start: s.Span.Start - p.Span.Start, End: s.Span.End - p.Span.Start}
	}
	return spans
}
