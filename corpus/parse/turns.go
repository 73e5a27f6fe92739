package parse

import (
	"strings"

	"readout/corpus"
	"readout/corpus/prose"
	"readout/corpus/transcript"
)

// opensTurn reports whether a line begins a turn of a transcript so plainly that it begins a paragraph as well.
func opensTurn(text string) bool {
	o := transcript.Open(text)
	return o.Form != transcript.None && (o.Form <= transcript.Capitals || o.Form == transcript.Line)
}

// splitTurns cuts blocks of several lines at those that begin a turn.
func splitTurns(body string, blocks []block) []block {
	var out []block
	for _, b := range blocks {
		if b.heading || !strings.ContainsAny(b.text, "\r\n") {
			out = append(out, b)
			continue
		}
		start := b.span.Start
		for i, l := range splitLines(b.text, 0) {
			if i > 0 && l.Len() > 0 && opensTurn(b.text[l.Start:l.End]) {
				out = appendPart(out, body, b, prose.Span{Start: start, End: b.span.Start + l.Start})
				start = b.span.Start + l.Start
			}
		}
		out = appendPart(out, body, b, prose.Span{Start: start, End: b.span.End})
	}
	return out
}

// appendPart appends the part of a block that is in the span.
func appendPart(out []block, body string, b block, s prose.Span) []block {
	b.span = prose.TrimSpan(body, s)
	b.text = body[b.span.Start:b.span.End]
	if b.text == "" {
		return out
	}
	return append(out, b)
}

// markTurns marks the blocks that begin a turn, so that they are taken for nothing else.
func markTurns(a *corpus.Article, blocks []block) {
	var texts []string
	var at []int
	for i, b := range blocks {
		if !b.drop && b.role == "" && !b.item {
			texts, at = append(texts, b.text), append(at, i)
		}
	}
	for i, p := range transcript.Read(texts, a.Kind == corpus.KindTranscript).Turns {
		blocks[at[i]].turn, blocks[at[i]].spoken = p.Of == 1, p.Turn > 0
	}
}

// setTurns finds the turns among the blocks that are kept. It reports whether the article is a transcript. A line that only names who
// speaks is dropped: its turn begins with the next block.
func setTurns(a *corpus.Article, blocks []block) (whole bool) {
	var texts []string
	var at []int
	for i, b := range blocks {
		if isBody(b) && !b.item {
			texts, at = append(texts, b.text), append(at, i)
		}
	}
	stated := a.Kind == corpus.KindTranscript || a.Kind == "" && transcriptTitle.MatchString(a.Title)
	record := transcript.Read(texts, stated)
	for i, p := range record.Turns {
		if p.Turn == 0 {
			continue
		}
		b := &blocks[at[i]]
		of := p.Of
		if p.Label.Form == transcript.Line {
			if of--; of == 0 {
				b.drop = true
				continue
			}
		}
		b.inTurn = corpus.Turn{Number: p.Turn, Paragraph: of, Label: p.Label.Label, Time: p.Label.Time, Asks: p.Label.Asks, Words: p.Opening.Words}
	}
	return record.Whole
}
